"""Words that follow the language while they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Widget
else:
    # A class can have one widget among its bases only, and that is the one that is mixed with this.
    _Widget = object


class Retranslated(_Widget):
    """The first base of a widget that says words by itself."""

    def retranslate(self) -> None:
        """Reads its words again. A widget calls it once when it is made, too."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
