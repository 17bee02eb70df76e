"""Staying awake, asked over a real message bus; the service that answers as logind does is ours."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from jeepney import HeaderFields, MessageType, message_bus, new_error, new_method_return
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg
from support.patience import PATIENCE_S
from support.scripted_web import scripted_web

from nanowizard.core.errors import Cancelled
from nanowizard.core.events import Event, StepStarted
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.drives.linux.sleep import block_sleep
from nanowizard.drives.select import kept_awake
from nanowizard.tasks.image_download import planned_download

LOGIND = "org.freedesktop.login1"


class Logind:
    """Answers Inhibit with the writing end of a pipe, or refuses; `asked` is what it was asked."""

    def __init__(self, bus: str) -> None:
        self.refuses = False
        self.forbidden = ""
        self.asked: list[tuple[str, ...]] = []
        self.lock_ended, self._lock = os.pipe()
        self._connection = open_dbus_connection(bus, enable_fds=True)
        unwrap_msg(self._connection.send_and_get_reply(message_bus.RequestName(LOGIND)))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError, EOFError):
            while True:
                message = self._connection.receive()
                if message.header.message_type is MessageType.method_call:
                    self._answer(self._connection, message)

    def _answer(self, connection: DBusConnection, message: object) -> None:
        assert message.header.fields[HeaderFields.member] == "Inhibit"
        self.asked.append(message.body)
        if self.refuses or (self.forbidden and self.forbidden in message.body[0]):
            connection.send(new_error(message, "org.freedesktop.DBus.Error.AccessDenied", "s", ("Permission denied",)))
        else:
            connection.send(new_method_return(message, "h", (self._lock,)))
            os.close(self._lock)

    def lock_is_held(self) -> bool:
        """The reading end of a pipe is readable, at its end, once nobody holds the writing end."""
        return not select.select([self.lock_ended], [], [], 0.2)[0]

    def lock_ends(self) -> bool:
        return bool(select.select([self.lock_ended], [], [], PATIENCE_S)[0])

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._connection.sock.shutdown(2)
        self._thread.join()
        self._connection.close()
        os.close(self.lock_ended)
        if self.refuses:
            os.close(self._lock)


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("no dbus-daemon")
    address = f"unix:path={tmp_path}/bus"
    process = subprocess.Popen(
        [daemon, "--session", "--nofork", "--nopidfile", f"--address={address}", "--print-address=1"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    process.stdout.readline()
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
    yield address
    process.terminate()
    process.wait()
    process.stdout.close()


@pytest.fixture
def logind(bus: str) -> Iterator[Logind]:
    service = Logind(bus)
    yield service
    service.close()


def test_the_lock_is_held_exactly_as_long_as_wanted(logind: Logind) -> None:
    with kept_awake("Writing a memory card") as awake:
        assert awake
        assert logind.lock_is_held()
    assert logind.lock_ends()
    what = "shutdown:sleep:idle:handle-lid-switch"
    assert logind.asked == [(what, "NanoWizard", "Writing a memory card", "block")]


def test_who_may_not_hold_up_a_shutdown_still_stays_awake(logind: Logind) -> None:
    logind.forbidden = "shutdown"
    with kept_awake("Writing a memory card") as awake:
        assert awake
        assert logind.lock_is_held()
    assert [what for what, *_ in logind.asked] == [
        "shutdown:sleep:idle:handle-lid-switch",
        "sleep:idle:handle-lid-switch",
    ]


def test_no_child_keeps_the_computer_awake(logind: Logind) -> None:
    lock = block_sleep("test")
    assert lock is not None
    assert not os.get_inheritable(lock)
    os.close(lock)


def test_a_refusal_is_not_worth_failing_for(logind: Logind) -> None:
    logind.refuses = True
    with kept_awake("test") as awake:
        assert not awake


def test_a_bus_without_logind(bus: str) -> None:
    assert block_sleep("test") is None


def test_no_bus_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path}/nothing")
    assert block_sleep("test") is None


def test_a_download_keeps_the_computer_awake_until_it_ends_or_is_paused(logind: Logind, tmp_path: Path) -> None:
    """Who closes the lid or shuts down is obeyed: it goes on later."""
    held: list[bool] = []

    def hear(event: Event) -> None:
        if isinstance(event, StepStarted):
            held.append(logind.lock_is_held())
            cancel.set()

    cancel = CancelToken()
    content = b"PK\x03\x04" + bytes(3_000_000)
    with scripted_web(lambda request, out: out.file(request, content)) as web:
        download = planned_download(None, web.url(), tmp_path, limit_bytes_per_s=1_000_000)
        with pytest.raises(Cancelled):
            download.run(RunContext(hear, cancel))
    assert held == [True]
    assert logind.lock_ends()
    assert logind.asked == [("sleep:idle", "NanoWizard", "Downloading an image", "block")]
