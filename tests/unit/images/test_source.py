"""Real archives, whole and damaged, through `open_image`."""

from __future__ import annotations

import errno
import os
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from support.archives import KIB, MIB, PACKERS, disk, read_all, unpack

from nanowizard.core.errors import ImageError
from nanowizard.images import packed
from nanowizard.images.source import open_image

RAW = disk(MIB)


def failure(path: Path) -> ImageError:
    with pytest.raises(ImageError) as caught:
        unpack(path)
    return caught.value


@pytest.fixture(params=sorted(PACKERS))
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("buffer_bytes", [777, 4 * KIB, 2 * MIB])
def test_every_kind_gives_the_image(kind: str, buffer_bytes: int, tmp_path: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(PACKERS[kind](RAW))
    assert unpack(path, buffer_bytes) == RAW


def test_the_name_decides_nothing(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "镜像 без имени.txt"
    path.write_bytes(PACKERS[kind](RAW))
    with open_image(path) as source:
        assert source.kind == kind
        assert read_all(source) == RAW


def test_a_buffer_is_filled_except_at_the_end(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(PACKERS[kind](RAW))
    buffer = memoryview(bytearray(300 * KIB))
    with open_image(path) as source:
        counts = [source.readinto(buffer) for _ in range(len(RAW) // len(buffer) + 2)]
    assert counts == [len(buffer)] * (len(RAW) // len(buffer)) + [len(RAW) % len(buffer), 0]


@pytest.mark.parametrize(
    ("kind", "size", "exact"),
    [("raw", len(RAW), True), ("zip", len(RAW), True), ("xz", len(RAW), True), ("gz", len(RAW), False),
     ("zst", len(RAW), False), ("bz2", None, False)],
)  # fmt: skip
def test_the_size_is_known_before_reading(kind: str, size: int | None, exact: bool, tmp_path: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(PACKERS[kind](RAW))
    with open_image(path) as source:
        assert (source.raw_bytes, source.raw_bytes_exact) == (size, exact)
        assert source.archive_bytes == path.stat().st_size


def test_the_position_moves_through_the_whole_archive(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(PACKERS[kind](RAW))
    with open_image(path) as source:
        began = source.archive_position
        read_all(source)
        left = source.archive_bytes - source.archive_position
    assert began <= packed.CHUNK_BYTES + KIB
    assert left == 0 or (kind == "zip" and left < 200)  # the directory behind the member


@pytest.mark.parametrize("kind", ["gz", "xz", "zst", "bz2"])
def test_frames_one_after_the_other_are_one_image(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(b"".join(PACKERS[kind](RAW[at : at + 256 * KIB]) for at in range(0, len(RAW), 256 * KIB)))
    assert unpack(path) == RAW


@pytest.mark.parametrize("kind", ["gz", "xz"])
def test_padding_between_and_behind_frames_is_passed_over(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "image"
    frames = [PACKERS[kind](RAW[: 300 * KIB]), PACKERS[kind](RAW[300 * KIB :])]
    path.write_bytes(frames[0] + bytes(400) + frames[1] + bytes(512 * KIB))
    assert unpack(path) == RAW


@pytest.mark.parametrize("kind", ["gz", "xz", "zst", "bz2"])
def test_what_follows_and_is_no_frame_is_named(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(PACKERS[kind](RAW) + b"more" * 20)
    assert failure(path).code == "image.trailing"


@pytest.mark.parametrize("share", [0.01, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("kind", ["zip", "gz", "xz", "zst", "bz2"])
def test_a_file_that_breaks_off_is_truncated(kind: str, share: float, tmp_path: Path) -> None:
    path = tmp_path / "image"
    whole = PACKERS[kind](RAW)
    path.write_bytes(whole[: int(len(whole) * share)])
    error = failure(path)
    assert (error.code, error.params["have_bytes"]) == ("image.truncated", int(len(whole) * share))


@pytest.mark.parametrize("kind", ["gz", "xz", "zst", "bz2"])
def test_one_missing_byte_at_the_end_is_truncated(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(PACKERS[kind](RAW)[:-1])
    assert failure(path).code == "image.truncated"


@pytest.mark.parametrize("kind", ["zip", "gz", "xz", "zst", "bz2"])
def test_a_flipped_byte_in_the_middle_is_found(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "image"
    whole = bytearray(PACKERS[kind](RAW))
    whole[len(whole) // 2] ^= 0x10
    path.write_bytes(whole)
    assert failure(path).code == "image.damaged"


@pytest.mark.parametrize(("kind", "from_end"), [("gz", 5), ("gz", 1), ("zst", 1)])
def test_a_wrong_check_value_is_found_although_the_data_is_right(kind: str, from_end: int, tmp_path: Path) -> None:
    path = tmp_path / "image"
    whole = bytearray(PACKERS[kind](RAW))
    whole[-from_end] ^= 1
    path.write_bytes(whole)
    assert failure(path).code == "image.damaged"


@pytest.mark.parametrize(
    ("content", "code", "params"),
    [
        (b"", "image.empty", {}),
        (b"\n <!DOCTYPE html><html>sign in</html>", "image.is_web_page", {}),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Error/>", "image.is_web_page", {}),
        (b"\x3a\xff\x26\xed" + bytes(600), "image.unsupported", {"format": "Android sparse image"}),
        (b"7z\xbc\xaf\x27\x1c" + bytes(600), "image.unsupported", {"format": "7z"}),
        (b"Rar!\x1a\x07\x01\x00" + bytes(600), "image.unsupported", {"format": "RAR"}),
        (RAW[:300], "image.not_an_image", {}),
        (RAW + b"x", "image.not_an_image", {}),
        (bytes(MIB), "image.not_an_image", {}),
    ],
    ids=["empty", "html", "xml", "sparse", "7z", "rar", "short", "not sectors", "no table"],
)
def test_what_is_no_image_is_refused_by_name(
    content: bytes, code: str, params: dict[str, object], tmp_path: Path
) -> None:
    path = tmp_path / "thing.img"
    path.write_bytes(content)
    error = failure(path)
    assert (error.code, dict(error.params)) == (code, {"file": "thing.img", **params})


@pytest.mark.parametrize("kind", ["zip", "gz", "xz", "zst", "bz2"])
@pytest.mark.parametrize(
    ("content", "code"),
    [(bytes(MIB), "image.not_an_image"), (b"<html>" + bytes(1018), "image.is_web_page"),
     (PACKERS["xz"](RAW), "image.unsupported")],
    ids=["zeros", "page", "archive"],
)  # fmt: skip
def test_an_archive_of_no_image_is_refused_when_it_is_opened(
    kind: str, content: bytes, code: str, tmp_path: Path
) -> None:
    path = tmp_path / "image"
    path.write_bytes(PACKERS[kind](content))
    with pytest.raises(ImageError) as caught:
        open_image(path)
    assert caught.value.code == code


def test_a_gpt_behind_an_empty_mbr_is_an_image(tmp_path: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(bytes(512) + b"EFI PART" + bytes(4096 - 520))
    assert len(unpack(path)) == 4096


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    assert failure(tmp_path / "none.img").code == "image.not_found"
    assert failure(tmp_path).code == "image.is_folder"


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that opens and cannot be read")
def test_a_file_that_cannot_be_read_says_so() -> None:
    error = failure(Path("/proc/self/mem"))
    assert error.code == "image.unreadable"
    assert os.strerror(errno.EIO) in error.detail or "seek" in error.detail or "argument" in error.detail


def test_a_raw_file_that_shrinks_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "image"
    path.write_bytes(RAW)
    with open_image(path) as source:
        os.truncate(path, 512 * KIB)
        with pytest.raises(ImageError) as caught:
            read_all(source)
    assert caught.value.code == "image.truncated"


@pytest.mark.parametrize("kind", ["zip", "gz", "xz", "zst", "bz2"])
def test_memory_does_not_grow_with_what_is_inside(kind: str, tmp_path: Path) -> None:
    """16 MiB of zeros shrink to almost nothing: whoever unpacks a chunk at once holds them all."""
    path = tmp_path / "image"
    path.write_bytes(PACKERS[kind](RAW[:512] + bytes(16 * MIB)))
    buffer = memoryview(bytearray(64 * KIB))
    tracemalloc.start()
    try:
        with open_image(path) as source:
            while source.readinto(buffer):
                pass
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * MIB


def test_without_isal_zlib_does_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_deflate", zlib)
    for kind in ("zip", "gz"):
        path = tmp_path / kind
        path.write_bytes(PACKERS[kind](RAW))
        assert unpack(path, 777) == RAW


def test_stored_members_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "image.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.img", RAW)
    assert unpack(path) == RAW
