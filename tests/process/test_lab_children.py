"""The lab's children: who may begin, and that nobody survives the run."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("the lab runs on Linux", allow_module_level=True)

from tests.lab import children
from tests.lab.children import Child, Ended, log_of
from tests.lab.plan import Job

CHECKOUT = Path(__file__).resolve().parents[2]
RUNNER = """
import pathlib, sys
from tests.lab import children
from tests.lab.plan import Job
children.RESULTS = pathlib.Path(sys.argv[1])
nothing = lambda _: None
command = lambda _: ["sh", "-c", sys.argv[2]]
children.run([Job("nano image", "image")], {}, began=nothing, ended=nothing, look=nothing, command=command)
"""
IMAGE, TIER = Job("nano image", "image"), Job("nano", "tier", ("nano image",))


@pytest.fixture(autouse=True)
def _own_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "RESULTS", tmp_path)


def run(scripts: dict[str, str], look: Callable[[Sequence[Child]], None] = lambda _children: None) -> list[Ended]:
    """Each job is a line of shell."""
    jobs = [job for job in (IMAGE, TIER) if job.name in scripts]
    command = {name: ["sh", "-c", script] for name, script in scripts.items()}
    return children.run(
        jobs,
        {"WHO": "the lab"},
        began=lambda _job: None,
        ended=lambda _end: None,
        look=look,
        command=lambda job: command[job.name],
    )


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not is_running(pid)


def printed(job: Job) -> str:
    return log_of(job).read_text() if log_of(job).exists() else ""


def test_a_tier_follows_its_image() -> None:
    ends = run({"nano image": "echo $WHO", "nano": "echo not green >&2; exit 3"})
    assert [(end.job, end.code) for end in ends] == [(IMAGE, 0), (TIER, 3)]
    assert printed(IMAGE) == "the lab\n"
    assert printed(TIER) == "not green\n"


def test_a_tier_without_its_image_does_not_begin() -> None:
    ends = run({"nano image": "exit 1", "nano": "echo it ran"})
    assert [(end.job, end.code) for end in ends] == [(IMAGE, 1), (TIER, None)]
    assert printed(TIER) == ""


def test_what_a_child_leaves_behind_is_ended() -> None:
    run({"nano image": "sleep 100 & echo $!"})
    assert gone(int(printed(IMAGE)))


def test_an_interrupted_run_interrupts_its_children_and_they_may_tidy_up() -> None:
    script = "trap 'echo tidied; exit' INT; echo $$; while :; do sleep 0.05; done"

    def look(_children: Sequence[Child]) -> None:
        if printed(IMAGE):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run({"nano image": script}, look)
    pid, tidied = printed(IMAGE).split()
    assert tidied == "tidied"
    assert gone(int(pid))


def test_a_child_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "_GOODBYE_S", 0.1)

    def look(_children: Sequence[Child]) -> None:
        if printed(IMAGE):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run({"nano image": "trap '' INT; echo $$; while :; do sleep 0.05; done"}, look)
    assert gone(int(printed(IMAGE)))


def test_a_child_is_interrupted_when_the_runner_dies(tmp_path: Path) -> None:
    """The kernel does that: nobody is left who could."""
    note = tmp_path / "note"
    script = f"trap 'echo tidied >>{note}; exit' INT; echo $$ >{note}; while :; do sleep 0.05; done"
    with subprocess.Popen([sys.executable, "-c", RUNNER, tmp_path, script], cwd=CHECKOUT) as runner:
        while not note.exists() or not note.read_text():
            time.sleep(0.01)
        runner.kill()
    pid = int(note.read_text().split()[0])
    assert gone(pid)
    assert note.read_text().split()[1:] == ["tidied"]
