"""Reads here and there in an image that can only be unpacked from its beginning to its end.

What has gone by is gone, but for the last few MiB and for what `keep` asked for. Whoever must go back further has it
unpacked once more from the beginning, a few times at most.
"""

from __future__ import annotations

import bisect
import hashlib
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from types import TracebackType

from nanowizard.images.source import ImageSource

BLOCK_BYTES = 4096
CHUNK_BYTES = 1 << 20
WINDOW_CHUNKS = 8
KEPT_BYTES = 24 << 20
"""The inode tables of 2 GiB of a Nano's system that hold anything (16 groups of 2 MiB each, mostly zeros)."""
MOST_PASSES = 4

_ZEROS = bytes(BLOCK_BYTES)


class ForwardReader:
    """`open_source` gives the image at its first byte, each time it is called. A context manager.

    `moved` is called after every MiB with how far the archive has been read, and may raise to stop.
    """

    def __init__(self, open_source: Callable[[], ImageSource], moved: Callable[[int], None]) -> None:
        self._open, self._moved = open_source, moved
        self._source = open_source()
        self._passes = 1
        self._at = 0
        self._ended = False
        self._digest = hashlib.sha256()
        self._digested = 0
        self._window: deque[tuple[int, memoryview]] = deque()
        self._free: list[memoryview] = [memoryview(bytearray(CHUNK_BYTES)) for _ in range(WINDOW_CHUNKS)]
        self._is_whole = False
        self._wanted: list[tuple[int, int, bool]] = [(0, CHUNK_BYTES, True)]  # a partition table
        self._pinned: dict[int, bytes] = {}
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        self._kept_bytes = 0

    @property
    def raw_bytes(self) -> int:
        """How much has been unpacked; the image's size after `drain`."""
        return self._digested

    @property
    def sha256(self) -> str:
        """Of what has been unpacked."""
        return self._digest.hexdigest()

    @property
    def passes(self) -> int:
        return self._passes

    def keep(self, ranges: Iterable[tuple[int, int]], *, pinned: bool = False) -> None:
        """Remember these (offset, length) from now on, as far as KEPT_BYTES go; the oldest are forgotten first.

        What is `pinned` is never forgotten: some MiB at most.
        """
        self._wanted = sorted([*self._wanted, *((offset, length, pinned) for offset, length in ranges)])

    def read(self, offset: int, length: int) -> bytes:
        """As a `Read` of the drives: less where the image ends, nothing where it would have to be unpacked too often.

        Raises ImageError, and what `moved` raises.
        """
        out = bytearray()
        first = offset // BLOCK_BYTES
        for number in range(first, -(-(offset + length) // BLOCK_BYTES)):
            block = self._block(number)
            out += block
            if len(block) < BLOCK_BYTES:
                break
        begin = offset - first * BLOCK_BYTES
        return bytes(out[begin : begin + length])

    def drain(self) -> None:
        """Unpack to the end: only then has the archive proved that it is whole. Raises as `read` does."""
        while not self._is_whole:
            self._advance()

    def close(self) -> None:
        self._source.close()

    def __enter__(self) -> ForwardReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _block(self, number: int) -> bytes:
        """Whole, or shorter at the end of the image, or nothing."""
        begin = number * BLOCK_BYTES
        known = self._pinned.get(number) or self._kept.get(number)
        if known:
            return known
        if begin < self._at and not (self._window and begin >= self._window[0][0]):
            if self._passes == MOST_PASSES:
                return b""
            self._again()
        while self._at <= begin and not self._ended:
            self._advance()
        for start, chunk in self._window:
            if start <= begin < start + len(chunk):
                return bytes(chunk[begin - start : begin - start + BLOCK_BYTES])
        return b""

    def _again(self) -> None:
        self._source.close()
        self._source = self._open()
        self._passes += 1
        self._at, self._ended = 0, False
        while self._window:
            self._recycle()

    def _advance(self) -> None:
        if not self._free:
            self._recycle()
        buffer = self._free.pop()
        filled = 0
        while filled < len(buffer) and (count := self._source.readinto(buffer[filled:])):
            filled += count
        chunk = buffer[:filled]
        self._ended = filled < len(buffer)
        self._is_whole = self._is_whole or self._ended
        self._window.append((self._at, chunk))
        self._remember(self._at, chunk)
        if self._at == self._digested:  # not in a pass that has yet to come as far as an earlier one
            self._digest.update(chunk)
            self._digested += filled
        self._at += filled
        self._moved(self._source.archive_position)

    def _recycle(self) -> None:
        chunk = self._window.popleft()[1]
        whole = chunk.obj
        self._free.append(memoryview(whole))

    def _remember(self, start: int, chunk: memoryview) -> None:
        end = start + len(chunk)
        last = bisect.bisect_left(self._wanted, (end, 0, False))
        for offset, length, pinned in self._wanted[:last]:
            first = max(offset, start) // BLOCK_BYTES
            for number in range(first, -(-min(offset + length, end) // BLOCK_BYTES)):
                at = number * BLOCK_BYTES - start
                data = bytes(chunk[at : at + BLOCK_BYTES])
                if pinned:
                    self._pinned[number] = data
                else:
                    self._keep_block(number, data)

    def _keep_block(self, number: int, data: bytes) -> None:
        if data == _ZEROS:
            data = _ZEROS  # one for all of them
        elif number not in self._kept:
            self._kept_bytes += len(data)
        self._kept[number] = data
        while self._kept_bytes > KEPT_BYTES:
            _number, oldest = self._kept.popitem(last=False)
            self._kept_bytes -= 0 if oldest is _ZEROS else len(oldest)
