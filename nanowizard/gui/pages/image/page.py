"""Choose the image: download one, or take a file that is here already. The download goes on behind the next pages."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.core.events import ErrorInfo, Progress, Status, TaskFinished
from nanowizard.gui import page_ids, theme
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer
from nanowizard.gui.pages.image.names import catalog_image_of, is_practice_file
from nanowizard.gui.pages.image.panel import DownloadPanel, FilePanel
from nanowizard.gui.pages.image.rows import FILE, PRACTICE, URL, AddressField, ask_for_file, default_key, image_rows
from nanowizard.gui.task_page import TaskPage
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.choice_list import ChoiceList
from nanowizard.gui.widgets.controls import SectionHeading, TextLabel
from nanowizard.gui.widgets.error_panel import ErrorPanel
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.images.catalog import load_catalog
from nanowizard.tasks.image import FetchImage, FetchInput
from nanowizard.tasks.image_folder import image_folder

translate = QCoreApplication.translate


class ImagePage(TaskPage):
    """`_wanted` is what is being fetched for the chosen row; None when nothing is, or when it was given up.
    `_waiting` is what follows as soon as a run that was given up has ended."""

    id: ClassVar[str] = page_ids.IMAGE

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._file: Path | None = None
        self._is_ready = False
        self._is_entered = False
        self._wanted: str | None = None
        self._waiting: str | None = None
        context.image_run = self.runner
        self.rows = ChoiceList()
        self.rows.selection_changed.connect(self._chosen)
        self.rows.button_clicked.connect(lambda _key: self._browse())
        self.url = AddressField()
        self.url.textChanged.connect(self._url_edited)
        self.failure = ErrorPanel()
        self.failure.remedy_clicked.connect(self._again)
        self.download = DownloadPanel()
        self.download.paused.connect(self._pause)
        self.file = FilePanel()
        self.note = TextLabel(tone=Tone.TEXT2, wrap=True)
        self.body.add(self.rows)
        self.body.add_gap()
        self.body.add(self.url)
        self.body.add_gap(theme.S)
        self.heading = SectionHeading()
        self.heading.setContentsMargins(0, 0, 0, theme.S)  # a gap of the body would stay when the heading is hidden
        for widget in (self.heading, self.failure, self.download, self.file):
            self.body.add(widget)
        self.body.add_gap()
        self.body.add(self.note)
        self.body.add_stretch()
        self.retranslate()

    # --- what the page says -----------------------------------------------------------------------------------------

    def texts(self) -> tuple[str, str]:
        purpose = translate(
            "ImagePage",
            "The image is the operating system your Nano starts from. If you are unsure, keep the recommended one.",
        )
        return translate("ImagePage", "Choose the system image"), purpose

    def retranslate(self) -> None:
        super().retranslate()
        self.rows.set_name(translate("ImagePage", "Images"))
        self._show_rows()
        self.url.retranslate()
        self.download.retranslate()
        self.file.retranslate()
        if self.error is not None:
            self.fill_error_panel(self.failure, self.error)
        self._refresh()

    def footer(self) -> Footer:
        choose_card = translate("ImagePage", "Choose the card")
        if self.error is not None:
            return Footer(primary=choose_card, enabled=False, filled=False)
        if self._is_ready or self._wanted is not None:
            return Footer(primary=choose_card, moves_on=True)
        if self.rows.selected_key() == FILE:
            return Footer(primary=choose_card, enabled=False)
        start = translate("ImagePage", "Download")
        again = translate("ImagePage", "Download the rest")
        return Footer(primary=again if self.download.is_paused() else start, enabled=self._can_download())

    def first_focus(self) -> QWidget | None:
        key = self.rows.selected_key()
        return self.rows.row(key) if key else None

    def stop_question(self) -> tuple[str, str]:
        kept = translate("ImagePage", "What has arrived is kept. The download goes on from there next time.")
        return translate("ImagePage", "Stop the download?"), kept

    def _show_rows(self) -> None:
        self.rows.set_choices(image_rows(self._file, practice=self.context.practice))

    def _refresh(self) -> None:
        key = self.rows.selected_key()
        is_busy, has_failed = self._wanted is not None, self.error is not None
        is_download = key not in (None, FILE) and not self._is_ready and not has_failed
        self.url.setVisible(key == URL)
        self.failure.setVisible(has_failed)
        self.download.setVisible(is_download and (key != URL or self._can_download()))
        self.file.setVisible(self._is_ready)
        self.heading.setVisible(not self.download.isHidden())
        self.heading.set_text(translate("ImagePage", "Download"))
        self.download.set_running(is_busy)
        self.note.set_text("")
        if is_busy and is_download:
            words = translate("ImagePage", "You can go on now. The download continues while you choose the card.")
            self.note.set_text(words)
        elif is_busy:
            self.note.set_text(translate("ImagePage", "Checking the file…"))
        self.footer_changed.emit()

    # --- choosing ---------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        if self._is_entered:
            return
        self._is_entered = True
        kept = self.context.session.journey.image
        if kept is None or not kept.is_file():
            self.rows.select(default_key(practice=self.context.practice))
            return
        key = self._row_of(kept)
        if key == FILE:
            self.take_file(kept)
        else:
            self.rows.select(key)
            self._fetch(str(kept))

    def _row_of(self, image: Path) -> str:
        known = catalog_image_of(image)
        if self.context.practice:
            return PRACTICE if is_practice_file(image) else FILE
        return known.id if known and known.recommended else FILE

    def _chosen(self, key: str) -> None:
        """Another row: what ran for the row before is stopped (what has arrived of it is kept)."""
        self._give_up()
        if key == FILE and self._file is not None:
            self._fetch(str(self._file))
        if key == URL:
            self.url.setFocus()

    def _give_up(self) -> None:
        """Nothing that was fetched, or is being fetched, counts any more."""
        self.stop()
        self.error, self._is_ready = None, False
        known = load_catalog().find(self.rows.selected_key() or "")
        self._keep(None, known.raw_bytes if known else None)
        folder = image_folder(self.context.session)
        self.download.prepare(self._server(), folder, known.approx_archive_bytes if known else None)
        self.set_state(State.HERE)
        self._refresh()

    def _server(self) -> str:
        key = self.rows.selected_key()
        if key == PRACTICE:
            return translate("ImagePage", "this computer")
        return self.url.host() if key == URL else translate("ImagePage", "the NVIDIA server")

    def _browse(self) -> None:
        file = ask_for_file(self, self._file)
        if file is not None:
            self.take_file(file)

    def take_file(self, file: Path) -> None:
        """A file of the person's: check it at once, in the background."""
        self._file = file
        self._show_rows()
        if self.rows.selected_key() == FILE:
            self._chosen(FILE)
        else:
            self.rows.select(FILE)

    def _url_edited(self) -> None:
        if self.rows.selected_key() == URL:
            self._give_up()

    def _can_download(self) -> bool:
        key = self.rows.selected_key()
        return bool(self.url.host()) if key == URL else key not in (None, FILE)

    def _keep(self, image: Path | None, raw_bytes: int | None) -> None:
        self.context.image_bytes = raw_bytes
        journey = self.context.session.journey
        if journey.image != image:
            journey.image = image
            self.context.save_choices()

    # --- fetching ---------------------------------------------------------------------------------------------------

    def primary(self) -> None:
        if self._is_ready or self._wanted is not None:
            self.go_on.emit()
        else:
            self._download()

    def stop(self) -> None:
        self._wanted = self._waiting = None
        super().stop()

    def _pause(self) -> None:
        self.stop()
        self._refresh()

    def _again(self) -> None:
        if self.rows.selected_key() == FILE:
            self._browse()
        else:
            self._download()

    def _download(self) -> None:
        key = self.rows.selected_key()
        if key is None or self._wanted is not None or not self._can_download():
            return
        self.error = None
        self._fetch(self.url.address() if key == URL else key)

    def _fetch(self, image: str) -> None:
        """Download it, or check it where it is a file; at once, or after the run that was given up has ended."""
        self._wanted = image
        if self.runner.is_running:
            self._waiting = image
        else:
            self.start(FetchImage(self.context.session), FetchInput(image=image))
        self._refresh()

    def on_progress(self, progress: Progress) -> None:
        if self._wanted is not None and self._waiting is None:
            self.download.show_progress(progress)

    def on_finished(self, finished: TaskFinished) -> None:
        if self._waiting is not None:
            image, self._waiting = self._waiting, None
            self._fetch(image)
            return
        was_wanted, self._wanted = self._wanted is not None, None
        if not was_wanted or finished.status is Status.CANCELLED:
            self.set_state(State.HERE)
        elif finished.error is not None:
            self.show_error(finished.error)
        else:
            self._take(finished)
        self._refresh()

    def _take(self, finished: TaskFinished) -> None:
        facts = finished.result
        self.file.show_file(facts, self.findings)
        self._is_ready = True
        self._keep(Path(str(facts["path"])), facts["raw_bytes"] if facts["raw_bytes_exact"] else None)
        self.announce(self.file.message.accessibleName())

    def show_error(self, error: ErrorInfo) -> None:
        """Beside the rows, so that another image can be chosen at once."""
        self.error = error
        self.fill_error_panel(self.failure, error)
        self.announce(self.failure.headline())
        self._refresh()

    def remedy_words(self, error: ErrorInfo) -> tuple[str, str, str]:
        if self.rows.selected_key() == FILE:
            return translate("ImagePage", "Choose another file…"), "folder", ""
        return translate("ImagePage", "Try again"), "refresh", ""
