"""Page header: where we are, the title, one sentence of purpose, and a tag when the page updates by itself."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.panels import caption_label
from nanowizard.gui.widgets.tag import Tag, TagSpec


class PageHeader(QWidget):
    """Every page has one, the last too. After a failure the purpose sentence says what is safe."""

    def __init__(self, caption: str = "", title: str = "", purpose: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caption = caption_label()
        self._title = TextLabel(role=Role.TITLE, wrap=True)
        self._purpose = TextLabel(tone=Tone.TEXT2, wrap=True)
        self._live = Tag()
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._caption)
        words.addWidget(self._title)
        words.addSpacing(4)
        words.addWidget(self._purpose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(words, 1)
        row.addWidget(self._live, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set_texts(caption, title, purpose)

    def set_texts(self, caption: str, title: str, purpose: str) -> None:
        self._caption.set_text(caption)
        self._title.set_text(title)
        self.set_purpose(purpose)
        self.setAccessibleName(title)

    def set_purpose(self, purpose: str) -> None:
        self._purpose.set_text(purpose)
        self._purpose.setVisible(bool(purpose))
        self.setAccessibleDescription(purpose)

    def set_live(self, text: str) -> None:
        """Tag such as "Live" or "Searching"; empty removes it."""
        self._live.set_spec(TagSpec(text, Tone.INFO, "refresh") if text else None)

    def title(self) -> str:
        return self._title.text()

    def purpose(self) -> str:
        return self._purpose.text()
