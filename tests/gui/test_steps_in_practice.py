"""The pages of steps with nothing played by the test: the practice Nano behind a real SSH server."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TypeVar, cast

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from nanowizard.core.events import Status
from nanowizard.core.profile import AptProfile, PipProfile, TensorFlowProfile, load_profile
from nanowizard.core.task import RunContext
from nanowizard.gui import page_ids
from nanowizard.gui.pages.finish.page import FinishPage
from nanowizard.gui.pages.mirrors.form import APT, PIP
from nanowizard.gui.pages.mirrors.page import MirrorsPage
from nanowizard.gui.pages.packages.page import PackagesPage
from nanowizard.gui.pages.power.page import PowerPage
from nanowizard.gui.pages.proof.page import ProofPage
from nanowizard.gui.pages.repair.page import RepairPage
from nanowizard.gui.pages.rootfs.page import RootfsPage
from nanowizard.gui.pages.step.base import StepPage
from nanowizard.gui.pages.step.views import WORK
from nanowizard.gui.pages.swap.page import SwapPage
from nanowizard.gui.pages.tensorflow.page import TensorFlowPage
from nanowizard.gui.task_page import ERROR, MAIN
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.wizard import Wizard
from nanowizard.practice import proof_programs
from nanowizard.practice.nano import PASSWORD, PracticeNano
from nanowizard.practice.shell import Process
from nanowizard.provision.nano_scripts import TRAIN, nano_script
from nanowizard.tasks.journey import Outcome
from nanowizard.tasks.session import NanoLogin
from nanowizard.tasks.tensorflow import InstallTensorFlow, TensorFlowInput

Kind = TypeVar("Kind", bound=StepPage)

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def nano(window: Wizard) -> PracticeNano:
    """The board, on, with somebody logged in."""
    session = window.context.session
    assert session.world is not None
    board = session.world.nano
    board.start()
    board.faults.delay_s = 0.0
    login = NanoLogin(address=board.address, password=PASSWORD, trust=board.fingerprint)
    session.connect(login, RunContext())
    return board


def looked(window: Wizard, qtbot: QtBot, kind: type[Kind]) -> Kind:
    window.go(kind.id)
    page = cast(Kind, window.current())
    seen(page, qtbot)
    return page


def seen(page: StepPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.check is not None)


def done(page: StepPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.is_busy())
    assert page.error is None
    assert page.ended_well()
    assert page.done_panel.isVisible()


def do(page: StepPage, qtbot: QtBot) -> None:
    page.primary()
    done(page, qtbot)


def undo(page: StepPage, qtbot: QtBot) -> None:
    page.enter()
    seen(page, qtbot)
    assert page.undo_link.isVisible()
    page.undo_link.click()
    done(page, qtbot)
    page.enter()
    seen(page, qtbot)
    assert not page.undo_link.isVisible()


def test_swap_is_added_and_taken_back(window: Wizard, nano: PracticeNano, qtbot: QtBot) -> None:
    page = looked(window, qtbot, SwapPage)
    assert page.footer().primary == "Add 4\u00a0GB"
    do(page, qtbot)
    assert nano.machine.active("/swapfile")
    assert {page.live.rows.row(key).state() for key in list(page.live.rows.keys())} == {State.DONE}
    undo(page, qtbot)
    assert not nano.machine.active("/swapfile")


def test_the_fastest_mirrors_are_chosen_used_and_given_up(window: Wizard, nano: PracticeNano, qtbot: QtBot) -> None:
    page = looked(window, qtbot, MirrorsPage)
    rows = {key: page.form.lists[APT].row(key).choice() for key in list(page.form.lists[APT].keys())}
    tags = {key: [tag.text for tag in row.tags] for key, row in rows.items()}
    assert tags["tuna"] == ["Fastest"]
    assert tags["official"] == ["In use"]
    assert page.form.lists[APT].selected_key() == page.form.lists[PIP].selected_key() == "tuna"
    assert page.form.age.text() == "measured just now"
    assert page.footer().primary == "Use the fastest"
    meters = [row.meter for row in rows.values()]
    assert meters == sorted(meters, key=lambda meter: -(meter or 0.0))
    do(page, qtbot)
    assert "Tsinghua" in page.done_panel.accessibleName()
    assert b"mirrors.tuna.tsinghua.edu.cn/ubuntu-ports" in nano.machine.read("/etc/apt/sources.list")
    assert b"pypi.tuna.tsinghua.edu.cn" in nano.machine.read("/etc/pip.conf")
    assert "apt-get" in page.live.log.text()
    undo(page, qtbot)
    assert b"mirrors.tuna" not in nano.machine.read("/etc/apt/sources.list")
    assert not nano.machine.exists("/etc/pip.conf")


def test_the_age_of_the_speeds_goes_on_while_the_page_is_shown(
    window: Wizard, nano: PracticeNano, qtbot: QtBot
) -> None:
    page = looked(window, qtbot, MirrorsPage)
    page.form.lists[APT].select("ustc")
    seen(page, qtbot)
    assert page._age.isActive()
    page.leave()
    assert not page._age.isActive()


def test_another_server_is_a_choice_of_its_own(window: Wizard, nano: PracticeNano, qtbot: QtBot) -> None:
    page = looked(window, qtbot, MirrorsPage)
    page.form.lists[APT].select("ustc")
    seen(page, qtbot)
    assert page.footer().primary == "Use these servers"
    assert "mirrors.ustc.edu.cn" in page.plan.text()
    page.form.all_link.click()
    assert len(page.form.lists[APT].keys()) == 5
    assert page.form.lists[APT].selected_key() == "ustc"


def test_an_address_of_ones_own(window: Wizard, nano: PracticeNano, qtbot: QtBot) -> None:
    page = looked(window, qtbot, MirrorsPage)
    page.form.own_link.click()
    page.form.own[PIP].setText("https://packages.example.org/simple")
    page.form.own[PIP].editingFinished.emit()
    seen(page, qtbot)
    assert page.form.lists[PIP].selected_key() == "https://packages.example.org/simple"
    assert "packages.example.org" in page.plan.text()
    page.form.own[PIP].setText("nonsense")
    page.form.own[PIP].editingFinished.emit()
    seen(page, qtbot)
    assert not page.footer().enabled  # the step's own judgement, in the person's words
    assert page.notes.isVisible()
    page.form.own[PIP].setText("")
    page.form.own[PIP].editingFinished.emit()
    seen(page, qtbot)
    assert page.footer().enabled


def test_tensorflow_is_installed_proved_and_taken_away(window: Wizard, nano: PracticeNano, qtbot: QtBot) -> None:
    page = looked(window, qtbot, TensorFlowPage)
    assert page.plan.usual_words() == "usually about 25\u00a0min"
    note = page.notes.panels[0]
    assert note.action().text() == "Add memory…"
    do(page, qtbot)
    assert page.done_panel.accessibleName() == "TensorFlow 2.7.0 is on the Nano and starts"
    assert "h5py" in page.live.log.text()
    page.done_panel.action().click()
    proof = cast(ProofPage, window.current())
    seen(proof, qtbot)
    do(proof, qtbot)
    assert "times as fast" in proof.done_panel.accessibleName()
    assert not proof.curve.isVisible()
    proof.primary()
    assert window.current() is page  # back to where it was opened from
    undo(page, qtbot)
    assert page.footer().primary == "Install TensorFlow"


def test_what_tensorflow_lacks_is_one_click_away(window: Wizard, nano: PracticeNano, qtbot: QtBot) -> None:
    page = looked(window, qtbot, TensorFlowPage)
    page.notes.panels[0].action().click()
    swap = cast(SwapPage, window.current())
    assert swap.id == page_ids.SWAP
    seen(swap, qtbot)
    do(swap, qtbot)
    page = looked(window, qtbot, TensorFlowPage)
    assert page.notes.panels == []


def test_work_outlives_its_window_and_is_found_again(window: Wizard, nano: PracticeNano, qtbot: QtBot) -> None:
    page = looked(window, qtbot, TensorFlowPage)
    nano.faults.delay_s = 0.05
    page.primary()
    qtbot.waitUntil(lambda: "Cythonizing" in page.live.log.text())
    page.let_go()
    qtbot.waitUntil(lambda: not page.is_busy())
    assert [finding.code for finding in page.said] == ["nano.job_left_running"]
    page.enter()
    qtbot.waitUntil(lambda: page.is_busy() or page.is_satisfied())
    if page.is_busy():
        assert page.shown_view() == WORK
        done(page, qtbot)
    else:
        assert page.state() is State.DONE


def test_a_broken_link_is_waited_for(window: Wizard, nano: PracticeNano, qtbot: QtBot) -> None:
    page = looked(window, qtbot, TensorFlowPage)
    nano.faults.delay_s = 0.05
    page.primary()
    qtbot.waitUntil(lambda: "[2/13] Cythonizing" in page.live.log.text())
    nano.cut_links()  # in the middle of a long command, which goes on meanwhile
    done(page, qtbot)


def test_the_container_is_the_other_way(window: Wizard, nano: PracticeNano, qtbot: QtBot) -> None:
    page = looked(window, qtbot, TensorFlowPage)
    page.form.ways.select("container")
    seen(page, qtbot)
    assert page.footer().primary == "Get the container"
    assert not page.form.venv.isVisible()
    assert window.context.session.journey.choices[page_ids.TENSORFLOW]["way"] == "container"
    page.form.lend.box.setChecked(True)
    seen(page, qtbot)
    assert not page.footer().enabled
    words = "Docker cannot use the internet that this computer lends"
    assert words in [panel.accessibleName() for panel in page.notes.panels]
    page.form.lend.box.setChecked(False)
    seen(page, qtbot)
    assert page.footer().enabled


def test_the_network_learns_from_pictures(window: Wizard, nano: PracticeNano, qtbot: QtBot, tmp_path: Path) -> None:
    InstallTensorFlow(window.context.session).run(TensorFlowInput(), RunContext())
    page = looked(window, qtbot, ProofPage)
    page.form.train.box.click()
    assert page.check is not None  # nothing to learn from yet
    page.form.set_folder(tmp_path)
    qtbot.waitUntil(lambda: page.shown_view() == ERROR)
    page.remedy()
    seen(page, qtbot)
    assert page.form.folder is None
    page.form.set_folder(pictures(tmp_path / "pictures"))
    seen(page, qtbot)
    assert ("Pictures", "cats (14), dogs (14)") in page.form.facts.facts()
    assert page.footer().primary == "Measure and learn"
    do(page, qtbot)
    assert page.curve.isVisible()
    total = page.curve.points()[-1][0]
    assert len(page.curve.points()) == total > 3
    assert "round" in page.curve.accessibleDescription()


@pytest.mark.parametrize("ends_meanwhile", [False, True], ids=["goes on", "ended meanwhile"])
def test_a_training_outlives_its_window_and_its_end_is_told(
    window: Wizard,
    nano: PracticeNano,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    *,
    ends_meanwhile: bool,
) -> None:
    own, may_end = proof_programs.PROOF_SCRIPTS[nano_script(TRAIN)], threading.Event()

    def held(process: Process, arguments: list[str]) -> int:
        process.say('{"event": "batch", "done": 1, "total": 40, "round": 1, "loss": 0.7, "accuracy": 0.5}\n')
        while not may_end.is_set():
            process.rest(0.01)
        return own(process, arguments)

    monkeypatch.setitem(proof_programs.PROOF_SCRIPTS, nano_script(TRAIN), held)
    InstallTensorFlow(window.context.session).run(TensorFlowInput(), RunContext())
    page = looked(window, qtbot, ProofPage)
    page.form.preset(pictures(tmp_path / "pictures"), train=True)
    seen(page, qtbot)
    page.primary()
    qtbot.waitUntil(page.curve.isVisible)
    page.let_go()
    qtbot.waitUntil(lambda: not page.is_busy())
    qtbot.waitUntil(lambda: not page.is_looking())
    assert page.said[-1].code == "nano.job_left_running"
    page.form.train.box.setChecked(False)  # another computer knows of no pictures
    seen(page, qtbot)
    if ends_meanwhile:
        may_end.set()
        qtbot.waitUntil(lambda: not nano.machine.jobs)
    page.enter()
    qtbot.waitUntil(lambda: page.shown_view() == WORK)
    may_end.set()
    done(page, qtbot)
    assert page.done_panel.accessibleName() == "The Nano has learned your pictures"
    assert "95%" in page.done_panel.accessibleDescription()
    assert page.done_panel.property("panel") == "good"
    assert [row.code for row in page.live.track.rows] == ["nano.proof.train"]
    assert page.curve.points()[0][0] == 1  # from its start
    window.go(page_ids.FINISH)
    finish = cast(FinishPage, window.current())
    assert finish.rows.row(page_ids.PROOF).caption() == "It has learned your pictures"


def test_a_cut_off_nano_is_offered_this_computers_internet_for_what_it_learns(
    window: Wizard, nano: PracticeNano, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    outcomes = window.context.session.journey.outcomes
    said = {"network": "no_route"}
    outcomes[page_ids.CONNECT] = Outcome(
        task=page_ids.CONNECT, status=Status.SUCCEEDED, took_s=0.0, ended_at=0.0, facts=said
    )
    InstallTensorFlow(window.context.session).run(TensorFlowInput(), RunContext())
    page = looked(window, qtbot, ProofPage)
    assert not page.form.lend.isVisible() and not page.input().lend_internet
    page.form.preset(pictures(tmp_path / "pictures"), train=True)
    seen(page, qtbot)
    assert page.form.lend.isVisible() and page.input().lend_internet
    page.form.lend.box.setChecked(False)
    own = proof_programs.PROOF_SCRIPTS[nano_script(TRAIN)]

    def cut_off(process: Process, arguments: list[str]) -> int:
        process.say('{"event": "random_weights", "why": "no DNS"}\n')
        return own(process, arguments)

    monkeypatch.setitem(proof_programs.PROOF_SCRIPTS, nano_script(TRAIN), cut_off)
    do(page, qtbot)
    note = next(panel for panel in page.end_notes.panels if panel.action().text())
    assert note.action().text() == "Lend it this computer’s internet"
    note.action().click()
    seen(page, qtbot)
    assert page.shown_view() == MAIN
    assert page.form.lend.is_on() and page.input().lend_internet


def pictures(folder: Path) -> Path:
    for kind, color in (("cats", "orange"), ("dogs", "brown")):
        (folder / kind).mkdir(parents=True)
        for number in range(14):
            picture = QImage(32, 32, QImage.Format.Format_RGB32)
            picture.fill(QColor(color).darker(100 + number))
            assert picture.save(str(folder / kind / f"{number}.png"))
    return folder


def test_power_changes_only_what_was_chosen(window: Wizard, nano: PracticeNano, qtbot: QtBot) -> None:
    page = looked(window, qtbot, PowerPage)
    assert page.plan.text() == "Nothing: it is as you wish already."
    assert page.form.modes.selected_key() == "0"
    page.form.console.box.click()
    seen(page, qtbot)
    assert page.plan.text().startswith("Start without a desktop")
    do(page, qtbot)
    undo(page, qtbot)


def test_the_root_file_system_takes_the_card(window: Wizard, nano: PracticeNano, qtbot: QtBot) -> None:
    nano.machine.state.system.app_sectors //= 2
    page = looked(window, qtbot, RootfsPage)
    assert page.footer().primary.startswith("Add ")
    do(page, qtbot)
    page.enter()
    seen(page, qtbot)
    assert page.is_satisfied()


def test_half_installed_packages_are_completed_from_where_they_are_named(
    window: Wizard, nano: PracticeNano, qtbot: QtBot
) -> None:
    nano.machine.apt.unfinished = ("nvidia-l4t-bootloader",)
    page = looked(window, qtbot, TensorFlowPage)
    note = page.notes.panels[0]
    assert not page.footer().enabled
    assert note.action().text() == "Complete the packages…"
    note.action().click()
    packages = cast(PackagesPage, window.current())
    seen(packages, qtbot)
    assert packages.form.facts.facts() == [("Half installed", "nvidia-l4t-bootloader")]
    assert "nvidia-l4t-bootloader" in packages.plan.text()
    do(packages, qtbot)
    assert "dpkg --force-confdef --force-confold --configure -a" in packages.live.log.text()
    assert nano.machine.apt.unfinished == ()
    packages.primary()
    assert window.current() is page  # back to where it was opened from
    seen(page, qtbot)
    assert page.footer().enabled
    nano.machine.apt.unfinished = ("nvidia-l4t-bootloader",)
    mirrors = looked(window, qtbot, MirrorsPage)
    assert "Complete the packages…" in [panel.action().text() for panel in mirrors.notes.panels]


def test_the_overview_knows_every_step(window: Wizard, nano: PracticeNano, qtbot: QtBot) -> None:
    window.go(page_ids.REPAIR)
    page = cast(RepairPage, window.current())
    assert set(page.tiles) == set(page_ids.TASK_PAGES)
    qtbot.waitUntil(lambda: not page.is_looking())
    tags = {page_id: tile.accessibleName().rpartition(", ")[2] for page_id, tile in page.tiles.items()}
    assert tags[page_ids.PACKAGES] == "Good"
    assert tags[page_ids.ROOTFS] == tags[page_ids.MIRRORS] == tags[page_ids.POWER] == "Good"
    assert tags[page_ids.SWAP] == tags[page_ids.TENSORFLOW] == "Needs repair"
    assert tags[page_ids.PROOF] == "Not checked"
    page.tiles[page_ids.POWER].action().click()
    assert window.current().id == page_ids.POWER
    seen(cast(PowerPage, window.current()), qtbot)
    assert window.footer_bar.primary.text() == "Done"


def test_finish_reports_what_was_done(window: Wizard, nano: PracticeNano, qtbot: QtBot, tmp_path: Path) -> None:
    for kind in (SwapPage, MirrorsPage, TensorFlowPage, ProofPage):
        do(looked(window, qtbot, kind), qtbot)
    window.go(page_ids.FINISH)
    page = cast(FinishPage, window.current())
    assert page.header.title() == "Your Nano is ready"
    assert page.summary.accessibleName() == "TensorFlow 2.7.0 runs on your Nano"
    assert "times as fast" in page.summary.accessibleDescription()
    assert page.rows.row(page_ids.MIRRORS).caption() == "mirrors.tuna.tsinghua.edu.cn · pypi.tuna.tsinghua.edu.cn"
    assert page.rows.row(page_ids.PROOF).state() is State.DONE
    assert "import tensorflow" in page.command.command()
    for ending, words in (("html", "<h1>"), ("json", '"nano.tensorflow"'), ("txt", "TensorFlow: ")):
        page.save_report(tmp_path / f"report.{ending}")
        assert words in (tmp_path / f"report.{ending}").read_text(encoding="utf-8")
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    for name in ("swap", "apt", "pip", "tensorflow"):
        assert f"nanowizard nano {name} --undo --nano " in report
    assert "can_undo" not in report and "{" not in report.partition("</style>")[2], "nothing raw"
    page.save_profile(tmp_path / "profile.json")
    profile = load_profile(tmp_path / "profile.json")
    assert profile.swap is not None
    assert (profile.apt, profile.pip) == (AptProfile(mirror="tuna"), PipProfile(index="tuna"))
    assert profile.tensorflow == TensorFlowProfile()
    page.save_report(tmp_path / "none" / "report.txt")
    assert page.summary.property("panel") == "bad"


def test_a_nano_that_goes_away_is_said(window: Wizard, nano: PracticeNano, qtbot: QtBot) -> None:
    page = looked(window, qtbot, PowerPage)
    nano.close()
    page.enter()
    qtbot.waitUntil(lambda: page.shown_view() == ERROR)
    assert page.footer().primary == "Next"
    assert not page.footer().enabled
    assert page.shown_view() != MAIN
