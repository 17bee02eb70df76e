"""The pages: their classes, loaded when first opened, and their names and places in the side list."""

# ruff: noqa: PLC0415 - importing late is what this file is for

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from nanowizard.gui import page_ids
from nanowizard.gui.page import Page

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class PageEntry:
    """`load` imports the page's module, which keeps the start fast: the first page needs none of the others."""

    id: str
    load: Callable[[], type[Page]]


def _welcome() -> type[Page]:
    from nanowizard.gui.pages.welcome import WelcomePage

    return WelcomePage


def _image() -> type[Page]:
    from nanowizard.gui.pages.image import ImagePage

    return ImagePage


def _card() -> type[Page]:
    from nanowizard.gui.pages.card import CardPage

    return CardPage


def _flash() -> type[Page]:
    from nanowizard.gui.pages.flash import FlashPage

    return FlashPage


def _boot() -> type[Page]:
    from nanowizard.gui.pages.boot import BootPage

    return BootPage


def _connect() -> type[Page]:
    from nanowizard.gui.pages.connect import ConnectPage

    return ConnectPage


def _swap() -> type[Page]:
    from nanowizard.gui.pages.swap import SwapPage

    return SwapPage


def _finish() -> type[Page]:
    from nanowizard.gui.pages.finish import FinishPage

    return FinishPage


def _repair() -> type[Page]:
    from nanowizard.gui.pages.repair import RepairPage

    return RepairPage


PAGES: tuple[PageEntry, ...] = (
    PageEntry(page_ids.WELCOME, _welcome),
    PageEntry(page_ids.IMAGE, _image),
    PageEntry(page_ids.CARD, _card),
    PageEntry(page_ids.FLASH, _flash),
    PageEntry(page_ids.BOOT, _boot),
    PageEntry(page_ids.CONNECT, _connect),
    PageEntry(page_ids.SWAP, _swap),
    PageEntry(page_ids.FINISH, _finish),
    PageEntry(page_ids.REPAIR, _repair),
)

PLACES: tuple[tuple[str, ...], ...] = (
    (page_ids.WELCOME, page_ids.REPAIR),
    (page_ids.IMAGE, page_ids.CARD, page_ids.FLASH),
    (page_ids.BOOT, page_ids.CONNECT),
    (page_ids.SWAP,),
    (page_ids.FINISH,),
)
"""The groups of the side list; `place_caption` names the middle three."""


def page_label(page_id: str) -> str:
    return {
        page_ids.WELCOME: translate("Frame", "Welcome"),
        page_ids.IMAGE: translate("Frame", "Image"),
        page_ids.CARD: translate("Frame", "Card"),
        page_ids.FLASH: translate("Frame", "Flash"),
        page_ids.BOOT: translate("Frame", "Boot"),
        page_ids.CONNECT: translate("Frame", "Connect"),
        page_ids.SWAP: translate("Frame", "Swap"),
        page_ids.FINISH: translate("Frame", "Finish"),
        page_ids.REPAIR: translate("Frame", "Overview"),
    }[page_id]


def place_caption(page_id: str) -> str:
    """Where a page's work happens; empty for pages that are nowhere in particular."""
    captions = (
        "",
        translate("Frame", "On this computer"),
        translate("Frame", "At the Nano"),
        translate("Frame", "On the Nano"),
        "",
    )
    return next(caption for caption, ids in zip(captions, PLACES, strict=True) if page_id in ids)
