"""Panels: a plain one, a message with an optional action, and a table of facts."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Button, IconLabel, Kind, TextLabel, repolish
from nanowizard.gui.widgets.state_glyph import State, StateMark

_ICONS = {Tone.INFO: "shield", Tone.GOOD: "check", Tone.WARN: "warn", Tone.BAD: "warn"}


class Panel(QFrame):
    """Rounded frame in a tone; put content into `body`.

    `padding` is (left and right, top and bottom). Give it and `spacing` here: `set_compact` sets both again.
    """

    def __init__(
        self,
        tone: Tone = Tone.SURFACE,
        parent: QWidget | None = None,
        *,
        padding: tuple[int, int] = (theme.L, 14),
        spacing: int = theme.S,
    ) -> None:
        super().__init__(parent)
        self._padding, self._spacing = padding, spacing
        self.setProperty("panel", tone.value)
        self.body = QVBoxLayout(self)
        Panel.set_compact(self, False)

    def set_tone(self, tone: Tone) -> None:
        if self.property("panel") != tone.value:
            self.setProperty("panel", tone.value)
            repolish(self)

    def set_compact(self, compact: bool) -> None:
        across, vertical = self._padding
        vertical = round(vertical * 0.72) if compact else vertical
        self.body.setContentsMargins(across, vertical, across, vertical)
        self.body.setSpacing(theme.gap(self._spacing, compact))


class MessagePanel(Panel):
    """Icon, one strong line, a sentence, an optional button at the right and optional widgets below the sentence.

    `mark` puts a large state glyph in place of the icon: for the one result a page is about.
    """

    action_clicked = Signal()

    def __init__(
        self,
        tone: Tone = Tone.INFO,
        headline: str = "",
        text: str = "",
        *,
        icon: str = "",
        mark: State | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tone, parent)
        self._icon_name = icon
        self._tone = tone
        self._picture = IconLabel("", 20, tone, parent=self)
        self._picture.setVisible(mark is None)
        self._headline = TextLabel(role=Role.SECTION if mark else Role.BODY, strong=True, wrap=True)
        self._text = TextLabel(wrap=True)
        self._action = Button()
        self._action.hide()
        self._action.clicked.connect(self.action_clicked)
        self._words = QVBoxLayout()
        self._words.setSpacing(theme.XS)
        self._words.addWidget(self._headline)
        self._words.addWidget(self._text)
        row = QHBoxLayout()
        row.setSpacing(theme.L if mark else theme.M)
        self._mark = StateMark(mark, 34) if mark else None
        if self._mark:
            row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        else:
            row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._words, 1)
        row.addWidget(self._action, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(row)
        self.set_tone(tone)
        self.set_message(headline, text)

    def set_message(self, headline: str, text: str = "") -> None:
        self._headline.set_text(headline)
        self._headline.setVisible(bool(headline))
        self._text.set_text(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(headline or text)
        self.setAccessibleDescription(text if headline else "")

    def set_tone(self, tone: Tone) -> None:
        super().set_tone(tone)
        self._tone = tone
        self._picture.set_icon(self._icon_name or _ICONS.get(tone, "help"), tone)

    def set_icon(self, name: str) -> None:
        self._icon_name = name
        self.set_tone(self._tone)

    def set_mark(self, state: State) -> None:
        """Another large glyph; only for a panel that was made with one."""
        assert self._mark is not None
        self._mark.set_state(state)

    def set_action(self, text: str, icon: str = "", *, primary: bool = False) -> None:
        """Button at the right; an empty text removes it."""
        self._action.setText(text)
        self._action.set_icon(icon)
        self._action.set_kind(Kind.PRIMARY if primary else Kind.PLAIN)
        self._action.setVisible(bool(text))

    def action(self) -> Button:
        return self._action

    def add_widget(self, widget: QWidget) -> None:
        self._words.addSpacing(theme.XS)
        self._words.addWidget(widget)


class FactsPanel(Panel):
    """Sunken grid of label and value."""

    def __init__(
        self, facts: Sequence[tuple[str, str]] = (), parent: QWidget | None = None, *, is_half: bool = False
    ) -> None:
        """`is_half`: another one stands beside it."""
        super().__init__(Tone.SUNKEN, parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.L if is_half else theme.XL)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, 0 if is_half else 102)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self.body.addStretch(1)
        self._cells: list[tuple[TextLabel, TextLabel]] = []
        self.set_facts(facts)

    def set_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        while len(self._cells) > len(facts):
            for cell in self._cells.pop():
                self._grid.removeWidget(cell)
                cell.deleteLater()
        while len(self._cells) < len(facts):
            label, value = TextLabel(tone=Tone.TEXT2), TextLabel(wrap=True)
            label.setBuddy(value)
            row = len(self._cells)
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)
            self._cells.append((label, value))
        for (name, text), (label, value) in zip(facts, self._cells, strict=True):
            label.set_text(name)
            value.set_text(text)
            value.setAccessibleName(f"{name}: {text}")

    def facts(self) -> list[tuple[str, str]]:
        return [(label.text(), value.text()) for label, value in self._cells]

    def set_compact(self, compact: bool) -> None:
        super().set_compact(compact)
        self._grid.setVerticalSpacing(theme.gap(6, compact))


def caption_label(text: str = "") -> TextLabel:
    """The small strong line above a value: From, To, Step 3 of 10."""
    return TextLabel(text, Role.CAPTION, Tone.TEXT2, strong=True)
