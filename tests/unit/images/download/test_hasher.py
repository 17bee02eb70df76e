"""The hash that follows a download: from memory where it can, from the file where it must."""

from __future__ import annotations

import hashlib
from io import FileIO
from pathlib import Path

from nanowizard.images.download.hasher import Hasher

BLOCK = bytes(range(256)) * 2048
COUNT = 48


class Counted(FileIO):
    """Knows how many bytes were read from it."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(-1 if size is None else size) or b""
        Counted.taken += len(data)
        return data


def test_what_comes_in_order_is_not_read_back_however_fast_it_comes(tmp_path: Path) -> None:
    file = tmp_path / "part"
    file.write_bytes(BLOCK * COUNT)
    Counted.taken = 0
    hasher = Hasher(lambda: Counted(file), ["sha256"])
    for number in range(COUNT):
        hasher.feed((number + 1) * len(BLOCK), BLOCK)
    hasher.finish(COUNT * len(BLOCK))
    while not hasher.wait(1.0):
        pass
    assert hasher.digests() == {"sha256": hashlib.sha256(BLOCK * COUNT).hexdigest()}
    assert Counted.taken == 0


def test_what_was_there_is_read_and_what_comes_meanwhile_is_not_lost(tmp_path: Path) -> None:
    file = tmp_path / "part"
    file.write_bytes(BLOCK * COUNT)
    hasher = Hasher(lambda: Counted(file), ["sha256"])
    hasher.feed(40 * len(BLOCK))
    for number in range(40, COUNT):
        hasher.feed((number + 1) * len(BLOCK), BLOCK)
    hasher.finish(COUNT * len(BLOCK))
    while not hasher.wait(1.0):
        pass
    assert hasher.digests() == {"sha256": hashlib.sha256(BLOCK * COUNT).hexdigest()}
