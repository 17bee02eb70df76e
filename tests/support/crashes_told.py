"""A worker that crashes says at the end of the whole run where it was: a pytest plugin for runs with several of them.

What Python can still say when its process crashes is lost among the dots of the other workers. So each worker has a
file for its last words, which the process that started them prints below the failures. A test that hangs where no
Python runs, so that pytest-timeout cannot end it, is made such a crash.
"""

from __future__ import annotations

import faulthandler
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import IO, Any

import pytest

STUCK_S = 300.0
"""More than pytest-timeout gives a test; where a test says how much (`pytest.mark.timeout`), this comes on top."""

_folder = pytest.StashKey[Path]()
_last_words = pytest.StashKey[IO[bytes]]()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """In the process that starts the workers, for each of them."""
    stash = node.config.stash
    if _folder not in stash:
        stash[_folder] = Path(tempfile.mkdtemp(prefix="nanowizard-crashes-"))
    node.workerinput["last_words"] = str(stash[_folder] / node.gateway.id)


def pytest_configure(config: pytest.Config) -> None:
    path = getattr(config, "workerinput", {}).get("last_words")
    if path:
        config.stash[_last_words] = Path(path).open("wb")  # noqa: SIM115 - a worker may crash while it ends


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    file = item.config.stash.get(_last_words, None)
    if file is None:
        return (yield)
    faulthandler.enable(file)  # each time: some tests are about programs that do the same
    given = item.get_closest_marker("timeout")
    faulthandler.dump_traceback_later(given.args[0] + STUCK_S if given else STUCK_S, exit=True, file=file)
    try:
        return (yield)
    finally:
        faulthandler.cancel_dump_traceback_later()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for path in sorted(config.stash[_folder].iterdir()) if _folder in config.stash else []:
        words = path.read_text(encoding="utf-8", errors="replace")
        if words:
            terminalreporter.section(f"{path.name}: where it crashed")
            terminalreporter.write_line(words)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _folder in config.stash:
        shutil.rmtree(config.stash[_folder], ignore_errors=True)
