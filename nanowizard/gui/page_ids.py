"""The ids of all pages, without Qt, so that the command line can refuse a wrong one before a window exists."""

WELCOME = "welcome"
IMAGE = "image.fetch"
CARD = "card.list"
FLASH = "card.flash"
BOOT = "nano.boot"
CONNECT = "nano.check"
SWAP = "nano.swap"
MIRRORS = "nano.apt"
TENSORFLOW = "nano.tensorflow"
PROOF = "nano.proof"
POWER = "nano.power"
ROOTFS = "nano.rootfs"
PACKAGES = "nano.packages"
CLOCK = "nano.clock"
"""No page: a step that others do on their way."""
FINISH = "finish"
REPAIR = "repair"
CARD_REPAIR = "card.repair"
CARD_FORMAT = "card.format"
CARD_TEST = "card.test"
CARD_VERIFY = "card.verify"
CARD_SEVERAL = "card.flash_many"

JOURNEY: tuple[str, ...] = (WELCOME, IMAGE, CARD, FLASH, BOOT, CONNECT, SWAP, MIRRORS, TENSORFLOW, FINISH)
"""The whole way, in order."""

NANO_PAGES: tuple[str, ...] = (ROOTFS, PACKAGES, PROOF, POWER)
"""Steps on the Nano that an ordinary journey does not need. Each leads back to where it was opened from."""

TASK_PAGES: tuple[str, ...] = (
    IMAGE, CARD, FLASH, BOOT, CONNECT, ROOTFS, SWAP, PACKAGES, MIRRORS, TENSORFLOW, PROOF, POWER,
)  # fmt: skip
"""Pages that stand for a task; their id is the task's id (Mirrors' is that of its first one)."""

CARE_PAGES: tuple[str, ...] = (CARD_REPAIR, CARD_FORMAT, CARD_TEST, CARD_VERIFY)
"""What can be done to a card besides flashing it. They belong to the Card page; the journey shows one while it is open.
"""

CARD_PAGES: tuple[str, ...] = (*CARE_PAGES, CARD_SEVERAL)
"""All that belong to the Card page: those, and several cards at once."""

PAGE_IDS: tuple[str, ...] = (*JOURNEY, *NANO_PAGES, *CARD_PAGES, REPAIR)
"""What `--page` accepts."""


def journey_place(page_id: str) -> str:
    """The page of the journey at which a page is open: for those that belong to it that is the Card page."""
    if page_id in CARD_PAGES:
        return CARD
    return {ROOTFS: CONNECT, PACKAGES: CONNECT, POWER: CONNECT, PROOF: TENSORFLOW}.get(page_id, page_id)
