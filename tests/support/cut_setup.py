"""The whole set-up on a practice Nano whose link, or power, goes away at any one of its commands."""

from __future__ import annotations

import copy
import dataclasses
import json
import shlex
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nanowizard.core.errors import NanoWizardError
from nanowizard.core.places import Places
from nanowizard.core.profile import AptProfile, PipProfile, PowerProfile, Profile, SwapProfile, TensorFlowProfile
from nanowizard.core.task import RunContext
from nanowizard.practice.jobs import end_jobs
from nanowizard.practice.machine import State
from nanowizard.practice.nano import PASSWORD, Faults, PracticeNano
from nanowizard.practice.shell import KilledError, Streams
from nanowizard.remote import command
from nanowizard.remote import jobs_scripts as scripts
from nanowizard.tasks.nano_steps import nano_steps
from nanowizard.tasks.session import NanoLogin, Session
from support.patience import PATIENCE_S

PROFILE = Profile(
    rootfs=True,
    swap=SwapProfile(size_bytes=4 << 30, keep_zram=False, swappiness=10),
    apt=AptProfile(mirror="tuna"),
    pip=PipProfile(index="tuna"),
    tensorflow=TensorFlowProfile(),
    power=PowerProfile(mode=1, console=True, hold_bootloader=True),
)
STEPS = ("nano.rootfs", "nano.swap", "nano.apt", "nano.pip", "nano.tensorflow", "nano.power")
"""Those of the profile, in its order; the clock, which it sets first, is right."""
_JOBS = (f"{scripts.ROOT_JOBS}/", f"/home/nano/{scripts.USER_JOBS}/")
_BREAKS = frozenset({"nano.lost", "nano.job_cut_by_restart"})
_MOST_RUNS = 100


@dataclass(frozen=True)
class Unbroken:
    """What one step did when nothing came in between: the board before and after, commands, and its long ones."""

    before: State
    after: State
    commands: int
    jobs: tuple[str, ...]


class CutSetup:
    """`at` is called with the number of each command before that does anything, and may end it there (KilledError).

    A command that only looks, however many things it looks at, is one. `jobs` are the long ones that were begun.
    """

    def __init__(self, folder: Path) -> None:
        self.nano = PracticeNano(folder / "nano", faults=Faults(delay_s=0.0))
        self.nano.machine.shrink()
        self.at: Callable[[int], None] = lambda _number: None
        self.commands = 0
        self.jobs: list[str] = []
        self._line = threading.local()
        self._lock = threading.Lock()
        self._quiet = threading.Condition()
        self._running = 0
        self._listen()
        self.nano.start()
        self.session = Session(where=Places(folder / "state", folder / "cache", folder / "logs"))
        self._login = NanoLogin(address=self.nano.address, password=PASSWORD, trust=self.nano.fingerprint)
        self._tasks: dict[str, tuple[Any, Any]] = {
            task.id: (task, wish) for task, wish in nano_steps(self.session, PROFILE, self._login)
        }

    def close(self) -> None:
        self.session.close()
        self.nano.close()

    def run(self, step: str, *, undo: bool = False) -> dict[str, Any]:
        """Raises what the task raises."""
        task, wish = self._tasks[step]
        return dict(task.run(dataclasses.replace(wish, undo=undo), RunContext()))

    def finish(self, step: str, *, undo: bool = False) -> None:
        """Run the step, and after a break again, until it ends."""
        for turn in range(_MOST_RUNS):
            try:
                self.run(step, undo=undo)
            except NanoWizardError as error:
                if turn and error.code == "nano.nothing_to_undo":
                    return  # only the answer was lost
                if error.code not in _BREAKS:
                    raise
                self._settle()
            else:
                return
        raise AssertionError(f"{step} does not come to its end")

    def begin(self, state: State) -> None:
        """The board as it was then, with an open link; what comes now is counted."""
        self.at = lambda _number: None
        self._settle()
        end_jobs(self.nano.machine)
        self.nano.machine.state = copy.deepcopy(state)
        # sudo is tried once for each link
        self.session.connect(self._login, RunContext()).run(["true"], RunContext(), sudo=True)
        self.commands = 0
        self.jobs.clear()

    def unbroken(self, step: str) -> Unbroken:
        before = copy.deepcopy(self.nano.machine.state)
        self.begin(before)
        self.run(step)
        return Unbroken(before, copy.deepcopy(self.nano.machine.state), self.commands, tuple(self.jobs))

    def is_satisfied(self, step: str) -> bool:
        task, wish = self._tasks[step]
        return task.check(wish, RunContext()).satisfied is True

    def facts(self, step: str) -> dict[str, Any]:
        """Without what differs anyway: the clock, when apt fetched what, and the last bytes of the card."""
        task, wish = self._tasks[step]
        found = task._step.gather(self.session.connect(self._login, RunContext()), wish.options, RunContext())
        return {**dataclasses.asdict(found), "clock_ahead_s": None, "indexes": None, "disk": None}

    def inside(self) -> dict[str, Any]:
        return inside(self.nano.machine.state)

    def cut(self) -> None:
        self.nano.cut_links()

    def cut_before(self) -> None:
        """The command does not even begin."""
        self.nano.cut_links()
        raise KilledError

    def restart(self) -> None:
        self.nano.reboot()
        raise KilledError

    def _settle(self) -> None:
        """What was under way on the board comes to its end."""
        with self._quiet:
            assert self._quiet.wait_for(lambda: not self._running, timeout=PATIENCE_S)

    def _listen(self) -> None:
        nano, tell, handle = self.nano, self.nano._on_program, self.nano._handle
        starter: Any = nano._programs[scripts.START]
        launch = starter.__self__._launch

        def on_line(line: str, streams: Streams) -> int | None:
            self._line.looks, self._line.told = command.TOGETHER in shlex.split(line), False
            with self._quiet:
                self._running += 1
            try:
                return handle(line, streams)
            finally:
                with self._quiet:
                    self._running -= 1
                    self._quiet.notify_all()

        def on_program(name: str) -> None:
            tell(name)
            if getattr(self._line, "looks", False) and self._line.told:
                return
            self._line.told = True
            with self._lock:
                number, self.commands = self.commands, self.commands + 1
            self.at(number)

        def on_job(process: object, folder: str, token: str, about: str, line: str) -> None:
            self.jobs.append(shlex.join(json.loads(about)["argv"]))
            launch(process, folder, token, about, line)

        starter.__self__._launch = on_job
        nano._on_program = on_program  # type: ignore[method-assign]
        nano._server._handle = on_line


def inside(state: State) -> dict[str, Any]:
    """All that a board keeps, without the results of jobs that nobody fetched and the dates of apt's indexes."""
    kept = copy.deepcopy(dataclasses.asdict(state))
    kept["files"] = {path: file for path, file in kept["files"].items() if not path.startswith(_JOBS)}
    kept["folders"] = sorted(set(kept["folders"]))
    for path, file in kept["files"].items():
        if path.startswith("/var/lib/apt/lists/"):
            file["text"] = ""
    return kept
