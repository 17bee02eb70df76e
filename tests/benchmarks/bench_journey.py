"""The practice journey in the terminal, as `./dev run` does it without a display."""

from __future__ import annotations

import time
from pathlib import Path

from tests.benchmarks.table import add
from tests.support.command_line import CommandLine

LIMIT_S = 60


def test_practice_journey(tmp_path: Path) -> None:
    cli = CommandLine(tmp_path / "home")
    for name in ("practice journey in the terminal", "practice journey, second time"):
        began = time.monotonic()
        assert cli.run("setup", "--practice", "--yes").code == 0
        add(name, time.monotonic() - began, "s", limit=LIMIT_S)
