"""Files that a browser or a stick brought, by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

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

    import threading

    waiting = threading.Event()
    assert list(named_alike([Hung()], NAME)) == []  # type: ignore[list-item]
    waiting.set()


def test_downloads_are_among_the_usual_folders() -> None:
    from nanowizard.core.places import downloads

    assert usual_folders()[0] == downloads()
