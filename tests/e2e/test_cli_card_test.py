"""`card test` as a contract: exit codes, the last event, and what a person reads."""

from __future__ import annotations

import hashlib
from pathlib import Path

from nanowizard.practice.card import CARD_BYTES, CardSettings, prepare_card
from tests.support.command_line import CommandLine
from tests.support.wizard_moves import practice_folder

MIB = 1 << 20


def practice_card(home: Path, **settings: object) -> Path:
    folder = practice_folder(home)
    card = prepare_card(folder)
    CardSettings(write_rate=None, read_rate=None, **settings).save(folder)  # type: ignore[arg-type]
    return card


def test_a_quick_test_needs_no_yes_and_changes_nothing(cli: CommandLine, card: Path) -> None:
    card.write_bytes(bytes(range(256)) * (64 * MIB // 256))
    before = hashlib.sha256(card.read_bytes()).digest()
    ended = cli.json("card", "test", "--card", card)
    assert (ended.code, ended.last["status"]) == (0, "succeeded")
    result = ended.last["result"]
    assert (result["real_bytes"], result["claimed_bytes"], result["bad"]) == (64 * MIB, 64 * MIB, [])
    assert result["verdict"] in ("good", "slow")
    assert hashlib.sha256(card.read_bytes()).digest() == before
    findings = ended.findings()
    assert findings["card.sound"]["severity"] == "good"
    assert set(findings) & {"card.fast_enough", "card.slow_programs", "card.slow"}


def test_a_fake_fails_with_what_it_claims_and_what_it_has(cli: CommandLine) -> None:
    card = practice_card(cli.home, real_bytes=100 * MIB)
    ended = cli.json("--practice", "card", "test", "--card", card, "--need", 200 * MIB)
    assert ended.code == 1
    error = ended.last["error"]
    assert error["code"] == "card.fake"
    assert {name: error["params"][name] for name in ("claimed_bytes", "real_bytes", "lie")} == {
        "claimed_bytes": CARD_BYTES,
        "real_bytes": 100 * MIB,
        "lie": "wraparound",
    }
    said = cli.run("--practice", "card", "test", "--card", card, "--need", 200 * MIB)
    assert said.code == 1
    assert "This card says that it has 537 MB, but keeps only 105 MB" in said.stdout


def test_a_fake_that_is_large_enough_for_the_image_passes(cli: CommandLine) -> None:
    card = practice_card(cli.home, real_bytes=100 * MIB)
    assert cli.json("--practice", "card", "test", "--card", card, "--need", 100 * MIB).code == 0


def test_a_full_test_asks_first(cli: CommandLine, card: Path) -> None:
    ended = cli.json("card", "test", "--full", "--card", card)
    assert (ended.code, ended.last["status"]) == (3, "blocked")
    assert ended.findings()["flash.not_confirmed"]["severity"] == "blocking"
    assert card.read_bytes() == bytes(64 * MIB)
    ended = cli.json("card", "test", "--full", "--card", card, "--yes")
    assert (ended.code, ended.last["result"]["tested_bytes"]) == (0, 64 * MIB)
    assert {e["phase"] for e in ended.events if e["event"] == "progress"} == {"fill", "reread"}
    assert "card.holds_test_data" in ended.findings()


def test_what_the_image_needs_is_read_from_it(cli: CommandLine, card: Path, archive: Path) -> None:
    ended = cli.json("card", "test", "--card", card, "--image", archive)
    assert (ended.code, ended.last["status"]) == (3, "blocked")
    assert ended.findings()["drive.too_small"]["params"]["has_bytes"] == 64 * MIB


def test_wrong_use(cli: CommandLine, card: Path) -> None:
    assert cli.run("card", "test").code == 2
    assert cli.run("card", "test", "--card", card, "--need", "0").code == 2
    assert cli.run("card", "test", "--card", card, "--need", MIB, "--image", card).code == 2
    missing = cli.json("card", "test", "--card", card.with_name("none.img"))
    assert (missing.code, missing.last["error"]["code"]) == (1, "drive.file_missing")
