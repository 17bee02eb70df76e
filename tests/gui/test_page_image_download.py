"""The Image page downloads: paused, continued, waiting, from elsewhere, and every error with one thing to do."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from support.card_states import Stage, small_image
from support.image_states import WAITS, image_running, opened

from nanowizard.core.errors import ImageError
from nanowizard.core.events import Status
from nanowizard.core.messages.table import message
from nanowizard.gui.pages.image import beside, fetching, sideline
from nanowizard.gui.pages.image.boards import NANO_2GB, NANO_4GB
from nanowizard.gui.pages.image.page import ImagePage
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.images.shelf import ASIDE, kept_in
from nanowizard.practice.server import GOOD, Misbehaviour, PracticeServer
from nanowizard.tasks.image_folder import image_folder

SLOW = Misbehaviour(rate_bytes_per_s=1_000_000)
NAME = "学校 image.zip"


@pytest.fixture(autouse=True)
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder that is looked at for images that were brought here."""
    folder = tmp_path / "下载"
    folder.mkdir()
    monkeypatch.setattr(sideline, "usual_folders", lambda: [folder])
    return folder


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer(small_image()) as running:
        yield running


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
    yield f"http://127.0.0.1:{site.server_port}/nothing.zip"
    site.shutdown()
    thread.join()
    site.server_close()


@pytest.fixture
def offered(stage: Stage, tmp_path: Path, qtbot: QtBot) -> Callable[..., ImagePage]:
    """The page with a list of one image, which has these addresses."""

    def offer(*urls: str, **more: Any) -> ImagePage:
        entry = {
            "id": "school", "title": "学校", "kind": "nvidia", "board": NANO_4GB, "recommended": True, "file": NAME,
            "urls": list(urls), "urls_confidence": "ours", **more,
        }  # fmt: skip
        file = tmp_path / "list.json"
        file.write_text(json.dumps({"schema": 1, "images": [entry]}), "utf-8")
        page = opened(stage)
        page.side.use_catalog(str(file))
        qtbot.waitUntil(lambda: page.rows.selected_key() == "school" and page.at_hand is not None)
        return page

    return offer


def ready(page: ImagePage, qtbot: QtBot) -> Path:
    qtbot.waitUntil(lambda: page.is_ready or page.error is not None)
    assert page.error is None, page.error
    image = page.context.session.journey.image
    assert image is not None
    return image


def failed(page: ImagePage, qtbot: QtBot) -> str:
    qtbot.waitUntil(page.failure.isVisible)
    assert page.error is not None
    return page.error.code


def arriving(page: ImagePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.download._have_bytes() > 200_000)


# --- going on ---------------------------------------------------------------------------------------------------------


def test_a_download_ends_as_a_checked_file(offered: Any, server: PracticeServer, qtbot: QtBot) -> None:
    page = offered(server.url)
    page.primary()
    assert page.footer().primary == "Choose the card"
    assert page.footer().enabled
    image = ready(page, qtbot)
    assert image.name == NAME
    assert image.read_bytes() == small_image().read_bytes()
    assert page.file.lines.texts()[0].startswith("It is whole")
    assert page.file.lines.texts()[-1].startswith("Nobody has published its checksum")
    assert page.state() is State.DONE


def test_paused_and_continued(offered: Any, server: PracticeServer, qtbot: QtBot) -> None:
    server.behaviour = SLOW
    page = offered(server.url)
    page.primary()
    arriving(page, qtbot)
    assert page.download.block.words() == "Downloading from this computer"
    page.download.button.click()
    qtbot.waitUntil(lambda: not page.is_busy())
    assert page.download.block.words() == "The download is paused"
    assert page.download.block.facts().endswith("Nothing of it is lost.")
    assert page.footer().primary == "Continue the download"
    asked = len(server.seen)
    server.behaviour = GOOD
    page.primary()
    assert ready(page, qtbot).read_bytes() == small_image().read_bytes()
    assert not (server.seen[asked].range or "bytes=0-").startswith("bytes=0-")


def test_after_a_restart_of_the_program_it_is_offered_to_go_on(
    offered: Any, stage: Stage, server: PracticeServer, qtbot: QtBot
) -> None:
    server.behaviour = SLOW
    page = offered(server.url)
    page.primary()
    arriving(page, qtbot)
    page.stop()
    qtbot.waitUntil(lambda: not page.is_busy())
    stage.close()
    page = offered(server.url)
    assert page.download.block.words() == "This download broke off before"
    assert "Nothing of it is lost" in page.download.block.facts()
    assert (page.download.block.fraction() or 0) > 0
    assert page.footer().primary == "Continue the download"


def test_another_speed_takes_effect_at_once_and_nothing_is_lost(
    offered: Any, server: PracticeServer, qtbot: QtBot
) -> None:
    server.behaviour = SLOW
    page = offered(server.url)
    page.primary()
    arriving(page, qtbot)
    asked = len(server.seen)
    server.behaviour = GOOD
    box = page.download.options.limit_box
    box.setCurrentIndex(box.count() - 1)
    box.activated.emit(box.currentIndex())
    assert page.footer().primary == "Choose the card"  # it goes on as far as the other pages are concerned
    assert ready(page, qtbot).read_bytes() == small_image().read_bytes()
    assert page._wish("x").limit_bytes_per_s == 10_000_000
    assert not (server.seen[asked].range or "bytes=0-").startswith("bytes=0-")


def test_it_is_said_why_it_waits_and_waiting_can_be_cut_short(
    offered: Any, server: PracticeServer, qtbot: QtBot
) -> None:
    server.behaviour = Misbehaviour(status=503)
    page = offered(server.url)
    page.primary()
    qtbot.waitUntil(page.download.try_now.isVisible)
    assert page.download.block.words().startswith("The server is busy. Trying again ")
    server.behaviour = GOOD
    with qtbot.waitSignal(page.runner.finished) as ended:
        page.download.try_now.click()
    assert ended.args[0].status is Status.CANCELLED  # it did not wait for its turn
    ready(page, qtbot)


def test_the_seconds_are_counted_down(stage: Stage) -> None:
    page = cast(ImagePage, image_running(stage))
    page.on_step_started(WAITS)
    assert page.download.block.words() == "The link broke. Trying again in 8 s."
    assert page.download.block.facts() == "2.6 of 6.1\u00a0GB are here. Nothing of it is lost."


def test_another_server_is_asked_when_it_is_chosen(offered: Any, server: PracticeServer, qtbot: QtBot) -> None:
    with PracticeServer(small_image()) as second:
        page = offered(server.url, second.url.replace("127.0.0.1", "localhost"))
        box = page.download.options.server
        box.setCurrentIndex(box.findData("localhost"))
        box.activated.emit(box.currentIndex())
        page.primary()
        ready(page, qtbot)
        assert server.seen == []
        assert second.seen != []


def test_a_page_that_goes_on_with_a_paused_download_does_so_as_chosen_last(
    offered: Any, server: PracticeServer, qtbot: QtBot
) -> None:
    server.behaviour = SLOW
    page = offered(server.url, server.url.replace("127.0.0.1", "localhost"))
    page.primary()
    arriving(page, qtbot)
    page.download.button.click()
    qtbot.waitUntil(lambda: not page.is_busy())
    box = page.download.options.server
    box.setCurrentIndex(box.findData("localhost"))
    box.activated.emit(box.currentIndex())
    page.download.options.sum.setText("a" * 64)
    wish = page.context.image_wish
    assert wish is not None
    assert (wish.sources, wish.sha256) == (("localhost",), "a" * 64)


def test_what_was_typed_for_one_image_is_not_used_for_another(stage: Stage) -> None:
    page = opened(stage)
    options = page.download.options
    options.ask_for_address()
    options.own.setText("https://example.org/nano-4gb.zip")
    options.sum.setText("a" * 64)
    page.view.boards.tiles[NANO_2GB].click()
    wish = page._wish("jetpack-4.6.1-nano-2gb")
    assert (wish.sources, wish.sha256) == ((), None)


def test_a_checksum_with_a_mistake_does_not_pass_for_a_check(stage: Stage) -> None:
    page = opened(stage)
    page.download.options.sum.setText("a" * 63)
    assert not page.footer().enabled
    page.primary()
    assert not page.is_busy()
    page.download.options.sum.setText("a" * 64)
    assert page.footer().enabled
    assert page._wish("x").sha256 == "a" * 64


# --- here already -----------------------------------------------------------------------------------------------------


def test_what_lies_in_the_downloads_is_found_and_used(
    offered: Any, server: PracticeServer, downloads: Path, qtbot: QtBot
) -> None:
    (downloads / "学校 image (1).zip").write_bytes(small_image().read_bytes())
    page = offered(server.url)
    assert page.view.here.isVisible()
    assert page.footer().primary == "Check it and use it"
    page.primary()
    assert ready(page, qtbot) == downloads / "学校 image (1).zip"
    assert server.seen == []
    assert page.file.lines.texts()[0] == f"It was in {downloads} already. Nothing had to be downloaded."


def test_another_file_of_that_name_is_not_used_and_that_is_said(
    offered: Any, server: PracticeServer, downloads: Path, qtbot: QtBot
) -> None:
    (downloads / NAME).write_bytes(b"PK\x03\x04 something else")
    page = offered(server.url)
    page.primary()
    assert ready(page, qtbot).parent == image_folder(page.context.session)
    assert page.view.another.isVisible()
    assert "not this image" in page.view.another.accessibleName()


# --- what is kept -----------------------------------------------------------------------------------------------------


def fetched(offered: Any, server: PracticeServer, qtbot: QtBot) -> ImagePage:
    page = cast(ImagePage, offered(server.url))
    page.primary()
    ready(page, qtbot)
    page.view.shelf.click()
    qtbot.waitUntil(lambda: page.shelf.count() == 1)
    return page


def answer(page: ImagePage, words: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.shelf.question is not None)
    box = page.shelf.question
    assert box is not None
    next(button for button in box.buttons() if button.text() == words).click()


def test_a_download_is_removed_after_a_yes_only(offered: Any, server: PracticeServer, qtbot: QtBot) -> None:
    page = fetched(offered, server, qtbot)
    file = Path(page.shelf.rows.keys()[0])
    remove: QAbstractButton = page.shelf.rows.row(str(file)).button()
    remove.click()
    with qtbot.assertNotEmitted(page.shelf.clean_wanted):
        answer(page, "Keep", qtbot)
    assert file.is_file()
    remove.click()
    answer(page, "Remove", qtbot)
    qtbot.waitUntil(lambda: page.shelf.count() == 0)
    assert not file.exists()
    assert page.shelf.empty.isVisible()
    assert page.context.session.journey.image is None  # it was the chosen one


def test_a_kept_image_is_used_again(offered: Any, server: PracticeServer, qtbot: QtBot) -> None:
    page = fetched(offered, server, qtbot)
    page.shelf.rows.select(page.shelf.rows.keys()[0])
    assert page.footer().primary == "Use this image"
    page.primary()
    assert page.shown_view() == "main"
    ready(page, qtbot)


def test_what_was_proved_before_is_known_after_a_restart(
    offered: Any, stage: Stage, server: PracticeServer, qtbot: QtBot
) -> None:
    page = offered(server.url)
    page.primary()
    file = ready(page, qtbot)
    page.context.session.journey.save()
    stage.close()
    page = opened(stage, prepare=lambda _session: None)
    assert page.context.session.journey.image == file
    qtbot.waitUntil(lambda: page.file.is_proved)
    assert page.file.lines.texts()[0].startswith("It is whole")
    assert not page.file.message.action().isVisible()


def test_another_folder_is_used_from_then_on(
    offered: Any, server: PracticeServer, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "大 disk"
    monkeypatch.setattr(beside, "ask_for_folder", lambda _page, _now: folder)
    page = offered(server.url)
    page.download.options.folder_button.click()
    qtbot.waitUntil(lambda: page.at_hand is not None and page.at_hand.folder == folder)
    page.primary()
    assert ready(page, qtbot).parent == folder


# --- when it fails ----------------------------------------------------------------------------------------------------


def test_a_full_disk_or_a_closed_folder_is_helped_by_another_one(
    offered: Any, server: PracticeServer, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = offered(server.url)
    closed = image_folder(page.context.session)
    closed.parent.mkdir(parents=True, exist_ok=True)
    closed.write_text("a file where the folder should be", "utf-8")
    page.primary()
    assert failed(page, qtbot) == "image.not_saved"
    assert page.failure.remedy.text() == "Choose another folder…"
    monkeypatch.setattr(fetching, "ask_for_folder", lambda _page, _now: tmp_path / "other")
    page.failure.remedy.click()
    qtbot.waitUntil(lambda: page.error is None)
    assert ready(page, qtbot).parent == tmp_path / "other"


def test_what_has_arrived_goes_along_to_the_folder_that_is_chosen_for_a_full_disk(
    offered: Any, server: PracticeServer, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words say that it is kept; what the page does keeps it."""
    page = offered(server.url)
    full, other = image_folder(page.context.session), tmp_path / "other"
    server.behaviour = SLOW
    page.primary()
    arriving(page, qtbot)
    page.download.button.click()
    qtbot.waitUntil(lambda: not page.runner.is_running and page.at_hand is not None and page.at_hand.have_bytes > 0)
    usage, disk_usage = shutil.disk_usage(tmp_path)._replace(free=0), shutil.disk_usage
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage if Path(place) == full else disk_usage(place))
    server.behaviour = GOOD
    page.primary()
    assert failed(page, qtbot) == "image.no_space"
    monkeypatch.setattr(fetching, "ask_for_folder", lambda _page, _now: other)
    server.seen.clear()
    page.failure.remedy.click()
    qtbot.waitUntil(lambda: page.error is None)
    assert ready(page, qtbot).parent == other
    assert kept_in(full) == []
    assert all(seen.range and not seen.range.startswith("bytes=0-") for seen in server.seen)


def test_a_wrong_checksum_sets_the_file_aside_and_says_where(
    offered: Any, server: PracticeServer, qtbot: QtBot
) -> None:
    page = offered(server.url)
    page.download.options.sum.setText("SHA256: " + "0" * 64)
    page.primary()
    assert failed(page, qtbot) == "image.checksum_mismatch"
    aside = [kept.path for kept in kept_in(image_folder(page.context.session)) if kept.state == ASIDE]
    assert len(aside) == 1
    assert str(aside[0]) in page.failure.accessibleDescription()
    page.download.options.sum.clear()
    page.failure.remedy.click()
    ready(page, qtbot)
    assert aside[0].exists()


def test_an_image_that_is_gone_can_come_from_another_address(
    offered: Any, empty_site: str, server: PracticeServer, qtbot: QtBot
) -> None:
    page = offered(empty_site)
    page.primary()
    assert failed(page, qtbot) == "image.missing"
    assert page.state() is State.FAILED
    assert page.failure.remedy.text() == "Use another server…"
    page.failure.remedy.click()
    own = page.download.options.own
    assert own.isVisible()
    own.setText(server.url)
    page.primary()
    ready(page, qtbot)


def test_an_address_that_is_wrong_can_be_changed(
    stage: Stage, empty_site: str, server: PracticeServer, qtbot: QtBot
) -> None:
    page = opened(stage)
    page.open_others()
    page.others.rows.select("url")
    page.others.url.setText(empty_site)
    page.primary()
    page.primary()
    assert failed(page, qtbot) == "image.missing"
    assert page.failure.remedy.text() == "Change the address"
    page.failure.remedy.click()
    assert page.url.isVisible()
    page.url.setText(server.url)
    page.primary()
    ready(page, qtbot)


def test_a_damaged_archive_is_deleted_and_downloaded_again(offered: Any, server: PracticeServer, qtbot: QtBot) -> None:
    server.behaviour = Misbehaviour(flip_byte_at=small_image().stat().st_size // 2)
    page = offered(server.url)
    page.primary()
    assert failed(page, qtbot) == "image.damaged"
    assert page.failure.remedy.text() == "Delete it and download it again"
    server.behaviour = GOOD
    page.failure.remedy.click()
    assert ready(page, qtbot).read_bytes() == small_image().read_bytes()


def test_a_sign_in_page_is_named(offered: Any, server: PracticeServer, qtbot: QtBot) -> None:
    server.behaviour = Misbehaviour(login_page=True)
    page = offered(server.url)
    page.primary()
    assert failed(page, qtbot) in {"image.portal", "image.is_web_page"}
    assert "web browser" in page.failure.accessibleDescription()
    server.behaviour = GOOD
    page.failure.remedy.click()
    ready(page, qtbot)


ERRORS = {
    "image.no_network": "Try again", "image.unknown_host": "Try again", "image.unreachable": "Try again",
    "image.proxy_failed": "Try again", "image.tls_untrusted": "Try again", "image.tls_expired": "Try again",
    "image.tls_failed": "Try again", "image.clock_wrong": "Try again", "image.portal": "Try again",
    "image.too_many_requests": "Try again", "image.server_failed": "Try again", "image.silent": "Try again",
    "image.too_slow": "Try again", "image.busy": "Try again", "image.checksum_mismatch": "Try again",
    "image.refused": "Use another server…", "image.missing": "Use another server…",
    "image.http_status": "Use another server…", "image.wrong_length": "Use another server…",
    "image.insecure_redirect": "Use another server…", "image.no_archive": "Use another server…",
    "image.too_small": "Use another server…",
    "image.no_space": "Choose another folder…", "image.not_saved": "Choose another folder…",
    "image.too_large_for_disk": "Choose another folder…",
    "image.damaged": "Delete it and download it again", "image.trailing": "Delete it and download it again",
    "image.too_large": "Delete it and download it again", "image.unsafe_names": "Delete it and download it again",
    "image.no_address": "Open the web page",
}  # fmt: skip
VALUES = {
    "host": "developer.nvidia.com", "file": "a.zip", "folder": "/home/ada", "status": 404, "proxy": "proxy:3128",
    "date": "2019-01-01", "missing_bytes": 10**9, "actual_bytes": 1, "expected_bytes": 2, "have_bytes": 1,
    "raw_bytes": 2 * 10**12, "most_bytes": 10**12, "members": "../a", "title": "JetBot", "page": "https://a.org",
}  # fmt: skip


def test_every_error_has_one_thing_to_do(stage: Stage) -> None:
    page = opened(stage)
    for code, remedy in ERRORS.items():
        assert message(code).do, code
        page.show_error(ImageError(code, **VALUES).info)
        assert page.failure.isVisible(), code
        assert page.failure.remedy.text() == remedy, code
        assert page.failure.headline(), code
        assert "{" not in page.failure.headline() + page.failure.accessibleDescription(), code
        assert not page.footer().filled, code  # the remedy is the only filled button
        assert page.header.purpose() == page.safe_words(), code
        assert not page.download.isVisible(), code
