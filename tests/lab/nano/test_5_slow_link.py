"""A cable of 100 ms and 1 Mbit/s that drops in the middle."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from nanowizard.remote import connection
from tests.lab.nano.desk import Desk, at_line
from tests.lab.nano.test_3_swap import swaps


@pytest.fixture
def slow(met: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A new login over that cable; what gives a silent link up does so sooner than for people."""
    monkeypatch.setattr(connection, "HEARTBEAT_S", 1.0)
    monkeypatch.setattr(connection, "SILENCE_S", 20.0)
    met.session.disconnect()
    met.board.cable.slow(latency_s=0.1, bits_per_s=1e6)
    yield met
    met.board.cable.fast()
    met.board.cable.restore()
    # Undo is another test's business, and takes long.
    met.board.look(
        "swapoff /swapfile 2>/dev/null; rm -rf /swapfile* /var/lib/nanowizard; sed -i '/swapfile/d' /etc/fstab"
    )


def test_a_login_and_a_step_work_over_it_and_a_drop_of_a_moment_is_not_even_noticed(slow: Desk) -> None:
    cable = slow.board.cable

    def drop() -> None:
        cable.cut()
        threading.Timer(3.0, cable.restore).start()

    assert slow.check().result["l4t"] == "32.7.1"
    ended = slow.swap(64, watch=at_line("# mkswap", drop))
    assert (ended.status, ended.completed) == ("succeeded", ["nano.swap.create_file", "nano.swap.list"])
    assert swaps(slow.board)["/swapfile"] == 64


def test_much_output_arrives_whole(slow: Desk) -> None:
    wanted = slow.board.look("seq 30000 | sha256sum")
    lines: list[str] = []
    slow.command("seq", "30000", on_line=lines.append)
    assert lines == [str(number) for number in range(1, 30001)]
    assert wanted.startswith(slow.command("sh", "-c", "seq 30000 | sha256sum").stdout.strip())


def test_a_link_that_goes_in_the_middle_of_a_change_is_given_up_and_the_step_can_be_repeated(slow: Desk) -> None:
    # A line that mkswap prints: the change has begun, and its end never arrives; the Nano finishes it alone.
    ended = slow.swap(64, watch=at_line("Setting up swapspace", slow.board.cable.cut))
    assert ended.error == ("nano.lost", {"host": "127.0.0.1"})
    assert (ended.begun, ended.completed) == (["nano.swap.create_file"], [])
    slow.board.cable.break_off()
    slow.board.cable.restore()
    assert swaps(slow.board)["/swapfile"] == 64
    again = slow.swap(64)
    assert again.changes == ["nano.swap.list"]
    assert slow.board.look("ls /swapfile*") == "/swapfile"
