"""Small images and real archives of them, made by the programs' own libraries."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import struct
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from nanowizard.images.source import ImageSource, open_image

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

KIB, MIB = 1024, 1024 * 1024


def disk(size_bytes: int = 2 * MIB, *, seed: int = 1) -> bytes:
    """An image with an MBR's signature: noise, zeros, text."""
    third = size_bytes // 3
    noise = random.Random(seed).randbytes(third)
    raw = bytearray(noise + bytes(third) + (b"nano " * third)[: size_bytes - 2 * third])
    raw[510:512] = b"\x55\xaa"
    return bytes(raw)


def zipped(raw: bytes, name: str = "sd-blob-b01.img", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr(name, raw)
    return out.getvalue()


class Pipe(io.RawIOBase):
    """Cannot seek, so that zipfile has to write data descriptors."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self.data += piece
        return len(piece)


def streamed_zip64(raw: bytes) -> bytes:
    """As a program writes that pipes a zip of unknown size: zip64 and a data descriptor."""
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(zipfile.ZipInfo("sd-blob-b01.img"), "w", force_zip64=True) as member:
            member.write(raw)
        archive.filelist[0].extract_version = 45
    return bytes(pipe.data)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "raw": lambda raw: raw,
    "zip": zipped,
    "gz": lambda raw: gzip.compress(raw, 1),
    "xz": lambda raw: lzma.compress(raw, preset=0),
    "zst": lambda raw: zstd.compress(
        raw, options={zstd.CompressionParameter.checksum_flag: 1, zstd.CompressionParameter.compression_level: 1}
    ),
    "bz2": lambda raw: bz2.compress(raw, 1),
}


def read_all(source: ImageSource, buffer_bytes: int = 64 * KIB) -> bytes:
    buffer = memoryview(bytearray(buffer_bytes))
    out = bytearray()
    while count := source.readinto(buffer):
        out += buffer[:count]
    return bytes(out)


def unpack(path: Path, buffer_bytes: int = 64 * KIB) -> bytes:
    with open_image(path) as source:
        return read_all(source, buffer_bytes)


def with_flag_bit(archive: bytes, bit: int) -> bytes:
    """The zip with a general purpose flag set in its directory."""
    changed = bytearray(archive)
    at = changed.rindex(b"PK\x01\x02") + 8
    (flags,) = struct.unpack_from("<H", changed, at)
    struct.pack_into("<H", changed, at, flags | bit)
    return bytes(changed)
