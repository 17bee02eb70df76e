"""The hash of a file that is being downloaded: a thread that follows the bytes in their order.

What arrives in order is hashed from memory, and where that is faster than the hash it waits: reading it back would cost
a fifth of all the work (measured over loopback). What arrived before a gap was closed, and what an earlier run left, is
read back from the file, each byte once and while more comes from the network.
"""

from __future__ import annotations

import hashlib
import queue
import threading
from collections.abc import Callable, Iterable
from io import FileIO

_AHEAD = 8
"""Blocks that may wait to be hashed: 4 MiB."""
_NEAR_BYTES = 16 * 1024 * 1024
"""Whoever is further behind than this reads an earlier run's bytes, and that is not waited for."""
_WAIT_S = 2.0
_READ_BYTES = 1024 * 1024

Block = tuple[int, bytes | None]


class Hasher:
    """Fed by one thread. `position` says how far the hash is."""

    def __init__(self, open_file: Callable[[], FileIO], algorithms: Iterable[str]) -> None:
        self.position = 0
        self._open = open_file
        self._digests = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
        self._blocks: queue.Queue[Block | None] = queue.Queue(_AHEAD)
        self._owed = 0
        self._left = threading.Event()
        self._failure: OSError | None = None
        self._thread = threading.Thread(target=self._work, name="hash", daemon=True)
        self._thread.start()

    def feed(self, end: int, data: bytes | None = None) -> None:
        """The file is there up to `end`; `data` are the bytes just before it, if they follow what was fed before."""
        if self._owed or data is None:
            data, self._owed = None, end
        is_near = data is not None and end - self.position <= _NEAR_BYTES
        try:
            self._blocks.put((end, data), is_near, _WAIT_S)
        except queue.Full:
            self._owed = end
        else:
            self._owed = 0

    def finish(self, end: int) -> None:
        """All was fed, up to `end`; `wait` until it is hashed."""
        self._blocks.put((end, None))
        self._blocks.put(None)

    def wait(self, timeout_s: float) -> bool:
        """Whether everything is hashed. Raises OSError where the file could not be read."""
        self._thread.join(timeout_s)
        if self._failure:
            raise self._failure
        return not self._thread.is_alive()

    def digests(self) -> dict[str, str]:
        return {name: digest.hexdigest() for name, digest in self._digests.items()}

    def close(self) -> None:
        """Leave it; may be called twice."""
        self._left.set()
        self._thread.join()

    # --- in the thread

    def _work(self) -> None:
        try:
            with self._open() as file:
                while (block := self._next()) is not None:
                    end, data = block
                    if data is not None:
                        self._update(data)
                    elif end > self.position:
                        self._read(file, end)
        except OSError as error:
            self._failure = error
            while self._next() is not None:
                pass

    def _next(self) -> Block | None:
        while not self._left.is_set():
            try:
                return self._blocks.get(timeout=0.1)
            except queue.Empty:
                continue
        return None

    def _read(self, file: FileIO, end: int) -> None:
        file.seek(self.position)
        while self.position < end and not self._left.is_set():
            data = file.read(min(_READ_BYTES, end - self.position))
            if not data:
                raise OSError("the file became shorter while it was being downloaded")
            self._update(data)

    def _update(self, data: bytes) -> None:
        for digest in self._digests.values():
            digest.update(data)
        self.position += len(data)
