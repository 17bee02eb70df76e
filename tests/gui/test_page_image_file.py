"""A file that was chosen by hand: what was checked of it, what was not, and having it checked."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from support import card_states as states
from support.card_states import Stage
from support.image_states import opened

from nanowizard.gui.pages.image import sideline
from nanowizard.gui.pages.image.page import ImagePage
from nanowizard.gui.theme import Tone
from nanowizard.gui.widgets.state_glyph import State

KNOWN_NAME = "jetson-nano-jp461-sd-card-image.zip"


@pytest.fixture(autouse=True)
def _nothing_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sideline, "usual_folders", list)


@pytest.fixture
def on_a_stick(tmp_path: Path) -> Callable[[str], Path]:
    """A folder as Windows and its browsers name them, with the small image in it."""

    def put(name: str) -> Path:
        file = tmp_path / "移动硬盘 F" / "下载" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(states.small_image(), file)
        return file

    return put


def taken(page: ImagePage, file: Path, qtbot: QtBot) -> ImagePage:
    page.take_file(file)
    qtbot.waitUntil(lambda: page.file.isVisible() and page.context.session.journey.image == file)
    return page


def tone(page: ImagePage) -> Tone:
    return Tone(page.file.message.property("panel"))


def test_nothing_is_green_before_it_was_checked(stage: Stage, qtbot: QtBot, on_a_stick: Callable[[str], Path]) -> None:
    file = on_a_stick("系统 镜像.zip")
    page = taken(opened(stage), file, qtbot)
    assert tone(page) is Tone.INFO
    assert page.file.lines.texts() == [
        "Checked: it begins with the partitions of a JetPack image.",
        "Not checked yet: whether every byte is right. That is checked while the card is written.",
        "It is not in the list of images. Use it only if you trust where you got it.",
    ]
    page.file.message.action().click()
    qtbot.waitUntil(lambda: page.is_ready and page.file.is_proved)
    assert tone(page) is Tone.GOOD
    assert not any("Not checked" in line for line in page.file.lines.texts())
    assert not page.file.message.action().isVisible()
    page.take_file(file)  # chosen again: what was checked before counts
    qtbot.waitUntil(lambda: page.file.isVisible() and page.file.is_proved)
    assert any(line.startswith("It is whole") for line in page.file.lines.texts())


def test_a_broken_file_from_a_stick_is_not_called_good(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    """Its beginning and its directory are fine; the damage is found by reading it, and then nobody writes it."""
    file = tmp_path / "broken.zip"
    with zipfile.ZipFile(states.small_image()) as whole, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as stored:
        stored.writestr("sd-blob.img", whole.read(whole.namelist()[0]))
    with file.open("r+b") as opened_file:
        opened_file.seek(-(4 << 20), 2)
        opened_file.write(b"damage")
    page = taken(opened(stage), file, qtbot)
    assert tone(page) is Tone.INFO
    page.file.message.action().click()
    qtbot.waitUntil(page.failure.isVisible)
    assert page.error is not None
    assert page.error.code == "image.damaged"
    assert page.context.session.journey.image is None


def test_a_file_with_a_known_name_is_compared_with_the_known_size_at_once(
    stage: Stage, qtbot: QtBot, on_a_stick: Callable[[str], Path]
) -> None:
    page = taken(opened(stage), on_a_stick(KNOWN_NAME), qtbot)
    assert tone(page) is Tone.WARN
    differs = next(line for line in page.file.lines.texts() if "13816037376 are known" in line)
    assert differs.endswith("Its size was seen by two, each in another way.")
    assert "Not checked yet: its checksum, which is known." in page.file.lines.texts()
    assert page.file.message.action().text() == "Check every byte"
    page.file.message.action().click()
    qtbot.waitUntil(lambda: page.is_ready and page.file.is_proved)
    assert len([line for line in page.file.lines.texts() if "has another checksum than" in line]) == 1


def test_a_checksum_that_was_given_is_compared(stage: Stage, qtbot: QtBot, on_a_stick: Callable[[str], Path]) -> None:
    file = on_a_stick("a.zip")
    page = taken(opened(stage), file, qtbot)
    compare = page.file.compare
    assert not compare.isVisible()
    page.file.fold.click()
    for text in ("", "0" * 63, "0" * 65):
        compare.edit.setText(text)
        assert not compare.button.isEnabled()
    compare.edit.setText(f"SHA256: {hashlib.sha256(file.read_bytes()).hexdigest().upper()}")
    QTest.keyClick(compare.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.is_ready and page.file.is_proved)
    assert page.wizard().current() is page, "Enter pressed a button of the window as well"
    assert "Its checksum is the one that you gave." in page.file.lines.texts()
    assert tone(page) is Tone.GOOD


def test_a_file_with_another_checksum_is_not_used_and_stays(
    stage: Stage, qtbot: QtBot, on_a_stick: Callable[[str], Path]
) -> None:
    file = on_a_stick("a.zip")
    page = taken(opened(stage), file, qtbot)
    page.file.fold.click()
    page.file.compare.edit.setText("0" * 64)
    page.file.compare.button.click()
    qtbot.waitUntil(page.failure.isVisible)
    assert page.error is not None
    assert page.error.code == "image.checksum_mismatch"
    assert page.context.session.journey.image is None
    assert not page.footer().enabled
    assert [one.name for one in file.parent.iterdir()] == ["a.zip"]
    taken(page, file, qtbot)  # without the checksum it may be used all the same
    assert page.footer().enabled


def test_what_was_typed_for_a_download_is_not_asked_of_a_file(
    stage: Stage, qtbot: QtBot, on_a_stick: Callable[[str], Path]
) -> None:
    page = opened(stage)
    page.view.others.click()
    page.others.rows.select("url")
    page.others.url.setText("https://example.org/a.zip")
    page.primary()
    page.download.options.sum.setText("0" * 64)
    taken(page, on_a_stick("a.zip"), qtbot)
    assert not page.failure.isVisible()


def test_a_check_that_is_stopped_leaves_the_file_chosen(
    stage: Stage, qtbot: QtBot, on_a_stick: Callable[[str], Path]
) -> None:
    file = on_a_stick("a.zip")
    page = taken(opened(stage), file, qtbot)
    page.wizard().activateWindow()
    page.file.message.action().setFocus()
    page.file.message.action().click()
    assert not page.is_ready
    assert not page.download.fold.isVisible(), "speed, server and folder are for a download"
    assert page.download.block.words() == "Checking the file…"
    assert page.stop_question()[0] == "Stop checking the file?"
    assert page.download.button.text() == "Stop"
    assert page.focusWidget() is page.download.button
    page.download.button.click()
    qtbot.waitUntil(lambda: not page.is_busy())
    assert (page.is_ready, page.state()) == (True, State.DONE)
    assert page.file.isVisible()
    assert page.footer().enabled
    assert page.context.session.journey.image == file
