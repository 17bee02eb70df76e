"""The real program in a real window, from Welcome to Finish with nothing but a keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from nanowizard.drives.marker import read_marker
from nanowizard.practice.machine import Machine
from tests.support.command_line import wait_gone
from tests.support.wizard_moves import (
    card_head,
    choose_card,
    connect,
    do_step,
    fetch_image,
    go_to_hold_button,
    hold_button_name,
    practice_folder,
    type_erase,
)
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
    "nano.apt": "Choose faster download servers – NanoWizard",
    "nano.tensorflow": "Install TensorFlow – NanoWizard",
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
    "nano.apt": "选择更快的软件源 – NanoWizard",
    "nano.tensorflow": "安装 TensorFlow – NanoWizard",
    "finish": "您的 Nano 已就绪 – NanoWizard",
}


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
        connect(wizard)
        for page in ("nano.swap", "nano.apt", "nano.tensorflow"):
            arrive(page)
            do_step(wizard)
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
    assert b"mirrors.tuna.tsinghua.edu.cn" in nano.read("/etc/apt/sources.list")
    assert [path for path in nano.state.files if "/tensorflow-2.7.0" in path]
    assert [swap.path for swap in nano.state.swaps if swap.kind == "file"] == ["/swapfile"]
