"""Welcome: the language first, then what the person came for."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from nanowizard.gui import page_ids, theme
from nanowizard.gui.context import Context
from nanowizard.gui.language import LANGUAGES
from nanowizard.gui.page import Footer, Page
from nanowizard.gui.widgets.choice_list import Choice, ChoiceList
from nanowizard.gui.widgets.controls import TextLabel
from nanowizard.gui.widgets.icon_fact import NeedsPanel

translate = QCoreApplication.translate

SET_UP, REPAIR, PRACTICE = "set_up", "repair", "practice"
LANGUAGE_WORD = "Language / 语言"
"""In every language: a reader in the wrong one must find it."""


class WelcomePage(Page):
    id = page_ids.WELCOME

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._language = QComboBox()
        self._language.setAccessibleName(LANGUAGE_WORD)
        self._language.setMinimumWidth(180)
        for tag, name in LANGUAGES:
            self._language.addItem(name, tag)
        self._language.setCurrentIndex(self._language.findData(context.language))
        self._language.currentIndexChanged.connect(self._use_language)
        self._ways = ChoiceList()
        self._arrange()
        self.retranslate()
        self._ways.select(PRACTICE if context.practice else SET_UP)
        self._ways.selection_changed.connect(lambda _key: self.footer_changed.emit())

    def _arrange(self) -> None:
        word = TextLabel(LANGUAGE_WORD)
        word.setBuddy(self._language)
        row = QHBoxLayout()
        row.setSpacing(theme.M)
        row.addWidget(word)
        row.addWidget(self._language)
        row.addStretch(1)
        self.body.add_layout(row)
        self.body.add_gap(18)
        self.body.add(self._ways)
        self._kit_heading = self.body.add_section("")
        self._kit = NeedsPanel()
        self.body.add(self._kit)
        self.body.add_stretch()

    def texts(self) -> tuple[str, str]:
        return (
            translate("WelcomePage", "Welcome to NanoWizard"),
            translate(
                "WelcomePage",
                "Each step says what it will do before it does anything. You can stop at any time and go on later.",
            ),
        )

    def retranslate(self) -> None:
        super().retranslate()
        self._ways.set_name(translate("WelcomePage", "What would you like to do?"))
        self._ways.set_choices(
            [
                Choice(
                    SET_UP,
                    translate("WelcomePage", "Set up a Nano"),
                    translate("WelcomePage", "From an empty card to a Nano with enough memory. Most of it is waiting."),
                    "play",
                    large=True,
                ),
                Choice(
                    REPAIR,
                    translate("WelcomePage", "Repair one step"),
                    translate("WelcomePage", "Something does not work? Check every step and fix only what is broken."),
                    "wrench",
                    large=True,
                ),
                Choice(
                    PRACTICE,
                    translate("WelcomePage", "Practice without hardware"),
                    translate("WelcomePage", "Try every page with a pretend card and Nano. Nothing real is touched."),
                    "shield",
                    large=True,
                ),
            ]
        )
        self._kit_heading.set_text(translate("WelcomePage", "What you need"))
        self._kit.set_items(
            [
                (
                    "board",
                    translate("WelcomePage", "Jetson Nano kit"),
                    translate("WelcomePage", "4 GB (A02, B01) or 2 GB"),
                ),
                (
                    "card",
                    translate("WelcomePage", "microSD card"),
                    translate("WelcomePage", "32 GB or larger, and a reader"),
                ),
                (
                    "plug",
                    translate("WelcomePage", "Power supply"),
                    translate("WelcomePage", "5 V 4 A with a round plug is best"),
                ),
                (
                    "usb",
                    translate("WelcomePage", "A cable to this computer"),
                    translate("WelcomePage", "micro-USB, or network to your router"),
                ),
            ]
        )

    def footer(self) -> Footer:
        return Footer(
            primary=translate("WelcomePage", "Start"), enabled=self._ways.selected_key() is not None, back=False
        )

    def first_focus(self) -> QWidget | None:
        chosen = self._ways.selected_key()
        return self._ways.row(chosen) if chosen is not None else self._language

    def primary(self) -> None:
        way = self._ways.selected_key()
        if way == REPAIR:
            self.go_to.emit(page_ids.REPAIR)
            return
        self.context.set_practice(way == PRACTICE)
        self.go_on.emit()

    def _use_language(self, index: int) -> None:
        self.context.set_language(self._language.itemData(index, Qt.ItemDataRole.UserRole))
