"""What a step page asks of its form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from nanowizard.core.events import Finding, Params


class StepForm(Protocol):
    """A widget that asks for a step's options. `changed` says that other options are meant now."""

    @property
    def changed(self) -> SignalInstance: ...

    def options(self) -> Any:
        """The step's options as they are chosen now."""

    def set_seen(self, facts: Params, findings: Sequence[Finding]) -> None:
        """What the check found for these options; empty while it looks anew for the first time."""

    def retranslate(self) -> None: ...

    def first_focus(self) -> QWidget | None:
        """The control for the keyboard to begin at, None where there is nothing to choose."""
