# SPDX-License-Identifier: MIT
"""The ZIP container of a DOCX, unpacked within bounds that are counted while reading."""

from __future__ import annotations

import copy
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import unquote

from esep.docx.faults import Fault, RefusalError, error

MAX_ENTRIES = 2_000
MAX_TOTAL = 200 * 2**20
MAX_RATIO = 200
RATIO_FREE = 2**20  # small parts of repeated markup shrink a great deal and harm nobody
MAX_NAME = 240
# A central directory of MAX_ENTRIES honest entries; more is not even parsed.
MAX_DIRECTORY = MAX_ENTRIES * (46 + MAX_NAME + 256)
CHUNK = 256 * 1024

_END = struct.Struct("<4s4H2LH")  # APPNOTE.TXT, 4.3.16
_END64 = struct.Struct("<4sQ2H2L4Q")  # APPNOTE.TXT, 4.3.14
_LOCATOR64_SIZE = 20


@dataclass
class Container:
    """An opened container; `names` leaves out folders. `spent` counts unpacked bytes."""

    archive: zipfile.ZipFile
    names: tuple[str, ...]
    spent: int = 0

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of an entry; raise `RefusalError` at a limit, a lie or damage."""
        info = self.archive.getinfo(name)
        real = copy.copy(info)
        real.file_size = MAX_TOTAL + 1  # zipfile would stop at the size the header claims
        size = 0
        try:
            with self.archive.open(real) as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    self.spent += len(chunk)
                    self._hold(info, size)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as bad:
            if size <= info.file_size:
                raise RefusalError(error("DX-103", name)) from bad
        if size != info.file_size:
            raise RefusalError(error("DX-107", name, declared=info.file_size, real=size))

    def is_spent(self) -> bool:
        """Say whether the limit of the whole file has been passed."""
        return self.spent > MAX_TOTAL

    def _hold(self, info: zipfile.ZipInfo, size: int) -> None:
        if size > RATIO_FREE and size > MAX_RATIO * info.compress_size:
            raise RefusalError(error("DX-106", info.filename, limit=MAX_RATIO))
        if self.is_spent():
            raise RefusalError(error("DX-105", info.filename, limit=MAX_TOTAL // 2**20))


def open_container(file: BinaryIO) -> tuple[Container | None, list[Fault]]:
    """Open a file that begins as a ZIP; without a container the faults say why."""
    try:
        _hold_directory(file)
        archive = zipfile.ZipFile(file)
    except RefusalError as refused:
        return None, [refused.fault]
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, UnicodeError):
        return None, [error("DX-103")]
    infos = archive.infolist()
    if len(infos) > MAX_ENTRIES:
        return None, [error("DX-104", found=len(infos), limit=MAX_ENTRIES)]
    faults = [fault for info in infos for fault in _entry_faults(info)]
    faults += _collisions(infos)
    faults += _sizes(infos)
    names = tuple(info.filename for info in infos if not info.is_dir())
    return (None if faults else Container(archive, names)), faults


def _hold_directory(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    tail_start = max(0, size - _END.size - 0xFFFF - _LOCATOR64_SIZE - _END64.size)
    file.seek(tail_start)
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        raise RefusalError(error("DX-103"))
    _, _, _, _, entries, directory, _, comment = _END.unpack_from(tail, at)
    if at + _END.size + comment != len(tail):
        raise RefusalError(error("DX-112"))
    end64 = at - _LOCATOR64_SIZE - _END64.size
    if end64 >= 0 and tail[end64 : end64 + 4] == b"PK\x06\x06":
        *_, entries, directory, _ = _END64.unpack_from(tail, end64)
    if directory > MAX_DIRECTORY:
        raise RefusalError(error("DX-104", found=entries, limit=MAX_ENTRIES))


def _entry_faults(info: zipfile.ZipInfo) -> Iterator[Fault]:
    name = info.orig_filename
    if _is_unsafe(name) or stat.S_ISLNK(info.external_attr >> 16):
        yield error("DX-108", name)
    if info.flag_bits & 0x1:
        yield error("DX-110", name)
    elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        yield error("DX-111", name)


def _is_unsafe(name: str) -> bool:
    plain = unquote(name)
    segments = plain.removesuffix("/").split("/")
    return (
        len(name) > MAX_NAME
        or any(char in plain for char in "\\:")
        or any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in plain)
        or any(segment in ("", ".", "..") or segment[-1] in ". " for segment in segments)
    )


def _collisions(infos: list[zipfile.ZipInfo]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for info in infos:
        key = unicodedata.normalize("NFC", unquote(info.filename)).casefold().removesuffix("/")
        if key in seen:
            yield error("DX-109", info.filename, other=seen[key])
        seen[key] = info.filename


def _sizes(infos: list[zipfile.ZipInfo]) -> Iterator[Fault]:
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        yield error("DX-105", limit=MAX_TOTAL // 2**20)
    # Something of its own before the archive: two files in one.
    if infos and min(info.header_offset for info in infos) > 0:
        yield error("DX-112")
