"""A polkit agent: stands in for the desktop's password dialog and for the person before it.

What it does with a question: "grant" types the administrator's password, "refuse" a wrong one, "dismiss" closes the
dialog, "hang" lets it stand. Passwords go through polkit's own helper and PAM, as those of a real dialog do.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, new_error, new_method_call, new_method_return
from jeepney.io.blocking import open_dbus_connection
from jeepney.wrappers import unwrap_msg

BEGUN, CANCELLED = "BeginAuthentication", "CancelAuthentication"
HELPER = "/usr/lib/polkit-1/polkit-agent-helper-1"
_POLKIT = "org.freedesktop.PolicyKit1"
_AUTHORITY = DBusAddress("/org/freedesktop/PolicyKit1/Authority", _POLKIT, f"{_POLKIT}.Authority")
_PERSON = "lab-admin"
_PASSWORDS = {"grant": "lab-password", "refuse": "not the password"}


class Agent:
    """Serves the process `pid`. `log` has the calls that came; `begun` is called with each question and waited for."""

    def __init__(self, pid: int, mode: str, begun: Callable[[], None]) -> None:
        self.log: list[str] = []
        self.questions: list[str] = []
        self.taken_back = threading.Event()
        self._mode = mode
        self._begun = begun
        self._bus = open_dbus_connection("SYSTEM", auth_timeout=30)
        started = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
        subject = ("unix-process", {"pid": ("u", pid), "start-time": ("t", started)})
        body = (subject, "C", "/lab/agent")
        call = new_method_call(_AUTHORITY, "RegisterAuthenticationAgent", "(sa{sv})ss", body)
        unwrap_msg(self._bus.send_and_get_reply(call, timeout=10))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError, EOFError):
            while True:
                message = self._bus.receive()
                if message.header.message_type is not MessageType.method_call:
                    continue
                self.log.append(message.header.fields[HeaderFields.member])
                if self.log[-1] == BEGUN:
                    self._answer(message)
                else:
                    self._bus.send(new_method_return(message))
                    self.taken_back.set()

    def _answer(self, message: Any) -> None:
        action, _text, _icon, _details, cookie, _identities = message.body
        self.questions.append(action)
        self._begun()
        if self._mode == "dismiss":
            self._bus.send(new_error(message, f"{_POLKIT}.Error.Cancelled", "s", ("dismissed",)))
        elif self._mode in _PASSWORDS:
            _type_password(cookie, _PASSWORDS[self._mode])
            self._bus.send(new_method_return(message))

    def __enter__(self) -> Agent:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        with contextlib.suppress(OSError):
            self._bus.sock.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._bus.close()


def _type_password(cookie: str, password: str) -> None:
    """The helper tells polkit itself when PAM was content with the password."""
    with subprocess.Popen([HELPER, _PERSON], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as helper:
        assert helper.stdin
        assert helper.stdout
        helper.stdin.write(f"{cookie}\n")
        helper.stdin.flush()
        for line in helper.stdout:
            if line.startswith("PAM_PROMPT"):
                helper.stdin.write(f"{password}\n")
                helper.stdin.flush()
            elif line.startswith(("SUCCESS", "FAILURE")):
                break
