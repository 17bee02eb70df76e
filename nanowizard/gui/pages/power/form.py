"""The form of the Power page: how the Nano is found, and what shall be different."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.core.events import Finding, Params
from nanowizard.gui.pages.step.form import StepForm
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.choice_list import Choice, ChoiceList
from nanowizard.gui.widgets.controls import SectionHeading
from nanowizard.gui.widgets.option_box import OptionBox
from nanowizard.gui.widgets.tag import TagSpec
from nanowizard.provision.power.facts import PowerOptions
from nanowizard.provision.power.plan import MAXN

translate = QCoreApplication.translate


class Switch(OptionBox):
    """Shows what was found until the person changes it."""

    def __init__(self, form: StepForm) -> None:
        super().__init__()
        self._wished: bool | None = None
        self.box.clicked.connect(self._take)
        self.box.clicked.connect(form.changed)

    def wished(self) -> bool | None:
        """None: as it is."""
        return self._wished

    def wish(self, wished: bool | None) -> None:
        self._wished = wished
        if wished is not None:
            self.box.setChecked(wished)

    def show_found(self, found: bool | None) -> None:
        """A Nano that has no such thing has no switch for it."""
        self.setVisible(found is not None)
        if found is not None and self._wished is None:
            self.box.setChecked(found)

    def _take(self, checked: bool) -> None:
        self._wished = checked


class PowerForm(StepForm):
    """Nothing is chosen for the person: at first everything is as the Nano has it."""

    def __init__(self) -> None:
        super().__init__()
        self._found: Params = {}
        self._wished_mode: int | None = None
        self._heading = SectionHeading()
        self.modes = ChoiceList()
        self.clocks, self.console, self.hold = Switch(self), Switch(self), Switch(self)
        self.add(self._heading, self.modes, self.clocks, self.console, self.hold)
        self.modes.selection_changed.connect(self._take_mode)
        self.retranslate()

    def options(self) -> PowerOptions:
        return PowerOptions(
            mode=self._wished_mode,
            clocks=self.clocks.wished(),
            console=self.console.wished(),
            hold_bootloader=self.hold.wished(),
        )

    def choose(self, options: PowerOptions) -> None:
        """Preset the form, for example with what was chosen the last time."""
        self._wished_mode = options.mode
        for switch, wished in (
            (self.clocks, options.clocks),
            (self.console, options.console),
            (self.hold, options.hold_bootloader),
        ):
            switch.wish(wished)
        self._show_found()

    def set_seen(self, facts: Params, findings: Sequence[Finding]) -> None:
        del findings  # the page shows them
        self._found = facts
        if facts.get("modes") and str(self._wished_mode) not in {"None", *facts["modes"]}:
            self._wished_mode = None  # chosen for another board
            self.changed.emit()
        self._show_found()

    def first_focus(self) -> QWidget | None:
        selected = self.modes.selected_key()
        return self.modes.row(selected) if selected is not None else self.clocks.box

    def retranslate(self) -> None:
        heading = translate("PowerPage", "Power mode")
        self._heading.set_text(heading)
        self.modes.set_name(heading)
        self.clocks.set_words(
            translate("PowerPage", "Run all clocks at their highest"),
            translate("PowerPage", "Best for measuring. The Nano gets warmer, and a restart ends it."),
        )
        self.console.set_words(
            translate("PowerPage", "Start without a desktop"),
            translate("PowerPage", "Leaves about 800 MB more memory for programs. You log in over the network."),
        )
        self.hold.set_words(
            translate("PowerPage", "Keep the boot loader’s package as it is"),
            translate("PowerPage", "Upgrades of this package often break off half-way and then block all others."),
        )
        self._show_found()

    def _take_mode(self, key: str) -> None:
        mode = int(key) if key else None
        if mode is not None and mode != (self._wished_mode if self._wished_mode is not None else self._found["mode"]):
            self._wished_mode = mode
            self.changed.emit()

    def _show_found(self) -> None:
        self.clocks.show_found(self._found.get("clocks"))
        self.console.show_found(self._found.get("console"))
        self.hold.show_found(self._found.get("held"))
        modes: Mapping[str, str] = self._found.get("modes", {})
        now = self._found.get("mode")
        for part in (self._heading, self.modes):
            part.setVisible(bool(modes) and now is not None)
        self.modes.set_choices([_choice(int(key), name, now) for key, name in modes.items()])
        wished = now if self._wished_mode is None else self._wished_mode
        if now is not None and self.modes.selected_key() != str(wished):
            self.modes.select(str(wished))


def _choice(mode: int, name: str, now: Any) -> Choice:
    tags = (TagSpec(translate("PowerPage", "In use"), Tone.INFO),) if mode == now else ()
    if mode == MAXN:
        title = translate("PowerPage", "Full speed ({name})").format(name=name)
        reason = translate("PowerPage", "Needs a supply of 5 V and 4 A at the round plug.")
    else:
        title = translate("PowerPage", "Saving power ({name})").format(name=name)
        reason = translate("PowerPage", "For a supply at the micro-USB plug. Slower, and cooler.")
    return Choice(str(mode), title, reason, tags=tags)
