"""The main view of the Image page from top to bottom: which Nano, which image, what to know of it, how far it is."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.pages.image.boards import BoardPicker
from nanowizard.gui.pages.image.download import DownloadPanel
from nanowizard.gui.pages.image.notes import NoteLines
from nanowizard.gui.pages.image.outcome import FilePanel
from nanowizard.gui.pages.image.rows import AddressField
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.choice_list import ChoiceList
from nanowizard.gui.widgets.controls import Button, Kind, TextLabel
from nanowizard.gui.widgets.error_panel import ErrorPanel
from nanowizard.gui.widgets.page_body import PageBody
from nanowizard.gui.widgets.panels import MessagePanel

translate = QCoreApplication.translate


def order_tabs(*widgets: QWidget) -> None:
    """Tab goes from each to the next."""
    for first, second in itertools.pairwise(widgets):
        QWidget.setTabOrder(first, second)


class MainView:
    """Only makes and arranges; the page says what is shown."""

    def __init__(self, body: PageBody) -> None:
        self.boards = BoardPicker()
        self.rows = ChoiceList()
        self.url = AddressField()
        self.others, self.shelf = Button(kind=Kind.LINK), Button(kind=Kind.LINK)
        self.emmc = MessagePanel(Tone.WARN)
        self.notes = NoteLines()
        self.here = MessagePanel(Tone.INFO, icon="file")
        self.by_hand = MessagePanel(Tone.INFO, icon="link")
        self.another = MessagePanel(Tone.INFO, icon="file")
        self.failure = ErrorPanel()
        self.download = DownloadPanel()
        self.file = FilePanel()
        self.note = TextLabel(tone=Tone.TEXT2, wrap=True)
        self._unfolded: QWidget = self.download.options
        self._laid_out = QTimer(self.download)
        self._laid_out.setSingleShot(True)
        self._laid_out.timeout.connect(lambda: body.ensureWidgetVisible(self._unfolded))
        self.download.fold.toggled.connect(lambda is_open: self._bring(self.download.options, is_open=is_open))
        self.file.fold.toggled.connect(lambda is_open: self._bring(self.file.compare, is_open=is_open))
        links = QHBoxLayout()
        links.setSpacing(theme.XL)
        links.addWidget(self.others)
        links.addWidget(self.shelf)
        links.addStretch(1)
        body.add(self.boards)
        body.add_gap()
        body.add(self.emmc)
        body.add(self.rows)
        body.add_gap(theme.XS)
        body.add(self.url)
        body.add_layout(links)
        body.add_gap(theme.XS)
        body.add(self.notes)
        body.add_gap()
        for panel in (self.failure, self.here, self.by_hand, self.download, self.file):
            body.add(panel)
        body.add_gap(theme.S)
        body.add(self.another)
        body.add(self.note)
        body.add_stretch()

    def _bring(self, unfolded: QWidget, *, is_open: bool) -> None:
        """Into sight, as soon as it has a place."""
        if is_open:
            self._unfolded = unfolded
            self._laid_out.start(0)

    def order_tabs(self) -> None:
        """From top to bottom; rows that are made later would come last."""
        download, options = self.download, self.download.options
        order_tabs(
            *self.boards.tiles.values(),
            *self.rows.tab_stops(),
            self.url,
            self.others,
            self.shelf,
            self.failure.remedy,
            self.failure.details().link,
            self.failure.details().copy_button(),
            self.here.action(),
            self.by_hand.action(),
            download.try_now,
            download.button,
            download.other_folder,
            download.fold,
            options.limit_box,
            options.server,
            options.own,
            options.sum,
            options.folder_button,
            self.file.message.action(),
            self.file.fold,
            self.file.compare.edit,
            self.file.compare.button,
            self.file.details.link,
            self.file.details.copy_button(),
        )

    def retranslate(self) -> None:
        self.rows.set_name(translate("ImagePage", "Images"))
        self.url.retranslate()
        self.others.setText(translate("ImagePage", "Other versions and images…"))
        self.shelf.setText(translate("ImagePage", "Downloads on this computer…"))
        self.download.retranslate()
        self.file.retranslate()
        self.emmc.set_message(
            translate("ImagePage", "This module does not start from a card"),
            translate(
                "ImagePage",
                "It has a memory chip (eMMC) of its own and starts from that. No image for a card helps. "
                "Write the chip with NVIDIA's SDK Manager, on a computer with Ubuntu. "
                "If there is a card slot below the heat sink, choose one of the other two.",
            ),
        )
