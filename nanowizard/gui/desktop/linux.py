"""Tells a Linux desktop over its session bus, from a thread of its own: a bus that hangs holds up no window.

Progress: com.canonical.Unity.LauncherEntry, which the docks of GNOME (Ubuntu) and KDE Plasma understand. Messages:
Desktop Notifications Specification 1.2. Logging out: org.gnome.SessionManager (GNOME, MATE, Cinnamon), else the portal
org.freedesktop.portal.Inhibit (KDE and others); both give numbers the same meaning, and both forget the wish with the
connection that made it.
"""

from __future__ import annotations

import html
import logging
import queue
import sys
import threading
from collections.abc import Callable

from jeepney import DBusAddress, new_method_call, new_signal
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

assert sys.platform == "linux"

_log = logging.getLogger(__name__)

_DESKTOP_ENTRY = "nanowizard"
_LAUNCHER = DBusAddress("/org/nanowizard/launcher", interface="com.canonical.Unity.LauncherEntry")
_NOTIFICATIONS = DBusAddress(
    "/org/freedesktop/Notifications", "org.freedesktop.Notifications", "org.freedesktop.Notifications"
)
_SESSION = DBusAddress("/org/gnome/SessionManager", "org.gnome.SessionManager", "org.gnome.SessionManager")
_PORTAL = DBusAddress(
    "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Desktop", "org.freedesktop.portal.Inhibit"
)
_LOG_OUT, _SUSPEND = 1, 4
_TIMEOUT_S = 5.0
_GOODBYE_S = 1.0


class LinuxDesktop:
    """Implements `model.Desktop`."""

    def __init__(self) -> None:
        self._wishes: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._bus: DBusConnection | None = None
        self._held: DBusConnection | None = None
        self._thread = threading.Thread(target=self._serve, name="desktop", daemon=True)
        self._thread.start()

    def show_progress(self, fraction: float | None) -> None:
        self._wishes.put(lambda: self._show_progress(fraction))

    def notify(self, headline: str, text: str) -> None:
        self._wishes.put(lambda: self._notify(headline, text))

    def hold(self, why: str) -> None:
        self._wishes.put(lambda: self._hold(why))

    def release(self) -> None:
        self._wishes.put(self._release)

    def close(self) -> None:
        """What is under way has a second; the thread ends with the program."""
        self._wishes.put(None)
        self._thread.join(_GOODBYE_S)

    def _serve(self) -> None:
        while (wish := self._wishes.get()) is not None:
            try:
                wish()
            # KeyError: jeepney's way to say that the environment names no bus, as over ssh -X.
            except (DBusErrorResponse, OSError, EOFError, ValueError, TimeoutError, KeyError) as error:
                _log.info("the desktop was not told: %s", error)
        self._release()
        if self._bus is not None:
            self._bus.close()

    def _open(self) -> DBusConnection:
        if self._bus is None:
            self._bus = _session_bus()
        return self._bus

    def _show_progress(self, fraction: float | None) -> None:
        shown = {"progress": ("d", fraction or 0.0), "progress-visible": ("b", fraction is not None)}
        entry = f"application://{_DESKTOP_ENTRY}.desktop"
        self._open().send(new_signal(_LAUNCHER, "Update", "sa{sv}", (entry, shown)))

    def _notify(self, headline: str, text: str) -> None:
        bus = self._open()
        ask = new_method_call(_NOTIFICATIONS, "GetCapabilities")
        (abilities,) = unwrap_msg(bus.send_and_get_reply(ask, timeout=_TIMEOUT_S))
        body = html.escape(text, quote=False) if "body-markup" in abilities else text
        hints = {"desktop-entry": ("s", _DESKTOP_ENTRY)}
        actions: list[str] = []
        told = ("NanoWizard", 0, _DESKTOP_ENTRY, headline, body, actions, hints, -1)
        tell = new_method_call(_NOTIFICATIONS, "Notify", "susssasa{sv}i", told)
        unwrap_msg(bus.send_and_get_reply(tell, timeout=_TIMEOUT_S))

    def _hold(self, why: str) -> None:
        self._release()
        bus = self._held = _session_bus()
        what = _LOG_OUT | _SUSPEND
        session = new_method_call(_SESSION, "Inhibit", "susu", (_DESKTOP_ENTRY, 0, why, what))
        portal = new_method_call(_PORTAL, "Inhibit", "sua{sv}", ("", what, {"reason": ("s", why)}))
        try:
            unwrap_msg(bus.send_and_get_reply(session, timeout=_TIMEOUT_S))
        except DBusErrorResponse:
            unwrap_msg(bus.send_and_get_reply(portal, timeout=_TIMEOUT_S))

    def _release(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            held.close()


def _session_bus() -> DBusConnection:
    """Raises OSError, ValueError."""
    try:
        return open_dbus_connection("SESSION", auth_timeout=_TIMEOUT_S)
    except (KeyError, StopIteration) as error:  # nothing says where it is, or nothing that can be understood
        raise OSError(f"no session bus: {error!r}") from error
