"""What the card is compared with: the record of its last write here, the chosen image, or another file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Signal
from PySide6.QtWidgets import QWidget

from nanowizard.flash.records import KeptRecord
from nanowizard.gui import texts
from nanowizard.gui.pages.image.names import image_name
from nanowizard.gui.pages.image.rows import ask_for_file
from nanowizard.gui.widgets.choice_list import Choice, ChoiceList

translate = QCoreApplication.translate

RECORD, CHOSEN, FILE = "record", "chosen", "file"


class AgainstChoice(ChoiceList):
    """`chosen` is emitted when something else is to be compared with. What is not there cannot be chosen."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._record: KeptRecord | None = None
        self._image: Path | None = None
        self._file: Path | None = None
        self.selection_changed.connect(lambda _key: self.chosen.emit())
        self.button_clicked.connect(lambda _key: self._browse())
        self.retranslate()

    def show_known(self, record: KeptRecord | None, image: Path | None) -> None:
        """`record` of the card, and the `image` that was chosen for the journey. The record is proposed first."""
        self._record, self._image = record, image
        self.retranslate()
        if self.selected_key() is None:
            proposed = next((key for key in self.keys() if self.row(key).choice().choosable), None)
            self.select(proposed)

    def kind(self) -> str:
        """Empty while there is nothing to compare with."""
        return self.selected_key() or ""

    def image(self) -> Path | None:
        """The file to compare with; None for the record."""
        return {CHOSEN: self._image, FILE: self._file}.get(self.kind())

    def words(self) -> str:
        """What is compared with, in one line."""
        image = self.image()
        if image is not None:
            return texts.join_facts(
                [image_name(image), image.name] if image_name(image) != image.name else [image.name]
            )
        return _of_record(self._record) if self._record else ""

    def use_file(self, file: Path) -> None:
        self._file = file
        self.retranslate()
        self.select(FILE)
        self.chosen.emit()

    def retranslate(self) -> None:
        self.set_name(translate("CardVerifyPage", "Compare with"))
        record, image, file = self._record, self._image, self._file
        none_kept = translate("CardVerifyPage", "This computer has not written this card, or does not remember it.")
        none_chosen = translate("CardVerifyPage", "No image is chosen.")
        kinds = translate("CardVerifyPage", "An image, or an archive with one.")
        self.set_choices(
            [
                Choice(
                    key=RECORD,
                    title=translate("CardVerifyPage", "What was last written to it here"),
                    reason=_of_record(record) if record else none_kept,
                    icon="clock",
                    choosable=record is not None,
                    blocked_icon="dash",
                ),
                Choice(
                    key=CHOSEN,
                    title=translate("CardVerifyPage", "The chosen image"),
                    reason=image.name if image else none_chosen,
                    icon="image",
                    choosable=image is not None,
                    blocked_icon="dash",
                ),
                Choice(
                    key=FILE,
                    title=translate("CardVerifyPage", "Another file"),
                    reason=str(file) if file else kinds,
                    icon="file",
                    choosable=file is not None,
                    blocked_icon="dash",
                    button=translate("CardVerifyPage", "Browse…"),
                ),
            ]
        )

    def _browse(self) -> None:
        file = ask_for_file(self, self._file or self._image)
        if file is not None:
            self.use_file(file)


def _of_record(record: KeptRecord) -> str:
    """Which image, and when it was written: "JetPack 4.6.1, written 11/22/26, 7:20 PM"."""
    when = QDateTime.fromSecsSinceEpoch(int(record.written_at))
    return translate("CardVerifyPage", "{image}, written {when}").format(
        image=image_name(Path(record.name)), when=QLocale().toString(when, QLocale.FormatType.ShortFormat)
    )
