"""What a person should know before TensorFlow is installed, and what refuses it. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from nanowizard.core.events import Finding, JsonValue, Severity
from nanowizard.provision.step import Change
from nanowizard.provision.tensorflow.facts import BY_COMPUTER, TensorFlowFacts, TensorFlowOptions, venv_path
from nanowizard.provision.tensorflow.recipes import Recipe, Recipes

CLOCK_OFF_S = 3600.0
"""Certificates begin and end within hours of what they say; a Nano without a network starts in an earlier year."""
PAGES = {
    "nano.clock_off": "nano.clock",
    "nano.half_installed": "nano.packages",
    "nano.tensorflow_no_space": "nano.rootfs",
    "nano.tensorflow_little_space": "nano.rootfs",
    "nano.tensorflow_no_memory": "nano.swap",
    "nano.tensorflow_little_memory": "nano.swap",
    "nano.tensorflow_no_internet": "nano.check",
    "nano.tensorflow_clock": "nano.clock",
    "nano.tensorflow_disk_full": "nano.rootfs",
    "nano.tensorflow_out_of_memory": "nano.swap",
}
"""The page that repairs what a finding or an error says, where there is one."""
PROVEN_FROM = (2, 2)
"""The oldest TensorFlow that our proof runs on."""
_NOT_FOR_PEOPLE = ("/dev", "/proc", "/sys", "/run", "/etc", "/usr", "/bin", "/sbin", "/boot", "/lib", "/var/lib")


def refusals(
    facts: TensorFlowFacts, options: TensorFlowOptions, recipes: Recipes, recipe: Recipe | None
) -> list[Finding]:
    """Everything that makes a plan pointless: another machine, another Python, no recipe for this release."""
    if board := not_this_board(facts, recipes):
        return [board]
    container = recipes.container(facts.l4t)
    if recipe is None:
        code = "nano.tensorflow_no_recipe" if container is None else "nano.tensorflow_container_only"
        return [_finding(code, Severity.BLOCKING, l4t=facts.l4t or "?")]
    if facts.python is None or facts.python.release != recipe.python:
        found = facts.python.version if facts.python else "?"
        return [_finding("nano.tensorflow_wrong_python", Severity.BLOCKING, found=found, wanted=recipe.python)]
    path = venv_path(options, facts)
    if path is not None and not is_good_folder(path):
        return [_finding("nano.tensorflow_bad_folder", Severity.BLOCKING, path=path)]
    venv = facts.venv_python
    if venv is not None and venv.release != recipe.python:
        return [_finding("nano.tensorflow_wrong_python", Severity.BLOCKING, found=venv.version, wanted=recipe.python)]
    return []


def not_this_board(facts: TensorFlowFacts, recipes: Recipes) -> Finding | None:
    if recipes.board in (facts.model or "") and facts.architecture == recipes.architecture:
        return None
    params = {"model": facts.model or facts.architecture or "?"}
    return _finding("nano.tensorflow_not_a_nano", Severity.BLOCKING, **params)


def is_good_folder(path: str) -> bool:
    """A plain absolute path that is nobody else's to fill."""
    if not path.startswith("/") or posixpath.normpath(path) != path or not path.isprintable():
        return False
    return path.count("/") > 1 and not any(path == top or path.startswith(f"{top}/") for top in _NOT_FOR_PEOPLE)


def findings_of(
    facts: TensorFlowFacts,
    options: TensorFlowOptions,
    recipes: Recipes,
    changes: Sequence[Change],
    other: str | None,
) -> list[Finding]:
    """The worst first. `other`: the version that is there and stays.

    What only matters for installing is not said where nothing is to be installed.
    """
    installing = any(change.code != "nano.tensorflow.start" for change in changes)
    found = [*_obstacles(facts, options, recipes)] if installing else []
    recipe = recipes.recipe(facts.l4t)
    found += _remarks(facts, recipe, changes, other) if recipe else []
    return sorted(found, key=lambda finding: list(Severity).index(finding.severity), reverse=True)


def _obstacles(facts: TensorFlowFacts, options: TensorFlowOptions, recipes: Recipes) -> Iterator[Finding]:
    if facts.half_installed:
        yield _finding("nano.half_installed", Severity.BLOCKING, packages=list(facts.half_installed))
    ahead_s = facts.clock_ahead_s
    if ahead_s is not None and abs(ahead_s) > CLOCK_OFF_S and options.fetch != BY_COMPUTER:
        yield _finding("nano.clock_off", Severity.BLOCKING, off_s=abs(ahead_s))
    yield from space(facts, recipes.disk_bytes.need, recipes.disk_bytes.advised)
    yield from memory(facts, recipes)


def space(facts: TensorFlowFacts, need: int, advised: int) -> Iterator[Finding]:
    if facts.disk is None:
        return
    free = facts.disk.free_bytes
    if free < need:
        sizes = {"need_bytes": need, "free_bytes": free, "missing_bytes": need - free}
        yield _finding("nano.tensorflow_no_space", Severity.BLOCKING, **sizes)
    elif free < advised:
        yield _finding("nano.tensorflow_little_space", Severity.WARNING, free_bytes=free, advised_bytes=advised)


def memory(facts: TensorFlowFacts, recipes: Recipes) -> Iterator[Finding]:
    """Memory and swap files count; zram lies in the memory itself."""
    if facts.memory_bytes is None:
        return
    have = facts.memory_bytes + facts.swap_file_bytes
    needs = recipes.memory_bytes
    if have < needs.need:
        yield _finding("nano.tensorflow_no_memory", Severity.BLOCKING, have_bytes=have, need_bytes=needs.need)
    elif have < needs.advised:
        yield _finding("nano.tensorflow_little_memory", Severity.WARNING, have_bytes=have, advised_bytes=needs.advised)


def _remarks(facts: TensorFlowFacts, recipe: Recipe, changes: Sequence[Change], other: str | None) -> Iterator[Finding]:
    own = facts.python.own if facts.python else {}
    shadowing = [name for name in ("tensorflow", "tensorflow-gpu", "numpy", "h5py", "protobuf") if name in own]
    if shadowing:
        yield _finding("nano.tensorflow_shadowed", Severity.WARNING, packages=shadowing)
    if other:
        params = {"found": other, "newest": recipe.upstream}
        yield _finding("nano.tensorflow_other_version", Severity.INFO, **params)
    else:
        yield from old(facts, recipe.upstream)
    if not changes:
        yield _finding("nano.tensorflow_ready", Severity.GOOD, version=other or recipe.version)


def old(facts: TensorFlowFacts, version: str) -> Iterator[Finding]:
    if tuple(int(part) for part in version.split(".")[:2]) < PROVEN_FROM:
        yield _finding("nano.tensorflow_old", Severity.WARNING, jetpack=facts.jetpack or "?", version=version)


def _finding(code: str, severity: Severity, **params: JsonValue) -> Finding:
    return Finding(code=code, severity=severity, params=params)
