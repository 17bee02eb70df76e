"""A new file system as data: a few pieces in an area that is zero everywhere else. Also what a label may be."""

from __future__ import annotations

from dataclasses import dataclass

from nanowizard.core.errors import CardError

LABEL_LENGTH = 11
# What both Windows and Linux accept in a label: FAT allows letters of a code page too, which differs by country.
_FAT_LABEL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 $%'-_@~`!(){}^#&")
_NEVER_IN_A_NAME = frozenset('"*/:<>?\\|')


@dataclass(frozen=True, slots=True)
class Piece:
    """`data` at `offset` bytes from the start of the volume."""

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class VolumeImage:
    """The first `area_bytes` of a volume: what no piece says is zero there; what follows may stay as it is."""

    area_bytes: int
    pieces: tuple[Piece, ...]

    def fill(self, offset: int, into: memoryview) -> None:
        """Put the bytes that belong at `offset` of the volume, which may be negative, into a zeroed buffer."""
        end = offset + len(into)
        for piece in self.pieces:
            first, last = max(piece.offset, offset), min(piece.offset + len(piece.data), end)
            if first < last:
                into[first - offset : last - offset] = piece.data[first - piece.offset : last - piece.offset]


def fat_label(label: str) -> bytes:
    """Eleven bytes, in capitals as FAT has them. Raises CardError card.label_invalid."""
    text = label.strip().upper()
    if len(text) > LABEL_LENGTH or not label.isascii() or not set(text) <= _FAT_LABEL:
        raise CardError("card.label_invalid", label=label, filesystem="FAT")
    return (text or "NO NAME").encode("ascii").ljust(LABEL_LENGTH)


def exfat_label(label: str) -> bytes:
    """Up to eleven UTF-16 characters. Raises CardError card.label_invalid."""
    text = label.strip()
    try:
        encoded = text.encode("utf-16-le")
    except UnicodeEncodeError as error:  # half of a character
        raise CardError("card.label_invalid", label=ascii(label), filesystem="exFAT") from error
    if len(encoded) > 2 * LABEL_LENGTH or not text.isprintable() or set(text) & _NEVER_IN_A_NAME:
        raise CardError("card.label_invalid", label=label, filesystem="exFAT")
    return encoded
