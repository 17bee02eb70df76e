"""Every state of the Image page, by name: for pictures, and for tests of its size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from nanowizard.core.errors import ImageError
from nanowizard.core.events import Finding, Severity, StepStarted
from nanowizard.gui import page_ids
from nanowizard.gui.page import Page
from nanowizard.gui.pages.image.boards import EMMC, NANO_2GB
from nanowizard.gui.pages.image.page import ImagePage
from nanowizard.gui.pages.image.sideline import Here
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.tasks.image_at_hand import AtHand
from support.card_states import DOWNLOAD, Stage, small_image, wait_until, with_image

GB = 1000**3
FOLDER = Path("/home/ada/.cache/nanowizard/images")
OLD, COMMUNITY, BY_HAND = "jetpack-4.4.1-nano-4gb", "jetbot-0.4.3-nano-4gb", "qengineering-ubuntu-18.04"
SOURCE = StepStarted(
    step="image.source", params={"host": "developer.nvidia.com", "url": "https://developer.nvidia.com"}
)
WAITS = StepStarted(
    step="image.waits", params={"host": "developer.nvidia.com", "pause_s": 8.4, "reason": "image.truncated"}
)


def opened(stage: Stage, **prepare: Any) -> ImagePage:
    """With the first look at this computer over."""
    page = cast(ImagePage, stage.open(page_ids.IMAGE, **prepare))
    wait_until(lambda: page.is_ready if prepare else page.at_hand is not None)
    return page


def at_hand(page: ImagePage, **what: Any) -> ImagePage:
    page._seen_at_hand(AtHand(**{"folder": FOLDER, "free_bytes": 64 * GB, **what}))
    return page


def image_idle(stage: Stage) -> Page:
    return at_hand(opened(stage))


def image_2gb(stage: Stage) -> Page:
    page = opened(stage)
    page.view.boards.tiles[NANO_2GB].click()
    return at_hand(page)


def image_emmc(stage: Stage) -> Page:
    page = opened(stage)
    page.view.boards.tiles[EMMC].click()
    return page


def image_found(stage: Stage) -> Page:
    return at_hand(opened(stage), file=Path("/home/ada/下载/jetson-nano-jp461-sd-card-image.zip"))


def image_begun(stage: Stage) -> Page:
    return at_hand(opened(stage), have_bytes=3_100_000_000, total_bytes=6_100_000_000)


def image_no_room(stage: Stage) -> Page:
    return at_hand(opened(stage), free_bytes=3_100_000_000)


def image_older(stage: Stage) -> Page:
    return _other(stage, OLD)


def image_community(stage: Stage) -> Page:
    return _other(stage, COMMUNITY)


def image_by_hand(stage: Stage) -> Page:
    return _other(stage, BY_HAND)


def image_others(stage: Stage) -> Page:
    page = opened(stage)
    page.view.others.click()
    return page


def image_catalog_wrong(stage: Stage) -> Page:
    page = cast(ImagePage, image_others(stage))
    page.others.fold.set_open(True)
    page.others.catalog.place.setText("/home/ada/catalog.json")
    error = ImageError("image.catalog_damaged", file="/home/ada/catalog.json", detail="no JSON")
    page.others.catalog.show_problem(error.info)
    return page


def image_running(stage: Stage) -> Page:
    page = at_hand(opened(stage))
    page.wanted = "jetpack"
    page.set_state(State.RUNNING)
    page.refresh()
    page.on_step_started(SOURCE)
    page.on_progress(DOWNLOAD)
    return page


def image_waiting(stage: Stage) -> Page:
    page = cast(ImagePage, image_running(stage))
    page.on_step_started(WAITS)
    return page


def image_options(stage: Stage) -> Page:
    page = cast(ImagePage, image_running(stage))
    page.download.fold.set_open(True)
    page.download.options.ask_for_address()
    return page


def image_paused(stage: Stage) -> Page:
    page = cast(ImagePage, image_running(stage))
    page.download.button.click()
    page.set_state(State.HERE)
    return page


def image_address(stage: Stage) -> Page:
    page = opened(stage)
    page.open_others()
    page.others.rows.select("url")
    page.others.url.setText("https://example.org/nano.img.xz")
    page.primary()
    return at_hand(page)


def image_file(stage: Stage) -> Page:
    """Of last time: only its form was looked at."""
    return opened(stage, prepare=with_image)


def image_compare(stage: Stage) -> Page:
    """A file that has the name of a known image and another size, with a checksum that was given for it."""
    page = cast(ImagePage, image_file(stage))
    differs = {"code": "image.size_not_as_known", "params": {"exact": 4096, "expected": 8192, "file": "sd-blob.img"}}
    page.file.show_file({**page.file._facts, "trust": {**page.file._facts["trust"], "differs": [differs]}}, ())
    page.file.fold.set_open(True)
    page.file.compare.edit.setText("c5d9" * 16)
    return page


def image_ready(stage: Stage) -> Page:
    page = opened(stage, prepare=with_image)
    page.file.show_file({**page.file._facts, **_proof()}, ())
    return page


def image_differs(stage: Stage) -> Page:
    page = opened(stage, prepare=with_image)
    differs = {"code": "image.not_as_seen_before", "params": {"file": small_image().name}}
    page.file.show_file({**page.file._facts, **_proof(differs)}, ())
    return page


def image_here_already(stage: Stage) -> Page:
    page = opened(stage, prepare=with_image)
    found = Finding(
        code="image.found_here",
        severity=Severity.GOOD,
        params={"file": small_image().name, "folder": "/media/ada/STICK"},
    )
    page.file.show_file({**page.file._facts, **_proof(), "sources": []}, [found])
    return page


def image_failed(stage: Stage) -> Page:
    return _failed(stage, ImageError("image.unreachable", host="developer.nvidia.com", detail="no route to host"))


def image_full(stage: Stage) -> Page:
    return _failed(stage, ImageError("image.no_space", folder=str(FOLDER), missing_bytes=3_400_000_000))


def image_mismatch(stage: Stage) -> Page:
    kept = FOLDER / "jetson-nano-jp461-sd-card-image.zip.bad"
    name = "jetson-nano-jp461-sd-card-image.zip"
    return _failed(stage, ImageError("image.checksum_mismatch", file=name, expected="0", actual="1", kept_as=str(kept)))


def image_missing(stage: Stage) -> Page:
    return _failed(stage, ImageError("image.missing", host="developer.nvidia.com", status=404))


def image_shelf(stage: Stage) -> Page:
    page = opened(stage)
    page.open_shelf()
    wait_until(lambda: bool(page.shelf.folder.text()))
    name = "jetson-nano-jp461-sd-card-image.zip"
    files = [
        _kept(name, "finished", 6_560_000_000, 7_200, "jetpack-4.6.1-nano-4gb"),
        _kept("jetson-nano-jp46-sd-card-image.zip", "unfinished", 2_100_000_000, 260_000, "jetpack-4.6-nano-4gb"),
        _kept(name, "aside", 6_560_000_000, 86_000, "jetpack-4.6.1-nano-4gb"),
        _kept("nano.img.xz", "finished", 3_000_000_000, 400, None),
    ]
    page._seen_here(Here(folder=FOLDER, is_usual=False, files=files))
    return page


def image_shelf_empty(stage: Stage) -> Page:
    page = opened(stage)
    page.open_shelf()
    wait_until(lambda: bool(page.shelf.folder.text()))
    return page


IMAGE_STATES: dict[str, Callable[[Stage], Page]] = {
    made.__name__: made
    for made in (
        image_idle, image_2gb, image_emmc, image_found, image_begun, image_no_room, image_older, image_community,
        image_by_hand, image_others, image_catalog_wrong, image_running, image_waiting, image_options, image_paused,
        image_address, image_file, image_compare, image_ready, image_differs, image_here_already, image_failed,
        image_full, image_mismatch, image_missing, image_shelf, image_shelf_empty,
    )
}  # fmt: skip


def _other(stage: Stage, key: str) -> Page:
    page = opened(stage)
    page.open_others()
    page.others.rows.select(key)
    page.primary()
    return at_hand(page)


def _failed(stage: Stage, error: ImageError) -> Page:
    page = at_hand(opened(stage))
    page.set_state(State.FAILED)
    page.show_error(error.info)
    return page


def _proof(*differs: dict[str, Any]) -> dict[str, Any]:
    verified = [{"code": code, "params": {}} for code in ("image.own_check", "image.size_as_known")]
    unknown = [] if differs else [{"code": "image.no_known_checksum", "params": {}}]
    trust = {"verified": verified, "differs": list(differs), "not_verified": unknown}
    return {"sha256": "c5d9" * 16, "sources": ["https://developer.nvidia.com/a.zip"], "trust": trust}


def _kept(name: str, state: str, size: int, age_s: float, known: str | None) -> dict[str, Any]:
    end = {"finished": "", "unfinished": ".part", "aside": ".bad"}[state]
    path = str(FOLDER / (name + end))
    return {"name": name, "path": path, "state": state, "size_bytes": size, "age_s": age_s, "known_as": known}
