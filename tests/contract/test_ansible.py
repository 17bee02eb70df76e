"""The exported Ansible project, run by the real ansible-core against a real OpenSSH server: done once, as by us."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest
from support.boards import FREE_USER, FSTAB, SYSCTL, RealBoard
from support.playbook import Played, play

from nanowizard.core.profile import PipProfile, PowerProfile, Profile, SwapProfile
from nanowizard.core.task import RunContext
from nanowizard.remote.address import Address
from nanowizard.tasks.ansible import ExportAnsible, ExportInput
from nanowizard.tasks.session import Session

pytestmark = [pytest.mark.root, pytest.mark.timeout(600)]
MIB = 1 << 20


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealBoard]:
    board = RealBoard.with_swap(tmp_path_factory.mktemp("board"))
    yield board
    board.close()


@pytest.fixture(scope="module")
def key(board: RealBoard, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key that the board lets in, for somebody whose sudo asks nothing."""
    path = tmp_path_factory.mktemp("key") / "key"
    made = paramiko.ECDSAKey.generate()
    made.write_private_key_file(str(path))
    board.let_in(FREE_USER, f"{made.get_name()} {made.get_base64()}")
    return path


def export(board: RealBoard, folder: Path, profile: Profile) -> Path:
    address = Address(board.address.host, board.address.port, FREE_USER)
    session = Session.__new__(Session)  # the export needs nothing of it
    task = ExportAnsible(session)
    inp = ExportInput(profile=profile, folder=folder / "项目", nanos=(address,))
    task.check(inp, RunContext())
    return Path(str(task.run(inp, RunContext())["folder"]))


def well(played: Played) -> int:
    """How many tasks changed something."""
    assert played.well, played.said
    return played.stats["changed"]


def test_a_second_run_changes_nothing(board: RealBoard, key: Path, tmp_path: Path) -> None:
    board.put("/etc/pip.conf", b"# ours\n[install]\nuser = false\n")
    profile = Profile(
        swap=SwapProfile(size_bytes=64 * MIB, swappiness=11),
        pip=PipProfile(index="https://example.org/simple"),
        power=PowerProfile(),
    )
    project = export(board, tmp_path, profile)
    assert well(play(project, key)) > 0
    assert board.swaps() == {"/swapfile": 64 * MIB - 4096}
    assert board.mode("/swapfile") == 0o600
    assert (board.read("/etc/fstab") or b"").decode() == f"{FSTAB}/swapfile swap swap defaults 0 0\n"
    assert board.read(SYSCTL) == b"vm.swappiness=11\n"
    conf = (board.read("/etc/pip.conf") or b"").decode()
    assert conf == "# ours\n[install]\nuser = false\n[global]\nindex-url = https://example.org/simple\n"
    assert well(play(project, key)) == 0
    smaller = export(board, tmp_path / "smaller", Profile(swap=SwapProfile(size_bytes=32 * MIB, swappiness=11)))
    assert well(play(smaller, key)) > 0
    assert board.swaps() == {"/swapfile": 32 * MIB - 4096}
    none = export(board, tmp_path / "none", Profile(swap=SwapProfile(size_bytes=0, swappiness=11)))
    assert well(play(none, key)) > 0
    assert board.swaps() == {}
    assert (board.read("/etc/fstab") or b"").decode() == FSTAB
