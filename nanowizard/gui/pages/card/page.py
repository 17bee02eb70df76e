"""Choose the card: a live list in which everything stands with its reason, and nothing is chosen for the person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from nanowizard.core.events import ErrorInfo
from nanowizard.gui import page_ids, theme
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer
from nanowizard.gui.pages.card.reasons import FailedList
from nanowizard.gui.pages.card.rows import card_choice, card_key, card_title, is_never_a_card
from nanowizard.gui.pages.card.watch import CardWatch, Sighting, Wish
from nanowizard.gui.pages.card.why import WhyPanel
from nanowizard.gui.pages.care.links import CareLinks, care_words
from nanowizard.gui.pages.care.offer import offered, suggested
from nanowizard.gui.task_page import ERROR, MAIN, TaskPage
from nanowizard.gui.widgets.choice_list import Choice, ChoiceList
from nanowizard.gui.widgets.controls import Button, CheckBox, Kind
from nanowizard.gui.widgets.empty_state import EmptyState
from nanowizard.gui.widgets.fold_link import FoldLink
from nanowizard.gui.widgets.state_glyph import State

translate = QCoreApplication.translate

UNSUPPORTED = "drive.platform_unsupported"


class CardPage(TaskPage):
    """A list that failed is an error and never an empty list."""

    id: ClassVar[str] = page_ids.CARD

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._sightings: list[Sighting] | None = None
        self._files: tuple[Path, ...] = ()
        self.watch = CardWatch(self)
        self.watch.seen.connect(self._seen)
        self.watch.failed.connect(self.show_error)
        self.fold = FoldLink()
        self.rows = ChoiceList()
        self.rows.selection_changed.connect(self._selected)
        self.rows.row_focused.connect(self._hold)
        self.rows.button_clicked.connect(self._care_for_row)
        self._held = ""
        self.care = CareLinks()
        self.care.chosen.connect(self._care_for_held)
        self.empty = EmptyState("card")
        self.empty.set_button_icon("help")
        self.empty.button_clicked.connect(lambda: self.fold.set_open(True))
        self.show_all = CheckBox()
        self.show_all.toggled.connect(self._refresh)
        self.why = WhyPanel(lambda: self.context.session)
        self.why.look_again.connect(self._look_again)
        self.why.use_file.connect(self._ask_for_file)
        self.failed_list = FailedList(lambda: self.context.session)
        self.error_panel.set_embedded(self.failed_list)
        self.fold.set_target(self.why)
        self.fold.toggled.connect(self._refresh)
        self.several = Button(icon="card", kind=Kind.LINK)
        self.several.clicked.connect(lambda: self.go_to.emit(page_ids.CARD_SEVERAL))
        options = QHBoxLayout()
        options.setSpacing(theme.L)
        options.addWidget(self.show_all)
        options.addWidget(self.several)
        options.addStretch(1)
        options.addWidget(self.fold)
        self.body.add(self.rows)
        self.body.add_gap(8)
        self.body.add(self.care)
        self.body.add(self.empty, 1)
        self.body.add_gap(8)
        self.body.add_layout(options)
        self.body.add_gap(8)
        self.body.add(self.why)
        self.body.add_stretch(0)  # gives way to the empty state
        self.retranslate()

    # --- what the page says -----------------------------------------------------------------------------------------

    def texts(self) -> tuple[str, str]:
        purpose = translate(
            "CardPage", "The list updates by itself when you plug a card in. Nothing is changed on this page."
        )
        if self.shown_view() == ERROR:
            purpose = self.safe_words()
        return translate("CardPage", "Choose the card"), purpose

    def retranslate(self) -> None:
        super().retranslate()
        self.rows.set_name(translate("CardPage", "Cards"))
        self.show_all.setText(translate("CardPage", "Show disks that cannot be chosen"))
        self.several.setText(translate("CardPage", "Write several cards at once…"))
        self.fold.setText(translate("CardPage", "Why is my card not here?"))
        self.why.retranslate()
        self.failed_list.retranslate()
        self.care.retranslate()
        self._refresh()

    def footer(self) -> Footer:
        words = translate("CardPage", "Use this card")
        return Footer(primary=words, enabled=self.rows.selected_key() is not None, filled=self.shown_view() == MAIN)

    def first_focus(self) -> QWidget | None:
        key = self.rows.selected_key() or next(iter(self.rows.keys()), None)
        return self.rows.row(key) if key else None

    def remedy_words(self, error: ErrorInfo) -> tuple[str, str, str]:
        if error.code == UNSUPPORTED:
            return translate("CardPage", "Use a file instead of a card…"), "file", ""
        return translate("CardPage", "Look again"), "refresh", ""

    # --- the list ---------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        self.context.card_in_care = None  # here a card is chosen anew
        self._start_watch()

    def leave(self) -> None:
        self.watch.stop()

    def _start_watch(self) -> None:
        self.header.set_live(translate("CardPage", "Searching"))
        wish = Wish(
            image=self.context.session.journey.image, image_bytes=self.context.image_bytes, card_files=self._files
        )
        self.watch.start(self.context.session, wish)

    def _look_again(self) -> None:
        self._sightings = None
        self._start_watch()

    def _seen(self, sightings: list[Sighting]) -> None:
        self._sightings = sightings
        self.error = None
        if self.shown_view() == ERROR:
            self.show_view(MAIN)
        self._refresh()

    def _refresh(self) -> None:
        seen = self._sightings or []
        hidden = [one for one in seen if is_never_a_card(one.findings)]
        shown = seen if self.show_all.isChecked() else [one for one in seen if one not in hidden]
        self.rows.set_choices([_choice(one) for one in shown])
        self._show_care()
        self.why.show_sightings(seen)
        is_empty, is_why_open = not shown, self.fold.is_open()
        self.rows.setVisible(not is_empty)
        self.empty.setVisible(is_empty and not is_why_open)
        self.show_all.setVisible(bool(hidden))
        self.several.setVisible(sum(row.choosable for row in map(_choice, shown)) > 1)
        self.fold.setVisible(not is_empty or is_why_open)
        self._say_empty()
        live = translate("CardPage", "Live") if self._sightings is not None else translate("CardPage", "Searching")
        self.header.set_live("" if self.shown_view() == ERROR else live)
        self.footer_changed.emit()

    def _say_empty(self) -> None:
        if self._sightings is None:
            self.empty.set_texts(translate("CardPage", "Looking for cards…"), "")
            return
        self.empty.set_texts(
            translate("CardPage", "No card yet"),
            translate(
                "CardPage",
                "Put the microSD card into a reader and plug the reader in.\n"
                "It appears here by itself, usually within 2 seconds.",
            ),
            translate("CardPage", "Why is my card not here?"),
        )

    def _selected(self, key: str) -> None:
        self._hold(key)
        chosen = self.context.session.journey.card
        if not key and chosen is not None:
            # The card that was chosen is gone: no page may go on with it.
            self.context.session.journey.card = None
            self.set_state(State.HERE)
            self.announce(translate("CardPage", "The chosen card was taken out."))
        self.footer_changed.emit()

    def primary(self) -> None:
        chosen = self._sighting(self.rows.selected_key())
        if chosen is None:
            return
        self.context.session.journey.card = chosen.drive.identity
        self.set_state(State.DONE)
        self.go_on.emit()

    def _sighting(self, key: str | None) -> Sighting | None:
        return next((one for one in self._sightings or () if card_key(one.drive) == key), None)

    # --- the care of a card -----------------------------------------------------------------------------------------

    def _hold(self, key: str) -> None:
        """The row that the person chose or moved to last: also one that cannot be chosen may be rescued."""
        self._held = key
        self._show_care()

    def _show_care(self) -> None:
        held = self._sighting(self._held)
        self.care.show_offer(card_title(held.drive) if held else "", offered(held.findings) if held else ())

    def _care_for_row(self, key: str) -> None:
        seen = self._sighting(key)
        if seen is not None:
            self._care(seen, suggested(seen.drive, seen.findings))

    def _care_for_held(self, page_id: str) -> None:
        held = self._sighting(self._held)
        if held is not None:
            self._care(held, page_id)

    def _care(self, seen: Sighting, page_id: str) -> None:
        if page_id in offered(seen.findings):
            self.context.card_in_care = seen.drive.identity
            self.go_to.emit(page_id)

    # --- other ways -------------------------------------------------------------------------------------------------

    def show_error(self, error: ErrorInfo) -> None:
        self._sightings = None
        self.rows.set_choices([])
        self.failed_list.show_error(error)
        super().show_error(error)
        self.header.set_live("")

    def remedy(self) -> None:
        if self.error is not None and self.error.code == UNSUPPORTED:
            self._ask_for_file()
        else:
            super().remedy()
            self._look_again()

    def _ask_for_file(self) -> None:
        title = translate("CardPage", "Choose a card file")
        name, _kind = QFileDialog.getOpenFileName(self, title, str(Path.home()))
        if name:
            self.use_card_file(Path(name))

    def use_card_file(self, file: Path) -> None:
        """List a regular file beside the cards; it is chosen like any other."""
        self._files = (file,)
        self.fold.set_open(False)
        self._start_watch()


def _choice(seen: Sighting) -> Choice:
    row, page_id = card_choice(seen.drive, seen.findings), suggested(seen.drive, seen.findings)
    return replace(row, button=care_words()[page_id], button_icon="wrench") if page_id else row
