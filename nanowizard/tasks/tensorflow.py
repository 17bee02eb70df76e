"""TensorFlow on the Nano, or back to what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from nanowizard.core.events import Params
from nanowizard.core.task import Check, RunContext
from nanowizard.practice.wheels import practice_wheels
from nanowizard.provision.tensorflow.facts import TensorFlowFacts, TensorFlowOptions, is_container, venv_path
from nanowizard.provision.tensorflow.plan import TENSORFLOWS
from nanowizard.provision.tensorflow.recipes import Recipes, load_recipes
from nanowizard.provision.tensorflow.step import TensorFlowStep
from nanowizard.provision.tensorflow.wheels import fetch_wheels
from nanowizard.tasks.session import Session
from nanowizard.tasks.step_task import StepInput, StepTask

WHEELS_FOLDER = "wheels"


@dataclass(frozen=True, slots=True, kw_only=True)
class TensorFlowInput(StepInput[TensorFlowOptions]):
    options: TensorFlowOptions = field(default_factory=TensorFlowOptions)


class InstallTensorFlow(StepTask[TensorFlowFacts, TensorFlowOptions]):
    """The result adds `version` (what is installed, None without), `wanted` (what fits this Nano), `image` (the
    container that fits), `has_container`, `python`, `l4t`, `jetpack`, `free_bytes`, `memory_bytes`, `swap_file_bytes`,
    `venv`.
    """

    id: ClassVar[str] = "nano.tensorflow"

    def __init__(self, session: Session, recipes: Recipes | None = None) -> None:
        self._recipes = recipes or load_recipes()
        fetch = practice_wheels if session.is_practice else fetch_wheels
        step = TensorFlowStep(session.places.cache / WHEELS_FOLDER, self._recipes, fetch=fetch)
        super().__init__(session, step)

    def check(self, inp: StepInput[TensorFlowOptions], ctx: RunContext) -> Check:
        return super().check(_told(inp), ctx)

    def run(self, inp: StepInput[TensorFlowOptions], ctx: RunContext) -> Params:
        return super().run(_told(inp), ctx)

    def describe(self, facts: TensorFlowFacts) -> Mapping[str, Any]:
        recipe, container = self._recipes.recipe(facts.l4t), self._recipes.container(facts.l4t)
        venv = venv_path(facts.options, facts)
        python = facts.venv_python if venv else facts.python
        installed = (python.has(name) for name in TENSORFLOWS) if python else ()
        return {
            "version": next(filter(None, installed), None),
            "wanted": recipe.version if recipe else None,
            "image": container.image if container else None,
            "has_container": bool(facts.docker.has_image) if is_container(facts.options) else None,
            "python": python.version if python else None,
            "l4t": facts.l4t,
            "jetpack": facts.jetpack,
            "free_bytes": facts.disk.free_bytes if facts.disk else None,
            "memory_bytes": facts.memory_bytes,
            "swap_file_bytes": facts.swap_file_bytes,
            "venv": venv,
        }


def _told(inp: StepInput[TensorFlowOptions]) -> StepInput[TensorFlowOptions]:
    """The plan depends on whose internet it is."""
    return replace(inp, options=replace(inp.options, lent=inp.lend_internet))
