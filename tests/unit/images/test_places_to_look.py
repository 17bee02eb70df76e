"""Files that a browser or a stick brought, by their names."""

from __future__ import annotations

import threading
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from nanowizard.core.places import downloads
from nanowizard.images import places_to_look
from nanowizard.images.places_to_look import named_alike, usual_folders

NAME = "jetson-nano-jp461-sd-card-image.zip"


@pytest.mark.parametrize(
    ("file", "is_alike"),
    [
        (NAME, True),
        ("jetson-nano-jp461-sd-card-image (1).zip", True),
        ("jetson-nano-jp461-sd-card-image(12).zip", True),
        ("Jetson-Nano-JP461-SD-Card-Image.ZIP", True),
        ("jetson-nano-jp461-sd-card-image.zip.crdownload", False),
        ("jetson-nano-jp461-sd-card-image.zip.part", False),
        ("jetson-nano-jp46-sd-card-image.zip", False),
        ("jetson-nano-2gb-jp461-sd-card-image.zip", False),
    ],
)
def test_names_as_browsers_write_them(file: str, is_alike: bool, tmp_path: Path) -> None:
    (tmp_path / file).write_bytes(b"x")
    assert list(named_alike([tmp_path], NAME)) == ([tmp_path / file] if is_alike else [])


def test_a_name_with_two_endings(tmp_path: Path) -> None:
    (tmp_path / "JetsonNanoUb20_3b (2).img.xz").write_bytes(b"x")
    assert len(list(named_alike([tmp_path], "JetsonNanoUb20_3b.img.xz"))) == 1


def test_folders_that_are_not_there_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    (tmp_path / "a").write_text("")
    assert list(named_alike([tmp_path / "none", tmp_path / "a", tmp_path], NAME)) == []


def test_a_disk_that_does_not_answer_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / NAME).write_bytes(b"x")
    monkeypatch.setattr(places_to_look, "_PATIENCE_S", 0.0)

    class Hung:
        def iterdir(self) -> list[Path]:
            raise AssertionError if not waiting.wait(60) else OSError

    waiting = threading.Event()
    assert list(named_alike([Hung()], NAME)) == []  # type: ignore[list-item]
    waiting.set()


def partition(mount: str, opts: str = "rw") -> SimpleNamespace:
    return SimpleNamespace(mountpoint=mount, opts=opts)


def test_downloads_and_what_can_be_taken_out(monkeypatch: pytest.MonkeyPatch) -> None:
    mounted = [partition("/"), partition("/media/me/棒"), partition("E:\\", "rw,removable"), partition("/home")]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: mounted)
    assert usual_folders() == [downloads(), Path("/media/me/棒"), Path("E:\\")]


def test_a_system_that_does_not_say_what_is_mounted(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(all: bool) -> None:
        raise PermissionError

    monkeypatch.setattr(psutil, "disk_partitions", refuse)
    assert usual_folders() == [downloads()]
