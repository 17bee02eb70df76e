"""TensorFlow on the Nano, for everybody there, in a virtual environment or in NVIDIA's container.

Each package is named with its version, so that a repeated run goes on exactly where an earlier one ended.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar

from nanowizard.core.task import RunContext
from nanowizard.provision.container import step as container
from nanowizard.provision.step import Change, Plan, UndoRecord
from nanowizard.provision.tensorflow import install as tensorflow_install
from nanowizard.provision.tensorflow.facts import (
    PYTHON,
    VENV_PACKAGE,
    TensorFlowFacts,
    TensorFlowOptions,
    gather_tensorflow,
    is_container,
    venv_path,
)
from nanowizard.provision.tensorflow.plan import names_of, plan_tensorflow
from nanowizard.provision.tensorflow.recipes import Recipes, load_recipes
from nanowizard.provision.tensorflow.undo import undo_tensorflow
from nanowizard.provision.tensorflow.wheels import fetch_wheels, push_wheels
from nanowizard.remote.shell import Connection

Fetch = Callable[[Mapping[str, Any], Path, RunContext], list[Path]]


class TensorFlowStep:
    """Options: `TensorFlowOptions`. Changes: nano.tensorflow.*; findings: nano.tensorflow_*.

    `wheels` is where this computer keeps what it fetches for a Nano, `fetch` how it does. `recipes` None: the shipped.
    """

    id: ClassVar[str] = "nano.tensorflow"

    def __init__(self, wheels: Path, recipes: Recipes | None = None, *, fetch: Fetch = fetch_wheels) -> None:
        self._wheels = wheels
        self._fetch = fetch
        self._recipes = recipes or load_recipes()

    def gather(self, conn: Connection, options: TensorFlowOptions, ctx: RunContext) -> TensorFlowFacts:
        return gather_tensorflow(conn, self._recipes, options, ctx)

    def plan(self, facts: TensorFlowFacts, options: TensorFlowOptions) -> Plan:
        return plan_tensorflow(facts, options, self._recipes)

    def undo_record(self, facts: TensorFlowFacts) -> UndoRecord:
        recipe = self._recipes.recipe(facts.l4t)
        venv = venv_path(facts.options, facts)
        program = f"{venv}/bin/python" if venv else PYTHON
        python = facts.venv_python if venv else facts.python
        there = python.installed if python else {}
        names = names_of(recipe, self._recipes) if recipe else []
        apt = [*self._recipes.apt, *([VENV_PACKAGE] if venv else [])]
        image = self._recipes.container(facts.l4t)
        record: UndoRecord = {"scope": program, "program": program, "started": list(facts.started)}
        if is_container(facts.options) and image:
            return {**record, "scope": image.image, "image": image.image, "had_image": bool(facts.docker.has_image)}
        return {
            **record,
            "new_venv": venv if venv and python is None else None,
            "as_root": not (venv and venv.startswith(f"{facts.home}/")),
            "packages": {name: there.get(name) for name in names},
            "indexes": {name: self._index_of(version) for name, version in there.items() if "+nv" in version},
            "apt": [name for name in apt if not facts.apt.get(name)],
            "xlocale": facts.xlocale,
            "environment": facts.environment,
        }

    def apply(self, conn: Connection, change: Change, ctx: RunContext) -> None:
        what, params = change.code.rpartition(".")[2], change.params
        if what == "fetch":
            self._fetch(params, self._wheels, ctx)
        elif what == "push":
            push_wheels(conn, params, self._wheels, ctx)
        elif what in _APPLY:
            _APPLY[what](conn, params, ctx)
        else:
            tensorflow_install.install(conn, params, ctx, job=what)

    def undo(self, conn: Connection, record: Mapping[str, Any], ctx: RunContext) -> None:
        if "image" in record:
            container.undo(conn, record, ctx)
        else:
            undo_tensorflow(conn, record, ctx)

    def _index_of(self, version: str) -> str | None:
        """Where a TensorFlow of NVIDIA's can be had again."""
        known = (r.index_url for r in self._recipes.recipes if version == r.version or version in r.also_good)
        return next(known, None)


_APPLY: dict[str, Callable[[Connection, Mapping[str, Any], RunContext], None]] = {
    "reach": tensorflow_install.reach,
    "apt": tensorflow_install.apt,
    "venv": tensorflow_install.make_venv,
    "xlocale": tensorflow_install.xlocale,
    "guard": tensorflow_install.guard,
    "start": tensorflow_install.start,
    "pull": container.pull,
    "container_start": container.start,
}
