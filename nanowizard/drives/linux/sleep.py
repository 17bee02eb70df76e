"""Asks logind not to put this computer to sleep, nor to shut it down unasked, while a card is written.

The lock lives with a file descriptor. Measured on systemd 252: at the desk `block` is granted in silence; over SSH only
`delay` is, which holds nothing up; who presses "suspend" is obeyed all the same. Nothing here is worth failing for.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import DBusErrorResponse, unwrap_msg

assert sys.platform == "linux"

_log = logging.getLogger(__name__)

_LOGIND = DBusAddress("/org/freedesktop/login1", "org.freedesktop.login1", "org.freedesktop.login1.Manager")
_SLEEP = "sleep:idle:handle-lid-switch"
_WHAT = (f"shutdown:{_SLEEP}", _SLEEP)  # each has a permission of its own: the best that is granted
_WHAT_BY_ITSELF = ("sleep:idle",)
_TIMEOUT_S = 5.0


def block_sleep(why: str, *, by_itself_only: bool = False) -> int | None:
    """A descriptor that keeps the computer awake until it is closed; None where logind grants none or is not there.

    With `by_itself_only`, who closes the lid or shuts down is obeyed.
    """
    try:
        connection = open_dbus_connection("SYSTEM", enable_fds=True, auth_timeout=_TIMEOUT_S)
    except (OSError, ValueError) as error:
        _log.info("no system bus, so nobody to ask to stay awake: %s", error)
        return None
    try:
        for what in _WHAT_BY_ITSELF if by_itself_only else _WHAT:
            with contextlib.suppress(DBusErrorResponse):
                return _inhibit(connection, what, why)
        _log.info("the computer may go to sleep: logind refuses")
    except (OSError, TimeoutError) as error:
        _log.info("the computer may go to sleep: %s", error)
    finally:
        connection.close()
    return None


def _inhibit(connection: DBusConnection, what: str, why: str) -> int:
    """Raises DBusErrorResponse, OSError, TimeoutError."""
    ask = new_method_call(_LOGIND, "Inhibit", "ssss", (what, "NanoWizard", why, "block"))
    (lock,) = unwrap_msg(connection.send_and_get_reply(ask, timeout=_TIMEOUT_S))
    descriptor = int(lock.to_raw_fd())
    # jeepney receives it inheritable: a child would keep the computer awake for as long as it lives.
    os.set_inheritable(descriptor, False)
    return descriptor
