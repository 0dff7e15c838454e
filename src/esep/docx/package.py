# SPDX-License-Identifier: MIT
"""The package inside the container: content types, relationships and which parts may be there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from esep.docx.faults import Fault, error, shown
from esep.docx.kinds import MAIN_TYPE

CONTENT_TYPES = "[Content_Types].xml"
MAX_RELATIONSHIPS = 20_000

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE_DOCUMENT = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
)
_ALLOWED_TYPES = re.compile(
    r"application/vnd\.openxmlformats-officedocument\.(?:"
    r"wordprocessingml\.(?:document\.main|document\.glossary|styles|settings|websettings|fonttable"
    r"|numbering|footnotes|endnotes|header|footer|comments|commentsextended|commentsids"
    r"|commentsextensible|people)\+xml"
    r"|(?:theme|themeoverride|extended-properties|custom-properties|customxmlproperties"
    r"|drawingml\.(?:chart|chartshapes|diagram(?:data|layout|style|colors)))\+xml"
    r"|obfuscatedfont)"
    r"|application/vnd\.openxmlformats-package\.(?:relationships|core-properties"
    r"|digital-signature-(?:origin|xmlsignature\+xml|certificate))(?:\+xml)?"
    r"|application/vnd\.ms-word\.(?:styleswitheffects|commentsextended|commentsids)\+xml"
    r"|application/vnd\.ms-office\.(?:chartstyle|chartcolorstyle|chartex|drawingml\.diagramdrawing"
    r"|drawingml\.diagram[a-z]+|classificationlabels)\+xml"
    r"|application/(?:xml|inkml\+xml|x-font(?:data|-ttf)|x-fontdata)|font/(?:ttf|otf)"
    r"|image/(?:png|jpe?g|gif|bmp|tiff?|x-emf|x-wmf|emf|wmf|svg\+xml|vnd\.ms-photo|webp)"
)
_ALLOWED_NAMES = re.compile(
    r".+\.(?:xml|rels|sigs|cer|odttf|ttf|otf|png|jpe?g|jfif|gif|bmp|dib|tiff?|emf|wmf|svg|wdp|webp)"
)
# Most telling first: a part is named by the worst thing it is.
_BANNED_PARTS = (
    ("DX-301", re.compile(r"vba(?:project|data)|macroenabled|keymapcustomizations")),
    ("DX-302", re.compile(r"activex|ctrlprops|controlproperties")),
    ("DX-303", re.compile(r"oleobject|/embeddings/|ms-package|\.sheet(?:\.|$)|x-msdownload")),
    ("DX-304", re.compile(r"afchunk|text/html|xhtml|application/rtf|text/rtf|message/rfc822")),
    ("DX-310", re.compile(r"customui|webextension|taskpanes|frameset")),
)
_BANNED_RELATIONSHIPS = {
    "vbaproject": "DX-301",
    "wordvbadata": "DX-301",
    "keymapcustomizations": "DX-301",
    "control": "DX-302",
    "activexcontrolbinary": "DX-302",
    "ctrlprop": "DX-302",
    "oleobject": "DX-303",
    "package": "DX-303",
    "afchunk": "DX-304",
    "attachedtemplate": "DX-305",
    "extensibility": "DX-310",
    "webextension": "DX-310",
    "webextensiontaskpanes": "DX-310",
    "frame": "DX-310",
    "subdocument": "DX-310",
}
_WEB_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s\\]*|#[^\s]*", re.IGNORECASE)
_ADDRESS_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\", re.IGNORECASE)


@dataclass
class ContentTypes:
    """Reads ``[Content_Types].xml`` (ECMA-376-2, 10.1.2.2)."""

    defaults: dict[str, str] = field(default_factory=dict)
    overrides: dict[str, str] = field(default_factory=dict)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        local = name.rpartition(" ")[2]
        media = attributes.get("ContentType", "").partition(";")[0].strip().lower()
        if local == "Default":
            self.defaults[attributes.get("Extension", "").lower()] = media
        elif local == "Override":
            self.overrides[unquote(attributes.get("PartName", "")).lower()] = media

    def end(self, name: str) -> None:
        """Nothing closes here."""

    def of(self, part: str) -> str:
        """Return the content type of `part` in lower case; "" when none is declared."""
        lowered = part.lower()
        extension = lowered.rpartition(".")[2]
        return self.overrides.get(f"/{lowered}") or self.defaults.get(extension, "")


@dataclass(frozen=True, slots=True)
class Relationship:
    """`kind` is the last segment of the type, in lower case."""

    type: str
    kind: str
    target: str
    is_external: bool


@dataclass
class Relationships:
    """Reads one ``.rels`` part (ECMA-376-2, 9.3)."""

    found: list[Relationship] = field(default_factory=list)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name != f"{_RELATIONSHIPS} Relationship":
            return
        type_ = attributes.get("Type", "")
        kind = type_.rstrip("/").rpartition("/")[2].lower()
        is_external = attributes.get("TargetMode", "").strip().lower() == "external"
        self.found.append(Relationship(type_, kind, attributes.get("Target", ""), is_external))

    def end(self, name: str) -> None:
        """Nothing closes here."""


def main_parts(package: Relationships) -> list[str]:
    """Return the names of the main parts that ``_rels/.rels`` points to; one is right."""
    return [
        resolve("", item.target)
        for item in package.found
        if item.type in _OFFICE_DOCUMENT and not item.is_external
    ]


def resolve(source: str, target: str) -> str:
    """Return the entry a relationship of part `source` points to ("" is the package)."""
    base = "/" + posixpath.dirname(source)
    return posixpath.normpath(posixpath.join(base, unquote(target))).lstrip("/")


def part_faults(part: str, content_type: str, is_main: bool) -> Iterator[Fault]:
    """Yield the fault of a part that may not be in a draft."""
    if is_main and content_type != MAIN_TYPE:
        return  # told by name elsewhere
    lowered = f"/{part.lower()} {content_type}"
    for rule, pattern in _BANNED_PARTS:
        if pattern.search(lowered):
            yield error(rule, part)
            return
    if not content_type and part != CONTENT_TYPES:
        yield error("DX-206", part)
    elif not _ALLOWED_NAMES.fullmatch(part.lower()) or not (
        part == CONTENT_TYPES or _ALLOWED_TYPES.fullmatch(content_type)
    ):
        yield error("DX-207", part, type=content_type or "–")


def relationship_faults(rels: str, relationships: Relationships) -> Iterator[Fault]:
    """Yield the faults of what a part points to, inside or outside the package."""
    if len(relationships.found) > MAX_RELATIONSHIPS:
        yield error("DX-205", rels)
        return
    for item in relationships.found:
        is_outside = item.is_external or _ADDRESS_OUTSIDE.match(item.target.strip())
        if is_outside and item.kind == "hyperlink":
            yield from address_faults(rels, item.target)
        elif rule := _BANNED_RELATIONSHIPS.get(item.kind):
            yield error(rule, rels, target=item.target)
        elif is_outside:
            yield error("DX-306", rels, kind=shown(item.kind), target=item.target)


def address_faults(part: str, address: str) -> Iterator[Fault]:
    """Yield the fault of a link to anything but a web page, an e-mail or a bookmark."""
    if not _WEB_ADDRESS.match(address.strip()):
        yield error("DX-307", part, target=address)
