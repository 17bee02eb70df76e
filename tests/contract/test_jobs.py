"""Jobs on the Nano, on the practice one and on a real OpenSSH server with real processes: they outlive what is here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support import job_programs
from support.boards import BOARDS, PASSWORD, Board, PracticeBoard, RealBoard
from support.patience import PATIENCE_S

from nanowizard.core.errors import Cancelled, NanoError
from nanowizard.core.events import Event, FindingReported, StepFinished, StepStarted
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.remote import jobs, jobs_scripts
from nanowizard.remote.busy import WAITING
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.jobs import run_job
from nanowizard.remote.jobs_list import list_jobs
from nanowizard.remote.ssh import connect
from nanowizard.remote.streams import PassingLine

CTX = RunContext()
LogIn = Callable[[], SshConnection]
HOME = f"{jobs_scripts.ROOT_JOBS}/test"


@pytest.fixture(scope="module", params=BOARDS)
def board(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    board: Board = request.param(tmp_path_factory.mktemp("board"))
    with pytest.MonkeyPatch.context() as patch:
        job_programs.install(board, patch)
        yield board
        board.close()


@pytest.fixture
def log_in(board: Board, tmp_path: Path) -> Iterator[LogIn]:
    pins = HostKeys(tmp_path / "host_keys.json")
    made: list[SshConnection] = []

    def log_in() -> SshConnection:
        made.append(connect(board.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True))
        return made[-1]

    yield log_in
    log_in().run(["rm", "-rf", "--", HOME], CTX, sudo=True)
    for conn in made:
        conn.close()


@pytest.fixture
def conn(log_in: LogIn) -> SshConnection:
    return log_in()


@pytest.fixture
def counted(conn: SshConnection, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command lines that go to the Nano."""
    lines: list[str] = []
    start = conn._start

    def counting(line: str, patience_s: float) -> object:
        lines.append(line)
        return start(line, patience_s)

    monkeypatch.setattr(conn, "_start", counting)
    return lines


class Heard:
    """Lines and events of a job, and a way to wait for one of them."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.events: list[Event] = []
        self.cancel = CancelToken()
        self._changed = threading.Condition()

    @property
    def ctx(self) -> RunContext:
        return RunContext(emit=self._event, cancel=self.cancel)

    @property
    def codes(self) -> list[str]:
        named = [e.step for e in self.events if isinstance(e, StepStarted)]
        named += [f"{e.step} ended" for e in self.events if isinstance(e, StepFinished)]
        return named + [e.finding.code for e in self.events if isinstance(e, FindingReported)]

    def line(self, line: str) -> None:
        with self._changed:
            self.lines.append(line)
            self._changed.notify_all()

    def until(self, done: Callable[[Heard], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: done(self), timeout=PATIENCE_S), (self.lines, self.events)

    def _event(self, event: Event) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()


@pytest.fixture
def away() -> Iterator[ThreadPoolExecutor]:
    away = ThreadPoolExecutor()
    yield away
    away.shutdown(wait=False)  # what still follows a job ends with its link


def _let_go(heard: Heard, conn: SshConnection, running: object) -> None:
    """The link of a follower goes; its job does not."""
    conn.close()
    with pytest.raises(NanoError) as raised:
        running.result(timeout=PATIENCE_S)  # type: ignore[attr-defined]
    assert raised.value.code == "nano.lost"


@pytest.mark.parametrize("sudo", [True, False])
def test_a_job_gives_its_output_and_its_end(conn: SshConnection, board: Board, sudo: bool) -> None:
    board.put("/etc/said", b"one\ntwo\rthree\r\nfour")
    lines: list[str] = []
    result = run_job(conn, CTX, "test", ["cat", "--", "/etc/said"], on_line=lines.append, sudo=sudo)
    assert lines == ["one", "two", "three", "four"]
    assert [line for line in lines if isinstance(line, PassingLine)] == ["two"]
    assert (result.exit_status, result.stdout, result.stderr) == (0, "one\ntwo\rthree\r\nfour", "")


def test_lines_come_while_it_runs(conn: SshConnection, board: Board, away: ThreadPoolExecutor) -> None:
    heard = Heard()
    board.put("/var/hold-two", b"")
    running = away.submit(run_job, conn, heard.ctx, "test", ["apt-get"], on_line=heard.line)
    heard.until(lambda h: "unpacking two" in h.lines)
    assert "unpacking three" not in heard.lines
    conn.run(["rm", "-f", "--", "/var/hold-two"], CTX, sudo=True)
    assert running.result(timeout=PATIENCE_S).ok
    assert heard.lines[-1] == "configured three"


def test_a_failure_names_the_program_and_shows_what_it_said(conn: SshConnection) -> None:
    with pytest.raises(NanoError) as raised:
        run_job(conn, CTX, "test", ["cat", "--", "/no/such"])
    assert (raised.value.code, raised.value.params) == ("nano.command_failed", {"command": "cat", "exit_status": 1})
    assert "No such file" in raised.value.detail
    assert run_job(conn, CTX, "test", ["talk", "1", "0", "7"], check=False).exit_status == 7


def test_an_unknown_program_ends_with_127(conn: SshConnection) -> None:
    assert run_job(conn, CTX, "test", ["no-such-program"], check=False).exit_status == 127


def test_the_folder_is_for_root_alone_and_gone_afterwards(
    conn: SshConnection, board: Board, away: ThreadPoolExecutor
) -> None:
    heard = Heard()
    board.put("/var/hold-one", b"")
    running = away.submit(run_job, conn, heard.ctx, "test", ["apt-get"], on_line=heard.line)
    heard.until(lambda h: bool(h.lines))
    if isinstance(board, RealBoard):
        assert [board.mode(path) for path in (jobs_scripts.ROOT_JOBS, HOME)] == [0o700, 0o700]
    assert board.read(f"{HOME}/log") == b"unpacking one\n"
    conn.run(["rm", "-f", "--", "/var/hold-one"], CTX, sudo=True)
    running.result(timeout=PATIENCE_S)
    assert board.read(f"{HOME}/log") is None
    assert board.read(f"{HOME}/about") is None


def test_a_short_job_costs_few_rounds(conn: SshConnection, counted: list[str]) -> None:
    run_job(conn, CTX, "test", ["talk", "3", "0"])
    # One of them tries the password of a new connection.
    assert len(counted) == 3


def test_environment_and_arguments_arrive_as_they_were(conn: SshConnection, board: Board) -> None:
    odd = "/mnt/a 'b' $(id) \"c\" \n*"
    board.put(odd, b"found")
    said = run_job(conn, CTX, "test", ["cat", "--", odd], environment={"A": "a b", "B": "$HOME"}).stdout
    assert said == "found"


def test_environment_is_seen_by_the_command(conn: SshConnection, board: Board) -> None:
    if isinstance(board, PracticeBoard):
        pytest.skip("the practice Nano has no environment")
    said = run_job(conn, CTX, "test", ["env"], environment={"A": "a b", "B": "$HOME"}).stdout.splitlines()
    assert {"A=a b", "B=$HOME", "LC_ALL=C", "HOME=/root"} <= set(said)


@pytest.mark.parametrize("job_id", ["", "../x", "a/b", "A", ".hidden", "a b"])
def test_an_id_is_a_slug(conn: SshConnection, job_id: str) -> None:
    with pytest.raises(ValueError, match="not a job's id"):
        run_job(conn, CTX, job_id, ["true"])


def test_a_second_session_gets_the_output_from_the_start(log_in: LogIn, board: Board, away: ThreadPoolExecutor) -> None:
    heard, again, late = Heard(), Heard(), Heard()
    board.put("/var/hold-two", b"")
    first = log_in()
    running = away.submit(run_job, first, heard.ctx, "test", ["apt-get"], on_line=heard.line)
    heard.until(lambda h: "unpacking two" in h.lines)
    _let_go(heard, first, running)
    second = log_in()
    running = away.submit(run_job, second, again.ctx, "test", ["apt-get"], on_line=again.line)
    again.until(lambda h: "unpacking two" in h.lines)
    third = log_in()
    offset = len("unpacking one\n")
    watching = away.submit(run_job, third, late.ctx, "test", ["apt-get"], on_line=late.line, offset=offset)
    late.until(lambda h: "unpacking two" in h.lines)
    log_in().run(["rm", "-f", "--", "/var/hold-two"], CTX, sudo=True)
    assert running.result(timeout=PATIENCE_S).ok
    assert watching.result(timeout=PATIENCE_S).ok
    whole = [f"{word} {name}" for name in ("one", "two", "three") for word in ("unpacking", "configured")]
    assert again.lines == whole
    assert late.lines == whole[1:]


def test_a_result_that_nobody_fetched_is_returned_once(log_in: LogIn, board: Board, away: ThreadPoolExecutor) -> None:
    heard, again = Heard(), Heard()
    board.put("/var/hold-one", b"")
    first = log_in()
    running = away.submit(run_job, first, heard.ctx, "test", ["apt-get"], on_line=heard.line)
    heard.until(lambda h: bool(h.lines))
    _let_go(heard, first, running)
    conn = log_in()
    conn.run(["rm", "-f", "--", "/var/hold-one"], CTX, sudo=True)
    _until_ended(board)
    board.put("/var/hold-one", b"")  # it would not end if it ran again
    assert run_job(conn, CTX, "test", ["apt-get"], on_line=again.line).ok
    assert again.lines[-1] == "configured three"
    board.put("/etc/said", b"anew")
    assert run_job(conn, CTX, "test", ["cat", "--", "/etc/said"]).stdout == "anew"


def test_a_result_that_nobody_fetched_is_dropped_for_a_fresh_one(
    log_in: LogIn, board: Board, away: ThreadPoolExecutor
) -> None:
    argv = ["cat", "--", "/etc/said"]
    board.put("/etc/said", b"old")
    conn = log_in()
    _leave_a_result(conn, argv)
    board.put("/etc/said", b"new")
    assert run_job(conn, CTX, "test", argv, fresh=True).stdout == "new"
    _leave_a_result(conn, argv)
    board.put("/etc/said", b"newer")
    assert run_job(conn, CTX, "test", ["cat", "/etc/said"]).stdout == "newer", "another command is not that one"


def _leave_a_result(conn: SshConnection, argv: list[str]) -> None:
    """A job that ended, with its result not cleared."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs._Job, "_clear", lambda *_: None)
        run_job(conn, CTX, "test", argv)


def _until_ended(board: Board) -> None:
    waited = threading.Event()
    for _ in range(1000):
        if board.read(f"{HOME}/status") is not None:
            return
        waited.wait(0.01)
    raise AssertionError("the job did not end")


@pytest.mark.parametrize(("theirs", "ours"), [("test", "test"), ("nano.step.one", "nano.step.two")])
def test_another_command_of_the_same_step_is_followed_and_asks_for_a_new_plan(
    log_in: LogIn, board: Board, away: ThreadPoolExecutor, theirs: str, ours: str
) -> None:
    heard, waiting = Heard(), Heard()
    board.put("/var/hold-one", b"")
    running = away.submit(run_job, log_in(), heard.ctx, theirs, ["apt-get", "install", "a b"], on_line=heard.line)
    heard.until(lambda h: "unpacking one" in h.lines)
    conn = log_in()
    second = away.submit(run_job, conn, waiting.ctx, ours, ["cat", "--", "/etc/fstab"], on_line=waiting.line)
    waiting.until(lambda h: "unpacking one" in h.lines)
    assert not second.done()
    log_in().run(["rm", "-f", "--", "/var/hold-one"], CTX, sudo=True)
    with pytest.raises(NanoError) as raised:
        second.result(timeout=PATIENCE_S)
    assert (raised.value.code, raised.value.params) == ("nano.job_other_ended", {"command": "apt-get install 'a b'"})
    assert waiting.lines[-1] == "configured three"
    assert [event.step for event in waiting.events if isinstance(event, (StepStarted, StepFinished))] == [WAITING] * 2
    assert running.result(timeout=PATIENCE_S).ok
    assert run_job(conn, CTX, ours, ["cat", "--", "/etc/fstab"]).stdout


def test_who_stops_waiting_leaves_the_other_command_alone(
    log_in: LogIn, board: Board, away: ThreadPoolExecutor
) -> None:
    heard, waiting = Heard(), Heard()
    board.put("/var/hold-one", b"")
    running = away.submit(run_job, log_in(), heard.ctx, "test", ["apt-get"], on_line=heard.line)
    heard.until(lambda h: "unpacking one" in h.lines)
    second = away.submit(run_job, log_in(), waiting.ctx, "test", ["cat", "--", "/etc/fstab"], on_line=waiting.line)
    waiting.until(lambda h: "unpacking one" in h.lines)
    waiting.ctx.cancel.set()
    with pytest.raises(Cancelled):
        second.result(timeout=PATIENCE_S)
    log_in().run(["rm", "-f", "--", "/var/hold-one"], CTX, sudo=True)
    assert running.result(timeout=PATIENCE_S).ok


def test_a_job_of_another_step_is_in_nobodys_way(log_in: LogIn, board: Board, away: ThreadPoolExecutor) -> None:
    heard = Heard()
    board.put("/var/hold-one", b"")
    running = away.submit(run_job, log_in(), heard.ctx, "nano.step.one", ["apt-get"], on_line=heard.line)
    heard.until(lambda h: bool(h.lines))
    conn = log_in()
    assert run_job(conn, CTX, "nano.steps.one", ["cat", "--", "/etc/fstab"]).ok
    conn.run(["rm", "-f", "--", "/var/hold-one"], CTX, sudo=True)
    assert running.result(timeout=PATIENCE_S).ok


def test_two_who_start_it_at_once_start_one(log_in: LogIn, board: Board, away: ThreadPoolExecutor) -> None:
    heard = [Heard() for _ in range(4)]
    board.put("/var/hold-two", b"")
    running = [
        away.submit(run_job, conn, one.ctx, "test", ["apt-get"], on_line=one.line)
        for one, conn in [(one, log_in()) for one in heard]
    ]
    for one in heard:
        one.until(lambda h: "unpacking two" in h.lines)
    log_in().run(["rm", "-f", "--", "/var/hold-two"], CTX, sudo=True)
    assert all(one.result(timeout=PATIENCE_S).ok for one in running)
    assert all(one.lines == heard[0].lines and len(one.lines) == 6 for one in heard)


@pytest.mark.parametrize("argv", [["talk", "1000", "0.1"], ["stubborn"]], ids=["talk", "stubborn"])
def test_a_cancel_ends_it(
    conn: SshConnection, board: Board, away: ThreadPoolExecutor, argv: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Heard()
    running = away.submit(run_job, conn, heard.ctx, "test", argv, on_line=heard.line)
    heard.until(lambda h: bool(h.lines))
    heard.cancel.set()
    with pytest.raises(Cancelled):
        running.result(timeout=PATIENCE_S)
    assert heard.codes == []
    assert list_jobs(conn, CTX) == []
    if isinstance(board, RealBoard):
        assert argv[0] not in conn.run(["ps", "-e", "-o", "comm="], CTX).stdout.split()


def test_a_cancel_waits_for_the_package_that_is_half_made(
    log_in: LogIn, board: Board, away: ThreadPoolExecutor
) -> None:
    heard = Heard()
    board.put("/var/hold-two", b"")
    running = away.submit(run_job, log_in(), heard.ctx, "test", ["apt-get"], on_line=heard.line, protect="dpkg")
    heard.until(lambda h: "unpacking two" in h.lines)
    heard.cancel.set()
    heard.until(lambda h: h.codes == ["nano.job.closing"])
    assert heard.lines[-1] == "unpacking two"
    log_in().run(["rm", "-f", "--", "/var/hold-two"], CTX, sudo=True)
    with pytest.raises(Cancelled):
        running.result(timeout=PATIENCE_S)
    assert heard.lines[-2:] == ["unpacking three", "configured three"]
    assert heard.codes == ["nano.job.closing", "nano.job.closing ended"]
    assert list_jobs(log_in(), CTX) == []


def test_a_second_cancel_lets_go_and_it_can_be_followed_again(
    log_in: LogIn, board: Board, away: ThreadPoolExecutor
) -> None:
    heard, again = Heard(), Heard()
    board.put("/var/hold-two", b"")
    running = away.submit(run_job, log_in(), heard.ctx, "test", ["apt-get"], on_line=heard.line, protect="dpkg")
    heard.until(lambda h: "unpacking two" in h.lines)
    heard.cancel.set()
    heard.until(lambda h: h.codes == ["nano.job.closing"])
    heard.cancel.set()
    with pytest.raises(Cancelled):
        running.result(timeout=PATIENCE_S)
    assert heard.codes == ["nano.job.closing", "nano.job_left_running"]
    running = away.submit(run_job, log_in(), again.ctx, "test", ["apt-get"], on_line=again.line, check=False)
    again.until(lambda h: "unpacking two" in h.lines)
    log_in().run(["rm", "-f", "--", "/var/hold-two"], CTX, sudo=True)
    assert running.result(timeout=PATIENCE_S).ok
    assert len(again.lines) == 6


def test_a_protected_command_outside_of_dpkg_ends_at_once(
    conn: SshConnection, board: Board, away: ThreadPoolExecutor
) -> None:
    heard = Heard()
    running = away.submit(run_job, conn, heard.ctx, "test", ["stubborn"], on_line=heard.line, protect="dpkg")
    heard.until(lambda h: bool(h.lines))
    heard.cancel.set()
    with pytest.raises(Cancelled):
        running.result(timeout=PATIENCE_S)
    assert heard.codes == []


def test_who_was_killed_is_not_called_finished(conn: SshConnection, board: Board, away: ThreadPoolExecutor) -> None:
    if isinstance(board, PracticeBoard):
        pytest.skip("nobody kills processes there")
    heard = Heard()
    running = away.submit(run_job, conn, heard.ctx, "test", ["stubborn"], on_line=heard.line)
    heard.until(lambda h: bool(h.lines))
    numbers = (board.read(f"{HOME}/pid") or b"").decode().split()
    conn.run(["kill", "-KILL", *numbers], CTX, sudo=True)
    with pytest.raises(NanoError) as raised:
        running.result(timeout=PATIENCE_S)
    assert (raised.value.code, raised.value.params) == ("nano.job_killed", {"command": "stubborn"})
    assert run_job(conn, CTX, "test", ["true"]).ok


@pytest.mark.parametrize("is_stopping", [False, True])
def test_a_job_that_the_system_ends_is_not_a_failure_of_its_command(
    log_in: LogIn, board: Board, away: ThreadPoolExecutor, is_stopping: bool
) -> None:
    """A restart tells all processes to end, and the link outlives them by a moment: it is waited for."""
    if isinstance(board, PracticeBoard):
        pytest.skip("the practice Nano ends its jobs at once")
    heard = Heard()
    conn = log_in()
    running = away.submit(run_job, conn, heard.ctx, "test", ["talk", "1000", "0.1"], on_line=heard.line)
    heard.until(lambda h: bool(h.lines))
    other = log_in()
    systemctl = board.read("/opt/bin/systemctl") or b""
    if is_stopping:
        board.put("/opt/bin/systemctl", b"#!/bin/sh\necho stopping\n", 0o755)
    try:
        numbers = (board.read(f"{HOME}/pid") or b"").decode().split()
        other.run(["kill", "-TERM", *numbers], CTX, sudo=True)
        _until_ended(board)
        if is_stopping:
            board.put(f"{HOME}/boot", b"another\n")
        with pytest.raises(NanoError) as raised:
            running.result(timeout=30)
    finally:
        board.put("/opt/bin/systemctl", systemctl, 0o755)
    assert raised.value.code == ("nano.job_cut_by_restart" if is_stopping else "nano.job_killed")


def test_a_killed_command_has_the_status_of_its_signal(
    conn: SshConnection, board: Board, away: ThreadPoolExecutor
) -> None:
    if isinstance(board, PracticeBoard):
        pytest.skip("nobody kills processes there")
    heard = Heard()
    running = away.submit(run_job, conn, heard.ctx, "test", ["stubborn"], on_line=heard.line, check=False)
    heard.until(lambda h: bool(h.lines))
    command = (board.read(f"{HOME}/pid") or b"").decode().split()[1]
    conn.run(["kill", "-KILL", command], CTX, sudo=True)
    assert running.result(timeout=PATIENCE_S).exit_status == 137


def test_what_comes_of_a_restart_in_the_middle(log_in: LogIn, board: Board, away: ThreadPoolExecutor) -> None:
    """The board is not restarted here (other suites do, and the lab a real one): its boot id changes."""
    heard = Heard()
    first = log_in()
    running = away.submit(run_job, first, heard.ctx, "test", ["stubborn"], on_line=heard.line)
    heard.until(lambda h: bool(h.lines))
    _let_go(heard, first, running)
    conn = log_in()
    if isinstance(board, PracticeBoard):
        board.nano.machine.boot_id = "another"
        job = board.nano.machine.jobs[HOME]
        job.lost = True
        job.process.killed.set()
    else:
        board.put(f"{HOME}/boot", b"another\n")
        conn.run(["kill", "-KILL", *(board.read(f"{HOME}/pid") or b"").decode().split()], CTX, sudo=True)
    job_of = [job for job in list_jobs(conn, CTX) if job.id == "test"]
    assert [(job.state, job.exit_status, job.argv) for job in job_of] == [("cut", None, ("stubborn",))]
    assert run_job(conn, CTX, "test", ["talk", "2", "0"]).ok


def test_the_list_names_what_runs_and_what_nobody_fetched(
    log_in: LogIn, board: Board, away: ThreadPoolExecutor
) -> None:
    heard = Heard()
    conn = log_in()
    assert list_jobs(conn, CTX) == []
    _leave_a_result(conn, ["talk", "1", "0"])
    assert [(job.id, job.state, job.exit_status, job.argv) for job in list_jobs(conn, CTX)] == [
        ("test", "ended", 0, ("talk", "1", "0"))
    ]
    running = away.submit(run_job, log_in(), heard.ctx, "test.user", ["stubborn"], on_line=heard.line, sudo=False)
    heard.until(lambda h: bool(h.lines))
    assert {(job.id, job.state) for job in list_jobs(conn, CTX)} == {("test", "ended"), ("test.user", "running")}
    heard.cancel.set()
    with pytest.raises(Cancelled):
        running.result(timeout=PATIENCE_S)


_CHATTER = 'echo "Welcome to your Nano"; echo "and a complaint" >&2\n'
_START_FILES = {
    "bash": (".bashrc",),
    "dash": (),
    "fish": (".config/fish/config.fish",),
    "mksh": (".mkshrc",),
    "zsh": (".zshenv",),
}


@pytest.mark.parametrize("shell", sorted(_START_FILES))
def test_a_login_shell_that_is_another_one_and_talks(
    log_in: LogIn, board: Board, away: ThreadPoolExecutor, shell: str
) -> None:
    if isinstance(board, PracticeBoard):
        pytest.skip("the practice Nano has no shell")
    assert isinstance(board, RealBoard)
    if not Path("/usr/bin", shell).exists():
        pytest.skip(f"not installed: {shell}")
    accounts = board.read("/etc/passwd") or b""
    board.put("/etc/passwd", accounts.replace(b"/home/nano:/bin/bash", f"/home/nano:/usr/bin/{shell}".encode()))
    for name in _START_FILES[shell]:
        (board.root / "home/nano" / name).parent.mkdir(parents=True, exist_ok=True)
        board.put(f"/home/nano/{name}", _CHATTER.encode())
    heard = Heard()
    odd = "/mnt/a 'b' $(id) \"c\" *;\n日本"
    board.put(odd, b"found\n")
    board.put("/var/hold-two", b"")
    try:
        conn = log_in()
        assert run_job(conn, CTX, "test", ["cat", "--", odd], environment={"A": "a 'b' $c"}).stdout == "found\n"
        assert run_job(conn, CTX, "test", ["cat", "--", odd], sudo=False).stdout == "found\n"
        running = away.submit(run_job, conn, heard.ctx, "test", ["apt-get"], on_line=heard.line, protect="dpkg")
        heard.until(lambda h: "unpacking two" in h.lines)
        assert [job.argv for job in list_jobs(log_in(), CTX)] == [("apt-get",)]
        heard.cancel.set()
        heard.until(lambda h: h.codes == ["nano.job.closing"])
        log_in().run(["rm", "-f", "--", "/var/hold-two"], CTX, sudo=True)
        with pytest.raises(Cancelled):
            running.result(timeout=PATIENCE_S)
        assert heard.lines[-1] == "configured three"
    finally:
        board.put("/etc/passwd", accounts)
        for name in _START_FILES[shell]:
            board.put(f"/home/nano/{name}", b"")


_SYSTEMD_RUN = r"""#!/bin/sh
# Notes how it was called, and starts the command as a service would be: detached, with an environment of its own.
echo "$@" >> /var/units
[ ! -e /var/systemd-fails ] || exit 1
while [ "${1#--}" != "$1" ]; do shift; done
env -i PATH=/opt/bin:/usr/sbin:/usr/bin:/sbin:/bin setsid "$@" </dev/null >/dev/null 2>&1 &
"""


@pytest.mark.parametrize("works", [True, False])
def test_where_there_is_a_systemd_a_job_is_a_unit_of_it(conn: SshConnection, board: Board, works: bool) -> None:
    """A stand-in here: the lab's board has a real one. One that does not work is done without."""
    if isinstance(board, PracticeBoard):
        pytest.skip("the practice Nano has no systemd")
    assert isinstance(board, RealBoard)
    system = board.root / "run/systemd/system"
    system.mkdir(parents=True, exist_ok=True)
    board.put("/opt/bin/systemd-run", _SYSTEMD_RUN.encode(), 0o755)
    board.put("/var/units", b"")
    if not works:
        board.put("/var/systemd-fails", b"")
    try:
        said = run_job(conn, CTX, "test", ["sh", "-c", 'echo "$HOME $LC_ALL $A"'], environment={"A": "$HOME %h"})
        assert said.stdout == "/root C $HOME %h\n"
        assert run_job(conn, CTX, "test.user", ["id", "-un"], sudo=False).stdout == "nano\n"
    finally:
        system.rmdir()
        for name in ("/var/systemd-fails", "/opt/bin/systemd-run"):
            conn.run(["rm", "-f", "--", name], CTX, sudo=True)
    (unit,) = (board.read("/var/units") or b"").decode().splitlines()
    options = unit.partition(" /bin/sh ")[0].split()
    assert options[:2] == ["--quiet", "--collect"]
    assert options[2].startswith("--unit=nanowizard-test-")
    assert "$" not in unit, "systemd would put its own values there"
