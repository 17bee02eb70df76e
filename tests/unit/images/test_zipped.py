"""Which member of a zip is the image, and whether it is what the directory promises."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest
from support.archives import disk, streamed_zip64, unpack, with_flag_bit, zipped

from nanowizard.core.errors import ImageError
from nanowizard.images.source import open_image

RAW = disk(600 * 1024)


def write(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def failure(path: Path) -> ImageError:
    with pytest.raises(ImageError) as caught:
        unpack(path)
    return caught.value


@pytest.mark.parametrize(
    "members",
    [
        {"sd-blob-b01.img": RAW},
        {"folder/": b"", "folder/card.RAW": RAW, "README.txt": b"hello", "card.md5": b"0", "LICENSE": b"x"},
        {"__MACOSX/._card.img": b"x", ".hidden.img": b"x", "card.img": RAW},
        {"no-suffix": RAW, "readme": b"x"},
        {"镜像.img": RAW},
    ],
    ids=["alone", "with a readme", "from a Mac", "without a suffix", "Chinese"],
)
def test_the_one_image_is_found(members: dict[str, bytes], tmp_path: Path) -> None:
    path = write(tmp_path / "a.zip", members)
    with open_image(path) as source:
        assert source.name == next(name for name, content in members.items() if content == RAW)
    assert unpack(path) == RAW


def test_several_images_are_named(tmp_path: Path) -> None:
    error = failure(write(tmp_path / "a.zip", {"one.img": RAW, "two.img": RAW}))
    assert (error.code, error.params["members"]) == ("image.several_members", ["one.img", "two.img"])


@pytest.mark.parametrize("members", [{}, {"readme.txt": b"x"}, {"a": b"x", "b": b"y"}])
def test_no_image_among_the_members(members: dict[str, bytes], tmp_path: Path) -> None:
    error = failure(write(tmp_path / "a.zip", members))
    assert (error.code, error.params["members"]) == ("image.no_member", list(members))


def test_zip64_with_a_data_descriptor(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    data = streamed_zip64(RAW)
    (flags,) = struct.unpack_from("<H", data, 6)
    assert flags & 0x08
    assert b"PK\x07\x08" in data
    path.write_bytes(data)
    assert unpack(path) == RAW


def test_bzip2_members_are_read(tmp_path: Path) -> None:
    assert unpack(write(tmp_path / "a.zip", {"a.img": RAW}, zipfile.ZIP_BZIP2)) == RAW


def test_another_packing_is_named(tmp_path: Path) -> None:
    error = failure(write(tmp_path / "a.zip", {"a.img": RAW}, zipfile.ZIP_LZMA))
    assert (error.code, error.params["format"]) == ("image.unsupported", "ZIP/LZMA")


def test_a_password_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(with_flag_bit(zipped(RAW), 0x1))
    assert failure(path).code == "image.encrypted"


def test_a_member_without_a_name_is_passed_over(tmp_path: Path) -> None:
    """Some programs write one; the standard library asks for the last letter of its name (found by the fuzzer)."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(""), b"x")
        archive.writestr("a.img", RAW)
    assert unpack(path) == RAW


def directory_field(archive: bytes, offset: int, form: str, change: int) -> bytes:
    """The zip with one number of its directory entry changed."""
    changed = bytearray(archive)
    at = changed.rindex(b"PK\x01\x02") + offset
    (value,) = struct.unpack_from(form, changed, at)
    struct.pack_into(form, changed, at, value + change)
    return bytes(changed)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize(
    ("offset", "change"), [(16, 1), (24, 512), (24, -512)], ids=["CRC", "promises more", "promises less"]
)
def test_the_directory_must_match_the_data(method: int, offset: int, change: int, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(directory_field(zipped(RAW, method=method), offset, "<I", change))
    assert failure(path).code == "image.damaged"


def test_a_stored_member_with_a_flipped_byte(tmp_path: Path) -> None:
    whole = bytearray(zipped(RAW, method=zipfile.ZIP_STORED))
    whole[5000] ^= 1
    path = tmp_path / "a.zip"
    path.write_bytes(whole)
    assert failure(path).code == "image.damaged"


def test_packed_data_behind_the_end_of_the_member(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(directory_field(zipped(RAW), 20, "<I", 30))  # the packed size reaches into the directory
    assert failure(path).code == "image.damaged"


def test_a_damaged_directory(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(RAW).replace(b"PK\x01\x02", b"PK\x01\x03"))
    assert failure(path).code == "image.damaged"


def test_a_damaged_local_header(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x05\x06" + zipped(RAW)[4:])
    assert failure(path).code == "image.damaged"
