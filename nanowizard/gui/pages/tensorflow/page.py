"""TensorFlow: NVIDIA's packages or NVIDIA's container, in the live pane; its proof is a page of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QCoreApplication

from nanowizard.core.events import ErrorInfo
from nanowizard.core.task import Task
from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.pages.step.base import StepPage
from nanowizard.gui.pages.step.lend import is_cut_off
from nanowizard.gui.pages.tensorflow.form import TensorFlowForm
from nanowizard.gui.pages.tensorflow.kept import kept_options
from nanowizard.provision.tensorflow.facts import is_container
from nanowizard.provision.tensorflow.findings import PAGES
from nanowizard.tasks.tensorflow import InstallTensorFlow, TensorFlowInput

translate = QCoreApplication.translate

NO_INTERNET = frozenset({"nano.tensorflow_no_internet", "nano.tensorflow_no_index"})
"""The Nano does not get at what it needs; this computer may."""


class TensorFlowPage(StepPage):
    id = page_ids.TENSORFLOW

    def __init__(self, context: Context) -> None:
        form = TensorFlowForm()
        form.choose(kept_options(context.session.journey))
        form.lend.box.setChecked(is_cut_off(context.session.journey))
        super().__init__(context, form)
        self.form = form
        self.done_panel.action_clicked.connect(lambda: self.choose.emit(page_ids.PROOF))
        self.retranslate()

    def purpose(self) -> tuple[str, str]:
        title = translate("TensorFlowPage", "Install TensorFlow")
        if self.is_busy():
            return title, translate(
                "TensorFlowPage",
                "The work runs on the Nano. You may close this window; open this page again to go on.",
            )
        return title, translate(
            "TensorFlowPage", "Programs that learn use TensorFlow; this one is made by NVIDIA for the Nano’s GPU."
        )

    def task(self) -> Task:
        return InstallTensorFlow(self.context.session)

    def input(self, *, undo: bool = False) -> TensorFlowInput:
        return TensorFlowInput(options=self.form.options(), undo=undo, lend_internet=self.form.lend.is_on())

    def keep(self) -> None:
        lent = {"lend_internet": self.form.lend.is_on()}
        self.context.session.journey.choices[self.id] = {**asdict(self.form.options()), **lent}

    def repair_pages(self) -> Mapping[str, tuple[str, str]]:
        words = {
            page_ids.SWAP: translate("TensorFlowPage", "Add memory…"),
            page_ids.ROOTFS: translate("TensorFlowPage", "Use the whole card…"),
            page_ids.CONNECT: translate("TensorFlowPage", "Look at the network…"),
            page_ids.CLOCK: translate("TensorFlowPage", "Set the clock"),
            page_ids.PACKAGES: translate("TensorFlowPage", "Complete the packages…"),
        }
        return {code: (page_id, words[page_id]) for code, page_id in PAGES.items() if page_id in words}

    def effect(self) -> str:
        if is_container(self.form.options()):
            return translate("TensorFlowPage", "Get the container")
        return translate("TensorFlowPage", "Install TensorFlow")

    def done_words(self, result: Mapping[str, Any]) -> tuple[str, str]:
        version = str(result.get("version") or "").partition("+")[0]
        if is_container(self.form.options()):
            headline = translate("TensorFlowPage", "The container is on the Nano, and TensorFlow in it starts")
        else:
            headline = translate("TensorFlowPage", "TensorFlow {version} is on the Nano and starts").format(
                version=version
            )
        return headline, translate("TensorFlowPage", "The proof shows whether it uses the GPU, and how fast that is.")

    def show_end(self) -> None:
        super().show_end()
        proves = self.ended_well() and not self.undoing
        self.done_panel.set_action(translate("TensorFlowPage", "Prove it…") if proves else "", "flag")

    def remedy_words(self, error: ErrorInfo) -> tuple[str, str, str]:
        if self._can_lend(error):
            return translate("TensorFlowPage", "Lend it this computer’s internet"), "net", ""
        return super().remedy_words(error)

    def remedy(self) -> None:
        if self.error is not None and self._can_lend(self.error):
            self.form.lend_internet()
        super().remedy()

    def _can_lend(self, error: ErrorInfo) -> bool:
        lends = self.form.lend.is_on() or is_container(self.form.options())
        return error.code in NO_INTERNET and not lends
