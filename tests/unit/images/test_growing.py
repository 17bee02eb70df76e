"""An image is read while its archive arrives: the same bytes and the same refusals as of one that is all here."""

from __future__ import annotations

import hashlib
import struct
import threading
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from support.archives import PACKERS, Pipe, disk, read_all, streamed_zip64, unpack, with_flag_bit, zipped
from support.arriving import Arriving

from nanowizard.core.arrival import Arrival
from nanowizard.core.errors import Cancelled, ImageError
from nanowizard.images.growing.source import open_growing
from nanowizard.images.growing.zip import GrowingZip

KIB = 1024
RAW = disk(300 * KIB)
WINDOWS = (None, 6000)


def several(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def piped(raw: bytes, name: str = "card.img") -> bytes:
    """Of unknown size when it was begun."""
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, raw)
    assert pipe.data[6] & 0x08
    return bytes(pipe.data)


def arrive(
    path: Path, data: bytes, *, window: int | None = None, sized: bool = True, raw_bytes: int | None = None
) -> bytes:
    """All of the image, proved."""
    with (
        Arriving(path, data, window=window, sized=sized).going() as coming,
        open_growing(
            path, coming.arrival, name="card.zip", window=window, moved=coming.moved, raw_bytes=raw_bytes
        ) as source,
    ):
        raw = read_all(source)
        assert source.archive_position == len(data)
        return raw


def failure(path: Path, data: bytes, window: int | None = None) -> ImageError:
    with pytest.raises(ImageError) as caught:
        arrive(path, data, window=window)
    return caught.value


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("sized", [True, False], ids=["of known size", "of unknown size"])
@pytest.mark.parametrize("kind", PACKERS)
def test_every_kind_gives_the_image(kind: str, sized: bool, window: int | None, tmp_path: Path) -> None:
    assert arrive(tmp_path / "a.part", PACKERS[kind](RAW), window=window, sized=sized) == RAW


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_every_packing_of_a_zip(method: int, window: int | None, tmp_path: Path) -> None:
    assert arrive(tmp_path / "a.part", zipped(RAW, method=method), window=window) == RAW


@pytest.mark.parametrize("window", WINDOWS)
def test_a_zip_whose_sizes_follow_behind(window: int | None, tmp_path: Path) -> None:
    data = piped(RAW)
    assert arrive(tmp_path / "a.part", data, window=window) == RAW
    with (
        Arriving(tmp_path / "b.part", data).going() as coming,
        open_growing(coming.path, coming.arrival, name="card.zip", raw_bytes=1234) as source,
    ):
        assert (source.raw_bytes, source.raw_bytes_exact) == (1234, False)


def test_a_zip64_whose_sizes_stand_before(tmp_path: Path) -> None:
    out = BytesIO()
    archive = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
    with archive, archive.open(zipfile.ZipInfo("card.img"), "w", force_zip64=True) as member:
        member.write(RAW)
    assert struct.unpack_from("<L", out.getvalue(), 22)[0] == 0xFFFFFFFF
    assert arrive(tmp_path / "a.part", out.getvalue()) == RAW
    with (
        Arriving(tmp_path / "b.part", out.getvalue()).going() as coming,
        open_growing(coming.path, coming.arrival, name="card.zip") as source,
    ):
        assert (source.name, source.raw_bytes, source.raw_bytes_exact) == ("card.img", len(RAW), True)


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize(
    "members",
    [
        {"folder/": b"", "folder/card.RAW": RAW, "README.txt": b"hello", "card.md5": b"0", "LICENSE": b"x"},
        {"LICENSE": b"x", "readme.txt": b"y" * 90_000, "__MACOSX/._card.img": b"x", "card.img": RAW},
        {"镜像.img": RAW, "behind.pdf": bytes(300_000)},
    ],
    ids=["in a folder", "behind others", "Chinese"],
)
def test_the_one_image_is_found(members: dict[str, bytes], window: int | None, tmp_path: Path) -> None:
    assert arrive(tmp_path / "a.part", several(members), window=window) == RAW


def test_what_was_written_through_a_pipe_is_passed_over(tmp_path: Path) -> None:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/", b"")
        archive.writestr("folder/readme.txt", b"read me " * 5000)
        archive.writestr("folder/card.img", RAW)
        archive.writestr("folder/notes.txt", b"no more")
    assert arrive(tmp_path / "a.part", bytes(pipe.data)) == RAW


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (several({"one.img": RAW, "two.img": RAW}), "image.several_members"),
        (several({}), "image.no_member"),
        (several({"readme.txt": b"x"}), "image.no_member"),
        (several({"card.img": RAW, "../x.txt": b"x"}), "image.unsafe_names"),
        (several({"../card.img": RAW}), "image.unsafe_names"),
        (zipped(RAW) + b"more", "image.trailing"),
        (zipped(RAW)[:-30], "image.truncated"),
        (zipped(RAW)[:50_000], "image.truncated"),
        (with_flag_bit(zipped(RAW), 1), "image.encrypted"),
        (PACKERS["gz"](RAW) + b"more than zeros", "image.trailing"),
        (PACKERS["xz"](RAW)[:-1], "image.truncated"),
        (b"<!DOCTYPE html>\n<html></html>", "image.is_web_page"),
        (b"", "image.empty"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(2000), "image.unsupported"),
        (zipped(b"\x3a\xff\x26\xed" + bytes(4000)), "image.unsupported"),
        (bytes(2048), "image.not_an_image"),
        (zipped(bytes(2048)), "image.not_an_image"),
    ],
)
def test_what_is_refused_of_a_whole_one_is_refused_here(
    data: bytes, code: str, window: int | None, tmp_path: Path
) -> None:
    assert failure(tmp_path / "a.part", data, window).code == code
    (tmp_path / "whole.zip").write_bytes(data)
    with pytest.raises(ImageError) as caught:
        unpack(tmp_path / "whole.zip")
    assert caught.value.code == code


def test_a_password_is_named_before_anything_is_unpacked(tmp_path: Path) -> None:
    data = bytearray(zipped(RAW))
    data[6] |= 1
    with Arriving(tmp_path / "a.part", bytes(data[:2000])).going() as coming, pytest.raises(ImageError) as caught:
        open_growing(coming.path, coming.arrival, name="card.zip")
    assert caught.value.code == "image.encrypted"


@pytest.mark.parametrize(("field", "name"), [(14, "CRC-32"), (20, "packed bytes"), (24, "bytes")])
def test_header_and_directory_must_agree(field: int, name: str, tmp_path: Path) -> None:
    data = bytearray(zipped(RAW))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + field + 2] ^= 1
    error = failure(tmp_path / "a.part", bytes(data))
    assert error.code == "image.damaged"
    assert name in error.detail


@pytest.mark.parametrize("at", [0.2, 0.5, 0.95])
@pytest.mark.parametrize("kind", ["zip", "gz", "xz", "zst", "bz2"])
def test_a_flipped_byte_is_found(kind: str, at: float, tmp_path: Path) -> None:
    data = bytearray(PACKERS[kind](RAW))
    data[int(len(data) * at)] ^= 0x10
    assert failure(tmp_path / "a.part", bytes(data)).code in {"image.damaged", "image.truncated", "image.not_an_image"}


@pytest.mark.parametrize(
    "data",
    [several({"no-suffix": disk(3 << 20)}), piped(RAW, "no-suffix"), streamed_zip64(RAW)],
    ids=["no suffix", "no suffix, through a pipe", "not packed, through a pipe"],
)
def test_what_only_the_end_can_tell_is_said(data: bytes, tmp_path: Path) -> None:
    assert failure(tmp_path / "a.part", data).code == "image.needs_whole"


def test_other_bytes_than_were_proved_are_no_image(tmp_path: Path) -> None:
    """Raw images have no check of their own: what was read here must be what was hashed there."""
    path, arrival = tmp_path / "a.part", Arrival()
    path.write_bytes(RAW)
    arrival.arrived(len(RAW), len(RAW))
    arrival.whole(hashlib.sha256(RAW + b"x").hexdigest())
    with open_growing(path, arrival, name="card.img") as source, pytest.raises(ImageError) as caught:
        read_all(source)
    assert caught.value.code == "image.changed"


@pytest.mark.parametrize("error", [Cancelled(), ImageError("image.no_space", folder="x", missing_bytes=1)])
def test_whoever_waits_hears_that_it_failed(error: BaseException, tmp_path: Path) -> None:
    path, arrival = tmp_path / "a.part", Arrival()
    data = zipped(RAW)
    path.write_bytes(data)
    arrival.arrived(len(data) // 2, len(data))
    with open_growing(path, arrival, name="card.zip") as source:
        read = bytearray(1 << 20)
        thread = threading.Timer(0.05, lambda: arrival.failed(error))
        thread.start()
        with pytest.raises(type(error)) as caught:
            while source.readinto(memoryview(read)):
                pass
        thread.join()
    assert caught.value is error


def test_who_waits_is_asked_whether_it_wants_to(tmp_path: Path) -> None:
    path, arrival = tmp_path / "a.part", Arrival()
    path.write_bytes(b"")
    words: list[bool] = []

    def waiting(heard: bool) -> None:
        words.append(heard)
        arrival.arrived(0, None)  # between two looks: the next one hears of it or not
        if len(words) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        arrival.bytes_from(0, waiting)
    assert words == [False, False, False]
    said = threading.Timer(0.05, lambda: arrival.arrived(0, None))
    said.start()
    words.clear()

    def once(heard: bool) -> None:
        words.append(heard)
        raise Cancelled

    with pytest.raises(Cancelled):
        arrival.bytes_from(0, once)
    said.join()
    assert words == [True]


def test_a_file_that_became_shorter_is_unreadable(tmp_path: Path) -> None:
    path, arrival = tmp_path / "a.part", Arrival()
    path.write_bytes(b"")
    arrival.arrived(1000, 2000)
    with pytest.raises(ImageError) as caught:
        open_growing(path, arrival, name="card.zip")
    assert caught.value.code == "image.unreadable"


def test_a_disk_that_fails_behind_the_image(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(GrowingZip, "_check_end", fail)
    assert failure(tmp_path / "a.part", zipped(RAW)).code == "image.unreadable"
