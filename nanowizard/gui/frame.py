"""The parts of QWizard that need a firm hand: its footer, its margins and its side widget (LOOK.md, section 5)."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QElapsedTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget, QWizard

from nanowizard.gui import theme
from nanowizard.gui.page import Footer
from nanowizard.gui.widgets.controls import Button, Kind

translate = QCoreApplication.translate

_SLOT = QWizard.WizardButton
FRAME_MARGIN = 2
"""QWizard's page frame adds this to a page's own margin; the footer adds it too, so that edges align."""
RULER_HEIGHT = 2


class FooterBar:
    """Leave at the left; Back, Skip and the primary at the right. Keeps the Python references that PySide needs.

    The buttons sit in QWizard's own row but in slots that QWizard never enables, hides or makes the default.
    """

    def __init__(self, wizard: QWizard) -> None:
        self.leave, self.back, self.skip = Button(), Button(), Button()
        self.primary = Button(kind=Kind.PRIMARY)
        self._wizard = wizard
        self._is_busy = False
        self._since_stop = QElapsedTimer()
        self._slots = {
            _SLOT.CustomButton1: self.leave,
            _SLOT.HelpButton: self.back,
            _SLOT.CustomButton2: self.skip,
            _SLOT.CustomButton3: self.primary,
        }
        for slot, button in self._slots.items():
            wizard.setButton(slot, button)
        wizard.setButtonLayout(
            [_SLOT.CustomButton1, _SLOT.Stretch, _SLOT.HelpButton, _SLOT.CustomButton2, _SLOT.CustomButton3]
        )
        for first, second in ((self.skip, self.back), (self.primary, self.skip), (self.leave, self.primary)):
            QWidget.setTabOrder(second, first)

    def show(self, wanted: Footer, *, can_go_back: bool, stopping: bool) -> None:
        """`stopping`: the person asked to stop and the run has not ended yet."""
        if self._is_busy and not wanted.busy:
            self._since_stop.start()
        self._is_busy = wanted.busy
        leave = translate("Frame", "Quit")
        if wanted.busy:
            leave = translate("Frame", "Stopping…") if stopping else translate("Frame", "Stop…")
        elif wanted.leave_to:
            leave = translate("Frame", "Back to start")
        self._set(self.leave, leave, shown=wanted.leave, enabled=not (wanted.busy and stopping))
        self._set(self.back, translate("Frame", "Back"), shown=wanted.back and can_go_back)
        self._set(self.skip, translate("Frame", "Skip"), shown=wanted.skip)
        self.primary.set_kind(Kind.PRIMARY if wanted.filled else Kind.PLAIN)
        self._set(self.primary, wanted.primary, shown=bool(wanted.primary), enabled=wanted.enabled)

    def was_stop(self) -> bool:
        """Leave said Stop… until just now: who presses it may have meant that, and has not seen the run end."""
        return self._since_stop.isValid() and self._since_stop.elapsed() < QApplication.doubleClickInterval()

    def forget_stop(self) -> None:
        """Another page is shown: who goes on has seen the run end."""
        self._since_stop.invalidate()

    def _set(self, button: Button, text: str, *, shown: bool, enabled: bool = True) -> None:
        slot = next(slot for slot, known in self._slots.items() if known is button)
        # Through the wizard, or it puts its own words back at the next change of language.
        self._wizard.setButtonText(slot, text)
        button.setVisible(shown)
        button.setEnabled(enabled)

    def set_margins(self, horizontal: int, vertical: int) -> None:
        for row in self._wizard.findChildren(QHBoxLayout):
            if row.indexOf(self.primary) >= 0:
                row.setContentsMargins(horizontal + FRAME_MARGIN, vertical, horizontal + FRAME_MARGIN, vertical)
                row.setSpacing(theme.S)


def dress(wizard: QWizard) -> None:
    """Style and options, before the first page is added."""
    wizard.setWizardStyle(QWizard.WizardStyle.ModernStyle)
    options = QWizard.WizardOption
    for option in (
        options.ExtendedWatermarkPixmap,
        options.IgnoreSubTitles,
        options.NoDefaultButton,
        options.NoCancelButton,
        options.IndependentPages,
    ):
        wizard.setOption(option)


def settle(wizard: QWizard, side: QWidget) -> None:
    """What can only be set once pages and side widget are laid out."""
    holder = side.parentWidget()
    layout = holder.layout() if holder is not None else None
    if layout is not None:
        layout.setContentsMargins(0, 0, 0, 0)
    for page_id in wizard.pageIds():
        parent = wizard.page(page_id).parentWidget()
        if parent is not None:
            # The page frame fills with Base; with Window the panels stand out.
            parent.setBackgroundRole(QPalette.ColorRole.Window)
    for child in wizard.findChildren(QWidget):
        if child.maximumHeight() == RULER_HEIGHT and child.metaObject().className() == "QWidget":
            # QWizard's ruler above the footer paints itself with Mid, which is the outline of controls with us.
            palette = child.palette()
            palette.setColor(QPalette.ColorRole.Mid, theme.color("border"))
            child.setPalette(palette)
