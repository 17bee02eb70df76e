"""The side of the helper that pages and commands use: starts it when first needed, speaks to it, survives its death."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, TypeAlias, TypeVar

from nanowizard.cards.model import (
    FormatReport,
    FormatRequest,
    ProbeReport,
    ProbeRequest,
    RepairReport,
    RepairRequest,
)
from nanowizard.core.errors import Cancelled, HelperError, NanoWizardError, error_from_info
from nanowizard.core.events import from_wire
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import Watch
from nanowizard.drives.model import Drive, DriveIdentity, drive_from_wire
from nanowizard.drives.surroundings import RemedyRequest, Surroundings
from nanowizard.flash.model import FlashReport, FlashRequest, VerifyReport, VerifyRequest
from nanowizard.helper import protocol
from nanowizard.helper.child import Answer, Child
from nanowizard.helper.elevation.child import ElevatedChild
from nanowizard.helper.launch import Launcher, OrdinaryLauncher, own_launcher
from nanowizard.helper.protocol import Message
from nanowizard.helper.silence import LOOK_S, WORK_S, Silence

_LOOK_EVERY_S = 0.5

R = TypeVar("R")
Changed: TypeAlias = Callable[[Sequence[Drive] | NanoWizardError], None]


class CardRequest(Protocol):
    @property
    def identity(self) -> DriveIdentity: ...


class HelperClient:
    """One long-lived helper process, and a second one where only more rights open a card. Any thread may call.

    `command` is the argument vector of the helper; None is the ordinary one (`practice.service.command(folder)` gives
    that of the practice card). `launcher` starts it in a way of its own. Errors: HelperError "helper.crashed" (the next
    call starts a new one), "helper.silent" (so does it then), "helper.version", "helper.not_started", "helper.busy",
    "helper.protocol"; PrivilegeError where the person was asked and said no; and whatever the helper itself reports.
    """

    def __init__(self, command: Sequence[str] | None = None, *, launcher: Launcher | None = None) -> None:
        self._launcher = launcher or (OrdinaryLauncher(command) if command else own_launcher())
        self._elevated = ElevatedChild(self._launcher)
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._watches: list[_ClientWatch] = []

    def list_drives(self, *, card_files: Sequence[Path] = ()) -> list[Drive]:
        """What there is now; the regular files `card_files` are listed as cards too."""
        result = self._call({"op": "list", "card_files": _paths(card_files)}, RunContext(), limit_s=LOOK_S)
        return _drives(result)

    def surroundings(self) -> Surroundings:
        """What the system shows around its drives; may be asked for while a card is being written."""
        return protocol.from_wire(Surroundings, self._call({"op": "surroundings"}, RunContext()))

    def remedy(self, request: RemedyRequest) -> None:
        """Do what the program itself can do for a card that is not seen. Raises DriveError or PrivilegeError."""
        self._call({"op": "remedy", "request": protocol.to_wire(request)}, RunContext())

    def watch(self, changed: Changed, *, card_files: Sequence[Path] = ()) -> Watch:
        """Call `changed` with the list now and after every change, from a thread of its own, until closed.

        Where the helper dies `changed` gets the error; the watch goes on as soon as another call started a new one.
        """
        watch = _ClientWatch(self, changed, {"op": "watch", "card_files": _paths(card_files)})
        try:
            with self._lock:
                watch.begin(self._ready_child())
                self._watches.append(watch)
        except NanoWizardError:
            watch.stop()
            raise
        return watch

    def flash(self, request: FlashRequest, ctx: RunContext) -> FlashReport:
        """Blocks until done. Events reach `ctx.emit` in this thread; `ctx.cancel` stops it (raises Cancelled)."""
        return self._work("flash", request, FlashReport, ctx)

    def verify(self, request: VerifyRequest, ctx: RunContext) -> VerifyReport:
        """Blocks until done, as `flash` does. Nothing is written to the card."""
        return self._work("verify", request, VerifyReport, ctx)

    def format(self, request: FormatRequest, ctx: RunContext) -> FormatReport:
        """Blocks until done, as `flash` does. Everything on the card is lost."""
        return self._work("format", request, FormatReport, ctx)

    def repair(self, request: RepairRequest, ctx: RunContext) -> RepairReport:
        """Blocks until done, as `flash` does. Everything on the card is lost."""
        return self._work("repair", request, RepairReport, ctx)

    def probe(self, request: ProbeRequest, ctx: RunContext) -> ProbeReport:
        """Blocks until done, as `flash` does. A quick test leaves the card as it was, a full one erases it."""
        return self._work("test", request, ProbeReport, ctx)

    def close(self) -> None:
        """End the helper (a running operation is cancelled) and wait for it. May be called twice."""
        with self._lock:
            watches, self._watches = self._watches, []
            child, self._child = self._child, None
        for watch in watches:
            watch.stop()
        self._elevated.close()
        if child:
            child.close()

    def _work(self, name: str, request: CardRequest, report: type[R], ctx: RunContext) -> R:
        """`name` and `report` as in `operations`, which would load the engine here too."""
        ctx.cancel.raise_if_set()
        message = {"op": name, "request": protocol.to_wire(request)}
        card = request.identity
        elevated = self._elevated.ready(card.path, ctx) if self._launcher.must_elevate(card) else None
        return protocol.from_wire(report, self._call(message, ctx, elevated))

    def _call(
        self,
        message: Mapping[str, Any],
        ctx: RunContext,
        elevated: Child | None = None,
        *,
        limit_s: float = WORK_S,
    ) -> Message:
        """Ask `elevated` or the ordinary helper, hand on events, return the result."""
        ctx.cancel.raise_if_set()
        lines: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        child, number = self._ask(message, lines.put, elevated)
        silence = Silence(limit_s, ctx.cancel)
        forget = ctx.cancel.on_set(lambda: child.tell({"op": "cancel", "run": number}))
        try:
            while (result := _read(_next(child, lines, silence), ctx)) is None:
                pass
            return result
        except HelperError as error:
            if elevated or silence.heard or not _is_stuck(error):
                child.tell({"op": "cancel", "run": number})
                raise
        except BaseException:
            # Also where `ctx.emit` failed: nothing goes on that nobody listens to.
            child.tell({"op": "cancel", "run": number})
            raise
        finally:
            forget()
            child.forget(number)
        # It waited for a helper whose last card never answered, and was not begun: a fresh one does it.
        return self._call(message, ctx, limit_s=limit_s)

    def _ask(
        self, message: Mapping[str, Any], listen: Callable[[Answer], None], elevated: Child | None
    ) -> tuple[Child, int]:
        if elevated:
            return elevated, elevated.ask(message, listen)
        with self._lock:
            child = self._ready_child()
            try:
                return child, child.ask(message, listen)
            except HelperError:
                child = self._ready_child()  # it died since we looked, and nothing was asked of it
            return child, child.ask(message, listen)

    def _revive(self, watch: _ClientWatch) -> None:
        """A fresh helper for a watch whose helper hung and has gone. Raises HelperError."""
        with self._lock:
            if watch in self._watches:
                self._ready_child()

    def _ready_child(self) -> Child:
        """The living child, or a new one that watches what the old one did. Call it with the lock held."""
        if self._child and not self._child.alive:
            self._child.close()
            self._child = None
        if not self._child:
            self._child = Child(self._launcher.start())
            for watch in self._watches:
                watch.begin(self._child)
        return self._child

    def _end_watch(self, watch: _ClientWatch) -> None:
        with self._lock:
            if watch in self._watches:
                self._watches.remove(watch)
        watch.stop()

    def __enter__(self) -> HelperClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


class _ClientWatch:
    """Implements `drives.backend.Watch`. Its thread makes sure that `changed` may call the client."""

    def __init__(self, client: HelperClient, changed: Changed, message: Mapping[str, Any]) -> None:
        self._client = client
        self._changed = changed
        self._message = message
        self._lines: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self._at: tuple[Child, int] | None = None
        self._thread = threading.Thread(target=self._run, name="helper-watch", daemon=True)
        self._thread.start()

    def begin(self, child: Child) -> None:
        self._at = (child, child.ask(self._message, self._lines.put))

    def close(self) -> None:
        self._client._end_watch(self)

    def stop(self) -> None:
        if self._at:
            child, number = self._at
            child.forget(number)
            child.tell({"op": "unwatch", "run": number})
        self._lines.put(None)
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _run(self) -> None:
        while (line := self._lines.get()) is not None:
            try:
                if _is_stuck(line):
                    self._client._revive(self)
                else:
                    self._changed(_watched(line))
            except NanoWizardError as error:
                self._changed(error)


def _is_stuck(what: object) -> bool:
    return isinstance(what, HelperError) and what.code == "helper.stuck"


def _next(child: Child, lines: queue.SimpleQueue[Answer], silence: Silence) -> Answer:
    """Raises HelperError helper.silent, or Cancelled, where nothing comes; then the helper is left behind."""
    while True:
        try:
            line = lines.get(timeout=_LOOK_EVERY_S)
        except queue.Empty:
            try:
                silence.look()
            except (HelperError, Cancelled):
                child.abandon(HelperError("helper.stuck"))
                raise
        else:
            if isinstance(line, dict):
                silence.note(line)
            return line


def _read(line: Answer, ctx: RunContext) -> Message | None:
    """The result, None while there is none yet. Raises what the line says."""
    if isinstance(line, NanoWizardError):
        raise line
    if "event" in line:
        try:
            ctx.emit(from_wire(line["event"]))
        except ValueError as error:
            raise HelperError("helper.protocol", detail=str(error)) from error
        return None
    if line.get("cancelled"):
        raise Cancelled
    return _result(line)


def _result(line: Message) -> Message:
    if "error" in line:
        raise error_from_info(protocol.error_from_wire(line["error"]))
    result = line.get("result")
    if not isinstance(result, dict):
        raise HelperError("helper.protocol", detail=f"not an answer: {line!r}")
    return result


def _watched(line: Answer) -> list[Drive] | NanoWizardError:
    if isinstance(line, NanoWizardError):
        return line
    wrong = line.get("failed") or line.get("error")
    return error_from_info(protocol.error_from_wire(wrong)) if wrong else _drives(line)


def _drives(wire: Message) -> list[Drive]:
    try:
        return [drive_from_wire(drive) for drive in wire["drives"]]
    except (KeyError, TypeError, ValueError) as error:
        raise HelperError("helper.protocol", detail=f"not a list of drives: {error}") from error


def _paths(files: Sequence[Path]) -> list[str]:
    return [str(file.resolve()) for file in files]
