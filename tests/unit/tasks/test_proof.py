"""The proof and TensorFlow's task on the practice Nano: what a page and a command get."""

from __future__ import annotations

import json
from collections.abc import Iterator
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
