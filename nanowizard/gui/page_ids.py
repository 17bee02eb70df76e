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

JOURNEY: tuple[str, ...] = (WELCOME, IMAGE, CARD, FLASH, BOOT, CONNECT, SWAP, FINISH)
"""The whole way, in order."""

TASK_PAGES: tuple[str, ...] = (IMAGE, CARD, FLASH, BOOT, CONNECT, SWAP)
"""Pages that stand for a task; their id is the task's id."""

PAGE_IDS: tuple[str, ...] = (*JOURNEY, REPAIR)
"""What `--page` accepts."""
