"""One helper process and the conversation with it: routes its lines to whoever asked, tells them when it dies."""

from __future__ import annotations

import contextlib
import itertools
import logging
import queue
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Mapping
from typing import IO, Any, TypeAlias

from nanowizard.core.errors import HelperError, NanoWizardError, error_from_info
from nanowizard.helper import protocol
from nanowizard.helper.launch import HelperProcess
from nanowizard.helper.protocol import Message

_log = logging.getLogger("nanowizard.helper")

# What is kept of the child's error stream for the report of its death.
_LAST_LINES = 20
# A helper that was told to go cancels its operation first (service.GOODBYE_S); after this it is killed.
_GOODBYE_S = 12.0
# One that was killed is gone at once, unless a call of it hangs in the kernel: that one is left behind.
_KILLED_S = 1.0
# Starting takes 0.2 s; a computer that is busy or wakes its disks up may take a hundred times as long.
_HELLO_S = 30.0

Answer: TypeAlias = "Message | NanoWizardError"


class Child:
    """Owns `process`. Raises HelperError helper.not_started, helper.crashed, helper.version or helper.protocol."""

    def __init__(self, process: HelperProcess) -> None:
        self._process = process
        self._stdin, self._stdout, self._stderr = _pipes(self._process)
        self._last_lines: deque[str] = deque(maxlen=_LAST_LINES)
        self._numbers = itertools.count(1)
        self._waiting: dict[int, Callable[[Answer], None]] = {}
        self._lock = threading.Lock()
        self._sending = threading.Lock()
        self._death: HelperError | None = None
        self._greeting: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._waiting[0] = self._greeting.put
        self._drain = threading.Thread(target=self._read_errors, name="helper-stderr", daemon=True)
        self._reader = threading.Thread(target=self._read, name="helper-stdout", daemon=True)
        self._drain.start()
        self._reader.start()
        self._greet()

    @property
    def alive(self) -> bool:
        """False from the process's end on, which the reader hears of a moment later."""
        return self._death is None and self._process.poll() is None

    def ask(self, message: Mapping[str, Any], listen: Callable[[Answer], None]) -> int:
        """Send a request; `listen` gets each line of its answer in the reader's thread, at the end an error if it dies.

        Raises HelperError helper.crashed.
        """
        number = next(self._numbers)
        with self._lock:
            if self._death:
                raise error_from_info(self._death.info)
            self._waiting[number] = listen
        try:
            self.tell({"id": number, **message})
        except HelperError:
            self.forget(number)
            raise
        return number

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send a line that has no answer. One that a dead child does not get is reported by its death, not here."""
        line = protocol.encode(message)
        with self._sending, contextlib.suppress(OSError, ValueError):
            self._stdin.write(line)
            self._stdin.flush()

    def abandon(self, error: HelperError) -> None:
        """Whoever waits for an answer gets `error` instead; the process is killed, and nobody waits for its end.

        One with a call that hangs in the kernel does not end before that call does.
        """
        self._process.kill()
        with self._lock:
            if self._death:
                return
            self._death = error
            waiting, self._waiting = self._waiting, {}
        for listen in waiting.values():
            listen(error)

    def forget(self, number: int) -> None:
        with self._lock:
            self._waiting.pop(number, None)

    def close(self) -> None:
        """End it and wait, but not for one that cannot be killed. May be called twice, not from the reader's thread."""
        self.tell({"op": "bye"})
        with self._sending, contextlib.suppress(OSError):
            self._stdin.close()
        if self._death or not self._ends_within(_GOODBYE_S):
            self._process.kill()
            if not self._ends_within(_KILLED_S):
                _log.warning("a helper that hangs in the kernel is left behind")
                return  # its reader waits on, and closes the pipes
        self._reader.join()

    def _ends_within(self, timeout_s: float) -> bool:
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _greet(self) -> None:
        try:
            greeting = self._greeting.get(timeout=_HELLO_S)
            if isinstance(greeting, NanoWizardError):
                raise greeting
            protocol.check_hello(greeting)
        except queue.Empty as error:
            self._process.kill()
            self.close()
            raise HelperError("helper.not_started", detail=f"silent for {_HELLO_S} s") from error
        except NanoWizardError:
            self.close()
            raise
        self.forget(0)
        self.tell(protocol.hello())

    def _read(self) -> None:
        error: HelperError | None = None
        try:
            while line := self._stdout.readline(protocol.MAX_LINE_BYTES + 1):
                self._route(protocol.decode(line))
        except HelperError as broken:
            error = broken
            self.abandon(broken)
        self._die(error)
        self._stdout.close()
        self._stderr.close()

    def _route(self, message: Message) -> None:
        """Raises HelperError where the helper complains of a line of ours: then the two no longer understand."""
        number = message.get("id")
        if message.get("stuck"):
            raise HelperError("helper.stuck")
        if "hello" in message:
            number = 0
        elif number is None:
            raise HelperError("helper.protocol", detail=str(message.get("error")))
        with self._lock:
            listen = self._waiting.get(number)
        if listen:
            listen(message)

    def _die(self, error: HelperError | None) -> None:
        status = self._process.wait()  # for ever, where a call hangs in the kernel: nobody waits for this thread
        self._drain.join()
        if error is None:
            error = HelperError("helper.crashed", exit_status=status, detail="\n".join(self._last_lines))
        self.abandon(error)

    def _read_errors(self) -> None:
        for raw in self._stderr:
            line = raw.decode(errors="replace").rstrip()
            self._last_lines.append(line)
            _log.info("%s", line)


def _pipes(process: HelperProcess) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
    if not (process.stdin and process.stdout and process.stderr):
        raise ValueError("the helper was started without pipes")
    return process.stdin, process.stdout, process.stderr
