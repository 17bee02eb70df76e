"""Swap on the board: shown, made, interrupted by a power cut, and taken back."""

from __future__ import annotations

import json

import pytest

from nanowizard.remote import connection
from tests.lab.machines.guest import until
from tests.lab.nano.board import Board
from tests.lab.nano.desk import Desk, at_line
from tests.lab.nano.follower import Follower

NOTE = "/var/lib/nanowizard/nano.swap.json"
SLOW = "/dev/shm/mkswap"


def swaps(board: Board) -> dict[str, int]:
    """MiB of each swap area, as the board's kernel lists them."""
    lines = board.look("cat /proc/swaps").splitlines()[1:]
    return {line.split()[0]: (int(line.split()[2]) + 4) // 1024 for line in lines}


def fstab(board: Board) -> str:
    return board.look("cat /etc/fstab")


@pytest.fixture(scope="module")
def untouched(board: Board, desk: Desk) -> str:
    """The board's own list of file systems, before anything was changed."""
    return fstab(board)


def test_a_dry_run_shows_everything_and_changes_nothing(met: Desk, untouched: str) -> None:
    before = met.board.look("ls -la --time-style=full-iso / /etc /var/lib | grep -v ' \\.\\.*$'")
    shown = met.swap(256, dry_run=True)
    assert shown.changes == ["nano.swap.create_file", "nano.swap.list"]
    assert shown.begun == []
    assert met.board.look("ls -la --time-style=full-iso / /etc /var/lib | grep -v ' \\.\\.*$'") == before
    assert list(swaps(met.board)) == ["/dev/zram0"]


def test_the_swap_file_is_made_once(met: Desk, untouched: str) -> None:
    first = met.swap(256)
    assert first.changes == first.begun == first.completed == ["nano.swap.create_file", "nano.swap.list"]
    assert "nano.swap_little_space" in first.findings
    assert swaps(met.board)["/swapfile"] == 256
    assert "/dev/zram0" in swaps(met.board)
    assert met.board.look("stat -c '%a %U' /swapfile") == "600 root"
    assert fstab(met.board) == f"{untouched}\n/swapfile swap swap defaults 0 0"
    made = met.board.look("stat -c '%i %Y' /swapfile /etc/fstab")
    second = met.swap(256)
    assert (second.status, second.begun) == ("satisfied", [])
    assert met.board.look("stat -c '%i %Y' /swapfile /etc/fstab") == made


def test_a_power_cut_in_the_middle_of_a_step_is_told_and_can_be_repaired(
    met: Desk, untouched: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "HEARTBEAT_S", 1.0)
    monkeypatch.setattr(connection, "SILENCE_S", 20.0)
    met.session.disconnect()  # the next link has this heartbeat

    # It stays at mkswap, so that it is certain what the card holds: the old file is gone, the new one unfinished. All
    # of this is in memory, and as it was after the power cut.
    met.board.look(
        f"printf '#!/bin/sh\nsleep 600\n' >{SLOW} && chmod +x {SLOW} && mount --bind {SLOW} $(readlink -f /sbin/mkswap)"
    )

    def power_cut() -> None:
        met.board.look("sync")
        met.board.pull_plug()
        met.board.larger_card()  # test_6_system wants one, and a start costs a minute

    follower = Follower(met, "sh", "-c", "echo begun; exec sleep 3600")
    follower.until(lambda f: f.lines == ["begun"])
    ended = met.swap(384, keep_zram=False, watch=at_line("# mkswap", power_cut))
    assert ended.error == ("nano.lost", {"host": "127.0.0.1"})
    assert ended.begun == ["nano.swap.resize_file"]
    assert ended.completed == []

    met.board.switch_on()
    met.board.cable.break_off()
    met.board.cable.restore()
    assert follower.error() == "nano.job_cut_by_restart"
    assert "/swapfile" not in swaps(met.board)
    assert met.board.look("ls /swapfile*") == "/swapfile.nanowizard.new"
    again = met.swap(384, keep_zram=False)
    assert again.changes == ["nano.swap.remove_leftover", "nano.swap.create_file", *NO_ZRAM]
    assert swaps(met.board) == {"/swapfile": 384}
    assert met.board.look("ls /swapfile*") == "/swapfile"
    (record,) = json.loads(met.board.look(f"cat {NOTE}"))["records"]
    assert (record["file"], record["fstab"]) == (None, f"{untouched}\n"), "the note is of the time before all changes"


NO_ZRAM = ["nano.swap.disable_zram", "nano.swap.stop_zram"]


def test_undo_leads_back_to_what_was_found(met: Desk, untouched: str) -> None:
    assert met.swap(undo=True).status == "succeeded"
    assert fstab(met.board) == untouched
    assert met.board.look(f"ls /swapfile* {NOTE} 2>/dev/null || true") == ""
    assert met.board.look("systemctl is-enabled nvzramconfig") == "enabled"
    until(lambda: list(swaps(met.board)) == ["/dev/zram0"], "zram is in use again")
    nothing = met.swap(undo=True)
    assert nothing.error == ("nano.nothing_to_undo", {"step": "nano.swap"})
