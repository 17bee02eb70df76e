"""The real window when the system ends it by a signal: the next one says so, once, and the log has where it was."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from nanowizard.core.crashes import FILE_NAME
from tests.support.wizard_window import Wizard
from tests.support.xserver import XServer

pytestmark = pytest.mark.xserver

LANGUAGES = {
    "en": ("NanoWizard ended unexpectedly last time.", "What happened is in the log: "),
    "zh_CN": ("NanoWizard 上次意外退出。", "发生了什么，见日志："),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_crash_is_told_at_the_next_start_and_not_at_the_one_after(x: XServer, home: Path, language: str) -> None:
    what, where = LANGUAGES[language]
    arguments = ("--practice", "--language", language)
    log, left = home / "logs" / "nanowizard.log", home / "logs" / FILE_NAME
    with Wizard(x, home, *arguments) as wizard:
        assert what not in wizard.wait_page("welcome")["texts"]
        wizard.process.send_signal(signal.SIGSEGV)
        assert wizard.ended() == -signal.SIGSEGV
    assert "app.py" in left.read_text(encoding="utf-8")
    with Wizard(x, home, *arguments) as wizard:
        seen = wizard.wait_page("welcome")
        assert what in seen["texts"]
        assert f"{where}{log}" in seen["texts"]
        assert seen["focus"] == "ChoiceRow", "the keyboard is where it always is"
        wizard.keys("Return")
        assert what not in wizard.wait_page("image.fetch")["texts"]
        wizard.keys("alt+F4")
        assert wizard.ended() == 0
        assert wizard.errors() == ""
    assert not left.exists()
    text = log.read_text(encoding="utf-8")
    assert text.count("the last run ended unexpectedly") == 1
    assert "Fatal Python error: Segmentation fault" in text
    with Wizard(x, home, *arguments) as wizard:
        assert what not in wizard.wait_page("welcome")["texts"]
