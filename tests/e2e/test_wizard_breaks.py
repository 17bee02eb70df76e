"""The real window when something ends in the middle: itself, its helper, the link; and the doors into single pages."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from nanowizard.drives.marker import read_marker
from nanowizard.practice.card import CardSettings
from nanowizard.practice.machine import Machine
from nanowizard.practice.nano import Faults
from nanowizard.tasks.journey import Journey
from tests.support.command_line import wait_gone
from tests.support.wizard_moves import (
    card_head,
    choose_card,
    connect,
    go_to_hold_button,
    hold_button_name,
    practice_folder,
    type_erase,
)
from tests.support.wizard_window import Seen, Wizard
from tests.support.xserver import XServer

pytestmark = pytest.mark.xserver

SLOW = CardSettings(write_rate=1_000_000, read_rate=None)
"""Half a minute for the image, of which no test waits for more than the beginning."""
FAST = CardSettings(write_rate=None, read_rate=None)


@pytest.fixture
def flash_page(x: XServer, home: Path, archive: Path) -> Iterator[Wizard]:
    """`--page card.flash`, with an image from another day and a slow card."""
    folder = practice_folder(home)
    journey = Journey(folder / "journey.json")
    journey.image = folder / archive.name
    journey.save()
    SLOW.save(folder)
    with Wizard(x, home, "--practice", "--page", "card.flash") as wizard:
        yield wizard


def open_question(wizard: Wizard) -> str:
    """To the question whether to erase, past the page's only need; the chosen card's row in words."""
    wizard.wait_page("card.flash")
    assert wizard.wait_filled() == "Choose…"
    wizard.keys("Return")
    row = choose_card(wizard)
    go_to_hold_button(wizard)
    return row


def is_writing(seen: Seen) -> bool:
    """Some percent are done, and there is more to come."""
    return any(re.fullmatch(r"[1-9]\d?%", text) for text in seen["texts"])


def start_writing(wizard: Wizard) -> list[int]:
    """The helpers, while one of them writes."""
    open_question(wizard)
    type_erase(wizard)
    wizard.wait(is_writing)
    helpers = wizard.helpers()
    assert helpers
    return helpers


def is_marked(home: Path) -> bool:
    head = card_head(home)
    return read_marker(head[:4096]) is not None and b"EFI PART" not in head


def test_closing_the_window_while_writing_asks_and_then_stops(flash_page: Wizard) -> None:
    helpers = start_writing(flash_page)
    flash_page.keys("alt+F4")
    asked = flash_page.wait(lambda s: s["asks"] and s["focus"])
    assert asked["focus_name"] == "Go on", "whoever presses Enter in haste must not lose the card"
    flash_page.keys("Return")
    flash_page.wait(lambda s: not s["asks"] and is_writing(s))
    flash_page.keys("alt+F4")
    flash_page.wait(lambda s: s["asks"] and s["focus"])
    flash_page.tab_to(lambda s: s["focus_name"] == "Stop and quit")
    flash_page.keys("space")
    assert flash_page.ended() == 0
    assert flash_page.errors() == ""
    assert wait_gone(helpers) == []
    assert [pid for pid in helpers if Path(f"/proc/{pid}").exists()] == [], "a zombie"
    assert is_marked(flash_page.home)


def test_a_killed_window_takes_its_helper_along_and_the_next_one_knows(x: XServer, flash_page: Wizard) -> None:
    helpers = start_writing(flash_page)
    flash_page.process.send_signal(signal.SIGKILL)
    flash_page.ended()
    assert wait_gone(helpers) == []
    assert is_marked(flash_page.home)
    with Wizard(x, flash_page.home, "--practice", "--page", "card.flash") as again:
        assert "Not ready" in open_question(again)


def test_a_killed_helper_is_an_error_and_writing_again_works(flash_page: Wizard) -> None:
    helpers = start_writing(flash_page)
    for pid in helpers:
        os.kill(pid, signal.SIGKILL)
    assert flash_page.wait_filled() == "Write the card again"
    flash_page.screenshot("helper-killed")
    assert "The card is marked as not ready, so it cannot be used by mistake." in flash_page.seen()["texts"]
    assert [pid for pid in helpers if Path(f"/proc/{pid}").exists()] == [], "a zombie"
    assert is_marked(flash_page.home)
    FAST.save(practice_folder(flash_page.home))
    flash_page.keys("Return")
    go_to_hold_button(flash_page)
    type_erase(flash_page)
    assert flash_page.wait_filled("Write the card again") in {"Close", "Done", "Next"}
    assert not is_marked(flash_page.home)
    assert b"EFI PART" in card_head(flash_page.home)


def test_a_link_cut_during_the_swap_is_an_error_and_the_retry_completes(x: XServer, home: Path) -> None:
    Faults(drop_during="mkswap").save(practice_folder(home))
    with Wizard(x, home, "--practice", "--page", "nano.swap") as wizard:
        wizard.wait_page("nano.swap")
        assert wizard.wait_filled() == "Connect…"
        wizard.keys("Return")
        wizard.wait_page("nano.check")
        connect(wizard)
        add = wizard.wait(lambda s: s["page"] == "nano.swap" and s["filled"])["filled"]
        wizard.keys("Return")
        assert wizard.wait_filled(*add) == "Check again"
        wizard.screenshot("link-cut")
        wizard.keys("Return")
        # What is left to do depends on how far the Nano has come, which finishes on its own what was under way.
        left = wizard.wait_filled("Check again")
        assert left in {*add, "Change it"}
        wizard.keys("Return")
        wizard.wait_filled(left)
        wizard.keys("alt+F4")
        assert wizard.ended() == 0
    assert swap_files(home) == ["/swapfile"]
    assert Machine(practice_folder(home) / "nano.json").read("/etc/fstab").count(b"/swapfile") == 1


def swap_files(home: Path) -> list[str]:
    return [swap.path for swap in Machine(practice_folder(home) / "nano.json").state.swaps if swap.kind == "file"]


def test_a_single_page_shows_nothing_but_itself_and_what_it_needs(flash_page: Wizard) -> None:
    flash_page.wait_title("Write the image to the card – NanoWizard")
    seen = flash_page.wait_page("card.flash")
    assert not [text for text in seen["texts"] if text.startswith("Step ")]
    assert "First choose the card" in seen["texts"]
    assert "First choose the image" not in seen["texts"], "it is there from another day"
    assert "Back" not in seen["buttons"]
    open_question(flash_page)
    assert hold_button_name(flash_page.seen()["buttons"])


def test_repair_opens_the_list_and_a_page_from_it(x: XServer, home: Path) -> None:
    with Wizard(x, home, "--practice", "--repair") as wizard:
        wizard.wait_page("repair")
        wizard.wait_title("Repair one step – NanoWizard")
        seen = wizard.wait_button("Check all again")
        wizard.screenshot("checked")
        assert "Checked just now" in seen["texts"]
        wizard.tab_to(lambda s: s["focus_name"].endswith(": Card"))
        wizard.keys("Return")
        wizard.wait_page("card.list")
        wizard.tab_to(lambda s: s["focus_name"] == "Back")
        wizard.keys("Return")
        wizard.wait_page("repair")
        wizard.keys("alt+F4")
        assert wizard.ended() == 0
        assert wizard.errors() == ""
