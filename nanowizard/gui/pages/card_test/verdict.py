"""The result of a card's test in words: its real size, its health, its speed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nanowizard.core.events import Finding, Params
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.care.map import BadPlacesMap
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.card_map import CellState
from nanowizard.gui.widgets.panels import FactsPanel

translate = QCoreApplication.translate

SPEED_FINDINGS = frozenset({"card.fast_enough", "card.slow_programs", "card.slow"})


def verdict_words(report: Params, speed: Finding | None) -> tuple[str, str, Tone]:
    """Headline, text and tone for a card that keeps its data; `speed` is what a quick test found of that."""
    if speed is None:
        text = translate("CardTestPage", "Every byte was written, read back and compared.")
        return translate("CardTestPage", "The card is sound"), text, Tone.GOOD
    said = texts.sentence(speed.code, speed.params)
    keeps = translate("CardTestPage", "It keeps what is written to it.")
    if is_partial(report):
        keeps = translate("CardTestPage", "It keeps what is written to it, as far as the image needs.")
    text = texts.sentences(keeps, said.do)
    if report["verdict"] == "slow":
        return translate("CardTestPage", "The card is sound, but slow"), text, Tone.WARN
    if speed.code == "card.slow_programs":
        headline = translate("CardTestPage", "Enough for a Nano, but programs will start slowly")
        return headline, text, Tone.GOOD
    return translate("CardTestPage", "Enough for a Nano: UHS-I class"), text, Tone.GOOD


def is_partial(report: Params) -> bool:
    """Only as much was tested as the image needs."""
    return report["verdict"] != "fake" and int(report["real_bytes"]) < int(report["claimed_bytes"])


def probe_facts(report: Params) -> list[tuple[str, str]]:
    """The rows of the facts panel. How fast a card is that does not keep its data is of no interest."""
    claimed, real = texts.size(report["claimed_bytes"]), texts.size(report["real_bytes"])
    if report["verdict"] == "fake":
        size = translate("CardTestPage", "{real}, although the card says {claimed}")
    elif is_partial(report):
        size = translate("CardTestPage", "At least {real}. What lies behind was not tested.")
    else:
        size = translate("CardTestPage", "{claimed}, as the card says")
    facts = [(translate("CardTestPage", "Real size"), size.format(real=real, claimed=claimed))]
    if report.get("lie"):
        facts.append((translate("CardTestPage", "Behind that"), _lie(report["lie"])))
    rates = [
        (translate("CardTestPage", "Writing"), report.get("write_rate")),
        (translate("CardTestPage", "Reading"), report.get("read_rate")),
    ]
    keeps = report["verdict"] in ("good", "slow")
    facts += [(name, texts.rate(rate)) for name, rate in rates if rate and keeps]
    if report.get("random_write_iops") and report.get("random_read_iops") and keeps:
        pieces = translate("CardTestPage", "{written} a second written, {read} read").format(
            written=texts.number(report["random_write_iops"]), read=texts.number(report["random_read_iops"])
        )
        facts.append((translate("CardTestPage", "Small pieces"), pieces))
    tested = translate("CardTestPage", "{size} in {time}").format(
        size=texts.size(report["tested_bytes"]), time=texts.duration(report["took_s"])
    )
    return [*facts, (translate("CardTestPage", "Tested"), tested)]


def _lie(kind: str) -> str:
    return {
        "wraparound": translate("CardTestPage", "The card begins anew at its start and destroys what lies there"),
        "limbo": translate("CardTestPage", "The card takes what is written and forgets it"),
        "constant": translate("CardTestPage", "The card takes what is written and forgets it"),
    }.get(kind, "")


class ProbeVerdict(QWidget):
    """Facts and map of a card that failed the test; hidden while there is no such report."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: Params = {}
        self.facts = FactsPanel()
        self.map = BadPlacesMap()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.facts)
        self._column.addWidget(self.map)
        self.set_compact(False)
        self.show_report({})

    def show_report(self, report: Params) -> None:
        self._report = report
        size = report.get("claimed_bytes", 0)
        was_all_seen = report.get("verdict") == "fake" or report.get("tested_bytes", 0) >= size
        rest = CellState.CHECKED if was_all_seen else CellState.UNUSED
        self.map.show_places(size, report.get("bad", ()), rest=rest)
        self.setVisible(bool(report))
        self.retranslate()

    def set_compact(self, compact: bool) -> None:
        self._column.setSpacing(theme.gap(theme.M, compact))

    def retranslate(self) -> None:
        self.facts.set_facts(probe_facts(self._report) if self._report else [])
        self.map.retranslate()
