"""Who holds a card, in a made-up /proc and /sys: what a mount, a map, LVM on LUKS and RAID look like there."""

from __future__ import annotations

import sys
from pathlib import Path

import psutil
import pytest

if sys.platform != "linux":
    pytest.skip("block devices of Linux", allow_module_level=True)

from nanowizard.core.errors import DriveError
from nanowizard.drives.linux import holders
from nanowizard.drives.linux.holders import Holders, Program, find_holders, named

_MOUNTS = """\
21 1 8:2 / / rw - ext4 /dev/sda2 rw
30 21 8:17 / /media/ada/PHOTOS rw - vfat /dev/sdb1 rw
31 21 8:3 / /media/ada/PHOTOS2 rw - ext4 /dev/sda3 rw
32 21 0:45 / /media/ada/MUSIC rw - btrfs /dev/sdb2 rw
"""

POINTS = ("/media/ada/MUSIC", "/media/ada/PHOTOS")


class Machine:
    def __init__(self, root: Path) -> None:
        self.proc, self.sys = root / "proc", root / "sys"
        (self.proc / "self").mkdir(parents=True)
        (self.proc / "self/mountinfo").write_text(_MOUNTS)
        for name, number in (("sda", "8:0"), ("sdb", "8:16")):
            self.device(self.sys / "devices" / name, number)
        for name, number in (("sdb1", "8:17"), ("sdb2", "8:18")):
            self.device(self.sys / "devices/sdb" / name, number)
            (self.sys / "devices/sdb" / name / "partition").write_text("1\n")
        (self.sys / "block").mkdir()

    def device(self, folder: Path, number: str) -> None:
        for part in ("holders", "slaves"):
            (folder / part).mkdir(parents=True)
        (folder / "dev").write_text(number + "\n")
        for link in (self.sys / "dev/block" / number, self.sys / "class/block" / folder.name):
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(folder)

    def upon(self, lower: str, upper: str, number: str, *, mapper: str = "") -> None:
        self.device(self.sys / "devices" / upper, number)
        (self.sys / "class/block" / lower / "holders" / upper).symlink_to(self.sys / "devices" / upper)
        if mapper:
            (self.sys / "devices" / upper / "dm").mkdir()
            (self.sys / "devices" / upper / "dm/name").write_text(mapper + "\n")

    def loop(self, name: str, file: str) -> None:
        (self.sys / "block" / name / "loop").mkdir(parents=True)
        (self.sys / "block" / name / "loop/backing_file").write_text(file + "\n")

    def process(
        self, pid: int, *, cwd: str = "/", exe: str = "/usr/bin/x", fd: str = "/dev/null", maps: str = ""
    ) -> None:
        folder = self.proc / str(pid)
        (folder / "fd").mkdir(parents=True)
        (folder / "ns").mkdir()
        for link, target in (("cwd", cwd), ("root", "/"), ("exe", exe), ("fd/3", fd), ("ns/mnt", "mnt:[1]")):
            (folder / link).symlink_to(target)
        (folder / "mountinfo").write_text(_MOUNTS)
        (folder / "maps").write_text(f"00400000-00401000 r-xp 00000000 {maps or '08:02'} 77 /somewhere\n")

    def holders(self, own_pid: int | None = None) -> Holders:
        return find_holders("sdb", own_pid=own_pid, proc=self.proc, sys_root=self.sys)


class FakeProcess:
    names: dict[int, tuple[str, list[str]]] = {}  # noqa: RUF012 - set by the fixture

    def __init__(self, pid: int) -> None:
        self._name, self._arguments = self.names.get(pid, (f"program{pid}", []))

    def name(self) -> str:
        return self._name

    def cmdline(self) -> list[str]:
        return self._arguments


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(FakeProcess, "names", {})
    monkeypatch.setattr(psutil, "Process", FakeProcess)
    return Machine(tmp_path)


@pytest.mark.parametrize(
    "how",
    [
        {"fd": "/media/ada/PHOTOS/a b.jpg"},
        {"fd": "/media/ada/PHOTOS/gone.jpg (deleted)"},
        {"fd": "/media/ada/MUSIC/song.ogg"},
        {"cwd": "/media/ada/PHOTOS"},
        {"exe": "/media/ada/PHOTOS/bin/tool"},
        {"fd": "/dev/sdb"},
        {"fd": "/dev/sdb2"},
        {"maps": "08:11"},
    ],
)
def test_a_program_that_holds_it_in_any_way(machine: Machine, how: dict[str, str]) -> None:
    machine.process(100, **how)
    assert machine.holders() == Holders((Program(100, "program100"),), (), POINTS)
    assert machine.holders(own_pid=100) == Holders((), (), POINTS)


@pytest.mark.parametrize(
    "how",
    [
        {"fd": "/media/ada/PHOTOS2/a.jpg"},
        {"fd": "/media/ada/PHOTOSTREAM/a.jpg"},
        {"fd": "/dev/sda"},
        {"fd": "socket:[8:17]"},
        {"cwd": "/media/ada"},
        {"maps": "08:03"},
        {"maps": "00:00"},
    ],
)
def test_a_program_that_holds_something_else(machine: Machine, how: dict[str, str]) -> None:
    machine.process(100, **how)
    assert machine.holders() == Holders((), (), POINTS)


def test_what_may_not_be_looked_into_is_passed_over(machine: Machine) -> None:
    """As an ordinary user finds the processes of others; and one that ends meanwhile."""
    (machine.proc / "99").mkdir()
    machine.process(100, cwd="/media/ada/PHOTOS")
    assert [program.pid for program in machine.holders().programs] == [100]


def test_what_is_made_of_it_is_named_as_people_know_it(machine: Machine) -> None:
    machine.upon("sdb1", "dm-0", "254:0", mapper="luks-1234")
    machine.upon("dm-0", "dm-1", "254:1", mapper="photos-all")
    machine.upon("sdb2", "md127", "9:127")
    machine.loop("loop3", "/media/ada/PHOTOS/disk.img")
    machine.loop("loop4", "/home/ada/other.img")
    machine.loop("loop5", "/dev/sdb")
    machine.device(machine.sys / "devices/loop5", "7:5")
    assert set(machine.holders().devices) == {
        "/dev/mapper/luks-1234",
        "/dev/mapper/photos-all",
        "/dev/md127",
        "/dev/loop3",
        "/dev/loop5",
    }


def test_a_name_cannot_forge_what_is_shown(machine: Machine) -> None:
    machine.process(100, cwd="/media/ada/PHOTOS")
    FakeProcess.names[100] = ("vi\n\u202egnp.exe", [])
    assert machine.holders().programs[0].name == "vi gnp.exe"


@pytest.mark.parametrize(
    ("error", "found", "code", "params"),
    [
        (
            "drive.in_use_by_program",
            Holders((Program(1, "sh"), Program(2, "vi"), Program(3, "sh"))),
            "drive.files_open_in",
            {"path": "/dev/sdb", "programs": ["sh", "vi"], "pids": [1, 2, 3]},
        ),
        (
            "drive.busy",
            Holders((Program(1, "gparted"), Program(2, "python3", is_ours=True))),
            "drive.held_by_program",
            {"path": "/dev/sdb", "programs": ["gparted"], "pids": [1]},
        ),
        (
            "drive.busy",
            Holders((), ("/dev/mapper/vg",)),
            "drive.held_by_device",
            {"path": "/dev/sdb", "devices": ["/dev/mapper/vg"]},
        ),
        (
            "drive.busy",
            Holders((Program(2, "python3", is_ours=True),)),
            "drive.held_by_us",
            {"path": "/dev/sdb", "pids": [2]},
        ),
        (
            "drive.busy",
            Holders((), (), POINTS),
            "drive.mounted_again",
            {"path": "/dev/sdb", "mount_points": list(POINTS)},
        ),
        ("drive.in_use_by_program", Holders((), (), POINTS), "drive.in_use_by_program", {"path": "/dev/sdb"}),
        ("drive.busy", Holders(), "drive.busy", {"path": "/dev/sdb"}),
        ("drive.in_use_by_program", Holders(), "drive.in_use_by_program", {"path": "/dev/sdb"}),
        ("drive.gone", Holders((Program(1, "sh"),)), "drive.gone", {"path": "/dev/sdb"}),
    ],
)
def test_the_sentence_that_fits(
    error: str, found: Holders, code: str, params: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holders, "find_holders", lambda *_a, **_k: found)
    said = named(DriveError(error, path="/dev/sdb", detail="EBUSY"), "sdb")
    assert (said.code, dict(said.params), said.detail) == (code, params, "EBUSY")


def test_where_nobody_can_be_found_out_it_stays_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_a: object, **_k: object) -> Holders:
        raise PermissionError

    monkeypatch.setattr(holders, "find_holders", fail)
    assert named(DriveError("drive.busy", path="/dev/sdb"), "sdb").code == "drive.busy"
