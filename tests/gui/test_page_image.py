"""The Image page: for which Nano, which image, from which list or file; another choice takes back the one before."""

from __future__ import annotations

import itertools
import json
import shutil
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from support import card_states as states
from support.card_states import Stage
from support.image_states import BY_HAND, COMMUNITY, IMAGE_STATES, OLD, image_begun, image_no_room, opened

from nanowizard.core.resources import resource
from nanowizard.gui import page_ids
from nanowizard.gui.pages.image import sideline
from nanowizard.gui.pages.image.boards import EMMC, NANO_2GB, NANO_4GB
from nanowizard.gui.pages.image.page import ImagePage
from nanowizard.gui.widgets.labels import ElidedLabel
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.wizard import SMALLEST


@pytest.fixture(autouse=True)
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder that is looked at for images that were brought here."""
    folder = tmp_path / "下载"
    folder.mkdir()
    monkeypatch.setattr(sideline, "usual_folders", lambda: [folder])
    return folder


# --- which Nano -------------------------------------------------------------------------------------------------------


def test_the_recommended_image_is_chosen_but_not_fetched(stage: Stage) -> None:
    page = opened(stage)
    assert page.rows.selected_key() == "jetpack-4.6.1-nano-4gb"
    assert not page.is_busy()
    assert page.footer().primary == "Download"


def test_how_large_the_image_gets_is_known_before_it_is_here(stage: Stage) -> None:
    page = opened(stage)
    assert page.context.image_bytes == 13_816_037_376


def test_another_nano_has_its_own_image(stage: Stage) -> None:
    page = opened(stage)
    page.view.boards.tiles[NANO_2GB].click()
    assert page.rows.selected_key() == "jetpack-4.6.1-nano-2gb"
    assert page.context.image_bytes is None  # nobody knows it for certain
    assert "JetPack 4.5" not in " ".join(page.view.notes.texts())


def test_the_nano_is_remembered(stage: Stage) -> None:
    page = opened(stage)
    page.view.boards.tiles[NANO_2GB].click()
    stage.close()
    again = opened(stage)
    assert again.view.boards.board() == NANO_2GB
    assert again.rows.selected_key() == "jetpack-4.6.1-nano-2gb"


def test_a_module_without_a_slot_gets_no_image(stage: Stage) -> None:
    page = opened(stage)
    page.view.boards.tiles[EMMC].click()
    assert page.view.emmc.isVisible()
    assert not page.rows.isVisible()
    assert not page.download.isVisible()
    assert not page.footer().enabled
    page.view.boards.tiles[NANO_4GB].click()
    assert page.rows.selected_key() == "jetpack-4.6.1-nano-4gb"
    assert page.footer().enabled


def test_a_file_of_last_time_that_is_for_the_2_gb_nano_chooses_it(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "jetson-nano-2gb-jp461-sd-card-image.zip"
    shutil.copy(states.small_image(), file)

    def prepare(session: object) -> None:
        session.journey.image = file  # type: ignore[attr-defined]

    page = opened(stage, prepare=prepare)
    assert page.view.boards.board() == NANO_2GB
    assert page.rows.selected_key() == "jetpack-4.6.1-nano-2gb"


# --- other images -----------------------------------------------------------------------------------------------------


def choose(page: ImagePage, key: str) -> None:
    page.view.others.click()
    page.others.rows.select(key)
    page.primary()


def test_an_older_version_is_one_click_away_and_warns(stage: Stage) -> None:
    page = opened(stage)
    choose(page, OLD)
    assert page.rows.selected_key() == OLD
    assert page.rows.keys() == ["jetpack-4.6.1-nano-4gb", OLD, "file"]
    notes = page.view.notes.texts()
    assert "may stay black" in notes[0]
    assert "at least 16.0" in notes[1]


def test_a_community_image_says_its_login(stage: Stage) -> None:
    page = opened(stage)
    choose(page, COMMUNITY)
    assert any("user jetbot, password jetbot" in note for note in page.view.notes.texts())


def test_what_is_for_another_nano_is_not_offered(stage: Stage) -> None:
    page = opened(stage)
    page.view.boards.tiles[NANO_2GB].click()
    page.view.others.click()
    keys = page.others.rows.keys()
    assert all("4gb" not in key for key in keys)
    assert len(keys) > 3


def test_going_back_changes_nothing(stage: Stage) -> None:
    page = opened(stage)
    page.view.others.click()
    page.others.rows.select(OLD)
    page.others.back.click()
    assert page.rows.selected_key() == "jetpack-4.6.1-nano-4gb"


def test_escape_leads_back(stage: Stage) -> None:
    page = opened(stage)
    page.view.others.click()
    QTest.keyClick(page.others.back, Qt.Key.Key_Escape)
    assert page.shown_view() == "main"
    assert page.wizard().isVisible()


def test_an_image_for_the_browser_is_found_after_it_was_downloaded(
    stage: Stage, qtbot: QtBot, downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", asked.append)
    page = opened(stage)
    choose(page, BY_HAND)
    assert page.view.by_hand.isVisible()
    assert not page.download.isVisible()
    page.view.by_hand.action().click()
    assert asked[0].host() == "github.com"
    (downloads / "JetsonNano.img.xz").write_bytes(b"\xfd7zXZ\x00 and more")
    page.primary()
    qtbot.waitUntil(page.view.here.isVisible)
    assert page.footer().primary == "Check it and use it"


def test_an_address_needs_to_be_one(stage: Stage) -> None:
    page = opened(stage)
    page.view.others.click()
    page.others.rows.select("url")
    for text in ("", "nano.zip", "ftp://example.org/a.zip", "https://"):
        page.others.url.setText(text)
        assert not page.footer().enabled
    page.others.url.setText("https://example.org/a.zip")
    assert page.footer().enabled
    page.primary()
    assert page.rows.selected_key() == "url"
    assert page.url.text() == "https://example.org/a.zip"
    page.url.setText("https://")
    assert not page.footer().enabled


# --- another list of images -------------------------------------------------------------------------------------------


def school_list(folder: Path) -> Path:
    entry = {
        "id": "school-image", "title": "School image", "kind": "community", "board": NANO_4GB, "recommended": True,
        "file": "school.zip", "urls": ["http://127.0.0.1:9/school.zip"], "urls_confidence": "ours",
    }  # fmt: skip
    file = folder / "列表.json"
    file.write_text(json.dumps({"schema": 1, "images": [entry]}), "utf-8")
    return file


def test_a_list_of_ones_own_takes_the_place_of_ours(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    page = opened(stage)
    page.view.others.click()
    page.others.fold.click()
    page.others.rows.select(OLD)
    page.others.catalog.place.setText(str(school_list(tmp_path)))
    QTest.keyClick(page.others.catalog.place, Qt.Key.Key_Return)
    assert page.shown_view() == "others", "Enter chose an image as well"
    qtbot.waitUntil(lambda: page.others.rows.keys() == ["school-image", "url"])
    assert page.rows.selected_key() == "school-image"
    assert page._wish("school-image").catalog == str(tmp_path / "列表.json")
    page.others.catalog.own.click()
    qtbot.waitUntil(lambda: page.rows.selected_key() == "jetpack-4.6.1-nano-4gb")
    assert page._wish("x").catalog is None


def test_a_list_that_is_wrong_is_named_and_ours_stays(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    wrong = tmp_path / "list.json"
    wrong.write_text(json.dumps({"schema": 1, "images": [{"id": "a"}]}), "utf-8")
    page = opened(stage)
    page.view.others.click()
    page.others.fold.click()
    page.others.catalog.place.setText(str(wrong))
    page.others.catalog.use.click()
    qtbot.waitUntil(page.others.catalog.problem.isVisible)
    assert "the entry a has no" in page.others.catalog.problem.accessibleName()
    assert page.rows.selected_key() == "jetpack-4.6.1-nano-4gb"


# --- a file -----------------------------------------------------------------------------------------------------------


def test_a_file_is_checked_at_once(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "镜像 für den Nano.zip"
    shutil.copy(states.small_image(), file)
    page = opened(stage)
    page.take_file(file)
    qtbot.waitUntil(page.file.isVisible)
    assert page.context.session.journey.image == file
    assert page.context.image_bytes == 32 * 1024 * 1024
    assert page.file.message.accessibleName() == "The image is here, and it is for a Jetson Nano"
    assert page.state() is State.DONE
    assert page.footer().enabled


def test_a_file_can_be_dropped(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "下载 été.zip"
    shutil.copy(states.small_image(), file)
    page = opened(stage)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    action, buttons, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(50, 50), action, data, buttons, none)
    page.dragEnterEvent(entering)
    assert entering.isAccepted()
    page.dropEvent(QDropEvent(QPointF(50, 50), action, data, buttons, none))
    qtbot.waitUntil(page.file.isVisible)
    assert page.context.session.journey.image == file


def test_words_that_are_dropped_are_no_file(stage: Stage) -> None:
    page = opened(stage)
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.zip")])
    entering = QDragEnterEvent(
        QPoint(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    entering.ignore()
    page.dragEnterEvent(entering)
    assert not entering.isAccepted()


def test_every_byte_of_a_file_is_checked_when_asked_for(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "mine.zip"
    shutil.copy(states.small_image(), file)
    page = opened(stage)
    page.take_file(file)
    qtbot.waitUntil(page.file.isVisible)
    assert page.file.message.action().text() == "Check every byte"
    page.file.message.action().click()
    qtbot.waitUntil(lambda: page.is_ready and bool(page.file.lines.texts()))
    said = page.file.lines.texts()
    assert said[0] == "The system inside is JetPack 4.6.1 (L4T 32.7.1)."
    assert said[1].startswith("It is whole")
    assert said[2].startswith("It is not in the list of images")
    assert page.context.session.journey.image == file


def test_what_is_no_image_is_said_beside_the_rows(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "empty.zip"
    file.write_bytes(b"")
    page = opened(stage)
    page.take_file(file)
    qtbot.waitUntil(page.failure.isVisible)
    assert page.shown_view() == "main"
    assert page.context.session.journey.image is None
    assert page.failure.remedy.text() == "Choose another file…"
    page.rows.select("jetpack-4.6.1-nano-4gb")
    assert not page.failure.isVisible()


def test_an_unknown_system_may_be_written_but_is_said(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "other.img"
    disk = bytearray(4 * 1024 * 1024)
    disk[510:512] = b"\x55\xaa"
    file.write_bytes(disk)
    page = opened(stage)
    page.take_file(file)
    qtbot.waitUntil(page.file.isVisible)
    assert page.file.message.accessibleName() == "This is not known as a JetPack image"
    assert page.footer().enabled


def test_another_choice_takes_the_one_before_back(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage)
    page.take_file(states.small_image())
    qtbot.waitUntil(page.file.isVisible)
    page.view.boards.tiles[NANO_2GB].click()
    assert page.context.session.journey.image is None
    assert page.footer().primary == "Download"


def test_a_file_chosen_while_another_is_checked_wins(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    second = tmp_path / "second.zip"
    shutil.copy(states.small_image(), second)
    page = opened(stage)
    page.take_file(states.small_image())
    page.take_file(second)
    qtbot.waitUntil(page.file.isVisible)
    assert page.context.session.journey.image == second


def test_the_image_of_last_time_is_offered_and_checked_again(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, prepare=states.with_image)
    assert page.rows.selected_key() == "jetpack-4.6.1-nano-4gb"
    assert page.context.session.journey.image == states.small_image()


def test_a_damaged_image_of_last_time_is_not_taken(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    gone_bad = tmp_path / "bad.zip"
    gone_bad.write_bytes(b"PK\x03\x04 and no more")

    def prepare(session: object) -> None:
        session.journey.image = gone_bad  # type: ignore[attr-defined]

    page = cast(ImagePage, stage.open(page_ids.IMAGE, prepare=prepare))
    qtbot.waitUntil(page.failure.isVisible)
    assert page.context.session.journey.image is None


# --- room, and what is kept -------------------------------------------------------------------------------------------


def test_too_little_room_is_said_before_it_begins(stage: Stage) -> None:
    page = cast(ImagePage, image_no_room(stage))
    assert page.download.other_folder.isVisible()
    assert "6.6\u00a0GB are needed" in page.download._space.text()


def test_a_download_that_broke_off_before_is_gone_on_with(stage: Stage) -> None:
    page = cast(ImagePage, image_begun(stage))
    assert page.footer().primary == "Continue the download"
    assert page.download.block.facts() == "3.1 of 6.1\u00a0GB are here. Nothing of it is lost."


# --- keyboard, screen reader, small windows ---------------------------------------------------------------------------


def test_the_arrow_keys_go_from_nano_to_nano(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage)
    page.wizard().activateWindow()
    page.view.boards.tiles[NANO_4GB].setFocus()
    QTest.keyClick(page.view.boards.tiles[NANO_4GB], Qt.Key.Key_Right)
    assert page.view.boards.board() == NANO_2GB
    assert page.rows.selected_key() == "jetpack-4.6.1-nano-2gb"


@pytest.mark.parametrize(
    "name", ["image_idle", "image_options", "image_compare", "image_others", "image_shelf", "image_mismatch"]
)
def test_tab_reaches_everything_and_everything_has_a_name(name: str, stage: Stage, qtbot: QtBot) -> None:
    page = IMAGE_STATES[name](stage)
    wanted = {
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    reached: list[QWidget] = []
    at: QWidget | None = page.header
    for _step in range(2000):  # labels stand in the chain too
        at = at.nextInFocusChain() if at else None
        if at in wanted and at not in reached:
            reached.append(at)
    assert {type(widget).__name__ for widget in wanted.difference(reached)} == set()
    middles = [widget.mapTo(page, widget.rect().center()).y() for widget in reached]
    assert all(below >= above - 20 for above, below in itertools.pairwise(middles)), middles
    nameless = [w for w in wanted if not (w.accessibleName() or getattr(w, "text", str)())]
    assert [type(widget).__name__ for widget in nameless] == []


@pytest.mark.parametrize("name", IMAGE_STATES)
def test_nothing_is_cut_off_in_the_smallest_window(name: str, tmp_path: Path, qtbot: QtBot) -> None:
    stage = Stage(tmp_path / "home", SMALLEST)
    try:
        page = IMAGE_STATES[name](stage)
        qtbot.waitUntil(lambda: cut_off(page) == [])
        assert page.wizard().size() == SMALLEST
    finally:
        stage.close()


def cut_off(page: QWidget) -> list[str]:
    """Texts that need more room than they have. One line that is elided on purpose says the rest in its tool tip."""
    found = []
    for label in page.findChildren(QLabel):
        if not label.isVisible() or not label.text() or isinstance(label, ElidedLabel):
            continue
        needs = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        if needs > label.height() + 1 or (not label.wordWrap() and label.sizeHint().width() > label.width() + 1):
            found.append(label.text())
    for button in page.findChildren(QPushButton):
        if button.isVisible() and button.minimumSizeHint().width() > button.width() + 1:
            found.append(button.text())
    return found


@pytest.mark.parametrize(("name", "fold"), [("image_community", "download"), ("image_file", "file")])
def test_options_that_are_opened_come_into_sight(name: str, fold: str, tmp_path: Path, qtbot: QtBot) -> None:
    stage = Stage(tmp_path / "home", SMALLEST)
    try:
        page = cast(ImagePage, IMAGE_STATES[name](stage))
        panel = getattr(page, fold)
        panel.fold.click()
        qtbot.waitUntil(lambda: page.body.verticalScrollBar().value() > 0)
    finally:
        stage.close()


def test_the_drawings_are_there_in_both_modes() -> None:
    for board in ("4gb", "2gb", "emmc"):
        for mode in ("light", "dark"):
            assert resource("pictures", f"nano-{board}-{mode}.svg").is_file()
