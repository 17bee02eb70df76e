"""Page-aligned buffers, a fixed number of them: what bounds the memory of a flash and how far ahead it reads."""

from __future__ import annotations

import contextlib
import mmap
import queue


class Pool:
    """`take` waits (briefly, so that a stop is seen) until a buffer has been given back."""

    def __init__(self, count: int, size_bytes: int) -> None:
        self.size_bytes = size_bytes
        self._free: queue.SimpleQueue[memoryview] = queue.SimpleQueue()
        for _ in range(count):
            self._free.put(aligned_buffer(size_bytes))

    def take(self, timeout_s: float) -> memoryview | None:
        try:
            return self._free.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def give_back(self, buffer: memoryview) -> None:
        self._free.put(buffer)

    def clear(self) -> None:
        """Free the memory of the buffers that are here, now and not when their owner is collected."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._free.get_nowait()


def aligned_buffer(size_bytes: int) -> memoryview:
    """Zeroed memory that begins on a page, as unbuffered reads and writes need it."""
    return memoryview(mmap.mmap(-1, size_bytes))
