"""A command with a person at its terminal (Linux)."""

from __future__ import annotations

import os
import pty
import subprocess

from tests.support.command_line import CommandLine, argv


class Terminal:
    """A command with a person at its terminal."""

    def __init__(self, cli: CommandLine, *words: str) -> None:
        self._master, slave = pty.openpty()
        self.process = subprocess.Popen(
            argv(words), stdin=slave, stdout=slave, stderr=slave, env=cli.environment, start_new_session=True
        )
        os.close(slave)
        self.seen = ""

    def read_until(self, text: str, *, times: int = 1) -> None:
        while self.seen.count(text) < times:
            try:
                self.seen += os.read(self._master, 4096).decode(errors="replace")
            except OSError as error:
                raise AssertionError(f"{text!r} never came: {self.seen}") from error

    def type(self, line: str) -> None:
        os.write(self._master, line.encode() + b"\n")

    def end(self) -> int:
        try:
            while data := os.read(self._master, 4096):
                self.seen += data.decode(errors="replace")
        except OSError:
            pass
        os.close(self._master)
        return self.process.wait(timeout=60)
