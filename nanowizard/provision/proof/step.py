"""Does TensorFlow work here, and does it use the GPU? Measured with MobileNet V1; and taught pictures of one's own.

The scripts lie in `resources/nano`; what they say, line by line in JSON, becomes events.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from nanowizard.core.errors import NanoError
from nanowizard.core.events import Finding, FindingReported, JsonValue, Progress, Severity, StepFinished, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.provision.container.step import inside
from nanowizard.provision.nano_commands import show
from nanowizard.provision.nano_scripts import PROOF, TRAIN, nano_script
from nanowizard.provision.runner import OTHER_ENDED
from nanowizard.provision.tensorflow.install import event_of, guard_of
from nanowizard.provision.tensorflow.said import why_failed
from nanowizard.remote.command import in_brief
from nanowizard.remote.jobs import run_job
from nanowizard.remote.jobs_list import JobFact, list_jobs
from nanowizard.remote.shell import CommandResult, Connection

GPU_PICTURES, CPU_PICTURES, EDGE = 30, 5, 224
"""Some seconds each: a Nano's GPU does tens of pictures a second, its processor a few."""
FAST_RATIO = 2.0
"""cvm-runtime measured 9 times for MobileNet 1.0; below 2 something is in the way."""
BATCH_PICTURES = 8
MEASURING, TRAINING = "nano.proof.measure", "nano.proof.train"
NO_TENSORFLOW = "No module named 'tensorflow'"
TOO_OLD_STATUS = 3

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """`archive`: a tar of the pictures on the Nano; `model`: the folder for what comes of them; `rounds` over all."""

    archive: str
    model: str
    rounds: int


def measure(conn: Connection, python: Sequence[str], ctx: RunContext) -> dict[str, Any]:
    """The result: `version`, `gpus`, `gpu_rate`, `cpu_rate` (pictures a second, None where not measured), `ratio`.

    `python` is the command that runs a script. Raises NanoError nano.proof_no_tensorflow, nano.proof_too_old(version),
    and as `why_failed` says.
    """
    argv = [*python, "-c", nano_script(PROOF), str(GPU_PICTURES), str(CPU_PICTURES), str(EDGE)]
    track = _after_others(lambda: _run(conn, ctx, MEASURING, argv, _Track(ctx, "nano.proof.start")))
    rates = {measured["device"]: measured["per_s"] for measured in track.all("measured")}
    gpu, cpu = rates.get("GPU"), rates.get("CPU")
    ratio = round(gpu / cpu, 1) if gpu and cpu else None
    _judge(ctx, gpu, cpu, ratio)
    gpus: list[str] = next((said["gpus"] for said in track.all("devices")), [])
    version = next((said["version"] for said in track.all("imported")), None)
    return {"version": version, "gpus": gpus, "gpu_rate": gpu, "cpu_rate": cpu, "ratio": ratio}


def train(conn: Connection, python: Sequence[str], wish: Training, ctx: RunContext) -> dict[str, Any]:
    """Each batch is the end of a step `nano.proof.batch`.

    The result: `accuracy` (None where there were too few pictures to test), `tested`, `model`, `classes`, `took_s`.
    """
    arguments = (wish.archive, wish.model, str(wish.rounds), str(BATCH_PICTURES))
    argv = [*python, "-c", nano_script(TRAIN), *arguments]
    return _learned(ctx, _after_others(lambda: _run(conn, ctx, TRAINING, argv, _Track(ctx, TRAINING))))


def training_on(conn: Connection, ctx: RunContext) -> JobFact | None:
    """A training that another window or computer began: it goes on alone, or its end has been told to nobody."""
    jobs = list_jobs(conn, ctx)
    return next((job for job in jobs if job.id == TRAINING and job.state in {"running", "ended"}), None)


def take_up(conn: Connection, training: JobFact, ctx: RunContext) -> dict[str, Any]:
    """Follow a training of `training_on` from the start of its output to its end. The result is that of `train`."""
    track, environment = _Track(ctx, TRAINING), training.environment
    return _learned(ctx, _follow(conn, ctx, training.id, training.argv, track, environment=environment))


def _learned(ctx: RunContext, track: _Track) -> dict[str, Any]:
    end = next(iter(track.all("end")), {})
    classes: list[str] = next((said["classes"] for said in track.all("begun")), [])
    unreadable = [said["file"] for said in track.all("unreadable")]
    if unreadable:
        params = {"number": len(unreadable), "file": unreadable[0]}
        ctx.emit(_found("nano.proof_unreadable", Severity.WARNING, params))
    if track.all("random_weights"):
        ctx.emit(_found("nano.proof_random_weights", Severity.WARNING, {}))
    names = ("accuracy", "tested", "model", "took_s")
    return {**{name: end.get(name) for name in names}, "classes": classes}


def python_of(program: str, image: str | None, folders: Sequence[str] = ()) -> list[str]:
    """The command before `-c`: a Python of the Nano, or the one in a container."""
    return inside(image, ["python3"], folders) if image else [program]


class _Track:
    """Turns the lines of a script into steps: one begins where another ends."""

    def __init__(self, ctx: RunContext, first: str) -> None:
        self._ctx = ctx
        self._said: list[dict[str, Any]] = []
        self._begin(first)

    def all(self, event: str) -> list[dict[str, Any]]:
        return [said for said in self._said if said["event"] == event]

    def line(self, text: str) -> None:
        said = event_of(text)
        if said is None:
            show(self._ctx, text)
            return
        if said["event"] not in {"read", "batch"}:
            self._said.append(said)
        match said:
            case {"event": "begun", "device": device}:
                self.end()
                self._begin(f"nano.proof.{device.lower()}")
            case {"event": "read", "done": done, "total": total}:
                self._ctx.emit(Progress(phase="nano.proof.read", done=done, total=total, unit="pictures"))
            case {"event": "batch", "done": done, "total": total}:
                facts = {name: said[name] for name in ("done", "total", "round", "loss", "accuracy")}
                self._ctx.emit(StepFinished(step="nano.proof.batch", params=facts))
                self._ctx.emit(Progress(phase="nano.proof.train", done=done, total=total, unit="batches"))

    def end(self) -> None:
        self._ctx.emit(StepFinished(step=self._step, params={"took_s": time.monotonic() - self._began}))

    def _begin(self, step: str) -> None:
        self._step, self._began = step, time.monotonic()
        self._ctx.emit(StepStarted(step=step))


def _after_others(run: Callable[[], Result]) -> Result:
    """Nothing was planned that another job of ours could have changed: after its end it is simply run again."""
    while True:
        try:
            return run()
        except NanoError as error:
            if error.code != OTHER_ENDED:
                raise


def _run(conn: Connection, ctx: RunContext, job: str, argv: Sequence[str], track: _Track) -> _Track:
    environment = {**guard_of(conn, ctx), "PYTHONUNBUFFERED": "1", "TF_CPP_MIN_LOG_LEVEL": "1"}
    return _follow(conn, ctx, job, argv, track, environment=environment, fresh=True)


def _follow(
    conn: Connection,
    ctx: RunContext,
    job: str,
    argv: Sequence[str],
    track: _Track,
    *,
    environment: Mapping[str, str],
    fresh: bool = False,
) -> _Track:
    show(ctx, f"$ {in_brief(argv)}")
    as_root = argv[0] == "docker"
    said = run_job(
        conn, ctx, job, argv, sudo=as_root, environment=environment, on_line=track.line, check=False, fresh=fresh
    )
    if not said.ok:
        raise _why(said, argv[0], track)
    track.end()
    return track


def _why(said: CommandResult, program: str, track: _Track) -> NanoError:
    if NO_TENSORFLOW in said.stdout or said.exit_status == 127:
        return NanoError("nano.proof_no_tensorflow", detail=said.stdout[-500:])
    if said.exit_status == TOO_OLD_STATUS and (old := track.all("too_old")):
        return NanoError("nano.proof_too_old", version=old[0]["version"])
    return why_failed(said, program)


def _judge(ctx: RunContext, gpu: float | None, cpu: float | None, ratio: float | None) -> None:
    if ratio is None:
        ctx.emit(_found("nano.proof_no_gpu", Severity.WARNING, {"cpu_rate": cpu}))
    else:
        params = {"ratio": ratio, "gpu_rate": gpu, "cpu_rate": cpu}
        fast = ratio >= FAST_RATIO
        code, severity = ("nano.proof_fast", Severity.GOOD) if fast else ("nano.proof_slow", Severity.WARNING)
        ctx.emit(_found(code, severity, params))


def _found(code: str, severity: Severity, params: Mapping[str, JsonValue]) -> FindingReported:
    return FindingReported(finding=Finding(code=code, severity=severity, params=params))
