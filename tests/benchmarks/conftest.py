"""Prints the table when all benchmarks have run."""

from __future__ import annotations

import pytest

from tests.benchmarks.table import ROWS, lines


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if ROWS:
        terminalreporter.section("measurements")
        for line in lines(ROWS):
            terminalreporter.write_line(line)
