"""UDisks2 over D-Bus: unmounts, opens and ejects for a person who is not root; polkit asks for the password.

Measured on udisks2 2.9.4, polkit 122 (see ARCHITECTURE.md). Each call chain has a connection of its own: a permission
belongs to this process, not to the connection, and closing the connection is the one way to take a question back.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import socket
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

from nanowizard.core.errors import Cancelled, PrivilegeError
from nanowizard.core.events import LogLine, StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.drives.linux.udisks_errors import (
    CAN_OBTAIN,
    FAILED,
    NOT_MOUNTED,
    UNKNOWN_METHOD,
    lost_bus,
    udisks_error,
)

assert sys.platform == "linux"

_log = logging.getLogger(__name__)

Objects: TypeAlias = dict[str, dict[str, dict[str, Any]]]

_BUS, _ROOT = "org.freedesktop.UDisks2", "/org/freedesktop/UDisks2"
_QUIET = {"auth.no_user_interaction": ("b", True)}
_CONNECT_TIMEOUT_S = 10.0  # jeepney's own is 1 s: short on a busy machine
_CALL_TIMEOUT_S = 25.0  # jeepney has none; calls that may ask or flush a slow card wait for ever instead
_RESOLVE_FOR_S = 2.0  # UDisks lags behind udev, and partitions vanish while a table is read again


class UDisks:
    """One connection, for one thread. `close` may come from another thread: it ends a waiting call."""

    def __init__(self) -> None:
        """Raises PrivilegeError `privilege.no_bus` where there is no system bus."""
        try:
            self._connection: DBusConnection = open_dbus_connection(
                "SYSTEM", enable_fds=True, auth_timeout=_CONNECT_TIMEOUT_S
            )
        except (OSError, ValueError) as error:
            raise PrivilegeError("privilege.no_bus", detail=str(error)) from error

    def close(self) -> None:
        self._connection.close()

    def interrupt(self) -> None:
        """Make a call that waits in another thread fail at once; polkit then takes its dialog away."""
        with contextlib.suppress(OSError):
            self._connection.sock.shutdown(socket.SHUT_RDWR)

    def call(
        self,
        path: str,
        interface: str,
        method: str,
        signature: str = "",
        body: tuple[Any, ...] = (),
        *,
        timeout_s: float | None = _CALL_TIMEOUT_S,
    ) -> Any:
        """Raises DBusErrorResponse, OSError (bus lost) or TimeoutError."""
        message = new_method_call(DBusAddress(path, _BUS, interface), method, signature or None, body)
        return unwrap_msg(self._connection.send_and_get_reply(message, timeout=timeout_s))

    def objects(self) -> Objects:
        """All objects: path -> interface's last word(s) -> property -> value."""
        (managed,) = self.call(_ROOT, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")
        return {
            path: {
                name.removeprefix(_BUS + "."): {key: value for key, (_, value) in properties.items()}
                for name, properties in interfaces.items()
            }
            for path, interfaces in managed.items()
        }

    def resolve(self, node: str) -> str | None:
        """The object of a node such as /dev/sdb; None where UDisks has none (yet)."""
        until = time.monotonic() + _RESOLVE_FOR_S
        while True:
            (paths,) = self.call(
                f"{_ROOT}/Manager", f"{_BUS}.Manager", "ResolveDevice", "a{sv}a{sv}", ({"path": ("s", node)}, {})
            )
            if paths or time.monotonic() > until:
                return str(paths[0]) if paths else None
            time.sleep(0.1)

    def open_device(self, block: str, *, writable: bool, ask: bool) -> int:
        """A descriptor of the block object. `ask` lets polkit show its dialog and waits for the person."""
        flags = os.O_DIRECT | os.O_CLOEXEC | (os.O_EXCL if writable else 0)
        options = {"flags": ("i", flags), **({} if ask else _QUIET)}
        (handle,) = self.call(
            block,
            f"{_BUS}.Block",
            "OpenDevice",
            "sa{sv}",
            ("rw" if writable else "r", options),
            timeout_s=None if ask else _CALL_TIMEOUT_S,
        )
        fd: int = handle.to_raw_fd()
        # It arrives inheritable whatever flags were asked for, and would lock the card in every later child.
        os.set_inheritable(fd, False)
        return fd

    def unmount(self, block: str, *, ask: bool) -> None:
        """What another person mounted needs a permission."""
        self.call(block, f"{_BUS}.Filesystem", "Unmount", "a{sv}", ({} if ask else _QUIET,), timeout_s=None)

    def lock(self, block: str) -> None:
        self.call(block, f"{_BUS}.Encrypted", "Lock", "a{sv}", ({},), timeout_s=None)

    def drive_call(self, drive: str, method: str) -> bool:
        """`Eject` or `PowerOff`; False where the drive, or this system, cannot do it.

        Nobody is asked: that is not worth a second password.
        """
        try:
            self.call(drive, f"{_BUS}.Drive", method, "a{sv}", (_QUIET,))
        except DBusErrorResponse as error:
            # "unable to eject", "No usb device", or there is no program `eject`: the names of the others say more.
            if error.name != FAILED:
                raise
            _log.info("%s: %s", method, _text(error))
            return False
        return True


@contextlib.contextmanager
def connected(path: str, ctx: RunContext) -> Iterator[UDisks]:
    """A connection that cancelling `ctx` interrupts, with its errors turned into ours for the card at `path`.

    Raises Cancelled, PrivilegeError or DriveError.
    """
    ctx.cancel.raise_if_set()
    udisks = UDisks()
    forget = ctx.cancel.on_set(udisks.interrupt)
    try:
        yield udisks
    except DBusErrorResponse as error:
        raise udisks_error(error.name, _text(error), path=path) from error
    except (OSError, EOFError) as error:
        if ctx.cancel.is_set:
            raise Cancelled from error
        raise lost_bus(error) from error
    finally:
        forget()
        udisks.close()


def open_device(path: str, ctx: RunContext, *, writable: bool) -> int:
    """Open the disk at `path` through UDisks, asking the person only where that is needed.

    Emits StepStarted and StepFinished `privilege.asking` around the question. A card that is busy or gone is found out
    after the password only, so look for that first. Raises Cancelled, PrivilegeError or DriveError.
    """
    try:
        return _open_device(path, ctx, writable=writable)
    except PrivilegeError as error:
        if error.code != "privilege.service_lost":
            raise
    # The service ended during the call; the bus starts it again for the next one.
    return _open_device(path, ctx, writable=writable)


def _open_device(path: str, ctx: RunContext, *, writable: bool) -> int:
    with connected(path, ctx) as udisks:
        block = udisks.resolve(path)
        if block is None:
            raise udisks_error(UNKNOWN_METHOD, "UDisks does not know it", path=path)
        try:
            return udisks.open_device(block, writable=writable, ask=False)
        except DBusErrorResponse as error:
            if error.name != CAN_OBTAIN:
                raise
        ctx.emit(StepStarted(step="privilege.asking", params={"path": path}))
        began = time.monotonic()
        fd = udisks.open_device(block, writable=writable, ask=True)
        ctx.emit(StepFinished(step="privilege.asking", params={"waited_s": round(time.monotonic() - began, 1)}))
        return fd


def open_quietly(nodes: Collection[str], path: str, ctx: RunContext) -> list[int]:
    """Descriptors, for reading, of those of `nodes` that are granted without a question.

    Raises Cancelled, PrivilegeError or DriveError.
    """
    opened: list[int] = []
    with connected(path, ctx) as udisks:
        for block, interfaces in udisks.objects().items():
            if "Block" in interfaces and _device(interfaces) in nodes:
                with contextlib.suppress(DBusErrorResponse):
                    opened.append(udisks.open_device(block, writable=False, ask=False))
    return opened


def unmount(nodes: Iterable[str], path: str, ctx: RunContext, *, ask: bool) -> None:
    """Unmount every device in `nodes` (/dev/sdb1, /dev/dm-0, ...) of the card at `path`, and lock what was encrypted.

    Raises Cancelled, PrivilegeError or DriveError (`drive.in_use_by_program`).
    """
    with connected(path, ctx) as udisks:
        for node in nodes:
            block = udisks.resolve(node)
            if block is None:
                continue
            ctx.emit(LogLine(text=f"unmounting {node} through UDisks", source="drives"))
            try:
                udisks.unmount(block, ask=ask)
            except DBusErrorResponse as error:
                if error.name not in (NOT_MOUNTED, UNKNOWN_METHOD):
                    raise
            backing = udisks.objects().get(block, {}).get("Block", {}).get("CryptoBackingDevice", "/")
            if backing != "/":
                udisks.lock(backing)


def how_to_release(node: str, objects: Objects) -> tuple[str, str] | None:
    """(object of the drive, "Eject" or "PowerOff") for the disk at `node`, or None where neither works.

    An SD slot can do neither (measured). A reader is ejected, since after a power-off it must be plugged in again; a
    stick is powered off. Two disks behind one Drive object (equal serials, several slots) are left alone: UDisks may
    hit the wrong one. What shares its plug with another drive is never powered off: the card in the other slot would go
    with it, perhaps while it is being written.
    """
    shown = {path: _device(parts) for path, parts in objects.items() if "Block" in parts and "Partition" not in parts}
    block = next((path for path, device in shown.items() if device == node), None)
    if block is None:
        return None
    drive = objects[block]["Block"].get("Drive", "/")
    properties = objects.get(drive, {}).get("Drive")
    if properties is None or sum(objects[path]["Block"].get("Drive") == drive for path in shown) > 1:
        return None
    if properties.get("ConnectionBus") == "sdio":
        return None
    shares_plug = _has_sibling(drive, objects)
    if properties.get("Ejectable") and (shares_plug or _is_reader(properties)):
        return drive, "Eject"
    if shares_plug:
        return None
    return (drive, "PowerOff") if properties.get("CanPowerOff") else None


def _has_sibling(drive: str, objects: Objects) -> bool:
    """Whether there is another drive in the same device, such as the other slot of a reader."""
    token = objects[drive]["Drive"].get("SiblingId")
    others = (parts["Drive"] for path, parts in objects.items() if "Drive" in parts and path != drive)
    return bool(token) and any(other.get("SiblingId") == token for other in others)


def _is_reader(properties: Mapping[str, Any]) -> bool:
    """A card reader rather than a stick, by what UDisks knows of its media or by the names such readers have."""
    if any(str(media).startswith("flash") for media in properties.get("MediaCompatibility", ())):
        return True
    name = f"{properties.get('Vendor', '')} {properties.get('Model', '')}"
    return re.search(r"card|reader|\bsd\b|mmc|mass.?storage|storage device", name, re.IGNORECASE) is not None


def _device(interfaces: Mapping[str, Mapping[str, Any]]) -> str:
    return bytes(interfaces["Block"].get("Device", b"")).rstrip(b"\0").decode("utf-8", "surrogateescape")


def _text(error: DBusErrorResponse) -> str:
    return str(error.data[0]) if error.data else ""
