"""Archives made to do harm, or by programs that can more than we do: each is named, and none costs much memory."""

from __future__ import annotations

import gzip
import lzma
import struct
import sys
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from support.archives import KIB, MIB, PACKERS, disk, streamed_zip64, unpack, with_flag_bit, zipped

from nanowizard.core.errors import ImageError
from nanowizard.images.source import MOST_BYTES, open_image

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

RAW = disk(300 * KIB)


def refused(path: Path, most_bytes: int = MOST_BYTES) -> ImageError:
    """The error of opening; nothing may have been given out."""
    with pytest.raises(ImageError) as caught:
        open_image(path, most_bytes=most_bytes)
    return caught.value


def failure(path: Path) -> ImageError:
    with pytest.raises(ImageError) as caught:
        unpack(path)
    return caught.value


def claims(raw_bytes: int) -> bytes:
    """A zip64 whose directory says that the image is so large."""
    data = bytearray(streamed_zip64(RAW))
    at = data.rindex(b"PK\x01\x02")
    (name_bytes,) = struct.unpack_from("<H", data, at + 28)
    extra = struct.pack("<HHQ", 1, 8, raw_bytes)
    struct.pack_into("<L", data, at + 24, 0xFFFFFFFF)
    struct.pack_into("<H", data, at + 30, len(extra))
    data[at + 46 + name_bytes : at + 46 + name_bytes] = extra
    end = data.rindex(b"PK\x05\x06")
    (directory_bytes,) = struct.unpack_from("<L", data, end + 12)
    struct.pack_into("<L", data, end + 12, directory_bytes + len(extra))
    return bytes(data)


def test_a_zip_that_says_it_unpacks_to_more_than_any_card_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(claims(2 << 40))
    error = refused(path)
    assert (error.code, error.params["raw_bytes"], error.params["most_bytes"]) == ("image.too_large", 2 << 40, 1 << 40)


@pytest.mark.parametrize("kind", ["zip", "xz", "raw"])
def test_an_image_larger_than_the_catalogue_says_is_refused_when_opened(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(PACKERS[kind](RAW))
    assert refused(path, len(RAW) - 1).code == "image.too_large"
    open_image(path, most_bytes=len(RAW)).close()


@pytest.mark.parametrize("kind", ["gz", "zst", "bz2"])
def test_where_no_size_is_said_unpacking_stops_at_the_limit(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(PACKERS[kind](RAW[:512] + bytes(8 * MIB)))
    buffer = memoryview(bytearray(64 * KIB))
    given = 0
    with open_image(path, most_bytes=MIB) as source, pytest.raises(ImageError, match=r"image\.too_large"):
        while count := source.readinto(buffer):
            given += count
    assert given <= MIB


@pytest.mark.parametrize("member", ["../evil.img", "a/../../b.img", "/etc/passwd.img", "C:\\b.img", "..\\b.img"])
@pytest.mark.parametrize("is_beside", [False, True])
def test_a_zip_whose_names_lead_out_of_it_is_refused(member: str, is_beside: bool, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo(member), b"x" if is_beside else RAW)
        if is_beside:
            archive.writestr("good.img", RAW)
    error = refused(path)
    assert (error.code, error.params["members"]) == ("image.unsafe_names", [member])
    assert [other.name for other in tmp_path.iterdir()] == ["a.zip"]


def test_dots_within_a_name_lead_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(RAW, "sd..blob/v1..2.img"))
    assert unpack(path) == RAW


@pytest.mark.parametrize("bit", [0x1, 0x1 | 0x40], ids=["zip's own", "strong"])
def test_a_password_is_named_when_it_is_opened(bit: int, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(with_flag_bit(zipped(RAW), bit))
    assert refused(path).code == "image.encrypted"


def test_a_member_that_ends_early(tmp_path: Path) -> None:
    """The deflate stream has its proper end, but before the size that the directory promises."""
    path = tmp_path / "a.zip"
    data = bytearray(zipped(RAW))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, at + 24, len(RAW) + 512)
    path.write_bytes(data)
    error = failure(path)
    assert error.code == "image.damaged"
    assert f"{len(RAW)} bytes instead of {len(RAW) + 512}" in error.detail


def test_a_member_whose_packed_bytes_break_off(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    data = bytearray(zipped(RAW))
    at = data.rindex(b"PK\x01\x02")
    (packed_bytes,) = struct.unpack_from("<L", data, at + 20)
    struct.pack_into("<L", data, at + 20, packed_bytes - 900)
    path.write_bytes(data)
    assert failure(path).code == "image.truncated"


@pytest.mark.parametrize("behind", [b"x", b"\0" * 5000, b"<html>sign in</html>"])
def test_what_stands_behind_a_zip_is_named(behind: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    whole = zipped(RAW)
    path.write_bytes(whole + behind)
    error = refused(path)
    assert (error.code, error.params["at_bytes"]) == ("image.trailing", len(whole))


def test_a_zip_may_have_a_comment(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.img", RAW)
        archive.comment = b"made with care" * 100
    assert unpack(path) == RAW
    path.write_bytes(path.read_bytes()[:-1])
    assert refused(path).code == "image.truncated"


@pytest.mark.parametrize("kind", ["gz", "xz", "zst", "bz2"])
@pytest.mark.parametrize("behind", [b"x", b"\0\0\0\0garbage", b"PK\x03\x04" + bytes(100)])
def test_what_stands_behind_the_last_frame_is_named(kind: str, behind: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a"
    whole = PACKERS[kind](RAW)
    path.write_bytes(whole + behind)
    error = failure(path)
    assert (error.code, error.params["at_bytes"]) == (
        "image.trailing",
        len(whole) + len(behind) - len(behind.lstrip(b"\0")),
    )


def test_a_directory_of_names_without_end_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    data = bytearray(zipped(RAW))
    end = data.rindex(b"PK\x05\x06")
    struct.pack_into("<L", data, end + 12, 1 << 31)
    path.write_bytes(data)
    error = refused(path)
    assert (error.code, error.params["format"]) == ("image.unsupported", "ZIP, 2048 MiB of names")


def with_filter(archive: bytes, number: int) -> bytes:
    """The xz with another filter in its first block's header, whose checksum is right."""
    changed = bytearray(archive)
    header_bytes = (changed[12] + 1) * 4
    changed[14] = number
    struct.pack_into("<I", changed, 12 + header_bytes - 4, zlib.crc32(bytes(changed[12 : 12 + header_bytes - 4])))
    return bytes(changed)


def test_an_xz_with_an_unknown_filter_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xz"
    path.write_bytes(with_filter(lzma.compress(RAW), 0x7F))
    error = refused(path)
    assert (error.code, error.params["format"]) == ("image.unsupported", "XZ, with a filter that is not known")


def test_an_xz_that_wants_more_memory_than_we_give_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xz"
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 16 * MIB}]
    data = bytearray(lzma.compress(RAW, filters=filters))
    data[16] = 36  # the dictionary: 1 GiB (xz file format 1.2, section 5.3.1)
    header_bytes = (data[12] + 1) * 4
    struct.pack_into("<I", data, 12 + header_bytes - 4, zlib.crc32(bytes(data[12 : 12 + header_bytes - 4])))
    path.write_bytes(data)
    error = refused(path)
    assert (error.code, error.params["format"]) == ("image.unsupported", "XZ, with a dictionary above 256 MB")


def test_a_zst_that_wants_more_memory_than_we_give_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.zst"
    packer = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 31})
    path.write_bytes(packer.compress(RAW) + packer.flush())
    error = refused(path)
    assert (error.code, error.params["format"]) == ("image.unsupported", "Zstandard, with a window above 128 MB")


def test_frames_with_remarks_before_them_as_pzstd_writes_them(tmp_path: Path) -> None:
    path = tmp_path / "a.zst"
    remark = b"\x50\x2a\x4d\x18" + struct.pack("<I", 4) + b"size"
    path.write_bytes(b"".join(remark + zstd.compress(RAW[at : at + 65536]) for at in range(0, len(RAW), 65536)))
    assert unpack(path) == RAW


def test_an_android_sparse_image_inside_an_archive_is_named_too(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"\x3a\xff\x26\xed" + bytes(4096)))
    assert refused(path).params["format"] == "Android sparse image"


def test_a_bomb_costs_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(RAW[:512] + bytes(64 * MIB), 9))
    assert path.stat().st_size < 100 * KIB
    tracemalloc.start()
    try:
        with pytest.raises(ImageError, match=r"image\.too_large"), open_image(path, most_bytes=32 * MIB) as source:
            buffer = memoryview(bytearray(64 * KIB))
            while source.readinto(buffer):
                pass
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * MIB
