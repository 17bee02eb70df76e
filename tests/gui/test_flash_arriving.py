"""The Flash page while the image is still being downloaded. (tests/gui/test_pages_in_practice.py does it.)"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any, ClassVar, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from support import arriving_states as states
from support import window_parts as parts
from support.card_states import DOWNLOAD, Stage, small_image

from nanowizard.core.events import ErrorInfo, Params
from nanowizard.core.task import Check, RunContext
from nanowizard.gui import page_ids
from nanowizard.gui.pages.flash.origin import Coming
from nanowizard.gui.pages.flash.page import FlashPage
from nanowizard.gui.runner import Runner
from nanowizard.tasks.image import FetchInput


def test_the_question_comes_before_the_image_is_here(stage: Stage) -> None:
    page = cast(FlashPage, states.flash_arriving(stage))
    assert any("still being downloaded" in label.text() for label in page.confirm.route.findChildren(QLabel))
    assert page.context.session.journey.image is None
    assert cast(parts.FakeHelper, page.context.session.helper).requests == []


class Download:
    """The run of the Image page; `goes_on` ends it."""

    id: ClassVar[str] = page_ids.IMAGE
    needs_drive_access: ClassVar[bool] = False

    def __init__(self) -> None:
        self.goes_on = threading.Event()

    def check(self, inp: Any, ctx: RunContext) -> Check:
        return Check(satisfied=None)

    def run(self, inp: Any, ctx: RunContext) -> Params:
        self.goes_on.wait(60)
        return {}


def test_the_question_knows_when_the_image_is_here(stage: Stage, qtbot: QtBot) -> None:
    page = cast(FlashPage, states.flash_arriving(stage))
    download, run = Download(), Runner(page)
    page.context.image_run = run
    run.start(download, None)
    page.enter()
    qtbot.waitUntil(page.confirm.erase.isVisible)

    def words() -> str:
        return " ".join(label.text() for label in page.confirm.findChildren(QLabel) if label.isVisible())

    assert "still being downloaded" in words()
    image = page.context.session.journey.image = small_image()
    with qtbot.waitSignal(run.finished):
        download.goes_on.set()
    qtbot.waitUntil(lambda: page.confirm.erase.isVisible() and image.name in words())
    assert "download" not in words().lower()


@pytest.mark.parametrize("answer", ["hold", "type"])
def test_who_is_answering_the_question_is_not_interrupted_when_the_image_comes(
    stage: Stage, qtbot: QtBot, answer: str
) -> None:
    page = cast(FlashPage, states.flash_arriving(stage))
    download, run, hold = Download(), Runner(page), page.confirm.erase.hold
    page.context.image_run = run
    run.start(download, None)
    page.enter()
    qtbot.waitUntil(page.confirm.erase.isVisible)
    hold._hold_ms = 10**9  # as long as the image takes
    hold.setFocus()
    QTest.keyPress(hold, Qt.Key.Key_Space if answer == "hold" else Qt.Key.Key_Return)
    given_up = [*map(QSignalSpy, (hold.released_early, hold.confirmed))]
    image = page.context.session.journey.image = small_image()
    with qtbot.waitSignal(run.finished):
        download.goes_on.set()
    qtbot.waitUntil(lambda: page._looking is None and image == page._origin.file)
    assert hold.isVisible()
    assert hold.hasFocus() or answer == "type"
    assert [spy.count() for spy in given_up] == [0, 0]
    assert hold.is_holding() or hold.typed_dialog()
    if dialog := hold.typed_dialog():
        dialog.reject()


def test_a_card_that_is_a_little_small_waits_for_the_download(stage: Stage) -> None:
    page = cast(FlashPage, states.flash_whole_first(stage))
    said = " ".join(label.text() for label in page.confirm.facts.findChildren(QLabel)).replace("\u00a0", " ")
    assert "2.1 MB too small, so the image is downloaded first, then made smaller" in said
    assert "at the same time" not in said


def test_what_the_link_does_is_said_until_something_comes_again(stage: Stage) -> None:
    page = cast(FlashPage, states.flash_link_broken(stage))
    assert page.progress_view.slow.isVisible()
    assert page.progress_view.step == "flash.write", "the card is still at the same step"
    page.on_progress(DOWNLOAD)
    assert not page.progress_view.slow.isVisible()


@pytest.mark.parametrize("phase", ["download", "move", "check"])
def test_progress_of_the_download_is_no_place_on_the_card(stage: Stage, phase: str) -> None:
    """Nor is what an earlier download has left, taken along or read again."""
    page = cast(FlashPage, states.flash_downloading(stage))
    page.on_progress(replace(DOWNLOAD, phase=phase, fraction=0.0))
    assert page.progress_view.extent == 0
    assert not page.progress_view.graph.isVisible()


@pytest.mark.parametrize(
    ("code", "button"), [("image.no_network", "Try again"), ("image.not_an_image", "Choose the image")]
)
def test_a_network_that_fails_is_tried_again_and_another_image_is_chosen(
    stage: Stage, qtbot: QtBot, code: str, button: str
) -> None:
    page = cast(FlashPage, states.flash_arriving(stage))
    page.show_error(ErrorInfo(code=code, params={"host": "h", "file": "f"}))
    assert page.error_panel.remedy.text() == button


@pytest.mark.parametrize(
    ("image", "name"),
    [
        ("http://127.0.0.1/a/nano.img.zip", "nano.img.zip"),
        ("of-another-list", "of-another-list"),
        ("practice", "nanowizard-practice"),
    ],
)
def test_an_image_is_named_before_it_is_here(image: str, name: str) -> None:
    assert Coming(FetchInput(image=image), None).file.name == name
