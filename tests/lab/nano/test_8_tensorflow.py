"""TensorFlow's step on the board: from our mirror and our index, with stand-ins that are named as such.

The table of recipes is the test's own: the board is a Debian with Python 3.11, and no wheel of NVIDIA's is for it.
h5py's stand-in comes as source and is built there, as the real one is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nanowizard.core.resources import resource
from nanowizard.core.task import RunContext
from nanowizard.provision.tensorflow.facts import TensorFlowFacts, TensorFlowOptions
from nanowizard.provision.tensorflow.recipes import Recipes, load_recipes
from nanowizard.provision.tensorflow.step import TensorFlowStep
from nanowizard.tasks.tensorflow import InstallTensorFlow, TensorFlowInput
from tests.lab.machines.mirrors import PACKAGE, VERSION, Mirrors, add_source, add_wheel
from tests.lab.nano.desk import Desk, Done

STAND_IN = "2.7.0+standin"
TENSORFLOW = b"""# A stand-in for the lab: no TensorFlow at all.
__version__ = "2.7.0"


class config:
    @staticmethod
    def list_physical_devices(kind):
        return []
"""
SETUP = b"""from setuptools import setup
setup(name="h5py", version="3.1.0", packages=["h5py"], description="a stand-in for the lab")
"""
SOURCES, NVIDIA, PIP_CONF = "/etc/apt/sources.list", "/etc/apt/sources.list.d", "/etc/pip.conf"


@pytest.fixture(scope="module")
def mirrors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirrors]:
    mirrors = Mirrors(tmp_path_factory.mktemp("mirrors"), package_bytes=20_000)
    add_wheel(mirrors.index, "numpy", "1.19.4", {"numpy/__init__.py": b"# a stand-in for the lab\n"})
    add_wheel(mirrors.index, "tensorflow", STAND_IN, {"tensorflow/__init__.py": TENSORFLOW})
    add_source(mirrors.index, "h5py", "3.1.0", {"setup.py": SETUP, "h5py/__init__.py": b""})
    yield mirrors
    mirrors.close()


@pytest.fixture(scope="module")
def recipes(mirrors: Mirrors, tmp_path_factory: pytest.TempPathFactory) -> Recipes:
    """The shipped table, with one recipe for this board."""
    table: dict[str, Any] = json.loads(resource("tensorflow.json").read_text(encoding="utf-8"))
    own = {"python": "3.11", "version": STAND_IN, "index_url": mirrors.index_url, "wheel_url": None, "pins": []}
    table |= {"board": "", "architecture": "x86_64", "apt": [PACKAGE], "tools": [], "pins": [f"{PACKAGE}=={VERSION}"]}
    table |= {"recipes": [{**table["recipes"][0], **own}]}
    for need in ("disk_bytes", "memory_bytes"):
        table[need] = {"need": 1 << 20, "advised": 1 << 20}
    path: Path = tmp_path_factory.mktemp("table") / "tensorflow.json"
    path.write_text(json.dumps(table), encoding="utf-8")
    return load_recipes(path)


@pytest.fixture(scope="module")
def mirrored(desk: Desk, mirrors: Mirrors) -> Iterator[Desk]:
    desk.meet()
    board = desk.board
    board.look(f"cp {SOURCES} /root/sources; mv {NVIDIA} /root/parts; rm -f {PIP_CONF}")
    conf = f"[global]\\nindex-url = {mirrors.index_url}\\ntrusted-host = 10.0.2.2\\n"
    board.look(f"printf '%b' '{conf}' > {PIP_CONF}; printf '%s' '{mirrors.apt_line.strip()}' > {SOURCES}")
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


WHOLE = [f"nano.tensorflow.{what}" for what in ("reach", "apt", "xlocale", "numpy", "pins", "h5py", "wheel", "start")]


def test_it_goes_on_where_it_broke_off_and_leads_back(
    mirrored: Desk, mirrors: Mirrors, recipes: Recipes, tmp_path: Path
) -> None:
    before = facts(mirrored, recipes, tmp_path)
    shown = run(mirrored, recipes, dry_run=True)
    assert (shown.changes, shown.begun) == (WHOLE, [])
    assert facts(mirrored, recipes, tmp_path) == before

    mirrors.go_away()
    lost = run(mirrored, recipes)
    assert (lost.error[0], lost.begun) == ("nano.tensorflow_no_internet", WHOLE[:1])
    mirrors.come_back()

    done = run(mirrored, recipes)
    assert (done.status, done.completed) == ("succeeded", WHOLE)
    assert "nano.tensorflow_no_gpu" in done.findings
    assert done.result["version"] == STAND_IN
    assert mirrored.board.look(f"dpkg-query -W -f '${{db:Status-Status}}' {PACKAGE}") == "installed"
    asked = len(mirrors.asked)
    again = run(mirrored, recipes)
    assert (again.status, again.begun, mirrors.asked[asked:]) == ("satisfied", [], [])

    mirrored.board.look("python3 -m pip uninstall -y h5py")
    rest = run(mirrored, recipes, dry_run=True)
    assert rest.changes == [f"nano.tensorflow.{what}" for what in ("reach", "h5py", "start")]
    assert run(mirrored, recipes, undo=True).status == "succeeded"
    assert facts(mirrored, recipes, tmp_path) == before
    assert mirrored.board.look("ls /usr/include/xlocale.h /var/cache/nanowizard/* 2>/dev/null || true") == ""


def test_this_computer_fetches_the_packages_for_a_nano_without_internet(
    mirrored: Desk, mirrors: Mirrors, recipes: Recipes, tmp_path: Path
) -> None:
    mirrored.board.look(f"apt-get -qq update && apt-get -qq install -y {PACKAGE}")
    before = facts(mirrored, recipes, tmp_path)
    mirrors.go_away()
    done = run(mirrored, recipes, fetch="computer", index_url=mirrors.index_url_here)
    mirrors.come_back()
    wanted = ["nano.tensorflow.fetch", "nano.tensorflow.push", *WHOLE[2:]]
    assert (done.status, done.completed) == ("succeeded", wanted)
    assert run(mirrored, recipes, undo=True).status == "succeeded"
    assert facts(mirrored, recipes, tmp_path) == before
    mirrored.board.look(f"dpkg --purge {PACKAGE}")
