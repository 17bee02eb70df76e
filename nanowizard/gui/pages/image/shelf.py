"""The downloads that are on this computer: what each is, how large and how old; used again, or cleared away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QMessageBox

from nanowizard.core.events import ErrorInfo
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.image.views import order_tabs
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.choice_list import Choice, ChoiceList
from nanowizard.gui.widgets.controls import Button, Kind, TextLabel
from nanowizard.gui.widgets.empty_state import EmptyState
from nanowizard.gui.widgets.page_body import PageBody
from nanowizard.gui.widgets.panels import MessagePanel
from nanowizard.gui.widgets.tag import TagSpec
from nanowizard.images.catalog import Catalog
from nanowizard.images.shelf import ASIDE, FINISHED, UNFINISHED
from nanowizard.tasks.image_clean import CleanInput

translate = QCoreApplication.translate


class Shelf(QObject):
    """Fills a view of the page. `clean_wanted` comes after the person agreed; a row's key is the file's path."""

    clean_wanted = Signal(object)
    folder_wanted = Signal()
    usual_folder_wanted = Signal()

    def __init__(self, view: PageBody) -> None:
        super().__init__(view)
        self._here: Sequence[Mapping[str, Any]] = ()
        self._catalog: Catalog | None = None
        self._box: QMessageBox | None = None
        self.back = Button(kind=Kind.LINK)
        self.summary = TextLabel(tone=Tone.TEXT2, wrap=True)
        self.rows = ChoiceList()
        self.rows.button_clicked.connect(self._ask_for_one)
        self.empty = EmptyState("disk")
        self.problem = MessagePanel(Tone.WARN)
        self.problem.hide()
        self.folder_word, self.folder = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2), TextLabel(wrap=True)
        self.change, self.usual = Button(icon="folder"), Button(kind=Kind.LINK)
        self.change.clicked.connect(self.folder_wanted)
        self.usual.clicked.connect(self.usual_folder_wanted)
        self.clean, self.clean_all = Button(), Button()
        self.clean.clicked.connect(lambda: self._ask(CleanInput(unfinished=True), self._unfinished()))
        self.clean_all.clicked.connect(lambda: self._ask(CleanInput(everything=True), list(self._here)))
        self._arrange(view)

    def _arrange(self, view: PageBody) -> None:
        top, cleaning, place = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.back)
        top.addStretch(1)
        for button in (self.clean, self.clean_all):
            cleaning.addWidget(button)
        cleaning.addStretch(1)
        for row in (cleaning, place):
            row.setSpacing(theme.S)
        place.addWidget(self.folder, 1)
        place.addWidget(self.usual)
        place.addWidget(self.change)
        view.add_layout(top)
        view.add_gap(theme.S)
        view.add(self.summary)
        view.add_gap(theme.S)
        view.add(self.rows)
        view.add(self.empty)
        view.add_gap()
        view.add(self.problem)
        view.add_gap(theme.S)
        view.add_layout(cleaning)
        view.add_gap()
        view.add(self.folder_word)
        view.add_layout(place)
        view.add_stretch()

    def show_here(self, here: Sequence[Mapping[str, Any]], folder: Path, catalog: Catalog, *, is_usual: bool) -> None:
        """As `images_here` found them."""
        self._here, self._catalog = tuple(here), catalog
        self.folder.set_text(str(folder))
        self.usual.setVisible(not is_usual)
        self.retranslate()

    def chosen(self) -> Mapping[str, Any] | None:
        key = self.rows.selected_key()
        return next((one for one in self._here if one["path"] == key), None)

    def count(self) -> int:
        return len(self._here)

    def show_problem(self, error: ErrorInfo | None) -> None:
        self.problem.setVisible(error is not None)
        if error is not None:
            words = texts.sentence(error.code, error.params)
            self.problem.set_message(words.what, texts.sentences(words.safe, words.do))

    def retranslate(self) -> None:
        self.back.setText(translate("ImagePage", "Back to the choice"))
        self.rows.set_name(translate("ImagePage", "Downloads on this computer"))
        self.rows.set_choices([self._row(one) for one in self._here])
        order_tabs(self.back, *self.rows.tab_stops(), self.clean, self.clean_all, self.usual, self.change)
        self.rows.setVisible(bool(self._here))
        self.empty.setVisible(not self._here)
        nothing = translate("ImagePage", "What NanoWizard downloads is kept here, so that it is downloaded only once.")
        self.empty.set_texts(translate("ImagePage", "No downloads yet"), nothing)
        taken = texts.size(sum(one["size_bytes"] for one in self._here))
        words = translate("ImagePage", "They take {size}. Removing one does not touch any card.")
        self.summary.set_text(words.format(size=taken) if self._here else "")
        self.summary.setVisible(bool(self._here))
        self.clean.setText(translate("ImagePage", "Remove what is not whole"))
        self.clean.setVisible(bool(self._unfinished()))
        self.clean_all.setText(translate("ImagePage", "Remove all…"))
        self.clean_all.setVisible(len(self._here) > 1)
        self.folder_word.set_text(translate("ImagePage", "Folder for downloads"))
        self.change.setText(translate("ImagePage", "Change…"))
        self.usual.setText(translate("ImagePage", "Use the usual folder"))

    def _unfinished(self) -> list[Mapping[str, Any]]:
        return [one for one in self._here if one["state"] != FINISHED]

    def _row(self, one: Mapping[str, Any]) -> Choice:
        entry = self._catalog.find(one["known_as"]) if self._catalog and one["known_as"] else None
        name = str(one["name"])
        state, tone = {
            FINISHED: (translate("ImagePage", "Whole"), Tone.GOOD),
            UNFINISHED: (translate("ImagePage", "Not complete"), Tone.NEUTRAL),
            ASIDE: (translate("ImagePage", "Set aside"), Tone.WARN),
        }[one["state"]]
        facts = [name if entry else "", texts.size(one["size_bytes"]), _age(one["age_s"])]
        reason = texts.join_facts(facts)
        if one["state"] == ASIDE:
            reason = texts.join_facts([translate("ImagePage", "It was not what was expected"), reason])
        return Choice(
            key=str(one["path"]),
            title=entry.title if entry else name,
            reason=reason,
            icon="image",
            tags=(TagSpec(state, tone),),
            choosable=one["state"] == FINISHED or (one["state"] == UNFINISHED and entry is not None),
            blocked_icon="dash",
            button=translate("ImagePage", "Remove…"),
        )

    # --- clearing away ----------------------------------------------------------------------------------------------

    def _ask_for_one(self, key: str) -> None:
        """What is removed by its name takes along what was set aside under that name; so the question counts all."""
        name = Path(key).name
        named = [one for one in self._here if name in (one["name"], Path(one["path"]).name)]
        if named:
            self._ask(CleanInput(names=(name,)), named)

    def _ask(self, what: CleanInput, files: Sequence[Mapping[str, Any]]) -> None:
        box = QMessageBox(self.rows.window())
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(translate("ImagePage", "Remove downloads"))
        if len(files) == 1:
            box.setText(translate("ImagePage", "Remove {file}?").format(file=files[0]["name"]))
        else:
            box.setText(translate("ImagePage", "Remove {count} downloads?").format(count=texts.number(len(files))))
        free = texts.size(sum(one["size_bytes"] for one in files))
        words = translate("ImagePage", "{size} become free. To use it again you have to download it again.")
        box.setInformativeText(words.format(size=free))
        yes = box.addButton(translate("ImagePage", "Remove"), QMessageBox.ButtonRole.DestructiveRole)
        no = box.addButton(translate("ImagePage", "Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        box.setEscapeButton(no)
        box.finished.connect(lambda _result: self._answered(what, agreed=box.clickedButton() is yes))
        self._box = box
        box.open()

    @property
    def question(self) -> QMessageBox | None:
        """The open question, if any."""
        return self._box

    def _answered(self, what: CleanInput, *, agreed: bool) -> None:
        if self._box is not None:
            self._box.deleteLater()
            self._box = None
        if agreed:
            self.clean_wanted.emit(what)


def _age(seconds: float) -> str:
    if seconds < texts.MINUTE_S:
        return translate("ImagePage", "just now")
    return translate("ImagePage", "{time} ago").format(time=texts.duration(seconds))
