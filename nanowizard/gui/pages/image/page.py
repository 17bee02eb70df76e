"""Choose the image: for which Nano, download one, or take a file that is here. The download goes on behind the next
pages, and after a pause, a broken link or a restart it goes on where it stopped."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from nanowizard.core.events import Finding
from nanowizard.gui import texts
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer
from nanowizard.gui.pages.image.beside import OTHERS, SHELF
from nanowizard.gui.pages.image.reading import ImageReading
from nanowizard.gui.pages.image.selection import FILE, URL
from nanowizard.gui.task_page import MAIN

translate = QCoreApplication.translate

_ANOTHER = "image.here_is_another"


class ImagePage(ImageReading):
    """What is shown of the two halves, choosing and fetching."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.retranslate()

    # --- what the page says -----------------------------------------------------------------------------------------

    def texts(self) -> tuple[str, str]:
        if self.shown_view() == OTHERS:
            purpose = translate("ImagePage", "The newest is best for most. Choose another one only if you need it.")
            return translate("ImagePage", "All images"), purpose
        if self.shown_view() == SHELF:
            purpose = translate("ImagePage", "What was downloaded is kept here. Remove what you no longer need.")
            return translate("ImagePage", "Downloads on this computer"), purpose
        purpose = translate(
            "ImagePage",
            "The image is the operating system your Nano starts from. If you are unsure, keep the recommended one.",
        )
        if self.error is not None:
            purpose = self.safe_words() or purpose
        return translate("ImagePage", "Choose the system image"), purpose

    def retranslate(self) -> None:
        super().retranslate()
        self.view.retranslate()
        self.others.retranslate()
        self.shelf.retranslate()
        if self.shown_view() == OTHERS:
            self.others.show_all(self.selection, self.key())
        self.show_rows()
        self.show_notes()
        if self.error is not None:
            self.fill_failure(self.error)
        self.refresh()

    def footer(self) -> Footer:
        use = translate("ImagePage", "Use this image")
        if self.shown_view() == OTHERS:
            return Footer(primary=use, enabled=self.others.chosen_key() is not None, back=False)
        if self.shown_view() == SHELF:
            return Footer(primary=use, enabled=self.shelf.chosen() is not None, back=False)
        choose_card = translate("ImagePage", "Choose the card")
        if self.error is not None:
            return Footer(primary=choose_card, enabled=False, filled=False)
        if self.is_ready or self.wanted is not None:
            return Footer(primary=choose_card, moves_on=True)
        if self.is_found():
            return Footer(primary=translate("ImagePage", "Check it and use it"))
        if self.is_by_hand():
            return Footer(primary=translate("ImagePage", "Look again"))
        if not self.selection.starts_from_card or self.key() in (None, FILE):
            return Footer(primary=choose_card, enabled=False)
        start = translate("ImagePage", "Download")
        again = translate("ImagePage", "Continue the download")
        return Footer(primary=again if self.download.is_begun() else start, enabled=self.can_start())

    def first_focus(self) -> QWidget | None:
        if self.shown_view() == OTHERS:
            key = self.others.rows.selected_key()
            return self.others.rows.row(key) if key else self.others.back
        if self.shown_view() == SHELF:
            keys = self.shelf.rows.keys()
            return self.shelf.rows.row(keys[0]) if keys else self.shelf.back
        here = self.focusWidget()
        if self.wanted is not None and here is not None and here.isVisibleTo(self):
            return here  # a run that went on in another way takes nobody's place
        key = self.key()
        return self.rows.row(key) if key else self.view.boards.tiles[self.selection.board]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.shown_view() != MAIN:
            self.show_view(MAIN)
            self.wants_focus.emit()
        else:
            super().keyPressEvent(event)

    def stop_question(self) -> tuple[str, str]:
        if self.is_inspecting:
            return translate("ImagePage", "Stop checking the file?"), translate("ImagePage", "The file stays as it is.")
        kept = translate("ImagePage", "What has arrived is kept. The download goes on from there next time.")
        return translate("ImagePage", "Stop the download?"), kept

    def refresh(self) -> None:
        key, view, is_busy = self.key(), self.view, self.wanted is not None
        on_card = self.selection.starts_from_card
        view.emmc.setVisible(not on_card)
        view.rows.setVisible(on_card)
        view.others.setVisible(on_card and not self.context.practice)
        view.url.setVisible(key == URL)
        view.failure.setVisible(self.error is not None)
        idle = key is not None and self.error is None and not self.is_ready
        is_found, by_hand = self.is_found() and not is_busy, self.is_by_hand() and not is_busy
        view.here.setVisible(idle and is_found)
        view.by_hand.setVisible(idle and by_hand)
        can_show = (self.can_download() or is_busy) and not is_found and not by_hand and key != FILE
        view.download.setVisible(idle and (can_show or self.is_inspecting))
        view.file.setVisible(self.is_ready and self.error is None)
        view.download.set_running(is_busy, is_reading=self.is_inspecting)
        another = [finding for finding in self.findings if finding.code == _ANOTHER]
        view.another.setVisible(bool(another) and self.error is None and on_card)
        self._say(another, is_busy=is_busy)
        self.refresh_header()
        self.footer_changed.emit()

    def _say(self, another: list[Finding], *, is_busy: bool) -> None:
        view = self.view
        note = ""
        if is_busy and self.key() == FILE and not self.is_inspecting:
            note = translate("ImagePage", "Checking the file…")
        elif is_busy and not self.is_inspecting:
            note = translate("ImagePage", "You can go on now. The card can be written while the rest arrives.")
        view.note.set_text(note)
        if another:
            words = texts.sentence(another[-1].code, another[-1].params)
            view.another.set_message("", words.what)
        if self.at_hand is not None and self.at_hand.file is not None:
            where = translate("ImagePage", "{file} is in {folder}. It is checked first; nothing has to be downloaded.")
            file = self.at_hand.file
            view.here.set_message(
                translate("ImagePage", "This image seems to be here already"),
                where.format(file=file.name, folder=file.parent),
            )
        view.by_hand.set_message(
            translate("ImagePage", "This image has to be downloaded with a web browser"),
            translate("ImagePage", "Save it in your Downloads. NanoWizard finds it there."),
        )
        view.by_hand.set_action(translate("ImagePage", "Open the web page"), "link")

    # --- the primary -----------------------------------------------------------------------------------------------

    def primary(self) -> None:
        if self.shown_view() == OTHERS:
            self.use_other()
        elif self.shown_view() == SHELF:
            self.use_kept()
        elif self.is_ready or self.wanted is not None:
            self.go_on.emit()
        elif self.is_by_hand():
            self.look()
        else:
            self.start_download()
