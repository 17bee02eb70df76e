"""The journey once more with the Nano's own kind of processor, and with u-boot as the one who reads the card.

By hand (`./dev lab --arm64`): the image takes a quarter of an hour to build where the processor is another one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.lab.machines.guest import until
from tests.lab.machines.nano_image import nano_image
from tests.lab.machines.qemu import missing_programs
from tests.lab.nano.board import Board, Record, new_card
from tests.lab.nano.desk import Desk
from tests.lab.nano.journey import set_up
from tests.lab.nano.test_3_swap import swaps

pytestmark = pytest.mark.timeout(7200)


@pytest.fixture(scope="module")
def arm(tmp_path_factory: pytest.TempPathFactory, record_testsuite_property: Record) -> Iterator[Desk]:
    """Flashed and started by `nanowizard setup`, and met."""
    if os.environ.get("NANOWIZARD_LAB_ARM64") != "1":
        pytest.skip("by hand: ./dev lab --arm64")
    if os.geteuid() != 0:
        pytest.skip("the virtual Nano needs root: its card is written through a loop device")
    if missing := missing_programs("qemu-system-aarch64", "losetup", "sfdisk", "setpriv"):
        pytest.skip(f"not installed: {', '.join(missing)}")
    card = new_card(tmp_path_factory.mktemp("arm64") / "card.img")
    board = Board(card, record_testsuite_property, architecture="arm64")
    try:
        journey = set_up(nano_image("arm64").archive, board, tmp_path_factory.mktemp("arm64") / "home")
        assert "nano.host_key_unknown" in journey.findings()
        desk = Desk(board, journey.home)
        desk.meet()
        yield desk
        desk.close()
    finally:
        board.close()


def test_u_boot_started_what_the_cards_own_list_names(arm: Desk) -> None:
    console = arm.board.nano.qemu.console()
    assert "Retrieving file: /boot/extlinux/extlinux.conf" in console or "Found /boot/extlinux/extlinux.conf" in console
    assert "root=LABEL=APP" in arm.board.look("cat /proc/cmdline")


def test_it_is_looked_at(arm: Desk) -> None:
    facts = arm.check().result
    assert (facts["architecture"], facts["l4t"], facts["jetpack"]) == ("aarch64", "32.7.1", "4.6.1")
    assert facts["disk_bytes"] > 1800 << 20


def test_swap_is_made_and_is_still_there_after_a_restart(arm: Desk) -> None:
    assert arm.swap(256, keep_zram=False).status == "succeeded"
    assert swaps(arm.board) == {"/swapfile": 256}
    before = arm.board.nano.boot_id()
    arm.command("systemctl", "reboot", sudo=True)
    arm.board.nano.started_again()
    assert arm.board.nano.boot_id() != before
    until(lambda: swaps(arm.board) == {"/swapfile": 256}, "the swap file alone is in use after a restart")
    assert arm.swap(256, keep_zram=False).status == "satisfied"
