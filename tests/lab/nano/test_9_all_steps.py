"""Everything that a profile asks for, in one set-up: it survives a restart, and undone the board is as it was found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nanowizard.core.profile import AptProfile, PipProfile, PowerProfile, Profile, SwapProfile
from nanowizard.core.task import Task
from nanowizard.tasks.nano_steps import nano_steps
from nanowizard.tasks.session import NanoLogin
from nanowizard.tasks.setup import SetUp, SetUpInput
from nanowizard.tasks.step_task import StepInput
from tests.lab.machines.guest import until
from tests.lab.machines.nano import HOST_SEEN_FROM_INSIDE
from tests.lab.nano.desk import Desk
from tests.lab.nano.test_3_swap import swaps
from tests.lab.nano.test_5_mirrors import Places
from tests.support.pip_index import PipIndex

SOURCES = "/etc/apt/sources.list"
UNDONE = ("nano.swap", "nano.apt", "nano.pip", "nano.power")


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    places = Places()
    yield places
    places.close()


@pytest.fixture(scope="module")
def profile(places: Places) -> Iterator[Profile]:
    index = PipIndex()
    port = index.url.partition("127.0.0.1:")[2].partition("/")[0]
    yield Profile(
        rootfs=True,
        swap=SwapProfile(size_bytes=128 << 20, keep_zram=False, swappiness=10),
        apt=AptProfile(mirror=places.url("second")),
        pip=PipProfile(index=f"http://{HOST_SEEN_FROM_INSIDE}:{port}/simple"),
        power=PowerProfile(console=True),
    )
    index.close()


@pytest.fixture(scope="module")
def at_home(desk: Desk, places: Places) -> Iterator[Desk]:
    """The board's packages come from a mirror of ours to begin with."""
    desk.meet()
    before = desk.board.look(f"cat {SOURCES}")
    desk.board.look(f"echo 'deb [trusted=yes] {places.url('first')} bookworm main' >{SOURCES}")
    yield desk
    desk.board.look(f"printf '%s\\n' '{before}' >{SOURCES}")


def state(desk: Desk) -> str:
    """What the steps change, and all else in /etc. A backup that a change made stays."""
    return desk.board.look(
        "find /etc -xdev -type f ! -name '*.nanowizard.bak' -exec sha256sum {} + | sort;"
        " systemctl is-enabled nvzramconfig; systemctl get-default; tail -n +2 /proc/swaps | cut -d ' ' -f 1"
    )


def wishes(desk: Desk, profile: Profile) -> list[tuple[Task, StepInput[object]]]:
    login: NanoLogin = desk.login()
    return list(nano_steps(desk.session, profile, login))


def test_one_profile_sets_up_everything_survives_a_restart_and_is_undone(at_home: Desk, profile: Profile) -> None:
    desk, board = at_home, at_home.board
    found = state(desk)
    done = desk.run(SetUp(desk.session), SetUpInput(profile=profile, login=desk.login()))
    assert done.status == "succeeded", done.finished
    ended = {step["task"]: step["status"] for step in done.result["steps"]}
    assert set(UNDONE) | {"nano.check", "nano.clock", "nano.rootfs"} <= set(ended)
    assert set(ended.values()) <= {"succeeded", "satisfied"}

    desk.command("systemctl", "reboot", sudo=True)
    board.nano.started_again()
    until(lambda: swaps(board) == {"/swapfile": 128}, "the swap file alone is in use after a restart")
    assert board.look("systemctl list-units --failed --plain --no-legend") == ""
    again = {task.id: desk.run(task, wish).status for task, wish in wishes(desk, profile)}
    assert set(again.values()) == {"satisfied"}, again

    for task, wish in reversed(wishes(desk, profile)):
        if task.id in UNDONE:
            undo = StepInput(options=wish.options, login=wish.login, undo=True)
            assert desk.run(task, undo).status == "succeeded", task.id
    until(lambda: list(swaps(board)) == ["/dev/zram0"], "zram is in use again")
    assert state(desk) == found
    assert board.look("ls /var/lib/nanowizard/*.json 2>/dev/null || true") == ""
