"""TensorFlow for a board without internet: this computer fetches the packages and hands them over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nanowizard.core.task import RunContext
from nanowizard.provision.tensorflow.facts import TensorFlowFacts, TensorFlowOptions
from nanowizard.provision.tensorflow.recipes import Recipes
from nanowizard.provision.tensorflow.step import TensorFlowStep
from nanowizard.tasks.tensorflow import InstallTensorFlow, TensorFlowInput
from tests.lab.machines.mirrors import PACKAGE, Mirrors
from tests.lab.nano.desk import Desk, Done
from tests.lab.nano.stand_in import CHANGES, pip_conf, stand_in_mirrors, stand_in_recipes

# With the card that is written for it, and the board that is started: it is the first of its job.
pytestmark = pytest.mark.timeout(1800)
SOURCES, NVIDIA, PIP_CONF = "/etc/apt/sources.list", "/etc/apt/sources.list.d", "/etc/pip.conf"


@pytest.fixture(scope="module")
def mirrors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirrors]:
    mirrors = stand_in_mirrors(tmp_path_factory.mktemp("mirrors"))
    yield mirrors
    mirrors.close()


@pytest.fixture(scope="module")
def recipes(mirrors: Mirrors, tmp_path_factory: pytest.TempPathFactory) -> Recipes:
    return stand_in_recipes(mirrors, tmp_path_factory.mktemp("table") / "tensorflow.json")


@pytest.fixture(scope="module")
def mirrored(desk: Desk, mirrors: Mirrors) -> Iterator[Desk]:
    desk.meet()
    board = desk.board
    board.look(f"cp {SOURCES} /root/sources; mv {NVIDIA} /root/parts; rm -f {PIP_CONF}")
    board.look(f"printf '%s' '{pip_conf(mirrors)}' >{PIP_CONF}; printf '%s' '{mirrors.apt_line.strip()}' >{SOURCES}")
    yield desk
    board.look(f"mv /root/sources {SOURCES}; mv /root/parts {NVIDIA}; rm -f {PIP_CONF}")


def run(desk: Desk, recipes: Recipes, *, dry_run: bool = False, undo: bool = False, **options: Any) -> Done:
    wish = TensorFlowOptions(**options)
    inp = TensorFlowInput(login=desk.login(), options=wish, dry_run=dry_run, undo=undo)
    return desk.run(InstallTensorFlow(desk.session, recipes), inp)


def facts(desk: Desk, recipes: Recipes, tmp_path: Path) -> TensorFlowFacts:
    """What is there, without what changes by itself from one moment to the next."""
    ctx = RunContext()
    conn = desk.session.connect(desk.login(), ctx)
    seen = TensorFlowStep(tmp_path, recipes).gather(conn, TensorFlowOptions(), ctx)
    return replace(seen, disk=None, clock_ahead_s=None)


def test_without_internet_it_goes_through_this_computer_and_leads_back(
    mirrored: Desk, mirrors: Mirrors, recipes: Recipes, tmp_path: Path
) -> None:
    mirrored.board.look(f"apt-get -qq update && apt-get -qq install -y {PACKAGE}")
    before = facts(mirrored, recipes, tmp_path)
    mirrors.go_away()
    lost = run(mirrored, recipes)
    assert (lost.error[0], lost.begun) == ("nano.tensorflow_no_internet", CHANGES[:1])

    done = run(mirrored, recipes, fetch="computer", index_url=mirrors.index_url_here)
    mirrors.come_back()
    wanted = ["nano.tensorflow.fetch", "nano.tensorflow.push", *CHANGES[2:]]
    assert (done.status, done.completed) == ("succeeded", wanted)

    mirrored.board.look("python3 -m pip uninstall -y h5py")
    rest = run(mirrored, recipes, dry_run=True)
    assert rest.changes == [f"nano.tensorflow.{what}" for what in ("reach", "h5py", "start")]
    assert run(mirrored, recipes, undo=True).status == "succeeded"
    assert facts(mirrored, recipes, tmp_path) == before
    assert mirrored.board.look("ls /usr/include/xlocale.h /var/cache/nanowizard/* 2>/dev/null || true") == ""
    mirrored.board.look(f"dpkg --purge {PACKAGE}")
