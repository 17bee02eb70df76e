"""Who may be at the other end of the pipes to an administrator's helper, and what becomes of a no."""

from __future__ import annotations

import os
import re
import subprocess
import threading

import pytest
from support.elevation import HELPER, LAUNCHER, STRANGER, FakeElevation

from nanowizard.core.errors import Cancelled, HelperError, NanoWizardError, PrivilegeError
from nanowizard.core.task import CancelToken
from nanowizard.drives.windows.errors import CallFailed
from nanowizard.helper.elevation import launcher as elevation
from nanowizard.helper.elevation import pipes
from nanowizard.helper.elevation import process as elevated_process
from nanowizard.helper.elevation.launcher import start_elevated
from nanowizard.helper.elevation.process import ElevatedProcess, PipeStream

COMMAND = ["C:\\Program Files\\NanoWizard\\NanoWizard.exe", "-m", "nanowizard.helper", 'a "b" c\\']
NAME = f"nanowizard-{HELPER}-{'0' * 32}"


def start(calls: FakeElevation, cancel: CancelToken | None = None) -> ElevatedProcess:
    return start_elevated(calls, COMMAND, "C:\\Program Files", "\\\\.\\PhysicalDrive1", cancel or CancelToken())


def failure(calls: FakeElevation) -> NanoWizardError:
    with pytest.raises(NanoWizardError) as caught:
        start(calls)
    assert calls.open_handles == set(), "nothing stays open"
    return caught.value


def test_the_pipes_are_new_for_us_and_administrators_and_for_this_computer() -> None:
    calls = FakeElevation()
    process = start(calls)
    names = [path for path, *_ in calls.pipes.values()]
    (stem,) = {re.sub(r"-(stdin|stdout|stderr)$", "", name) for name in names}
    assert re.fullmatch(rf"\\\\\.\\pipe\\nanowizard-{os.getpid()}-[0-9a-f]{{32}}", stem)
    # PIPE_ACCESS_OUTBOUND to its input, PIPE_ACCESS_INBOUND from the others; FIRST_PIPE_INSTANCE and OVERLAPPED.
    assert [access for _, access, *_ in calls.pipes.values()] == [0x40080002, 0x40080001, 0x40080001]
    assert {mode for _, _, mode, _ in calls.pipes.values()} == {8}  # PIPE_REJECT_REMOTE_CLIENTS, as bytes
    assert {sddl for *_, sddl in calls.pipes.values()} == {
        "D:P(A;;GRGW;;;S-1-5-21-7-8-9-1001)(A;;GRGW;;;BA)",
    }
    assert process.poll() is None


def test_no_two_pipes_have_the_same_name() -> None:
    calls = FakeElevation()
    kept = [start(calls), start(calls)]
    assert len({path for path, *_ in calls.pipes.values()}) == 3 * len(kept)


def test_the_command_line_is_quoted_as_windows_takes_it_apart_and_holds_the_name_alone() -> None:
    calls = FakeElevation()
    process = start(calls)
    ((program, arguments, folder),) = calls.asked
    name = calls.pipes[100][0].removeprefix("\\\\.\\pipe\\").removesuffix("-stdin")
    assert (program, folder) == (COMMAND[0], "C:\\Program Files")
    assert arguments == f'-m nanowizard.helper "a \\"b\\" c\\\\" --pipe {name}'
    del process


def test_a_stranger_who_comes_first_is_thrown_out() -> None:
    calls = FakeElevation(visitors=[STRANGER, STRANGER, HELPER])
    process = start(calls)
    assert calls.thrown_out == [(pipe, STRANGER) for pipe in (100, 100, 101, 101, 102, 102)]
    del process


def test_a_launcher_and_what_it_started_are_the_helper() -> None:
    """python.exe of a virtual environment starts the real one; so do one-file programs."""
    calls = FakeElevation(started_id=LAUNCHER, parents={HELPER: LAUNCHER})
    process = start(calls)
    assert calls.thrown_out == []
    del process


def test_nobody_else_is_listened_to_however_often_they_come() -> None:
    error = failure(calls := FakeElevation(visitors=[STRANGER] * 5, parents={STRANGER: 1}, dead=3))
    assert (error.code, error.detail) == ("helper.not_started", "it ended with 3 before it said anything")
    assert calls.thrown_out == [(100, STRANGER)]


def test_whoever_cannot_be_seen_is_a_stranger(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = FakeElevation(dead=0)

    def unseen(pipe: int) -> int:
        raise CallFailed("GetNamedPipeClientProcessId", 233)

    monkeypatch.setattr(calls, "client_of", unseen)
    monkeypatch.setattr(calls, "disconnect", lambda pipe: calls.thrown_out.append((pipe, 0)))
    assert failure(calls).code == "helper.not_started"
    assert calls.thrown_out == [(100, 0)]


@pytest.mark.parametrize(
    ("winerror", "code"),
    [(1223, "privilege.dismissed"), (5, "privilege.denied"), (740, "privilege.denied"), (1260, "privilege.denied"),
     (1385, "privilege.denied"), (2, "helper.not_started"), (1155, "helper.not_started")],
)  # fmt: skip
def test_a_no_has_its_words(winerror: int, code: str) -> None:
    error = failure(FakeElevation(refuses=winerror))
    assert error.code == code
    if code.startswith("privilege."):
        assert isinstance(error, PrivilegeError)
        assert error.params == {"path": "\\\\.\\PhysicalDrive1"}


def test_a_helper_that_never_comes_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elevation, "_CONNECT_S", 0.0)
    assert failure(FakeElevation(visitors=[])).code == "helper.not_started"


def test_whoever_cancels_does_not_wait_for_the_answer_and_a_late_yes_is_let_go_of() -> None:
    cancel, asked, answered = CancelToken(), threading.Event(), threading.Event()
    closed = threading.Event()
    calls = FakeElevation(asking=lambda: (asked.set(), answered.wait(30.0))[0])
    close = calls.close

    def seen(handle: int) -> None:
        close(handle)
        if handle >= 9000:
            closed.set()

    calls.close = seen  # type: ignore[method-assign]
    threading.Thread(target=lambda: (asked.wait(30.0), cancel.set())).start()
    with pytest.raises(Cancelled):
        start(calls, cancel)
    assert calls.open_handles == set()
    answered.set()
    assert closed.wait(30.0)
    assert calls.open_handles == set()


def test_cancelled_between_the_yes_and_the_first_word() -> None:
    cancel = CancelToken()
    calls = FakeElevation(visitors=[])
    connect = calls.connect
    calls.connect = lambda pipe, wait_s: (cancel.set(), connect(pipe, wait_s))[1]  # type: ignore[method-assign]
    with pytest.raises(Cancelled):
        start(calls, cancel)
    assert calls.open_handles == set()


def test_a_process_that_may_not_be_ended_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elevated_process, "_END_S", 0.0)
    calls = FakeElevation(may_terminate=False)
    process = ElevatedProcess(calls, 9001, (100, 101, 102))
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.0)
    process.stderr.close()  # its number may be another handle's by now
    process.kill()
    assert [pipe for pipe, _ in calls.thrown_out] == [100, 101]
    assert process.wait() == -1


def test_what_has_ended_is_not_ended_again() -> None:
    calls = FakeElevation(may_terminate=False, dead=0)
    process = ElevatedProcess(calls, 9001, (100, 101, 102))
    process.kill()
    assert (calls.thrown_out, process.wait()) == ([], 0)


def test_a_pipe_that_breaks_is_an_error_of_the_system() -> None:
    class Broken(FakeElevation):
        def write(self, pipe: int, data: bytes) -> int:
            raise CallFailed("WriteFile", 232)

        def read(self, pipe: int, into: memoryview) -> int:
            raise CallFailed("ReadFile", 6)

    stream = PipeStream(Broken(), 100)
    with pytest.raises(BrokenPipeError):
        stream.write(b"x")
    with pytest.raises(BrokenPipeError):
        stream.read(1)


class PipeClient:
    """The helper's side: `server` has made the pipes."""

    def __init__(self, server: int) -> None:
        self.server = server
        self.opened: list[tuple[str, int, int]] = []
        self.closed: list[int] = []
        self.flags: list[int] = []

    def open_pipe(self, path: str, access: int, flags: int, wait_s: float) -> int:
        del wait_s
        self.opened.append((path, access, flags))
        return 50 + len(self.opened)

    def server_of(self, pipe: int) -> int:
        del pipe
        return self.server

    def descriptor(self, pipe: int, flags: int) -> int:
        self.flags.append(flags)
        return pipe - 40

    def close(self, handle: int) -> None:
        self.closed.append(handle)


def test_the_helper_opens_the_pipes_of_the_process_in_their_name_and_shows_nobody_who_it_is() -> None:
    client = PipeClient(HELPER)
    assert pipes.connect(client, NAME) == [11, 12, 13]
    # GENERIC_READ and GENERIC_WRITE; SECURITY_SQOS_PRESENT with SECURITY_ANONYMOUS.
    assert client.opened == [
        (f"\\\\.\\pipe\\{NAME}-stdin", 0x80000000, 0x100000),
        (f"\\\\.\\pipe\\{NAME}-stdout", 0x40000000, 0x100000),
        (f"\\\\.\\pipe\\{NAME}-stderr", 0x40000000, 0x100000),
    ]
    assert client.flags == [os.O_RDONLY, os.O_WRONLY, os.O_WRONLY]
    assert client.closed == []


def test_the_helper_does_not_serve_another_process() -> None:
    client = PipeClient(STRANGER)
    with pytest.raises(HelperError, match=r"helper\.protocol"):
        pipes.connect(client, NAME)
    assert (client.closed, len(client.opened)) == ([51], 1)


@pytest.mark.parametrize("name", ["", "nanowizard-4711-0", f"..\\{NAME}", f"{NAME}\n", f"other-4711-{'0' * 32}"])
def test_the_helper_takes_no_other_name(name: str) -> None:
    client = PipeClient(HELPER)
    with pytest.raises(HelperError, match=r"helper\.protocol"):
        pipes.connect(client, name)
    assert client.opened == []
