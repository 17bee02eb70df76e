"""The real window: a card that other tools cannot read is repaired from the list, with nothing but a keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from nanowizard.drives.marker import read_marker
from nanowizard.practice.card import spoil_card
from tests.support.command_line import wait_gone
from tests.support.wizard_moves import card_head, hold_button_name, practice_folder, type_erase
from tests.support.wizard_window import Wizard
from tests.support.xserver import XServer

pytestmark = pytest.mark.xserver

REPAIR_S = 60.0


def test_a_card_that_is_garbage_is_repaired_from_the_list(x: XServer, home: Path) -> None:
    spoil_card(practice_folder(home))
    with Wizard(x, home, "--practice", "--page", "card.list") as wizard:
        row = wizard.wait(lambda s: s["page"] == "card.list" and s["focus"] == "ChoiceRow")["focus_name"]
        assert "Practice card" in row
        wizard.tab_to(lambda s: s["focus_name"] == "Repair…")
        wizard.keys("Return")
        wizard.wait_page("card.repair")
        seen = wizard.wait(lambda s: s["page"] == "card.repair" and s["focus"] and hold_button_name(s["buttons"]))
        assert seen["focus"] != "HoldButton"
        assert not seen["filled"], "the hold button is the only way on"
        wizard.tab_to(lambda s: s["focus"] == "HoldButton")
        type_erase(wizard)
        seen = wizard.wait(lambda s: not s["asks"] and s["filled"], REPAIR_S)
        wizard.screenshot("repaired")
        assert "The card works again" in seen["texts"]
        wizard.keys("Return")
        wizard.wait_page("card.list")
        wizard.wait(lambda s: s["page"] == "card.list" and "Repair…" in s["buttons"])
        helpers = wizard.helpers()
        wizard.tab_to(lambda s: s["focus_name"] == "Quit")
        wizard.keys("Return")
        assert wizard.ended() == 0
        assert wizard.errors() == ""
    assert wait_gone(helpers) == []
    head = card_head(home)
    assert read_marker(head[:4096]) is None
    assert head[510:512] == b"\x55\xaa"
    assert head[446:510].count(0) > 40, "a new table has one partition"
