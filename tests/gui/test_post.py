"""Threads that speak to objects which the GUI thread may be deleting, and garbage that is no thread's but its own."""

from __future__ import annotations

import gc
import subprocess
import sys
import textwrap
import threading
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nanowizard.gui.post import Collector, Inbox


class Hearer(QObject):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heard: list[Any] = []
        self.threads: set[int] = set()

    def hear(self, *what: Any) -> None:
        self.heard.append(what)
        self.threads.add(threading.get_ident())


def in_a_thread(work: Any) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_what_threads_put_arrives_in_order_in_the_gui_thread(qtbot: QtBot) -> None:
    hearer = Hearer()
    inbox = Inbox(hearer.hear)
    in_a_thread(lambda: [inbox.put(number, "x") for number in range(100)])
    assert hearer.heard == []
    qtbot.waitUntil(lambda: len(hearer.heard) == 100)
    assert hearer.heard == [(number, "x") for number in range(100)]
    assert hearer.threads == {threading.get_ident()}


def test_who_puts_in_the_gui_thread_is_not_entered_again(qtbot: QtBot) -> None:
    hearer = Hearer()
    Inbox(hearer.hear).put(1)
    assert hearer.heard == []
    qtbot.waitUntil(lambda: hearer.heard == [(1,)])


def test_nothing_reaches_what_qt_has_deleted(qtbot: QtBot) -> None:
    parent = QObject()
    hearer, other = Hearer(parent), Hearer()
    gone, there = Inbox(hearer.hear), Inbox(other.hear)
    in_a_thread(lambda: (gone.put(1), there.put(1)))
    del parent
    in_a_thread(lambda: (gone.put(2), there.put(2)))
    qtbot.waitUntil(lambda: len(other.heard) == 2)
    assert hearer.heard == []


def test_an_inbox_keeps_nobody_alive(qtbot: QtBot) -> None:
    hearer = Hearer()
    ended: list[bool] = []
    hearer.destroyed.connect(lambda: ended.append(True))
    inbox = Inbox(hearer.hear)
    del hearer
    assert ended == [True]
    inbox.put(1)


# Each answer meets an owner that is just being deleted; before there were inboxes this ended in a segmentation fault
# within a second.
_STORM = """
import sys, time
from PySide6.QtCore import QCoreApplication, QObject
from nanowizard.gui.runner import Runner, call_in_thread, wait_for_threads

sys.setswitchinterval(1e-6)
app = QCoreApplication([])
heard = []
for number in range(1500):
    owners = [QObject() for _ in range(4)]
    for owner in owners:
        call_in_thread(owner, lambda _ctx: None, heard.append)
    if number % 3:
        app.processEvents()
    del owners, owner
assert wait_for_threads(30)
app.processEvents()
print(len(heard))
"""


def test_owners_may_go_while_their_answers_come() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", textwrap.dedent(_STORM)],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert int(done.stdout) > 0


@pytest.mark.parametrize("kind", [QObject, QWidget])
def test_garbage_is_collected_by_the_gui_thread(kind: type[QObject], qtbot: QtBot) -> None:
    class Loop(kind):  # type: ignore[misc, valid-type]
        def __init__(self) -> None:
            super().__init__()
            self.me = self

    ends: list[int] = []
    kept: list[list[int]] = []
    gc.collect()
    Loop().destroyed.connect(lambda: ends.append(threading.get_ident()), Qt.ConnectionType.DirectConnection)

    in_a_thread(lambda: kept.extend([] for _ in range(100_000)))  # enough for Python to collect garbage a hundred times
    assert ends == []
    qtbot.waitUntil(lambda: ends == [threading.get_ident()])


def test_a_closed_collector_leaves_it_to_python(garbage: Collector) -> None:
    other = Collector()
    assert not gc.isenabled()
    other.close()
    assert gc.isenabled()
    gc.disable()  # the one of all these tests goes on
