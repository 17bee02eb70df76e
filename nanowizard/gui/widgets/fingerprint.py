"""Fingerprint of a key in groups of four, so that two people can compare it aloud."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from nanowizard.gui.theme import Role
from nanowizard.gui.widgets.controls import TextLabel, plain


def grouped(fingerprint: str) -> str:
    """ "SHA256:nThbGd3q…" as "SHA256  nThb Gd3q …", in groups that may break over lines."""
    kind, separator, digest = fingerprint.partition(":")
    if not separator:
        kind, digest = "", fingerprint
    groups = [digest[i : i + 4] for i in range(0, len(digest), 4)]
    pairs = [" ".join(groups[i : i + 2]) for i in range(0, len(groups), 2)]
    return "  ".join([kind, *pairs]).strip()


class Fingerprint(TextLabel):
    """Selectable; the tool tip and Copy of the selection give what is seen."""

    def __init__(self, fingerprint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(role=Role.CODE, wrap=True, parent=parent)
        self._fingerprint = ""
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.set_fingerprint(fingerprint)

    def set_fingerprint(self, fingerprint: str) -> None:
        self._fingerprint = plain(fingerprint)
        self.set_text(grouped(self._fingerprint))
        self.setAccessibleName(self.text())

    def fingerprint(self) -> str:
        return self._fingerprint
