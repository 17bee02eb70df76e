"""The practice Nano: a simulated board behind a real SSH server, in threads of this process, without any privilege.

It understands exactly the commands that our steps use, keeps its state in a folder, and can be told to misbehave. The
contract tests hold it to what a real OpenSSH server with real sudo and real swap does.
"""

from __future__ import annotations

import dataclasses
import itertools
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nanowizard.core.store import Store
from nanowizard.practice.jobs import PracticeJobs, end_jobs
from nanowizard.practice.key_programs import public_keys
from nanowizard.practice.machine import Machine
from nanowizard.practice.programs import PROGRAMS
from nanowizard.practice.shell import Account, KilledError, Process, Streams, run_line
from nanowizard.practice.sshd import ALL_METHODS, LoginRules, SshServer
from nanowizard.remote.address import Address

USER = "nano"
PASSWORD = "nano"  # noqa: S105 - the practice board's, shown to the person
FAULTS_FILE = "nano_faults.json"
_SCHEMA = 1


@dataclass
class Faults:
    """How the board misbehaves; may be changed at any time, and holds from the next command on.

    `delay_s`: what every program takes at least. `drop_after`: the link is cut instead of running a program, once so
    many more have run. `drop_during`: it is cut once while this program runs, which does its work all the same.
    `greeting`: what a login says before each command (a message of the day). `mirrors`: faults of servers by host, as
    `apt_world.AptWorld` has them. `apt_lock`: the program that holds the lock of the package lists.
    """

    delay_s: float = 0.02
    drop_after: int | None = None
    drop_during: str | None = None
    full_disk: bool = False
    refuse_sudo: bool = False
    refuse_forwarding: bool = False
    greeting: str = ""
    cannot_fallocate: bool = False
    login_methods: Sequence[str] = ALL_METHODS
    mirrors: Mapping[str, str] = dataclasses.field(default_factory=dict)
    apt_lock: str = ""

    def save(self, folder: Path) -> None:
        """For the practice world of `folder`, which reads it when its board is first needed. Raises OSError."""
        Store(folder / FAULTS_FILE, schema=_SCHEMA).save(dataclasses.asdict(self))

    @classmethod
    def load(cls, folder: Path) -> Faults:
        """What was saved in `folder`; a board without faults where nothing was, or it is damaged."""
        found = Store(folder / FAULTS_FILE, schema=_SCHEMA).load()
        known = {field.name for field in dataclasses.fields(cls)}
        return cls(**{name: value for name, value in found.items() if name in known})


class PracticeNano:
    """`folder` holds the board's state and its host key; a second one on the same folder is the same board."""

    def __init__(self, folder: Path, *, faults: Faults | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.faults = faults or Faults()
        self.account = Account(USER, PASSWORD)
        self.machine = Machine(folder / "nano.json")
        self._programs = {**PROGRAMS, **PracticeJobs(PROGRAMS).scripts()}
        self._rules = LoginRules(
            self.account,
            methods=lambda: self.faults.login_methods,
            keys_of_user=lambda: public_keys(self.machine),
            forwarding=lambda: not self.faults.refuse_forwarding,
        )
        self._server = SshServer(folder / "nano_host_key", self._rules, self._handle, self.machine)
        self._pids = itertools.count(4001)
        self._processes: dict[int, Process] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> PracticeNano:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def address(self) -> Address:
        return Address("127.0.0.1", self._server.port, self.account.name)

    @property
    def fingerprint(self) -> str:
        """Of the host key it has now, as `HostKey.fingerprint` gives it."""
        return self._server.host_key.fingerprint

    def start(self) -> None:
        """Answer from now on. The port is taken already when the object is made."""
        self._server.start()

    def close(self) -> None:
        """Switch off: every link breaks, every process ends. The state stays in the folder."""
        self._kill_all()
        self._server.close()
        self.machine.save()

    def reboot(self) -> None:
        """Links break; swap and settings come back as far as they are enabled or listed."""
        self.machine.stopping = True
        self._kill_all()
        self._server.cut()
        self.machine.reboot()
        self.machine.stopping = False

    def cut_links(self) -> None:
        self._server.cut()

    def authorize(self, public_key: bytes) -> None:
        """Let this key in (wire form, `HostKey.blob`'s form)."""
        self._rules.authorized_keys.add(public_key)

    def new_host_key(self) -> None:
        """Have another identity from the next link on."""
        self._server.new_host_key()

    def _handle(self, line: str, streams: Streams) -> int | None:
        process = Process(
            machine=self.machine,
            account=self.account,
            streams=streams,
            pid=next(self._pids),
            delay_s=self.faults.delay_s,
            kill=self._kill,
            on_program=self._on_program,
            user=self.account.name,
        )
        self._obey_faults()
        process.say(self.faults.greeting)
        self._processes[process.pid] = process
        try:
            return run_line(process, line, self._programs)
        except KilledError:
            return None
        finally:
            del self._processes[process.pid]

    def _obey_faults(self) -> None:
        self.machine.full_disk = self.faults.full_disk
        self.machine.cannot_fallocate = self.faults.cannot_fallocate
        self.machine.apt.obey(self.faults.mirrors, self.faults.apt_lock)
        self.account.may_sudo = not self.faults.refuse_sudo

    def _on_program(self, name: str) -> None:
        faults = self.faults
        with self._lock:
            dropped = faults.drop_after is not None and faults.drop_after <= 0
            if faults.drop_after is not None:
                faults.drop_after = None if dropped else faults.drop_after - 1
        if dropped:
            self._server.cut()
            raise KilledError
        if name == faults.drop_during:
            faults.drop_during = None
            self._server.cut()

    def _kill(self, pid: int) -> None:
        process = self._processes.get(pid)
        if process:
            process.killed.set()

    def _kill_all(self) -> None:
        end_jobs(self.machine)
        for process in list(self._processes.values()):
            process.killed.set()
