"""The form of the Proof page: pictures of one's own to learn from, if wished."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QWidget

from nanowizard.core.events import Finding, Params
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.step.form import StepForm
from nanowizard.gui.pages.step.lend import LendBox
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.controls import Button, ElidedLabel, TextLabel
from nanowizard.gui.widgets.option_box import OptionBox
from nanowizard.gui.widgets.panels import FactsPanel

translate = QCoreApplication.translate


class ProofForm(StepForm):
    def __init__(self) -> None:
        super().__init__()
        self._found: Params = {}
        self.folder: Path | None = None
        self._intro = TextLabel(tone=Tone.TEXT2, wrap=True)
        self.facts = FactsPanel()
        self.train = OptionBox()
        self.choose = Button("", "folder")
        self.choose.clicked.connect(self._ask_for_folder)
        self._path = ElidedLabel(role=Role.CAPTION, tone=Tone.TEXT2)
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(24, 0, 0, 0)
        row.setSpacing(theme.M)
        self.choose.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row.addWidget(self.choose)
        row.addWidget(self._path)
        row.addStretch(1)
        self._row.hide()
        self.lend = LendBox()
        self.lend.hide()
        self.train.box.toggled.connect(self._train_toggled)
        self.add(self._intro, self.facts, self.train, self._row, self.lend)
        self.retranslate()

    def options(self) -> Path | None:
        """The folder of pictures to learn from, None without training."""
        return self.folder if self.train.is_on() else None

    def lends(self) -> bool:
        """Only what is learned builds on a download."""
        return self.train.is_on() and self.lend.is_on()

    def preset(self, folder: Path, *, train: bool) -> None:
        """What was chosen the last time."""
        self.folder = folder
        self.train.box.setChecked(train)
        self.retranslate()

    def set_folder(self, folder: Path | None) -> None:
        """None: this one cannot be used, another is asked for."""
        self.folder = folder
        self.retranslate()
        self.changed.emit()

    def set_seen(self, facts: Params, findings: Sequence[Finding]) -> None:
        del findings  # the page shows them
        self._found = facts
        self._show()

    def first_focus(self) -> QWidget:
        return self.train.box

    def retranslate(self) -> None:
        self.lend.retranslate()
        self._intro.set_text(
            translate(
                "ProofPage",
                "A well-known network for pictures, MobileNet, runs on the GPU and on the processor. Both are timed.",
            )
        )
        self.train.set_words(
            translate("ProofPage", "Teach it with pictures of my own, too"),
            translate(
                "ProofPage", "About ten minutes. In the folder, each kind of thing has a folder with its pictures."
            ),
        )
        self.choose.setText(translate("ProofPage", "Choose the folder…"))
        self._path.set_text(str(self.folder) if self.folder else translate("ProofPage", "No folder chosen yet"))
        self._show()

    def _show(self) -> None:
        facts = []
        if self._found.get("version"):
            facts.append((translate("ProofPage", "TensorFlow"), str(self._found["version"])))
        if self._found.get("classes"):
            kinds = (f"{name} ({texts.number(count)})" for name, count in self._found["classes"].items())
            facts.append((translate("ProofPage", "Pictures"), texts.listed(kinds)))
        self.facts.set_facts(facts)
        self.facts.setVisible(bool(facts))

    def _train_toggled(self, on: bool) -> None:
        self._row.setVisible(on)
        self.lend.setVisible(on)
        if not on or self.folder is not None:
            self.changed.emit()

    def _ask_for_folder(self) -> None:
        start = str(self.folder or Path.home())
        name = QFileDialog.getExistingDirectory(self, translate("ProofPage", "Choose the folder with pictures"), start)
        if name:
            self.set_folder(Path(name))
