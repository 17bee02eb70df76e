"""What was seen of each case, and the table that the README shows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lab.census.case import RESCUED, Case
from lab.census.peers import NOT_LISTED, Shown

Answer = tuple[tuple[str, ...], tuple[str, ...], str]
_HEAD = """| card | listed | the list says | the repair says | told | end | lsblk: listed | to be chosen | told |
|---|---|---|---|---|---|---|---|---|"""


@dataclass
class Seen:
    """As in `Case`; `peers` is what imagers that ask lsblk show. `left_well`: the card itself is as the end says."""

    listed: tuple[str, ...]
    peers: Shown = NOT_LISTED
    found: tuple[str, ...] = ()
    end: str = ""
    left_well: bool = False

    @property
    def answer(self) -> Answer:
        return self.listed, self.found, self.end


def expected(case: Case) -> Answer:
    return case.listed, case.found, case.ends


def is_told(case: Case, seen: Seen) -> bool:
    return case.told(*seen.listed, *seen.found, seen.end)


def is_told_by_peers(case: Case, shown: Shown) -> bool:
    """A label that names what is on a card counts, as they show it."""
    labels = {word.partition(" ")[2] for word in case.told_by} - {""}
    return case.told(*shown.reasons) or bool(labels.intersection(shown.labels))


def markdown(cases: Sequence[Case], seen: Mapping[str, Seen]) -> str:
    rows = [_row(case, seen[case.name]) for case in cases]
    return "\n".join([_HEAD, *rows, "", *_totals(cases, seen)]) + "\n"


def _row(case: Case, seen: Seen) -> str:
    peers = seen.peers
    cells = [
        case.title,
        _yes(bool(seen.listed)),
        ", ".join(f"`{word}`" for word in seen.listed),
        ", ".join(f"`{word}`" for word in seen.found),
        _yes(is_told(case, seen)),
        seen.end if seen.end == RESCUED else f"`{seen.end}`",
        _yes(peers.listed),
        _yes(peers.can_be_chosen),
        _yes(is_told_by_peers(case, peers)),
    ]
    return f"| {' | '.join(cells)} |"


def _yes(true: bool) -> str:
    return "yes" if true else "no"


def _totals(cases: Sequence[Case], seen: Mapping[str, Seen]) -> list[str]:
    can = [case for case in cases if case.is_rescued]
    ours = [
        ("listed", sum(bool(seen[case.name].listed) for case in cases), len(cases)),
        ("told what is wrong", sum(is_told(case, seen[case.name]) for case in cases), len(cases)),
        ("rescued, of those that can be", sum(seen[case.name].end == RESCUED for case in can), len(can)),
        (
            "refused with the right reason, of the others",
            sum(seen[case.name].end == case.ends for case in cases if not case.is_rescued),
            len(cases) - len(can),
        ),
    ]
    peers = {case.name: seen[case.name].peers for case in cases}
    theirs = [
        ("listed", sum(peers[case.name].listed for case in cases), len(cases)),
        ("told what is wrong", sum(is_told_by_peers(case, peers[case.name]) for case in cases), len(cases)),
    ]
    return [f"NanoWizard: {_shares(ours)}.", f"With lsblk: {_shares(theirs)}."]


def _shares(rows: Sequence[tuple[str, int, int]]) -> str:
    return "; ".join(f"{what} {count} of {of} ({round(100 * count / of)} %)" for what, count, of in rows if of)
