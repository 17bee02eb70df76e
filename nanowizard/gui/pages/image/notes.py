"""What to know of an image before it is chosen: the card that it needs, warnings, its login, what its makers say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.core.events import Severity
from nanowizard.gui import texts, theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import IconLabel, TextLabel
from nanowizard.images.catalog import CatalogImage
from nanowizard.tasks.known_images import note_in, warnings

COMMUNITY = "community"
_BY_HAND, _CARD = "image.by_hand", "image.card_needed"
_ICONS = {_CARD: "card", "image.known_login": "lock"}


def notes_of(image: CatalogImage, *, is_ready: bool = False) -> Iterator[tuple[str, Tone, str]]:
    """Icon, tone and text, warnings first. That an image has to be got by hand has a panel of its own.

    Once it `is_ready`, the Card page looks after the size of the card.
    """
    left_out = (_BY_HAND, _CARD) if is_ready else (_BY_HAND,)
    found = [one for one in warnings(image) if one.code not in left_out]
    for finding in sorted(found, key=lambda one: one.severity is not Severity.WARNING):
        tone = Tone.WARN if finding.severity is Severity.WARNING else Tone.TEXT2
        yield _ICONS.get(finding.code, "warn"), tone, texts.finding_text(finding)
    if image.kind == COMMUNITY:
        for note in image.notes:
            yield "help", Tone.TEXT2, note_in(note, QLocale().name())


class NoteLines(QWidget):
    """One line for each; hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[tuple[QWidget, IconLabel, TextLabel]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.XS, 0, 0, 0)
        self._column.setSpacing(2)
        self.hide()

    def show_notes(self, notes: Sequence[tuple[str, Tone, str]]) -> None:
        while len(self._lines) > len(notes):
            line, _icon, _text = self._lines.pop()
            self._column.removeWidget(line)
            line.deleteLater()
        while len(self._lines) < len(notes):
            self._lines.append(self._line())
        for (icon, tone, text), (_line, picture, label) in zip(notes, self._lines, strict=True):
            picture.set_icon(icon, tone)
            label.set_text(text)
        self.setVisible(bool(notes))

    def texts(self) -> list[str]:
        return [label.text() for _line, _icon, label in self._lines]

    def _line(self) -> tuple[QWidget, IconLabel, TextLabel]:
        line, icon = QWidget(), IconLabel("warn", 16)
        label = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)
        self._column.addWidget(line)
        return line, icon, label
