"""The Image page: a file is checked at once, a download is asked for, and another choice takes back the one before."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot
from support import card_states as states
from support.card_states import Stage

from nanowizard.gui import page_ids
from nanowizard.gui.pages.image.page import ImagePage
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.practice.server import PracticeServer


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    made = PracticeServer(states.small_image())
    made.start()
    yield made
    made.close()


class _Nothing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def empty_site() -> Iterator[str]:
    site = HTTPServer(("127.0.0.1", 0), _Nothing)
    thread = threading.Thread(target=site.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{site.server_port}"
    site.shutdown()
    thread.join()
    site.server_close()


def opened(stage: Stage) -> ImagePage:
    return cast(ImagePage, stage.open(page_ids.IMAGE))


def test_the_recommended_image_is_chosen_but_not_fetched(stage: Stage) -> None:
    page = opened(stage)
    assert page.rows.selected_key() == "jetpack-4.6.1-nano-4gb"
    assert not page.is_busy()
    assert page.footer().primary == "Download"


def test_how_large_the_image_gets_is_known_before_it_is_here(stage: Stage) -> None:
    page = opened(stage)
    assert page.context.image_bytes == 13_816_037_376


def test_a_file_is_checked_at_once(stage: Stage, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "镜像 für den Nano.zip"
    shutil.copy(states.small_image(), file)
    page = opened(stage)
    page.take_file(file)
    qtbot.waitUntil(page.file.isVisible)
    assert page.context.session.journey.image == file
    assert page.context.image_bytes == 32 * 1024 * 1024
    assert dict(page.file.facts.facts())["Format"].startswith("Zip archive")
    assert page.state() is State.DONE
    assert page.footer().enabled


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


def test_an_address_needs_to_be_one(stage: Stage) -> None:
    page = opened(stage)
    page.rows.select("url")
    for text in ("", "nano.zip", "ftp://example.org/a.zip", "https://"):
        page.url.setText(text)
        assert not page.footer().enabled
    page.url.setText("https://example.org/a.zip")
    assert page.footer().enabled


def test_a_download_ends_as_a_checked_file(stage: Stage, server: PracticeServer, qtbot: QtBot) -> None:
    page = opened(stage)
    page.rows.select("url")
    page.url.setText(server.url)
    page.primary()
    assert page.footer().primary == "Choose the card"
    assert page.footer().enabled
    qtbot.waitUntil(page.file.isVisible, timeout=20_000)
    image = page.context.session.journey.image
    assert image is not None
    assert image.read_bytes() == states.small_image().read_bytes()


def test_a_download_that_fails_is_an_error_with_a_way_on(stage: Stage, empty_site: str, qtbot: QtBot) -> None:
    page = opened(stage)
    page.rows.select("url")
    page.url.setText(f"{empty_site}/nothing.zip")
    page.primary()
    qtbot.waitUntil(page.failure.isVisible, timeout=30_000)
    assert page.state() is State.FAILED
    assert page.failure.remedy.text() == "Try again"


def test_another_choice_takes_the_one_before_back(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage)
    page.take_file(states.small_image())
    qtbot.waitUntil(page.file.isVisible)
    page.rows.select("jetpack-4.6.1-nano-2gb")
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
    page = cast(ImagePage, states.image_ready(stage))
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
