"""The page that compares a card: with its record, the chosen image or a file; what differs is named."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QDateTime, QLocale
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from support import verify_states as states
from support import window_parts as parts
from support.card_states import Stage, small_image, wait_until

from nanowizard.core.errors import FlashError
from nanowizard.flash.model import VerifyRequest
from nanowizard.gui import page_ids
from nanowizard.gui.context import Context
from nanowizard.gui.pages.card.page import CardPage
from nanowizard.gui.pages.card_verify.against import CHOSEN, FILE, RECORD
from nanowizard.gui.pages.card_verify.page import CardVerifyPage
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.wizard import Wizard


def helper(page: CardVerifyPage) -> parts.FakeHelper:
    return cast(parts.FakeHelper, page.context.session.helper)


def window(page: CardVerifyPage) -> Wizard:
    return cast(Wizard, page.wizard())


def facts(shown: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value.replace("\u00a0", " ").replace("\u202f", " ")) for name, value in shown]


def asked(page: CardVerifyPage, qtbot: QtBot) -> VerifyRequest:
    """What the helper is asked for when the person presses the footer's button now."""
    helper(page).care_script = lambda _request, _ctx: states.EQUAL
    page.primary()
    states.ended(page)
    return cast(VerifyRequest, helper(page).care_requests[-1])


def test_the_record_is_proposed_with_its_image_and_when_it_was_written(stage: Stage, qtbot: QtBot) -> None:
    page = cast(CardVerifyPage, states.verify_question(stage))
    assert page.against.kind() == RECORD
    when = QLocale().toString(QDateTime.fromSecsSinceEpoch(int(states.WRITTEN_AT)), QLocale.FormatType.ShortFormat)
    reason = page.against.row(RECORD).choice().reason
    assert reason == f"JetPack 4.6.1, Jetson Nano 4 GB, written {when}"
    assert not page.question.erase.isVisible()
    assert (page.footer().primary, page.footer().enabled) == ("Compare the card", True)
    request = asked(page, qtbot)
    assert request.image is None
    assert request.record == page.context.session.flashes.records.of(parts.SANDISK.identity)


def test_the_chosen_image_can_be_compared_with_instead(stage: Stage, qtbot: QtBot) -> None:
    page = cast(CardVerifyPage, states.verify_question(stage))
    page.against.select(CHOSEN)
    assert asked(page, qtbot).image == small_image()
    assert page.outcome.headline() == "The card holds exactly this image"


def test_another_file_is_compared_with_once_it_is_named(
    stage: Stage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = cast(CardVerifyPage, states.verify_nothing_to_compare_with(stage))
    file = tmp_path / "镜像 other.img"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(file), ""))
    page.against.row(FILE).button().click()
    assert page.against.kind() == FILE
    assert page.footer().enabled
    assert asked(page, qtbot).image == file


def test_where_there_is_nothing_to_compare_with_it_says_why_and_does_not_start(stage: Stage) -> None:
    page = cast(CardVerifyPage, states.verify_nothing_to_compare_with(stage))
    reasons = {key: page.against.row(key).choice().reason for key in list(page.against.keys())}
    assert reasons[RECORD] == "This computer has not written this card, or does not remember it."
    assert reasons[CHOSEN] == "No image is chosen."
    assert not page.footer().enabled
    page.primary()
    assert not page.is_busy()


def test_a_locked_card_is_compared_too(stage: Stage, qtbot: QtBot) -> None:
    page = cast(CardVerifyPage, states.verify_locked(stage))
    assert asked(page, qtbot).identity == parts.LOCKED.identity


def test_rate_and_time_left_are_shown_while_it_compares(stage: Stage) -> None:
    page = cast(CardVerifyPage, states.verify_running(stage))
    assert "31 MB/s" in page.progress_view.block.facts().replace("\u00a0", " ")
    assert "left" in page.progress_view.block.facts()
    assert page.header.purpose() == "Nothing is written to the card."
    assert page.stop_question() == ("Stop comparing?", "Nothing has been changed yet.")


def test_an_equal_card_says_with_what_and_leads_back_to_the_list(stage: Stage) -> None:
    page = cast(CardVerifyPage, states.verify_equal(stage))
    assert page.outcome.headline() == "The card is exactly as it was written"
    said = dict(facts(page.outcome.facts.facts()))
    assert said["Compared with"].startswith("JetPack 4.6.1")
    assert said["Compared"] == "5.9 GB in 1 min"
    assert said["Left out"] == "7.9 GB that no file uses"
    assert page.state() is State.DONE
    page.primary()
    assert window(page).current().id == page_ids.CARD


def test_differences_name_their_amount_their_partitions_and_files(stage: Stage) -> None:
    page = cast(CardVerifyPage, states.verify_differs(stage))
    assert facts(page.differences.facts.facts()) == [
        ("Different", "2 place(s) · 16 kB"),
        ("Where", "Wrong files in partition APP: /etc/fstab, /usr/lib/aarch64-linux-gnu/libc.so"),
        ("Where", "4 kB of partition DTB are wrong"),
    ]
    assert page.differences.map.map.faulty_ranges() == [(at, at + long) for at, long in states.PLACES]
    assert not page.error_extra.notes.isVisible(), "each place is said once"
    assert page.header.purpose() == "Nothing was changed on the card."
    for at, long in states.PLACES:
        assert f"differs  {at} {long}" in page.error_panel.details().details()


def test_what_differs_can_be_written_on_the_flash_page(stage: Stage, qtbot: QtBot) -> None:
    page = cast(CardVerifyPage, states.verify_differs(stage))
    assert page.error_panel.remedy.text() == "Write what differs…"
    page.error_panel.remedy.click()
    assert window(page).current().id == page_ids.FLASH
    assert page.context.session.journey.card == parts.SANDISK.identity


def test_the_file_that_a_card_differs_from_is_the_one_to_write(stage: Stage) -> None:
    page = cast(CardVerifyPage, states.verify_question(stage))
    page.context.image_bytes = parts.IMAGE_BYTES
    other = small_image().with_name("other.img")
    page.against.use_file(other)
    helper(page).care_script = _differs
    page.primary()
    states.failed(page)
    page.error_panel.remedy.click()
    assert page.context.session.journey.image == other
    assert page.context.image_bytes is None, "that was the other image's"


def test_the_differences_of_another_run_are_not_kept(stage: Stage) -> None:
    page = cast(CardVerifyPage, states.verify_differs(stage))
    page.ask_again()
    wait_until(page.question.is_ready)
    helper(page).care_script = _other_record
    page.primary()
    states.failed(page)
    assert not page.differences.isVisible()
    assert page.error_panel.remedy.text() == "Compare with an image"
    page.error_panel.remedy.click()
    wait_until(lambda: page.shown_view() == "main" and page.question.is_ready())


def test_a_card_that_was_taken_out_since_has_no_differences(stage: Stage) -> None:
    page = cast(CardVerifyPage, states.verify_differs(stage))
    helper(page).drives = []
    page.ask_again()
    states.failed(page)
    assert page.error is not None
    assert page.error.code == "drive.gone"
    assert not page.differences.isVisible()
    assert "differs" not in page.error_panel.details().details()


def test_the_page_opens_alone_and_asks_for_a_card_first(stage: Stage, qtbot: QtBot) -> None:
    session = parts.fake_session(stage.folder, [parts.SANDISK])
    wizard = Wizard(Context(lambda _practice: session), page=page_ids.CARD_VERIFY)
    stage.windows.append(wizard)
    wizard.show()
    page = cast(CardVerifyPage, wizard.current())
    assert (page.id, page.shown_view()) == (page_ids.CARD_VERIFY, "needs")
    page.choose.emit(page_ids.CARD)
    card = cast(CardPage, wizard.current())
    qtbot.waitUntil(lambda: bool(card.rows.keys()))
    card.rows.select(card.rows.keys()[0])
    card.primary()
    assert wizard.current() is page
    qtbot.waitUntil(page.question.is_ready)


def test_who_stops_reads_that_the_card_is_as_it_was(stage: Stage) -> None:
    page = cast(CardVerifyPage, states.verify_stopped(stage))
    assert page.outcome.headline() == "You stopped comparing"
    assert page.outcome.stopped.accessibleDescription() == "The card is as it was."


def _differs(_request: object, _ctx: object) -> object:
    raise states.DIFFERS


def _other_record(_request: object, _ctx: object) -> object:
    raise FlashError("flash.other_record", path="/dev/sandisk")
