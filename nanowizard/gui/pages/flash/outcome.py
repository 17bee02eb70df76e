"""After the write: what was checked and that the card can come out, or that it is marked as not ready."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.core.events import Params
from nanowizard.gui import texts, theme
from nanowizard.gui.plurals import Plurals
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.details import DetailsFold
from nanowizard.gui.widgets.panels import FactsPanel, MessagePanel
from nanowizard.gui.widgets.state_glyph import State

translate = QCoreApplication.translate


class FlashOutcome(QWidget):
    """Good end and cancelled end; failures have the error panel."""

    write_again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: Params | None = None
        self._touched = False
        self.good = MessagePanel(Tone.GOOD, mark=State.DONE)
        self.stopped = MessagePanel(Tone.WARN)
        self.stopped.action_clicked.connect(self.write_again)
        self.facts = FactsPanel()
        self.details = DetailsFold()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.good, self.stopped, self.facts, self.details):
            self._column.addWidget(widget)
        self.set_compact(False)
        self.retranslate()

    def show_report(self, report: Params) -> None:
        """A flash report: the card is written and was compared."""
        self._report = report
        self.retranslate()

    def show_cancelled(self, *, touched: bool) -> None:
        """`touched`: the write had begun, so what was on the card is gone."""
        self._report, self._touched = None, touched
        self.retranslate()

    def headline(self) -> str:
        return (self.stopped if self._report is None else self.good).accessibleName()

    def is_good(self) -> bool:
        return self._report is not None

    def set_compact(self, compact: bool) -> None:
        self._column.setSpacing(theme.gap(theme.M, compact))

    def retranslate(self) -> None:
        report = self._report
        for widget in (self.good, self.facts):
            widget.setVisible(report is not None)
        self.stopped.setVisible(report is None)
        self.details.set_details("" if report is None else f"sha256  {report.get('raw_sha256', report['sha256'])}")
        if report is not None:
            self._show_good(report)
            return
        self.stopped.set_tone(Tone.WARN if self._touched else Tone.INFO)
        if self._touched:
            self.stopped.set_message(
                translate("FlashPage", "You stopped the writing"),
                translate("FlashPage", "The card is not finished. Write it again before you use it in the Nano."),
            )
        else:
            self.stopped.set_message(
                translate("FlashPage", "You stopped before anything was written"),
                translate("FlashPage", "The card is as it was."),
            )
        again = (
            translate("FlashPage", "Write the card again") if self._touched else translate("FlashPage", "Start again")
        )
        self.stopped.set_action(again, "refresh", primary=True)

    def _show_good(self, report: Params) -> None:
        if report["ejected"]:
            headline = translate("FlashPage", "You can take the card out")
        else:
            headline = translate("FlashPage", "The card is ready")
        self.good.set_message(headline, _proved(report))
        done = translate("FlashPage", "{size} in {time}")
        facts = []
        took_s = report["write_s"]
        if report["kept_bytes"]:
            facts.append((translate("FlashPage", "Was there already"), texts.size(report["kept_bytes"])))
        if report["written_bytes"]:
            written = texts.size(report["written_bytes"])
            words = written if report["kept_bytes"] else done.format(size=written, time=_took(took_s))
            facts.append((translate("FlashPage", "Written"), words))
        if report["verified_bytes"]:
            took_s = report["verify_s"] + (took_s if report["kept_bytes"] else 0)
            compared = texts.size(report["verified_bytes"])
            if not report["early_bytes"]:  # else the time is of writing too
                compared = done.format(size=compared, time=_took(took_s))
            facts.append((translate("FlashPage", "Compared"), compared))
        if report["skipped_bytes"]:
            empty = translate("FlashPage", "{size} that no file uses").format(size=texts.size(report["skipped_bytes"]))
            facts.append((translate("FlashPage", "Left out"), empty))
        if report["grown_bytes"]:
            more = translate("FlashPage", "The system's partition, by {size}")
            facts.append((translate("FlashPage", "Made larger"), more.format(size=texts.size(report["grown_bytes"]))))
        if report["shrunk_bytes"]:
            less = translate("FlashPage", "The image, by {size}")
            facts.append((translate("FlashPage", "Made smaller"), less.format(size=texts.size(report["shrunk_bytes"]))))
        if report["repaired_ranges"]:
            again = Plurals.lost_places(report["repaired_ranges"])
            facts.append((translate("FlashPage", "Written twice"), again))
        self.facts.set_facts(facts)


def _proved(report: Params) -> str:
    if not report["written_bytes"]:
        return texts.sentence("flash.already_there", {}).what
    if not report["verified_bytes"]:
        return translate("FlashPage", "It was written, but not read back.")
    return translate("FlashPage", "Everything that was written was read back from the card and is the same.")


def _took(seconds: float) -> str:
    """Under a minute to the second, and never "0 s" for something that was done."""
    return texts.duration(max(seconds, 1.0))
