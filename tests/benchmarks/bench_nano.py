"""The pages of a Nano: over a link that answers late, and done again where everything is there already."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nanowizard.core.events import Status
from nanowizard.core.places import Places
from nanowizard.core.profile import AptProfile, PipProfile, PowerProfile, Profile, SwapProfile, TensorFlowProfile
from nanowizard.core.task import RunContext, TaskRun
from nanowizard.practice.nano import PASSWORD, Faults, PracticeNano
from nanowizard.tasks.nano import CheckNano
from nanowizard.tasks.nano_steps import nano_steps
from nanowizard.tasks.session import NanoLogin, Session
from tests.benchmarks.table import add
from tests.lab.machines.link import Link

LATENCY_S = 0.2
"""There and back: 100 ms each way."""
BITS_PER_S = 20e6
SLOW_LIMIT_S, AGAIN_LIMIT_S = 5, 1
PROFILE = Profile(
    rootfs=True,
    swap=SwapProfile(size_bytes=4 << 30),
    apt=AptProfile(mirror="tuna"),
    pip=PipProfile(index="tuna"),
    tensorflow=TensorFlowProfile(),
    power=PowerProfile(mode=1, console=True, hold_bootloader=True),
)


@pytest.fixture
def nano(tmp_path: Path) -> Iterator[PracticeNano]:
    """It needs no time of its own."""
    with PracticeNano(tmp_path / "nano", faults=Faults(delay_s=0.0)) as nano:
        yield nano


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"))
    yield session
    session.close()


def login(nano: PracticeNano, port: int | None = None) -> NanoLogin:
    address = dataclasses.replace(nano.address, port=port or nano.address.port)
    return NanoLogin(address=address, password=PASSWORD, trust=nano.fingerprint)


def test_a_link_that_answers_late(nano: PracticeNano, session: Session) -> None:
    link = Link(nano.address.port)
    try:
        link.slow(latency_s=LATENCY_S, bits_per_s=BITS_PER_S)
        entry = login(nano, link.port)
        began = time.monotonic()
        session.connect(entry, RunContext())
        add("login, 100 ms each way", time.monotonic() - began, "s")
        began = time.monotonic()
        CheckNano(session).run(entry, RunContext())
        add("report, 100 ms each way", time.monotonic() - began, "s", limit=SLOW_LIMIT_S)
        task, wish = next(part for part in nano_steps(session, PROFILE, entry) if part[0].id == "nano.swap")
        began = time.monotonic()
        end = TaskRun(task, wish, RunContext()).check_then_run()
        add("swap page looked at and done, 100 ms each way", time.monotonic() - began, "s", limit=SLOW_LIMIT_S)
        assert end.status is Status.SUCCEEDED
    finally:
        link.close()


def test_every_page_again(nano: PracticeNano, session: Session) -> None:
    steps = list(nano_steps(session, PROFILE, login(nano)))
    for task, wish in steps:
        assert TaskRun(task, wish, RunContext()).check_then_run().status in (Status.SUCCEEDED, Status.SATISFIED)
    for task, wish in steps:
        began = time.monotonic()
        assert TaskRun(task, wish, RunContext()).check_then_run().status is Status.SATISFIED
        add(f"{task.id} again, on a LAN", time.monotonic() - began, "s", limit=AGAIN_LIMIT_S)
