"""Reading here and there in what can only be unpacked from its beginning."""

from __future__ import annotations

import hashlib
import random
from functools import partial
from pathlib import Path

import pytest
from support.archives import MIB, PACKERS, disk

from nanowizard.core.errors import ImageError
from nanowizard.images import forward
from nanowizard.images.forward import ForwardReader
from nanowizard.images.source import open_image

RAW = disk(24 * MIB - 512)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("forward") / "a.gz"
    path.write_bytes(PACKERS["gz"](RAW))
    return path


def reader(path: Path) -> ForwardReader:
    return ForwardReader(partial(open_image, path), lambda _position: None)


def test_what_lies_ahead_is_read_in_one_pass(archive: Path) -> None:
    with reader(archive) as image:
        for at in (0, 511, 4095, 3 * MIB - 7, 9 * MIB, 23 * MIB):
            assert image.read(at, 9000) == RAW[at : at + 9000]
        assert image.read(0, 4096) == RAW[:4096]
        image.drain()
        assert (image.passes, image.raw_bytes) == (1, len(RAW))
        assert image.sha256 == hashlib.sha256(RAW).hexdigest()


def test_at_the_end_there_is_less_and_behind_it_nothing(archive: Path) -> None:
    with reader(archive) as image:
        assert image.read(len(RAW) - 100, 4096) == RAW[-100:]
        assert image.read(len(RAW) + 9 * MIB, 10) == b""
        assert image.raw_bytes == len(RAW)


def test_what_was_asked_for_is_remembered(archive: Path) -> None:
    with reader(archive) as image:
        image.keep([(MIB + 100, 8000)], pinned=True)
        image.keep([(5 * MIB, 2 * MIB)])
        image.read(23 * MIB, 1)
        assert image.read(MIB + 100, 8000) == RAW[MIB + 100 : MIB + 8100]
        assert image.read(6 * MIB, 5000) == RAW[6 * MIB : 6 * MIB + 5000]
        assert image.passes == 1


def test_what_was_not_costs_another_pass_and_the_checksum_stays_right(archive: Path) -> None:
    with reader(archive) as image:
        image.read(20 * MIB, 1)
        assert image.read(3 * MIB, 10) == RAW[3 * MIB : 3 * MIB + 10]
        assert image.passes == 2
        image.drain()
        assert image.sha256 == hashlib.sha256(RAW).hexdigest()
        assert image.read(4 * MIB, 10) == RAW[4 * MIB : 4 * MIB + 10]
        image.drain()
        assert image.sha256 == hashlib.sha256(RAW).hexdigest()


def test_after_some_passes_it_gives_up_rather_than_to_go_on_for_hours(archive: Path) -> None:
    with reader(archive) as image:
        seen = []
        for _ in range(forward.MOST_PASSES + 1):
            image.read(20 * MIB, 1)
            seen.append(image.read(2 * MIB, 10))
        assert seen[: forward.MOST_PASSES - 1] == [RAW[2 * MIB : 2 * MIB + 10]] * (forward.MOST_PASSES - 1)
        assert seen[forward.MOST_PASSES - 1 :] == [b"", b""]
        assert image.passes == forward.MOST_PASSES


def test_memory_has_a_limit_and_the_oldest_goes_first(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forward, "KEPT_BYTES", MIB)
    with reader(archive) as image:
        image.keep([(0, 4096)], pinned=True)
        image.keep([(MIB, 4 * MIB)])
        image.read(22 * MIB, 1)
        assert image.read(5 * MIB - 4096, 4096) == RAW[5 * MIB - 4096 : 5 * MIB]
        assert image.read(0, 4096) == RAW[:4096]
        assert image.passes == 1
        assert image._kept_bytes <= MIB
        assert image.read(2 * MIB, 4096) == RAW[2 * MIB : 2 * MIB + 4096]
        assert image.passes == 2


def test_zeros_that_are_kept_cost_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(PACKERS["gz"](RAW[:512] + bytes(16 * MIB)))
    with reader(path) as image:
        image.keep([(MIB, 12 * MIB)])
        image.drain()
        assert image.read(2 * MIB, 8192) == bytes(8192)
        assert (image.passes, image._kept_bytes) == (1, 0)


def test_random_reads_are_always_right(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forward, "MOST_PASSES", 100)
    chance = random.Random(5)
    with reader(archive) as image:
        image.keep([(chance.randrange(20) * MIB, 700_000) for _ in range(3)])
        for _ in range(20):
            at, length = chance.randrange(len(RAW)), chance.randrange(1, 3 * MIB)
            assert image.read(at, length) == RAW[at : at + length]


def test_a_damaged_archive_is_told_and_a_wish_to_stop_heard(archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.gz"
    path.write_bytes(archive.read_bytes()[:-1])
    with reader(path) as image, pytest.raises(ImageError, match=r"image\.truncated"):
        image.drain()

    def stop(_position: int) -> None:
        raise KeyboardInterrupt

    with ForwardReader(partial(open_image, archive), stop) as image, pytest.raises(KeyboardInterrupt):
        image.read(9 * MIB, 1)
