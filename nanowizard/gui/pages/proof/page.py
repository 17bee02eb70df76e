"""Proof: TensorFlow on the GPU, measured and said in words; and a network that learns from the person's pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from nanowizard.core.events import Params, StepFinished
from nanowizard.core.task import Task
from nanowizard.gui import page_ids, texts
from nanowizard.gui.context import Context
from nanowizard.gui.pages.proof.form import ProofForm
from nanowizard.gui.pages.step.base import StepPage
from nanowizard.gui.pages.step.lend import is_cut_off
from nanowizard.gui.pages.tensorflow.kept import kept_options
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.training_curve import TrainingCurve
from nanowizard.tasks.proof import ProofInput, ProveTensorFlow

translate = QCoreApplication.translate

MEASURING = ("nano.proof.start", "nano.proof.gpu", "nano.proof.cpu")
TRAINING = ("nano.proof.push", "nano.proof.train")
BATCH = "nano.proof.batch"
RANDOM_WEIGHTS = "nano.proof_random_weights"


class ProofPage(StepPage):
    id = page_ids.PROOF

    def __init__(self, context: Context) -> None:
        form = ProofForm()
        self.curve = TrainingCurve()
        form.lend.box.setChecked(is_cut_off(context.session.journey))
        super().__init__(context, form)
        self.form = form
        kept = context.session.journey.choices.get(self.id, {})
        if isinstance(kept.get("pictures"), str) and Path(kept["pictures"]).is_dir():
            form.preset(Path(kept["pictures"]), train=kept.get("train") is True)
        self.curve.hide()
        self._work.insertWidget(self._work.indexOf(self.live), self.curve)
        self.retranslate()

    def purpose(self) -> tuple[str, str]:
        return (
            translate("ProofPage", "Prove that TensorFlow uses the GPU"),
            translate("ProofPage", "Nothing is changed on the Nano, apart from a model that you ask it to learn."),
        )

    def task(self) -> Task:
        return ProveTensorFlow(self.context.session)

    def input(self, *, undo: bool = False) -> ProofInput:
        del undo  # there is nothing to undo
        return ProofInput(
            options=kept_options(self.context.session.journey),
            pictures=self.form.options(),
            lend_internet=self.form.lends(),
            unseen=self.taking_up,
        )

    def keep(self) -> None:
        folder, train = self.form.folder, self.form.train.is_on()
        choice = {"pictures": str(folder), "train": train} if folder is not None else {}
        self.context.session.journey.choices[self.id] = choice

    def planned(self, facts: Params) -> Sequence[Mapping[str, Any]]:
        if facts.get("training"):
            return [{"code": TRAINING[-1], "params": {}}]
        codes = MEASURING if self.form.options() is None else (*MEASURING, *TRAINING)
        return [{"code": code, "params": {"count": facts.get("pictures", 0)}} for code in codes]

    def repair_pages(self) -> Mapping[str, tuple[str, str]]:
        return {
            "nano.proof_no_tensorflow": (page_ids.TENSORFLOW, translate("ProofPage", "Install TensorFlow…")),
            RANDOM_WEIGHTS: (self.id, translate("ProofPage", "Lend it this computer’s internet")),
        }

    def repair(self, page_id: str) -> None:
        if page_id != self.id:
            super().repair(page_id)
            return
        for option in (self.form.train, self.form.lend):
            option.box.setChecked(True)
        self.remedy()

    def effect(self) -> str:
        if self.form.options() is not None:
            return translate("ProofPage", "Measure and learn")
        return translate("ProofPage", "Measure")

    def done_words(self, result: Mapping[str, Any]) -> tuple[str, str]:
        gpu, cpu, ratio = result.get("gpu_rate"), result.get("cpu_rate"), result.get("ratio")
        if gpu and cpu and ratio:
            headline = translate("ProofPage", "The GPU is {ratio} times as fast as the processor").format(
                ratio=texts.number(ratio, 0 if ratio >= 10 else 1)
            )
            rates = translate("ProofPage", "{gpu} pictures a second instead of {cpu}.").format(
                gpu=texts.number(gpu, 1), cpu=texts.number(cpu, 1)
            )
        elif "gpu_rate" not in result:
            headline = translate("ProofPage", "The Nano has learned your pictures")
            rates = ""
        else:
            headline = translate("ProofPage", "TensorFlow runs, but on the processor alone")
            rates = ""
        return headline, texts.sentences(rates, _learned(result.get("training") or {}))

    def show_end(self) -> None:
        super().show_end()
        result = self.finished.result if self.finished is not None else {}
        proved = bool(result.get("ratio") or ("training" in result and "gpu_rate" not in result))
        self.done_panel.set_tone(Tone.GOOD if proved else Tone.WARN)
        self.done_panel.set_icon("check" if proved else "warn")

    def retranslate(self) -> None:
        self.curve.set_words(
            translate("ProofPage", "Right answers (line) and mistakes (dashed)"),
            (texts.percent(1.0), texts.percent(0.5), texts.percent(0.0)),
        )
        super().retranslate()

    def on_started(self) -> None:
        self.curve.clear()
        self.curve.hide()

    def on_step_finished(self, event: StepFinished) -> None:
        if event.step != BATCH:
            super().on_step_finished(event)
            return
        facts = event.params
        self.curve.add(facts["done"], facts["total"], facts["loss"], facts["accuracy"])
        words = translate("ProofPage", "round {number}, {share} right")
        self.curve.set_caption(
            words.format(number=texts.number(facts["round"]), share=texts.percent(facts["accuracy"]))
        )
        self.curve.show()

    def remedy(self) -> None:
        if self.error is not None and "pictures" in self.error.code:
            # The next look would fail in the same way.
            self.form.folder = None
            self.form.retranslate()
        super().remedy()


def _learned(training: Mapping[str, Any]) -> str:
    if not training:
        return ""
    place = translate("ProofPage", "What it learned is on the Nano, in {folder}.").format(folder=training.get("model"))
    if training.get("accuracy") is None:
        return place
    share = translate("ProofPage", "It names {share} of the pictures right that it had not seen.").format(
        share=texts.percent(training["accuracy"])
    )
    return texts.sentences(share, place)
