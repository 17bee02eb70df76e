"""TensorFlow on the practice Nano: the whole way and back, and everything that goes wrong on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Event, FindingReported, LogLine, Progress, Severity, StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.practice import python_programs
from nanowizard.practice.nano import PASSWORD, Faults, PracticeNano
from nanowizard.practice.wheels import practice_wheels
from nanowizard.provision.runner import look, run_step, undo_step
from nanowizard.provision.tensorflow.facts import TensorFlowFacts, TensorFlowOptions
from nanowizard.provision.tensorflow.step import TensorFlowStep
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.ssh import connect

CTX = RunContext()
WISH = TensorFlowOptions()
VENV = TensorFlowOptions(venv="~/tf")
CONTAINER = TensorFlowOptions(way="container")
WHOLE = ["reach", "apt", "tools", "xlocale", "numpy", "pins", "h5py", "wheel", "start"]


@pytest.fixture
def nano(tmp_path: Path) -> Iterator[PracticeNano]:
    with PracticeNano(tmp_path / "nano", faults=Faults(delay_s=0.0)) as nano:
        yield nano


@pytest.fixture
def pins(tmp_path: Path) -> HostKeys:
    return HostKeys(tmp_path / "host_keys.json")


def _connect(nano: PracticeNano, pins: HostKeys) -> SshConnection:
    return connect(nano.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)


@pytest.fixture
def conn(nano: PracticeNano, pins: HostKeys) -> Iterator[SshConnection]:
    conn = _connect(nano, pins)
    yield conn
    conn.close()


@pytest.fixture
def step(tmp_path: Path) -> TensorFlowStep:
    return TensorFlowStep(tmp_path / "wheels", fetch=practice_wheels)


def _codes(step: TensorFlowStep, conn: SshConnection, wish: TensorFlowOptions = WISH) -> list[str]:
    return [change.code.removeprefix("nano.tensorflow.") for change in look(step, conn, wish, CTX).plan.changes]


def _facts(step: TensorFlowStep, conn: SshConnection, wish: TensorFlowOptions = WISH) -> TensorFlowFacts:
    return replace(step.gather(conn, wish, CTX), clock_ahead_s=None, disk=None)


@pytest.mark.parametrize("wish", [WISH, VENV, CONTAINER], ids=["packages", "venv", "container"])
def test_there_and_back(conn: SshConnection, step: TensorFlowStep, wish: TensorFlowOptions) -> None:
    before = _facts(step, conn, wish)
    events: list[Event] = []
    report = run_step(step, conn, wish, RunContext(emit=events.append))
    assert report.changed
    began = [event.step for event in events if isinstance(event, StepStarted)]
    assert began == [event.step for event in events if isinstance(event, StepFinished)]
    assert began == [change.code for change in report.plan.changes]
    found = [event.finding.code for event in events if isinstance(event, FindingReported)]
    assert found == ["nano.tensorflow_gpu"]
    assert not run_step(step, conn, wish, CTX).changed
    undo_step(step, conn, CTX)
    assert _facts(step, conn, wish) == before


def test_a_container_comes_layer_by_layer(conn: SshConnection, step: TensorFlowStep) -> None:
    events: list[Event] = []
    run_step(step, conn, CONTAINER, RunContext(emit=events.append))
    layers = [(event.done, event.total, event.unit) for event in events if isinstance(event, Progress)]
    assert layers[0] == (0, 1, "layers") and layers[-1] == (12, 12, "layers")


def test_the_virtual_environment_goes_whole_and_the_system_is_untouched(
    nano: PracticeNano, conn: SshConnection, step: TensorFlowStep
) -> None:
    run_step(step, conn, VENV, CTX)
    assert python_programs.installed(nano.machine, python_programs.SYSTEM) == {}
    undo_step(step, conn, CTX)
    assert [path for path in nano.machine.state.files if path.startswith("/home/nano/tf")] == []


def test_what_was_replaced_comes_back_and_what_is_somebody_elses_stays(
    nano: PracticeNano, conn: SshConnection, step: TensorFlowStep
) -> None:
    place = python_programs.SYSTEM
    for name, version in {"numpy": "1.16.1", "tensorflow": "2.3.0+nv20.9", "pandas": "0.22.0"}.items():
        nano.machine.put(f"{place}/{name}-{version}.dist-info/METADATA", b"")
    before = _facts(step, conn)
    run_step(step, conn, WISH, CTX)
    there = python_programs.installed(nano.machine, place)
    assert (there["numpy"], there["tensorflow"], there["pandas"]) == ("1.19.4", "2.7.0+nv22.1", "0.22.0")
    undo_step(step, conn, CTX)
    assert _facts(step, conn) == before


def test_what_nobody_offers_any_more_is_said(nano: PracticeNano, conn: SshConnection, step: TensorFlowStep) -> None:
    nano.machine.put(f"{python_programs.SYSTEM}/tensorflow-9.9.9+nv99.9.dist-info/METADATA", b"")
    run_step(step, conn, WISH, CTX)
    events: list[Event] = []
    undo_step(step, conn, RunContext(emit=events.append))
    found = [event.finding for event in events if isinstance(event, FindingReported)]
    assert [(f.code, f.params["packages"]) for f in found] == [
        ("nano.tensorflow_not_restored", ["tensorflow 9.9.9+nv99.9"])
    ]


FAULTS: list[tuple[str, str, str]] = [
    ("numpy", "disk_full", "nano.tensorflow_disk_full"),
    ("tensorflow", "disk_full", "nano.tensorflow_disk_full"),
    ("numpy", "bad_hash", "nano.tensorflow_bad_file"),
    ("grpcio", "no_internet", "nano.tensorflow_no_internet"),
    ("h5py", "killed", "nano.tensorflow_out_of_memory"),
    ("start", "illegal", "nano.tensorflow_illegal"),
    ("start", "killed", "nano.tensorflow_out_of_memory"),
]


@pytest.mark.parametrize(("at", "fault", "code"), FAULTS, ids=[f"{fault} at {at}" for at, fault, _code in FAULTS])
def test_what_goes_wrong_is_told_and_a_repeat_goes_on_from_there(
    nano: PracticeNano, conn: SshConnection, step: TensorFlowStep, at: str, fault: str, code: str
) -> None:
    def now_fails(event: Event) -> None:
        if isinstance(event, StepStarted) and event.step == "nano.tensorflow.apt":
            nano.machine.python_fault[at] = fault

    with pytest.raises(NanoError) as raised:
        run_step(step, conn, WISH, RunContext(emit=now_fails))
    assert raised.value.code == code
    assert raised.value.detail
    rest = _codes(step, conn)
    assert rest and rest != WHOLE and rest[-1] == "start"
    lines = _run_and_listen(step, conn)
    assert not [line for line in lines if "install" in line and "pip==21.3.1" in line], "nothing is installed twice"
    assert _codes(step, conn) == []


def _run_and_listen(step: TensorFlowStep, conn: SshConnection) -> list[str]:
    events: list[Event] = []
    run_step(step, conn, WISH, RunContext(emit=events.append))
    return [event.text for event in events if isinstance(event, LogLine)]


def test_no_internet_is_told_before_anything_is_changed(
    nano: PracticeNano, conn: SshConnection, step: TensorFlowStep
) -> None:
    nano.machine.python_fault["reach"] = "no_internet"
    with pytest.raises(NanoError) as raised:
        run_step(step, conn, WISH, CTX)
    assert raised.value.code == "nano.tensorflow_no_internet"
    assert _codes(step, conn) == WHOLE


@pytest.mark.parametrize("cut_at", WHOLE)
def test_a_link_that_is_cut_in_any_stage(nano: PracticeNano, pins: HostKeys, step: TensorFlowStep, cut_at: str) -> None:
    """Without a login of its own to renew: NanoWizard was closed, and another one repeats the step."""
    conn = _connect(nano, pins)

    def cut(event: Event) -> None:
        if isinstance(event, StepStarted) and event.step == f"nano.tensorflow.{cut_at}":
            nano.cut_links()

    with pytest.raises(NanoError) as raised:
        run_step(step, conn, WISH, RunContext(emit=cut))
    assert raised.value.code == "nano.lost"
    conn.close()
    conn = _connect(nano, pins)
    rest = _codes(step, conn)
    done = {what for what in WHOLE[1 : WHOLE.index(cut_at)] if what != "apt"}
    assert not done & set(rest)
    run_step(step, conn, WISH, CTX)
    assert _codes(step, conn) == []
    there = python_programs.installed(nano.machine, python_programs.SYSTEM)
    assert len(there) == len(set(there)) and there["tensorflow"] == "2.7.0+nv22.1"
    conn.close()


def test_this_computer_fetches_and_the_nano_needs_no_index(
    nano: PracticeNano, conn: SshConnection, step: TensorFlowStep
) -> None:
    wish = TensorFlowOptions(fetch="computer")
    assert _codes(step, conn, wish)[:2] == ["fetch", "push"]
    events: list[Event] = []
    before = _facts(step, conn)
    run_step(step, conn, wish, RunContext(emit=events.append))
    commands = [event.text for event in events if isinstance(event, LogLine) and " pip install " in event.text]
    assert commands and all("--no-index" in line for line in commands)
    assert any(path.startswith("/var/cache/nanowizard/wheels/") for path in nano.machine.state.files)
    undo_step(step, conn, CTX)
    assert not any(path.startswith("/var/cache/nanowizard/") for path in nano.machine.state.files)
    assert _facts(step, conn) == before


def test_a_numpy_of_the_users_own_gets_a_guard(nano: PracticeNano, conn: SshConnection, step: TensorFlowStep) -> None:
    nano.machine.put("/home/nano/.local/lib/python3.6/site-packages/numpy-1.19.5.dist-info/METADATA", b"")
    nano.machine.put("/etc/environment", b'PATH="/usr/bin"')
    report = run_step(step, conn, WISH, CTX)
    assert "nano.tensorflow.guard" in [change.code for change in report.plan.changes]
    assert nano.machine.read("/etc/environment") == b'PATH="/usr/bin"\nOPENBLAS_CORETYPE=ARMV8\n'
    assert [f.code for f in report.plan.findings if f.severity is Severity.WARNING][-1] == "nano.tensorflow_shadowed"
    undo_step(step, conn, CTX)
    assert nano.machine.read("/etc/environment") == b'PATH="/usr/bin"'


def test_a_package_that_something_else_needs_by_now_stays(
    nano: PracticeNano, conn: SshConnection, step: TensorFlowStep
) -> None:
    run_step(step, conn, WISH, CTX)
    nano.machine.put("/var/lib/dpkg/info/octave.list", b"")
    events: list[Event] = []
    undo_step(step, conn, RunContext(emit=events.append))
    found = [event.finding.params for event in events if isinstance(event, FindingReported)]
    assert [params["others"] for params in found] == [["octave"]]
    assert _facts(step, conn).apt["gfortran"]


def test_another_machine_is_refused_and_nothing_is_noted(
    nano: PracticeNano, conn: SshConnection, step: TensorFlowStep
) -> None:
    nano.machine.put("/proc/device-tree/model", b"NVIDIA Jetson Xavier NX Developer Kit\0")
    files: dict[str, Any] = dict(nano.machine.state.files)
    with pytest.raises(NanoError) as raised:
        run_step(step, conn, WISH, CTX)
    assert raised.value.code == "nano.tensorflow_not_a_nano"
    assert nano.machine.state.files == files
