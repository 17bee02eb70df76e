"""What every file of ours that lies in pieces has in common: a position that can be set anywhere, also past the end."""

from __future__ import annotations

import io


class SeekableBytes(io.RawIOBase):
    """`_at` is the position that `readinto` reads from and moves on; `_end` how many bytes there are."""

    def __init__(self) -> None:
        super().__init__()
        self._at = 0

    @property
    def _end(self) -> int:
        raise NotImplementedError

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Raises OSError before the beginning."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._end}[whence]
        if base + offset < 0:
            raise OSError(f"no position {base + offset}")
        self._at = base + offset
        return self._at
