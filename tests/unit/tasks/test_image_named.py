"""A name in the place of a file: the one that was downloaded, whole; a path stays what it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.window_parts import fake_session

from nanowizard.core.errors import ImageError
from nanowizard.core.task import RunContext
from nanowizard.tasks.image_folder import image_folder
from nanowizard.tasks.image_named import named_file
from nanowizard.tasks.session import Session

NAME, FILE = "jetpack-4.6.1-nano-4gb", "jetson-nano-jp461-sd-card-image.zip"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = fake_session(tmp_path)
    image_folder(made).mkdir(parents=True)
    yield made
    made.close()


def named(session: Session, image: str, *look_in: Path) -> Path:
    return named_file(session, image, RunContext(), look_in=lambda: look_in)


def test_a_name_is_the_file_that_was_downloaded(session: Session) -> None:
    file = image_folder(session) / FILE
    file.write_bytes(b"x")
    assert named(session, NAME) == file


def test_a_browser_may_have_brought_it(session: Session, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"x")
    assert named(session, NAME, tmp_path) == tmp_path / FILE


def test_a_download_that_is_not_whole_is_not_there(session: Session) -> None:
    (image_folder(session) / f"{FILE}.part").write_bytes(b"x")
    with pytest.raises(ImageError, match=r"image\.not_here") as caught:
        named(session, NAME)
    assert caught.value.params["file"] == FILE
    assert caught.value.params["folder"] == str(image_folder(session))


@pytest.mark.parametrize("path", ["卡/镜像.zip", "jetpack-4.6.1", "https://a.example/b.zip"])
def test_what_is_no_name_is_a_path(path: str, session: Session) -> None:
    assert named(session, path) == Path(path)
