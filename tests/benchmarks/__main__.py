"""`python -m tests.benchmarks [ARGS]`, which is `./dev bench [ARGS]`: measures, and prints one table.

A value over its limit is marked OVER and fails nothing: how fast a machine is says little about the code. ARGS go to
pytest; without a file among them all benchmarks run.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest


def main(arguments: list[str]) -> int:
    named = any(Path(word.partition("::")[0]).exists() for word in arguments)
    where = [] if named else [str(Path(__file__).parent)]
    return int(pytest.main(["-q", "-o", "python_files=bench_*.py", "-o", "timeout=600", *where, *arguments]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
