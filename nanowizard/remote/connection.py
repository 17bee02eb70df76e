"""Connection over SSH (see `remote.shell`): one link for the whole visit.

How a password reaches sudo: as the first line on the standard input of the encrypted channel. It is never part of a
command line, the environment, a log or an error.
"""

from __future__ import annotations

import contextlib
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paramiko
from paramiko.common import cMSG_CHANNEL_REQUEST

from nanowizard.core.errors import Cancelled, NanoError
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.remote import command
from nanowizard.remote.address import Address
from nanowizard.remote.execute import Ending, Execution
from nanowizard.remote.proxy import ByteLink
from nanowizard.remote.sftp import append_over_sftp
from nanowizard.remote.shell import CommandResult
from nanowizard.remote.streams import LineSplitter, MarkedStream

HEARTBEAT_S = 15.0
SILENCE_S = 60.0
"""A link is given up when a heartbeat stays unanswered so long; a Nano deep in swap may well need half a minute."""
KILL_TIMEOUT_S = 4.0
CLOSE_TIMEOUT_S = 5.0
SUDO_TIMEOUT_S = 30.0
DETAIL_CHARS = 2000
_NOT_ALLOWED = ("is not in the sudoers file", "may not run sudo", "is not allowed to execute")


@dataclass(frozen=True, slots=True)
class _Call:
    """A command on its way: the line for the login shell, the mark that it will say, all of its standard input."""

    line: str
    mark: str
    stdin: bytes
    sudo: bool


@dataclass(frozen=True, slots=True)
class _Outcome:
    """`started`: the command itself was reached. `preamble`: what sudo or the login shell said before on stderr."""

    started: bool
    exit_status: int
    stdout: bytes
    stderr: str
    preamble: str

    @property
    def complaint(self) -> str:
        return (self.stderr or self.preamble)[-DETAIL_CHARS:].strip()


class SshConnection:
    """One login, one transport. Made by `remote.ssh.connect`."""

    def __init__(self, transport: paramiko.Transport, address: Address, password: str | None) -> None:
        self.user = address.user
        self.host = address.host
        self.port = address.port
        self._transport = transport
        self._password = password
        self._sudo_works = False
        self._heart = _Heart(transport)

    def __repr__(self) -> str:
        return f"SshConnection({self.user}@{self.host}:{self.port})"

    def run(
        self,
        argv: Sequence[str],
        ctx: RunContext,
        *,
        sudo: bool = False,
        stdin: bytes = b"",
        umask: int | None = None,
        check: bool = True,
        timeout_s: float | None = 60.0,
        on_line: Callable[[str], None] | None = None,
        on_data: Callable[[bytes], None] | None = None,
    ) -> CommandResult:
        call = self._call(argv, ctx, sudo=sudo, stdin=stdin, umask=0o022 if umask is None else umask)
        outcome = self._execute(call, ctx, timeout_s, on_line, on_data)
        if check and outcome.exit_status != 0:
            raise _failed(argv[0], outcome)
        return CommandResult(outcome.exit_status, outcome.stdout.decode("utf-8", "replace"), outcome.stderr)

    def read_file(self, path: str, ctx: RunContext, *, sudo: bool = False) -> bytes | None:
        call = self._call(command.script(command.READ_FILE, path), ctx, sudo=sudo)
        outcome = self._execute(call, ctx, 60.0)
        if outcome.exit_status == command.NO_SUCH_FILE:
            return None
        if outcome.exit_status != 0:
            raise _failed("cat", outcome)
        return outcome.stdout

    def write_file(self, path: str, data: bytes, ctx: RunContext, *, mode: int = 0o644, backup: bool = False) -> None:
        arguments = (path, f"{mode:04o}", str(len(data)), str(int(backup)))
        self.run(command.script(command.WRITE_FILE, *arguments), ctx, sudo=True, stdin=data, umask=0o077)

    def append_file(
        self, local: Path, remote: str, ctx: RunContext, *, offset: int, on_sent: Callable[[int], None]
    ) -> None:
        """Write `local` from `offset` on into `remote` over SFTP, as the login user.

        With offset 0 an older file of that name is emptied first. `on_sent` gets the bytes of each piece.
        Raises NanoError nano.push_failed(file), nano.lost; Cancelled, with what was sent so far kept.
        """
        try:
            append_over_sftp(self._transport, local, remote, ctx, offset=offset, on_sent=on_sent)
        except (paramiko.SSHException, EOFError, OSError) as error:
            code = "nano.lost" if self._is_lost() else "nano.push_failed"
            raise NanoError(code, host=self.host, file=local.name, detail=str(error)) from error

    def lend_port(self, port: int, on_link: Callable[[ByteLink], None]) -> int:
        """Have the Nano hand us the links that its own programs open to 127.0.0.1:`port` (0: any); the port.

        `on_link` is called in the link's own thread and must return at once.
        Raises NanoError nano.share_refused, nano.lost.
        """
        try:
            return self._transport.request_port_forward(
                "127.0.0.1", port, lambda channel, _origin, _server: on_link(channel)
            )
        except (paramiko.SSHException, EOFError, OSError) as error:
            code = "nano.lost" if self._is_lost() else "nano.share_refused"
            raise NanoError(code, host=self.host, detail=str(error)) from error

    def take_port_back(self, port: int) -> None:
        """Never raises: with the link the port is gone too."""
        with contextlib.suppress(paramiko.SSHException, EOFError, OSError):
            self._transport.cancel_port_forward("127.0.0.1", port)

    def close(self) -> None:
        self._heart.stop()

    def _call(
        self, argv: Sequence[str], ctx: RunContext, *, sudo: bool, stdin: bytes = b"", umask: int = 0o077
    ) -> _Call:
        ctx.cancel.raise_if_set()
        if not sudo or self.user == "root":
            mark = _new_mark()
            return _Call(command.command_line(argv, mark=mark, umask=umask), mark, stdin, sudo=False)
        if not self._sudo_works:
            self._try_sudo(ctx)
        return self._as_root(argv, stdin, umask)

    def _as_root(self, argv: Sequence[str], stdin: bytes, umask: int) -> _Call:
        mark = _new_mark()
        line = command.sudo_line(argv, mark=mark, umask=umask, asks=self._password is not None)
        return _Call(line, mark, self._password_line + mark.encode() + b"\n" + stdin, sudo=True)

    @property
    def _password_line(self) -> bytes:
        return b"" if self._password is None else self._password.encode() + b"\n"

    def _try_sudo(self, ctx: RunContext) -> None:
        """Once a connection: one try of the password and nothing else on standard input.

        sudo takes any further lines for further tries: a wrong password must not turn data into guesses.
        """
        mark = _new_mark()
        line = command.sudo_line(["true"], mark=mark, umask=0o077, asks=self._password is not None)
        self._execute(_Call(line, mark, self._password_line, sudo=True), ctx, SUDO_TIMEOUT_S)
        self._sudo_works = True

    def _refused(self, outcome: _Outcome) -> NanoError:
        if any(words in outcome.preamble for words in _NOT_ALLOWED):
            reason = "not_allowed"
        elif outcome.exit_status == 127:
            reason = "no_sudo"
        else:
            reason = "wrong_password" if self._password is not None else "password_needed"
        return NanoError("nano.sudo_refused", user=self.user, reason=reason, detail=outcome.complaint)

    def _execute(
        self,
        call: _Call,
        ctx: RunContext,
        timeout_s: float | None,
        on_line: Callable[[str], None] | None = None,
        on_data: Callable[[bytes], None] | None = None,
    ) -> _Outcome:
        lines = [LineSplitter(on_line), LineSplitter(on_line)] if on_line else []
        out = MarkedStream(call.mark, on_data or (lines[0].feed if lines else None))
        err = MarkedStream(call.mark, lines[1].feed if lines else None)
        channel = self._start(call.line, SILENCE_S if timeout_s is None else min(timeout_s, SILENCE_S))
        execution = Execution(channel, call.stdin, out.feed, err.feed)
        try:
            ending = execution.follow(ctx.cancel, timeout_s)
            if ending is not Ending.FINISHED:
                self._kill(err.pid, sudo=call.sudo)
        finally:
            execution.close()
        for splitter in lines:
            splitter.close()
        if ending is Ending.CANCELLED:
            raise Cancelled
        if ending is Ending.TIMED_OUT:
            raise NanoError("nano.timed_out", host=self.host, timeout_s=timeout_s)
        status = channel.recv_exit_status()
        if status == -1 and self._is_lost():
            raise NanoError("nano.lost", host=self.host)
        outcome = _Outcome(err.started, status, out.data, err.data.decode("utf-8", "replace"), err.preamble)
        if call.sudo and not outcome.started:
            raise self._refused(outcome)
        return outcome

    def _start(self, line: str, patience_s: float) -> paramiko.Channel:
        try:
            channel = self._transport.open_session(timeout=patience_s)
            _begin(channel, line)
        except (paramiko.SSHException, EOFError, OSError) as error:
            raise NanoError("nano.lost", host=self.host, detail=str(error)) from error
        return channel

    def _is_lost(self) -> bool:
        """A command killed by a signal leaves no exit status either; a broken link is known a moment later."""
        self._transport.join(timeout=0.3)
        return not self._transport.is_active()

    def _kill(self, pid: int | None, *, sudo: bool) -> None:
        """End the remote process group through a second channel: sshd does not, when only the first one closes."""
        if pid is None:
            return
        argv = command.script(command.KILL, str(pid))
        mark = _new_mark()
        plain = _Call(command.command_line(argv, mark=mark, umask=0o077), mark, b"", sudo=False)
        call = self._as_root(argv, b"", 0o077) if sudo else plain
        with contextlib.suppress(NanoError):
            execution = Execution(self._start(call.line, KILL_TIMEOUT_S), call.stdin, _ignore, _ignore)
            execution.follow(CancelToken(), KILL_TIMEOUT_S)
            execution.close()


def _begin(channel: paramiko.Channel, line: str) -> None:
    """Ask for a command and go on: waiting for the answer is a way there and back for each command. A refusal closes
    the channel."""
    request = paramiko.Message()
    request.add_byte(cMSG_CHANNEL_REQUEST)
    request.add_int(channel.remote_chanid)
    request.add_string("exec")
    request.add_boolean(True)
    request.add_string(line)
    transport: Any = channel.transport
    transport._send_user_message(request)


def _new_mark() -> str:
    return f"nw-{secrets.token_hex(8)}"


def _ignore(_data: bytes) -> None:
    pass


def _failed(program: str, outcome: _Outcome) -> NanoError:
    return NanoError("nano.command_failed", command=program, exit_status=outcome.exit_status, detail=outcome.complaint)


class _Heart:
    """Asks for a sign of life and closes the link when none comes: TCP alone may wait for a quarter of an hour."""

    def __init__(self, transport: paramiko.Transport) -> None:
        self._transport = transport
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="nano-heartbeat", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._transport.close()
        self._transport.join(CLOSE_TIMEOUT_S)
        self._thread.join()

    def _beat(self) -> None:
        while not self._stop.wait(HEARTBEAT_S) and self._transport.is_active():
            alarm = threading.Timer(SILENCE_S, self._transport.close)
            alarm.daemon = True
            alarm.start()
            with contextlib.suppress(paramiko.SSHException, EOFError, OSError):
                self._transport.global_request("keepalive@openssh.com", wait=True)
            alarm.cancel()
            alarm.join()
