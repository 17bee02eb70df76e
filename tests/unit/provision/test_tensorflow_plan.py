"""What the TensorFlow step would do, on every release of L4T and both boards: the cases stand in tests/data/nano."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nanowizard.core.l4t import JETPACK_OF_L4T
from nanowizard.core.messages.model import placeholders
from nanowizard.core.messages.table import MESSAGES
from nanowizard.provision.step import Plan
from nanowizard.provision.tensorflow.facts import (
    VENV_PACKAGE,
    DockerFacts,
    PythonFacts,
    TensorFlowFacts,
    TensorFlowOptions,
)
from nanowizard.provision.tensorflow.plan import TENSORFLOWS, names_of, plan_tensorflow
from nanowizard.provision.tensorflow.recipes import load_recipes
from nanowizard.remote.facts import DiskSpace

DATA = Path(__file__).resolve().parents[2] / "data" / "nano" / "tensorflow.json"
RECIPES = load_recipes()
Case = dict[str, Any]


def plan_of(case: Case) -> Plan:
    """`disk` is [kind, size, free], `apt` the packages that are installed."""
    facts, options = dict(case["facts"]), TensorFlowOptions(**case["options"])
    facts["disk"] = DiskSpace(*facts["disk"])
    facts["apt"] = {name: name in facts["apt"] for name in (*RECIPES.apt, VENV_PACKAGE)}
    for name in ("python", "venv_python"):
        facts[name] = PythonFacts(**facts[name]) if facts.get(name) else None
    facts["docker"] = DockerFacts(**facts.get("docker", {}))
    return plan_tensorflow(TensorFlowFacts(**facts, options=options), options, RECIPES)


def outcome(case: Case) -> tuple[list[str], list[str]]:
    """Each change in short, with what makes it this one; the findings as `SEVERITY CODE`."""
    changes = []
    for change in plan_of(case).changes:
        params, what = change.params, change.code.removeprefix("nano.tensorflow.")
        few = params["packages"] if params.get("count", 9) < 3 or what in {"wheel", "apt"} else [params.get("count")]
        told = few if "packages" in params and what != "fetch" else [params.get("version") or params.get("image")]
        where = [params["program"]] if params.get("program", "/usr/bin/python3") != "/usr/bin/python3" else []
        replaces = [f"instead of {name}" for name in params.get("replaces", [])]
        changes.append(" ".join([what, *(str(word) for word in [*told, *where, *replaces] if word)]))
    return changes, [f"{finding.severity.value} {finding.code}" for finding in plan_of(case).findings]


CASES: list[Case] = json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else []


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_plan_and_what_is_found(case: Case) -> None:
    assert outcome(case) == (case["plan"], case["findings"])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_change_and_finding_has_all_its_words(case: Case) -> None:
    plan = plan_of(case)
    for thing in (*plan.changes, *plan.findings):
        given = {name for name, value in thing.params.items() if value is not None}
        assert placeholders(MESSAGES[thing.code]) <= given, thing.code


def test_every_release_and_both_boards_stand_in_the_cases() -> None:
    seen = {(case["facts"]["l4t"], "2GB" in (case["facts"]["model"] or "")) for case in CASES}
    assert {(release, small) for release in JETPACK_OF_L4T for small in (True, False)} <= seen


def test_nothing_but_h5py_is_ever_built_on_the_nano() -> None:
    """The cases' plans name every package with its version; these pure Python ones have no finished wheel."""
    for recipe in RECIPES.recipes:
        assert {"termcolor", "future"} <= {pin.name for pin in recipe.pins}
        names = {pin.name for pin in recipe.pins}
        assert not names & {"scipy", "matplotlib", "pandas", "tensorflow-io-gcs-filesystem"}


def test_what_is_undone_is_all_that_is_installed_and_pip_goes_last() -> None:
    recipe = RECIPES.recipe("32.7.1")
    assert recipe
    names = names_of(recipe, RECIPES)
    assert names[-1] == "pip" and len(set(names)) == len(names)
    assert {*TENSORFLOWS, "numpy", "h5py", "setuptools", *(pin.name for pin in recipe.pins)} <= set(names)
