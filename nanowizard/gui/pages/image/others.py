"""All images for the board in hand, an address, and another list of images in the place of NanoWizard's."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from nanowizard.core.events import ErrorInfo
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.image.boards import board_name
from nanowizard.gui.pages.image.rows import AddressField, all_rows
from nanowizard.gui.pages.image.selection import URL, Selection
from nanowizard.gui.pages.image.views import order_tabs
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.choice_list import ChoiceList
from nanowizard.gui.widgets.controls import Button, Kind, TextLabel
from nanowizard.gui.widgets.enter_edit import EnterEdit
from nanowizard.gui.widgets.fold_link import FoldLink
from nanowizard.gui.widgets.page_body import PageBody
from nanowizard.gui.widgets.panels import MessagePanel, Panel

translate = QCoreApplication.translate


class OtherImages:
    """Fills a view of the page; what is chosen counts when the page's primary is pressed."""

    def __init__(self, view: PageBody) -> None:
        self.back = Button(kind=Kind.LINK)
        self.fold = FoldLink()
        self.catalog = CatalogField()
        self.fold.set_target(self.catalog)
        self.rows = ChoiceList()
        self.url = AddressField()
        self.rows.selection_changed.connect(self._chosen)
        top = QHBoxLayout()
        top.addWidget(self.back)
        top.addStretch(1)
        top.addWidget(self.fold)
        view.add_layout(top)
        view.add_gap(theme.S)
        view.add(self.catalog)
        view.add_gap(theme.S)
        view.add(self.rows)
        view.add_gap(theme.S)
        view.add(self.url)
        view.add_stretch()
        self._view = view
        self.url.hide()

    def show_all(self, selection: Selection, key: str | None) -> None:
        self.rows.set_name(translate("ImagePage", "Images for {board}").format(board=board_name(selection.board)))
        self.rows.set_choices(all_rows(selection))
        catalog = self.catalog
        fields = (catalog.place, catalog.browse, catalog.use, catalog.problem.action(), catalog.own)
        order_tabs(self.back, self.fold, *fields, *self.rows.tab_stops(), self.url)
        if self.rows.selected_key() is None and key in list(self.rows.keys()):
            self.rows.select(key)
        self.catalog.show_place(selection.catalog_at)

    def chosen_key(self) -> str | None:
        key = self.rows.selected_key()
        return key if key != URL or self.url.host() else None

    def retranslate(self) -> None:
        self.back.setText(translate("ImagePage", "Back to the choice"))
        self.fold.setText(translate("ImagePage", "Use another list of images"))
        self.catalog.retranslate()
        self.url.retranslate()

    def _chosen(self, key: str) -> None:
        self.url.setVisible(key == URL)
        if key == URL:
            self.url.setFocus()
            self._view.ensureWidgetVisible(self.url)


class CatalogField(Panel):
    """`wanted`: the file or the address of a list, or "" for NanoWizard's own."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Tone.SUNKEN, parent)
        self._hint = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self.place = EnterEdit()
        self.browse = Button(icon="folder")
        self.use, self.own = Button(), Button(kind=Kind.LINK)
        self.problem = MessagePanel(Tone.BAD)
        self.problem.hide()
        self.browse.clicked.connect(self._browse)
        self.place.returnPressed.connect(self._use)
        self.use.clicked.connect(self._use)
        self.own.clicked.connect(lambda: self.wanted.emit(""))
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addWidget(self.place, 1)
        row.addWidget(self.browse)
        row.addWidget(self.use)
        foot = QVBoxLayout()
        foot.addWidget(self.own)
        self.body.addWidget(self._hint)
        self.body.addLayout(row)
        self.body.addWidget(self.problem)
        self.body.addLayout(foot)
        self.own.hide()
        self.retranslate()

    def show_place(self, place: str | None) -> None:
        if place:
            self.place.setText(place)
        self.own.setVisible(bool(place))

    def show_problem(self, error: ErrorInfo | None) -> None:
        self.problem.setVisible(error is not None)
        if error is not None:
            words = texts.sentence(error.code, error.params)
            is_wrong = error.code.startswith("image.catalog_")
            correct = translate("ImagePage", "Correct the list, or go on with the one that is shown below.")
            self.problem.set_message(words.what, correct if is_wrong else words.do)

    def retranslate(self) -> None:
        hint = translate("ImagePage", "A school or a firm may have a list of its own: a file, or its address.")
        self._hint.set_text(hint)
        self.place.setAccessibleName(translate("ImagePage", "File or address of the list"))
        self.place.setPlaceholderText(translate("ImagePage", "catalog.json or https://"))
        self.browse.setText(translate("ImagePage", "Browse…"))
        self.use.setText(translate("ImagePage", "Use this list"))
        self.own.setText(translate("ImagePage", "Use NanoWizard's own list"))

    def _use(self) -> None:
        if self.place.text().strip():
            self.wanted.emit(self.place.text().strip())

    def _browse(self) -> None:
        title = translate("ImagePage", "Choose a list of images")
        kinds = translate("ImagePage", "Lists of images ({patterns})").format(patterns="*.json")
        name, _kind = QFileDialog.getOpenFileName(self, title, str(Path.home()), kinds)
        if name:
            self.place.setText(name)
            self._use()
