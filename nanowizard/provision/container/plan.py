"""The second way to TensorFlow: NVIDIA's container. Pure."""

from __future__ import annotations

from nanowizard.core.events import Finding, JsonValue, Severity
from nanowizard.provision.step import Change, Plan
from nanowizard.provision.tensorflow.facts import TensorFlowFacts
from nanowizard.provision.tensorflow.findings import CLOCK_OFF_S, memory, not_this_board, old, space
from nanowizard.provision.tensorflow.recipes import Recipes


def plan_container(facts: TensorFlowFacts, recipes: Recipes) -> Plan:
    container = recipes.container(facts.l4t)
    board = not_this_board(facts, recipes)
    if board or container is None:
        none = Finding(code="nano.tensorflow_no_recipe", severity=Severity.BLOCKING, params={"l4t": facts.l4t or "?"})
        return Plan(findings=[board or none])
    docker = facts.docker
    if not docker.installed or not docker.runtime:
        code = "nano.tensorflow_no_docker" if not docker.installed else "nano.tensorflow_no_runtime"
        return Plan(findings=[Finding(code=code, severity=Severity.BLOCKING)])
    changes = []
    if not docker.has_image:
        changes.append(_change("nano.tensorflow.pull", recipes, image=container.image))
    if changes or f"{container.image} docker" not in facts.started:
        changes.append(_change("nano.tensorflow.container_start", recipes, image=container.image))
    findings: list[Finding] = []
    if not docker.has_image and facts.options.lent:
        findings.append(Finding(code="nano.tensorflow_container_lent", severity=Severity.BLOCKING))
    if not docker.has_image:
        ahead_s = facts.clock_ahead_s
        if ahead_s is not None and abs(ahead_s) > CLOCK_OFF_S:
            params = {"off_s": abs(ahead_s)}
            findings.append(Finding(code="nano.clock_off", severity=Severity.BLOCKING, params=params))
        need = recipes.container_disk_bytes
        findings += space(facts, need, need)
    findings += [*memory(facts, recipes), *old(facts, container.version)] if changes else []
    if not changes:
        ready = {"version": container.version}
        findings.append(Finding(code="nano.tensorflow_container_ready", severity=Severity.GOOD, params=ready))
    return Plan(changes=changes, findings=findings)


def _change(code: str, recipes: Recipes, **params: JsonValue) -> Change:
    return Change(code=code, params={**params, "usual_s": recipes.usual_s[code.rpartition(".")[2]]})
