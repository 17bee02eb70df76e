"""What a test writes: every sector names its own place, so that one that is read elsewhere says where it belongs.

The idea is f3's: f3read tells a sector that is lost from one that was overwritten by another (its doc/usage.rst).
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

SECTOR_BYTES = 512
# Salt of this run (what an earlier run left is not taken for ours), the sector's own offset, and a CRC-32 of both, so
# that a flipped bit in here is not taken for another place.
_HEAD = struct.Struct("<8sQI")
_BODY_BYTES = 1 << 20
# A worn cell loses some bits; what differs in more of a sector's 4096 is other data.
_FEW_BITS = 64


@dataclass(frozen=True, slots=True)
class Wrong:
    """One sector that does not hold what was written there.

    `kind`: "moved" (another sector of ours, meant for `origin`), "flipped" (a few bits), "constant" (one byte all
    over), "other" (anything else, such as what was there before).
    """

    offset_bytes: int
    kind: str
    origin: int | None = None


class Pattern:
    """Noise with a head in each 512 bytes. Two patterns never agree in any sector."""

    def __init__(self, salt: bytes | None = None) -> None:
        self._salt = (salt or os.urandom(8))[:8].ljust(8, b"\0")
        self._start = zlib.crc32(self._salt)
        self._body = hashlib.shake_128(self._salt).digest(_BODY_BYTES)

    def make(self, offset: int, length: int) -> bytearray:
        """What belongs to [offset, offset + length)."""
        turned = offset % _BODY_BYTES
        body = self._body[turned:] + self._body[:turned]
        data = bytearray((body * (length // _BODY_BYTES + 1))[:length])
        for at in range(0, length - _HEAD.size + 1, SECTOR_BYTES):
            _HEAD.pack_into(data, at, self._salt, offset + at, self._sum(offset + at))
        return data

    def origin(self, sector: bytes) -> int | None:
        """Where this sector of ours was meant to go; None for one that is not ours."""
        if len(sector) < _HEAD.size:
            return None
        salt, offset, crc = _HEAD.unpack_from(sector)
        return int(offset) if salt == self._salt and crc == self._sum(offset) else None

    def _sum(self, offset: int) -> int:
        return zlib.crc32(offset.to_bytes(8, "little"), self._start)

    def wrong(self, offset: int, found: bytes) -> Iterator[Wrong]:
        """The sectors of `found`, read at `offset`, that are not as `make` made them."""
        expected = bytes(self.make(offset, len(found)))
        if found == expected:
            return
        for at in range(0, len(found), SECTOR_BYTES):
            one, other = found[at : at + SECTOR_BYTES], expected[at : at + SECTOR_BYTES]
            if one != other:
                yield self._wrong(offset + at, one, other)

    def foreign(self, offset: int, found: bytes) -> Iterator[Wrong]:
        """The sectors of ours in `found`, read where nothing of ours was written."""
        for at in range(0, len(found), SECTOR_BYTES):
            origin = self.origin(found[at : at + SECTOR_BYTES])
            if origin is not None:
                yield Wrong(offset + at, "moved", origin)

    def _wrong(self, offset: int, found: bytes, expected: bytes) -> Wrong:
        origin = self.origin(found)
        if origin is not None and origin != offset:
            return Wrong(offset, "moved", origin)
        if found.count(found[0]) == len(found):
            return Wrong(offset, "constant")
        differs = int.from_bytes(found, "little") ^ int.from_bytes(expected, "little")
        return Wrong(offset, "flipped" if bin(differs).count("1") <= _FEW_BITS else "other")
