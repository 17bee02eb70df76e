"""Single pages of the Nano in a real window, with nothing but a keyboard: what was chosen is there the next time."""

from __future__ import annotations

from pathlib import Path

import pytest

from nanowizard.practice.machine import Machine
from tests.support.wizard_moves import connect, practice_folder
from tests.support.wizard_window import Wizard
from tests.support.xserver import XServer

pytestmark = pytest.mark.xserver


def go_in(wizard: Wizard, page: str) -> None:
    """Past the page's only need, the connection."""
    wizard.wait_page(page)
    assert wizard.wait_filled() == "Connect…"
    wizard.keys("Return")
    wizard.wait_page("nano.check")
    connect(wizard)
    wizard.wait(lambda s: s["page"] == page and s["filled"])


def quit_it(wizard: Wizard) -> None:
    wizard.keys("alt+F4")
    assert wizard.ended() == 0
    assert wizard.errors() == ""


def test_power_is_chosen_left_found_again_and_done(x: XServer, home: Path) -> None:
    with Wizard(x, home, "--practice", "--page", "nano.power") as wizard:
        go_in(wizard, "nano.power")
        wizard.tab_to(lambda s: s["focus_name"] == "Start without a desktop")
        wizard.keys("space")
        chosen = wizard.wait(lambda s: s["filled"] == ["Change it"])
        assert chosen["focus_name"] == "Start without a desktop", "one more choice may follow"
        wizard.screenshot("chosen")
        quit_it(wizard)
    with Wizard(x, home, "--practice", "--page", "nano.power") as wizard:
        go_in(wizard, "nano.power")
        again = wizard.wait(lambda s: s["filled"] == ["Change it"])
        assert "Start without a desktop" in again["chosen"]
        wizard.keys("Return")
        wizard.wait(lambda s: "The Nano runs as you wish" in s["texts"] and s["filled"])
        wizard.screenshot("done")
        quit_it(wizard)
    nano = Machine(practice_folder(home) / "nano.json")
    assert nano.state.system.target == "multi-user.target"


def test_a_mirror_is_chosen_with_the_arrow_keys_and_stays_the_choice(x: XServer, home: Path) -> None:
    with Wizard(x, home, "--practice", "--page", "nano.apt") as wizard:
        go_in(wizard, "nano.apt")
        wizard.wait(lambda s: s["filled"] == ["Use the fastest"])
        wizard.tab_to(lambda s: "Tsinghua" in s["focus_name"], key="shift+Tab")
        wizard.keys("Down")
        wizard.wait(lambda s: "PyPI" in s["focus_name"])
        wizard.keys("space")
        wizard.wait(lambda s: s["filled"] == ["Use these servers"])
        wizard.screenshot("chosen")
        quit_it(wizard)
    with Wizard(x, home, "--practice", "--page", "nano.apt") as wizard:
        go_in(wizard, "nano.apt")
        again = wizard.wait(lambda s: s["filled"] == ["Use these servers"])
        assert [name for name in again["chosen"] if "PyPI" in name]
        quit_it(wizard)
