"""The Boot page: it notices an answer by itself, and nobody has to wait for one."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import cast

import pytest
from pytestqt.qtbot import QtBot
from support.card_states import Stage

from nanowizard.gui import page_ids
from nanowizard.gui.pages.boot.page import BootPage
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.tasks.session import Session


class Board:
    """Greets as an SSH server does, and nothing else."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._greet, daemon=True).start()

    def _greet(self) -> None:
        while True:
            try:
                link, _peer = self._socket.accept()
            except OSError:
                return
            with link:
                link.sendall(b"SSH-2.0-OpenSSH_7.6p1\r\n")

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture
def board() -> Iterator[Board]:
    made = Board()
    yield made
    made.close()


def opened(stage: Stage, nano: str) -> BootPage:
    def prepare(session: Session) -> None:
        session.journey.nano = nano

    return cast(BootPage, stage.open(page_ids.BOOT, prepare=prepare))


def test_an_answer_is_noticed(stage: Stage, board: Board, qtbot: QtBot) -> None:
    page = opened(stage, f"jetson@127.0.0.1:{board.port}")
    qtbot.waitUntil(lambda: page.footer().enabled)
    assert page.waiting.accessibleName() == "Your Nano answers"
    assert page.state() is State.DONE
    page.primary()
    assert page.context.session.journey.nano == f"jetson@127.0.0.1:{board.port}"


def test_nobody_has_to_wait(stage: Stage, qtbot: QtBot) -> None:
    page = opened(stage, "nano@127.0.0.1:9")
    assert not page.footer().enabled
    assert page.footer().skip
    with qtbot.waitSignal(page.skipped):
        page.skip()
    page.leave()
    qtbot.waitUntil(lambda: not page.runner.is_running)  # a look at the USB address takes two seconds
    assert page.state() is State.SKIPPED
    assert page_ids.BOOT not in page.context.session.journey.outcomes


def test_waiting_never_keeps_the_window_open(stage: Stage) -> None:
    page = opened(stage, "nano@127.0.0.1:9")
    assert page.runner.is_running
    assert not page.is_busy()


def test_a_damaged_address_of_last_time_is_passed_over(stage: Stage) -> None:
    page = opened(stage, "not an address at all")
    assert page.runner.is_running


def test_help_takes_the_place_of_the_list(stage: Stage) -> None:
    page = opened(stage, "nano@127.0.0.1:9")
    assert page.steps.isVisible()
    page.fold.set_open(True)
    assert page.checks.isVisible()
    assert not page.steps.isVisible()


def test_coming_back_looks_again(stage: Stage, board: Board, qtbot: QtBot) -> None:
    page = opened(stage, "nano@127.0.0.1:9")
    page.leave()
    page.context.session.journey.nano = f"nano@127.0.0.1:{board.port}"
    page.enter()
    qtbot.waitUntil(lambda: page.footer().enabled)
