"""The ids of all pages, without Qt, so that the command line can refuse a wrong one before a window exists."""

WELCOME = "welcome"
IMAGE = "image.fetch"
CARD = "card.list"
FLASH = "card.flash"
BOOT = "nano.boot"
CONNECT = "nano.check"
SWAP = "nano.swap"
FINISH = "finish"
REPAIR = "repair"
CARD_REPAIR = "card.repair"
CARD_FORMAT = "card.format"
CARD_TEST = "card.test"

JOURNEY: tuple[str, ...] = (WELCOME, IMAGE, CARD, FLASH, BOOT, CONNECT, SWAP, FINISH)
"""The whole way, in order."""

TASK_PAGES: tuple[str, ...] = (IMAGE, CARD, FLASH, BOOT, CONNECT, SWAP)
"""Pages that stand for a task; their id is the task's id."""

CARE_PAGES: tuple[str, ...] = (CARD_REPAIR, CARD_FORMAT, CARD_TEST)
"""What can be done to a card besides flashing it. They belong to the Card page; the journey shows one while it is open.
"""

PAGE_IDS: tuple[str, ...] = (*JOURNEY, *CARE_PAGES, REPAIR)
"""What `--page` accepts."""


def journey_place(page_id: str) -> str:
    """The page of the journey at which a page is open: for care pages that is the Card page."""
    return CARD if page_id in CARE_PAGES else page_id
