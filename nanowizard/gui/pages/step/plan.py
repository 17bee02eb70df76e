"""What would be done on the Nano, shown before anything is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.core.events import Finding
from nanowizard.gui import texts, theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.panels import Panel

translate = QCoreApplication.translate


class PlanPanel(Panel):
    """The changes in order, how long they usually take, and what is only worth knowing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.SUNKEN, parent, spacing=theme.XS)
        self._changes: Sequence[Mapping[str, Any]] | None = None
        self._notes: Sequence[Finding] = ()
        self._looks = False
        self._heading = TextLabel(role=Role.CAPTION, strong=True)
        self._lines = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._more = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        for part in (self._heading, self._lines, self._more):
            self.body.addWidget(part)
        self.retranslate()

    def show_looking(self) -> None:
        """The Nano is being asked; what it said before may not be true any more."""
        self._looks = True
        self.retranslate()

    def show_plan(self, changes: Sequence[Mapping[str, Any]], notes: Sequence[Finding] = ()) -> None:
        """`changes`: each with `code` and `params`; `notes`: findings that are no warning."""
        self._looks, self._changes, self._notes = False, changes, notes
        self.retranslate()

    def changes(self) -> Sequence[Mapping[str, Any]]:
        return self._changes or ()

    def text(self) -> str:
        return self._lines.text()

    def retranslate(self) -> None:
        self._heading.set_text(translate("StepPage", "What will be done"))
        self._lines.set_text(self._words())
        more = [texts.finding_text(note) for note in self._notes] if not self._looks else []
        usual = self._usual()
        if usual:
            more.append(translate("StepPage", "This usually takes about {time}.").format(time=texts.duration(usual)))
        self._more.set_text("\n".join(more))
        self._more.setVisible(bool(more))
        self.setAccessibleName(self._heading.text())
        self.setAccessibleDescription(self._lines.text())

    def _words(self) -> str:
        if self._looks:
            return translate("StepPage", "Looking at the Nano…")
        if not self._changes:
            return translate("StepPage", "Nothing: it is as you wish already.") if self._changes is not None else ""
        return "\n".join(texts.sentence(change["code"], change["params"]).what for change in self._changes)

    def _usual(self) -> float:
        """Seconds that all changes usually take; 0 where one of them says nothing, or it is too little to mention."""
        times = [change["params"].get("usual_s") for change in self.changes()]
        if self._looks or not times or not all(times):
            return 0.0
        total = float(sum(times))
        return total if total >= texts.MINUTE_S else 0.0
