"""From the zip to a board that answers: `nanowizard setup` in the terminal."""

from __future__ import annotations

from tests.lab.machines.nano import CARD_BYTES
from tests.lab.nano.board import Board
from tests.lab.nano.journey import Journey

NANO_PARTITIONS = ["APP", "TBC", "RP1", "EBT", "WB0", "BPF", "BPF-DTB", "FX", "TOS", "DTB", "LNX", "EKS", "BMP", "RP4"]


def test_the_card_was_written_and_compared(journey: Journey) -> None:
    report = journey.result("card.flash")
    assert report["verified_bytes"] == report["written_bytes"] > 0
    assert report["skipped_bytes"] > 0, "a system image is not written where it is empty"
    assert journey.table == NANO_PARTITIONS


def test_the_board_started_from_that_very_card(journey: Journey, board: Board) -> None:
    seen = journey.finished("nano.boot")
    assert (seen["host"], seen["port"]) == (board.address.host, board.address.port)
    assert seen["banner"].startswith("SSH-2.0-OpenSSH")
    assert board.look("findmnt -no SOURCE /") == "/dev/mmcblk0p1"
    assert int(board.look("blockdev --getsize64 /dev/mmcblk0")) == CARD_BYTES == board.card.stat().st_size


def test_no_password_goes_to_a_board_whose_identity_nobody_confirmed(journey: Journey, board: Board) -> None:
    assert (journey.code, journey.lines[-1]["status"]) == (3, "blocked")
    said = journey.findings()["nano.host_key_unknown"]
    assert said["host"] == board.address.host
    assert said["fingerprint"] in board.fingerprints()
    logins = board.look("journalctl -b -u ssh -o cat | grep 'password for'").splitlines()
    assert len(logins) == 1, "there was another login than that of the tests' own eyes"
