"""The form of the TensorFlow page: which way, for whom, and who downloads."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from nanowizard.core.events import Finding, Params
from nanowizard.gui.pages.step.form import StepForm
from nanowizard.gui.pages.step.lend import LendBox
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.choice_list import Choice, ChoiceList
from nanowizard.gui.widgets.controls import SectionHeading
from nanowizard.gui.widgets.option_box import OptionBox
from nanowizard.gui.widgets.tag import TagSpec
from nanowizard.provision.tensorflow.facts import (
    BY_COMPUTER,
    BY_NANO,
    CONTAINER_WAY,
    PACKAGES_WAY,
    TensorFlowOptions,
)

translate = QCoreApplication.translate

VENV = "~/tensorflow"
"""Where the virtual environment is made: in the home folder of the login user."""


class TensorFlowForm(StepForm):
    def __init__(self) -> None:
        super().__init__()
        self._heading = SectionHeading()
        self.ways = ChoiceList()
        self.venv, self.fetch, self.upgrade = OptionBox(), OptionBox(), OptionBox()
        self.lend = LendBox()
        self.upgrade.hide()
        self.add(self._heading, self.ways, self.venv, self.fetch, self.lend, self.upgrade)
        self.retranslate()
        self.ways.select(PACKAGES_WAY)
        self._show_way()
        self.ways.selection_changed.connect(self._way_chosen)
        for box in (self.venv, self.fetch, self.lend, self.upgrade):
            box.box.toggled.connect(lambda _on: self.changed.emit())

    def options(self) -> TensorFlowOptions:
        return TensorFlowOptions(
            way=self.ways.selected_key() or PACKAGES_WAY,
            venv=VENV if self.venv.is_on() else None,
            fetch=BY_COMPUTER if self.fetch.is_on() else BY_NANO,
            upgrade=self.upgrade.is_on(),
        )

    def set_seen(self, facts: Params, findings: Sequence[Finding]) -> None:
        del facts
        other = any(finding.code == "nano.tensorflow_other_version" for finding in findings)
        self.upgrade.setVisible(other or self.upgrade.is_on())

    def choose(self, options: TensorFlowOptions) -> None:
        """Preset the form; a way that there is not is none."""
        if options.way in self.ways.keys():  # noqa: SIM118
            self.ways.select(options.way)
        self.venv.box.setChecked(options.venv is not None)
        self.fetch.box.setChecked(options.fetch == BY_COMPUTER)
        self._show_way()

    def lend_internet(self) -> None:
        """For a Nano that does not get at what it needs."""
        self.lend.box.setChecked(True)

    def first_focus(self) -> QWidget:
        return self.ways.row(self.ways.selected_key() or self.ways.keys()[0])

    def retranslate(self) -> None:
        self.lend.retranslate()
        heading = translate("TensorFlowPage", "How it is installed")
        self._heading.set_text(heading)
        self.ways.set_name(heading)
        self.ways.set_choices(
            [
                Choice(
                    PACKAGES_WAY,
                    translate("TensorFlowPage", "Python packages"),
                    translate("TensorFlowPage", "NVIDIA’s TensorFlow for this release. About 25 minutes of work."),
                    tags=(TagSpec(translate("TensorFlowPage", "Recommended"), Tone.GOOD),),
                ),
                Choice(
                    CONTAINER_WAY,
                    translate("TensorFlowPage", "Container"),
                    translate("TensorFlowPage", "One large download, apart from the rest of the system."),
                ),
            ]
        )
        self.venv.set_words(
            translate("TensorFlowPage", "Only in a virtual environment ({folder})").format(folder=VENV),
            translate("TensorFlowPage", "Without it, every user and every program of the Nano finds TensorFlow."),
        )
        self.fetch.set_words(
            translate("TensorFlowPage", "Download the Python packages here"),
            translate("TensorFlowPage", "They are checked on this computer, kept for the next Nano, and copied to it."),
        )
        self.upgrade.set_words(
            translate("TensorFlowPage", "Replace the version that is there"),
            translate("TensorFlowPage", "It works too. Replacing it takes as long as installing."),
        )

    def _way_chosen(self, _key: str) -> None:
        self._show_way()
        self.changed.emit()

    def _show_way(self) -> None:
        packages = self.ways.selected_key() == PACKAGES_WAY
        for part in (self.venv, self.fetch):
            part.setVisible(packages)
