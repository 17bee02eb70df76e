"""A card that others hold: they are named, whoever they are, and nothing is written."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.labs import losetup

from lab.loop.cards import LoopCard, run
from lab.loop.conftest import MIB, MakeCard
from lab.loop.erasing import ERASING, Operation, flash
from lab.loop.image import Image
from lab.loop.lying_card import Faults
from nanowizard.core.events import Event, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.drives.select import EXTRA_DEVICES
from nanowizard.flash.model import FlashRequest
from nanowizard.helper.client import HelperClient

pytestmark = pytest.mark.root

_HOLD = (
    "import os, sys; os.open(sys.argv[1], os.O_RDWR | int(sys.argv[2])); print('held', flush=True); sys.stdin.read()"
)


@contextlib.contextmanager
def program(*command: str | Path, **options: object) -> Iterator[int]:
    """Another program, until the end; its number. It says one line when it has got what it wants."""
    with subprocess.Popen(
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        **options,  # type: ignore[call-overload]
    ) as process:
        try:
            process.stdout.readline()
            yield process.pid
        finally:
            process.kill()


@pytest.fixture
def mounted(make_card: MakeCard, mount_point: Path) -> Iterator[LoopCard]:
    card = make_card(48 * MIB)
    run("mkfs.ext4", "-q", "-F", "-L", "CARD", card.node)
    run("mount", card.node, mount_point)
    yield card
    subprocess.run(["umount", mount_point], capture_output=True, check=False)


def a_file(card: LoopCard, folder: Path) -> contextlib.AbstractContextManager[int]:
    (folder / "open").touch()
    return program(sys.executable, "-c", _HOLD, folder / "open", "0")


def a_shell(card: LoopCard, folder: Path) -> contextlib.AbstractContextManager[int]:
    return program("sh", "-c", "echo there; read line", cwd=folder)


def a_program_of_the_card(card: LoopCard, folder: Path) -> contextlib.AbstractContextManager[int]:
    """Its file is only mapped: no descriptor, no folder."""
    shutil.copy("/bin/sh", folder / "player")
    return program(folder / "player", "-c", "echo there; read line", cwd="/")


@pytest.mark.parametrize(
    ("holds", "name"),
    [(a_file, Path(sys.executable).resolve().name), (a_shell, "sh"), (a_program_of_the_card, "player")],
    ids=["file", "shell", "program"],
)
def test_a_program_with_files_of_the_card_is_named(
    holds: Callable[[LoopCard, Path], contextlib.AbstractContextManager[int]],
    name: str,
    mounted: LoopCard,
    mount_point: Path,
    image: Image,
) -> None:
    with holds(mounted, mount_point) as pid:
        os.sync()
        mounted.remember()
        ran = flash(mounted, image.path)
        code, params = ran.said
        assert (code, params["path"], params["pids"]) == ("drive.files_open_in", mounted.node, [pid])
        (said,) = params["programs"]
        assert said.startswith(name[:6]), "python3, python3.11: as the system calls it"
        assert ran.steps == []
        assert os.path.ismount(mount_point)
        assert mounted.left(image) == "untouched"


@pytest.mark.parametrize("name", ERASING)
def test_a_program_that_has_the_card_to_itself_is_named(name: str, make_card: MakeCard, image: Image) -> None:
    card = make_card(48 * MIB)
    with program(sys.executable, "-c", _HOLD, card.node, str(os.O_EXCL)) as pid:
        ended = ERASING[name](card, image.path)
        code, params = ended.said
        assert (code, params["path"], params["pids"]) == ("drive.held_by_program", card.node, [pid])
        assert ended.steps == []
    assert card.left(image) == "untouched"


def test_a_loop_device_on_a_file_of_the_card_is_named(mounted: LoopCard, mount_point: Path, image: Image) -> None:
    (mount_point / "inner.img").write_bytes(bytes(MIB))
    loop = run("losetup", "--find", "--show", mount_point / "inner.img").stdout.strip()
    try:
        os.sync()
        mounted.remember()
        assert flash(mounted, image.path).said == ("drive.held_by_device", {"path": mounted.node, "devices": [loop]})
        assert mounted.left(image) == "untouched"
    finally:
        losetup("--detach", loop)


def test_what_is_mounted_by_way_of_a_loop_device_is_released(
    make_card: MakeCard, mount_point: Path, image: Image
) -> None:
    """The kernel lets us have the card to ourselves although somebody else's volume lies on it in this way."""
    card = make_card()
    run("mkfs.ext4", "-q", "-F", card.node)
    loop = run("losetup", "--find", "--show", card.node).stdout.strip()
    try:
        run("mount", loop, mount_point)
        card.remember()
        assert card.drive().mount_points == (str(mount_point),)
        ran = flash(card, image.path)
        assert ran.error is None
        assert not os.path.ismount(mount_point)
        assert card.left(image) == "image"
    finally:
        losetup("--detach", loop)


def test_a_helper_of_another_window_is_called_by_our_name(
    make_card: MakeCard, image: Image, large: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = make_card(48 * MIB, faults=Faults(write_rate=20e6))
    monkeypatch.setenv(EXTRA_DEVICES, card.node)
    second: list[Operation] = []

    def emit(event: Event) -> None:
        if isinstance(event, StepStarted) and event.step == "flash.write":
            second.append(ERASING["format"](card, image.path))

    with HelperClient() as client:
        (drive,) = [drive for drive in client.list_drives() if drive.path == card.node]
        client.flash(FlashRequest(identity=drive.identity, image=large.path), RunContext(emit=emit))
    assert second[0].said[0] == "drive.held_by_us"
    assert card.left(large) == "image"
