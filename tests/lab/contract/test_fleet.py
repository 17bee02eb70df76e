"""The exported Ansible project, run by the real ansible-core on the virtual board: what a profile asks for, done once.

NanoWizard itself is asked afterwards, and has nothing left to do.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest

from nanowizard.core.places import Places
from nanowizard.core.profile import AptProfile, PipProfile, PowerProfile, Profile, SwapProfile, TensorFlowProfile
from nanowizard.core.task import RunContext, TaskRun
from nanowizard.remote.address import Address
from nanowizard.tasks import nano_steps as steps_module
from nanowizard.tasks.ansible import ANSWERS, ExportAnsible, ExportInput
from nanowizard.tasks.nano import CheckNano
from nanowizard.tasks.nano_steps import nano_steps
from nanowizard.tasks.session import NanoLogin, Session
from nanowizard.tasks.tensorflow import InstallTensorFlow
from tests.lab.contract.held_board import HeldBoard
from tests.lab.machines.mirrors import Mirrors
from tests.lab.nano.stand_in import stand_in_mirrors, stand_in_recipes, stand_in_table
from tests.lab.nano.test_5_mirrors import Places as AptPlaces
from tests.support.boards import FREE_USER, PASSWORD
from tests.support.playbook import play

pytestmark = pytest.mark.timeout(3600)
OFFICIAL = "http://ports.ubuntu.com/ubuntu-ports/"


@pytest.fixture
def board(tmp_path: Path) -> HeldBoard:
    return HeldBoard(tmp_path)


@pytest.fixture
def key(board: HeldBoard, tmp_path: Path) -> Path:
    path = tmp_path / "key"
    made = paramiko.ECDSAKey.generate()
    made.write_private_key_file(str(path))
    board.let_in(FREE_USER, f"{made.get_name()} {made.get_base64()}")
    return path


@pytest.fixture
def packages(tmp_path: Path) -> Iterator[Mirrors]:
    mirrors = stand_in_mirrors(tmp_path / "mirrors")
    yield mirrors
    mirrors.close()


@pytest.fixture
def archive() -> Iterator[AptPlaces]:
    places = AptPlaces()
    yield places
    places.close()


@pytest.fixture
def sources(board: HeldBoard, packages: Mirrors) -> Iterator[None]:
    """The archive that every Nano has, which is not reached from here, and a list of somebody else."""
    before = board.read("/etc/apt/sources.list") or b""
    board.put("/etc/apt/sources.list", f"deb [trusted=yes] {OFFICIAL} bookworm main\n".encode())
    board.put("/etc/apt/sources.list.d/lab.list", packages.apt_line.encode())
    yield
    board.put("/etc/apt/sources.list", before)
    board.put("/etc/apt/sources.list.d/lab.list", b"")


def test_all_steps_are_done_once_and_nanowizard_has_nothing_left_to_do(
    board: HeldBoard,
    key: Path,
    packages: Mirrors,
    archive: AptPlaces,
    sources: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    profile = Profile(
        rootfs=True,
        swap=SwapProfile(size_bytes=64 << 20, keep_zram=False, swappiness=11),
        apt=AptProfile(mirror=archive.url("second")),
        pip=PipProfile(index=packages.index_url),
        tensorflow=TensorFlowProfile(),
        power=PowerProfile(console=True),
    )
    session = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"))
    address = Address(board.address.host, board.address.port, FREE_USER)
    login = NanoLogin(address=address, password=PASSWORD)
    project = export(ExportInput(profile=profile, folder=tmp_path / "项目", nanos=[address]), packages)
    with tempfile.TemporaryDirectory(prefix="nw-") as shared:
        first = play(project, key, shared=Path(shared))
        assert first.well, first.said
        assert first.stats["changed"] > 10
        second = play(project, key, shared=Path(shared))
    assert second.well, second.said
    assert second.stats["changed"] == 0, second.said

    recipes = stand_in_recipes(packages, tmp_path / "tensorflow.json")
    monkeypatch.setattr(steps_module, "InstallTensorFlow", lambda session: InstallTensorFlow(session, recipes))
    trusting = NanoLogin(address=address, password=PASSWORD, trust=board.fingerprint())
    met = TaskRun(CheckNano(session), trusting, RunContext()).check_then_run()
    assert met.error is None, met.error
    left = {}
    for task, wish in nano_steps(session, profile, login):
        ended = TaskRun(task, wish, RunContext()).check_then_run()
        assert ended.error is None, ended.error
        left[task.id] = [change["code"] for change in ended.result["changes"]]
    session.close()
    # That TensorFlow was started once is a note of NanoWizard's own.
    assert {task: changes for task, changes in left.items() if changes} == {
        "nano.tensorflow": ["nano.tensorflow.start"]
    }


def export(wish: ExportInput, packages: Mirrors) -> Path:
    """With TensorFlow's table of the test's own, as a person may change it in the answers."""
    ExportAnsible().run(wish, RunContext())
    answers = json.loads((wish.folder / ANSWERS).read_text(encoding="utf-8"))
    answers["tensorflow"]["table"] = stand_in_table(packages)
    (wish.folder / ANSWERS).write_text(json.dumps(answers), encoding="utf-8")
    return wish.folder
