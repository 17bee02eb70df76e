"""What a Linux desktop is told, over a real message bus; the services that answer as a desktop's do are ours."""

from __future__ import annotations

import contextlib
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

if sys.platform != "linux":
    pytest.skip("the desktop of Linux", allow_module_level=True)

from jeepney import (
    HeaderFields,
    MatchRule,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
)
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg

from nanowizard.gui.desktop.linux import LinuxDesktop

PATIENCE_S = 30.0
NOTIFICATIONS, SESSION = "org.freedesktop.Notifications", "org.gnome.SessionManager"
PORTAL = "org.freedesktop.portal.Desktop"
Answer = Callable[[Any], Any]


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("no dbus-daemon")
    address = f"unix:path={tmp_path}/bus"
    command = [daemon, "--session", "--nofork", "--nopidfile", f"--address={address}", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address
        process.terminate()


class Service:
    """Owns some names on the bus; `heard` has what came: (member, body, who called)."""

    def __init__(self, bus: str, names: list[str], answers: dict[str, Any]) -> None:
        self.heard: queue.SimpleQueue[tuple[str, Any, str]] = queue.SimpleQueue()
        self._answers = answers
        self._connection = open_dbus_connection(bus)
        for name in names:
            unwrap_msg(self._connection.send_and_get_reply(message_bus.RequestName(name)))
        for member in ("Update", "NameOwnerChanged"):
            rule = MatchRule(type="signal", member=member)
            unwrap_msg(self._connection.send_and_get_reply(message_bus.AddMatch(rule)))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError, EOFError):
            while True:
                message = self._connection.receive()
                fields = message.header.fields
                member, sender = fields.get(HeaderFields.member, ""), fields.get(HeaderFields.sender, "")
                if message.header.message_type is MessageType.method_call:
                    self._answer(self._connection, message, member)
                if member:
                    self.heard.put((member, message.body, sender))

    def _answer(self, connection: DBusConnection, message: Any, member: str) -> None:
        if member in self._answers:
            connection.send(new_method_return(message, *self._answers[member]))
        else:
            connection.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod", "s", ("no",)))

    def wait_for(self, member: str, is_it: Callable[[Any], bool] = lambda _body: True) -> tuple[Any, str]:
        while True:
            found, body, sender = self.heard.get(timeout=PATIENCE_S)
            if found == member and is_it(body):
                return body, sender

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._connection.sock.shutdown(2)
        self._thread.join()
        self._connection.close()


@pytest.fixture
def service(bus: str) -> Iterator[Callable[..., Service]]:
    made: list[Service] = []

    def make(*names: str, **answers: Any) -> Service:
        made.append(Service(bus, list(names), answers))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def desktop(bus: str) -> Iterator[LinuxDesktop]:
    made = LinuxDesktop()
    yield made
    made.close()


def test_progress_goes_to_the_dock_and_away_again(service: Callable[..., Service], desktop: LinuxDesktop) -> None:
    dock = service()
    desktop.show_progress(0.25)
    (entry, shown), _ = dock.wait_for("Update")
    assert entry == "application://nanowizard.desktop"
    assert shown == {"progress": ("d", 0.25), "progress-visible": ("b", True)}
    desktop.show_progress(None)
    (_, shown), _ = dock.wait_for("Update")
    assert shown["progress-visible"] == ("b", False)


@pytest.mark.parametrize(("abilities", "body"), [(["body"], "a < b"), (["body-markup"], "a &lt; b")])
def test_a_message_is_shown_as_it_is(
    abilities: list[str], body: str, service: Callable[..., Service], desktop: LinuxDesktop
) -> None:
    answers = {"GetCapabilities": ("as", (abilities,)), "Notify": ("u", (1,))}
    shown = service(NOTIFICATIONS, **answers)
    desktop.notify("You can take the card out", "a < b")
    told, _ = shown.wait_for("Notify")
    assert (told[0], told[3], told[4]) == ("NanoWizard", "You can take the card out", body)


@pytest.mark.parametrize("name", [SESSION, PORTAL])
def test_nobody_logs_out_until_it_is_released(
    name: str, service: Callable[..., Service], desktop: LinuxDesktop
) -> None:
    session = service(name, Inhibit=("u", (7,)) if name == SESSION else ("o", ("/request",)))
    desktop.hold("Write the image to the card")
    body, who = session.wait_for("Inhibit")
    assert 5 in body, "not to log out (1), not to go to sleep (4)"
    assert "Write the image to the card" in str(body)
    desktop.release()
    session.wait_for("NameOwnerChanged", lambda changed: changed[0] == who and not changed[2])


def test_a_program_that_ends_holds_nobody_up(service: Callable[..., Service], desktop: LinuxDesktop) -> None:
    session = service(SESSION, Inhibit=("u", (7,)))
    desktop.hold("one")
    _, first = session.wait_for("Inhibit")
    desktop.hold("another")
    session.wait_for("NameOwnerChanged", lambda changed: changed[0] == first and not changed[2])
    _, second = session.wait_for("Inhibit")
    desktop.close()
    session.wait_for("NameOwnerChanged", lambda changed: changed[0] == second and not changed[2])


def test_a_desktop_that_knows_nothing_of_it_is_left_alone(
    service: Callable[..., Service], desktop: LinuxDesktop
) -> None:
    desktop.hold("x")
    desktop.notify("x", "y")
    dock = service()
    desktop.show_progress(1.0)
    dock.wait_for("Update")


def test_without_the_address_of_a_bus(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    caplog.set_level("INFO")
    desktop = LinuxDesktop()
    desktop.hold("x")
    desktop.show_progress(0.5)
    desktop.close()
    assert caplog.text.count("the desktop was not told") == 2  # its thread lives on


@pytest.mark.parametrize("address", [None, "", "nonsense", "unix:path=/nowhere/nothing"])
def test_without_a_bus(address: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    if address is not None:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    desktop = LinuxDesktop()
    desktop.hold("x")
    desktop.show_progress(0.5)
    desktop.close()
    assert not any(thread.name == "desktop" for thread in threading.enumerate())
