"""What a job makes of odd reports: a follower that was ended, a log that goes on growing, an about that is damaged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from nanowizard.core.errors import NanoError
from nanowizard.core.task import RunContext
from nanowizard.remote import jobs
from nanowizard.remote.jobs import run_job
from nanowizard.remote.shell import CommandResult

Answer = tuple[bytes, str, int]


class Conn:
    """Gives these answers (what it says, its report, its exit status), the last of them for ever."""

    user, host, port = "nano", "h", 22

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked = 0

    def run(
        self, _argv: Sequence[str], _ctx: object, *, on_data: Callable[[bytes], None] | None = None, **_: Any
    ) -> CommandResult:
        if on_data is None:
            return CommandResult(0, "", "")
        self.asked += 1
        data, report, status = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        on_data(data)
        return CommandResult(status, "", report)


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "POLL_S", 0.0)


def _run(conn: Conn, lines: list[str]) -> CommandResult:
    return run_job(conn, RunContext(), "test", ["x"], on_line=lines.append)  # type: ignore[arg-type]


def test_a_follower_that_was_ended_is_replaced() -> None:
    lines: list[str] = []
    conn = Conn(
        (b"start t 0\none\ntw", "", -1),
        (b"attached t 1\no\nthr", "report running  11 9999999\n", 0),
        (b"attached t 2\nee\n", "report ended 0 14 9999999\n", 0),
    )
    assert _run(conn, lines).stdout == "one\ntwo\nthree\n"
    assert lines == ["one", "two", "three"]


def test_a_last_line_that_comes_late_is_fetched() -> None:
    lines: list[str] = []
    conn = Conn(
        (b"start t 0\none\n", "report ended 0 8 9999999\n", 0), (b"attached t 0\ntwo\n", "report ended 0 8 999999\n", 0)
    )
    assert _run(conn, lines).ok
    assert lines == ["one", "two"]


def test_a_log_that_grows_for_ever_does_not_hold_us() -> None:
    conn = Conn((b"start t 0\n", "report ended 0 999 9999999\n", 0))
    assert _run(conn, []).ok
    assert conn.asked == jobs.LATE_ROUNDS + 1


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((b"start t 0\n", "report gone  0 9999999\n", 0), "nano.job_killed"),
        ((b"start t 0\n", "report gone 143 0 9999999\n", 0), "nano.job_killed"),
        ((b"start t 0\n", "report cut 143 0 9999999\n", 0), "nano.job_cut_by_restart"),
        ((b"absent - 0\n", "", 0), "nano.job_fetched_elsewhere"),
        ((b"start t 0\n", "report ended 1 0 9999999\n", 0), "nano.command_failed"),
        ((b"start t 0\n", "report ended 1 0 4096\n", 0), "nano.job_disk_full"),
        ((b"", "mkdir: cannot create: No space left on device\n", 1), "nano.job_disk_full"),
        ((b"", "mkdir: cannot create: Read-only file system\n", 1), "nano.command_failed"),
    ],
)
def test_an_end_that_is_none(answer: Answer, code: str) -> None:
    with pytest.raises(NanoError) as raised:
        _run(Conn(answer), [])
    assert raised.value.code == code


@pytest.mark.parametrize(
    ("said", "command"),
    [
        (b"other t 5\nnot json\n", "?"),
        (b'other t 5\n{"argv": ["a", "b c"]}\nnano.x.y\n', "a 'b c'"),
        (
            b'other t 5\n{"argv": ["p", "-c", "\\"\\"\\"Says it.\\n\\nimport x\\n", "1"]}\nnano.x.y\n',
            "p -c 'Says it.…' 1",
        ),
        (b'other t 5\n{"argv": ["' + b"a" * 500 + b'"]}\nnano.x.y\n', "a" * 120 + "…"),
    ],
)
def test_another_one_is_followed_to_its_end(said: bytes, command: str) -> None:
    conn = Conn((said, "", 46), (b"attached t 5\n", "report ended 0 0 9\n", 0), (b"", "", 0))
    with pytest.raises(NanoError) as raised:
        _run(conn, [])
    assert (raised.value.code, raised.value.params) == ("nano.job_other_ended", {"command": command})
