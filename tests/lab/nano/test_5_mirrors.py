"""System packages from another mirror, on a board with an apt of its own: over a cable that drops, and back again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nanowizard.provision.apt.facts import JOURNAL, MAIN_LIST, AptOptions
from nanowizard.tasks.apt import AptInput, MeasureInput, MeasureMirrors, MirrorApt
from tests.lab.machines.nano import HOST_SEEN_FROM_INSIDE
from tests.lab.nano.desk import Desk, Done, Watch, at_line
from tests.support.apt_servers import AptServer

COMMENT = "# für später\n".encode("latin-1")


class Places:
    """Mirrors of Debian's archive, which is what the board really runs, by names of the test's own."""

    def __init__(self) -> None:
        self.servers = {name: AptServer("amd64") for name in ("first", "second", "bad")}

    def url(self, name: str) -> str:
        return f"http://{HOST_SEEN_FROM_INSIDE}:{self.servers[name].port}/debian/"

    def host(self, name: str) -> str:
        return f"{HOST_SEEN_FROM_INSIDE}:{self.servers[name].port}"

    @property
    def gone(self) -> str:
        """Nobody is there."""
        return f"http://{HOST_SEEN_FROM_INSIDE}:1/debian/"

    def close(self) -> None:
        for server in self.servers.values():
            server.close()


@pytest.fixture(scope="module")
def places() -> Iterator[Places]:
    places = Places()
    yield places
    places.close()


@pytest.fixture(scope="module")
def found(places: Places) -> bytes:
    """The list that the person's board has: its first mirror, one of somebody else, a comment."""
    return f"deb [trusted=yes] {places.url('first')} bookworm main\n".encode() + COMMENT


@pytest.fixture(scope="module")
def listed(desk: Desk, found: bytes) -> Iterator[Desk]:
    desk.meet()
    before = lists(desk)
    desk.command("tee", MAIN_LIST, sudo=True, stdin=found)
    yield desk
    desk.board.cable.fast()
    desk.command("tee", MAIN_LIST, sudo=True, stdin=before)


def lists(desk: Desk) -> bytes:
    """Its main list, byte for byte."""
    return bytes.fromhex(desk.board.look(f"od -An -v -tx1 {MAIN_LIST} | tr -d ' \\n'"))


def apt(desk: Desk, mirror: str, *, dry_run: bool = False, undo: bool = False, watch: Watch | None = None) -> Done:
    options = AptOptions(mirror=mirror)
    return desk.run(
        MirrorApt(desk.session), AptInput(login=desk.login(), options=options, dry_run=dry_run, undo=undo), watch
    )


def test_a_mirror_that_does_not_hold_what_it_promises_is_taken_back(listed: Desk, places: Places, found: bytes) -> None:
    places.servers["bad"].fault = "hash"
    shown = apt(listed, places.url("bad"), dry_run=True)
    assert shown.changes == ["nano.apt.use_mirror"]
    ended = apt(listed, places.url("bad"))
    assert ended.error == ("nano.apt_hash_mismatch", {"mirror": places.host("bad")})
    assert lists(listed) == found
    assert listed.board.look(f"ls {JOURNAL} 2>/dev/null || true") == ""


def test_over_a_slow_cable_that_breaks_off_meanwhile_the_list_is_changed_and_proved(
    listed: Desk, places: Places, found: bytes
) -> None:
    cable = listed.board.cable
    cable.slow(latency_s=0.1, bits_per_s=1e6)
    ended = apt(listed, places.url("second"), watch=at_line("Get:", cable.break_off))
    cable.fast()
    assert (ended.status, ended.changes) == ("succeeded", ["nano.apt.use_mirror"])
    assert ended.findings["nano.apt_other_source"]["host"] == "repo.download.nvidia.com"
    assert lists(listed) == found.replace(places.url("first").encode(), places.url("second").encode())
    assert any(path.endswith("/Packages") for path in places.servers["second"].asked)


def test_asked_again_nothing_is_left_to_do(listed: Desk, places: Places) -> None:
    ended = apt(listed, places.url("second"))
    assert ended.status == "satisfied"
    assert ended.findings["nano.apt_ready"] == {"mirror": places.host("second")}
    assert ended.result["addresses"] == [places.url("second")]


def test_mirrors_are_measured_from_the_board(listed: Desk, places: Places) -> None:
    places.servers["bad"].fault = "stale"
    wish = MeasureInput(login=listed.login(), custom=(places.url("first"), places.url("bad"), places.gone), pip=False)
    rows = {row["url"]: row for row in listed.run(MeasureMirrors(listed.session), wish).result["apt"]}
    assert rows[places.url("first")]["bytes_per_s"] > 0
    assert rows[places.url("bad")]["stale"]
    assert not rows[places.url("bad")]["fastest"]
    assert rows[places.url("second")]["in_use"]
    assert rows[places.gone]["error"] is not None


def test_undo_leads_back_to_what_was_found(listed: Desk, found: bytes) -> None:
    assert apt(listed, "official", undo=True).status == "succeeded"
    assert lists(listed) == found
    assert listed.board.look("ls /var/lib/nanowizard/nano.apt* 2>/dev/null || true") == ""
