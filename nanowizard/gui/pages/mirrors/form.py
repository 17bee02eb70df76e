"""The form of the Mirrors page: a list for system packages, a list for Python packages, and addresses of one's own."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from nanowizard.core.events import Finding, Params
from nanowizard.gui import texts, theme
from nanowizard.gui.pages.mirrors.rows import Row, choices, ordered, shortened
from nanowizard.gui.pages.step.form import StepForm
from nanowizard.gui.pages.step.lend import LendBox
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.choice_list import ChoiceList
from nanowizard.gui.widgets.controls import Button, Kind, SectionHeading, TextLabel
from nanowizard.gui.widgets.fold_link import FoldLink
from nanowizard.provision.apt.facts import AptOptions
from nanowizard.provision.mirrors import OFFICIAL, Mirrors
from nanowizard.provision.pip.facts import OFFICIAL_INDEX, PipOptions
from nanowizard.provision.pip.plan import same_index
from nanowizard.tasks.apt import MirrorApt
from nanowizard.tasks.pip import MirrorPip

translate = QCoreApplication.translate

APT, PIP = MirrorApt.id, MirrorPip.id
JUST_NOW_S = 60.0
SHOWN = {APT: 3, PIP: 2}
"""Rows before all are asked for: with them both lists and the plan fit the window."""


class MirrorsForm(StepForm):
    """`set_measured` shows speeds. Until the person chooses, the fastest of each list is chosen."""

    measure_wanted = Signal()

    def __init__(self, mirrors: Mirrors) -> None:
        super().__init__()
        self._rows: dict[str, list[Row]] = {
            APT: [_unknown(mirror.id, mirror.name, mirror.host) for mirror in mirrors.apt],
            PIP: [{**_unknown(index.id, index.name, index.host), "url": index.url} for index in mirrors.pip],
        }
        self._measured_at: float | None = None
        self._progress: tuple[int, int | None] = (0, None)
        self._measuring = False
        self._fills = False
        self._by_hand: set[str] = set()
        self.headings = {APT: SectionHeading(), PIP: SectionHeading()}
        self.lists = {APT: ChoiceList(), PIP: ChoiceList()}
        self.age = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2)
        self.again = Button("", "refresh", Kind.LINK)
        self.again.clicked.connect(self.measure_wanted)
        self.all_link, self.own_link = FoldLink(), FoldLink()
        self.all_link.toggled.connect(lambda _open: self._show())
        self.own = {APT: QLineEdit(), PIP: QLineEdit()}
        self._own_labels = {APT: TextLabel(), PIP: TextLabel()}
        self.lend = LendBox()
        self.lend.hide()
        self.lend.box.toggled.connect(lambda _on: self._show())
        self._note = TextLabel(role=Role.CAPTION, tone=Tone.TEXT2, wrap=True)
        self._arrange()
        for key, shown in self.lists.items():
            shown.selection_changed.connect(lambda _row, key=key: self._chosen(key))
            self.own[key].editingFinished.connect(lambda key=key: self._take_own(key))
        self.retranslate()

    def set_compact(self, compact: bool) -> None:
        """Two lists in one form: there is less room between its parts."""
        self._column.setSpacing(theme.gap(theme.S, compact))

    def _arrange(self) -> None:
        self.headings[APT].add_right(self.age)
        self.headings[APT].add_right(self.again)
        self.headings[PIP].add_right(self.all_link)
        self.headings[PIP].add_right(self.own_link)
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.L)
        for place, (key, field) in enumerate(self.own.items()):
            self._own_labels[key].setBuddy(field)
            grid.addWidget(self._own_labels[key], place, 0)
            grid.addWidget(field, place, 1)
        self.add(self.headings[APT], self.lists[APT], self.headings[PIP], self.lists[PIP], box, self.lend, self._note)
        self.own_link.set_target(box)

    # --- for the page -----------------------------------------------------------------------------------------------

    def options(self) -> Mapping[str, Any]:
        """By the task's id."""
        apt, pip = (self._selected(key) for key in (APT, PIP))
        return {
            APT: AptOptions(mirror=apt["id"] if apt else OFFICIAL),
            PIP: PipOptions(index_url=pip["url"] if pip else OFFICIAL_INDEX),
        }

    def custom(self) -> tuple[str, ...]:
        """The person's own address for system packages, to be measured with the others."""
        own = self.own[APT].text().strip()
        return (own,) if own else ()

    def kept(self) -> dict[str, str]:
        """What was chosen by hand or used, by the task's id: the row's id, an address of one's own as it stands."""
        rows = {key: self._selected(key) for key in self._by_hand}
        return {key: str(row["id"]) for key, row in rows.items() if row is not None}

    def choose(self, kept: Mapping[str, Any]) -> None:
        """Preset the form with what `kept` gave. What does not answer any more gives way to the fastest."""
        self._by_hand = {key for key in self.lists if isinstance(kept.get(key), str)}
        for key in self._by_hand:
            row_id = str(kept[key])
            if all(row["id"] != row_id for row in self._rows[key]):
                self.own_link.set_open(True)
                self.own[key].setText(row_id)
                self._rows[key] = [*self._rows[key], _own(row_id)]
            self._show(select={key: row_id})

    def stand_by(self) -> None:
        """What is chosen now is used: another server that happens to be faster the next time changes nothing."""
        self._by_hand = set(self.lists)

    def uses_the_fastest(self) -> bool:
        rows = [self._selected(key) for key in (APT, PIP)]
        return all(row is not None and row.get("fastest") for row in rows)

    def rows(self, key: str) -> Sequence[Row]:
        return tuple(self._rows[key])

    def is_measured(self) -> bool:
        return self._measured_at is not None

    def set_measuring(self, measuring: bool) -> None:
        self._measuring, self._progress = measuring, (0, None)
        for rows in self._rows.values():
            rows[:] = [{**row, "measured": False, "measuring": True} for row in rows] if measuring else rows
        self._show()

    def set_progress(self, done: int, total: int | None) -> None:
        self._progress = (done, total)
        self.show_age()

    def offer_to_lend(self) -> None:
        self.lend.show()

    def set_measured(self, result: Params) -> None:
        """All of them, as `MeasureMirrors` gives them."""
        used = next((row["url"] for row in self._rows[PIP] if row.get("in_use")), "")
        own = [row for row in self._rows[PIP] if row.get("own")]
        self._rows[APT] = ordered(result["apt"])
        self._rows[PIP] = ordered([{**row, "in_use": same_index(row["url"], used)} for row in result["pip"]]) + own
        self._measured_at = time.monotonic()
        self._measuring = False
        if all(row.get("error") for row in [*result["apt"], *result["pip"]]):
            self.offer_to_lend()
        self._show()
        self._choose_the_fastest()

    def set_seen(self, facts: Params, findings: Sequence[Finding]) -> None:
        del findings  # the page shows them
        now = facts.get("parts", {}).get(PIP, {}).get("index_url", "")
        self._rows[PIP] = [{**row, "in_use": same_index(row["url"], now)} for row in self._rows[PIP]]
        used = facts.get("parts", {}).get(APT, {}).get("mirror")
        if used is not None:
            self._rows[APT] = [{**row, "in_use": row["id"] == used} for row in self._rows[APT]]
        self._show()

    def first_focus(self) -> QWidget | None:
        shown = self.lists[APT]
        key = shown.selected_key() or next(iter(shown.keys()), None)
        return shown.row(key) if key is not None else None

    # --- the person -------------------------------------------------------------------------------------------------

    def _chosen(self, key: str) -> None:
        if self._fills:
            return
        self._by_hand.add(key)
        self.changed.emit()

    def _take_own(self, key: str) -> None:
        """An address of the person's own is a row like the others, and is meant."""
        text = self.own[key].text().strip()
        known = [row for row in self._rows[key] if not row.get("own")]
        if text and not any(row["id"] == text for row in known):
            known.append(_own(text))
        if [row["id"] for row in known] == [row["id"] for row in self._rows[key]]:
            return
        self._rows[key] = known
        self._by_hand.add(key)
        self._show(select={key: text or None})
        self.changed.emit()

    # --- showing ----------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        self.lend.retranslate()
        for key, words in (
            (APT, translate("MirrorsPage", "System packages")),
            (PIP, translate("MirrorsPage", "Python packages")),
        ):
            self.headings[key].set_text(words)
            self.lists[key].set_name(words)
        for key, words in (
            (APT, translate("MirrorsPage", "Address for system packages")),
            (PIP, translate("MirrorsPage", "Address for Python packages")),
        ):
            self._own_labels[key].set_text(words)
            self.own[key].setAccessibleName(words)
            self.own[key].setPlaceholderText("https://")
        self.again.setText(translate("MirrorsPage", "Measure again"))
        self.all_link.setText(translate("MirrorsPage", "Show all"))
        self.own_link.setText(translate("MirrorsPage", "Another address"))
        self._note.set_text(
            translate("MirrorsPage", "NVIDIA’s own source stays as it is. You can undo this under “Repair one step”.")
        )
        self._show()

    def show_age(self) -> None:
        self.again.setEnabled(not self._measuring)
        if self._measuring:
            done, total = self._progress
            measuring = translate("MirrorsPage", "measuring from the Nano…")
            count = translate("MirrorsPage", "{done} of {total}")
            known = count.format(done=texts.number(done), total=texts.number(total)) if total else ""
            self.age.set_text(texts.join_facts([measuring, known]))
        elif self._measured_at is None:
            self.age.set_text("")
        else:
            age_s = time.monotonic() - self._measured_at
            just_now = translate("MirrorsPage", "measured just now")
            long_ago = translate("MirrorsPage", "measured {time} ago").format(time=texts.duration(age_s))
            self.age.set_text(just_now if age_s < JUST_NOW_S else long_ago)

    def _show(self, select: Mapping[str, str | None] | None = None) -> None:
        self.show_age()
        for key, shown in self.lists.items():
            rows, selected = self._rows[key], shown.selected_key()
            wanted = (select or {}).get(key) or selected
            few = rows if self.all_link.is_open() else shortened(rows, [wanted], SHOWN[key])
            self._fills = True
            shown.set_choices(choices(few, rows, lent=self.lend.is_on()))
            if wanted is not None and wanted in shown.keys() and shown.row(wanted).choice().choosable:  # noqa: SIM118
                shown.select(wanted)
            self._fills = False

    def _choose_the_fastest(self) -> None:
        self._fills = True
        for key, shown in self.lists.items():
            best = next((row["id"] for row in self._rows[key] if row.get("fastest")), None)
            if best is not None and (key not in self._by_hand or shown.selected_key() is None):
                self._by_hand.discard(key)
                shown.select(best)
        self._fills = False

    def _selected(self, key: str) -> Row | None:
        selected = self.lists[key].selected_key()
        return next((row for row in self._rows[key] if row["id"] == selected), None)


def _own(address: str) -> dict[str, Any]:
    name = {"en": translate("MirrorsPage", "Your own address")}
    return {**_unknown(address, name, address), "url": address, "own": True}


def _unknown(row_id: str, name: Mapping[str, str], host: str) -> dict[str, Any]:
    """A mirror of which nothing has been measured."""
    return {"id": row_id, "name": name, "host": host, "url": "", "error": None, "measured": False}
