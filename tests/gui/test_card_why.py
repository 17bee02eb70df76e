"""Why is my card not here, as the Card page shows it: the first no carries the advice and the one action."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot
from support import window_parts as parts
from support.card_states import Stage
from support.why_states import WHY_STATES

from nanowizard.core.errors import DriveError, HelperError
from nanowizard.drives.surroundings import Driver, Reader, RemedyRequest, Service, Setting, Surroundings
from nanowizard.gui import page_ids
from nanowizard.gui.pages.card import around as card_around
from nanowizard.gui.pages.card.page import CardPage
from nanowizard.gui.pages.card.why import WhyPanel
from nanowizard.gui.widgets.state_glyph import State

LINUX = Surroundings(
    system="linux",
    drivers=(Driver(name="usb_storage", state="ready"),),
    services=tuple(Service(name=name, state="ready") for name in ("bus", "udisks", "polkit", "agent", "udev")),
)
USB = Reader(kind="usb", place="1-2", name="Generic SD/MMC", needs="usb_storage", drivers=("usb-storage",))
NO_UDISKS = (Service(name="bus", state="ready"), Service(name="udisks", state="missing"))


def opened(stage: Stage, qtbot: QtBot, around: Surroundings, *drives: parts.Drive) -> WhyPanel:
    page = cast(CardPage, stage.open(page_ids.CARD, drives))
    helper(page).around = around
    page.enter()
    qtbot.waitUntil(lambda: page._sightings is not None)
    page.fold.set_open(True)
    qtbot.waitUntil(lambda: page.why._around == around)
    return page.why


def helper(page: CardPage) -> parts.FakeHelper:
    return cast(parts.FakeHelper, page.context.session.helper)


def states(panel: WhyPanel) -> dict[str, State]:
    return {key: panel.steps.row(key).state() for key in list(panel.steps.keys())}


def test_the_first_no_carries_the_advice_and_the_rest_waits(stage: Stage, qtbot: QtBot) -> None:
    panel = opened(stage, qtbot, LINUX, parts.READER, parts.SYSTEM)
    assert states(panel) == {
        "driver": State.DONE, "reader": State.DONE, "card": State.FAILED,
        "answer": State.WAITING, "switch": State.WAITING, "fit": State.WAITING, "permission": State.WAITING,
    }  # fmt: skip
    captions = {key: panel.steps.row(key).caption() for key in list(panel.steps.keys())}
    assert [key for key, caption in captions.items() if caption] == ["card"]
    assert "until it clicks" in captions["card"]
    assert panel.steps.row("reader").fact() == "Realtek card reader"
    assert panel.again.text() == "Look again"


def test_a_system_disk_is_no_card_reader(stage: Stage, qtbot: QtBot) -> None:
    assert states(opened(stage, qtbot, LINUX, parts.SYSTEM))["reader"] is State.FAILED


def test_all_is_good_when_a_card_can_be_used(stage: Stage, qtbot: QtBot) -> None:
    panel = opened(stage, qtbot, LINUX, parts.SANDISK, parts.READER)
    assert set(states(panel).values()) == {State.DONE}
    assert panel.steps.row("permission").fact() == "UDisks, polkit"


def test_where_nothing_is_known_around_the_drives_only_they_are_asked_for(stage: Stage, qtbot: QtBot) -> None:
    panel = opened(stage, qtbot, Surroundings(), parts.LOCKED)
    assert panel.steps.keys() == ["reader", "card", "answer", "switch", "fit"]
    assert states(panel)["switch"] is State.FAILED


def test_a_command_to_type_can_be_copied(stage: Stage, qtbot: QtBot) -> None:
    around = Surroundings(system="linux", packages="apt", services=NO_UDISKS)
    panel = opened(stage, qtbot, around, parts.SANDISK)
    assert states(panel)["permission"] is State.FAILED
    assert panel.command.isVisible()
    assert panel.command.command() == "sudo apt install udisks2"


def test_what_the_program_can_do_itself_is_the_one_button(stage: Stage, qtbot: QtBot) -> None:
    around = Surroundings(system="linux", is_root=True, may_open=True, readers=(USB,))
    panel = opened(stage, qtbot, around)
    assert panel.again.text() == "Reset the reader"
    with qtbot.waitSignal(panel.watch.helped), qtbot.assertNotEmitted(panel.look_again):
        panel.again.click()
    assert remedies(panel) == [RemedyRequest(action="power_cycle", place="1-2")]


def remedies(panel: WhyPanel) -> list[RemedyRequest]:
    return cast(parts.FakeHelper, panel.watch._session().helper).remedies


def test_looking_again_lets_the_helper_look_and_lists_anew(stage: Stage, qtbot: QtBot) -> None:
    panel = opened(stage, qtbot, LINUX, parts.READER)
    with qtbot.waitSignals([panel.watch.helped, panel.look_again]):
        panel.again.click()
    assert [request.action for request in remedies(panel)] == ["look_again"]


def test_a_remedy_that_is_refused_says_so(stage: Stage, qtbot: QtBot) -> None:
    panel = opened(stage, qtbot, Surroundings(system="linux", is_root=True, may_open=True, readers=(USB,)))
    cast(parts.FakeHelper, panel.watch._session().helper).refusal = DriveError("drive.remedy_failed")
    with qtbot.waitSignal(panel.watch.helped):
        panel.again.click()
    assert panel.note.isVisible()
    assert "refused" in panel.note.accessibleName()


def test_what_is_worth_knowing_is_said_where_nothing_failed(stage: Stage, qtbot: QtBot) -> None:
    around = Surroundings(
        system="linux",
        may_open=True,
        settings=(Setting(kind="closed", place="/dev/sdb1", source="/etc/fstab: noauto"),),
    )
    panel = opened(stage, qtbot, around, parts.SANDISK)
    assert "/dev/sdb1" in listed(panel)[0]


IN_USE = replace(USB, drives=("/dev/sdb",))
SILENT = Reader(kind="slot", place="mmc1", trouble="error -110 whilst initialising SD card")


def listed(panel: WhyPanel) -> list[str]:
    return [one.accessibleName() for one in panel.others.rows if one.isVisible()]


def test_a_card_that_is_silent_or_missing_in_another_slot_is_said_beside_a_good_one(stage: Stage, qtbot: QtBot) -> None:
    around = replace(LINUX, readers=(IN_USE, SILENT, Reader(kind="slot", place="mmc0")))
    panel = opened(stage, qtbot, around, parts.SANDISK)
    assert set(states(panel).values()) == {State.DONE}
    assert listed(panel) == [
        "No card is seen in the slot built into this computer (mmc0)",
        "There is a card in the slot mmc1, but it does not answer: error -110 whilst initialising SD card",
    ]
    assert [one.accessibleDescription() for one in panel.others.rows][1].startswith("Try another reader.")


def test_what_the_rows_of_the_list_say_is_not_said_again(stage: Stage, qtbot: QtBot) -> None:
    assert listed(opened(stage, qtbot, LINUX, parts.SANDISK, parts.READER, parts.LOCKED, parts.SYSTEM)) == []


def test_a_further_reason_has_its_own_button_and_its_own_command(stage: Stage, qtbot: QtBot) -> None:
    readers = (USB, replace(USB, place="1-3"))
    around = Surroundings(system="linux", is_root=True, readers=readers, services=NO_UDISKS, packages="apt")
    panel = opened(stage, qtbot, around)
    other, service = panel.others.rows
    assert (other.button.text(), service.button.text()) == ("Reset the reader", "")
    assert (other.command.isVisible(), service.command.command()) == (False, "sudo apt install udisks2")
    with qtbot.waitSignal(panel.watch.helped), qtbot.assertNotEmitted(panel.look_again):
        other.button.click()
    assert remedies(panel) == [RemedyRequest(action="power_cycle", place="1-3")]


def failed_list(stage: Stage, qtbot: QtBot, around: Surroundings) -> CardPage:
    page = cast(CardPage, stage.open(page_ids.CARD))
    helper(page).around = around
    helper(page).tell(parts.list_failed())
    qtbot.waitUntil(lambda: page.failed_list._around == around)
    assert page.shown_view() == "error"
    return page


def test_a_list_that_failed_has_its_reason_and_the_command_that_mends_it(stage: Stage, qtbot: QtBot) -> None:
    around = Surroundings(
        system="linux", packages="apt", may_open=True, services=(Service(name="udev", state="missing"),),
        readers=(Reader(kind="slot", place="mmc0"),),
    )  # fmt: skip
    page = failed_list(stage, qtbot, around)
    shown = page.failed_list.reasons.rows[0]
    assert shown.isVisible()
    assert shown.accessibleName() == "The service that finds new devices (udev) is not running"
    assert shown.command.command() == "sudo apt install udev"


def test_a_list_that_failed_offers_what_the_program_can_do_and_says_when_that_is_refused(
    stage: Stage, qtbot: QtBot
) -> None:
    around = Surroundings(system="linux", is_root=True, may_open=True, readers=(USB,))
    page = failed_list(stage, qtbot, around)
    helper(page).refusal = DriveError("drive.remedy_failed")
    with qtbot.waitSignal(page.failed_list.watch.helped):
        page.failed_list.reasons.rows[0].button.click()
    assert helper(page).remedies == [RemedyRequest(action="power_cycle", place="1-2")]
    assert "refused" in page.failed_list.note.accessibleName()
    helper(page).tell([parts.SANDISK])
    qtbot.waitUntil(lambda: page.shown_view() == "main")
    assert not page.failed_list.watch._timer.isActive()


def test_a_list_that_failed_with_the_helper_is_explained_once(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts.FakeHelper, "surroundings", _crashes)
    page = cast(CardPage, stage.open(page_ids.CARD))
    helper(page).tell(HelperError("helper.crashed", exit_status=1))
    qtbot.waitUntil(lambda: bool(page.failed_list._around.unanswered))
    assert not page.failed_list.reasons.isVisible()


def _crashes(_self: parts.FakeHelper) -> Surroundings:
    raise HelperError("helper.crashed", exit_status=1)


def test_it_follows_what_happens(stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card_around, "LOOK_AGAIN_MS", 10)
    panel = opened(stage, qtbot, LINUX)
    assert states(panel)["reader"] is State.FAILED
    fake = cast(parts.FakeHelper, panel.watch._session().helper)
    fake.around = Surroundings(system="linux", may_open=True, readers=(Reader(kind="slot", place="mmc0"),))
    qtbot.waitUntil(lambda: states(panel)["card"] is State.FAILED)
    assert panel.steps.row("reader").fact() == "mmc0"


def test_a_helper_that_hangs_freezes_nothing_and_is_asked_once(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = opened(stage, qtbot, LINUX, parts.READER)
    hold, asked = threading.Event(), []

    def hangs(_self: parts.FakeHelper) -> Surroundings:
        asked.append(1)
        hold.wait(20)
        return Surroundings()

    monkeypatch.setattr(parts.FakeHelper, "surroundings", hangs)
    panel.watch.ask()
    qtbot.waitUntil(lambda: bool(asked))
    panel.show_sightings([])
    panel.show_sightings([])
    assert states(panel)["reader"] is State.FAILED
    assert asked == [1]
    hold.set()
    qtbot.waitUntil(lambda: panel._around == Surroundings())


def test_a_helper_that_cannot_say_it_is_a_reason(stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts.FakeHelper, "surroundings", _crashes)
    page = cast(CardPage, stage.open(page_ids.CARD, (parts.SANDISK,)))
    page.enter()
    page.fold.set_open(True)
    qtbot.waitUntil(lambda: bool(page.why._around.unanswered))
    assert states(page.why)["system"] is State.FAILED


def test_nobody_is_asked_while_nobody_looks(stage: Stage, qtbot: QtBot) -> None:
    panel = opened(stage, qtbot, LINUX, parts.READER)
    panel.hide()
    assert not panel.watch._timer.isActive()
    panel.watch.ask()
    assert panel.watch._asking is None


@pytest.mark.parametrize("name", WHY_STATES)
def test_every_answer_fits_the_window_has_one_advice_and_survives_a_change_of_language(
    name: str, stage: Stage, qtbot: QtBot
) -> None:
    page = cast(CardPage, WHY_STATES[name](stage))
    area = next(area for area in page.findChildren(QScrollArea) if area.isVisible())
    qtbot.waitUntil(lambda: not area.verticalScrollBar().isVisible())
    captions = [page.why.steps.row(key).caption() for key in list(page.why.steps.keys())]
    assert sum(map(bool, captions)) == bool(page.why.explanation().failed)
    before = (captions, page.why.again.text(), listed(page.why))
    QCoreApplication.sendEvent(page.wizard(), QEvent(QEvent.Type.LanguageChange))
    captions = [page.why.steps.row(key).caption() for key in list(page.why.steps.keys())]
    assert (captions, page.why.again.text(), listed(page.why)) == before
