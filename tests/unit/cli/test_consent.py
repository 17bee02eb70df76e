"""What counts as a yes: `--yes` for a card, and for a very large drive its name besides."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from nanowizard.cli import options
from nanowizard.cli.options import Consent, consent
from nanowizard.drives.model import Drive, DriveIdentity

CARD, DISK = 63_864_569_856, 2_000_000_000_000


def drive(size_bytes: int, path: str = "/dev/sdz") -> Drive:
    identity = DriveIdentity(
        backend="linux", path=path, bus_path="usb", serial="1", model="Reader", size_bytes=size_bytes
    )
    return Drive(identity=identity, name="Reader", bus="usb", size_bytes=size_bytes, removable=True)


@pytest.mark.parametrize(
    ("named", "expected"),
    [(None, Consent(True, False)), ("/dev/sdy", Consent(True, False)), ("/dev/sdz", Consent(True, True))],
)
def test_yes_alone_names_no_very_large_drive(named: str | None, expected: Consent) -> None:
    assert consent(drive(DISK), yes=True, very_large=named, json=False) == expected


def test_a_link_to_it_names_it_too(tmp_path: Path) -> None:
    node, link = tmp_path / "sdz", tmp_path / "by-id"
    node.touch()
    link.symlink_to(node)
    assert consent(drive(DISK, str(node)), yes=True, very_large=str(link), json=False) == Consent(True, True)


def test_without_yes_and_without_anybody_there_is_no_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "may_ask", lambda json: False)
    assert consent(drive(CARD), yes=False, very_large="/dev/sdz", json=True) == Consent(False, False)


@pytest.mark.parametrize(
    ("size_bytes", "typed", "expected"),
    [
        (CARD, "ERASE", Consent(True, False)),
        (CARD, "erase", Consent(False, False)),
        (DISK, "ERASE", Consent(False, False)),
        (DISK, "ERASE 2.0 TB", Consent(True, True)),
    ],
)
def test_what_is_typed(size_bytes: int, typed: str, expected: Consent, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def prompt(words: str, **_options: object) -> str:
        asked.append(words)
        return typed

    monkeypatch.setattr(options, "may_ask", lambda json: True)
    monkeypatch.setattr(typer, "prompt", prompt)
    assert consent(drive(size_bytes), yes=False, very_large=None, json=False) == expected
    assert asked == [f"Type {'ERASE 2.0 TB' if size_bytes == DISK else 'ERASE'} to go on"]
