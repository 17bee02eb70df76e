"""Jobs of the practice Nano: what `remote.jobs_scripts` do on a real one, with threads in the place of processes.

A job's files are those of a real one. A thread outlives its link, and is ended by a restart, which leaves no status.
"""

from __future__ import annotations

import contextlib
import shlex
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from nanowizard.practice.machine import Machine
from nanowizard.practice.shell import KilledError, Process, Program, run
from nanowizard.provision.pip.progress import WATCH
from nanowizard.remote import jobs_scripts as scripts

_POLL_S = 0.05
_CLEAR_S = 5.0
_STATUS_OF_TERM = 143
_USER_BASE = f"/home/nano/{scripts.USER_JOBS}"


@dataclass
class PracticeJob:
    """One that runs: `wire` is notified of every change of its log and of its end."""

    machine: Machine
    folder: str
    process: Process
    began: float = field(default_factory=time.monotonic)
    wire: threading.Condition = field(default_factory=threading.Condition)
    lost: bool = False
    thread: threading.Thread | None = None

    def read(self, count: int) -> bytes:
        del count
        return b""

    def out(self, data: bytes) -> None:
        with self.wire:
            if not self.machine.full_disk:
                _append(self.machine, f"{self.folder}/log", data)
            self.wire.notify_all()

    def err(self, data: bytes) -> None:
        self.out(data)

    def run(self, command: list[str], programs: dict[str, Program]) -> None:
        status = _STATUS_OF_TERM
        with contextlib.suppress(KilledError):
            status = run(self.process, command, programs)
        with self.wire:
            if not self.lost:
                self.machine.put(f"{self.folder}/status", f"{status}\n".encode(), mode=0o600)
            self.machine.jobs.pop(self.folder, None)
            self.wire.notify_all()


class PracticeJobs:
    """The scripts as programs, by their text."""

    def __init__(self, programs: dict[str, Program]) -> None:
        self._programs = programs
        self._lock = threading.Lock()
        self._followed = threading.Condition()
        self._followers: Counter[str] = Counter()

    def scripts(self) -> dict[str, Program]:
        return {
            scripts.START: self._start,
            scripts.FOLLOW: self._follow,
            scripts.STOP: self._stop,
            scripts.CLEAR: self._clear,
            scripts.LIST: self._list,
        }

    def _start(self, process: Process, arguments: list[str]) -> int:
        folder, token, (old, about, command, _runner, offset) = _place(arguments, 5)
        machine = process.machine
        with self._lock:
            state, mine = _state(machine, folder), _text(machine, folder, "token") == token
            same = _text(machine, folder, "about") == about
            if state == "running" and not (mine or same):
                return _other(process, folder)
            attached = mine or state == "running" or (state == "ended" and same and old == "keep")
            if not attached:
                running = [one for one in _family(machine, folder) if _state(machine, one) == "running"]
                if running:
                    return _other(process, running[0])
                if machine.free_bytes <= 0:
                    return process.complain("sh: printf: I/O error: No space left on device")
                self._launch(process, folder, token, about, command)
        how = "attached" if attached else "start"
        process.say(f"{how} {_text(machine, folder, 'token')} {_ran(machine, folder)}\n")
        return self._show(process, folder, int(offset))

    def _launch(self, process: Process, folder: str, token: str, about: str, command: str) -> None:
        machine = process.machine
        _remove(machine, folder)
        files = {"about": about, "token": token, "boot": machine.boot_id, "since": f"{time.time():.0f} 0", "log": ""}
        for name, text in {**files, "command": command}.items():
            machine.put(f"{folder}/{name}", f"{text}\n".encode() if text else b"", mode=0o600)
        inside = replace(process, umask=0o022, killed=threading.Event(), on_program=_unkilled(process.on_program))
        job = PracticeJob(machine, folder, inside)
        inside.streams = job
        machine.jobs[folder] = job
        _redirection, _, line = command.partition("\n")
        job.thread = threading.Thread(
            target=job.run, args=(shlex.split(line), self._inside()), name="practice-job", daemon=True
        )
        job.thread.start()

    def _inside(self) -> dict[str, Program]:
        """What a job may run: also pip with somebody who watches its downloads; here there is nothing to watch."""
        return {**self._programs, WATCH: lambda process, argv: run(process, argv, self._programs)}

    def _follow(self, process: Process, arguments: list[str]) -> int:
        folder, token, (offset,) = _place(arguments, 1)
        token = _text(process.machine, folder, "token") if token == scripts.ANY else token
        if not token or _text(process.machine, folder, "token") != token:
            process.say("absent - 0\n")
            return 0
        process.say(f"attached {token} {_ran(process.machine, folder)}\n")
        return self._show(process, folder, int(offset))

    def _show(self, process: Process, folder: str, offset: int) -> int:
        with self._followed:
            self._followers[folder] += 1
        try:
            return _follow(process, folder, offset)
        finally:
            with self._followed:
                self._followers[folder] -= 1
                self._followed.notify_all()

    def _stop(self, process: Process, arguments: list[str]) -> int:
        folder, token, (protect,) = _place(arguments, 1)
        job = process.machine.jobs.get(folder)
        if job is None or _text(process.machine, folder, "token") != token:
            return 0
        if protect == "dpkg" and job.process.in_dpkg.is_set():
            return scripts.BUSY
        job.process.killed.set()
        if job.thread:
            job.thread.join()
        return 0

    def _clear(self, process: Process, arguments: list[str]) -> int:
        folder, token, _none = _place(arguments, 0)
        if _text(process.machine, folder, "token") == token:
            with self._followed:
                self._followed.wait_for(lambda: not self._followers[folder], timeout=_CLEAR_S)
            _remove(process.machine, folder)
        return 0

    def _list(self, process: Process, arguments: list[str]) -> int:
        machine = process.machine
        for path in [path for path in list(machine.state.files) if path.endswith("/about")]:
            folder = path.removesuffix("/about")
            base, _, job_id = folder.rpartition("/")
            if base in (arguments[0], _USER_BASE):
                status = _text(machine, folder, "status") or "-"
                since = _text(machine, folder, "since").split(" ")[0]
                process.say(f"{job_id} {_state(machine, folder)} {status} {since} {_ran(machine, folder)}\n")
                process.say(_text(machine, folder, "about") + "\n")
        return 0


def _family(machine: Machine, folder: str) -> list[str]:
    """The other jobs of the same step, by their folders."""
    base, _, job_id = folder.rpartition("/")
    step = job_id.rpartition(".")[0] or job_id
    return [other for other in list(machine.jobs) if other != folder and other.startswith(f"{base}/{step}.")]


def _other(process: Process, folder: str) -> int:
    machine = process.machine
    process.say(f"other {_text(machine, folder, 'token')} {_ran(machine, folder)}\n")
    process.say(_text(machine, folder, "about") + "\n" + folder.rpartition("/")[2] + "\n")
    return scripts.OTHER_RUNS


def end_jobs(machine: Machine) -> None:
    """Power goes: nobody notes how they ended."""
    for job in list(machine.jobs.values()):
        job.lost = True
        job.process.killed.set()
        if job.thread and job.thread is not threading.current_thread():
            job.thread.join()


def _follow(process: Process, folder: str, offset: int) -> int:
    machine = process.machine
    job = machine.jobs.get(folder)
    while True:
        data = machine.read(f"{folder}/log")[offset:] if machine.exists(f"{folder}/log") else b""
        if data:
            process.streams.out(data)
            offset += len(data)
            continue
        if job is None or _state(machine, folder) != "running":
            break
        with job.wire:
            job.wire.wait_for(lambda: _is_news(machine, folder, offset), timeout=_POLL_S)  # noqa: B023 - now, not later
        process.rest(0)
    if machine.exists(f"{folder}/log") and len(machine.read(f"{folder}/log")) > offset:
        return _follow(process, folder, offset)
    status = _text(machine, folder, "status")
    process.complain(f"report {_state(machine, folder)} {status} {offset} {machine.free_bytes}")
    return 0


def _is_news(machine: Machine, folder: str, offset: int) -> bool:
    path = f"{folder}/log"
    return _state(machine, folder) != "running" or (machine.exists(path) and len(machine.read(path)) > offset)


def _place(arguments: list[str], more: int) -> tuple[str, str, list[str]]:
    base, job_id, token, *rest = arguments
    return f"{base or _USER_BASE}/{job_id}", token, rest[:more]


def _state(machine: Machine, folder: str) -> str:
    if machine.exists(f"{folder}/status"):
        return "ended"
    if folder in machine.jobs:
        return "running"
    if not machine.exists(f"{folder}/about"):
        return "absent"
    if _text(machine, folder, "boot") != machine.boot_id:
        return "cut"
    return "stopping" if machine.stopping else "gone"


def _text(machine: Machine, folder: str, name: str) -> str:
    path = f"{folder}/{name}"
    return machine.read(path).decode().removesuffix("\n") if machine.exists(path) else ""


def _ran(machine: Machine, folder: str) -> int:
    job = machine.jobs.get(folder)
    return int(time.monotonic() - job.began) if job else 0


def _append(machine: Machine, path: str, data: bytes) -> None:
    machine.put(path, machine.read(path) + data, mode=0o600)


def _remove(machine: Machine, folder: str) -> None:
    for path in [path for path in list(machine.state.files) if path.startswith(f"{folder}/")]:
        del machine.state.files[path]


def _unkilled(tell: Callable[[str], None]) -> Callable[[str], None]:
    """A fault that cuts the link does not end a job."""

    def told(name: str) -> None:
        with contextlib.suppress(KilledError):
            tell(name)

    return told
