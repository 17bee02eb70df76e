"""The SD slot of a laptop: a card there has no sign that it can be removed, and it cannot be ejected."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.lab.computer.cards import CardFile, wrong_places
from tests.lab.computer.moves import error_of, flash, progress_past, result_of, start
from tests.lab.machines.computer import SD_NODE, Computer
from tests.support.disk import MIB, DiskImage

SLOW = 3 * MIB


def test_a_card_is_seen_as_it_goes_in_and_comes_out(sd_slot: Computer, card: CardFile) -> None:
    watcher = start(sd_slot, "alice", "watcher.py")
    lists = map(json.loads, watcher.lines())
    assert SD_NODE not in next(lists)["with_card"]
    sd_slot.insert_sd(card.path)
    assert next(seen for seen in lists if seen["with_card"].get(SD_NODE))
    sd_slot.pull_sd()
    assert next(seen for seen in lists if SD_NODE not in seen["with_card"])
    watcher.close()
    assert card.untouched, "looking changes nothing"


def test_a_card_is_written_by_an_ordinary_user(sd_slot: Computer, card: CardFile, image: DiskImage) -> None:
    sd_slot.insert_sd(card.path)
    result = result_of(flash(sd_slot, "alice", SD_NODE))
    sd_slot.pull_sd()
    assert result["verified_bytes"] == result["written_bytes"] > 0
    assert not result["ejected"]
    assert wrong_places(card.path, image.path) == []


def test_a_card_pulled_while_it_is_written(sd_slot: Computer, card: CardFile) -> None:
    sd_slot.insert_sd(card.path)
    sd_slot.slow_sd(SLOW)
    run = flash(sd_slot, "alice", SD_NODE)
    run.until(progress_past("write"))
    sd_slot.pull_sd()
    error = error_of(run)
    assert error["code"] in {"drive.io", "drive.gone"}, error
    assert error["params"]["path"] == SD_NODE
    assert card.contents == "not_ready"


def test_another_card_put_in_while_one_is_written(
    sd_slot: Computer, card: CardFile, new_card: Callable[[], CardFile]
) -> None:
    other = new_card()
    sd_slot.insert_sd(card.path)
    sd_slot.slow_sd(SLOW)
    run = flash(sd_slot, "alice", SD_NODE)
    run.until(progress_past("write"))
    sd_slot.pull_sd()
    sd_slot.insert_sd(other.path)
    error = error_of(run)
    sd_slot.pull_sd()
    assert error["code"] in {"drive.io", "drive.gone", "drive.changed"}, error
    assert card.contents == "not_ready"
    assert other.untouched
