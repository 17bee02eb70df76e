"""Fold link: a link with a chevron that opens and closes what stands below it."""

from PySide6.QtWidgets import QWidget

from nanowizard.gui.widgets.controls import Button, Kind


class FoldLink(Button):
    """Checkable link. A screen reader hears a toggle; the chevron shows the same."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, "chevr", Kind.LINK, parent)
        self._target: QWidget | None = None
        self.setCheckable(True)
        self.toggled.connect(self._fold)

    def set_target(self, widget: QWidget) -> None:
        """Widget shown while open; it starts hidden or shown as the link stands."""
        self._target = widget
        widget.setVisible(self.isChecked())

    def set_open(self, is_open: bool) -> None:
        self.setChecked(is_open)

    def is_open(self) -> bool:
        return self.isChecked()

    def _fold(self, is_open: bool) -> None:
        self.set_icon("chev" if is_open else "chevr")
        if self._target is not None:
            self._target.setVisible(is_open)
