"""What would be done on the Nano, shown before anything is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from nanowizard.core.events import Finding
from nanowizard.gui import texts, theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.panels import Panel

translate = QCoreApplication.translate

LINES = 4.5
"""Of a plan in sight at least, also where the form has to scroll for it; half a line shows that there is more."""


class _Scroll(QScrollArea):
    """As high as its text where there is room, at least LINES; a longer one is scrolled, with the keyboard too."""

    def __init__(self, text: TextLabel) -> None:
        super().__init__()
        self._text = text
        self._most = 0
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(text)
        self.viewport().setAutoFillBackground(False)
        text.setAutoFillBackground(False)

    def take(self, pixels: int) -> None:
        """So much more room there is, or less where it is negative."""
        self._most = self.height() + pixels
        self.fit()

    def fit(self) -> None:
        """Take the height that the text needs at this width."""
        line = self._text.fontMetrics().lineSpacing()
        wanted = max(self._text.heightForWidth(self.viewport().width()), line)
        lines = max(math.floor(self._most / line - 0.5) + 0.5, LINES)
        scrolls = wanted > max(lines * line, self._most)
        self.setFixedHeight(round(lines * line) if scrolls else wanted)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if scrolls else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self._text.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.fit()


class PlanPanel(Panel):
    """The changes in order, how long they usually take, and what is only worth knowing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.SUNKEN, parent, spacing=theme.XS)
        self._changes: Sequence[Mapping[str, Any]] | None = None
        self._notes: Sequence[Finding] = ()
        self._looks = False
        self._heading = TextLabel(role=Role.CAPTION, strong=True)
        self._usual_words = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2)
        self._lines = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self._usual_words)
        self.body.addLayout(top)
        self._scroll = _Scroll(self._lines)
        self.body.addWidget(self._scroll)
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

    def usual_words(self) -> str:
        return self._usual_words.text()

    def take_room(self, pixels: int) -> None:
        """What the form above does not need; negative where it needs more than it has."""
        self._scroll.take(pixels)

    def retranslate(self) -> None:
        self._heading.set_text(translate("StepPage", "What will be done"))
        more = [texts.finding_text(note) for note in self._notes] if not self._looks else []
        self._lines.set_text("\n".join([self._words(), *more]))
        self._scroll.fit()
        usual = self._usual()
        words = translate("StepPage", "usually about {time}").format(time=texts.duration(usual)) if usual else ""
        self._usual_words.set_text(words)
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
