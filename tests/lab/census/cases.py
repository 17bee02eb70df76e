"""All the cards of the census, in the order of its table."""

from __future__ import annotations

from lab.census.filesystems import FILESYSTEMS
from lab.census.media import MEDIA
from lab.census.situations import SITUATIONS
from lab.census.tables import TABLES

CASES = (*TABLES, *FILESYSTEMS, *MEDIA, *SITUATIONS)
IN_THE_COMPUTER = tuple(case for case in CASES if case.plugged)
BY_NAME = {case.name: case for case in CASES}
