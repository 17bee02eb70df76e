"""What a file is, by its first bytes and never by its name; says which things cannot be flashed and why."""

from __future__ import annotations

import re

from nanowizard.core.errors import ImageError

HEAD_BYTES = 1024
"""How much of a stream the tests here look at: the MBR and the GPT header behind it."""

SECTOR_BYTES = 512

_PACKED: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),  # an empty one
    (b"\x1f\x8b\x08", "gz"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"BZh", "bz2"),
)
LONGEST_MAGIC = 6
_ZSTD_SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")  # RFC 8878, 3.1.2; pzstd puts one before each frame

# (offset, magic, what to call it). Names are those of the formats, the same in every language.
_REFUSED: tuple[tuple[int, bytes, str], ...] = (
    (0, b"PK\x07\x08", "split ZIP"),
    (0, b"\x3a\xff\x26\xed", "Android sparse image"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07", "RAR"),
    (0, b"\x04\x22\x4d\x18", "LZ4"),
    (0, b"\x5d\x00\x00", "LZMA"),
    (0, b"\x1f\x9d", "compress (.Z)"),
    (0, b"QFI\xfb", "QCOW2"),
    (0, b"KDMV", "VMDK"),
    (0, b"vhdxfile", "VHDX"),
    (0, b"conectix", "VHD"),
    (0, b"hsqs", "SquashFS"),
    (0, b"%PDF-", "PDF"),
    (257, b"ustar", "TAR"),
)


def packing_of(head: bytes) -> str | None:
    """The kind of packing that `head` begins with: zip, gz, xz, zst, bz2; None for anything else."""
    if _ZSTD_SKIPPABLE.match(head):
        return "zst"
    return next((kind for magic, kind in _PACKED if head.startswith(magic)), None)


def is_beginning(head: bytes) -> bool:
    """Whether a file that begins like this is more than a piece out of the middle of one."""
    refused = any(head.startswith(magic, offset) for offset, magic, _name in _REFUSED)
    return packing_of(head) is not None or refused or _is_disk(head)


def is_web_page(head: bytes) -> bool:
    """Whether `head` begins an HTML or XML text, as a login page or a server's error does."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return text.startswith((b"<!doctype", b"<html", b"<head", b"<body", b"<?xml", b"<!--", b"<error", b"<script"))


def refuse_other_formats(head: bytes, file: str) -> None:
    """Raises ImageError("image.is_web_page" or "image.unsupported") for what is known and cannot be flashed."""
    if is_web_page(head):
        raise ImageError("image.is_web_page", file=file)
    for offset, magic, name in _REFUSED:
        if head.startswith(magic, offset):
            raise ImageError("image.unsupported", file=file, format=name)


def check_disk(head: bytes, raw_bytes: int | None, file: str) -> None:
    """Raises ImageError unless `head`, the first KiB of the unpacked stream, begins a disk with a partition table.

    `raw_bytes` is the stream's exact size where that is known: a disk is made of whole sectors.
    """
    refuse_other_formats(head, file)
    inner = packing_of(head)
    if inner:
        raise ImageError("image.unsupported", file=file, format=f"{inner} inside another archive")
    whole = raw_bytes is None or raw_bytes % SECTOR_BYTES == 0
    if len(head) < SECTOR_BYTES or not whole or not _is_disk(head):
        raise ImageError("image.not_an_image", file=file)


def _is_disk(head: bytes) -> bool:
    return head[510:512] == b"\x55\xaa" or head[512:520] == b"EFI PART"
