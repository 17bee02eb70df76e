"""People at the keyboard of a virtual machine: one SSH connection for each, commands with their output line by line."""

from __future__ import annotations

import contextlib
import json
import shlex
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import paramiko

from tests.support.command_line import Ended

COMMAND_LIMIT_S = 300.0
Event = dict[str, Any]


class Guest:
    """Somebody logged in to the machine behind a port of 127.0.0.1. A login costs seconds under emulation."""

    def __init__(self, port: int, user: str, password: str) -> None:
        self.user = user
        self._client = paramiko.SSHClient()
        self._client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
        self._client.connect(
            "127.0.0.1",
            port,
            user,
            password,
            timeout=60,
            banner_timeout=120,
            auth_timeout=120,
            allow_agent=False,
            look_for_keys=False,
        )

    def start(self, command: str, *, environment: Mapping[str, str] | None = None) -> Running:
        """Run a line of shell. It gets a hang-up when `Running.close` or the connection's end comes first."""
        transport = self._client.get_transport()
        assert transport
        channel = transport.open_session(timeout=COMMAND_LIMIT_S)
        channel.settimeout(COMMAND_LIMIT_S)
        settings = " ".join(f"{name}={shlex.quote(value)}" for name, value in (environment or {}).items())
        channel.exec_command(f"{settings and f'export {settings}; '}{command}")
        return Running(channel, command)

    def run(self, command: str, *, check: bool = True) -> str:
        """What a line of shell printed. Raises AssertionError when it fails, unless `check` is False."""
        running = self.start(command)
        ended = running.finish()
        if check and ended.code:
            raise AssertionError(f"{self.user}$ {command}\nexit {ended.code}\n{ended.stdout}{ended.stderr}")
        return ended.stdout + ended.stderr

    def close(self) -> None:
        self._client.close()


class Command:
    """A command that may still be running. Read it with `until`, then `finish`."""

    def __init__(self, command: str) -> None:
        self._command = command
        self._seen: list[str] = []

    def lines(self) -> Iterator[str]:
        """Further lines of standard output, as they come."""
        for line in self._next_lines():
            self._seen.append(line)
            yield line.rstrip("\n")

    def until(self, wanted: Callable[[Event], bool]) -> Event:
        """The first JSON event that is `wanted`. Raises AssertionError when the command ends without."""
        for line in self.lines():
            event: Event = json.loads(line)
            if wanted(event):
                return event
        raise AssertionError(f"{self._command}\nended without that event:\n{''.join(self._seen)}{self._end()[1]}")

    def finish(self) -> Ended:
        """Wait for the end; everything it ever printed."""
        for _line in self.lines():
            pass
        code, stderr = self._end()
        return Ended(code, "".join(self._seen), stderr)

    def _next_lines(self) -> Iterator[str]:
        """Lines with their ends, until standard output is closed."""
        raise NotImplementedError

    def _end(self) -> tuple[int, str]:
        """Exit code and standard error; called when there are no more lines."""
        raise NotImplementedError


class Running(Command):
    """A command over a channel of SSH, with an input."""

    def __init__(self, channel: paramiko.Channel, command: str) -> None:
        super().__init__(command)
        self._channel = channel
        self._lines = channel.makefile("r")

    def write(self, text: str) -> None:
        self._channel.sendall(text.encode())

    def close_input(self) -> None:
        self._channel.shutdown_write()

    def close(self) -> None:
        """Leave it behind, as a closed terminal window does."""
        with contextlib.suppress(OSError, EOFError):
            self._channel.close()

    def _next_lines(self) -> Iterator[str]:
        return iter(self._lines)

    def _end(self) -> tuple[int, str]:
        stderr = self._channel.makefile_stderr("r").read().decode(errors="replace")
        return self._channel.recv_exit_status(), stderr


def words(argv: Sequence[object]) -> str:
    return shlex.join(str(word) for word in argv)


def until(done: Callable[[], Any], what: str, limit_s: float = 60.0) -> Any:
    """Wait for a state that announces itself in no other way. Raises AssertionError with `what`."""
    deadline = time.monotonic() + limit_s
    while not (result := done()):
        if time.monotonic() > deadline:
            raise AssertionError(f"it never came to this: {what}")
        time.sleep(0.1)
    return result
