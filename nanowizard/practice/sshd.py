"""A small SSH server on 127.0.0.1: logins and commands, nothing else. The only server code that knows paramiko."""

from __future__ import annotations

import contextlib
import hmac
import logging
import socket
import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import paramiko
from paramiko.common import (
    AUTH_FAILED,
    AUTH_SUCCESSFUL,
    OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED,
    OPEN_SUCCEEDED,
)
from paramiko.server import InteractiveQuery

from nanowizard.practice.forward import Forwards
from nanowizard.practice.machine import Machine
from nanowizard.practice.sftp import PracticeSftp
from nanowizard.practice.shell import Account, Streams
from nanowizard.remote.hostkeys import HostKey

ALL_METHODS = ("password", "publickey", "keyboard-interactive")
_POLL_S = 0.1
_FIRST_INPUT_S = 0.2
_CLOSE_S = 5.0

logging.getLogger("paramiko").addHandler(logging.NullHandler())


@dataclass
class LoginRules:
    """Who may come in and how (asked at each login). Keys are public ones in wire form: those in the server's own list,
    and those of the user's file. `forwarding`: whether a client may have a port opened."""

    account: Account
    methods: Callable[[], Sequence[str]] = lambda: ALL_METHODS
    authorized_keys: set[bytes] = field(default_factory=set)
    keys_of_user: Callable[[], Collection[bytes]] = tuple
    forwarding: Callable[[], bool] = lambda: True


Handle = Callable[[str, Streams], "int | None"]
"""Runs a command line; the exit status, or None for a process that was killed."""


class SshServer:
    """`handle` is called in a thread of its own for each command."""

    def __init__(self, key_file: Path, rules: LoginRules, handle: Handle, machine: Machine) -> None:
        self._key_file = key_file
        self._key = _host_key(key_file)
        self._rules = rules
        self._handle = handle
        self._machine = machine
        self._closing = threading.Event()
        self._threads: list[threading.Thread] = []
        self._transports: list[paramiko.Transport] = []
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(_POLL_S)
        self.port: int = self._listener.getsockname()[1]

    def start(self) -> None:
        self._spawn(self._listen)

    @property
    def host_key(self) -> HostKey:
        return HostKey(key_type=self._key.get_name(), blob=self._key.asbytes())

    def new_host_key(self) -> None:
        """Another identity from the next link on, as a re-flashed card has."""
        self._key_file.unlink(missing_ok=True)
        self._key = _host_key(self._key_file)

    def cut(self) -> None:
        """Break every link at once, without a word."""
        with self._lock:
            transports, self._transports = self._transports, []
        for transport in transports:
            transport.close()
            transport.join(_CLOSE_S)

    def close(self) -> None:
        self._closing.set()
        self._listener.close()
        self.cut()
        with self._lock:
            threads, self._threads = self._threads, []
        for thread in threads:
            thread.join()

    def _listen(self) -> None:
        while not self._closing.is_set():
            with contextlib.suppress(TimeoutError, OSError):
                link, _peer = self._listener.accept()
                self._greet(link)

    def _greet(self, link: socket.socket) -> None:
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # or every command waits 40 ms for an ACK
        transport = paramiko.Transport(link)
        transport.add_server_key(self._key)
        transport.set_subsystem_handler("sftp", paramiko.SFTPServer, PracticeSftp, self._machine)
        with self._lock:
            self._transports = [old for old in self._transports if old.is_active()] + [transport]
        with contextlib.suppress(paramiko.SSHException):
            transport.start_server(event=threading.Event(), server=_Door(self._rules, self._run, transport))

    def _run(self, channel: paramiko.Channel, line: str) -> None:
        self._spawn(self._serve, channel, line)

    def _serve(self, channel: paramiko.Channel, line: str) -> None:
        # The request is answered after this thread has started; an end of the channel must not overtake that answer.
        # A client sends input, or the end of it, only after the answer.
        patience = time.monotonic() + _FIRST_INPUT_S
        while not (channel.recv_ready() or channel.eof_received or channel.closed) and time.monotonic() < patience:
            time.sleep(0.002)
        status = self._handle(line, _ChannelStreams(channel))
        with contextlib.suppress(OSError, EOFError, paramiko.SSHException):
            if status is not None:
                channel.send_exit_status(status)
            channel.close()

    def _spawn(self, target: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, name="practice-nano", daemon=True)
        thread.start()
        with self._lock:
            self._threads = [old for old in self._threads if old.is_alive()] + [thread]


class _Door(paramiko.ServerInterface):
    def __init__(
        self, rules: LoginRules, run: Callable[[paramiko.Channel, str], None], transport: paramiko.Transport
    ) -> None:
        self._rules = rules
        self._run = run
        self._transport = transport
        self._forwards = Forwards(self._open_link)

    def get_allowed_auths(self, username: str) -> str:
        del username
        return ",".join(self._rules.methods())

    def check_auth_password(self, username: str, password: str) -> int:
        return self._answer("password", username, self._is_password(password))

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        known = key.asbytes() in {*self._rules.authorized_keys, *self._rules.keys_of_user()}
        return self._answer("publickey", username, known)

    def check_auth_interactive(self, username: str, submethods: str) -> int | InteractiveQuery:
        del submethods
        if "keyboard-interactive" not in self._rules.methods() or username != self._rules.account.name:
            return AUTH_FAILED
        return InteractiveQuery("", "", ("Password: ", False))

    def check_auth_interactive_response(self, responses: list[str]) -> int | InteractiveQuery:
        right = len(responses) == 1 and self._is_password(responses[0])
        return AUTH_SUCCESSFUL if right else AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        del chanid
        return OPEN_SUCCEEDED if kind == "session" else OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        self._run(channel, command.decode("utf-8", "replace"))
        return True

    def check_port_forward_request(self, address: str, port: int) -> int:
        # 0 and False are the same to the library: a refusal.
        if address != "127.0.0.1" or not self._rules.forwarding():
            return 0
        return self._forwards.listen(port) or 0

    def cancel_port_forward_request(self, address: str, port: int) -> None:
        del address
        self._forwards.stop(port)

    def _open_link(self, origin: tuple[str, int], port: int) -> paramiko.Channel | None:
        try:
            return self._transport.open_forwarded_tcpip_channel(origin, ("127.0.0.1", port))
        except (paramiko.SSHException, OSError, EOFError):
            self._forwards.close()
            return None

    def _is_password(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self._rules.account.password.encode())

    def _answer(self, method: str, username: str, right: bool) -> int:
        good = right and username == self._rules.account.name and method in self._rules.methods()
        return AUTH_SUCCESSFUL if good else AUTH_FAILED


class _ChannelStreams:
    """What nobody reads any more is dropped: the program goes on, as one on a real board often does."""

    def __init__(self, channel: paramiko.Channel) -> None:
        self._channel = channel

    def read(self, count: int) -> bytes:
        return self._channel.recv(count)

    def out(self, data: bytes) -> None:
        with contextlib.suppress(OSError, EOFError):
            self._channel.sendall(data)

    def err(self, data: bytes) -> None:
        with contextlib.suppress(OSError, EOFError):
            self._channel.sendall_stderr(data)


def _host_key(path: Path) -> paramiko.PKey:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        paramiko.ECDSAKey.generate().write_private_key_file(str(path))
    return paramiko.ECDSAKey.from_private_key_file(str(path))
