"""Whether the services are there that open a card for an ordinary user: the bus, UDisks, polkit, a password dialog.

Nobody is asked for a password, and nothing is started but what any call to UDisks would start. Each question waits a
short time only.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

from nanowizard.core.errors import PrivilegeError
from nanowizard.drives.linux.udisks import UDisks
from nanowizard.drives.surroundings import Service

assert sys.platform == "linux"

_CONNECT_TIMEOUT_S = 3.0
_CALL_TIMEOUT_S = 3.0
_START_TIMEOUT_S = 25.0

UDISKS, POLKIT = "org.freedesktop.UDisks2", "org.freedesktop.PolicyKit1"
_BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
_SYSTEMD = DBusAddress("/org/freedesktop/systemd1", "org.freedesktop.systemd1", "org.freedesktop.systemd1.Manager")
_LOGIND = DBusAddress("/org/freedesktop/login1", "org.freedesktop.login1", "org.freedesktop.login1.Manager")
_AUTHORITY = DBusAddress(f"/{POLKIT.replace('.', '/')}/Authority", POLKIT, f"{POLKIT}.Authority")
_OPEN_DEVICE = "org.freedesktop.udisks2.open-device"
_UNITS = {"udisks": (UDISKS, "udisks2.service"), "polkit": (POLKIT, "polkit.service")}
# polkit looks for an agent that is there already before it looks at the path that a new one would have
# (polkitbackendinteractiveauthority.c), so a path that cannot be one asks without registering anything.
_NO_PATH = "none"
_THERE_IS_ONE, _THERE_IS_NONE = "already exists", "object path"

# What any of these calls may end with.
_FAILURES = (DBusErrorResponse, OSError, ValueError, EOFError, LookupError)


def read_services(cards: Sequence[str]) -> list[Service]:
    """In the order in which they are needed; those behind a missing one are not asked for.

    `cards` are nodes that a person may want to open: a rule of the administrator may allow them without a question.
    """
    try:
        connection = open_dbus_connection("SYSTEM", auth_timeout=_CONNECT_TIMEOUT_S)
    except _FAILURES:
        return [Service(name="bus", state="missing")]
    with connection:
        found = [Service(name="bus", state="ready")]
        found += [Service(name=name, state=_state(connection, *unit)) for name, unit in _UNITS.items()]
        if all(service.state == "ready" for service in found):
            found.append(Service(name="agent", state=_agent(connection, cards)))
    return found


def start() -> None:
    """Let the bus start polkit and UDisks. Raises PrivilegeError `privilege.no_bus` or `privilege.no_udisks`."""
    try:
        connection = open_dbus_connection("SYSTEM", auth_timeout=_CONNECT_TIMEOUT_S)
    except _FAILURES as error:
        raise PrivilegeError("privilege.no_bus", detail=str(error)) from error
    with connection:
        try:
            for name in (POLKIT, UDISKS):
                if not _call(connection, _BUS, "NameHasOwner", "s", (name,))[0]:
                    _call(connection, _BUS, "StartServiceByName", "su", (name, 0), timeout_s=_START_TIMEOUT_S)
        except _FAILURES as error:
            detail = str(error.data) if isinstance(error, DBusErrorResponse) else str(error)
            raise PrivilegeError("privilege.no_udisks", detail=detail) from error


def rescan_block(node: str) -> None:
    """Let UDisks look at a disk again, where it does so without a question."""
    path = f"/org/freedesktop/UDisks2/block_devices/{Path(node).name}"
    options = {"auth.no_user_interaction": ("b", True)}
    with contextlib.suppress(*_FAILURES), open_dbus_connection("SYSTEM", auth_timeout=_CONNECT_TIMEOUT_S) as connection:
        _call(connection, DBusAddress(path, UDISKS, f"{UDISKS}.Block"), "Rescan", "a{sv}", (options,))


def _state(connection: DBusConnection, name: str, unit: str) -> str:
    try:
        if _call(connection, _BUS, "NameHasOwner", "s", (name,))[0]:
            return "ready"
        if name not in _call(connection, _BUS, "ListActivatableNames")[0]:
            return "missing"
    except _FAILURES:
        return "unknown"
    return _state_of_unit(connection, unit)


def _state_of_unit(connection: DBusConnection, unit: str) -> str:
    """Of a service that the bus would start. Without systemd it is believed."""
    try:
        if str(_call(connection, _SYSTEMD, "GetUnitFileState", "s", (unit,))[0]).startswith("masked"):
            return "masked"
        path = _call(connection, _SYSTEMD, "LoadUnit", "s", (unit,))[0]
        properties = DBusAddress(path, "org.freedesktop.systemd1", "org.freedesktop.DBus.Properties")
        _, active = _call(connection, properties, "Get", "ss", ("org.freedesktop.systemd1.Unit", "ActiveState"))[0]
    except _FAILURES:
        return "ready"
    return "failed" if active == "failed" else "ready"


def _agent(connection: DBusConnection, cards: Sequence[str]) -> str:
    """ "ready" where nobody has to be asked, or somebody is there to ask; "missing" only where that is certain.

    A rule may look at the card, and polkit does not tell us then: so a card is tried before anything is claimed.
    """
    try:
        me = ("system-bus-name", {"name": ("s", connection.unique_name)})
        may, must_ask, _ = _call(
            connection, _AUTHORITY, "CheckAuthorization", "(sa{sv})sa{ss}us", (me, _OPEN_DEVICE, {}, 0, "")
        )[0]
    except _FAILURES:
        return "unknown"
    if may or not must_ask or _has_agent(connection, _process()):
        return "ready"
    for session in _sessions(connection):
        there = _has_agent(connection, ("unix-session", {"session-id": ("s", session)}))
        if there is not None:
            return "ready" if there or _allowed(cards) else "missing" if cards else "unknown"
    return "unknown"


def _process() -> tuple[str, dict[str, tuple[str, int]]]:
    """This process as a subject of polkit; field 22 of proc(5)'s stat is when it started."""
    started = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    return "unix-process", {"pid": ("u", os.getpid()), "start-time": ("t", started), "uid": ("i", os.getuid())}


def _has_agent(connection: DBusConnection, subject: tuple[str, Any]) -> bool | None:
    try:
        _call(connection, _AUTHORITY, "RegisterAuthenticationAgent", "(sa{sv})ss", (subject, "C", _NO_PATH))
    except DBusErrorResponse as error:
        text = str(error.data[0]) if error.data else ""
        return True if _THERE_IS_ONE in text else False if _THERE_IS_NONE in text else None
    except _FAILURES:
        return None
    return None  # a polkit that takes any path; it forgets us as soon as the connection is closed


def _allowed(cards: Sequence[str]) -> bool:
    """Whether UDisks opens one of them without asking. Only for reading, and closed at once."""
    try:
        udisks = UDisks()
    except PrivilegeError:
        return False
    try:
        for node in cards:
            block = udisks.resolve(node)
            if block is not None:
                os.close(udisks.open_device(block, writable=False, ask=False))
                return True
    except _FAILURES:
        return False
    finally:
        udisks.close()
    return False


def _sessions(connection: DBusConnection) -> Iterator[str]:
    """This process's login session, as polkit finds it: its own, else the one at this user's screen."""

    def of_process() -> str:
        path = _call(connection, _LOGIND, "GetSessionByPID", "u", (os.getpid(),))[0]
        return str(_property(connection, path, "org.freedesktop.login1.Session", "Id"))

    def of_user() -> str:
        path = _call(connection, _LOGIND, "GetUser", "u", (os.getuid(),))[0]
        return str(_property(connection, path, "org.freedesktop.login1.User", "Display")[0])

    ways: tuple[Callable[[], str], ...] = (of_process, of_user, lambda: os.environ["XDG_SESSION_ID"])
    for way in ways:
        try:
            if session := way():
                yield session
        except _FAILURES:
            continue


def _property(connection: DBusConnection, path: str, interface: str, name: str) -> Any:
    properties = DBusAddress(path, "org.freedesktop.login1", "org.freedesktop.DBus.Properties")
    return _call(connection, properties, "Get", "ss", (interface, name))[0][1]


def _call(
    connection: DBusConnection,
    address: DBusAddress,
    method: str,
    signature: str | None = None,
    body: tuple[Any, ...] = (),
    *,
    timeout_s: float = _CALL_TIMEOUT_S,
) -> Any:
    return unwrap_msg(
        connection.send_and_get_reply(new_method_call(address, method, signature, body), timeout=timeout_s)
    )
