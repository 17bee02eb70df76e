"""Somebody at the virtual computer with NanoWizard open: see inside.py."""

from __future__ import annotations

import json
from typing import Any

from tests.lab.machines.computer import Computer


class Person:
    """`name` is one of the people of the computer's image."""

    def __init__(self, computer: Computer, name: str) -> None:
        command = "exec python3 -u /lab/files/inside.py"
        self._running = computer.person(name).start(command, environment=computer.environment(name))
        self._lines = self._running.lines()
        assert self._answer() == "ready"

    def list(self) -> dict[str, dict[str, Any]]:
        """All drives that NanoWizard shows, by path."""
        drives = self.ask("list")["result"]["drives"]
        return {drive["identity"]["path"]: drive for drive in drives}

    def ask(self, *request: str) -> dict[str, Any]:
        self._running.write(json.dumps(request) + "\n")
        answer: dict[str, Any] = self._answer()
        return answer

    def close(self) -> None:
        self._running.close()

    def _answer(self) -> Any:
        line = next(self._lines, None)
        assert line, self._running.finish().stderr
        return json.loads(line)
