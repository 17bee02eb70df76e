"""The exported Ansible project, run by the real ansible-core against a real OpenSSH server: done once, as by us."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import paramiko
import pytest
from support.boards import FREE_USER, FSTAB, SYSCTL, RealBoard
from support.playbook import Played, play

from nanowizard.core.profile import PipProfile, PowerProfile, Profile, SwapProfile, TensorFlowProfile
from nanowizard.core.task import RunContext
from nanowizard.remote.address import Address
from nanowizard.tasks.ansible import ANSWERS, ExportAnsible, ExportInput

pytestmark = [pytest.mark.root, pytest.mark.timeout(600)]
MIB = 1 << 20
VENV = "/opt/tensorflow"


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
    task = ExportAnsible()
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
    assert board.read(SYSCTL) == b"vm.swappiness = 11\n"
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


def needs_little(project: Path) -> dict[str, Any]:
    """TensorFlow's table, for a board with little room and no system libraries of its own."""
    answers = json.loads((project / ANSWERS).read_text(encoding="utf-8"))
    table: dict[str, Any] = answers["tensorflow"]["table"]
    table["apt"] = []
    table["containers"]["disk_bytes"] = table["disk_bytes"]["need"] = table["memory_bytes"]["need"] = 1
    (project / ANSWERS).write_text(json.dumps(answers), encoding="utf-8")
    return table


_PYTHON = f"""#!/bin/sh
# A Python whose pip writes down what it was asked for, and then has it.
cd {VENV}
case "$*" in
*freeze*) cat there ;;
*install*)
    echo "$H5PY_SETUP_REQUIRES $*" >>asked
    for word; do case $word in *==*) echo "$word" >>there ;; esac; done ;;
esac
"""
_DOCKER = """#!/bin/sh
case $1 in
image) grep -qx "$5" /opt/images 2>/dev/null ;;
pull) echo "$2" >>/opt/images ;;
esac
"""


@pytest.fixture
def release(board: RealBoard) -> Iterator[None]:
    board.put("/etc/nv_tegra_release", b"# R32 (release), REVISION: 7.1, GCID: 29818004, BOARD: t210ref\n")
    yield
    (board.root / "etc/nv_tegra_release").unlink()


def test_the_packages_of_tensorflow_are_installed_in_stages_and_once(
    board: RealBoard, key: Path, release: None, tmp_path: Path
) -> None:
    (board.root / f"{VENV.lstrip('/')}/bin").mkdir(parents=True)
    board.put(f"{VENV}/bin/python", _PYTHON.encode(), 0o755)
    board.put(
        f"{VENV}/there", b"pip==21.3.1\nPyYAML==3.12\nKeras_Preprocessing==1.1.2\nsix==1.16.0\nmock @ file:///x\n"
    )
    # It is this computer's, and cannot be written.
    board._inside_run("mount", "-t", "tmpfs", "tmpfs", "/usr/include")
    project = export(board, tmp_path, Profile(swap=None, tensorflow=TensorFlowProfile(venv=VENV)))
    # The system libraries are dpkg's business, and this board has none of its own.
    table = needs_little(project)
    first = play(project, key)
    assert well(first) == 6, first.said
    tools, numpy, pins, h5py, tensorflow = (board.read(f"{VENV}/asked") or b"").decode().splitlines()
    assert tools.split("--no-deps ")[1] == "setuptools==49.6.0 wheel==0.37.1", "the right pip is there"
    assert numpy.endswith(" numpy==1.19.4")
    assert "keras-preprocessing" not in pins and "six==" not in pins, "in any version is enough, and names are compared"
    assert "mock==3.0.5" in pins and "absl-py==1.4.0" in pins
    assert h5py.startswith("0 ") and h5py.endswith("--no-build-isolation h5py==3.1.0")
    assert tensorflow.endswith(f"--extra-index-url {table['recipes'][0]['index_url']} tensorflow==2.7.0+nv22.1")
    assert well(play(project, key)) == 0


def test_the_container_is_fetched_once(board: RealBoard, key: Path, release: None, tmp_path: Path) -> None:
    board.put("/opt/bin/docker", _DOCKER.encode(), 0o755)
    project = export(board, tmp_path, Profile(swap=None, tensorflow=TensorFlowProfile(way="container")))
    without = play(project, key)
    assert not without.well
    assert "container runtime, is not installed there" in without.said
    board.put("/opt/bin/nvidia-container-runtime", b"#!/bin/sh\n", 0o755)
    needs_little(project)
    assert well(play(project, key)) == 1
    assert board.read("/opt/images") == b"nvcr.io/nvidia/l4t-tensorflow:r32.7.1-tf2.7-py3\n"
    assert well(play(project, key)) == 0


def test_another_machine_gets_no_tensorflow(board: RealBoard, key: Path, tmp_path: Path) -> None:
    project = export(board, tmp_path, Profile(swap=None, tensorflow=TensorFlowProfile()))
    played = play(project, key)
    assert not played.well
    assert "No TensorFlow of NVIDIA's is known for L4T (none). Nothing was installed." in played.said
