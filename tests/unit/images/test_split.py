"""A download in parts: joined as it was, and each way in which the parts can be wrong."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from support.archives import KIB, PACKERS, disk, unpack

from nanowizard.core.errors import ImageError
from nanowizard.core.task import CancelToken
from nanowizard.flash.archive import ArchiveDigest
from nanowizard.images.source import open_image
from nanowizard.images.split import open_bytes, parts_of

RAW = disk(700 * KIB)


def split(folder: Path, data: bytes, part_bytes: int, name: str = "карта.img") -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    parts = []
    for number, at in enumerate(range(0, len(data), part_bytes), start=1):
        parts.append(folder / f"{name}.{number:03}")
        parts[-1].write_bytes(data[at : at + part_bytes])
    return parts


def failure(path: Path) -> ImageError:
    with pytest.raises(ImageError) as caught:
        open_image(path)
    return caught.value


@pytest.mark.parametrize("kind", sorted(PACKERS))
def test_parts_of_every_kind_are_one_image(kind: str, tmp_path: Path) -> None:
    data = PACKERS[kind](RAW)
    parts = split(tmp_path / "下载", data, len(data) // 7 + 1)
    assert len(parts) > 6
    for chosen in (parts[0], parts[4]):
        with open_image(chosen) as source:
            assert (source.kind, source.archive_bytes) == (kind, len(data))
            assert not source.name.endswith(".001") or kind == "zip"
        assert unpack(chosen, 777) == RAW


def test_parts_may_be_read_like_one_file(tmp_path: Path) -> None:
    data = random.Random(3).randbytes(1000)
    data = b"PK\x03\x04" + data
    with open_bytes(split(tmp_path, data, 300)[1]) as joined:
        assert joined.read() == data
        assert joined.seek(0, io.SEEK_END) == len(data)
        assert joined.read(5) == b""
        for at in (0, 299, 300, 301, 899, 1003):
            assert joined.seek(at) == at
            assert joined.read(7) == data[at : at + 7][: 300 - at % 300]
        assert joined.seek(10) + joined.seek(5, io.SEEK_CUR) == 25
        with pytest.raises(OSError, match="no position"):
            joined.seek(-1)


def test_a_checksum_is_that_of_all_parts(tmp_path: Path) -> None:
    parts = split(tmp_path, RAW, 200 * KIB)
    with ArchiveDigest(parts[0], "0" * 64, CancelToken()) as digest, pytest.raises(ImageError) as caught:
        digest.finish()
    whole = tmp_path / "whole"
    whole.write_bytes(RAW)
    with ArchiveDigest(whole, str(caught.value.params["actual"]), CancelToken()) as digest:
        digest.finish()


def test_missing_parts_are_named(tmp_path: Path) -> None:
    parts = split(tmp_path, RAW, 100 * KIB, "a.img")
    for gone in (parts[1], parts[3]):
        gone.unlink()
    error = failure(parts[0])
    assert (error.code, error.params) == (
        "image.parts_missing",
        {"file": "a.img", "parts": ["a.img.002", "a.img.004"]},
    )


def test_without_its_first_part_there_is_none(tmp_path: Path) -> None:
    parts = split(tmp_path, PACKERS["xz"](RAW), 30 * KIB, "a.img.xz")
    parts[0].unlink()
    assert failure(parts[3]).params["parts"] == ["a.img.xz.001"]
    for part in parts[1:]:
        if part != parts[3]:
            part.unlink()
    assert "a.img.xz.001" in failure(parts[3]).params["parts"]


@pytest.mark.parametrize(("number", "change"), [(1, -5), (2, -5), (2, 5), (-1, 100 * KIB), (1, -100 * KIB)])
def test_a_part_of_another_size_is_named(number: int, change: int, tmp_path: Path) -> None:
    parts = split(tmp_path, RAW, 100 * KIB)
    data = parts[number].read_bytes()
    parts[number].write_bytes(data[:change] if change < 0 else data + bytes(change))
    assert failure(parts[0]).code == "image.part_wrong_size"


def test_parts_with_changed_numbers_are_named(tmp_path: Path) -> None:
    parts = split(tmp_path, PACKERS["gz"](RAW), 60 * KIB, "a.gz")
    third, other = parts[2].read_bytes(), parts[0].read_bytes()
    parts[0].write_bytes(third)
    parts[2].write_bytes(other)
    error = failure(parts[0])
    assert (error.code, error.params) == ("image.parts_order", {"file": "a.gz.001", "first": "a.gz.003"})


def test_later_parts_in_the_wrong_order_are_found_by_the_archive_itself(tmp_path: Path) -> None:
    parts = split(tmp_path, PACKERS["zip"](RAW), 60 * KIB)
    third, second = parts[2].read_bytes(), parts[1].read_bytes()
    parts[1].write_bytes(third)
    parts[2].write_bytes(second)
    with pytest.raises(ImageError, match=r"image\.(damaged|trailing|truncated)"):
        unpack(parts[0])


def test_without_its_last_part_a_download_is_not_complete(tmp_path: Path) -> None:
    parts = split(tmp_path, PACKERS["zip"](RAW), 60 * KIB)
    parts[-1].unlink()
    assert failure(parts[0]).code == "image.truncated"


@pytest.mark.parametrize("name", ["card.732", "release.2022", "card.img", "card.001"])
def test_a_whole_image_whose_name_looks_like_a_part(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(RAW)
    assert parts_of(path) == [path]
    assert unpack(path) == RAW


def test_a_split_archive_of_another_format_is_refused_by_its_name(tmp_path: Path) -> None:
    parts = split(tmp_path, b"7z\xbc\xaf\x27\x1c" + bytes(9000), 3000, "a.7z")
    error = failure(parts[0])
    assert (error.code, error.params["format"]) == ("image.unsupported", "7z")
