"""Finds the one disk image in a zip archive and reads it, checked by the archive's own sizes and CRC-32.

The directory is read by the standard library (zip64 and data descriptors included); the member itself is unpacked by
`packed`, which is faster and writes into the caller's buffer.
"""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass
from io import RawIOBase
from pathlib import PurePosixPath, PureWindowsPath

from nanowizard.core.errors import ImageError
from nanowizard.images.packed import PackedFile, Stream, Unpacked, crc32
from nanowizard.images.zip_end import check_end

IMAGE_SUFFIXES = frozenset({".img", ".raw", ".image", ".sdimg", ".wic", ".dd", ".bin", ".iso"})
_BESIDE_SUFFIXES = frozenset(
    {".txt", ".md", ".md5", ".sha1", ".sha256", ".sha512", ".asc", ".sig", ".pdf", ".html", ".url", ".bmap", ".json"}
)
_SHOWN_MEMBERS = 8
_MOST_LISTED = 100

_LOCAL_HEADER = struct.Struct("<4s22xHH")  # signature, ..., length of the name, length of the extra field
_ENCRYPTED = 0x1
PACKINGS = {zipfile.ZIP_DEFLATED: "deflate", zipfile.ZIP_BZIP2: "bz2", 93: "zst"}
_METHOD_NAMES = {1: "Shrink", 6: "Implode", 9: "Deflate64", 14: "LZMA", 95: "XZ", 98: "PPMd"}


@dataclass(frozen=True, slots=True)
class Member:
    """Where the image lies in the archive; `start` is the file offset of its packed bytes."""

    name: str
    method: int
    start: int
    packed_bytes: int
    raw_bytes: int
    crc: int


def find_member(file: RawIOBase, name: str) -> Member:
    """The member that is the image.

    Raises ImageError: image.truncated (the directory, which stands at the end, is missing), image.trailing,
    image.damaged, image.unsafe_names, image.several_members, image.no_member, image.encrypted, image.unsupported.
    """
    check_end(file, name)
    try:
        with zipfile.ZipFile(file) as archive:
            info = _choose(archive.infolist(), name)
        if info.header_offset < 0:  # a directory that lies about its own place
            raise ImageError("image.damaged", file=name, at_bytes=file.tell(), detail="a member before the beginning")
        file.seek(info.header_offset)
        signature, name_length, extra_length = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size) or b"")
    except zipfile.BadZipFile as error:
        raise _no_directory(file, name, error) from error
    except (struct.error, NotImplementedError, ValueError, EOFError) as error:
        raise ImageError("image.damaged", file=name, at_bytes=file.tell(), detail=str(error)) from error
    if signature != b"PK\x03\x04":
        raise ImageError("image.damaged", file=name, at_bytes=info.header_offset, detail="no local header")
    start = info.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    return Member(info.filename, info.compress_type, start, info.compress_size, info.file_size, info.CRC)


def members_of(file: RawIOBase) -> list[dict[str, str | int]]:
    """Name and unpacked size of everything in an archive that `find_member` found to be sound."""
    with zipfile.ZipFile(file) as archive:
        return [{"name": info.filename, "raw_bytes": info.file_size} for info in archive.infolist()[:_MOST_LISTED]]


def _no_directory(file: RawIOBase, name: str, error: zipfile.BadZipFile) -> ImageError:
    """A download that broke off lacks the end record; anything else that zipfile dislikes is damage."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 66_000))  # the end record with the longest comment
    if b"PK\x05\x06" in (file.read() or b""):
        return ImageError("image.damaged", file=name, at_bytes=size, detail=str(error))
    return ImageError("image.truncated", file=name, have_bytes=size, detail=str(error))


def _choose(infos: list[zipfile.ZipInfo], name: str) -> zipfile.ZipInfo:
    unsafe = [info for info in infos if leads_out(info.filename)]
    if unsafe:
        raise ImageError("image.unsafe_names", file=name, members=_shown(unsafe))
    named = [info for info in infos if info.filename]  # the standard library fails on one without a name
    files = [info for info in named if not info.is_dir() and not is_beside(info.filename)]
    images = [info for info in files if PurePosixPath(info.filename).suffix.lower() in IMAGE_SUFFIXES]
    candidates = images or (files if len(files) == 1 else [])
    if len(candidates) > 1:
        raise ImageError("image.several_members", file=name, members=_shown(candidates))
    if not candidates:
        raise ImageError("image.no_member", file=name, members=_shown(infos))
    chosen = candidates[0]
    check_packing(chosen.flag_bits, chosen.compress_type, name)
    return chosen


def check_packing(flags: int, method: int, name: str) -> None:
    """Whether a member with these general purpose flags can be unpacked.

    Raises ImageError: image.encrypted, image.unsupported.
    """
    if flags & _ENCRYPTED:
        raise ImageError("image.encrypted", file=name)
    if method != zipfile.ZIP_STORED and method not in PACKINGS:
        raise ImageError("image.unsupported", file=name, format=f"ZIP/{_METHOD_NAMES.get(method, str(method))}")


def leads_out(member: str) -> bool:
    """No name of ours is ever made of it; but an archive with such names was made to do harm."""
    path = PureWindowsPath(member)  # takes both kinds of slashes and drive letters
    return ".." in path.parts or bool(path.anchor) or bool(path.drive)


def is_beside(member: str) -> bool:
    """Whether it goes with an image, such as a text about it."""
    path = PurePosixPath(member)
    hidden = "__MACOSX" in path.parts or path.name.startswith(".")
    return hidden or path.suffix.lower() in _BESIDE_SUFFIXES or path.stem.lower() == "readme"


def _shown(infos: list[zipfile.ZipInfo]) -> list[str]:
    return [info.filename for info in infos[:_SHOWN_MEMBERS]]


class MemberStream:
    """The unpacked member. At its end, size and CRC-32 must be those of the archive's directory."""

    def __init__(self, packed: PackedFile, member: Member) -> None:
        self._packed = packed
        self._member = member
        packing = PACKINGS.get(member.method)
        self._inner: Stream = Unpacked(packed, packing) if packing else packed
        self._done = 0
        self._crc = 0

    def readinto(self, into: memoryview) -> int:
        count = self._inner.readinto(into)
        self._crc = crc32(into[:count], self._crc)
        self._done += count
        over = self._done > self._member.raw_bytes
        if over or (len(into) and count == 0):
            self._check()
        return count

    def _check(self) -> None:
        if self._done != self._member.raw_bytes:
            raise self._damaged(f"{self._done} bytes instead of {self._member.raw_bytes}")
        if self._crc != self._member.crc:
            raise self._damaged(f"CRC-32 {self._crc:08x} instead of {self._member.crc:08x}")

    def _damaged(self, why: str) -> ImageError:
        return ImageError("image.damaged", file=self._packed.name, at_bytes=self._packed.position, detail=why)
