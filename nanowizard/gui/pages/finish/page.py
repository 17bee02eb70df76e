"""Finish: what was done, how long it took, and one command to try."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale
from PySide6.QtWidgets import QFileDialog

from nanowizard.core.errors import StoreError
from nanowizard.core.events import Status
from nanowizard.gui import page_ids, texts
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer, Page
from nanowizard.gui.pages.finish.report import filters, profile_filter, write_profile, write_report
from nanowizard.gui.pages.finish.rows import REPORTED, ratio_words, row_name, version_of
from nanowizard.gui.pages.finish.rows import caption as row_caption
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.command_line import CommandLine
from nanowizard.gui.widgets.controls import Button, Kind
from nanowizard.gui.widgets.panels import MessagePanel
from nanowizard.gui.widgets.state_glyph import State, state_words
from nanowizard.gui.widgets.step_row import StepList
from nanowizard.remote.address import DEFAULT_PORT
from nanowizard.tasks.journey import Outcome

translate = QCoreApplication.translate

WELL = (Status.SUCCEEDED, Status.SATISFIED)


class FinishPage(Page):
    id = page_ids.FINISH

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.summary = MessagePanel(Tone.GOOD, icon="check")
        self.rows = StepList()
        self.command = CommandLine("")
        self.command.copied.connect(lambda: self.announce(translate("FinishPage", "Copied")))
        self._save = Button("", "save")
        self._save.clicked.connect(self._ask_for_file)
        self._keep = Button("", kind=Kind.LINK)
        self._keep.clicked.connect(self._ask_for_profile)
        self.body.add(self.summary)
        self._try_heading = self.body.add_section("")
        self.body.add(self.command)
        self._report_heading = self.body.add_section("")
        self._report_heading.add_right(self._keep)
        self._report_heading.add_right(self._save)
        self.body.add(self.rows)
        self.body.add_stretch()
        self.retranslate()

    def _outcomes(self) -> dict[str, Outcome]:
        return self.context.session.journey.outcomes

    def _shown(self) -> list[str]:
        """The pages that have a row."""
        beside = [page_id for page_id in page_ids.NANO_PAGES if page_id in self._outcomes()]
        return [*REPORTED, *beside]

    def _facts(self, page_id: str) -> Mapping[str, Any]:
        """Of a step that ended well; empty otherwise."""
        outcome = self._outcomes().get(page_id)
        return outcome.facts if outcome is not None and outcome.status in WELL else {}

    def _all_well(self) -> bool:
        """The last page that matters ended well, and none of those that were tried failed."""
        outcomes = self._outcomes()
        last = outcomes.get(page_ids.TENSORFLOW) or outcomes.get(page_ids.SWAP)
        # A card that failed its test, or another page on the side, takes nothing from what was done.
        steps = [outcomes[page_id] for page_id in REPORTED if page_id in outcomes]
        return last is not None and all(outcome.status in WELL for outcome in steps)

    def texts(self) -> tuple[str, str]:
        if not self._all_well():
            return (
                translate("FinishPage", "This is how far you are"),
                translate("FinishPage", "Not every step is done. You can do the others later under “Repair one step”."),
            )
        return (
            translate("FinishPage", "Your Nano is ready"),
            translate("FinishPage", "This is what was done. You can repeat any step later under “Repair one step”."),
        )

    def enter(self) -> None:
        self.set_state(State.DONE if self._all_well() else State.ATTENTION)
        self.retranslate()

    def footer(self) -> Footer:
        return Footer(primary=translate("FinishPage", "Close"), leave=False)

    def retranslate(self) -> None:
        super().retranslate()
        self._report_heading.set_text(translate("FinishPage", "Report"))
        self._try_heading.set_text(translate("FinishPage", "Try it"))
        self._save.setText(translate("FinishPage", "Save report…"))
        self._keep.setText(translate("FinishPage", "Save as profile…"))
        self._keep.setToolTip(translate("FinishPage", "Sets up other Nanos in the same way. Holds no password."))
        self._show_summary()
        self._show_rows()
        self._show_command()

    def _show_summary(self) -> None:
        well = self._all_well()
        self.summary.set_tone(Tone.GOOD if well else Tone.WARN)
        self.summary.set_icon("check" if well else "warn")
        headline = self._headline() if well else translate("FinishPage", "Some steps are not done yet")
        total_s = sum(outcome.took_s for outcome in self._outcomes().values())
        took = translate("FinishPage", "The steps took {time} in all.").format(time=texts.duration(total_s))
        proof = self._facts(page_ids.PROOF)
        proved = translate("FinishPage", "{headline}.", "made a whole sentence").format(headline=ratio_words(proof))
        self.summary.set_message(headline, texts.sentences(proved if proof else "", took if total_s else ""))

    def _headline(self) -> str:
        tensorflow, size = self._facts(page_ids.TENSORFLOW), self._facts(page_ids.SWAP).get("file_bytes", 0)
        if version_of(tensorflow):
            pattern = translate("FinishPage", "TensorFlow {version} runs on your Nano")
            return pattern.format(version=version_of(tensorflow))
        if size:
            pattern = translate("FinishPage", "Your Nano runs with {size} of extra memory")
            return pattern.format(size=texts.memory(size))
        return translate("FinishPage", "Your Nano runs and is set up")

    def _show_rows(self) -> None:
        self.rows.set_steps([(page_id, row_name(page_id)) for page_id in self._shown()])
        for page_id in self._shown():
            row = self.rows.row(page_id)
            state, fact, caption = self._row(page_id)
            row.set_state(state)
            row.set_fact(fact)
            row.set_caption(caption)

    def _row(self, page_id: str) -> tuple[State, str, str]:
        outcome = self._outcomes().get(page_id)
        if outcome is None:
            return State.SKIPPED, "", translate("FinishPage", "Not done")
        caption = row_caption(page_id, outcome.facts) if outcome.status in WELL else texts.status_words(outcome.status)
        took = texts.duration(outcome.took_s) if outcome.took_s else ""
        return texts.STATUS_STATES[outcome.status], took, caption

    def _show_command(self) -> None:
        login = self.context.session.login
        self._try_heading.setVisible(login is not None)
        self.command.setVisible(login is not None)
        if login is not None:
            port = "" if login.address.port == DEFAULT_PORT else f"-p {login.address.port} "
            what = f'"{self._start_tensorflow()}"' if self._start_tensorflow() else "free -h"
            self.command.set_command(f"ssh {port}{login.address.user}@{login.address.host} {what}")

    def _start_tensorflow(self) -> str:
        """A command for the Nano; empty without TensorFlow among its packages."""
        facts = self._facts(page_ids.TENSORFLOW)
        if not facts.get("version") or facts.get("has_container"):
            return ""
        python = f"{facts['venv']}/bin/python" if facts.get("venv") else "python3"
        return f"{python} -c 'import tensorflow as tf; print(tf.__version__)'"

    # --- the report as a file ---------------------------------------------------------------------------------------

    def report(self) -> str:
        """What the page shows, as plain text."""
        now = QLocale().toString(QDateTime.currentDateTime(), QLocale.FormatType.ShortFormat)
        lines = [translate("FinishPage", "NanoWizard report, {time}").format(time=now), ""]
        for page_id in self._shown():
            state, fact, caption = self._row(page_id)
            facts = texts.join_facts((state_words(state), fact, caption))
            lines.append(f"{row_name(page_id)}: {facts}")
        return "\n".join(lines) + "\n"

    def _ask_for_file(self) -> None:
        start = str(Path.home() / "nanowizard-report.html")
        name, _kind = QFileDialog.getSaveFileName(self, translate("FinishPage", "Save the report"), start, filters())
        if name:
            self.save_report(Path(name))

    def _ask_for_profile(self) -> None:
        start = str(Path.home() / "nanowizard-profile.json")
        title = translate("FinishPage", "Save as a profile")
        name, _kind = QFileDialog.getSaveFileName(self, title, start, profile_filter())
        if name:
            self.save_profile(Path(name))

    def save_report(self, file: Path) -> None:
        """As a page, as data or as text, by the ending of its name."""
        self._saving(lambda: write_report(file, self.context.session, self.report()))

    def save_profile(self, file: Path) -> None:
        """What was set up, for `nanowizard setup --profile`."""
        self._saving(lambda: write_profile(file, self.context.session))

    def _saving(self, save: Callable[[], None]) -> None:
        try:
            save()
        except StoreError as error:
            words = texts.sentence(error.code, error.params)
            self.summary.set_tone(Tone.BAD)
            self.summary.set_message(words.what, words.do)
