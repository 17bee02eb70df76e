"""Reads the disk image in a zip archive that still arrives: by the header before it, as it stands in the file.

What the archive says at its end, its directory, is compared with what went by when that is there: the same refusals as
`zipped.find_member`. Layout: APPNOTE.TXT 6.3, 4.3.7 (local file header), 4.3.9 (data descriptor), 4.5.3 (zip64).
"""

from __future__ import annotations

import struct
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from nanowizard.core.errors import ImageError
from nanowizard.images.growing.end import LastBytes
from nanowizard.images.growing.file import GrowingFile
from nanowizard.images.growing.member import LoneMember, Tape
from nanowizard.images.packed import PackedFile, Stream
from nanowizard.images.zipped import (
    IMAGE_SUFFIXES,
    Member,
    MemberStream,
    check_packing,
    find_member,
    is_beside,
    leads_out,
)

_HEADER = struct.Struct("<4s2xHH4x3L2H")  # signature, flags, method, CRC-32, sizes, length of name and extra field
_LOCAL, _DIRECTORY, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_SIZES_FOLLOW, _UTF8 = 0x8, 0x800
_IN_ZIP64 = 0xFFFFFFFF
_DROP_BYTES = 256 * 1024
_MOST_BESIDE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class _Header:
    """`at`: where it begins; `is_open`: how large the member is stands behind it (and sizes and CRC here are 0)."""

    at: int
    data: bytes
    name: str
    flags: int
    method: int
    crc: int
    packed_bytes: int
    raw_bytes: int

    @property
    def is_open(self) -> bool:
        return bool(self.flags & _SIZES_FOLLOW)


class GrowingZip:
    """The member that is the image, as a Stream; `raw_bytes` is None where only the end of the archive says it.

    Raises ImageError as `find_member` and `MemberStream` do, and image.needs_whole.
    """

    def __init__(self, file: GrowingFile, name: str) -> None:
        self._tape = Tape(file)
        self._file_name = name
        self._header = self._find()
        header, start = self._header, self._tape.tell()
        self.name = header.name
        self.raw_bytes = None if header.is_open else header.raw_bytes
        self._inner: Stream
        if header.is_open:
            self._open = LoneMember(self._tape, header.method, name)
            self._inner = self._open
        else:
            member = Member(header.name, header.method, start, header.packed_bytes, header.raw_bytes, header.crc)
            packed = PackedFile(self._tape, name, start=start, length=header.packed_bytes)
            self._inner, self._known = MemberStream(packed, member), member
        self._start = start
        self._is_checked = False

    def readinto(self, into: memoryview) -> int:
        count = self._inner.readinto(into)
        if count == 0 and len(into) and not self._is_checked:
            self._check_end()
            self._is_checked = True
        return count

    # --- before the image

    def _find(self) -> _Header:
        while True:
            header = self._next_header()
            if leads_out(header.name):
                raise ImageError("image.unsafe_names", file=self._file_name, members=[header.name])
            if PurePosixPath(header.name).suffix.lower() in IMAGE_SUFFIXES and not is_beside(header.name):
                check_packing(header.flags, header.method, self._file_name)
                self._refuse_unsized(header)
                return header
            self._pass_over(header)

    def _next_header(self) -> _Header:
        at = self._tape.tell()
        data = self._tape.exactly(_HEADER.size)
        if data.startswith((_DIRECTORY, _END)):
            self._tape.give_back(data)
            self._refuse_by_directory()
        if len(data) < _HEADER.size:
            raise ImageError("image.truncated", file=self._file_name, have_bytes=self._tape.tell())
        signature, flags, method, crc, packed, raw, name_length, extra_length = _HEADER.unpack(data)
        if signature != _LOCAL:
            raise ImageError("image.damaged", file=self._file_name, at_bytes=at, detail="no local header")
        name, extra = self._tape.exactly(name_length), self._tape.exactly(extra_length)
        if _IN_ZIP64 in (packed, raw):
            raw, packed = self._zip64(extra, raw, packed)
        text = name.decode("utf-8" if flags & _UTF8 else "cp437", "replace")
        return _Header(at, data + name + extra, text, flags, method, crc, packed, raw)

    def _zip64(self, extra: bytes, raw: int, packed: int) -> tuple[int, int]:
        """The sizes from the extra field, where they do not fit into the header."""
        at = 0
        while at + 4 <= len(extra):
            kind, length = struct.unpack_from("<HH", extra, at)
            if kind == 1 and length >= 16 and at + 20 <= len(extra):
                found: tuple[int, int] = struct.unpack_from("<QQ", extra, at + 4)
                return found
            at += 4 + length
        raise ImageError(
            "image.damaged", file=self._file_name, at_bytes=self._tape.tell(), detail=f"no zip64 sizes: {raw}, {packed}"
        )

    def _pass_over(self, header: _Header) -> None:
        """A text beside the image, or a folder. What is large may be the image, if there is no other one."""
        if header.raw_bytes > _MOST_BESIDE_BYTES and not is_beside(header.name):
            raise ImageError("image.needs_whole", file=self._file_name)
        if not header.is_open:
            self._drop(header.packed_bytes)
            return
        is_folder = header.name.endswith("/")
        if not is_folder and not is_beside(header.name):
            raise ImageError("image.needs_whole", file=self._file_name)
        check_packing(header.flags, header.method, self._file_name)
        if header.method != zipfile.ZIP_STORED:
            member = LoneMember(self._tape, header.method, self._file_name)
            waste = memoryview(bytearray(_DROP_BYTES))
            while member.readinto(waste):
                pass
        elif not is_folder:
            self._refuse_unsized(header)
        self._pass_descriptor()

    def _refuse_unsized(self, header: _Header) -> None:
        if header.is_open and header.method == zipfile.ZIP_STORED:  # nothing says where it ends
            raise ImageError("image.needs_whole", file=self._file_name)

    def _pass_descriptor(self) -> None:
        """None for a folder, or with or without a signature, and sizes of four or of eight bytes.

        The next header says which.
        """
        data = self._tape.exactly(28)
        for length in (0, 16, 24, 12, 20):
            if data[length : length + 4] in (_LOCAL, _DIRECTORY):
                self._tape.give_back(data[length:])
                return
        raise ImageError("image.needs_whole", file=self._file_name)

    def _drop(self, count: int) -> None:
        while count:
            data = self._tape.read(min(count, _DROP_BYTES)) or b""
            if not data:
                raise ImageError("image.truncated", file=self._file_name, have_bytes=self._tape.tell())
            count -= len(data)

    def _refuse_by_directory(self) -> None:
        """The directory begins and there was no image: it names the reason."""
        find_member(self._rest(b"", 0), self._file_name)
        raise ImageError("image.no_member", file=self._file_name, members=[])

    # --- behind the image

    def _check_end(self) -> None:
        """The directory must speak of the member that went by, and of no other image."""
        header = self._header
        if header.is_open:
            gone = self._open
            passed = Member(header.name, header.method, self._start, gone.packed_bytes, gone.raw_bytes, gone.crc)
        else:
            passed = self._known
        listed = find_member(self._rest(header.data, header.at), self._file_name)
        differs = [
            f"{what}: {mine} instead of {theirs}"
            for what, mine, theirs in (
                ("its place", passed.start, listed.start),
                ("method", passed.method, listed.method),
                ("packed bytes", passed.packed_bytes, listed.packed_bytes),
                ("bytes", passed.raw_bytes, listed.raw_bytes),
                ("CRC-32", passed.crc, listed.crc),
            )
            if mine != theirs
        ]
        if differs:
            at = self._tape.tell()
            raise ImageError("image.damaged", file=self._file_name, at_bytes=at, detail="; ".join(differs))

    def _rest(self, header: bytes, at: int) -> LastBytes:
        """All that still comes, of which the end is kept."""
        last = LastBytes(header, at, self._tape.tell())
        while data := self._tape.read(_DROP_BYTES):
            last.add(data)
        return last
