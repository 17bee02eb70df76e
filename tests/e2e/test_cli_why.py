"""nanowizard card why: what keeps cards out of the list, for people and for programs."""

from __future__ import annotations

import pytest

from tests.support.command_line import CommandLine


def test_the_practice_readers_slot_without_a_card_is_named(cli: CommandLine) -> None:
    ended = cli.run("--practice", "card", "why")
    assert (ended.code, ended.stderr) == (0, "")
    assert "There is no card in this" in ended.stdout
    assert "Push the card in" in ended.stdout


def test_for_programs_every_reason_has_a_code_and_one_action(cli: CommandLine) -> None:
    ended = cli.json("--practice", "card", "why")
    assert (ended.code, ended.stderr) == (0, "")
    assert (ended.last["task"], ended.last["status"]) == ("card.why", "succeeded")
    reasons = ended.last["result"]["reasons"]
    assert {(reason["code"], reason["action"]) for reason in reasons} >= {("drive.no_medium", "reseat")}
    assert all(reason["question"] for reason in reasons)


def test_what_the_program_can_do_is_done_only_when_asked_for(cli: CommandLine) -> None:
    assert cli.json("--practice", "card", "why").last["result"]["tried"] == ""
    ended = cli.json("--practice", "card", "why", "--fix")
    assert (ended.code, ended.stderr) == (0, "")
    assert ended.last["result"]["tried"] == "", "there is a practice card, so nothing is wrong"


@pytest.mark.parametrize("words", [("card", "why"), ("card", "why", "--json")])
def test_this_computer_is_explained_whatever_it_is(cli: CommandLine, words: tuple[str, ...]) -> None:
    ended = cli.run(*words)
    assert (ended.code, ended.stderr) == (0, "")
    assert ended.stdout
