"""Finish: what was done, how long it took, and one command to try."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale
from PySide6.QtWidgets import QFileDialog

from nanowizard.core.events import Status
from nanowizard.gui import page_ids, texts
from nanowizard.gui.context import Context
from nanowizard.gui.page import Footer, Page
from nanowizard.gui.page_names import page_label
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.command_line import CommandLine
from nanowizard.gui.widgets.controls import Button
from nanowizard.gui.widgets.panels import MessagePanel
from nanowizard.gui.widgets.state_glyph import State, state_words
from nanowizard.gui.widgets.step_row import StepList
from nanowizard.remote.address import DEFAULT_PORT
from nanowizard.tasks.journey import Outcome

translate = QCoreApplication.translate

REPORTED = (page_ids.IMAGE, page_ids.FLASH, page_ids.BOOT, page_ids.CONNECT, page_ids.SWAP)
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
        self.body.add(self.summary)
        self._report_heading = self.body.add_section("")
        self._report_heading.add_right(self._save)
        self.body.add(self.rows)
        self._try_heading = self.body.add_section("")
        self.body.add(self.command)
        self.body.add_stretch()
        self.retranslate()

    def _outcomes(self) -> dict[str, Outcome]:
        return self.context.session.journey.outcomes

    def _all_well(self) -> bool:
        """The last page that matters ended well, and none of those that were tried failed."""
        outcomes = self._outcomes()
        last = outcomes.get(page_ids.SWAP)
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
        self._show_summary()
        self._show_rows()
        self._show_command()

    def _show_summary(self) -> None:
        well = self._all_well()
        self.summary.set_tone(Tone.GOOD if well else Tone.WARN)
        self.summary.set_icon("check" if well else "warn")
        swap = self._outcomes().get(page_ids.SWAP)
        size = swap.facts.get("file_bytes", 0) if swap is not None else 0
        if well and size:
            headline = translate("FinishPage", "Your Nano runs with {size} of extra memory").format(
                size=texts.memory(size)
            )
        elif well:
            headline = translate("FinishPage", "Your Nano runs and is set up")
        else:
            headline = translate("FinishPage", "Some steps are not done yet")
        total_s = sum(outcome.took_s for outcome in self._outcomes().values())
        took = translate("FinishPage", "The steps took {time} in all.").format(time=texts.duration(total_s))
        self.summary.set_message(headline, took if total_s else "")

    def _show_rows(self) -> None:
        self.rows.set_steps([(page_id, _row_name(page_id)) for page_id in REPORTED])
        for page_id in REPORTED:
            row = self.rows.row(page_id)
            state, fact, caption = self._row(page_id)
            row.set_state(state)
            row.set_fact(fact)
            row.set_caption(caption)

    def _row(self, page_id: str) -> tuple[State, str, str]:
        outcome = self._outcomes().get(page_id)
        if outcome is None:
            return State.SKIPPED, "", translate("FinishPage", "Not done")
        caption = _caption(page_id, outcome.facts) if outcome.status in WELL else texts.status_words(outcome.status)
        return texts.STATUS_STATES[outcome.status], texts.duration(outcome.took_s), caption

    def _show_command(self) -> None:
        login = self.context.session.login
        self._try_heading.setVisible(login is not None)
        self.command.setVisible(login is not None)
        if login is not None:
            port = "" if login.address.port == DEFAULT_PORT else f"-p {login.address.port} "
            self.command.set_command(f"ssh {port}{login.address.user}@{login.address.host} free -h")

    # --- the report as a file ---------------------------------------------------------------------------------------

    def report(self) -> str:
        """What the page shows, as plain text."""
        now = QLocale().toString(QDateTime.currentDateTime(), QLocale.FormatType.ShortFormat)
        lines = [translate("FinishPage", "NanoWizard report, {time}").format(time=now), ""]
        for page_id in REPORTED:
            state, fact, caption = self._row(page_id)
            facts = texts.join_facts((state_words(state), fact, caption))
            lines.append(f"{_row_name(page_id)}: {facts}")
        return "\n".join(lines) + "\n"

    def _ask_for_file(self) -> None:
        start = str(Path.home() / "nanowizard-report.txt")
        name, _kind = QFileDialog.getSaveFileName(self, translate("FinishPage", "Save the report"), start)
        if name:
            self.save_report(Path(name))

    def save_report(self, file: Path) -> None:
        try:
            file.write_text(self.report(), encoding="utf-8")
        except OSError:
            words = texts.sentence("store.not_written", {"file": file.name})
            self.summary.set_tone(Tone.BAD)
            self.summary.set_message(words.what, words.do)


def _row_name(page_id: str) -> str:
    names = {
        page_ids.CONNECT: translate("FinishPage", "Connection"),
        page_ids.SWAP: translate("FinishPage", "Memory"),
        page_ids.FLASH: translate("FinishPage", "Card"),
    }
    return names.get(page_id) or page_label(page_id)


def _caption(page_id: str, facts: Any) -> str:
    """The fact that matters of a step that ended well."""
    if page_id == page_ids.IMAGE:
        name = Path(str(facts.get("path", ""))).name
        return texts.join_facts((name, texts.size(facts["raw_bytes"]) if facts.get("raw_bytes") else ""))
    if page_id == page_ids.FLASH:
        written = texts.size(facts.get("written_bytes", 0))
        return translate("FinishPage", "{size} written, read back and equal").format(size=written)
    if page_id == page_ids.BOOT:
        return translate("FinishPage", "Answered at {host}").format(host=facts.get("host", ""))
    if page_id == page_ids.CONNECT:
        name = facts.get("host_name") or facts.get("model") or ""
        return translate("FinishPage", "{name}, fingerprint remembered").format(name=name)
    size = facts.get("file_bytes", 0)
    swap = translate("FinishPage", "{size} swap file").format(size=texts.memory(size)) if size else ""
    zram = translate("FinishPage", "compressed memory kept") if facts.get("zram_bytes") else ""
    return texts.join_facts((swap, zram))
