"""Mirrors: nearer servers for the Nano's packages, measured from the Nano itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, QTimer

from nanowizard.core.events import Event, Progress, Status, TaskFinished
from nanowizard.core.task import Task
from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.pages.mirrors.form import APT, PIP, MirrorsForm
from nanowizard.gui.pages.mirrors.rows import name_of
from nanowizard.gui.pages.step.base import StepPage
from nanowizard.gui.pages.step.lend import is_cut_off
from nanowizard.gui.runner import Runner
from nanowizard.provision.mirrors import load_mirrors
from nanowizard.tasks.apt import MeasureInput, MeasureMirrors
from nanowizard.tasks.mirrors import UseMirrors
from nanowizard.tasks.series import SeriesInput

translate = QCoreApplication.translate

AGE_MS = 20_000


class MirrorsPage(StepPage):
    """The first look measures; what is chosen then is the fastest."""

    id = page_ids.MIRRORS

    def __init__(self, context: Context) -> None:
        form = MirrorsForm(load_mirrors())
        form.choose(context.session.journey.choices.get(page_ids.MIRRORS, {}))
        super().__init__(context, form)
        self.form = form
        self.form.measure_wanted.connect(self.measure)
        self.measuring = Runner(self)
        self.measuring.said.connect(self._said)
        self._age = QTimer(self)
        self._age.setInterval(AGE_MS)
        self._age.timeout.connect(self.form.show_age)
        if is_cut_off(context.session.journey):
            self.form.offer_to_lend()
        self.retranslate()

    @property
    def step_ids(self) -> tuple[str, ...]:
        return (APT, PIP)

    def purpose(self) -> tuple[str, str]:
        return (
            translate("MirrorsPage", "Choose faster download servers"),
            translate(
                "MirrorsPage",
                "A mirror is a copy of the same software, nearer to you. Speeds are measured from your Nano.",
            ),
        )

    def task(self) -> Task:
        return UseMirrors(self.context.session)

    def input(self, *, undo: bool = False) -> SeriesInput:
        return SeriesInput(options=self.form.options(), undo=undo, lend_internet=self.form.lend.is_on())

    def keep(self) -> None:
        lent = {"lend_internet": self.form.lend.is_on()}
        self.context.session.journey.choices[self.id] = {**self.form.kept(), **lent}

    def on_started(self) -> None:
        if not self.undoing:
            self.form.stand_by()
            self.keep()
            self.context.save_choices()

    def undone(self) -> None:
        self.form.choose({})
        self.keep()

    def repair_pages(self) -> Mapping[str, tuple[str, str]]:
        words = translate("MirrorsPage", "Complete the packages…")
        return {"nano.apt_half_configured": (page_ids.PACKAGES, words)}

    def effect(self) -> str:
        if self.form.uses_the_fastest():
            return translate("MirrorsPage", "Use the fastest")
        return translate("MirrorsPage", "Use these servers")

    def done_words(self, result: Mapping[str, Any]) -> tuple[str, str]:
        used = result.get("parts", {}).get(APT, {}).get("mirror")
        row = next((row for row in self.form.rows(APT) if row["id"] == used), None)
        headline = translate("MirrorsPage", "The Nano gets its packages from nearer servers")
        if row is not None:
            headline = translate("MirrorsPage", "The Nano gets its packages from {mirror}").format(mirror=name_of(row))
        return headline, translate("MirrorsPage", "The new lists of packages have been fetched, and they are in order.")

    # --- measuring --------------------------------------------------------------------------------------------------

    def enter(self) -> None:
        self._age.start()
        super().enter()

    def leave(self) -> None:
        self._age.stop()
        super().leave()

    def give_up_looking(self) -> None:
        self.measuring.cancel()
        super().give_up_looking()

    def look(self) -> None:
        if self.form.is_measured():
            super().look()
        else:
            self.measure()

    def is_looking(self) -> bool:
        return self.measuring.is_running or super().is_looking()

    def measure(self) -> None:
        if self.missing() or self.is_busy() or self.measuring.is_running:
            return
        self.check = None
        self.form.set_measuring(True)
        self.plan.show_looking()
        wish = MeasureInput(custom=self.form.custom(), lend_internet=self.form.lend.is_on())
        self.measuring.start(MeasureMirrors(self.context.session), wish)
        self.footer_changed.emit()

    def _said(self, event: Event) -> None:
        if isinstance(event, Progress):
            self.form.set_progress(event.done, event.total)
        elif isinstance(event, TaskFinished):
            self._measured(event)

    def _measured(self, finished: TaskFinished) -> None:
        if finished.status is Status.SUCCEEDED:
            self.form.set_measured(finished.result)
            super().look()
            return
        self.form.set_measuring(False)
        if finished.error is not None:
            self.live.track.begin(())
            self.show_error(finished.error)
        elif finished.status is Status.BLOCKED:
            self.look_for_needs()
