"""NanoWizard's command line in a machine, already loaded: see loaded.py."""

from __future__ import annotations

import itertools
import json
import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.lab.machines.guest import COMMAND_LIMIT_S, Command, Guest, words

_SOURCE = Path(__file__).with_name("loaded.py").read_text()
_LEFT = 255  # what ssh says when the link goes


class Terminal:
    """Of one person. Commands may run side by side."""

    def __init__(self, guest: Guest, environment: Mapping[str, str]) -> None:
        self._loaded = guest.start(words(["exec", "python3", "-c", _SOURCE]), environment=environment)
        self._typed: dict[int, Typed] = {}
        self._numbers = itertools.count(1)
        threading.Thread(target=self._hand_on, daemon=True).start()

    def type(self, argv: Sequence[object]) -> Typed:
        """`nanowizard ARGV`."""
        number = next(self._numbers)
        typed = self._typed[number] = Typed(self, number, words(["nanowizard", *argv]))
        self.tell({"run": number, "argv": [str(word) for word in argv]})
        return typed

    def tell(self, request: Mapping[str, Any]) -> None:
        self._loaded.write(json.dumps(request) + "\n")

    def _hand_on(self) -> None:
        for line in self._loaded.lines():
            number, name, what = json.loads(line)
            self._typed[number].said.put((name, what))
        error = self._loaded.finish().stderr
        for typed in self._typed.values():
            typed.said.put(("err", error))
            typed.said.put(("exit", _LEFT))


class Typed(Command):
    """A command in a terminal."""

    def __init__(self, terminal: Terminal, number: int, command: str) -> None:
        super().__init__(command)
        self.said: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._terminal = terminal
        self._number = number
        self._errors: list[str] = []
        self._code: int | None = None

    def interrupt(self) -> None:
        """Ctrl-C."""
        self._terminal.tell({"interrupt": self._number})

    def _next_lines(self) -> Iterator[str]:
        while self._code is None:
            name, what = self.said.get(timeout=COMMAND_LIMIT_S)
            if name == "out":
                yield what
            elif name == "err":
                self._errors.append(what)
            else:
                self._code = what

    def _end(self) -> tuple[int, str]:
        assert self._code is not None
        return self._code, "".join(self._errors)
