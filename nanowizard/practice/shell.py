"""How the practice Nano runs a command line: the few forms that `remote.command` builds, sudo, and a table of programs.

It is no shell: a script is known by its whole text or refused. An unknown program ends with 127, as everywhere.
"""

from __future__ import annotations

import itertools
import shlex
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from nanowizard.practice.machine import Machine, new_uuid
from nanowizard.remote import busy, command


class KilledError(Exception):
    """The process was ended from outside; it leaves no exit status."""


class Streams(Protocol):
    """The three standard streams of a process, as the server gives them."""

    def read(self, count: int) -> bytes:
        """At most `count` bytes, b"" at the end."""

    def out(self, data: bytes) -> None: ...
    def err(self, data: bytes) -> None: ...


@dataclass
class Account:
    """The one user of the board. `may_sudo` False: not in the sudoers file."""

    name: str = "nano"
    password: str = "nano"  # noqa: S105 - the practice board's, printed in its instructions
    may_sudo: bool = True


@dataclass
class Process:
    """One running command. `on_program` is told each program's name before it runs (for faults).

    A program sets `in_dpkg` while a protected job must not be ended.
    """

    machine: Machine
    account: Account
    streams: Streams
    pid: int
    delay_s: float
    kill: Callable[[int], None]
    on_program: Callable[[str], None]
    user: str = "nano"
    program: str = ""
    umask: int = 0o022
    killed: threading.Event = field(default_factory=threading.Event)
    in_dpkg: threading.Event = field(default_factory=threading.Event)

    @property
    def is_root(self) -> bool:
        return self.user == "root"

    def say(self, text: str) -> None:
        self.streams.out(text.encode())

    def complain(self, text: str) -> int:
        self.streams.err(text.encode() + b"\n")
        return 1

    def rest(self, seconds: float) -> None:
        """Take time; raises KilledError when the process is ended meanwhile."""
        if self.killed.wait(seconds):
            raise KilledError

    def read_line(self) -> bytes:
        """Single bytes, so that whoever reads next misses nothing."""
        line = b""
        while not line.endswith(b"\n"):
            piece = self.streams.read(1)
            if not piece:
                break
            line += piece
        return line

    def read_all(self) -> bytes:
        pieces = []
        while piece := self.streams.read(65536):
            pieces.append(piece)
        return b"".join(pieces)


Program = Callable[[Process, list[str]], int]


def run_line(process: Process, line: str, programs: dict[str, Program]) -> int:
    """The exit status of a login shell that is given `line`."""
    return run(process, shlex.split(line), programs)


def run(process: Process, argv: list[str], programs: dict[str, Program]) -> int:
    name, *arguments = argv[1:] if argv[:1] == ["exec"] else argv
    if name == "env":
        return run(process, list(itertools.dropwhile(lambda word: "=" in word, arguments)), programs)
    if name == "sudo":
        return _sudo(process, arguments, programs)
    if name == "sh" and arguments[:1] == ["-c"] and len(arguments) >= 3:
        return _script(process, arguments[1], arguments[3:], programs)
    program = programs.get(name.rpartition("/")[2])
    if program is None:
        process.complain(f"sh: 1: exec: {name}: not found")
        return 127
    process.on_program(name)
    process.rest(process.delay_s)
    process.program = name
    return program(process, arguments)


def _script(process: Process, text: str, arguments: list[str], programs: dict[str, Program]) -> int:
    if text == command.KILL:
        process.kill(int(arguments[0]))
        return 0
    if text in programs:  # a script of a step: its text is its name
        process.on_program("sh")
        process.rest(process.delay_s)
        return programs[text](process, arguments)
    if text in _FILE_SCRIPTS:
        process.on_program(_FILE_SCRIPTS[text][0])
        process.rest(process.delay_s)
        return _FILE_SCRIPTS[text][1](process, arguments)
    if text in _SEVERAL:
        return _SEVERAL[text](process, arguments, programs)
    if text not in {command.RUN, command.RUN_AFTER_MARK}:
        process.complain("sh: 1: the practice Nano does not know this script")
        return 2
    umask, mark, *argv = arguments
    process.umask = int(umask, 8)
    if text == command.RUN_AFTER_MARK:
        while (line := process.read_line()) and line != mark.encode() + b"\n":
            pass
    process.say(f"{mark}\n")
    process.complain(f"{mark} {process.pid}")
    return run(process, argv, programs)


@dataclass
class _OutOnly:
    """What a command of several has: no input, and nobody hears its complaints."""

    streams: Streams

    def read(self, count: int) -> bytes:
        del count
        return b""

    def out(self, data: bytes) -> None:
        self.streams.out(data)

    def err(self, data: bytes) -> None:
        """Dropped."""


def _together(process: Process, arguments: list[str], programs: dict[str, Program]) -> int:
    mark, *words = arguments
    streams, process.streams = process.streams, _OutOnly(process.streams)
    while words:
        count = int(words[0])
        status = run(process, words[1 : 1 + count], programs)
        process.say(f"\n{mark} {status}\n")
        words = words[1 + count :]
    process.streams = streams
    return 0


def _in_turn(process: Process, arguments: list[str], programs: dict[str, Program]) -> int:
    mark, *words = arguments
    turn = 0
    while words:
        count = int(words[0])
        process.say(f"{mark} {turn}\n")
        if status := run(process, words[1 : 1 + count], programs):
            return status
        words, turn = words[1 + count :], turn + 1
    return 0


def _in_new_folder(process: Process, arguments: list[str], programs: dict[str, Program]) -> int:
    state = process.machine.state
    folder = f"/tmp/nanowizard.{new_uuid()[:6]}"  # noqa: S108 - on the practice Nano
    state.folders.append(folder)
    try:
        return run(process, [*arguments, folder], programs)
    finally:
        state.folders.remove(folder)
        state.files = {path: file for path, file in state.files.items() if not path.startswith(f"{folder}/")}


def _hold(process: Process, arguments: list[str], programs: dict[str, Program]) -> int:
    _lock, mark, what, patience, *argv = arguments
    changing = process.machine.changing
    if not changing.take(what, float(patience)):
        process.complain(f"{mark} {changing.what}")
        return busy.HELD
    try:
        return run(process, argv, programs)
    finally:
        changing.give_back()


_SEVERAL = {
    command.TOGETHER: _together,
    command.IN_TURN: _in_turn,
    command.IN_NEW_FOLDER: _in_new_folder,
    busy.HOLD: _hold,
}


def _sudo(process: Process, arguments: list[str], programs: dict[str, Program]) -> int:
    flags, argv = arguments[: arguments.index("--")], arguments[arguments.index("--") + 1 :]
    if "-n" in flags:
        return process.complain("sudo: a password is required")
    given = process.read_line().removesuffix(b"\n").decode("utf-8", "replace")
    if given != process.account.password:
        process.rest(process.delay_s)
        process.complain("Sorry, try again.")
        return process.complain("sudo: no password was provided\nsudo: 1 incorrect password attempt")
    if not process.account.may_sudo:
        return process.complain(
            f"{process.user} is not in the sudoers file.  This incident will be reported.",
        )
    process.user = "root"
    return run(process, argv, programs)


def _read_file(process: Process, arguments: list[str]) -> int:
    path = arguments[0]
    machine = process.machine
    if not machine.exists(path):
        return command.NO_SUCH_FILE
    if not may_read(process, path):
        return process.complain(f"cat: {path}: Permission denied")
    process.streams.out(machine.read(path))
    return 0


def _write_file(process: Process, arguments: list[str]) -> int:
    path, mode, size, backup = arguments
    machine = process.machine
    data = process.read_all()
    if path.rpartition("/")[0] not in machine.state.folders:
        return process.complain(f"mktemp: failed to create file via template: No such file or directory: {path}")
    if len(data) != int(size):
        process.complain("the data did not arrive whole")
        return 45
    if len(data) > machine.free_bytes:
        return process.complain("cat: write error: No space left on device")
    old = machine.state.files.get(path)
    kept = f"{path}.nanowizard.bak"
    if old and backup == "1" and kept not in machine.state.files:
        machine.put(kept, old.data, mode=old.mode, owner=old.owner)
    machine.put(path, data, mode=old.mode if old else int(mode, 8), owner=old.owner if old else process.user)
    machine.save()
    return 0


def _new_file(process: Process, arguments: list[str]) -> int:
    path, _mode, size = arguments
    machine = process.machine
    data = process.read_all()
    if machine.exists(path):
        process.streams.out(machine.read(path))
        return command.FILE_EXISTS
    if len(data) != int(size):
        process.complain("the data did not arrive whole")
        return 45
    if len(data) > machine.free_bytes:
        return process.complain("cat: write error: No space left on device")
    if path.rpartition("/")[0] not in machine.state.folders:
        machine.state.folders.append(path.rpartition("/")[0])
    machine.put(path, data, mode=0o600, owner=process.user)
    machine.save()
    return 0


_FILE_SCRIPTS = {
    command.READ_FILE: ("cat", _read_file),
    command.WRITE_FILE: ("mv", _write_file),
    command.NEW_FILE: ("mv", _new_file),
}


def may_read(process: Process, path: str) -> bool:
    file = process.machine.file(path)
    return process.is_root or file.owner == process.user or bool(file.mode & 0o004)
