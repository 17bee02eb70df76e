"""The process behind a card that lies: nothing of it is left after whoever made it."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from lab.loop.lying_card import Faults, LyingCard, hang_file

pytestmark = pytest.mark.root

TESTS = Path(__file__).resolve().parents[2]
GONE_MS = 10_000
# What reads is a thread beside the one that made the card: the kernel sees that one end, and a thread that waits for a
# card does not end.
MAKER = """
import sys, threading
from pathlib import Path
from lab.loop.lying_card import Faults, LyingCard
card = LyingCard(Path(sys.argv[1]), Path(sys.argv[2]), Faults(hangs=True))
print(card.pid, flush=True)
def read():
    card.file.read_bytes()
    print("read", flush=True)
threading.Thread(target=read).start()
sys.stdin.read()
"""


def is_mounted(folder: Path) -> bool:
    return any(line.split()[1] == str(folder) for line in Path("/proc/mounts").read_text().splitlines())


@pytest.mark.parametrize("hangs", [False, True], ids=["idle", "asked and silent"])
def test_it_ends_with_a_run_that_is_killed(tmp_path: Path, hangs: bool) -> None:
    """The kernel does that: nobody is left who could."""
    backing, folder = tmp_path / "card.img", tmp_path / "reader"
    backing.write_bytes(bytes(4096))
    if hangs:
        hang_file(backing).touch()
    command = [sys.executable, "-c", MAKER, backing, folder]
    with subprocess.Popen(command, cwd=TESTS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as maker:
        assert maker.stdout
        liar = os.pidfd_open(int(maker.stdout.readline()))
        if not hangs:
            assert maker.stdout.readline() == "read\n"
        assert is_mounted(folder)
        maker.kill()
    watched = select.poll()
    watched.register(liar, select.POLLIN)
    assert watched.poll(GONE_MS), "it still runs"
    os.close(liar)
    assert not is_mounted(folder)


def test_it_ends_when_it_is_told_however_it_hangs(tmp_path: Path) -> None:
    backing = tmp_path / "card.img"
    backing.write_bytes(bytes(4096))
    hang_file(backing).touch()
    card = LyingCard(backing, tmp_path / "reader", Faults(hangs=True))
    with subprocess.Popen(["cat", card.file], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as reader:
        card.close()
        assert reader.wait(GONE_MS / 1000) != 0
    assert not is_mounted(tmp_path / "reader")
