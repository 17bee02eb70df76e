"""The side of the helper that pages and commands use: starts it when first needed, speaks to it, survives its death."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

from nanowizard.core.errors import NanoWizardError
from nanowizard.core.task import RunContext
from nanowizard.drives.backend import Watch
from nanowizard.drives.model import Drive
from nanowizard.flash.model import FlashReport, FlashRequest, VerifyReport, VerifyRequest

Changed: TypeAlias = Callable[[Sequence[Drive] | NanoWizardError], None]


class HelperClient:
    """One long-lived helper process. Every method may be called from any thread.

    `command` is the argument vector of the helper; None is the ordinary one (`practice.service.command(folder)` gives
    that of the practice card). Errors: HelperError "helper.crashed" (the next call starts a new one),
    "helper.version", "helper.not_started", "helper.busy"; and whatever the helper itself reports.
    """

    def __init__(self, command: Sequence[str] | None = None) -> None: ...

    def list_drives(self, *, card_files: Sequence[Path] = ()) -> list[Drive]:
        """What there is now; the regular files `card_files` are listed as cards too."""
        raise NotImplementedError

    def watch(self, changed: Changed, *, card_files: Sequence[Path] = ()) -> Watch:
        """Call `changed` with the list now and after every change, from a thread of its own, until closed."""
        raise NotImplementedError

    def flash(self, request: FlashRequest, ctx: RunContext) -> FlashReport:
        """Blocks until done. Events reach `ctx.emit` in this thread; `ctx.cancel` stops it (raises Cancelled)."""
        raise NotImplementedError

    def verify(self, request: VerifyRequest, ctx: RunContext) -> VerifyReport:
        """Blocks until done, as `flash` does. Nothing is written to the card."""
        raise NotImplementedError

    def close(self) -> None:
        """End the helper (a running operation is cancelled) and wait for it. May be called twice."""

    def __enter__(self) -> HelperClient:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()
