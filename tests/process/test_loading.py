"""What a command loads: people wait for it at every start, and an old computer or a slow card makes it seconds."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence

import pytest

# Prints the modules that were there at the end of the command, also where it left by itself.
_SCRIPT = """
import json, os, sys
from nanowizard.cli.main import run
with open(os.devnull, "w") as nowhere:
    shown, sys.stdout = sys.stdout, nowhere
    code = run(sys.argv[1:], lambda **_: 0, [])
json.dump([code, sorted(sys.modules)], shown)
"""


def loaded_by(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, *arguments], stdout=subprocess.PIPE, text=True, check=True, timeout=120
    )
    code, modules = json.loads(done.stdout)
    assert code in (0, 1)
    return set(modules)


@pytest.mark.parametrize(
    "arguments",
    [("image", "list", "--json"), ("card", "list", "--json"), ("card", "verify", "x", "--card", "y", "--json")],
)
def test_a_program_that_reads_json_waits_for_no_terminal_network_or_window(arguments: Sequence[str]) -> None:
    modules = loaded_by(*arguments)
    assert modules.isdisjoint({"rich", "paramiko", "cryptography", "requests", "ssl", "asyncio", "PySide6", "jeepney"})
    assert "pydantic" not in modules  # a tenth of the start, for options that are checked here anyway
    if sys.platform == "linux":
        assert not [name for name in modules if name.startswith("nanowizard.drives.windows.") and "errors" not in name]


def test_a_command_loads_its_own_group_only() -> None:
    others = {"nanowizard.cli.nano", "nanowizard.cli.setup", "nanowizard.provision", "nanowizard.remote.facts"}
    assert loaded_by("card", "list", "--json").isdisjoint(others)
    assert loaded_by("image", "list", "--json").isdisjoint({*others, "nanowizard.cli.card", "nanowizard.cards.format"})


def test_a_helper_that_lists_cards_loads_no_engine() -> None:
    script = "import sys, nanowizard.helper.service; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, check=True, timeout=120)
    engines = ("nanowizard.flash", "nanowizard.cards", "nanowizard.images")
    assert not [name for name in done.stdout.split() if name.startswith(engines)]


def test_the_terminal_has_what_it_needs() -> None:
    assert "rich.table" in loaded_by("image", "list")
