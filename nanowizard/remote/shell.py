"""The seam to the Nano: how commands and files reach it.

Implementations: `remote.ssh` against any sshd, and against the practice Nano (`practice.nano`), which is a real SSH
server. One contract suite, `tests/contract/test_connection.py`, holds both servers to this text.

A command is an argument list, never a string for a shell: what it means does not depend on quoting. It runs with
LC_ALL=C, as the login user, or as root where `sudo` is True; the sudo password goes through standard input only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from nanowizard.core.task import RunContext


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What a finished command left. Output is text in UTF-8; bytes that are not come out as U+FFFD."""

    exit_status: int
    stdout: str
    stderr: str

    @property
    def ok(self) -> bool:
        return self.exit_status == 0


class Connection(Protocol):
    """One login. Commands run one after the other; every method raises NanoError("nano.lost") without a link."""

    user: str
    host: str
    port: int

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
        """Run `argv` and wait for its end.

        `on_line` gets each line of both streams as it comes; one that ends in a carriage return alone is a
        `streams.PassingLine`. `on_data` gets standard output as it comes, in the place of its lines. With `check`, a
        non-zero exit raises NanoError("nano.command_failed", command=argv[0], exit_status=n) with stderr as detail.
        Other errors: nano.timed_out, nano.lost, nano.sudo_refused (wrong password or not in sudoers).
        Raises Cancelled when `ctx.cancel` is set meanwhile; the remote command is then ended too.
        """

    def read_file(self, path: str, ctx: RunContext, *, sudo: bool = False) -> bytes | None:
        """The file's content, None where there is no such file."""

    def write_file(self, path: str, data: bytes, ctx: RunContext, *, mode: int = 0o644, backup: bool = False) -> None:
        """Replace `path` as root, atomically (a new file beside it, flushed, then moved into place).

        With `backup`, the content that was there first is kept once as `PATH.nanowizard.bak` and never overwritten.
        """

    def close(self) -> None:
        """Never raises; may be called twice."""
