"""The proof and TensorFlow's task on the practice Nano: what a page and a command get."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from nanowizard.core.errors import UsageError
from nanowizard.core.events import Event, FindingReported, Progress, Status, StepFinished, StepStarted, TaskFinished
from nanowizard.core.places import Places
from nanowizard.core.task import RunContext, Task, TaskRun
from nanowizard.practice import proof_programs
from nanowizard.practice.nano import PASSWORD, Faults, PracticeNano
from nanowizard.practice.python_programs import SYSTEM
from nanowizard.provision.nano_scripts import PROOF, TRAIN, nano_script
from nanowizard.provision.tensorflow.facts import TensorFlowOptions
from nanowizard.remote.jobs_list import list_jobs
from nanowizard.tasks.proof import ProofInput, ProveTensorFlow
from nanowizard.tasks.session import NanoLogin, Session
from nanowizard.tasks.tensorflow import InstallTensorFlow, TensorFlowInput


@pytest.fixture
def nano(tmp_path: Path) -> Iterator[PracticeNano]:
    with PracticeNano(tmp_path / "nano", faults=Faults(delay_s=0.0)) as nano:
        yield nano


@pytest.fixture
def session(tmp_path: Path, nano: PracticeNano) -> Iterator[Session]:
    session = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"))
    session.connect(NanoLogin(address=nano.address, password=PASSWORD, trust=nano.fingerprint), RunContext())
    yield session
    session.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("cats", "dogs"):
        place = tmp_path / "pictures" / name
        place.mkdir(parents=True)
        for number in range(10):
            (place / f"{number}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes([number]))
    (tmp_path / "pictures" / "cats" / "bad.png").write_bytes(b"bad")
    return tmp_path / "pictures"


def with_tensorflow(nano: PracticeNano, name: str = "tensorflow-2.7.0+nv22.1") -> None:
    nano.machine.put(f"{SYSTEM}/{name}.dist-info/METADATA", b"")


@pytest.fixture
def log_in(tmp_path: Path, nano: PracticeNano) -> Iterator[Callable[[str], Session]]:
    """Sessions of other computers, by name."""
    sessions: list[Session] = []

    def log_in(name: str) -> Session:
        session = Session(where=Places(tmp_path / name / "state", tmp_path / name / "cache", tmp_path / name / "logs"))
        sessions.append(session)
        session.connect(NanoLogin(address=nano.address, password=PASSWORD, trust=nano.fingerprint), RunContext())
        return session

    yield log_in
    for session in sessions:
        session.close()


@pytest.fixture
def away() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor() as pool:
        yield pool


def run(task: Task, inp: Any) -> tuple[TaskFinished, list[Event]]:
    events: list[Event] = []
    return TaskRun(task, inp, RunContext(emit=events.append)).check_then_run(), events


def found(events: list[Event]) -> dict[str, Any]:
    return {e.finding.code: e.finding.params for e in events if isinstance(e, FindingReported)}


def test_the_proof_says_the_ratio(nano: PracticeNano, session: Session) -> None:
    with_tensorflow(nano)
    ended, events = run(ProveTensorFlow(session), ProofInput())
    assert ended.status is Status.SUCCEEDED
    assert ended.result == {
        "version": "2.7.0",
        "gpus": ["/physical_device:GPU:0"],
        "gpu_rate": 25.6,
        "cpu_rate": 2.8,
        "ratio": 9.1,
    }
    assert found(events) == {"nano.proof_fast": {"ratio": 9.1, "gpu_rate": 25.6, "cpu_rate": 2.8}}
    steps = ["nano.proof.start", "nano.proof.gpu", "nano.proof.cpu"]
    assert [e.step for e in events if isinstance(e, StepStarted)] == steps
    assert [e.step for e in events if isinstance(e, StepFinished)] == steps


def test_without_tensorflow_it_is_not_begun(session: Session) -> None:
    ended, events = run(ProveTensorFlow(session), ProofInput())
    assert (ended.status, list(found(events))) == (Status.BLOCKED, ["nano.proof_no_tensorflow"])


def test_a_slow_gpu_is_no_good_news(nano: PracticeNano, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    with_tensorflow(nano)
    monkeypatch.setattr(proof_programs, "GPU_RATE", 4.2)
    ended, events = run(ProveTensorFlow(session), ProofInput())
    assert ended.result["ratio"] == 1.5
    assert list(found(events)) == ["nano.proof_slow"]


def saying(*lines: dict[str, Any], status: int = 0) -> Any:
    def program(process: Any, _arguments: list[str]) -> int:
        for line in lines:
            process.say(json.dumps(line) + "\n")
        return status

    return program


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Have one of the scripts say something else on the practice Nano."""
    return lambda name, program: monkeypatch.setitem(proof_programs.PROOF_SCRIPTS, nano_script(name), program)


def test_no_gpu_is_said_honestly(nano: PracticeNano, session: Session, says: Any) -> None:
    with_tensorflow(nano)
    measured = {"event": "measured", "device": "CPU", "per_s": 2.8}
    says(PROOF, saying({"event": "imported", "version": "2.7.0"}, {"event": "devices", "gpus": []}, measured))
    ended, events = run(ProveTensorFlow(session), ProofInput())
    assert (ended.result["ratio"], ended.result["gpus"]) == (None, [])
    assert found(events) == {"nano.proof_no_gpu": {"cpu_rate": 2.8}}


@pytest.mark.parametrize(
    ("program", "code"),
    [
        (saying({"event": "too_old", "version": "1.15.0"}, status=3), "nano.proof_too_old"),
        (saying(status=132), "nano.tensorflow_illegal"),
        (saying(status=137), "nano.tensorflow_out_of_memory"),
        (saying(status=1), "nano.command_failed"),
    ],
)
def test_a_proof_that_fails_says_why(nano: PracticeNano, session: Session, says: Any, program: Any, code: str) -> None:
    with_tensorflow(nano)
    says(PROOF, program)
    ended, _events = run(ProveTensorFlow(session), ProofInput())
    assert ended.error and ended.error.code == code


def test_it_learns_pictures_with_a_curve(nano: PracticeNano, session: Session, folder: Path) -> None:
    with_tensorflow(nano)
    ended, events = run(ProveTensorFlow(session), ProofInput(pictures=folder, rounds=3))
    assert ended.result["training"] == {
        "accuracy": 0.95,
        "tested": 4,
        "model": "/home/nano/nanowizard/model",
        "took_s": 412.0,
        "classes": ["cats", "dogs"],
    }
    batches = [e.params for e in events if isinstance(e, StepFinished) and e.step == "nano.proof.batch"]
    assert [batch["done"] for batch in batches] == list(range(1, 7))
    assert batches[0]["loss"] > batches[-1]["loss"] and batches[-1]["total"] == 6
    assert {e.phase for e in events if isinstance(e, Progress)} == {"nano.push", "nano.proof.read", "nano.proof.train"}
    assert found(events)["nano.proof_unreadable"] == {"number": 1, "file": "bad.png"}
    assert nano.machine.exists("/home/nano/nanowizard/model/model.h5")
    assert nano.machine.file("/home/nano/nanowizard/pictures.tar").owner == "nano"


def test_what_the_nano_could_not_download_or_read_is_said(
    nano: PracticeNano, session: Session, folder: Path, says: Any
) -> None:
    with_tensorflow(nano)
    odd = {"event": "unreadable", "file": "cats/00003.png"}
    says(TRAIN, saying({"event": "random_weights", "why": "no DNS"}, odd, {"event": "end", "accuracy": None}))
    ended, events = run(ProveTensorFlow(session), ProofInput(pictures=folder))
    assert ended.result["training"]["accuracy"] is None
    assert found(events)["nano.proof_unreadable"] == {"number": 1, "file": "cats/00003.png"}
    assert "nano.proof_random_weights" in found(events)


class Held:
    """A training on the practice Nano that stops at a batch until it may go on; counts how often one was begun."""

    def __init__(self) -> None:
        self.began, self.may_end, self.times = threading.Event(), threading.Event(), 0

    def __call__(self, process: Any, arguments: list[str]) -> int:
        self.times += 1
        process.say(json.dumps({"event": "begun", "classes": ["cats", "dogs"]}) + "\n")
        self.began.set()
        while not self.may_end.is_set():
            process.rest(0.01)
        end = {"event": "end", "accuracy": 0.75, "tested": 4, "model": arguments[1], "took_s": 9.0}
        process.say(json.dumps(end) + "\n")
        return 0


LEARNED = {
    "accuracy": 0.75,
    "tested": 4,
    "model": "/home/nano/nanowizard/model",
    "took_s": 9.0,
    "classes": ["cats", "dogs"],
}


def let_go(session: Session, inp: ProofInput, held: Held, away: ThreadPoolExecutor) -> None:
    """As closing the window does: in the middle of the training, cancelled twice."""
    ctx = RunContext()
    running = away.submit(TaskRun(ProveTensorFlow(session), inp, ctx).check_then_run)
    assert held.began.wait(30)
    ctx.cancel.set()
    ctx.cancel.set()
    assert running.result(30).status is Status.CANCELLED


def end(nano: PracticeNano, held: Held) -> None:
    """The training comes to its end, and nobody looks."""
    (job,) = nano.machine.jobs.values()
    held.may_end.set()
    assert job.thread is not None
    job.thread.join(30)


@pytest.mark.parametrize(
    ("way", "theirs"), [("packages", "packages"), ("container", "container"), ("container", "packages")]
)
def test_a_training_that_was_let_go_is_taken_up_from_another_computer(
    nano: PracticeNano,
    session: Session,
    log_in: Callable[[str], Session],
    folder: Path,
    away: ThreadPoolExecutor,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    theirs: str,
) -> None:
    """There nobody knows the pictures, nor which TensorFlow it was."""
    held = Held()
    for scripts in (proof_programs.PROOF_SCRIPTS, proof_programs.CONTAINER_SCRIPTS):
        monkeypatch.setitem(scripts, nano_script(TRAIN), held)
    if way == "packages":
        with_tensorflow(nano)
    else:
        run(InstallTensorFlow(session), TensorFlowInput(options=TensorFlowOptions(way=way)))
    let_go(session, ProofInput(options=TensorFlowOptions(way=way), pictures=folder), held, away)
    other = ProveTensorFlow(log_in("other"))
    inp = ProofInput(options=TensorFlowOptions(way=theirs))
    seen = other.check(inp, RunContext())
    assert (seen.satisfied, seen.findings, seen.facts["training"]) == (None, (), "running")
    events: list[Event] = []

    def heard(event: Event) -> None:
        events.append(event)
        if isinstance(event, StepStarted):
            held.may_end.set()

    ended = TaskRun(other, inp, RunContext(emit=heard)).check_then_run()
    assert (ended.status, ended.error, ended.result) == (Status.SUCCEEDED, None, {"training": LEARNED})
    assert [e.step for e in events if isinstance(e, StepStarted)] == ["nano.proof.train"]
    assert held.times == 1


def test_a_training_that_ended_meanwhile_is_told_once_to_who_asks_for_it(
    nano: PracticeNano, session: Session, folder: Path, away: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held()
    monkeypatch.setitem(proof_programs.PROOF_SCRIPTS, nano_script(TRAIN), held)
    with_tensorflow(nano)
    let_go(session, ProofInput(pictures=folder), held, away)
    end(nano, held)
    task = ProveTensorFlow(session)
    assert task.check(ProofInput(unseen=True), RunContext()).facts["training"] == "ended"
    assert run(task, ProofInput(unseen=True))[0].result == {"training": LEARNED}
    assert list_jobs(session.connect(None, RunContext()), RunContext()) == []
    assert run(task, ProofInput(unseen=True))[0].result["ratio"] == 9.1
    assert held.times == 1


def test_a_training_that_ends_between_the_look_and_the_run_is_told(
    nano: PracticeNano, session: Session, folder: Path, away: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held()
    monkeypatch.setitem(proof_programs.PROOF_SCRIPTS, nano_script(TRAIN), held)
    with_tensorflow(nano)
    let_go(session, ProofInput(pictures=folder), held, away)
    task = ProveTensorFlow(session)
    task.check(ProofInput(), RunContext())
    end(nano, held)
    assert task.run(ProofInput(), RunContext()) == {"training": LEARNED}


def test_whoever_wants_a_new_training_gets_no_old_result(
    nano: PracticeNano, session: Session, folder: Path, away: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held()
    monkeypatch.setitem(proof_programs.PROOF_SCRIPTS, nano_script(TRAIN), held)
    with_tensorflow(nano)
    let_go(session, ProofInput(pictures=folder), held, away)
    end(nano, held)
    ended, _events = run(ProveTensorFlow(session), ProofInput(pictures=folder))
    assert (ended.result["ratio"], held.times) == (9.1, 2)


def test_a_measurement_of_another_tensorflow_is_waited_for(
    nano: PracticeNano,
    session: Session,
    log_in: Callable[[str], Session],
    away: ThreadPoolExecutor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_tensorflow(nano)
    own, began, waits = proof_programs.PROOF_SCRIPTS[nano_script(PROOF)], threading.Event(), threading.Event()

    def slow(process: Any, arguments: list[str]) -> int:
        began.set()
        while not waits.is_set():
            process.rest(0.01)
        return own(process, arguments)

    run(InstallTensorFlow(session), TensorFlowInput(options=TensorFlowOptions(venv="~/tf")))
    monkeypatch.setitem(proof_programs.PROOF_SCRIPTS, nano_script(PROOF), slow)
    first = away.submit(run, ProveTensorFlow(session), ProofInput(options=TensorFlowOptions(venv="~/tf")))
    assert began.wait(30)

    def waiting(event: Event) -> None:
        if isinstance(event, StepStarted) and event.step == "nano.busy.waiting":
            assert len(event.params["command"]) < 130
            assert "import" not in event.params["command"]
            waits.set()

    second = TaskRun(ProveTensorFlow(log_in("other")), ProofInput(), RunContext(emit=waiting)).check_then_run()
    assert (second.error, second.result["ratio"], waits.is_set()) == (None, 9.1, True)
    assert first.result(30)[0].result["ratio"] == 9.1


def test_a_bad_folder_is_told_before_anything_runs(nano: PracticeNano, session: Session, tmp_path: Path) -> None:
    with_tensorflow(nano)
    with pytest.raises(UsageError) as raised:
        ProveTensorFlow(session).check(ProofInput(pictures=tmp_path / "none"), RunContext())
    assert raised.value.code == "usage.pictures_no_folder"


def test_the_tensorflow_in_a_virtual_environment_and_in_the_container(nano: PracticeNano, session: Session) -> None:
    for options in (TensorFlowOptions(venv="~/tf"), TensorFlowOptions(way="container")):
        ended, _events = run(ProveTensorFlow(session), ProofInput(options=options))
        assert ended.status is Status.BLOCKED
        assert run(InstallTensorFlow(session), TensorFlowInput(options=options))[0].status is Status.SUCCEEDED
        ended, events = run(ProveTensorFlow(session), ProofInput(options=options))
        assert (ended.status, ended.result["ratio"]) == (Status.SUCCEEDED, 9.1), events


def test_a_container_is_not_fetched_over_an_internet_that_is_lent(nano: PracticeNano, session: Session) -> None:
    """Docker's daemon would not use it. Once the image is there, lending harms nothing."""
    options = TensorFlowOptions(way="container")
    ended, events = run(InstallTensorFlow(session), TensorFlowInput(options=options, lend_internet=True))
    assert ended.status is Status.BLOCKED
    assert "nano.tensorflow_container_lent" in found(events)
    assert run(InstallTensorFlow(session), TensorFlowInput(options=options))[0].status is Status.SUCCEEDED
    ended, events = run(InstallTensorFlow(session), TensorFlowInput(options=options, lend_internet=True))
    assert ended.status is Status.SATISFIED
    packages = InstallTensorFlow(session).check(TensorFlowInput(lend_internet=True), RunContext())
    assert "nano.tensorflow_container_lent" not in [finding.code for finding in packages.findings]


def test_what_a_page_shows_about_tensorflow(nano: PracticeNano, session: Session) -> None:
    task = InstallTensorFlow(session)
    before = task.check(TensorFlowInput(), RunContext())
    assert before.satisfied is False
    wanted = {"version": None, "wanted": "2.7.0+nv22.1", "python": "3.6.9", "jetpack": "4.6.1", "can_undo": False}
    assert {name: before.facts[name] for name in wanted} == wanted
    json.dumps(before.facts)
    ended, _events = run(task, TensorFlowInput())
    assert (ended.result["version"], ended.result["can_undo"]) == ("2.7.0+nv22.1", True)
    assert task.check(TensorFlowInput(), RunContext()).satisfied is True
    ended, _events = run(task, TensorFlowInput(undo=True))
    assert (ended.status, ended.result["version"]) == (Status.SUCCEEDED, None)
