"""A card that NanoWizard did not write, or did not finish, starts nothing: else the journey would prove nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nanowizard.practice.image import build_practice_image
from tests.lab.machines.bootloader import load
from tests.lab.machines.qemu import BootError, missing_programs
from tests.lab.nano.board import new_card

pytestmark = pytest.mark.skipif(bool(missing_programs("debugfs")), reason="needs debugfs (e2fsprogs)")


def test_an_old_card_does_not_boot(tmp_path: Path) -> None:
    with pytest.raises(BootError, match="no partition table"):
        load(new_card(tmp_path / "card.img"), tmp_path)


def test_a_card_that_ends_before_its_table_does_not_boot(tmp_path: Path) -> None:
    card = tmp_path / "card.img"
    build_practice_image(card, size_bytes=48 << 20)
    os.truncate(card, 1024)
    with pytest.raises(BootError, match="ends before its partition table"):
        load(card, tmp_path)


def test_a_file_system_that_nobody_can_read_does_not_boot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which debugfs tells by ending in the middle, where the damage is bad enough."""
    build_practice_image(tmp_path / "card.img", size_bytes=48 << 20)
    crashing = tmp_path / "debugfs"
    crashing.write_text("#!/bin/sh\necho 'what it saw' >&2\nkill -SEGV $$\n")
    crashing.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(BootError, match=r"ended with -11: what it saw"):
        load(tmp_path / "card.img", tmp_path)


def test_a_card_without_a_kernel_does_not_boot(tmp_path: Path) -> None:
    build_practice_image(tmp_path / "card.img", size_bytes=48 << 20)
    with pytest.raises(BootError, match="names no kernel"):
        load(tmp_path / "card.img", tmp_path)
