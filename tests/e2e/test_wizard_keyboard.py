"""The real program in a real window, from Welcome to Finish with nothing but a keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from nanowizard.drives.marker import read_marker
from nanowizard.practice.card import CARD_FILE, CardSettings
from nanowizard.practice.image import build_practice_archive
from nanowizard.practice.machine import Machine
from tests.support.command_line import wait_gone
from tests.support.wizard_window import Wizard
from tests.support.xserver import XServer

pytestmark = pytest.mark.xserver

ENGLISH = {
    "welcome": "Welcome to NanoWizard – NanoWizard",
    "image.fetch": "Choose the system image – NanoWizard",
    "card.list": "Choose the card – NanoWizard",
    "card.flash": "Write the image to the card – NanoWizard",
    "nano.boot": "Start the Nano – NanoWizard",
    "nano.check": "Connect to your Nano – NanoWizard",
    "nano.swap": "Give the Nano more memory – NanoWizard",
    "finish": "Your Nano is ready – NanoWizard",
}
CHINESE = {
    "welcome": "欢迎使用 NanoWizard – NanoWizard",
    "image.fetch": "选择系统镜像 – NanoWizard",
    "card.list": "选择存储卡 – NanoWizard",
    "card.flash": "把镜像写入存储卡 – NanoWizard",
    "nano.boot": "启动 Nano – NanoWizard",
    "nano.check": "连接您的 Nano – NanoWizard",
    "nano.swap": "给 Nano 更多内存 – NanoWizard",
    "finish": "您的 Nano 已就绪 – NanoWizard",
}


@pytest.fixture(scope="module")
def x(tmp_path_factory: pytest.TempPathFactory) -> Iterator[XServer]:
    server = XServer(tmp_path_factory.mktemp("x"))
    yield server
    server.close()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Making the practice image takes seconds; once is enough."""
    return build_practice_archive(tmp_path_factory.mktemp("image"))


@pytest.fixture
def home(tmp_path: Path, archive: Path) -> Path:
    folder = practice_folder(tmp_path / "家")
    folder.mkdir(parents=True)
    (folder / archive.name).hardlink_to(archive)
    CardSettings(write_rate=None, read_rate=None).save(folder)
    return tmp_path / "家"


def practice_folder(home: Path) -> Path:
    return home / "state" / "practice"


def card_head(home: Path) -> bytes:
    with (practice_folder(home) / CARD_FILE).open("rb") as card:
        return card.read(64 * 1024)


def fetch_image(wizard: Wizard) -> None:
    offer = wizard.wait_filled()
    wizard.keys("Return")
    wizard.wait_filled(offer)
    wizard.keys("Return")


def choose_card(wizard: Wizard) -> None:
    seen = wizard.wait(lambda s: s["page"] == "card.list" and s["focus"] == "ChoiceRow")
    assert not seen["filled"], "no card may be chosen for the person"
    wizard.keys("space")
    wizard.wait(lambda s: s["chosen"] == [s["focus_name"]])
    wizard.wait_filled()
    wizard.keys("Return")


def go_to_hold_button(wizard: Wizard) -> None:
    """The page never puts the keyboard on it by itself."""
    seen = wizard.wait(lambda s: s["page"] == "card.flash" and s["focus"] and hold_button_name(s["buttons"]))
    assert seen["focus"] != "HoldButton"
    assert not seen["filled"], "the hold button is the only way on"
    wizard.tab_to(lambda s: s["focus"] == "HoldButton")


def hold_button_name(buttons: dict[str, bool]) -> str | None:
    return next((name for name in buttons if "Practice card" in name), None)


def type_erase(wizard: Wizard) -> None:
    wizard.keys("Return")
    wizard.wait(lambda s: s["asks"] and s["focus"] == "QLineEdit")
    wizard.screenshot("typed")
    wizard.type("ERASE")
    wizard.keys("Return")


@pytest.mark.parametrize(
    ("titles", "typed", "arguments"),
    [(ENGLISH, False, ()), (CHINESE, True, ("--language", "zh_CN"))],
    ids=["English, held", "Chinese, typed"],
)
def test_from_welcome_to_finish(
    x: XServer, home: Path, titles: dict[str, str], typed: bool, arguments: tuple[str, ...]
) -> None:
    with Wizard(x, home, "--practice", *arguments) as wizard:

        def arrive(page: str) -> None:
            wizard.wait_page(page)
            wizard.wait_title(titles[page])

        arrive("welcome")
        wizard.keys("Return")
        arrive("image.fetch")
        fetch_image(wizard)
        arrive("card.list")
        choose_card(wizard)
        arrive("card.flash")
        go_to_hold_button(wizard)
        if typed:
            type_erase(wizard)
        else:
            wizard.hold_space(until=lambda s: s["page"] == "card.flash" and not hold_button_name(s["buttons"]))
        wizard.wait_filled()
        wizard.screenshot("written")
        wizard.keys("Return")
        arrive("nano.boot")
        wizard.wait_filled()
        wizard.keys("Return")
        arrive("nano.check")
        connect = wizard.wait_filled()
        wizard.keys("Return")
        trust = wizard.wait_filled(connect)
        wizard.screenshot("fingerprint")
        wizard.keys("Return")
        wizard.wait_filled(connect, trust)
        wizard.keys("Return")
        arrive("nano.swap")
        add = wizard.wait_filled()
        wizard.keys("Return")
        wizard.wait_filled(add)
        wizard.keys("Return")
        arrive("finish")
        assert wizard.title() == titles["finish"]
        helpers = wizard.helpers()
        wizard.keys("Return")
        assert wizard.ended() == 0
        assert wizard.errors() == ""
    assert wait_gone(helpers) == []
    head = card_head(home)
    assert read_marker(head[:4096]) is None
    assert head[512:520] == b"EFI PART"
    nano = Machine(practice_folder(home) / "nano.json")
    assert [swap.path for swap in nano.state.swaps if swap.kind == "file"] == ["/swapfile"]
