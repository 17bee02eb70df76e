"""The processes of a lab run: begun in order, watched, and ended with it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.lab.plan import Job, hopeless, ready

_CHECKOUT = Path(__file__).resolve().parents[2]
RESULTS = _CHECKOUT / "build" / "lab-results"
_LOOK_EVERY_S = 0.5
_GOODBYE_S = 30.0


@dataclass(frozen=True, slots=True)
class Ended:
    """`code` is None for a job that never began, because what it needs failed."""

    job: Job
    code: int | None
    seconds: float


class Child:
    """A job that runs. What it prints goes to its log."""

    def __init__(self, job: Job, command: Sequence[str], environment: dict[str, str]) -> None:
        self.job = job
        self._began = time.monotonic()
        with log_of(job).open("wb") as log:
            self._process = subprocess.Popen(
                # If we are killed, it is interrupted: it then tears down what it has set up, loop devices for example.
                # Where we may not be interrupted (in the background of a shell), it still has to be.
                ["setpriv", "--pdeathsig", "INT", "env", "--default-signal=INT", *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=_CHECKOUT,
                env=os.environ | environment,
                start_new_session=True,  # Ctrl-C is for us, and we hand it on
            )

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began

    def ended(self) -> Ended | None:
        code = self._process.poll()
        if code is None:
            return None
        self._kill_group()
        return Ended(self.job, code, self.seconds)

    def interrupt(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGINT)

    def finish(self) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_GOODBYE_S)
        self._kill_group()
        self._process.wait()

    def _kill_group(self) -> None:
        """Nothing of it is left, should it have crashed."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)


def run(
    jobs: Sequence[Job],
    environment: dict[str, str],
    *,
    began: Callable[[Job], None],
    ended: Callable[[Ended], None],
    look: Callable[[Sequence[Child]], None],
    command: Callable[[Job], Sequence[str]] | None = None,
) -> list[Ended]:
    """How each job ended. `look` is called twice a second. However this is left, no child survives it."""
    command = command or command_of
    waiting, children, over = list(jobs), list[Child](), list[Ended]()
    try:
        while waiting or children:
            succeeded = {end.job.name: end.code == 0 for end in over}
            for job in ready(waiting, len(children), succeeded):
                waiting.remove(job)
                children.append(Child(job, command(job), environment))
                began(job)
            finished = [end for child in children if (end := child.ended())]
            finished += [Ended(job, None, 0.0) for job in hopeless(waiting, succeeded)]
            for end in finished:
                waiting = [job for job in waiting if job != end.job]
                children = [child for child in children if child.job != end.job]
                over.append(end)
                ended(end)
            look(children)
            if not finished:
                time.sleep(_LOOK_EVERY_S)
    finally:
        for child in children:
            child.interrupt()
        for child in children:
            child.finish()
    return over


def command_of(job: Job) -> list[str]:
    if job.kind == "image":
        return [sys.executable, "-m", "tests.lab.images", job.name]
    # A card is large: it is kept for a test that failed only.
    options = ["-v", "--color=no", "--tb=short", f"--junitxml={xml_of(job)}", "-o", "tmp_path_retention_policy=failed"]
    return [sys.executable, "-m", "pytest", *job.tests, *options]


def log_of(job: Job) -> Path:
    return RESULTS / f"{job.name.replace(' ', '-')}.log"


def xml_of(job: Job) -> Path:
    return RESULTS / f"{job.name.replace(' ', '-')}.xml"
