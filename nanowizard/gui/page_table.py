"""The pages: their classes, loaded when first opened."""

# ruff: noqa: PLC0415 - importing late is what this file is for

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nanowizard.gui import page_ids
from nanowizard.gui.page import Page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """`load` imports the page's module, which keeps the start fast: the first page needs none of the others."""

    id: str
    load: Callable[[], type[Page]]


def _welcome() -> type[Page]:
    from nanowizard.gui.pages.welcome import WelcomePage

    return WelcomePage


def _image() -> type[Page]:
    from nanowizard.gui.pages.image.page import ImagePage

    return ImagePage


def _card() -> type[Page]:
    from nanowizard.gui.pages.card.page import CardPage

    return CardPage


def _flash() -> type[Page]:
    from nanowizard.gui.pages.flash.page import FlashPage

    return FlashPage


def _boot() -> type[Page]:
    from nanowizard.gui.pages.boot.page import BootPage

    return BootPage


def _connect() -> type[Page]:
    from nanowizard.gui.pages.connect.page import ConnectPage

    return ConnectPage


def _swap() -> type[Page]:
    from nanowizard.gui.pages.swap.page import SwapPage

    return SwapPage


def _finish() -> type[Page]:
    from nanowizard.gui.pages.finish.page import FinishPage

    return FinishPage


def _repair() -> type[Page]:
    from nanowizard.gui.pages.repair.page import RepairPage

    return RepairPage


def _card_repair() -> type[Page]:
    from nanowizard.gui.pages.card_repair.page import CardRepairPage

    return CardRepairPage


def _card_format() -> type[Page]:
    from nanowizard.gui.pages.card_format.page import CardFormatPage

    return CardFormatPage


def _card_test() -> type[Page]:
    from nanowizard.gui.pages.card_test.page import CardTestPage

    return CardTestPage


def _card_verify() -> type[Page]:
    from nanowizard.gui.pages.card_verify.page import CardVerifyPage

    return CardVerifyPage


def _card_several() -> type[Page]:
    from nanowizard.gui.pages.several.page import SeveralPage

    return SeveralPage


def _power() -> type[Page]:
    from nanowizard.gui.pages.power.page import PowerPage

    return PowerPage


def _rootfs() -> type[Page]:
    from nanowizard.gui.pages.rootfs.page import RootfsPage

    return RootfsPage


def _packages() -> type[Page]:
    from nanowizard.gui.pages.packages.page import PackagesPage

    return PackagesPage


def _mirrors() -> type[Page]:
    from nanowizard.gui.pages.mirrors.page import MirrorsPage

    return MirrorsPage


def _tensorflow() -> type[Page]:
    from nanowizard.gui.pages.tensorflow.page import TensorFlowPage

    return TensorFlowPage


def _proof() -> type[Page]:
    from nanowizard.gui.pages.proof.page import ProofPage

    return ProofPage


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
    PageEntry(page_ids.CARD_REPAIR, _card_repair),
    PageEntry(page_ids.CARD_FORMAT, _card_format),
    PageEntry(page_ids.CARD_TEST, _card_test),
    PageEntry(page_ids.CARD_VERIFY, _card_verify),
    PageEntry(page_ids.CARD_SEVERAL, _card_several),
    PageEntry(page_ids.MIRRORS, _mirrors),
    PageEntry(page_ids.TENSORFLOW, _tensorflow),
    PageEntry(page_ids.PROOF, _proof),
    PageEntry(page_ids.POWER, _power),
    PageEntry(page_ids.ROOTFS, _rootfs),
    PageEntry(page_ids.PACKAGES, _packages),
)
