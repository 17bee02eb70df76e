"""The runner's promises, with a step whose world is a dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest

from nanowizard.core.errors import Cancelled, NanoError
from nanowizard.core.events import Event, Finding, Severity, StepFinished, StepStarted
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.practice.nano import PASSWORD, Faults, PracticeNano
from nanowizard.provision.runner import can_undo, run_step, undo_step
from nanowizard.provision.step import Change, Plan, UndoRecord
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.shell import Connection
from nanowizard.remote.ssh import connect

CTX = RunContext()


class Lamp:
    """Switches lamps to the wished state. `broken` ones stay as they are; a wish of None is forbidden."""

    id: ClassVar[str] = "nano.lamp"

    def __init__(self, lamps: dict[str, bool], broken: str = "") -> None:
        self.lamps = lamps
        self.broken = broken

    def gather(self, conn: Connection, options: dict[str, bool | None], ctx: RunContext) -> dict[str, bool]:
        del conn, options, ctx
        return dict(self.lamps)

    def plan(self, facts: dict[str, bool], options: dict[str, bool | None]) -> Plan:
        forbidden = [Finding(code="nano.lamp_forbidden", severity=Severity.BLOCKING, params={"name": name})
                     for name, wish in options.items() if wish is None]  # fmt: skip
        changes = [Change(code=f"nano.lamp.{name}", params={"on": wish})
                   for name, wish in options.items() if facts[name] is not wish]  # fmt: skip
        return Plan(changes=changes, findings=forbidden)

    def undo_record(self, facts: dict[str, bool]) -> UndoRecord:
        return {"lamps": facts}

    def apply(self, conn: Connection, change: Change, ctx: RunContext) -> None:
        del conn, ctx
        name = change.code.rpartition(".")[2]
        if name != self.broken:
            self.lamps[name] = change.params["on"]

    def undo(self, conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
        del conn, ctx
        self.lamps.update(record["lamps"])


@pytest.fixture(scope="module")
def nano(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with PracticeNano(tmp_path_factory.mktemp("nano"), faults=Faults(delay_s=0.0)) as nano:
        yield nano


@pytest.fixture
def conn(nano: PracticeNano, tmp_path: Path) -> Any:
    pins = HostKeys(tmp_path / "k.json")
    conn = connect(nano.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)
    yield conn
    if can_undo(Lamp.id, conn, CTX):
        conn.run(["rm", "-f", "--", "/var/lib/nanowizard/nano.lamp.json"], CTX, sudo=True)
    conn.close()


def test_each_change_is_an_event_of_its_own(conn: SshConnection) -> None:
    events: list[Event] = []
    lamp = Lamp({"a": False, "b": True, "c": False})
    report = run_step(lamp, conn, {"a": True, "b": True, "c": True}, RunContext(emit=events.append))
    assert report.changed
    assert (report.before["a"], report.after["a"]) == (False, True)
    assert [type(event) for event in events] == [StepStarted, StepFinished] * 2
    assert [event.step for event in events if isinstance(event, StepStarted)] == ["nano.lamp.a", "nano.lamp.c"]


def test_the_first_state_is_the_one_that_comes_back(conn: SshConnection) -> None:
    lamp = Lamp({"a": False, "b": True})
    run_step(lamp, conn, {"a": True}, CTX)
    run_step(lamp, conn, {"a": False, "b": False}, CTX)
    run_step(lamp, conn, {"a": True}, CTX)
    undo_step(lamp, conn, CTX)
    assert lamp.lamps == {"a": False, "b": True}
    assert not can_undo(lamp.id, conn, CTX)


def test_what_is_left_over_is_an_error(conn: SshConnection) -> None:
    with pytest.raises(NanoError) as raised:
        run_step(Lamp({"a": False, "b": False}, broken="b"), conn, {"a": True, "b": True}, CTX)
    assert raised.value.code == "nano.step_incomplete"
    assert raised.value.params == {"step": "nano.lamp", "left": ["nano.lamp.b"]}


class Waited(Lamp):
    """Twice an earlier run's job is in the way; when it has ended it has switched on the lamp `theirs`."""

    def __init__(self, lamps: dict[str, bool]) -> None:
        super().__init__(lamps)
        self.done: list[str] = []
        self.in_the_way = 2

    def _wait(self) -> None:
        if self.in_the_way:
            self.in_the_way -= 1
            self.lamps["theirs"] = True
            raise NanoError("nano.job_other_ended", command="pip install")

    def apply(self, conn: Connection, change: Change, ctx: RunContext) -> None:
        self._wait()
        self.done.append(change.code)
        super().apply(conn, change, ctx)

    def undo(self, conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
        self._wait()
        super().undo(conn, record, ctx)


def test_after_an_earlier_job_only_what_is_still_missing_is_done(conn: SshConnection) -> None:
    lamp = Waited({"theirs": False, "a": False})
    assert run_step(lamp, conn, {"theirs": True, "a": True}, CTX).changed
    assert lamp.done == ["nano.lamp.a"]


def test_an_undo_begins_anew_after_an_earlier_job(conn: SshConnection) -> None:
    lamp = Waited({"theirs": False, "a": False})
    run_step(lamp, conn, {"a": True}, CTX)
    lamp.in_the_way = 2
    undo_step(lamp, conn, CTX)
    assert lamp.lamps == {"theirs": False, "a": False}


def test_a_blocked_plan_changes_nothing(conn: SshConnection) -> None:
    lamp = Lamp({"a": False, "b": False})
    wish = {"a": True, "b": None}
    with pytest.raises(NanoError) as raised:
        run_step(lamp, conn, wish, CTX)
    assert (raised.value.code, raised.value.params) == ("nano.lamp_forbidden", {"name": "b"})
    assert lamp.lamps == {"a": False, "b": False}
    assert not can_undo(lamp.id, conn, CTX)
    assert run_step(lamp, conn, wish, CTX, dry_run=True).plan.is_blocked


def test_nothing_to_do_leaves_no_note(conn: SshConnection) -> None:
    assert not run_step(Lamp({"a": True}), conn, {"a": True}, CTX).changed
    assert not can_undo(Lamp.id, conn, CTX)


def test_cancel_between_two_changes(conn: SshConnection) -> None:
    cancel = CancelToken()
    lamp = Lamp({"a": False, "b": False})
    ctx = RunContext(emit=lambda event: cancel.set() if isinstance(event, StepFinished) else None, cancel=cancel)
    with pytest.raises(Cancelled):
        run_step(lamp, conn, {"a": True, "b": True}, ctx)
    assert lamp.lamps == {"a": True, "b": False}
    undo_step(lamp, conn, CTX)
    assert lamp.lamps == {"a": False, "b": False}


@pytest.mark.parametrize("note", [b"", b"[]", b"{}", b'{"schema": 2, "records": []}', b'{"schema": 1, "records": [3]}'])
def test_a_damaged_note_undoes_nothing(nano: PracticeNano, conn: SshConnection, note: bytes) -> None:
    nano.machine.put("/var/lib/nanowizard/nano.lamp.json", note)
    with pytest.raises(NanoError) as raised:
        undo_step(Lamp({}), conn, CTX)
    assert raised.value.code == "nano.undo_damaged"
