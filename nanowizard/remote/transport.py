"""Opens and authenticates the encrypted link; with `connection.py`, the only client code that knows paramiko.

Nothing secret is sent before the caller has judged the host key: `open_link` ends after the key exchange, `log_in`
is a call of its own. Whatever the library or a socket raises becomes a NanoError in the two tables below.
"""

from __future__ import annotations

import contextlib
import logging
import selectors
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import paramiko

from nanowizard.core.errors import NanoError
from nanowizard.core.task import RunContext
from nanowizard.remote.address import Address
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKey

CONNECT_TIMEOUT_S = 10.0
HANDSHAKE_TIMEOUT_S = 20.0
"""A Nano that swaps takes seconds to start an sshd session; OpenSSH gives up on its side after 120 s."""
AGENT_KEYS_TRIED = 4
"""sshd closes the link after six refusals (MaxAuthTries); the key file and the password must still fit."""

# Without a handler of its own the library's complaints would go to stderr; what matters is raised anyway.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


def open_link(address: Address, ctx: RunContext, *, expected: HostKey | None = None) -> paramiko.Transport:
    """A link with its keys exchanged and nobody logged in.

    A server may own several host keys; the one of `expected`'s type is asked for first, so that a second key is not
    taken for a changed one. Raises NanoError nano.unreachable, nano.refused or nano.no_ssh, and Cancelled.
    """
    sock = _open_socket(address, ctx)
    try:
        transport = paramiko.Transport(sock)
    except BaseException:
        sock.close()
        raise
    take_back = ctx.cancel.on_set(transport.close)
    try:
        transport.banner_timeout = HANDSHAKE_TIMEOUT_S
        transport.auth_timeout = HANDSHAKE_TIMEOUT_S * 2
        _prefer(transport, expected)
        transport.start_client(timeout=HANDSHAKE_TIMEOUT_S)
        transport.get_remote_server_key()
    except (paramiko.SSHException, EOFError, OSError) as error:
        transport.close()
        ctx.cancel.raise_if_set()
        raise NanoError("nano.no_ssh", host=address.host, port=address.port, detail=str(error)) from error
    except BaseException:
        transport.close()
        raise
    finally:
        take_back()
    return transport


def host_key_of(transport: paramiko.Transport) -> HostKey:
    key = transport.get_remote_server_key()
    return HostKey(key_type=key.get_name(), blob=key.asbytes())


def log_in(transport: paramiko.Transport, address: Address, credentials: Credentials, ctx: RunContext) -> None:
    """Try what the person gave, in order, until the server is content.

    Raises NanoError nano.login_failed, nano.key_unreadable, nano.key_locked, nano.key_passphrase_wrong or nano.lost,
    and Cancelled.
    """
    take_back = ctx.cancel.on_set(transport.close)
    refused = False
    why = "nothing to log in with"
    try:
        for attempt in _attempts(transport, address.user, credentials):
            try:
                attempt()
            except paramiko.AuthenticationException as error:
                ctx.cancel.raise_if_set()
                if not transport.is_active() and not refused:
                    raise NanoError("nano.lost", host=address.host, detail=str(error)) from error
                refused, why = True, str(error)
            if transport.is_authenticated():
                return
    except (paramiko.SSHException, EOFError, OSError) as error:
        ctx.cancel.raise_if_set()
        if not refused:
            raise NanoError("nano.lost", host=address.host, detail=str(error)) from error
        why = str(error)
    finally:
        take_back()
    ctx.cancel.raise_if_set()
    raise NanoError("nano.login_failed", user=address.user, host=address.host, detail=why)


def _attempts(transport: paramiko.Transport, user: str, credentials: Credentials) -> Iterator[Callable[[], object]]:
    if credentials.identity is not None:
        key = private_key(credentials.identity, credentials.passphrase)
        yield lambda: transport.auth_publickey(user, key)
    if credentials.use_agent:
        with contextlib.closing(paramiko.Agent()) as agent:
            for agent_key in agent.get_keys()[:AGENT_KEYS_TRIED]:
                yield lambda agent_key=agent_key: transport.auth_publickey(user, agent_key)  # type: ignore[misc]
    if credentials.password is not None:
        yield lambda: _password(transport, user, credentials.password or "")


def private_key(identity: Path, passphrase: str | None) -> paramiko.PKey:
    """Raises NanoError nano.key_unreadable(path), nano.key_locked(path) without a passphrase where one is needed, and
    nano.key_passphrase_wrong(path).
    """
    path = str(identity)
    try:
        return _opened(path, passphrase or None)
    except paramiko.PasswordRequiredException as error:
        raise NanoError("nano.key_locked", path=path) from error
    except (OSError, ValueError, TypeError, paramiko.SSHException) as error:
        # The library has no error of its own for a wrong passphrase.
        if passphrase and _is_locked(path):
            raise NanoError("nano.key_passphrase_wrong", path=path) from None
        raise NanoError("nano.key_unreadable", path=path, detail=type(error).__name__) from error


def _opened(path: str, passphrase: str | None) -> paramiko.PKey:
    """Raises OSError, ValueError, TypeError or paramiko.SSHException, as the library does."""
    last: Exception | None = None
    for kind in (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey):
        try:
            return kind.from_private_key_file(path, passphrase)
        except paramiko.PasswordRequiredException:
            raise
        except (OSError, ValueError, TypeError, paramiko.SSHException) as error:
            last = error
    raise last or ValueError(path)


def _is_locked(path: str) -> bool:
    try:
        _opened(path, None)
    except paramiko.PasswordRequiredException:
        return True
    except (OSError, ValueError, TypeError, paramiko.SSHException):
        return False
    return False


def _password(transport: paramiko.Transport, user: str, password: str) -> None:
    """By the method `password`, or by `keyboard-interactive` where the server has only that.

    Never both for one password: a wrong one would count twice towards a lock-out.
    """
    try:
        transport.auth_password(user, password, fallback=False)
    except paramiko.BadAuthenticationType as error:
        if "keyboard-interactive" not in error.allowed_types:
            raise
        answered = False

        def answer(_title: str, _instructions: str, prompts: list[tuple[str, bool]]) -> list[str]:
            nonlocal answered
            word = "" if answered else password
            answered = answered or bool(prompts)
            return [word for _ in prompts]

        transport.auth_interactive(user, answer)


def _prefer(transport: paramiko.Transport, expected: HostKey | None) -> None:
    if expected is None:
        return
    options = transport.get_security_options()
    names = ("rsa-sha2-512", "rsa-sha2-256") if expected.key_type == "ssh-rsa" else (expected.key_type,)
    first = tuple(name for name in options.key_types if name in names)
    options.key_types = first + tuple(name for name in options.key_types if name not in names)


def _open_socket(address: Address, ctx: RunContext) -> socket.socket:
    """A connected socket to the first of the host's addresses that answers."""
    last: OSError = OSError("no address")
    try:
        candidates = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise _unreached(error, address) from error
    for family, kind, protocol, _name, place in candidates:
        try:
            return _connected(socket.socket(family, kind, protocol), place, ctx)
        except OSError as error:
            last = error
    raise _unreached(last, address) from last


def _connected(sock: socket.socket, place: object, ctx: RunContext) -> socket.socket:
    """Connects without blocking for longer than 0.1 s at a time, so that a cancel is heard."""
    try:
        sock.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            sock.connect(place)  # type: ignore[arg-type]
        deadline = time.monotonic() + CONNECT_TIMEOUT_S
        with selectors.DefaultSelector() as selector:
            selector.register(sock, selectors.EVENT_WRITE)
            while not selector.select(0.1):
                ctx.cancel.raise_if_set()
                if time.monotonic() > deadline:
                    raise TimeoutError(f"no answer in {CONNECT_TIMEOUT_S:.0f} s")
        code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            raise OSError(code, f"connect failed with {code}")
        sock.setblocking(True)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        sock.close()
        raise
    return sock


def _unreached(error: OSError, address: Address) -> NanoError:
    if isinstance(error, ConnectionRefusedError):
        return NanoError("nano.refused", host=address.host, port=address.port)
    return NanoError("nano.unreachable", host=address.host, detail=str(error))
