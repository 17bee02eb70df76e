"""What was chosen on a page of a step is there when its page is opened again, by another run of the program too."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support import window_parts as parts

from nanowizard.core.events import Status, TaskFinished
from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.pages.mirrors.form import APT, PIP
from nanowizard.gui.pages.mirrors.page import MirrorsPage
from nanowizard.gui.pages.power.page import PowerPage
from nanowizard.gui.pages.proof.page import ProofPage
from nanowizard.gui.pages.step.base import StepPage
from nanowizard.gui.pages.swap.page import SwapPage
from nanowizard.gui.pages.tensorflow.page import TensorFlowPage
from nanowizard.provision.power.facts import PowerOptions
from nanowizard.tasks.journey import Journey
from nanowizard.tasks.session import Session

Kind = TypeVar("Kind", bound=StepPage)
OWN = "https://packages.example.org/simple"
POWER_FACTS = {"mode": 0, "modes": {"0": "MAXN", "1": "5W"}, "clocks": False, "console": False, "held": None}


@pytest.fixture
def session(qapp: QApplication, tmp_path: Path) -> Session:
    return parts.fake_session(tmp_path, ())


def opened(kind: type[Kind], session: Session, qtbot: QtBot) -> Kind:
    """The page of a program that has just been started."""
    session.journey = Journey(session.journey._store.path)
    page = kind(Context(lambda _practice: session))
    qtbot.addWidget(page)
    return page


def close(page: StepPage) -> None:
    """What looking does with the choice, and the page is left without anything done."""
    page.keep()
    page.leave()


def _speeds(fastest: str) -> dict[str, Any]:
    def row(row_id: str, url: str) -> dict[str, Any]:
        speed = 9e6 if row_id == fastest else 1e6
        return {"id": row_id, "name": {"en": row_id}, "host": row_id, "url": url, "error": None,
                "bytes_per_s": speed, "fastest": row_id == fastest}  # fmt: skip

    ids = ("official", "tuna", "ustc")
    return {key: [row(known, f"https://{known}.example/{key}") for known in ids] for key in ("apt", "pip")}


def undone(page: StepPage) -> None:
    page.undoing = True
    page.on_finished(TaskFinished(task=page.id, status=Status.SUCCEEDED, result={}))
    page.leave()


def test_mirrors_that_a_person_chose(session: Session, qtbot: QtBot) -> None:
    page = opened(MirrorsPage, session, qtbot)
    page.form.all_link.click()
    page.form.lists[APT].select("ustc")
    page.form.own[PIP].setText(OWN)
    page.form.own[PIP].editingFinished.emit()
    close(page)
    again = opened(MirrorsPage, session, qtbot)
    assert again.form.kept() == {APT: "ustc", PIP: OWN}
    assert again.form.own[PIP].text() == OWN
    again.form.set_measured(_speeds("tuna"))
    assert again.form.options()[APT].mirror == "ustc"
    assert again.form.options()[PIP].index_url == OWN


def test_mirrors_that_nobody_chose_are_the_fastest_ones_each_time(session: Session, qtbot: QtBot) -> None:
    page = opened(MirrorsPage, session, qtbot)
    page.form.set_measured(_speeds("tuna"))
    close(page)
    again = opened(MirrorsPage, session, qtbot)
    again.form.set_measured(_speeds("ustc"))
    assert again.form.options()[APT].mirror == "ustc"


def test_mirrors_that_were_used_stay_the_choice_and_after_an_undo_no_more(session: Session, qtbot: QtBot) -> None:
    page = opened(MirrorsPage, session, qtbot)
    page.form.set_measured(_speeds("tuna"))
    page.on_started()
    again = opened(MirrorsPage, session, qtbot)
    again.form.set_measured(_speeds("ustc"))
    assert again.form.options()[APT].mirror == "tuna"
    undone(again)
    after = opened(MirrorsPage, session, qtbot)
    assert after.form.kept() == {}


def test_a_mirror_that_does_not_answer_any_more_gives_way(session: Session, qtbot: QtBot) -> None:
    session.journey.choices[page_ids.MIRRORS] = {APT: "tuna", PIP: 7}
    session.journey.save()
    page = opened(MirrorsPage, session, qtbot)
    speeds = _speeds("ustc")
    speeds["apt"][1] |= {"error": "timeout", "bytes_per_s": None}
    page.form.set_measured(speeds)
    assert page.form.options()[APT].mirror == "ustc"
    assert page.form.kept() == {}


def test_power_and_what_was_left_alone(session: Session, qtbot: QtBot) -> None:
    page = opened(PowerPage, session, qtbot)
    page.form.set_seen(POWER_FACTS, ())
    page.form.modes.select("1")
    page.form.console.box.click()
    close(page)
    again = opened(PowerPage, session, qtbot)
    assert again.form.options() == PowerOptions(mode=1, console=True)
    again.form.set_seen(POWER_FACTS, ())
    assert again.form.modes.selected_key() == "1"
    assert again.form.console.box.isChecked()
    assert not again.form.clocks.box.isChecked()
    undone(again)
    again.form.set_seen(POWER_FACTS, ())
    assert again.form.options() == PowerOptions()
    assert again.form.modes.selected_key() == "0"
    assert not again.form.console.box.isChecked()
    assert opened(PowerPage, session, qtbot).form.options() == PowerOptions()


def test_a_power_mode_of_another_board_is_no_choice(session: Session, qtbot: QtBot) -> None:
    session.journey.choices[page_ids.POWER] = {"mode": 7, "clocks": "yes"}
    session.journey.save()
    page = opened(PowerPage, session, qtbot)
    with qtbot.waitSignal(page.form.changed):
        page.form.set_seen(POWER_FACTS, ())
    assert page.form.options() == PowerOptions()
    assert page.form.modes.selected_key() == "0"
    page.leave()


def test_pictures_to_learn_from_while_their_folder_is_there(session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    page = opened(ProofPage, session, qtbot)
    page.form.preset(folder, train=True)
    close(page)
    again = opened(ProofPage, session, qtbot)
    assert again.form.options() == folder
    again.form.train.box.click()
    close(again)
    assert opened(ProofPage, session, qtbot).form.options() is None
    assert opened(ProofPage, session, qtbot).form.folder == folder
    folder.rmdir()
    assert opened(ProofPage, session, qtbot).form.folder is None


def test_swap_and_tensorflow(session: Session, qtbot: QtBot) -> None:
    swap = opened(SwapPage, session, qtbot)
    swap.form.sizes.select("8")
    close(swap)
    assert opened(SwapPage, session, qtbot).form.options().size_bytes == 8 << 30
    tensorflow = opened(TensorFlowPage, session, qtbot)
    tensorflow.form.venv.box.click()
    close(tensorflow)
    assert opened(TensorFlowPage, session, qtbot).form.options().venv == "~/tensorflow"
