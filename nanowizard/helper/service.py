"""The helper process: reads requests from its standard input, works on drives, answers on its standard output.

One drive operation at a time, each in a thread; listing and watching go on meanwhile. When the input ends (the parent
closed it, or died) the operation is cancelled and the process goes: a card is left marked NOT READY, never locked.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import logging
import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO

from nanowizard.core.errors import Cancelled, DriveError, HelperError, NanoWizardError
from nanowizard.core.events import to_wire
from nanowizard.core.places import HOME
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.drives.model import Drive, drive_to_wire
from nanowizard.drives.select import default_backends
from nanowizard.helper import protocol
from nanowizard.helper.access import Backends
from nanowizard.helper.aside import ASIDE
from nanowizard.helper.elevation.launcher import HOME_ARGUMENT, PIPE_ARGUMENT
from nanowizard.helper.intake import WORDS, Intake
from nanowizard.helper.launch import take_streams
from nanowizard.helper.operations import OPERATIONS, carry_out
from nanowizard.helper.protocol import Message
from nanowizard.helper.turn import GOODBYE_S, Turn
from nanowizard.helper.watcher import Watcher, listed

_log = logging.getLogger(__name__)

STANDARD_ERROR = 2
"""By its number: a program without a terminal has no `sys.stderr`, but what its parent gave it."""


class Service:
    """`lines` and `out` are binary streams; `run` returns when the client has gone."""

    def __init__(self, backends: Backends, lines: BinaryIO, out: BinaryIO) -> None:
        self._backends = backends
        self._lines = lines
        self._out = out
        self._sending = threading.Lock()
        self._turn = Turn(lambda: self._send({"stuck": True}))
        self._threads: list[threading.Thread] = []
        self._watchers: dict[int, Watcher] = {}
        self._intakes: dict[object, Intake] = {}

    def run(self) -> None:
        self._send(protocol.hello())
        try:
            protocol.check_hello(protocol.decode(self._lines.readline(protocol.MAX_LINE_BYTES + 1)))
        except HelperError as error:
            self._send({"id": None, "error": protocol.error_to_wire(error.info)})
            return
        while line := self._lines.readline(protocol.MAX_LINE_BYTES + 1):
            try:
                if len(line) > protocol.MAX_LINE_BYTES:
                    self._skip_line(line)
                message = protocol.decode(line)
                if message.get("op") == "bye":
                    break
                self._dispatch(message)
            except NanoWizardError as error:
                self._send({"id": None, "error": protocol.error_to_wire(error.info)})
        self._leave()

    def _skip_line(self, line: bytes) -> None:
        while line and not line.endswith(b"\n"):
            line = self._lines.readline(protocol.MAX_LINE_BYTES)

    def _dispatch(self, message: Message) -> None:
        """Raises HelperError helper.protocol where the message cannot even be answered."""
        operation = str(message.get("op"))
        if operation == "cancel":
            self._turn.cancel(message.get("run"), message.get("card"))
        elif operation in WORDS:
            if intake := self._intakes.get(message.get("run")):
                intake.take(message)
        elif operation == "unwatch":
            number = message.get("run")
            if isinstance(number, int) and (watcher := self._watchers.pop(number, None)):
                self._start(watcher.close)
        elif not isinstance(message.get("id"), int):
            raise HelperError("helper.protocol", detail=f"{operation!r} without a number")
        elif operation == "list":
            self._list(message)
        elif operation == "watch":
            self._watch(message)
        elif operation in ASIDE:
            self._start(lambda: self._answer(message["id"], lambda: ASIDE[operation](self._backends, message)))
        elif operation in OPERATIONS:
            self._operate(operation, message)
        else:
            raise HelperError("helper.protocol", detail=f"unknown operation {operation!r}")

    def _list(self, message: Message) -> None:
        stalled = threading.Event()

        def drives() -> Message:
            try:
                found = listed(self._backends(_card_files(message)), RunContext())
            except DriveError as error:
                if error.code == "drive.list_stalled":
                    stalled.set()
                raise
            return {"drives": [drive_to_wire(drive) for drive in found]}

        def answer() -> None:
            self._answer(message["id"], drives)
            if stalled.is_set():
                self._turn.leave_if_idle()

        self._start(answer)

    def _watch(self, message: Message) -> None:
        number = message["id"]

        def tell(found: list[Drive] | NanoWizardError) -> None:
            if isinstance(found, NanoWizardError):
                self._send({"id": number, "failed": protocol.error_to_wire(found.info)})
            else:
                self._send({"id": number, "drives": [drive_to_wire(drive) for drive in found]})

        try:
            self._watchers[number] = Watcher(self._backends(_card_files(message)), tell)
        except NanoWizardError as error:
            self._send({"id": number, "error": protocol.error_to_wire(error.info)})

    def _operate(self, name: str, message: Message) -> None:
        number = message["id"]
        cancel = CancelToken()
        ctx = RunContext(emit=lambda event: self._send({"id": number, "event": to_wire(event)}), cancel=cancel)

        intake = Intake(lambda said: self._send({"id": number, **said}))

        def report() -> Message:
            self._turn.wait(cancel)
            return carry_out(name, message, self._backends, ctx, self._turn.let_go, intake=intake)

        def take_turn() -> None:
            self._answer(number, report, before=self._turn.end)
            self._intakes.pop(number, None)
            self._turn.settle()

        if self._turn.begin(number, cancel):
            self._intakes[number] = intake
            self._start(take_turn)
        else:
            self._send({"id": number, "error": protocol.error_to_wire(HelperError("helper.busy").info)})

    def _answer(self, number: int, result: Callable[[], Message], *, before: Callable[[], None] | None = None) -> None:
        """The last line of an operation. Everything that goes wrong in it ends here."""
        try:
            answer: Message = {"result": result()}
        except Cancelled:
            answer = {"cancelled": True}
        except NanoWizardError as error:
            answer = {"error": protocol.error_to_wire(error.info)}
        except Exception as error:  # noqa: BLE001 - a mistake of ours is answered, not died of
            _log.exception("operation failed")
            answer = {"error": {"code": "internal.error", "params": {}, "detail": repr(error)}}
        if before:
            before()
        self._send({"id": number, **answer})

    def _send(self, message: Mapping[str, Any]) -> None:
        try:
            line = protocol.encode(message)
        except HelperError as error:
            line = protocol.encode({"id": message.get("id"), "error": protocol.error_to_wire(error.info)})
        try:
            with self._sending:
                self._out.write(line)
                self._out.flush()
        except OSError:  # the client is gone; its end of our input says so too
            self._turn.cancel(None)

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, name="operation", daemon=True)
        self._threads = [thread for thread in self._threads if thread.is_alive()] + [thread]
        thread.start()

    def _leave(self) -> None:
        self._turn.cancel(None)
        for watcher in self._watchers.values():
            watcher.close()
        for thread in self._threads:
            thread.join(GOODBYE_S)


def _card_files(message: Message) -> list[str]:
    """Raises HelperError helper.protocol."""
    files = message.get("card_files", [])
    if not isinstance(files, list) or not all(isinstance(file, str) for file in files):
        raise HelperError("helper.protocol", detail="card_files is no list of paths")
    return files


def main(backends: Backends = default_backends, *, pipe: str | None = None) -> int:
    """Serve the standard streams, or the pipes of that name in their place.

    What a library prints goes to the standard error stream, not into the protocol. So does the trace of a crash: the
    client logs it, and shows it as the error's details.
    """
    if pipe:
        take_streams(pipe)
    faulthandler.enable(STANDARD_ERROR)
    logging.basicConfig(stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(STANDARD_ERROR, 1)
    Service(backends, sys.stdin.buffer, out).run()
    with contextlib.suppress(OSError):  # the client may be gone, with a line for it still here
        out.close()
    return 0


def run(arguments: Sequence[str], backends: Backends = default_backends) -> int:
    """The program, as `elevation` and `launch` start it."""
    return start(arguments_of("nanowizard.helper").parse_args(arguments), backends)


def arguments_of(program: str) -> argparse.ArgumentParser:
    """What every helper understands."""
    parser = argparse.ArgumentParser(prog=program)
    parser.add_argument(PIPE_ARGUMENT)
    parser.add_argument(HOME_ARGUMENT)
    return parser


def start(asked: argparse.Namespace, backends: Backends) -> int:
    if asked.home:
        os.environ[HOME] = asked.home
    return main(backends, pipe=asked.pipe)
