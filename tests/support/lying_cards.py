"""A card in memory that says it is larger than it is, or forgets, in the ways that f3 has seen and a few more."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from nanowizard.core.errors import DriveError
from support.devices import MemoryCard

BLOCK = 512


@dataclass(frozen=True, kw_only=True)
class Lie:
    """`real_bytes`: all the memory there is. What lies behind it: `beyond`.

    "wrap": begins anew at 0. "chain": the same, but at `module_bytes`, and what is between is forgotten. "drop": taken
    and forgotten; reads as what was there. "constant": reads as 0xFF. `cache_bytes`: the newest writes are
    remembered, wherever they were meant for. `flip_at`: a bit of that byte is written wrong, always. `dies_after`:
    no more bytes than these are written in all.
    """

    real_bytes: int | None = None
    beyond: str = "drop"
    module_bytes: int = 0
    cache_bytes: int = 0
    flip_at: int | None = None
    dies_after: int | None = None


class LyingCard(MemoryCard):
    """`data` is all that such a card really has; behind `real_bytes` it is what reads show."""

    def __init__(self, size_bytes: int, lie: Lie, content: bytes = b"", *, alignment: int = 512) -> None:
        super().__init__(size_bytes, alignment=alignment)
        self.lie = lie
        self.real = lie.real_bytes or size_bytes
        self.data[: len(content)] = content[:size_bytes]
        self._cache: OrderedDict[int, bytes] = OrderedDict()
        self._worn = 0

    def write_at(self, offset: int, data: memoryview) -> None:
        self._check(offset, len(data))
        self.on_write(offset, len(data))
        self._worn += len(data)
        if self.lie.dies_after is not None and self._worn > self.lie.dies_after:
            raise DriveError("drive.io", path=self.identity.path, offset_bytes=offset)
        self.writes.append((offset, len(data)))
        for at in range(0, len(data), BLOCK):
            self._write(offset + at, bytes(data[at : at + BLOCK]))

    def read_at(self, offset: int, into: memoryview) -> None:
        self._check(offset, len(into))
        self.on_read(offset, len(into))
        for at in range(0, len(into), BLOCK):
            into[at : at + BLOCK] = self._read(offset + at)

    def _write(self, offset: int, block: bytes) -> None:
        if not self.lie.cache_bytes:
            self._store(offset, block)
            return
        self._cache.pop(offset, None)
        self._cache[offset] = block
        if len(self._cache) * BLOCK > self.lie.cache_bytes:
            self._store(*self._cache.popitem(last=False))

    def _read(self, offset: int) -> bytes:
        if offset in self._cache:
            return self._cache[offset]
        place = self._place(offset)
        if place is not None:
            return bytes(self.data[place : place + BLOCK])
        return b"\xff" * BLOCK if self.lie.beyond == "constant" else bytes(self.data[offset : offset + BLOCK])

    def _store(self, offset: int, block: bytes) -> None:
        flip = self.lie.flip_at
        if flip is not None and offset <= flip < offset + BLOCK:
            wrong = bytearray(block)
            wrong[flip - offset] |= 0x10  # a cell that has stuck at one
            block = bytes(wrong)
        if (place := self._place(offset)) is not None:
            self.data[place : place + BLOCK] = block

    def settle(self) -> None:
        """The cache's end, as when the card is pulled out."""
        while self._cache:
            self._store(*self._cache.popitem(last=False))

    def _place(self, offset: int) -> int | None:
        """Where these bytes really lie; None where there is no memory."""
        if offset < self.real:
            return offset
        if self.lie.beyond == "wrap":
            return offset % self.real
        if self.lie.beyond == "chain":
            return offset % self.lie.module_bytes if offset % self.lie.module_bytes < self.real else None
        return None
