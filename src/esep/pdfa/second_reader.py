# SPDX-License-Identifier: MIT
"""A second opinion on a file without faults: what qpdf calls broken is not accepted."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf

from esep.pdfa import security
from esep.pdfa.budget import LimitError
from esep.pdfa.document import Document
from esep.pdfa.faults import Fault
from esep.pdfa.filters import inflated_size
from esep.pdfa.values import Stream, integer_of, name_of

# A Size too large is a slip of the trailer, not damage: no object depends on it.
_HARMLESS = "is not one plus the highest object number"
MAX_PIXELS = 400_000_000
MAX_PIXEL_BYTES = 32  # 16 bits of as many colorants as any reader takes


def _limit_pixels(document: Document, image: Stream) -> None:
    width, height = (integer_of(document.get(image, key)) or 0 for key in ("Width", "Height"))
    if width * height > MAX_PIXELS:
        raise LimitError("pixels of an image", MAX_PIXELS)


def check(document: Document) -> Iterator[Fault]:
    """Inflate every stream under the budget, then let qpdf read the file; its words are faults."""
    for num, value in document.objects.items():
        if isinstance(value, Stream):
            image = name_of(document.get(value, "Subtype")) == "Image"
            cap = _image_cap(document, value) if image else document.budget.left_to_decode()
            if document.filters(value)[:1] == ["FlateDecode"]:
                size, sound = inflated_size(value.raw, cap)
                spend = document.budget.spend_image if image else document.budget.spend_decoded
                spend(size)
                if not sound:
                    yield Fault(security.DAMAGED, obj=num, params={"detail": "corrupt Flate data"})
    try:
        with pikepdf.open(io.BytesIO(document.data), suppress_warnings=True) as pdf:
            words = [*pdf.check_pdf_syntax(), *pdf.get_warnings()]
    except pikepdf.PdfError as error:
        words = [str(error)]
    for word in words[:20]:
        if _HARMLESS not in str(word):
            yield Fault(security.DAMAGED, params={"detail": str(word)[:200]})


def _image_cap(document: Document, image: Stream) -> int:
    """Bytes that an image of the stated size can hold, with a byte a row for prediction."""
    width, height = (integer_of(document.get(image, key)) or 0 for key in ("Width", "Height"))
    if width * height > MAX_PIXELS:
        raise LimitError("pixels of an image", MAX_PIXELS)
    if not width or not height:
        return document.budget.left_to_decode()
    return max(1 << 20, (width * MAX_PIXEL_BYTES + 1) * height)
