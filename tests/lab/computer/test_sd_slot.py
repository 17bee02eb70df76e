"""The SD slot of a laptop: a card there has no sign that it can be removed, and it cannot be ejected."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.lab.computer.cards import CardFile, assert_holds
from tests.lab.computer.moves import GONE, error_of, flash, progress_past, result_of, start
from tests.lab.machines.computer import SD_NODE, Computer
from tests.support.disk import MIB, DiskImage

SLOW = 3 * MIB


def test_a_card_is_seen_as_it_goes_in_and_comes_out(laptop: Computer, card: CardFile) -> None:
    watcher = start(laptop, "alice", "watcher.py")
    lists = map(json.loads, watcher.lines())
    assert SD_NODE not in next(lists)["with_card"]
    laptop.insert_sd(card.path)
    assert next(seen for seen in lists if seen["with_card"].get(SD_NODE))
    laptop.sd_slot.pull()
    assert next(seen for seen in lists if SD_NODE not in seen["with_card"])
    watcher.close()
    assert card.untouched, "looking changes nothing"


def test_a_card_is_written_by_an_ordinary_user(
    laptop: Computer, card: CardFile, image: DiskImage, tmp_path: Path
) -> None:
    laptop.insert_sd(card.path)
    result = result_of(flash(laptop, "alice", SD_NODE))
    laptop.sd_slot.pull()
    assert result["verified_bytes"] == result["written_bytes"] > 0
    assert result["ejected"], "nothing on it is open any more"
    assert_holds(card, image, tmp_path)


def test_a_card_pulled_while_it_is_written(laptop: Computer, card: CardFile) -> None:
    laptop.insert_sd(card.path)
    laptop.sd_slot.slow(SLOW)
    run = flash(laptop, "alice", SD_NODE)
    run.until(progress_past("write"))
    laptop.sd_slot.pull()
    error = error_of(run)
    assert error["code"] in GONE, error
    assert error["params"]["path"] == SD_NODE
    assert card.contents == "not_ready"


def test_another_card_put_in_while_one_is_written(
    laptop: Computer, card: CardFile, new_card: Callable[[], CardFile]
) -> None:
    other = new_card()
    laptop.insert_sd(card.path)
    laptop.sd_slot.slow(SLOW)
    run = flash(laptop, "alice", SD_NODE)
    run.until(progress_past("write"))
    laptop.sd_slot.pull()
    laptop.wait_gone(SD_NODE)  # nobody is faster than that
    laptop.insert_sd(other.path)
    error = error_of(run)
    laptop.sd_slot.pull()
    assert error["code"] in GONE | {"drive.changed"}, error
    assert card.contents == "not_ready"
    assert other.untouched
