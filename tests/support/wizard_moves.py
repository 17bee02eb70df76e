"""What a person does on the wizard's pages, with keys and in no particular language; and where to look afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nanowizard.practice.card import CARD_FILE
from tests.support.wizard_window import Wizard


def practice_folder(home: Path) -> Path:
    return home / "state" / "practice"


def card_head(home: Path) -> bytes:
    with (practice_folder(home) / CARD_FILE).open("rb") as card:
        return card.read(64 * 1024)


def fetch_image(wizard: Wizard) -> None:
    """Start the download and go on at once, as the page invites to."""
    offer = wizard.wait_filled()
    wizard.keys("Return")
    wizard.wait_filled(offer)
    wizard.keys("Return")


def choose_card(wizard: Wizard) -> str:
    """The row that was chosen, in words."""
    seen = wizard.wait(lambda s: s["page"] == "card.list" and s["focus"] == "ChoiceRow")
    assert not seen["filled"], "no card may be chosen for the person"
    wizard.keys("space")
    wizard.wait(lambda s: s["chosen"] == [s["focus_name"]])
    wizard.wait_filled()
    wizard.keys("Return")
    return str(seen["focus_name"])


def go_to_hold_button(wizard: Wizard) -> None:
    """The page never puts the keyboard on it by itself."""
    seen = wizard.wait(lambda s: s["page"] == "card.flash" and s["focus"] and hold_button_name(s["buttons"]))
    assert seen["focus"] != "HoldButton"
    assert not seen["filled"], "the hold button is the only way on"
    wizard.tab_to(lambda s: s["focus"] == "HoldButton")


def hold_button_name(buttons: Mapping[str, bool]) -> str | None:
    return next((name for name in buttons if "Practice card" in name), None)


def type_erase(wizard: Wizard) -> None:
    """With the focus on the hold button: the way without holding."""
    wizard.keys("Return")
    wizard.wait(lambda s: s["asks"] and s["focus"] == "QLineEdit")
    wizard.screenshot("typed")
    wizard.type("ERASE")
    wizard.keys("Return")


def connect(wizard: Wizard) -> None:
    """From the Connect page to the end of the first contact."""
    connect = wizard.wait_filled()
    wizard.keys("Return")
    trust = wizard.wait_filled(connect)
    wizard.screenshot("fingerprint")
    wizard.keys("Return")
    wizard.wait_filled(connect, trust)
    wizard.keys("Return")


def do_step(wizard: Wizard) -> None:
    """A step on the Nano: what the page proposes, to its end, and on."""
    offer = wizard.wait_filled()
    wizard.screenshot("plan")
    wizard.keys("Return")
    wizard.wait_filled(offer)
    wizard.screenshot("done")
    wizard.keys("Return")
