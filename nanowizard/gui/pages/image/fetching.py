"""The fetching half of the Image page: a run at a time, paused, gone on with in another way, failed, mended."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from nanowizard.core.events import ErrorInfo, Params, Progress, Status, StepStarted, TaskFinished
from nanowizard.gui import texts
from nanowizard.gui.context import Context
from nanowizard.gui.pages.image.beside import ImageViews
from nanowizard.gui.pages.image.remedies import Remedy, also, remedy_for, remedy_words
from nanowizard.gui.pages.image.rows import ask_for_folder
from nanowizard.gui.pages.image.selection import FILE, URL
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.tasks.image import FetchImage, FetchInput
from nanowizard.tasks.image_clean import CleanInput


class ImageFetch(ImageViews):
    """`_waiting`: what is fetched as soon as a run that was given up has ended."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._waiting: str | None = None
        self.is_inspecting = self._is_folder_for_error = False
        context.image_run = self.runner
        context.image_arrived.connect(self._arrived)
        self.failure.remedy_clicked.connect(self._help)
        self.download.paused.connect(self._pause)
        self.download.now.connect(self._go_on_otherwise)
        self.download.options.changed.connect(self._go_on_otherwise)
        self.download.options.edited.connect(self.footer_changed)
        self.download.options.edited.connect(self._wish_otherwise)
        self.file.again.connect(self._download_anew)
        self.view.by_hand.action_clicked.connect(self._open_page)
        self.side.cleaned.connect(self._cleaned)
        self.side.trust.connect(self._proved_before)

    def is_found(self) -> bool:
        """It seems to lie here, and nobody has looked into it yet."""
        return self.at_hand is not None and self.at_hand.file is not None and self.image() is not None

    def is_by_hand(self) -> bool:
        """Only a web browser gets it."""
        image = self.image()
        return image is not None and not image.urls and not self.is_found()

    def can_start(self) -> bool:
        """Nothing that was typed for it is wrong."""
        return (self.can_download() or self.is_found()) and self.download.options.is_valid()

    def start_download(self) -> None:
        key = self.key()
        if key is None or self.wanted is not None or not self.can_start():
            return
        self.error = None
        self.fetch(self.url.address() if key == URL else key)

    def stop(self) -> None:
        self.wanted = self._waiting = None
        super().stop()

    def _pause(self) -> None:
        if self.is_inspecting:
            self.is_ready, self.is_inspecting = True, False  # as much is known of it as before
        self.stop()
        self.refresh()

    def _go_on_otherwise(self) -> None:
        """At once, or with another speed or server: what runs ends, and goes on where it was."""
        if self.wanted is not None and not self.is_inspecting:
            self.runner.cancel()
            self.fetch(self.wanted)
        self._wish_otherwise()

    def _wish_otherwise(self) -> None:
        """Paused: another page that goes on with it asks the server that is chosen now, and checks what was typed."""
        wish = self.context.image_wish
        if wish is not None and self.wanted is None:
            self.context.image_wish = self._wish(wish.image)

    def fetch(self, image: str) -> None:
        """At once, or after the run that was given up has ended."""
        self.wanted = image
        wish = self._wish(image)
        self.context.image_wish = wish if self.can_download() and not self.is_found() else None
        if self.runner.is_running:
            self._waiting = image
        else:
            self.start(FetchImage(self.context.session, look_in=self.side.look_in), wish)
        self.refresh()

    def _arrived(self) -> None:
        """Another page has downloaded it to its end: it is here now, and what is known of it is looked up."""
        wish = self.context.image_wish
        if wish is not None:
            self.fetch(wish.image)

    def _wish(self, image: str) -> FetchInput:
        options = self.download.options
        return FetchInput(
            image=image,
            catalog=self.selection.catalog_at,
            sources=options.sources(),
            limit_bytes_per_s=options.limit(),
            sha256=options.sha256() if self.key() != FILE else None,
        )

    def on_progress(self, progress: Progress) -> None:
        if self.wanted is not None and self._waiting is None:
            self.download.show_progress(progress)

    def on_step_started(self, event: StepStarted) -> None:
        if self.wanted is not None and self._waiting is None:
            self.download.show_step(event)
            if self.download.waiting.is_on:
                self.announce(self.download.waiting.words())

    def on_finished(self, finished: TaskFinished) -> None:
        if self._waiting is not None:
            image, self._waiting = self._waiting, None
            self.fetch(image)
            return
        was_wanted, self.wanted, self.is_inspecting = self.wanted is not None, None, False
        if not was_wanted or finished.status is Status.CANCELLED:
            self.set_state(State.DONE if self.is_ready else State.HERE)
            self.look()
        elif finished.error is not None:
            self.keep_none()
            self.show_error(finished.error)
        else:
            self._take(finished)
        self.refresh()

    def _take(self, finished: TaskFinished) -> None:
        facts = finished.result
        file = Path(str(facts["path"]))
        known = self.selection.catalog.of_file(file.name)
        self.context.image_wish = None
        self.file.show_file(facts, self.findings, known)
        self.is_ready = True
        self.show_notes()
        self.keep(file, facts["raw_bytes"] if facts["raw_bytes_exact"] else None)
        self.announce(self.file.message.accessibleName())
        if not self.file.is_proved:
            self.side.ask_what_was_proved(file, known)

    def _proved_before(self, file: Path, trust: Params) -> None:
        if self.is_ready and file == self.context.session.journey.image:
            self.file.add_trust(trust)

    # --- when it fails ----------------------------------------------------------------------------------------------

    def show_error(self, error: ErrorInfo) -> None:
        """Beside the rows, so that another image can be chosen at once."""
        self.error = error
        self.fill_failure(error)
        self.announce(self.failure.headline())
        self.refresh()

    def fill_failure(self, error: ErrorInfo) -> None:
        words = texts.sentence(error.code, error.params)
        label, icon = remedy_words(remedy_for(error, self.key()))
        what_now = texts.sentences(also(error), words.do)
        self.failure.set_error(words.what, what_now, remedy=label, remedy_icon=icon, details=texts.details(error))

    def _help(self) -> None:
        """The remedy of the error that is shown."""
        assert self.error is not None
        actions = {
            Remedy.AGAIN: self._try_again,
            Remedy.ANEW: self._download_anew,
            Remedy.FOLDER: self._another_folder,
            Remedy.SERVER: self._another_server,
            Remedy.ADDRESS: self._change_address,
            Remedy.FILE: self.browse,
            Remedy.PAGE: self._open_page,
        }
        actions[remedy_for(self.error, self.key())]()

    def _try_again(self) -> None:
        if self.can_download() or self.is_found():
            self.start_download()
        else:
            self.give_up()

    def _another_folder(self) -> None:
        folder = ask_for_folder(self, self.at_hand.folder if self.at_hand else Path.home())
        if folder is not None:
            self._is_folder_for_error = True
            self.side.use_folder(folder)

    def folder_chosen(self) -> None:
        super().folder_chosen()
        if self._is_folder_for_error:
            self._is_folder_for_error = False
            self._try_again()

    def _another_server(self) -> None:
        self.give_up()
        self.download.fold.set_open(True)
        self.download.options.ask_for_address()

    def _change_address(self) -> None:
        self.give_up()
        self.url.setFocus()
        self.url.selectAll()

    def _open_page(self) -> None:
        image = self.image()
        if image is not None and image.page:
            QDesktopServices.openUrl(QUrl(image.page))

    def _download_anew(self) -> None:
        """What is here is not to be used again: it goes first."""
        path = self.error.params.get("file") if self.error else self.context.session.journey.image
        self.give_up()
        self.side.clean_for_download(CleanInput(names=(Path(str(path)).name,)))

    def _cleaned(self) -> None:
        self.at_hand = None
        self.start_download()
