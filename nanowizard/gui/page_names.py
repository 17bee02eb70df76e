"""What the pages are called, and where in the side list they stand."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from nanowizard.gui import page_ids

translate = QCoreApplication.translate

PLACES: tuple[tuple[str, ...], ...] = (
    (page_ids.WELCOME, page_ids.REPAIR),
    (page_ids.IMAGE, page_ids.CARD, *page_ids.CARD_PAGES, page_ids.FLASH),
    (page_ids.BOOT, page_ids.CONNECT),
    (
        page_ids.ROOTFS,
        page_ids.SWAP,
        page_ids.PACKAGES,
        page_ids.MIRRORS,
        page_ids.TENSORFLOW,
        page_ids.PROOF,
        page_ids.POWER,
    ),
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
        page_ids.MIRRORS: translate("Frame", "Mirrors"),
        page_ids.TENSORFLOW: translate("Frame", "TensorFlow"),
        page_ids.PROOF: translate("Frame", "Proof"),
        page_ids.POWER: translate("Frame", "Power and desktop"),
        page_ids.ROOTFS: translate("Frame", "Root file system"),
        page_ids.PACKAGES: translate("Frame", "System packages"),
        page_ids.FINISH: translate("Frame", "Finish"),
        page_ids.REPAIR: translate("Frame", "Overview"),
        page_ids.CARD_REPAIR: translate("Frame", "Repair card"),
        page_ids.CARD_FORMAT: translate("Frame", "Format card"),
        page_ids.CARD_TEST: translate("Frame", "Test card"),
        page_ids.CARD_VERIFY: translate("Frame", "Compare card"),
        page_ids.CARD_SEVERAL: translate("Frame", "Several cards"),
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
