"""The step for system packages, held to the same with practice servers and with a real apt that asks real servers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.apt_servers import MAIN_LIST, Servers, lines, servers_of
from support.boards import PASSWORD, Board, PracticeBoard, RealBoard

from nanowizard.core.errors import Cancelled, NanoError
from nanowizard.core.events import Event, FindingReported, LogLine, Progress, StepFinished, StepStarted
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.provision.apt import locks as apt_locks
from nanowizard.provision.apt.archive import NVIDIA_LIST
from nanowizard.provision.apt.facts import JOURNAL, AptOptions
from nanowizard.provision.apt.measure import Candidate, fastest, measure
from nanowizard.provision.apt.step import AptStep
from nanowizard.provision.runner import can_undo, look, run_step, undo_step
from nanowizard.remote.connection import SshConnection
from nanowizard.remote.credentials import Credentials
from nanowizard.remote.hostkeys import HostKeys
from nanowizard.remote.ssh import connect

CTX = RunContext()
STEP = AptStep()
BOARDS = ["practice", pytest.param("apt", marks=pytest.mark.root)]


@pytest.fixture(params=BOARDS)
def board(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Board]:
    board: Board = RealBoard(tmp_path) if request.param == "apt" else PracticeBoard(tmp_path)
    yield board
    board.close()


@pytest.fixture
def servers(board: Board) -> Iterator[Servers]:
    """The board takes its packages from the one called "near", and has fetched its lists."""
    with servers_of(board) as servers:
        yield servers


def login(board: Board, folder: Path) -> SshConnection:
    pins = HostKeys(folder / "host_keys.json")
    return connect(board.address, Credentials(password=PASSWORD), pins, CTX, confirm=lambda _key: True)


@pytest.fixture
def conn(board: Board, servers: Servers, tmp_path: Path) -> Iterator[SshConnection]:
    conn = login(board, tmp_path)
    yield conn
    conn.close()


def wish(servers: Servers, name: str = "far") -> AptOptions:
    return AptOptions(mirror=servers.url(name))


def codes(conn: SshConnection, options: AptOptions) -> list[str]:
    return [change.code.removeprefix("nano.apt.") for change in look(STEP, conn, options, CTX).plan.changes]


def findings(conn: SshConnection, options: AptOptions) -> set[str]:
    return {finding.code.removeprefix("nano.apt_") for finding in look(STEP, conn, options, CTX).plan.findings}


def first_lists(board: Board) -> bytes:
    return board.read(MAIN_LIST) or b""


def test_the_lists_name_another_server_and_apt_has_asked_it(
    board: Board, servers: Servers, conn: SshConnection
) -> None:
    before = first_lists(board)
    events: list[Event] = []
    report = run_step(STEP, conn, wish(servers), RunContext(emit=events.append))
    assert report.changed
    assert first_lists(board) == before.replace(servers.url("near").encode(), servers.url("far").encode())
    assert board.read(f"{MAIN_LIST}.nanowizard.bak") == before
    assert board.read(JOURNAL) is None
    steps = [event.step for event in events if isinstance(event, StepStarted)]
    assert steps == ["nano.apt.use_mirror", "nano.apt.fetch"]
    assert sorted(steps) == sorted(event.step for event in events if isinstance(event, StepFinished))
    texts = [event.text for event in events if isinstance(event, LogLine)]
    assert any("bionic-updates" in text for text in texts)
    assert not any("dlstatus" in text for text in texts)
    percents = [event.done for event in events if isinstance(event, Progress) and event.phase == "nano.apt.fetch"]
    assert percents == sorted(percents)
    assert percents
    assert codes(conn, wish(servers)) == []
    assert not run_step(STEP, conn, wish(servers), CTX).changed


def test_facts_take_one_round(servers: Servers, conn: SshConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    conn.run(["true"], CTX, sudo=True)  # sudo is tried once for each link
    rounds: list[str] = []
    start = SshConnection._start
    monkeypatch.setattr(SshConnection, "_start", lambda self, *given: rounds.append(str(given)) or start(self, *given))
    look(STEP, conn, wish(servers), CTX)
    assert len(rounds) == 1


def test_a_dry_run_changes_nothing(board: Board, servers: Servers, conn: SshConnection) -> None:
    before = first_lists(board)
    report = run_step(STEP, conn, wish(servers), CTX, dry_run=True)
    assert [change.code for change in report.plan.changes] == ["nano.apt.use_mirror"]
    assert first_lists(board) == before
    assert not can_undo(STEP.id, conn, CTX)


def test_lists_that_were_never_fetched_are_fetched(servers: Servers, conn: SshConnection) -> None:
    assert codes(conn, wish(servers, "near")) == ["update"]
    run_step(STEP, conn, wish(servers, "near"), CTX)
    assert codes(conn, wish(servers, "near")) == []
    assert "ready" in findings(conn, wish(servers, "near"))


def test_undo_brings_back_what_was_found_and_keeps_what_came_since(
    board: Board, servers: Servers, conn: SshConnection
) -> None:
    before = first_lists(board)
    facts = look(STEP, conn, wish(servers), CTX).facts
    run_step(STEP, conn, wish(servers), CTX)
    run_step(STEP, conn, wish(servers, "third"), CTX)
    board.put(MAIN_LIST, first_lists(board) + b"# mine\n")
    undo_step(STEP, conn, CTX)
    assert first_lists(board) == before + b"# mine\n"
    board.put(MAIN_LIST, before)
    assert look(STEP, conn, wish(servers), CTX).facts.lists == facts.lists
    assert codes(conn, wish(servers, "near")) == []  # fetched from there again
    with pytest.raises(NanoError, match=r"nano\.nothing_to_undo"):
        undo_step(STEP, conn, CTX)


def test_undo_does_not_bring_back_lists_of_others_that_were_removed_since(
    board: Board, servers: Servers, conn: SshConnection
) -> None:
    board.put("/etc/apt/sources.list.d/others.list", b"# deb http://ppa.invalid/ppa/other bionic main\n")
    before = first_lists(board)
    run_step(STEP, conn, wish(servers), CTX)
    conn.run(["rm", "-f", "--", "/etc/apt/sources.list.d/others.list", MAIN_LIST], CTX, sudo=True)
    undo_step(STEP, conn, CTX)
    assert board.read("/etc/apt/sources.list.d/others.list") is None
    assert first_lists(board) == before


def test_undo_to_a_server_that_does_not_answer_succeeds_and_says_so(
    board: Board, servers: Servers, conn: SshConnection
) -> None:
    before = first_lists(board)
    run_step(STEP, conn, wish(servers), CTX)
    servers.spoil("near", "not_found")
    events: list[Event] = []
    undo_step(STEP, conn, RunContext(emit=events.append))
    assert first_lists(board) == before
    assert [e.finding.code for e in events if isinstance(e, FindingReported)] == ["nano.apt_not_found"]
    assert not can_undo(STEP.id, conn, CTX)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("unreachable", "nano.apt_unreachable"),
        ("not_found", "nano.apt_not_found"),
        ("hash", "nano.apt_hash_mismatch"),
        ("broken", "nano.apt_broken_index"),
        ("stale", "nano.apt_stale"),
    ],
)
def test_a_server_that_does_not_work_is_taken_back_and_the_reason_told(
    board: Board, servers: Servers, conn: SshConnection, fault: str, code: str
) -> None:
    run_step(STEP, conn, wish(servers, "near"), CTX)
    before = first_lists(board)
    servers.spoil("far", fault)
    with pytest.raises(NanoError) as raised:
        run_step(STEP, conn, wish(servers), CTX)
    assert raised.value.code == code
    assert raised.value.params == {"mirror": servers.url("far").split("/")[2]}
    assert first_lists(board) == before
    assert board.read(JOURNAL) is None
    assert codes(conn, wish(servers)) == ["use_mirror"]
    servers.spoil("third", "")
    run_step(STEP, conn, wish(servers, "third"), CTX)


def test_a_name_that_nobody_knows(board: Board, servers: Servers, conn: SshConnection) -> None:
    before = first_lists(board)
    with pytest.raises(NanoError) as raised:
        run_step(STEP, conn, AptOptions(mirror=f"http://mirror.invalid/{servers.archive}/"), CTX)
    assert (raised.value.code, raised.value.params) == ("nano.apt_dns", {"mirror": "mirror.invalid"})
    assert first_lists(board) == before


def test_a_server_that_nobody_signed_for(board: Board, servers: Servers, conn: SshConnection) -> None:
    before = lines(servers.url("near"), trusted=False)
    board.put(MAIN_LIST, before)
    servers.spoil("far", "signature")
    with pytest.raises(NanoError, match=r"nano\.apt_signature"):
        run_step(STEP, conn, wish(servers), CTX)
    assert first_lists(board) == before


def test_a_clock_that_is_far_behind(board: Board, servers: Servers, conn: SshConnection) -> None:
    """For a real apt the server is ahead: setting the clock here would set this computer's."""
    before = first_lists(board)
    if isinstance(board, PracticeBoard):
        board.nano.machine.state.system.clock_ahead_s = -3 * 365 * 86400.0
        assert "clock_off" in findings(conn, wish(servers))
    else:
        servers.spoil("far", "future")
    with pytest.raises(NanoError, match=r"nano\.apt_clock"):
        run_step(STEP, conn, wish(servers), CTX)
    assert first_lists(board) == before


def test_what_is_wrong_with_another_source_does_not_matter(board: Board, servers: Servers, conn: SshConnection) -> None:
    more = "/etc/apt/sources.list.d/others.list"
    text = b"deb [trusted=yes] http://ppa.invalid/ppa/other bionic main\n"
    board.put(more, text)
    events: list[Event] = []
    run_step(STEP, conn, wish(servers), RunContext(emit=events.append))
    found = [event.finding for event in events if isinstance(event, FindingReported)]
    assert [(f.code, f.params["host"], f.params["reason"]) for f in found] == [
        ("nano.apt_other_source", "ppa.invalid", "nano.apt_dns")
    ]
    assert board.read(more) == text


def test_the_lock_is_waited_for_and_its_holder_named(
    board: Board, servers: Servers, conn: SshConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apt_locks, "POLL_S", 0.05)
    release = servers.lock()
    assert "busy" in findings(conn, wish(servers))
    events: list[Event] = []

    def emit(event: Event) -> None:
        events.append(event)
        if isinstance(event, StepStarted) and event.step == "nano.apt.wait":
            assert first_lists(board) == before
            release()

    before = first_lists(board)
    run_step(STEP, conn, wish(servers), RunContext(emit=emit))
    waited = [e for e in events if isinstance(e, StepStarted) and e.step == "nano.apt.wait"]
    assert [event.params["program"] for event in waited] == ["packagekitd"]
    assert next(e.step for e in events if isinstance(e, StepFinished)) == "nano.apt.wait"
    assert board.read("/var/lib/apt/lists/lock") is not None or isinstance(board, PracticeBoard)


def test_a_lock_that_is_never_given_back_is_said_and_not_broken(
    board: Board, servers: Servers, conn: SshConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apt_locks, "POLL_S", 0.05)
    release = servers.lock()
    before = first_lists(board)
    with pytest.raises(NanoError) as raised:
        apt_locks.wait_for_locks(conn, CTX, most_s=0.1)
    assert raised.value.code == "nano.apt_locked"
    assert raised.value.params["program"] == "packagekitd"
    token = CancelToken()

    def cancel(event: Event) -> None:
        if isinstance(event, StepStarted) and event.step == "nano.apt.wait":
            token.set()

    with pytest.raises(Cancelled):
        run_step(STEP, conn, wish(servers), RunContext(emit=cancel, cancel=token))
    assert first_lists(board) == before
    assert "busy" in findings(conn, wish(servers))
    release()


def test_a_cancel_while_lists_are_fetched_takes_everything_back(
    board: Board, servers: Servers, conn: SshConnection
) -> None:
    before = first_lists(board)
    token = CancelToken()
    servers.url("far")
    servers.at_next_question(token.set)
    with pytest.raises(Cancelled):
        run_step(STEP, conn, wish(servers), RunContext(cancel=token))
    assert first_lists(board) == before
    assert board.read(JOURNAL) is None


@pytest.mark.parametrize("fault", ["", "hash"])
def test_a_link_that_is_cut_in_the_middle_is_made_good_by_the_next_run(
    board: Board, servers: Servers, conn: SshConnection, tmp_path: Path, fault: str
) -> None:
    """The new lists are proved by the next run, or the old ones come back."""
    run_step(STEP, conn, wish(servers, "near"), CTX)
    before = first_lists(board)
    servers.url("far")
    servers.at_next_question(conn.close)
    with pytest.raises(NanoError, match=r"nano\.lost"):
        run_step(STEP, conn, wish(servers), CTX)
    servers.spoil("far", fault)
    again = login(board, tmp_path)
    assert "unproved" in findings(again, wish(servers))
    assert codes(again, wish(servers)) == ["update"]
    if fault:
        with pytest.raises(NanoError, match=r"nano\.apt_hash_mismatch"):
            run_step(STEP, again, wish(servers), CTX)
        assert first_lists(board) == before
    else:
        run_step(STEP, again, wish(servers), CTX)
        assert servers.url("far").encode() in first_lists(board)
    assert "unproved" not in findings(again, wish(servers))
    undo_step(STEP, again, CTX)
    assert first_lists(board) == before
    again.close()


def test_packages_that_are_half_installed_are_told_and_in_nobodys_way(
    board: Board, servers: Servers, conn: SshConnection
) -> None:
    servers.leave_unfinished("nvidia-l4t-bootloader")
    found = {f.code: f.params for f in look(STEP, conn, wish(servers), CTX).plan.findings}
    assert found["nano.apt_half_configured"] == {"packages": ["nvidia-l4t-bootloader"]}
    run_step(STEP, conn, wish(servers), CTX)
    assert codes(conn, wish(servers)) == []


def test_a_list_that_apt_cannot_read(board: Board, servers: Servers, conn: SshConnection) -> None:
    if isinstance(board, PracticeBoard):
        pytest.skip("the practice apt takes any list")
    board.put("/etc/apt/sources.list.d/bad.list", b"deb http://x.example\n")
    before = first_lists(board)
    with pytest.raises(NanoError) as raised:
        run_step(STEP, conn, wish(servers), CTX)
    assert raised.value.code == "nano.apt_list_damaged"
    assert "bad.list" in raised.value.detail
    assert first_lists(board) == before


def test_a_list_in_any_encoding_comes_back_byte_for_byte(board: Board, servers: Servers, conn: SshConnection) -> None:
    before = first_lists(board) + "# für später\n".encode("latin-1")
    board.put(MAIN_LIST, before)
    run_step(STEP, conn, wish(servers), CTX)
    assert first_lists(board).endswith("# für später\n".encode("latin-1"))
    undo_step(STEP, conn, CTX)
    assert first_lists(board) == before


def test_stanzas_are_lists_too(board: Board, servers: Servers, conn: SshConnection) -> None:
    path = "/etc/apt/sources.list.d/ubuntu.sources"
    text = f"Types: deb\nURIs: {servers.url('near')}\nSuites: bionic bionic-updates\nComponents: main\nTrusted: yes\n"
    board.put(MAIN_LIST, b"# moved\n")
    board.put(path, text.encode())
    run_step(STEP, conn, wish(servers), CTX)
    assert board.read(path) == text.replace(servers.url("near"), servers.url("far")).encode()
    assert codes(conn, wish(servers)) == []


def test_nvidias_placeholder_is_filled_in_on_a_nano_alone(board: Board, servers: Servers, conn: SshConnection) -> None:
    text = b"deb https://repo.download.nvidia.invalid/jetson/<SOC> r32.7 main\n"
    board.put(NVIDIA_LIST, text)
    run_step(STEP, conn, wish(servers), CTX)
    is_nano = isinstance(board, PracticeBoard)
    assert board.read(NVIDIA_LIST) == (text.replace(b"<SOC>", b"t210") if is_nano else text)
    undo_step(STEP, conn, CTX)
    assert board.read(NVIDIA_LIST) == text


def test_mirrors_are_measured_from_the_board_itself(servers: Servers, conn: SshConnection) -> None:
    faults = {"good": "", "old": "stale", "gone": "not_found"}
    for name, fault in faults.items():
        servers.spoil(name, fault)
    archive = look(STEP, conn, wish(servers), CTX).facts.archive
    assert archive
    candidates = [Candidate(id=name, host=name, url=servers.url(name)) for name in faults]
    events: list[Event] = []
    good, old, gone = measure(conn, RunContext(emit=events.append), archive, candidates)
    assert (good.error, good.is_stale, old.error, old.is_stale) == (None, False, None, True)
    assert good.bytes_per_s
    assert old.bytes_per_s
    assert gone.error == "nano.mirror_not_found"
    best = fastest([good, old, gone])
    assert best
    assert best.candidate.id == "good"
    ended = [event for event in events if isinstance(event, StepFinished)]
    assert {event.params["id"]: event.params["error"] for event in ended} == {
        "good": None,
        "old": None,
        "gone": "nano.mirror_not_found",
    }
    assert [e.done for e in events if isinstance(e, Progress)] == [1, 2, 3]
