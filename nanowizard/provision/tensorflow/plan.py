"""What the TensorFlow step would do: pure, from the facts, the wish and the table of recipes.

pip never chooses a version: all packages are named, so that only h5py is built on the Nano, and nothing else ever is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nanowizard.core.events import JsonValue
from nanowizard.provision.container.plan import plan_container
from nanowizard.provision.step import Change, Plan
from nanowizard.provision.tensorflow.facts import (
    BY_COMPUTER,
    PYTHON,
    VENV_PACKAGE,
    PythonFacts,
    TensorFlowFacts,
    TensorFlowOptions,
    is_container,
    venv_path,
)
from nanowizard.provision.tensorflow.findings import findings_of, refusals
from nanowizard.provision.tensorflow.recipes import Pin, Recipe, Recipes

GUARD = "OPENBLAS_CORETYPE"
GUARD_LINE = f"{GUARD}=ARMV8"
CRASHING_NUMPY = "1.19.5"
"""Its OpenBLAS does not know the Nano's processor: "Illegal instruction" (numpy issue 18131)."""


def plan_tensorflow(facts: TensorFlowFacts, options: TensorFlowOptions, recipes: Recipes) -> Plan:
    if is_container(options):
        return plan_container(facts, recipes)
    recipe = recipes.recipe(facts.l4t)
    refused = refusals(facts, options, recipes, recipe)
    if refused or recipe is None or facts.python is None:
        return Plan(findings=refused)
    other = kept_version(facts, options, recipe)
    wanted = Wanted(facts, options, recipes, recipe)
    changes = wanted.started(other) if other else wanted.changes()
    return Plan(changes=changes, findings=findings_of(facts, options, recipes, changes, other))


def kept_version(facts: TensorFlowFacts, options: TensorFlowOptions, recipe: Recipe) -> str | None:
    """Another TensorFlow that works on this JetPack as well and stays, unless the person wants the newest.

    One without "+nv" was built by somebody else; whether it uses the GPU is the proof's business.
    """
    python = facts.venv_python if options.venv else facts.python
    if options.upgrade or python is None:
        return None
    found = [version for name in TENSORFLOWS if (version := python.has(name))]
    good = [version for version in found if version in recipe.also_good or "+nv" not in version]
    return good[0] if good and recipe.version not in found else None


TENSORFLOWS = ("tensorflow", "tensorflow-gpu")


class Wanted:
    """What is still missing of one recipe, in the order in which it is put there."""

    def __init__(self, facts: TensorFlowFacts, options: TensorFlowOptions, recipes: Recipes, recipe: Recipe) -> None:
        self._facts, self._options, self._recipes, self._recipe = facts, options, recipes, recipe
        self._venv = venv_path(options, facts)
        self._python = facts.venv_python if self._venv else facts.python
        self._program = f"{self._venv}/bin/python" if self._venv else PYTHON
        self._as_root = not (self._venv and self._venv.startswith(f"{facts.home}/"))

    def changes(self) -> list[Change]:
        """The libraries are there for h5py's sake: where all packages are there, nothing more is needed."""
        packages = list(self._packages())
        if not packages:
            return self.started(self._recipe.version)
        named = [change for change in packages if "packages" in change.params]
        fetching = self._fetching(named) if named else ()
        apt = self._apt() if self._missing(self._compiled()) else ()
        return [*fetching, *apt, *self._make_venv(), *packages, self._start(self._recipe.version)]

    def _compiled(self) -> list[Pin]:
        """What is built against the system's libraries, here or at NVIDIA's."""
        return [Pin("h5py", self._recipe.h5py), Pin(self._recipe.package, self._recipe.version)]

    def started(self, version: str) -> list[Change]:
        """The start, unless this version was started before."""
        return [] if f"{version} {self._program}" in self._facts.started else [self._start(version)]

    def _start(self, version: str) -> Change:
        return self._change("nano.tensorflow.start", version=version, program=self._program)

    def _fetching(self, packages: Sequence[Change]) -> Iterator[Change]:
        index_url = self._options.index_url or self._recipes.package_index_url
        if self._options.fetch != BY_COMPUTER:
            yield self._change(
                "nano.tensorflow.reach", index_url=self._recipe.index_url, host=self._recipe.index_url.split("/")[2]
            )
            return
        names = [name for change in packages for name in change.params.get("packages", [])]
        yield self._change(
            "nano.tensorflow.fetch", packages=names, index_url=index_url, **self._wheel(), release=self._recipe.python
        )
        yield self._change("nano.tensorflow.push", count=len(names), packages=names, **self._wheel())

    def _apt(self) -> Iterator[Change]:
        wanted = [*self._recipes.apt, *([VENV_PACKAGE] if self._venv else [])]
        missing = [name for name in wanted if not self._facts.apt.get(name)]
        if missing:
            yield self._change("nano.tensorflow.apt", packages=missing, count=len(missing))

    def _make_venv(self) -> Iterator[Change]:
        if self._venv and self._python is None:
            yield self._change("nano.tensorflow.venv", folder=self._venv, as_root=self._as_root)

    def _packages(self) -> Iterator[Change]:
        recipe, numpy, h5py = self._recipe, Pin("numpy", self._recipe.numpy), Pin("h5py", self._recipe.h5py)
        yield from self._pip("nano.tensorflow.tools", self._recipes.tools)
        build = self._missing([h5py])
        if build and not self._facts.xlocale:
            yield self._change("nano.tensorflow.xlocale")
        if self._guard_is_due():
            yield self._change("nano.tensorflow.guard", line=GUARD_LINE)
        yield from self._pip("nano.tensorflow.numpy", [numpy], version=numpy.version)
        yield from self._pip("nano.tensorflow.pins", recipe.pins)
        yield from self._pip("nano.tensorflow.h5py", [h5py], version=h5py.version)
        yield from self._pip(
            "nano.tensorflow.wheel",
            [Pin(recipe.package, recipe.version)],
            version=recipe.upstream,
            replaces=self._other_names(),
            **self._wheel(),
        )

    def _other_names(self) -> list[str]:
        """The same files under another package's name: that one must go first."""
        there = self._python.installed if self._python else {}
        return [name for name in TENSORFLOWS if name in there and name != self._recipe.package]

    def _wheel(self) -> dict[str, JsonValue]:
        return {"wheel_url": self._recipe.wheel_url, "wheel_index_url": self._recipe.index_url}

    def _guard_is_due(self) -> bool:
        own: PythonFacts | None = self._facts.python
        crashes = own is not None and own.own.get("numpy") == CRASHING_NUMPY
        return crashes and GUARD not in self._facts.environment

    def _pip(self, code: str, pins: Sequence[Pin], **params: JsonValue) -> Iterator[Change]:
        missing = self._missing(pins)
        if missing:
            packages = [str(pin) for pin in missing]
            yield self._change(
                code, packages=packages, count=len(packages), program=self._program, as_root=self._as_root, **params
            )

    def _missing(self, pins: Sequence[Pin]) -> list[Pin]:
        python = self._python
        # What a virtual environment sees of the system's counts too: that is what it is made with.
        return [pin for pin in pins if not pin.is_met_by(python.has(pin.name) if python else None)]

    def _change(self, code: str, **params: JsonValue) -> Change:
        usual_s = self._recipes.usual_s[code.rpartition(".")[2]]
        if self._options.fetch == BY_COMPUTER and "program" in params:
            params["pushed"] = True
        return Change(code=code, params={**params, "usual_s": usual_s})


def names_of(recipe: Recipe, recipes: Recipes) -> list[str]:
    """Everything that the recipe may install or replace, pip itself last: it takes the others away."""
    names = [
        *TENSORFLOWS,
        recipe.package,
        "h5py",
        "numpy",
        *(pin.name for pin in recipe.pins),
        *(pin.name for pin in recipes.tools),
    ]
    return [name for name in dict.fromkeys(names) if name != "pip"] + ["pip"]
