"""Pictures of every page, taken while a practice journey really runs.

    python -m tests.gui.screenshots OUT [--lang en zh_CN] [--theme light dark] [--size 1100x720 900x600]
    python -m tests.gui.screenshots --readme        writes resources/pictures/wizard.png

Uses the display that is there; without one, Qt's offscreen one. A picture is called PAGE_THEME_LANG_WIDTH.png.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from nanowizard.core.resources import resource
from nanowizard.gui import page_ids
from nanowizard.gui.app import THEME_VARIABLE, make_application, open_window_context
from nanowizard.gui.language import Translators
from nanowizard.gui.pages.card.page import CardPage
from nanowizard.gui.pages.care.base import CarePage
from nanowizard.gui.pages.connect.page import CONNECTED, ConnectPage
from nanowizard.gui.pages.flash.page import FlashPage
from nanowizard.gui.pages.repair.page import RepairPage
from nanowizard.gui.pages.step.base import StepPage
from nanowizard.gui.pages.welcome import PRACTICE
from nanowizard.gui.runner import wait_for_threads
from nanowizard.gui.task_page import NEEDS
from nanowizard.gui.widgets.choice_list import ChoiceList
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.wizard import SIZE, Wizard
from nanowizard.practice.card import spoil_card
from tests.support.patient_bot import live

LIMIT_S = 60.0


class Camera:
    def __init__(self, out: Path, suffix: str, sizes: Sequence[QSize]) -> None:
        self.out, self.suffix, self.sizes = out, suffix, sizes

    def take(self, wizard: Wizard, name: str) -> None:
        for size in self.sizes:
            wizard.resize(size)
            live(120)
            wizard.grab().save(str(self.out / f"{name}_{self.suffix}_{size.width()}.png"))


def until(what: Callable[[], bool]) -> None:
    """Let the window live until `what` is so."""
    end = time.monotonic() + LIMIT_S
    while not what():
        if time.monotonic() > end:
            raise TimeoutError("the page did not get there")
        live(20)


@contextmanager
def window(app: QApplication, home: Path, language: str, *, practice: bool = True, **mode: object) -> Iterator[Wizard]:
    os.environ["NANOWIZARD_HOME"] = str(home)
    context = open_window_context(app, practice=practice, language=language)
    wizard = Wizard(context, **mode)  # type: ignore[arg-type]
    wizard.show()
    live(100)
    try:
        yield wizard
    finally:
        wizard.current().leave()
        wizard.hide()
        wait_for_threads(10)
        context.close()
        for translators in app.findChildren(Translators):
            translators.use("en")  # the next window brings its own
            translators.setParent(None)


def journey(app: QApplication, home: Path, language: str, camera: Camera) -> None:
    with window(app, home, language, practice=False) as wizard:
        camera.take(wizard, "01-welcome")
        primary = wizard.footer_bar.primary
        wizard.current()._ways.select(PRACTICE)  # type: ignore[attr-defined]
        primary.click()
        camera.take(wizard, "02-image")
        primary.click()
        until(lambda: wizard.side_list.state(page_ids.IMAGE) is State.DONE)
        camera.take(wizard, "02b-image-ready")
        primary.click()
        card_and_flash(wizard, camera)
        primary.click()
        camera.take(wizard, "06-boot")
        until(primary.isEnabled)
        primary.click()
        connect(wizard, camera)
        primary.click()
        for name in ("08-swap", "09-mirrors", "10-tensorflow"):
            step(wizard, camera, name)
            primary.click()
        camera.take(wizard, "11-finish")
        for number, page_id in enumerate((page_ids.PROOF, page_ids.POWER, page_ids.ROOTFS, page_ids.PACKAGES)):
            wizard.go(page_id)
            step(wizard, camera, f"14-{number}-{page_id}")
        wizard.go(page_ids.REPAIR)
        overview(wizard, camera, "12-repair-connected")


def card_and_flash(wizard: Wizard, camera: Camera) -> None:
    primary = wizard.footer_bar.primary
    choices = wizard.current().rows  # type: ignore[attr-defined]
    until(lambda: bool(choosable(choices)))
    camera.take(wizard, "03-card")
    choices.select(choosable(choices)[0])
    primary.click()
    page = wizard.current()
    assert isinstance(page, FlashPage)
    live(1500)
    camera.take(wizard, "04-flash")
    page.confirm.confirmed.emit()
    until(page.is_busy)
    live(700)
    camera.take(wizard, "04b-flash-running")
    until(lambda: not page.is_busy())
    camera.take(wizard, "04c-flash-done")


def choosable(rows: ChoiceList) -> list[str]:
    return [key for key in list(rows.keys()) if rows.row(key).choice().choosable]


def connect(wizard: Wizard, camera: Camera) -> None:
    page = wizard.current()
    assert isinstance(page, ConnectPage)
    until(lambda: bool(page.form.password.text()))
    camera.take(wizard, "07-connect")
    password = page.form.password.text()
    wizard.footer_bar.primary.click()
    until(lambda: not page.is_busy())
    camera.take(wizard, "07b-connect-first")
    page.form.password.setText("wrong")
    wizard.footer_bar.primary.click()
    until(lambda: not page.is_busy())
    wizard.footer_bar.primary.click()
    until(lambda: not page.is_busy())
    camera.take(wizard, "07c-connect-wrong")
    world = wizard.context.session.world
    assert world is not None
    world.nano._server.new_host_key()
    page.form.password.setText(password)
    wizard.footer_bar.primary.click()
    until(lambda: not page.is_busy())
    camera.take(wizard, "07d-connect-changed")
    page.changed_key.forgotten.emit()
    until(lambda: not page.is_busy())
    wizard.footer_bar.primary.click()
    until(lambda: page.shown_view() == CONNECTED)
    camera.take(wizard, "07e-connected")


def step(wizard: Wizard, camera: Camera, name: str) -> None:
    """A page of a step: its plan, its run, its end; one that has nothing to do is only looked at."""
    page = wizard.current()
    assert isinstance(page, StepPage)
    until(lambda: page.check is not None)
    camera.take(wizard, name)
    if page.is_satisfied():
        return
    wizard.footer_bar.primary.click()
    live(300)
    camera.take(wizard, f"{name}-running")
    until(lambda: not page.is_busy())
    camera.take(wizard, f"{name}-done")


def overview(wizard: Wizard, camera: Camera, name: str) -> None:
    page = wizard.current()
    assert isinstance(page, RepairPage)
    until(lambda: not page.is_looking())
    camera.take(wizard, name)


def single_pages(app: QApplication, home: Path, language: str, camera: Camera) -> None:
    with window(app, home, language, repair=True) as wizard:
        overview(wizard, camera, "12b-repair")
    for page_id in (page_ids.SWAP, page_ids.FLASH, page_ids.CARD_SEVERAL):
        with window(app, home / "other", language, page=page_id) as wizard:
            until(lambda: wizard.current().shown_view() == NEEDS)
            camera.take(wizard, f"12c-needs-{page_id}")


def care_of_the_card(app: QApplication, home: Path, language: str, camera: Camera) -> None:
    """From the list to the repair of a card that is garbage, to its test and formatting, and to comparing it."""
    with window(app, home / "care", language, page=page_ids.CARD) as wizard:
        world = wizard.context.session.world
        assert world is not None
        spoil_card(world.folder)
        pages = (page_ids.CARD_REPAIR, page_ids.CARD_TEST, page_ids.CARD_FORMAT, page_ids.CARD_VERIFY)
        for number, page_id in enumerate(pages):
            listed = wizard.current()
            assert isinstance(listed, CardPage)
            until(lambda rows=listed.rows: bool(choosable(rows)))
            listed.rows.select(choosable(listed.rows)[0])
            if number == 0:
                live(200)
                camera.take(wizard, "13-card-garbage")
            listed.care.links[page_id].click()
            care(wizard, camera, f"13-{page_id}")


def care(wizard: Wizard, camera: Camera, name: str) -> None:
    page = wizard.current()
    assert isinstance(page, CarePage)
    until(page.question.is_ready)
    camera.take(wizard, name)
    if not page.erases() and not page.footer().enabled:
        wizard.go(page_ids.CARD)  # there is nothing to compare with yet
        return
    if page.erases():
        page.question.confirmed.emit()
    else:
        page.primary()
    until(page.is_busy)
    live(1000)
    camera.take(wizard, f"{name}-running")
    until(lambda: not page.is_busy())
    camera.take(wizard, f"{name}-done")
    wizard.go(page_ids.CARD)


def all_pictures(app: QApplication, out: Path, args: argparse.Namespace) -> None:
    sizes = [QSize(*map(int, text.split("x"))) for text in args.size]
    for theme in args.theme:
        os.environ[THEME_VARIABLE] = theme
        for language in args.lang:
            camera = Camera(out, f"{theme}_{language}", sizes)
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
                journey(app, Path(home), language, camera)
                single_pages(app, Path(home), language, camera)
                care_of_the_card(app, Path(home), language, camera)


def readme_picture(app: QApplication) -> None:
    """The page that shows most of the look, in light and English."""
    os.environ[THEME_VARIABLE] = "light"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, tempfile.TemporaryDirectory() as out:
        journey(app, Path(home), "en", Camera(Path(out), "light_en", [SIZE]))
        picture = Path(out) / f"08-swap_light_en_{SIZE.width()}.png"
        resource("pictures", "wizard.png").write_bytes(picture.read_bytes())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("out", nargs="?", type=Path)
    parser.add_argument("--lang", nargs="+", default=["en"])
    parser.add_argument("--theme", nargs="+", default=["light"], choices=["light", "dark"])
    parser.add_argument("--size", nargs="+", default=["1100x720"])
    parser.add_argument("--readme", action="store_true")
    args = parser.parse_args()
    if not args.out and not args.readme:
        parser.error("name a folder, or --readme")
    app = make_application()
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        all_pictures(app, args.out, args)
    if args.readme:
        readme_picture(app)
    return 0


if __name__ == "__main__":
    sys.exit(main())
