"""A helper that Windows starts as administrator, over real named pipes. Under Wine `runas` asks nobody."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from support.elevation import AskForPracticeCards

if sys.platform != "win32":
    pytest.skip("needs Windows or Wine (./dev wine)", allow_module_level=True)

from nanowizard.core.errors import Cancelled, HelperError
from nanowizard.core.events import Event, Progress, StepStarted
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.drives.marker import read_marker
from nanowizard.drives.windows.errors import CallFailed
from nanowizard.drives.windows.structs import GENERIC_WRITE
from nanowizard.flash.model import FlashRequest
from nanowizard.helper.child import Child
from nanowizard.helper.client import HelperClient
from nanowizard.helper.elevation import pipes
from nanowizard.helper.elevation import structs as win
from nanowizard.helper.elevation.kernel import WindowsElevation, WindowsPipeClient
from nanowizard.helper.elevation.launcher import STREAMS, pipe_path, start_elevated
from nanowizard.helper.launch import helper_command, program_folder
from nanowizard.practice.card import CARD_FILE, CardSettings, prepare_card
from nanowizard.practice.service import command

pytestmark = pytest.mark.wine

MIB = 1 << 20
IMAGE_BYTES = 8 * MIB
SLOW = 2 * MIB
PATIENCE_S = 30.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    prepare_card(tmp_path)
    CardSettings(write_rate=None, read_rate=None).save(tmp_path)
    return tmp_path


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "disk image.img"
    data = bytearray(random.Random(3).randbytes(IMAGE_BYTES))
    data[440:512] = bytes(6) + bytes([0, 0, 2, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 0x30, 0, 0]) + bytes(48) + b"\x55\xaa"
    path.write_bytes(data)
    return path


class Counted(WindowsElevation):
    """Knows the processes that it started."""

    def __init__(self) -> None:
        self.started: list[psutil.Process] = []

    def start_as_administrator(self, program: str, arguments: str, folder: str) -> int:
        process = super().start_as_administrator(program, arguments, folder)
        self.started.append(psutil.Process(self.process_id(process)))
        return process


@pytest.fixture
def calls() -> Counted:
    return Counted()


@pytest.fixture
def client(folder: Path, calls: Counted) -> Iterator[HelperClient]:
    with HelperClient(launcher=AskForPracticeCards(command(folder), calls)) as client:
        yield client
    assert psutil.wait_procs(calls.started, 0)[1] == []


def marked(folder: Path) -> bool:
    return read_marker(head(folder, 4096)) is not None


def head(folder: Path, length: int) -> bytes:
    with (folder / CARD_FILE).open("rb") as card:
        return card.read(length)


def request(client: HelperClient, image: Path) -> FlashRequest:
    return FlashRequest(identity=client.list_drives()[0].identity, image=image)


def when_it_writes(act: Callable[[RunContext], object]) -> RunContext:
    """A context that calls `act` with itself once, in the middle of the work."""
    done = threading.Event()

    def emit(event: Event) -> None:
        if isinstance(event, Progress) and event.phase == "write" and event.done and not done.is_set():
            done.set()
            act(ctx)

    ctx = RunContext(emit=emit)
    return ctx


def test_a_card_is_written_by_an_administrators_helper(
    client: HelperClient, calls: Counted, folder: Path, image: Path
) -> None:
    events: list[Event] = []
    wanted = request(client, image)
    assert calls.started == []
    report = client.flash(wanted, RunContext(emit=events.append))
    assert (report.raw_bytes, report.verified_bytes) == (IMAGE_BYTES, IMAGE_BYTES)
    assert head(folder, IMAGE_BYTES) == image.read_bytes()
    assert next(event.step for event in events if isinstance(event, StepStarted)) == "privilege.asking"
    client.flash(request(client, image), RunContext())
    assert len(calls.started) == 1


def test_cancelling_reaches_it(client: HelperClient, folder: Path, image: Path) -> None:
    CardSettings(write_rate=SLOW, read_rate=None).save(folder)
    ctx = when_it_writes(lambda ctx: ctx.cancel.set())
    with pytest.raises(Cancelled):
        client.flash(request(client, image), ctx)
    assert marked(folder)
    CardSettings(write_rate=None, read_rate=None).save(folder)
    client.flash(request(client, image), RunContext())
    assert not marked(folder)


def test_one_that_dies_is_named_and_another_is_started(
    client: HelperClient, calls: Counted, folder: Path, image: Path
) -> None:
    CardSettings(write_rate=SLOW, read_rate=None).save(folder)
    with pytest.raises(HelperError, match=r"helper\.crashed"):
        client.flash(request(client, image), when_it_writes(lambda _: calls.started[0].kill()))
    assert marked(folder)
    CardSettings(write_rate=None, read_rate=None).save(folder)
    client.flash(request(client, image), RunContext())
    assert not marked(folder)
    assert len(calls.started) == 2


_PARENT = """
import sys
from pathlib import Path
from nanowizard.core.events import Progress
from nanowizard.core.task import RunContext
from nanowizard.flash.model import FlashRequest
from nanowizard.helper.client import HelperClient
from nanowizard.helper.launch import RunAsLauncher
from nanowizard.helper.elevation.kernel import WindowsElevation
from nanowizard.practice.service import command

class Counted(WindowsElevation):
    def start_as_administrator(self, *arguments):
        process = super().start_as_administrator(*arguments)
        said.append(self.process_id(process))
        return process

class AskForEveryCard(RunAsLauncher):
    def must_elevate(self, identity):
        return True

said = []
def emit(event):
    if isinstance(event, Progress) and event.done and said:
        print(said.pop(), flush=True)

client = HelperClient(launcher=AskForEveryCard(command(Path(sys.argv[1])), Counted()))
identity = client.list_drives()[0].identity
client.flash(FlashRequest(identity=identity, image=Path(sys.argv[2])), RunContext(emit=emit))
"""


def test_it_ends_with_the_program_that_it_works_for(folder: Path, image: Path) -> None:
    CardSettings(write_rate=SLOW, read_rate=None).save(folder)
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, str(folder), str(image)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    with parent:
        assert parent.stdout
        helper = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
        assert psutil.wait_procs([helper], PATIENCE_S)[1] == []
    assert marked(folder)


def test_its_last_words_are_kept() -> None:
    script = (
        "import sys; from nanowizard.helper.launch import take_streams; take_streams(sys.argv[2])\n"
        "sys.stderr.write('first\\nlast words\\n'); sys.exit(7)"
    )
    process = start_elevated(WindowsElevation(), [sys.executable, "-c", script], program_folder(), "X", CancelToken())
    with pytest.raises(HelperError, match=r"helper\.crashed") as caught:
        Child(process)
    assert (caught.value.params["exit_status"], caught.value.detail) == (7, "first\nlast words")


def test_the_ordinary_helper_starts_from_wherever_our_code_lies() -> None:
    process = start_elevated(WindowsElevation(), helper_command(), program_folder(), "X", CancelToken())
    child = Child(process)
    answers: list[object] = []
    answered = threading.Event()
    child.ask({"op": "list"}, lambda answer: (answers.append(answer), answered.set())[0])
    assert answered.wait(PATIENCE_S)
    child.close()
    assert "drive.list_failed" in str(answers)  # Wine's volumes lie on no disk
    assert process.poll() == 0


class Interrupted(WindowsElevation):
    """Somebody else opens the pipes by their name before the helper is even started."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.strange: list[int] = []
        self.thrown_out = 0

    def create_pipe(self, path: str, access: int, mode: int, security: str) -> int:
        self.paths.append(path)
        return super().create_pipe(path, access, mode, security)

    def start_as_administrator(self, program: str, arguments: str, folder: str) -> int:
        self.strange = [WindowsPipeClient().open_pipe(path, GENERIC_WRITE, 0, 0.0) for path in self.paths[1:]]
        return super().start_as_administrator(program, arguments, folder)

    def disconnect(self, pipe: int) -> None:
        self.thrown_out += 1
        super().disconnect(pipe)


def test_a_stranger_who_was_faster_is_thrown_out(folder: Path) -> None:
    calls = Interrupted()
    child = Child(start_elevated(calls, command(folder), program_folder(), "X", CancelToken()))
    assert calls.thrown_out == 2
    for handle in calls.strange:
        with pytest.raises(CallFailed):
            calls.write(handle, b'{"hello":{"protocol":1,"events":1}}\n')
        calls.close(handle)
    child.close()


def test_a_name_that_is_taken_is_not_shared() -> None:
    calls, path = WindowsElevation(), pipe_path(f"nanowizard-1-{os.getpid():032x}", "stdin")
    access = win.PIPE_ACCESS_INBOUND | win.FILE_FLAG_FIRST_PIPE_INSTANCE | win.FILE_FLAG_OVERLAPPED
    pipe = calls.create_pipe(path, access, win.PIPE_REJECT_REMOTE_CLIENTS, f"D:P(A;;GRGW;;;{calls.user_sid()})")
    with pytest.raises(CallFailed):
        calls.create_pipe(path, access, win.PIPE_REJECT_REMOTE_CLIENTS, f"D:P(A;;GRGW;;;{calls.user_sid()})")
    calls.close(pipe)


def test_what_somebody_said_who_has_left_again_can_be_read() -> None:
    calls, path = WindowsElevation(), pipe_path(f"nanowizard-2-{os.getpid():032x}", "stderr")
    access = win.PIPE_ACCESS_INBOUND | win.FILE_FLAG_FIRST_PIPE_INSTANCE | win.FILE_FLAG_OVERLAPPED
    pipe = calls.create_pipe(path, access, win.PIPE_REJECT_REMOTE_CLIENTS, f"D:P(A;;GRGW;;;{calls.user_sid()})")
    assert not calls.connect(pipe, 0.0)
    somebody = WindowsPipeClient().open_pipe(path, GENERIC_WRITE, 0, 0.0)
    calls.write(somebody, b"last words")
    calls.close(somebody)
    assert calls.connect(pipe, 0.0)
    assert calls.client_of(pipe) == os.getpid()
    memory = bytearray(64)
    assert memory[: calls.read(pipe, memoryview(memory))] == b"last words"
    assert calls.read(pipe, memoryview(memory)) == 0
    calls.close(pipe)


def test_pipes_of_another_process_than_the_name_says_are_not_taken() -> None:
    calls, name = WindowsElevation(), f"nanowizard-1-{os.getpid():032x}"
    access = win.FILE_FLAG_FIRST_PIPE_INSTANCE | win.FILE_FLAG_OVERLAPPED
    made = [
        calls.create_pipe(
            pipe_path(name, stream),
            access | (win.PIPE_ACCESS_OUTBOUND if stream == "stdin" else win.PIPE_ACCESS_INBOUND),
            win.PIPE_REJECT_REMOTE_CLIENTS,
            f"D:P(A;;GRGW;;;{calls.user_sid()})",
        )
        for stream in STREAMS
    ]
    with pytest.raises(HelperError, match=rf"is process {os.getpid()}'s, not 1's"):
        pipes.connect(WindowsPipeClient(), name)
    for pipe in made:
        calls.close(pipe)


def test_a_helper_that_finds_nobody_ends() -> None:
    calls = WindowsElevation()
    arguments = subprocess.list2cmdline([*helper_command()[1:], "--pipe", f"nanowizard-1-{os.getpid():032x}"])
    process = calls.start_as_administrator(sys.executable, arguments, program_folder())
    assert calls.exit_status(process, PATIENCE_S) not in (None, 0)
    calls.close(process)


class MayNotEndIt(Counted):
    """As an ordinary process may not end an administrator's."""

    def terminate(self, process: int) -> None:
        raise CallFailed("TerminateProcess", 5)


@pytest.mark.parametrize("calls_of", [Counted, MayNotEndIt])
def test_it_can_be_ended(calls_of: type[Counted]) -> None:
    calls = calls_of()
    script = (
        "import sys; from nanowizard.helper.launch import take_streams; take_streams(sys.argv[2]); sys.stdin.readline()"
    )
    process = start_elevated(calls, [sys.executable, "-c", script], program_folder(), "X", CancelToken())
    assert process.poll() is None
    reader = threading.Thread(target=process.stdout.read)
    reader.start()
    process.kill()
    assert psutil.wait_procs(calls.started, PATIENCE_S)[1] == []
    reader.join(PATIENCE_S)
    assert not reader.is_alive()


@pytest.mark.parametrize("word", ["", "a b", 'say "so"', "C:\\ends with\\", "\\\\server\\share", "%PATH% & ^"])
def test_what_is_quoted_arrives_as_it_was(tmp_path: Path, word: str) -> None:
    calls, said = WindowsElevation(), tmp_path / "said"
    script = (
        "import json, os, pathlib, sys; pathlib.Path(sys.argv[1]).write_text(json.dumps([sys.argv[2:], os.getcwd()]))"
    )
    process = calls.start_as_administrator(
        sys.executable, subprocess.list2cmdline(["-c", script, str(said), word]), str(tmp_path)
    )
    assert calls.exit_status(process, PATIENCE_S) == 0
    calls.close(process)
    assert json.loads(said.read_text()) == [[word], str(tmp_path)]
