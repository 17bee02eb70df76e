"""The report on a Nano as facts: two panels side by side, what is not known left out."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nanowizard.core.events import Params
from nanowizard.gui import texts, theme
from nanowizard.gui.widgets.panels import FactsPanel
from nanowizard.provision.report.findings import CLOCK_OFF_S

translate = QCoreApplication.translate

Row = tuple[str, str]


class ReportFacts(QWidget):
    """On the left what the Nano is, on the right how it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.what, self.how = FactsPanel(is_half=True), FactsPanel(is_half=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.M)
        for panel in (self.what, self.how):
            row.addWidget(panel, 1)

    def show_report(self, seen: Params, address: str) -> None:
        """`seen`: the result of `CheckNano`."""
        self.what.set_facts([row for row in _what(seen, address) if row[1]])
        self.how.set_facts([row for row in _how(seen) if row[1]])
        self.how.setVisible(bool(self.how.facts()))


def _what(seen: Params, address: str) -> list[Row]:
    return [
        (translate("ConnectPage", "Address"), address),
        (translate("ConnectPage", "Board"), texts.join_facts([_model(seen), _text(seen, "revision")])),
        (translate("ConnectPage", "System"), texts.join_facts([_version(seen, "jetpack"), _version(seen, "l4t")])),
        (translate("ConnectPage", "Programs"), texts.join_facts([_version(seen, "python"), _version(seen, "cuda")])),
        (translate("ConnectPage", "Memory"), _memory(seen, "memory_bytes")),
        (translate("ConnectPage", "Swap"), _memory(seen, "swap_bytes")),
    ]


def _how(seen: Params) -> list[Row]:
    return [
        (translate("ConnectPage", "Card"), _card(seen)),
        (translate("ConnectPage", "Power"), texts.join_facts([_text(seen, "power_mode"), _supply(seen)])),
        (translate("ConnectPage", "Temperature"), _temperature(seen)),
        (translate("ConnectPage", "Internet"), _internet(seen)),
        (translate("ConnectPage", "Clock"), _clock(seen)),
        (translate("ConnectPage", "Packages"), _packages(seen)),
    ]


def _text(seen: Params, name: str) -> str:
    return str(seen.get(name) or "")


def _model(seen: Params) -> str:
    return _text(seen, "model").removeprefix("NVIDIA ")


def _version(seen: Params, name: str) -> str:
    names = {"jetpack": "JetPack {}", "l4t": "L4T {}", "python": "Python {}", "cuda": "CUDA {}"}
    return names[name].replace(" ", texts.NBSP).format(seen[name]) if seen.get(name) else ""


def _memory(seen: Params, name: str) -> str:
    value = seen.get(name)
    if value == 0:
        return translate("ConnectPage", "none")
    return texts.memory(value) if value else ""


def _card(seen: Params) -> str:
    free, whole = seen.get("free_bytes"), seen.get("disk_bytes")
    if free is None:
        return ""
    if whole is None:
        return translate("ConnectPage", "{free} free").format(free=texts.size(free))
    return translate("ConnectPage", "{free} free of {size}").format(free=texts.size(free), size=texts.size(whole))


def _supply(seen: Params) -> str:
    alarms = seen.get("power_alarms")
    if alarms is None:
        return ""
    return translate("ConnectPage", "supply too weak") if alarms else translate("ConnectPage", "supply strong enough")


def _temperature(seen: Params) -> str:
    value = seen.get("temperature_c")
    return f"{texts.number(value)}{texts.NBSP}°C" if value is not None else ""


def _internet(seen: Params) -> str:
    return {
        "ok": translate("ConnectPage", "reachable"),
        "no_route": translate("ConnectPage", "no network"),
        "no_names": translate("ConnectPage", "finds no names (DNS)"),
        "no_web": translate("ConnectPage", "Ubuntu’s server is not reached"),
    }.get(_text(seen, "network"), "")


def _clock(seen: Params) -> str:
    ahead_s = seen.get("clock_ahead_s")
    if ahead_s is None:
        return ""
    if abs(ahead_s) < CLOCK_OFF_S:
        return translate("ConnectPage", "right")
    return translate("ConnectPage", "wrong by {time}").format(time=texts.duration(abs(ahead_s)))


def _packages(seen: Params) -> str:
    if seen.get("half_installed"):
        return translate("ConnectPage", "some half installed")
    if seen.get("package_locks"):
        return translate("ConnectPage", "being installed now")
    return translate("ConnectPage", "in order") if "half_installed" in seen else ""
