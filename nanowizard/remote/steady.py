"""A connection that logs in again by itself after the link broke off.

Wi-Fi that changes, a cable, a computer that slept: all look the same. What only looks (`read_file`), what is done whole
or not at all (`write_file`) and what is made to be repeated (`repeat`, for jobs) goes on afterwards. A plain command is
never repeated: nobody knows how far it came.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from nanowizard.core.errors import NanoError
from nanowizard.core.events import StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.remote.shell import CommandResult, Connection

WAITING = "nano.link.waiting"
GIVE_UP_S = 600.0
"""Longer than any restart of the Nano; afterwards the person has to look."""
DELAYS_S = (0.0, 1.0, 2.0, 4.0, 8.0, 15.0)
REFUSALS = 3
"""A Nano that starts refuses logins for some seconds; a password that was changed must not be tried for ever."""
_MAY_PASS = frozenset({"nano.lost", "nano.unreachable", "nano.refused", "nano.no_ssh", "nano.timed_out"})

Answer = TypeVar("Answer")


class SteadyConnection:
    """`link` is the first login; `log_in` makes another one to the same Nano, whose host key must be the pinned one.

    `environment` goes to every command and job as long as it is set, for example a lent internet (`remote.share`).
    """

    def __init__(self, link: Connection, log_in: Callable[[RunContext], Connection]) -> None:
        self.user, self.host, self.port = link.user, link.host, link.port
        self.link = link
        self.environment: Mapping[str, str] = {}
        self._log_in = log_in
        self._lock = threading.Lock()
        self._is_closed = False

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
        settings = [f"{name}={value}" for name, value in self.environment.items()]
        result = self.link.run(
            ["env", *settings, *argv] if settings else argv,
            ctx,
            sudo=sudo,
            stdin=stdin,
            umask=umask,
            check=check and not settings,
            timeout_s=timeout_s,
            on_line=on_line,
            on_data=on_data,
        )
        if check and not result.ok:
            # The command's own name, and not that of `env`.
            detail = result.stderr.strip()
            raise NanoError("nano.command_failed", command=argv[0], exit_status=result.exit_status, detail=detail)
        return result

    def read_file(self, path: str, ctx: RunContext, *, sudo: bool = False) -> bytes | None:
        return self.repeat(ctx, lambda: self.link.read_file(path, ctx, sudo=sudo))

    def write_file(self, path: str, data: bytes, ctx: RunContext, *, mode: int = 0o644, backup: bool = False) -> None:
        self.repeat(ctx, lambda: self.link.write_file(path, data, ctx, mode=mode, backup=backup))

    def close(self) -> None:
        self._is_closed = True
        self.link.close()

    def repeat(self, ctx: RunContext, action: Callable[[], Answer]) -> Answer:
        """What `action` answers, over as many links as it takes; it must bear being cut off and begun anew.

        A wait is the step `nano.link.waiting`. Raises what `action` raises, nano.lost when no login worked for
        GIVE_UP_S, nano.host_key_changed, nano.login_failed, and Cancelled.
        """
        while True:
            broken = self.link
            try:
                return action()
            except NanoError as error:
                if error.code != "nano.lost" or self._is_closed:
                    raise
                self._renew(broken, ctx, error)

    def _renew(self, broken: Connection, ctx: RunContext, lost: NanoError) -> None:
        with self._lock:
            if self.link is not broken:
                return
            broken.close()
            began = time.monotonic()
            ctx.emit(StepStarted(step=WAITING, params={"host": self.host}))
            self.link = self._new_link(ctx, lost)
            ctx.emit(StepFinished(step=WAITING, params={"host": self.host, "took_s": time.monotonic() - began}))

    def _new_link(self, ctx: RunContext, lost: NanoError) -> Connection:
        give_up = time.monotonic() + GIVE_UP_S
        refusals = tries = 0
        while True:
            ctx.cancel.wait(DELAYS_S[min(tries, len(DELAYS_S) - 1)])
            ctx.cancel.raise_if_set()
            if self._is_closed:
                raise lost
            tries += 1
            try:
                return self._log_in(ctx)
            except NanoError as error:
                refusals += error.code == "nano.login_failed"
                passing = error.code in _MAY_PASS or (error.code == "nano.login_failed" and refusals < REFUSALS)
                if not passing:
                    raise
                if time.monotonic() > give_up:
                    raise lost from error


def repeated(conn: Connection, ctx: RunContext, action: Callable[[], Answer]) -> Answer:
    """`action` over as many links as it takes, where the connection can log in again."""
    return conn.repeat(ctx, action) if isinstance(conn, SteadyConnection) else action()


def link_of(conn: Connection) -> Connection:
    """The login of this moment: another one after a link that broke."""
    return conn.link if isinstance(conn, SteadyConnection) else conn


def environment_of(conn: Connection) -> Mapping[str, str]:
    """What `conn` gives every command to take along."""
    return conn.environment if isinstance(conn, SteadyConnection) else {}
