"""Everything that a profile asks for, in one set-up over a cable that drops: it survives a restart and is undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nanowizard.core.events import Event, StepStarted
from nanowizard.core.profile import AptProfile, PipProfile, PowerProfile, Profile, SwapProfile, TensorFlowProfile
from nanowizard.core.task import Task
from nanowizard.tasks import nano_steps as steps_module
from nanowizard.tasks.nano_steps import nano_steps
from nanowizard.tasks.session import NanoLogin
from nanowizard.tasks.setup import SetUp, SetUpInput
from nanowizard.tasks.step_task import StepInput
from nanowizard.tasks.tensorflow import InstallTensorFlow
from tests.lab.machines.guest import until
from tests.lab.machines.mirrors import Mirrors
from tests.lab.nano.desk import Desk, Done, Watch
from tests.lab.nano.stand_in import STAND_IN, stand_in_mirrors, stand_in_recipes
from tests.lab.nano.test_3_swap import swaps
from tests.lab.nano.test_5_mirrors import Places

pytestmark = pytest.mark.timeout(1800)
SOURCES, PARTS = "/etc/apt/sources.list", "/etc/apt/sources.list.d"
UNDONE = ("nano.swap", "nano.apt", "nano.pip", "nano.tensorflow", "nano.power")
CUT_AT = ("nano.pip.set_index", "nano.tensorflow.numpy")
"""The first is a plain command, which is lost with its link; the second a job, which goes on without."""


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    places = Places()
    yield places
    places.close()


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirrors]:
    mirrors = stand_in_mirrors(tmp_path_factory.mktemp("mirrors"))
    yield mirrors
    mirrors.close()


@pytest.fixture(scope="module")
def profile(places: Places, packages: Mirrors) -> Profile:
    return Profile(
        rootfs=True,
        swap=SwapProfile(size_bytes=128 << 20, keep_zram=False, swappiness=10),
        apt=AptProfile(mirror=places.url("second")),
        pip=PipProfile(index=packages.index_url),
        tensorflow=TensorFlowProfile(),
        power=PowerProfile(console=True),
        proof=None,  # the stand-in computes nothing
    )


@pytest.fixture
def at_home(
    desk: Desk,
    places: Places,
    packages: Mirrors,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    """The board's packages come from servers of ours to begin with, and TensorFlow's table knows the board."""
    recipes = stand_in_recipes(packages, tmp_path_factory.mktemp("table") / "tensorflow.json")
    monkeypatch.setattr(steps_module, "InstallTensorFlow", lambda session: InstallTensorFlow(session, recipes))
    desk.meet()
    before = desk.board.look(f"cat {SOURCES}")
    main = f"deb [trusted=yes] {places.url('first')} bookworm main"
    desk.board.look(f"echo '{main}' >{SOURCES}; echo '{packages.apt_line.strip()}' >{PARTS}/lab.list")
    yield desk
    desk.board.look(f"printf '%s\\n' '{before}' >{SOURCES}; rm {PARTS}/lab.list")


def state(desk: Desk) -> str:
    """What the steps change, and all else in /etc. A backup that a change made stays."""
    return desk.board.look(
        "find /etc -xdev -type f ! -name '*.nanowizard.bak' -exec sha256sum {} + | sort;"
        " systemctl is-enabled nvzramconfig; systemctl get-default; tail -n +2 /proc/swaps | cut -d ' ' -f 1;"
        " dpkg-query -W; python3 -m pip freeze --all"
    )


def wishes(desk: Desk, profile: Profile) -> list[tuple[Task, StepInput[object]]]:
    login: NanoLogin = desk.login()
    return list(nano_steps(desk.session, profile, login))


def dropping(desk: Desk, left: set[str]) -> Watch:
    """The link breaks off once at the beginning of each of these changes."""

    def watch(event: Event) -> None:
        if isinstance(event, StepStarted) and event.step in left:
            left.remove(event.step)
            desk.board.cable.break_off()

    return watch


def set_up(desk: Desk, profile: Profile) -> Done:
    """Over 100 ms and 1 Mbit/s. A person whose link was lost presses the button again."""
    left = set(CUT_AT)
    desk.session.disconnect()
    desk.board.cable.slow(latency_s=0.1, bits_per_s=1e6)
    for _cut in range(len(CUT_AT) + 1):
        done = desk.run(SetUp(desk.session), SetUpInput(profile=profile, login=desk.login()), dropping(desk, left))
        if done.status == "succeeded":
            break
        assert done.error == ("nano.lost", {"host": "127.0.0.1"})
    assert not left
    desk.session.disconnect()
    desk.board.cable.fast()
    return done


def test_one_profile_sets_up_everything_survives_a_restart_and_is_undone(at_home: Desk, profile: Profile) -> None:
    desk, board = at_home, at_home.board
    found = state(desk)
    done = set_up(desk, profile)
    assert done.status == "succeeded", done.finished
    ended = {step["task"]: step["status"] for step in done.result["steps"]}
    assert set(UNDONE) | {"nano.check", "nano.clock", "nano.rootfs"} <= set(ended)
    assert set(ended.values()) <= {"succeeded", "satisfied"}

    desk.command("systemctl", "reboot", sudo=True)
    board.nano.started_again()
    until(lambda: swaps(board) == {"/swapfile": 128}, "the swap file alone is in use after a restart")
    assert board.look("systemctl list-units --failed --plain --no-legend") == ""
    assert board.look("python3 -c 'import tensorflow; print(tensorflow.__version__)'") == STAND_IN.partition("+")[0]
    again = {task.id: desk.run(task, wish).status for task, wish in wishes(desk, profile)}
    assert set(again.values()) == {"satisfied"}, again

    for task, wish in reversed(wishes(desk, profile)):
        if task.id in UNDONE:
            undo = type(wish)(options=wish.options, login=wish.login, undo=True)
            assert desk.run(task, undo).status == "succeeded", task.id
    until(lambda: list(swaps(board)) == ["/dev/zram0"], "zram is in use again")
    assert state(desk) == found
    assert board.look("ls /var/lib/nanowizard/*.json 2>/dev/null || true") == ""
