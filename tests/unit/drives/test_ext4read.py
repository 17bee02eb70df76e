"""One file out of an ext4: read from what mkfs.ext4 makes, compared with what went in, and from what is damaged."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nanowizard.drives import ext4read
from nanowizard.drives.ext4read import read_ext4_file
from nanowizard.practice.ext4 import Ext4Writer

MIB = 1 << 20
RELEASE = (
    b"# R32 (release), REVISION: 7.1, GCID: 29818004, BOARD: t210ref, EABI: aarch64, "
    b"DATE: Sat Feb 19 17:05:08 UTC 2022\n"
)
PATH = ("etc", "nv_tegra_release")
SMALL = ("etc", "hostname")


class Disk:
    """The bytes of a volume that begins at `start`; counts what is read."""

    def __init__(self, data: bytes, start: int = 0) -> None:
        self.data, self.start, self.asked = data, start, 0

    def read(self, offset: int, length: int) -> bytes:
        assert offset >= self.start, "nothing before the volume is looked at"
        assert offset + length <= self.start + len(self.data), "nothing behind it either"
        self.asked += length
        return self.data[offset - self.start : offset - self.start + length]

    def file(self, path: Sequence[str] = PATH, most_bytes: int = 4096) -> bytes:
        return read_ext4_file(self.read, self.start, len(self.data), path, most_bytes)


class Short(Disk):
    """After `sound` reads each is `missing` bytes too short."""

    def __init__(self, data: bytes, sound: int, missing: int) -> None:
        super().__init__(data)
        self.sound, self.missing = sound, missing

    def read(self, offset: int, length: int) -> bytes:
        self.sound -= 1
        return super().read(offset, length)[: length if self.sound >= 0 else max(length - self.missing, 0)]


def make(folder: Path, *mkfs: str, size: int = 8 * MIB, names: int = 0) -> bytes:
    """What mkfs.ext4 makes of a small system; `names` more files stand beside the one that is looked for."""
    if not shutil.which("mkfs.ext4"):
        pytest.skip("needs mkfs.ext4 (package e2fsprogs)")
    etc = folder / "tree/etc"
    etc.mkdir(parents=True)
    for number in range(names):
        (etc / f"a-file-with-a-rather-long-name-{number:06}").touch()
    (etc / PATH[-1]).write_bytes(RELEASE)
    (etc / SMALL[-1]).write_bytes(b"nano\n")
    (folder / "tree/opt/deep/er").mkdir(parents=True)
    (folder / "tree/opt/deep/er/big").write_bytes(random.Random(1).randbytes(5 * MIB // 4))
    (etc / "fast").symlink_to("nv_tegra_release")
    (etc / "slow").symlink_to("../" * 30 + "etc/nv_tegra_release")
    (folder / "tree/opt/absolute").symlink_to("/etc/nv_tegra_release")
    (folder / "tree/opt/folder").symlink_to("../etc")
    (etc / "circle").symlink_to("circle")
    (etc / "out").symlink_to("../../../../../etc/hostname")
    volume = folder / "volume"
    with volume.open("wb") as file:
        file.truncate(size)
    command = ["mkfs.ext4", "-q", "-F", "-d", str(folder / "tree"), *mkfs, str(volume)]
    subprocess.run(command, check=True, env=os.environ | {"MKE2FS_SYNC": "0"})
    return volume.read_bytes()


@pytest.mark.parametrize(
    "mkfs",
    [
        pytest.param((), id="defaults"),
        pytest.param(("-b", "4096", "-O", "64bit,metadata_csum"), id="as-a-nano"),
        pytest.param(("-b", "1024"), id="1k-blocks"),
        pytest.param(("-b", "2048", "-O", "^64bit"), id="2k-blocks"),
        pytest.param(("-O", "inline_data", "-I", "256"), id="inline-data"),
        pytest.param(("-O", "inline_data", "-I", "1024"), id="inline-data-in-large-inodes"),
        pytest.param(("-O", "^extent,^64bit"), id="no-extents"),
        pytest.param(("-b", "1024", "-O", "^extent,^64bit", "-I", "128"), id="no-extents-old-inodes"),
        pytest.param(("-t", "ext2"), id="ext2"),
        pytest.param(("-O", "^flex_bg", "-g", "1024", "-b", "1024"), id="many-groups"),
        pytest.param(("-O", "bigalloc", "-C", "16384"), id="bigalloc"),
    ],
)
def test_a_file_comes_out_as_it_went_in(tmp_path: Path, mkfs: tuple[str, ...]) -> None:
    disk = Disk(make(tmp_path, *mkfs), start=14 * MIB)
    assert disk.file() == RELEASE
    assert disk.file(SMALL) == b"nano\n"
    for link in (("etc", "fast"), ("etc", "slow"), ("opt", "absolute"), ("opt", "folder", "nv_tegra_release")):
        assert disk.file(link) == RELEASE
    assert disk.file(("etc", "out")) == b"nano\n", "a link cannot lead out of the volume"
    for nothing in (("etc", "circle"), ("etc",), ("etc", "absent"), ("etc", "fast", "more"), ("opt", "deep")):
        assert disk.file(nothing) == b""


def test_links_in_a_circle_cost_little(tmp_path: Path) -> None:
    disk = Disk(make(tmp_path, "-b", "4096"))
    assert disk.file(("etc", "circle")) == b""
    assert disk.asked < 64 * 1024


@pytest.mark.parametrize("mkfs", [("-b", "1024"), ("-b", "1024", "-O", "^extent,^64bit")], ids=["extents", "numbers"])
def test_a_file_of_many_blocks(tmp_path: Path, mkfs: tuple[str, ...]) -> None:
    whole = random.Random(1).randbytes(5 * MIB // 4)
    disk = Disk(make(tmp_path, *mkfs))
    assert disk.file(("opt", "deep", "er", "big"), most_bytes=MIB // 8) == whole[: MIB // 8]
    assert disk.file(("opt", "deep", "er", "big"), most_bytes=MIB) == b"", "more than may be read for one file"


@pytest.mark.parametrize("mkfs", [(), ("-O", "^dir_index"), ("-O", "^extent,^64bit")], ids=["htree", "linear", "ext3"])
def test_a_folder_of_thousands_of_names(tmp_path: Path, mkfs: tuple[str, ...]) -> None:
    """mkfs -d writes folders without a tree; e2fsck -D, which optimises them, makes one of each that is large."""
    data = make(tmp_path, "-N", "6000", *mkfs, size=24 * MIB, names=3000)
    if mkfs == ():
        subprocess.run(["e2fsck", "-fyD", str(tmp_path / "volume")], capture_output=True, check=False)
        data = (tmp_path / "volume").read_bytes()
        shown = subprocess.run(
            ["debugfs", "-R", "htree /etc", str(tmp_path / "volume")], capture_output=True, text=True, check=True
        )
        assert "Number of entries" in shown.stdout
    disk = Disk(data)
    assert disk.file() == RELEASE
    assert disk.asked <= ext4read.MOST_BYTES


def test_a_usual_card_costs_little(tmp_path: Path) -> None:
    disk = Disk(make(tmp_path, "-b", "4096", names=250))
    assert disk.file() == RELEASE
    assert disk.asked < 64 * 1024


def test_a_card_that_was_pulled_out_is_read_all_the_same(tmp_path: Path) -> None:
    """needs_recovery: the journal was not written back."""
    data = bytearray(make(tmp_path))
    data[1024 + 0x60] |= 0x4
    data[1024 + 0x3A] = 0
    assert Disk(bytes(data)).file() == RELEASE


@pytest.mark.parametrize("feature", [0x1, 0x8, 0x10], ids=["compression", "journal-device", "meta-bg"])
def test_layouts_that_are_not_known_give_nothing(tmp_path: Path, feature: int) -> None:
    data = bytearray(make(tmp_path))
    data[1024 + 0x60] |= feature
    assert Disk(bytes(data)).file() == b""


@pytest.mark.parametrize(
    ("at", "length", "value"),
    [
        *((0x58, 2, value) for value in (1, 127, 4097, 0xFFFF)),
        *((0xFE, 2, value) for value in (0, 1, 31, 4097, 0xFFFF)),
        (0x28, 4, 0),
        (0x18, 4, 7),
        (0x18, 4, 0xFFFFFFFF),
    ],
    ids=lambda value: f"{value:#x}",
)
def test_sizes_that_cannot_be_give_nothing(tmp_path: Path, at: int, length: int, value: int) -> None:
    """Of an inode, of a descriptor, of a group, of a block."""
    data = bytearray(make(tmp_path, "-b", "4096", "-O", "64bit"))
    data[1024 + at : 1024 + at + length] = value.to_bytes(length, "little")
    assert Disk(bytes(data)).file() == b""


def test_what_is_no_ext4_gives_nothing() -> None:
    for data in (b"", bytes(1024), bytes(64 * 1024), random.Random(2).randbytes(MIB)):
        assert Disk(data).file() == b""


@pytest.mark.parametrize("missing", [1, 100, 10**6])
def test_a_short_read_gives_nothing(tmp_path: Path, missing: int) -> None:
    """As at the end of a card that is smaller than its tables say, from whichever read on."""
    data = make(tmp_path)
    for sound in range(8):
        assert Short(data, sound, missing).file() == b""


@pytest.fixture(scope="module")
def own_volume(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The practice image's own writer: the same on every system."""
    path = tmp_path_factory.mktemp("own") / "volume"
    with path.open("wb") as out:
        out.truncate(4 * MIB)
        Ext4Writer(4 * MIB, {"/".join(PATH): RELEASE, "README": b"x" * 9000}).write(out, 0)
    return path.read_bytes()


@pytest.fixture(scope="module", params=[("-b", "1024"), ("-b", "1024", "-O", "^extent,^64bit"), ("-O", "inline_data")])
def any_volume(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make(tmp_path_factory.mktemp("any"), *request.param, size=2 * MIB + MIB // 2)


def test_our_own_writer_is_read(own_volume: bytes) -> None:
    assert Disk(own_volume).file() == RELEASE


def touched(data: bytes) -> list[int]:
    """Where the reader looks: a flipped byte elsewhere proves nothing."""
    places: list[int] = []

    def read(offset: int, length: int) -> bytes:
        places.extend(range(offset, offset + length))
        return data[offset : offset + length]

    read_ext4_file(read, 0, len(data), PATH, 4096)
    return places


FUZZ = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@FUZZ
@given(chance=st.data())
def test_damage_never_costs_more_than_an_empty_answer(any_volume: bytes, chance: st.DataObject) -> None:
    """Any exception or endless loop fails the test; so does a read outside the volume or beyond the limits."""
    data = bytearray(any_volume)
    places = touched(any_volume)
    flips = st.tuples(st.integers(0, len(places) - 1), st.integers(0, 255))
    for index, value in chance.draw(st.lists(flips, min_size=1, max_size=12)):
        data[places[index]] = value
    disk = Disk(bytes(data))
    found = disk.file()
    assert len(found) <= 4096
    assert disk.asked <= ext4read.MOST_BYTES


@FUZZ
@given(
    fields=st.dictionaries(st.sampled_from(range(0, 0x100, 2)), st.integers(0, 0xFFFF), min_size=1, max_size=6),
)
def test_a_superblock_that_lies(own_volume: bytes, fields: dict[int, int]) -> None:
    data = bytearray(own_volume)
    for at, value in fields.items():
        data[1024 + at : 1024 + at + 2] = value.to_bytes(2, "little")
    disk = Disk(bytes(data))
    assert len(disk.file()) <= 4096
    assert disk.asked <= ext4read.MOST_BYTES


def test_blocks_that_were_never_written_are_no_content(own_volume: bytes) -> None:
    """An extent of more than 32768 blocks is one that is only reserved: what lies there is of another file."""
    data = bytearray(own_volume)
    table = int.from_bytes(data[4096 + 8 : 4096 + 12], "little") * 4096
    at = next(
        at for at in range(table, table + 64 * 256, 256) if data[at + 4 : at + 8] == len(RELEASE).to_bytes(4, "little")
    )
    assert Disk(bytes(data)).file() == RELEASE
    data[at + 0x28 + 12 + 5] |= 0x80
    assert Disk(bytes(data)).file() == b""


def test_an_extent_tree_that_points_at_itself_ends(own_volume: bytes) -> None:
    """Every level says that there is one below, in the same block."""
    data = bytearray(own_volume)
    block = 900
    node = b"\x0a\xf3\x01\x00\x54\x01\x05\x00" + bytes(4) + bytes(4) + block.to_bytes(4, "little") + bytes(4)
    data[block * 4096 : block * 4096 + len(node)] = node
    table = int.from_bytes(data[4096 + 8 : 4096 + 12], "little") * 4096
    data[table + 256 + 0x28 : table + 256 + 0x28 + len(node)] = node
    disk = Disk(bytes(data))
    assert disk.file() == b""
    assert disk.asked < 64 * 1024
