"""What goes wrong around pip and with a machine that is no Nano, on the practice Nano and with real tools."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pip
import pytest
from support.boards import PASSWORD, Board, PracticeBoard, RealBoard
from support.pip_index import PipIndex

from nanowizard.core.errors import NanoError
from nanowizard.core.task import RunContext
from nanowizard.practice.machine import Machine
from nanowizard.provision.pip.facts import CONF, PipOptions
from nanowizard.provision.pip.step import PipStep
from nanowizard.provision.power.facts import PowerOptions
from nanowizard.provision.power.step import PowerStep
from nanowizard.provision.report.facts import gather_report
from nanowizard.provision.runner import look, run_step
from nanowizard.provision.swap.facts import SwapOptions
from nanowizard.provision.swap.step import SwapStep
from nanowizard.provision.tensorflow import install as tensorflow_install
from nanowizard.provision.tensorflow.facts import TensorFlowOptions
from nanowizard.provision.tensorflow.step import TensorFlowStep
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.facts import facts_findings
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.ssh import connect

CTX = RunContext()
BOARDS = ["practice", pytest.param("openssh", marks=pytest.mark.root)]
OF_A_NANO = ("/proc/device-tree/", "/etc/nv_tegra_release", "/etc/nvpmodel.conf")
PYTHON = "/opt/bin/python3"
SMALL = "/mnt/small"


@pytest.fixture(params=BOARDS)
def board(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Board]:
    board: Board = RealBoard(tmp_path) if request.param == "openssh" else PracticeBoard(tmp_path)
    if isinstance(board, RealBoard):
        shutil.copytree(Path(pip.__file__).parent, board.root / "opt/lib/pip")
        board.put(PYTHON, b'#!/bin/sh\nPYTHONPATH=/opt/lib exec /usr/bin/python3 "$@"\n', 0o755)
        (board.root / "tmp").chmod(0o1777)
    yield board
    board.close()


@pytest.fixture
def conn(board: Board, tmp_path: Path) -> Iterator[SshConnection]:
    pins = HostKeys(tmp_path / "host_keys.json")
    conn = connect(board.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)
    yield conn
    conn.close()


@pytest.fixture
def install(board: Board, conn: SshConnection) -> Callable[[PipIndex, str], None]:
    """Installs one package, as the step for TensorFlow does, into a folder; `fault` is what goes wrong in practice."""

    def run(index: PipIndex, fault: str) -> None:
        if isinstance(board, PracticeBoard):
            board.nano.machine.python_fault["numpy"] = fault
            params: dict[str, Any] = {"program": "/usr/bin/python3", "as_root": True}
            tensorflow_install.pip(conn, CTX, "numpy", params, ["install", "--no-deps", "numpy==1.19.4"])
            return
        where = ["--index-url", index.url, "--trusted-host", "127.0.0.1", "--target", SMALL]
        params = {"program": PYTHON, "as_root": True}
        tensorflow_install.pip(conn, CTX, "numpy", params, ["install", "--no-deps", *where, "six"])

    return run


def no_nano(machine: Machine) -> None:
    files = machine.state.files
    machine.state.files = {path: file for path, file in files.items() if not path.startswith(OF_A_NANO)}


def test_a_disk_that_is_full_in_the_middle_of_pip(
    board: Board, conn: SshConnection, install: Callable[[PipIndex, str], None]
) -> None:
    if isinstance(board, RealBoard):
        (board.root / SMALL[1:]).mkdir()
        conn.run(["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", SMALL], CTX, sudo=True)
    with contextlib.closing(PipIndex()) as index, pytest.raises(NanoError, match=r"nano\.tensorflow_disk_full"):
        install(index, "disk_full")


def test_a_wheel_with_a_wrong_hash_is_not_installed(board: Board, install: Callable[[PipIndex, str], None]) -> None:
    index = PipIndex(sha256="0" * 64)
    with contextlib.closing(index), pytest.raises(NanoError, match=r"nano\.tensorflow_bad_file"):
        install(index, "bad_hash")
    assert board.read(f"{SMALL}/six.py") is None


@pytest.mark.parametrize("spoiled", [{"sha256": "0" * 64}, {"wheel": b"<html>Please log in</html>"}, {"wheel": b""}])
def test_an_index_that_serves_something_else_is_not_written(
    board: Board, conn: SshConnection, spoiled: dict[str, Any]
) -> None:
    if isinstance(board, PracticeBoard):
        pytest.skip("the practice Nano downloads nothing")
    with contextlib.closing(PipIndex(**spoiled)) as index, pytest.raises(NanoError, match=r"nano\.pip_index_failed"):
        run_step(PipStep(), conn, PipOptions(index_url=index.url), CTX)
    assert board.read(CONF) is None


def test_a_name_that_nobody_knows_is_told_before_an_hour_of_work(board: Board, conn: SshConnection) -> None:
    if isinstance(board, PracticeBoard):
        board.nano.machine.python_fault["reach"] = "no_internet"
    with pytest.raises(NanoError, match=r"nano\.tensorflow_no_internet"):
        tensorflow_install.reach(conn, {"index_url": "https://nowhere.invalid/"}, CTX)


def test_a_machine_that_is_no_nano_is_said_to_be_none_and_gets_only_what_is_safe(
    board: Board, conn: SshConnection, tmp_path: Path
) -> None:
    """Swap is swap on any Linux; TensorFlow is refused, and power modes are left out."""
    if isinstance(board, PracticeBoard):
        no_nano(board.nano.machine)
    report = gather_report(conn, CTX)
    assert "nano.not_a_nano" in [finding.code for finding in facts_findings(report.nano)]
    step = TensorFlowStep(tmp_path / "wheels")
    with pytest.raises(NanoError, match=r"nano\.tensorflow_not_a_nano"):
        run_step(step, conn, TensorFlowOptions(), CTX)
    assert not look(SwapStep(), conn, SwapOptions(size_bytes=64 << 20), CTX).plan.is_blocked
    if isinstance(board, RealBoard):
        plan = look(PowerStep(), conn, PowerOptions(mode=1, clocks=True, hold_bootloader=True), CTX).plan
        assert plan.is_empty
        said = {finding.code for finding in plan.findings}
        assert said >= {"nano.power_no_modes", "nano.power_no_clocks", "nano.power_no_bootloader"}
