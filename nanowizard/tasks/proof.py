"""The proof: MobileNet V1 on the Nano's GPU and processor, and on request taught with pictures of one's own."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from nanowizard.core.events import Finding, Params, Severity, StepFinished, StepStarted
from nanowizard.core.task import Check, RunContext
from nanowizard.provision.proof import step as proof
from nanowizard.provision.proof.pictures import Pictures, look_through, pack
from nanowizard.provision.tensorflow.facts import (
    PYTHON,
    PythonFacts,
    TensorFlowFacts,
    TensorFlowOptions,
    gather_tensorflow,
    is_container,
    venv_path,
)
from nanowizard.provision.tensorflow.plan import TENSORFLOWS
from nanowizard.provision.tensorflow.recipes import Recipes, load_recipes
from nanowizard.remote.jobs_list import JobFact
from nanowizard.remote.push import push_file
from nanowizard.remote.share import lent_internet
from nanowizard.remote.shell import Connection
from nanowizard.tasks.session import NanoLogin, Session

FOLDER = "nanowizard"
"""In the home of the login user: the pictures, and the model that came of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofInput:
    """`options` say where TensorFlow is (`way`, `venv`). `pictures` None: no training. `rounds` over all pictures.

    `lend_internet`: the Nano gets what MobileNet has learned already over this computer's internet.
    `unseen`: the result of a training that ended while nobody looked will do.
    """

    options: TensorFlowOptions = field(default_factory=TensorFlowOptions)
    login: NanoLogin | None = None
    pictures: Path | None = None
    rounds: int = 10
    lend_internet: bool = False
    unseen: bool = False


class ProveTensorFlow:
    """The result: `version`, `gpus`, `gpu_rate` and `cpu_rate` (pictures a second), `ratio`; with pictures also
    `training` with `accuracy` (0 to 1), `tested`, `model` (a folder on the Nano), `classes`, `took_s`.

    A training that an earlier run, or another computer, left behind is followed to its end instead, whatever is asked
    for: `training` is then the whole result. What a look finds says `training`: running, ended or None.

    Steps: nano.proof.start, .gpu, .cpu, .push, .train; each batch of the training ends a step nano.proof.batch with
    `done`, `total`, `round`, `loss`, `accuracy`.
    """

    id: ClassVar[str] = "nano.proof"
    needs_drive_access: ClassVar[bool] = False

    def __init__(self, session: Session, recipes: Recipes | None = None) -> None:
        self._session = session
        self._recipes = recipes or load_recipes()
        self._met_one = False
        """The check saw a training go on: it may end before the run."""

    def check(self, inp: ProofInput, ctx: RunContext) -> Check:
        conn = self._session.connect(inp.login, ctx)
        facts = gather_tensorflow(conn, self._recipes, inp.options, ctx)
        version = self._version(facts)
        training = proof.training_on(conn, ctx)
        known: dict[str, Any] = {"version": version, "l4t": facts.l4t, "jetpack": facts.jetpack}
        known["training"] = training.state if training else None
        self._met_one = training is not None and training.state == "running"
        if self._takes_up(training, inp):
            return Check(satisfied=None, facts=known)
        findings = []
        if version is None:
            findings.append(Finding(code="nano.proof_no_tensorflow", severity=Severity.BLOCKING))
        if inp.pictures is not None:
            seen = look_through(inp.pictures)
            findings += _about(seen)
            known["pictures"] = seen.count
            known["classes"] = {name: len(files) for name, files in seen.classes.items()}
        return Check(satisfied=None, findings=findings, facts=known)

    def run(self, inp: ProofInput, ctx: RunContext) -> Params:
        conn = self._session.connect(inp.login, ctx)
        training = proof.training_on(conn, ctx)
        if training is not None and self._takes_up(training, inp):
            with lent_internet(conn, ctx, wanted=inp.lend_internet):
                return {"training": proof.take_up(conn, training, ctx)}
        return self._prove(conn, inp, ctx)

    def _prove(self, conn: Connection, inp: ProofInput, ctx: RunContext) -> Params:
        pictures = look_through(inp.pictures) if inp.pictures is not None else None
        facts = gather_tensorflow(conn, self._recipes, inp.options, ctx)
        home = f"{facts.home}/{FOLDER}"
        python = self._python(facts, home)
        result = proof.measure(conn, python, ctx)
        if pictures is None:
            return result
        archive = f"{home}/pictures.tar"
        _push(conn, pictures, archive, ctx)
        wish = proof.Training(archive=archive, model=f"{home}/model", rounds=inp.rounds)
        with lent_internet(conn, ctx, wanted=inp.lend_internet):
            return {**result, "training": proof.train(conn, python, wish, ctx)}

    def _takes_up(self, training: JobFact | None, inp: ProofInput) -> bool:
        return training is not None and (training.state == "running" or self._met_one or inp.unseen)

    def _python(self, facts: TensorFlowFacts, home: str) -> list[str]:
        container = self._recipes.container(facts.l4t)
        image = container.image if container and is_container(facts.options) else None
        venv = venv_path(facts.options, facts)
        return proof.python_of(f"{venv}/bin/python" if venv else PYTHON, image, [home])

    def _version(self, facts: TensorFlowFacts) -> str | None:
        if is_container(facts.options):
            container = self._recipes.container(facts.l4t)
            return container.version if container and facts.docker.has_image else None
        python: PythonFacts | None = facts.venv_python if facts.options.venv else facts.python
        found = [python.has(name) or python.own.get(name) for name in TENSORFLOWS] if python else []
        return next(filter(None, found), None)


def _push(conn: Connection, pictures: Pictures, archive: str, ctx: RunContext) -> None:
    step: Mapping[str, Any] = {"count": pictures.count}
    ctx.emit(StepStarted(step="nano.proof.push", params=step))
    with tempfile.TemporaryDirectory(prefix="nanowizard-") as folder:
        tar = Path(folder) / "pictures.tar"
        pack(pictures, tar, ctx)
        push_file(conn, tar, archive, ctx, as_root=False)
    ctx.emit(StepFinished(step="nano.proof.push", params=step))


def _about(pictures: Pictures) -> list[Finding]:
    if not pictures.unreadable:
        return []
    params = {"number": len(pictures.unreadable), "file": pictures.unreadable[0].name}
    return [Finding(code="nano.proof_unreadable", severity=Severity.WARNING, params=params)]
