"""The exported Ansible project on clock, lists of packages, card and room: run by the real ansible-core, by OpenSSH."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest
from support.boards import FREE_USER, RealBoard
from support.card_board import APP_BYTES, CARD_BYTES, CardBoard, may_grow_mounted
from support.playbook import play

from nanowizard.core.profile import AptProfile, Profile, TensorFlowProfile
from nanowizard.core.task import RunContext
from nanowizard.provision.apt.archive import NVIDIA_LIST
from nanowizard.remote.address import Address
from nanowizard.tasks.ansible import ANSWERS, ExportAnsible, ExportInput

pytestmark = [pytest.mark.root, pytest.mark.timeout(600)]
LIST = "/etc/apt/sources.list"
OFFICIAL = "http://ports.ubuntu.com/ubuntu-ports/"
FOUND = (
    "# as found\n"
    f"deb {OFFICIAL} bionic main universe\n"
    "deb http://archive.ubuntu.com/ubuntu bionic-updates main\n"
    "deb [arch=amd64] http://archive.ubuntu.com/ubuntu bionic main\n"
    "deb http://ppa.launchpad.net/somebody/ubuntu bionic main\n"
)
TUNA = "http://mirrors.tuna.tsinghua.edu.cn/ubuntu-ports/"
NVIDIA = "#deb http://nvidia.example/<SOC> r32 main\ndeb http://nvidia.example/{soc} r32 main\n"
_APT_GET = f"""#!/bin/sh
echo "$*" >>/opt/asked
grep -q broken.example {LIST} || exit 0
echo "Err:1 http://broken.example/ubuntu-ports bionic InRelease"
"""
_DATE = """#!/bin/sh
case $1 in
+*) set -- $1; echo "1500000000 $2" ;;
*) echo "$*" >>/opt/set ;;
esac
"""
_TIMEDATECTL = """#!/bin/sh
cat /opt/timedatectl
"""


def key_of(board: RealBoard, folder: Path) -> Path:
    """Somebody whose sudo asks nothing."""
    path = folder / "key"
    made = paramiko.ECDSAKey.generate()
    made.write_private_key_file(str(path))
    board.let_in(FREE_USER, f"{made.get_name()} {made.get_base64()}")
    return path


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealBoard]:
    board = RealBoard(tmp_path_factory.mktemp("board"))
    (board.root / "etc/apt/sources.list.d").mkdir(parents=True)
    board.put("/opt/bin/apt-get", _APT_GET.encode(), 0o755)
    board.put("/opt/bin/timedatectl", _TIMEDATECTL.encode(), 0o755)
    yield board
    board.close()


@pytest.fixture(scope="module")
def key(board: RealBoard, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return key_of(board, tmp_path_factory.mktemp("key"))


@pytest.fixture
def release(board: RealBoard) -> None:
    """A Nano with the lists as they were found."""
    board.put(LIST, FOUND.encode())
    board.put(NVIDIA_LIST, NVIDIA.format(soc="<SOC>").encode())
    board.put("/opt/asked", b"")
    board.put("/etc/nv_tegra_release", b"# R32 (release), REVISION: 7.1, GCID: 29818004, BOARD: t210ref\n")


def export(board: RealBoard, folder: Path, profile: Profile) -> Path:
    address = Address(board.address.host, board.address.port, FREE_USER)
    inp = ExportInput(profile=profile, folder=folder / "项目", nanos=(address,))
    return Path(str(ExportAnsible().run(inp, RunContext())["folder"]))


def text(board: RealBoard, path: str) -> str:
    return (board.read(path) or b"").decode()


def test_a_mirror_that_does_not_work_is_taken_back_and_a_wrong_clock_set(
    board: RealBoard, key: Path, release: None, tmp_path: Path
) -> None:
    board.put("/opt/bin/date", _DATE.encode(), 0o755)
    board.put("/opt/timedatectl", b"System clock synchronized: no\n")
    played = play(
        export(board, tmp_path, Profile(apt=AptProfile(mirror="http://broken.example"))), key, "--tags", "clock,apt"
    )
    assert not played.well
    assert "the lists are as they were before" in played.said
    assert (text(board, LIST), text(board, NVIDIA_LIST)) == (FOUND, NVIDIA.format(soc="<SOC>"))
    assert text(board, "/opt/set").startswith("-u -s @")


def test_the_archive_is_found_under_every_name_and_a_clock_that_is_kept_stays(
    board: RealBoard, key: Path, release: None, tmp_path: Path
) -> None:
    board.put("/opt/bin/date", _DATE.encode(), 0o755)
    board.put("/opt/timedatectl", b"System clock synchronized: yes\n")
    board.put("/opt/set", b"")
    played = play(export(board, tmp_path, Profile(apt=AptProfile(mirror="tuna"))), key, "--tags", "clock,apt")
    assert played.well, played.said
    mistaken = "http://archive.ubuntu.com/ubuntu bionic-updates"
    expected = FOUND.replace(OFFICIAL, TUNA).replace(mistaken, f"{TUNA} bionic-updates")
    assert text(board, LIST) == expected, "another processor's line and somebody else's stay"
    assert text(board, NVIDIA_LIST) == NVIDIA.format(soc="t210")
    assert text(board, "/opt/asked") == "-q update\n"
    assert text(board, "/opt/set") == ""


@pytest.mark.parametrize("much", ["disk_bytes", "memory_bytes"])
def test_nothing_is_installed_where_there_is_no_room(
    board: RealBoard, key: Path, release: None, tmp_path: Path, much: str
) -> None:
    project = export(board, tmp_path, Profile(swap=None, tensorflow=TensorFlowProfile()))
    answers = json.loads((project / ANSWERS).read_text(encoding="utf-8"))
    for name in ("disk_bytes", "memory_bytes"):
        answers["tensorflow"]["table"][name]["need"] = 1 << 40 if name == much else 1
    (project / ANSWERS).write_text(json.dumps(answers), encoding="utf-8")
    played = play(project, key, "--tags", "tensorflow")
    assert not played.well
    assert "Nothing was installed." in played.said
    assert "1048576 MiB" in played.said
    assert text(board, "/opt/asked") == ""


def test_the_card_is_used_to_its_end_without_nvidias_script(tmp_path: Path) -> None:
    """Where the kernel grows no mounted file system, it is enough that this was asked for."""
    (tmp_path / "board").mkdir()
    board = CardBoard(tmp_path / "board")
    try:
        board.put_card_in()
        entries, grows = board.entries(), may_grow_mounted()
        if not grows:
            board.put("/opt/bin/resize2fs", b'#!/bin/sh\necho "$1" >/opt/resized\n', 0o755)
        played = play(
            export(board, tmp_path, Profile(swap=None, rootfs=True)), key_of(board, tmp_path), "--tags", "rootfs"
        )
        assert played.well, played.said
        assert CARD_BYTES - board.sectors() * 512 < APP_BYTES
        assert board.entries() == entries, "type, name and GUIDs stay"
        assert grows or text(board, "/opt/resized") == f"{board.app}\n"
        board.switch_off()
        subprocess.run(["/usr/sbin/sgdisk", "-v", board.card], check=True, capture_output=True)
        subprocess.run(["/usr/sbin/e2fsck", "-fn", board.app], check=True, capture_output=True)
    finally:
        board.close()
