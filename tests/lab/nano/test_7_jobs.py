"""Jobs on a real board: units of systemd, a slow link that drops, real apt, dpkg and pip."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nanowizard.core.errors import Cancelled
from nanowizard.core.task import RunContext
from nanowizard.provision.package_jobs import apt_get, pip
from nanowizard.remote import connection
from nanowizard.remote.jobs_list import list_jobs
from nanowizard.remote.shell import CommandResult
from tests.lab.machines.guest import until
from tests.lab.machines.mirrors import PACKAGE, Mirrors
from tests.lab.nano.desk import Desk
from tests.lab.nano.follower import Follower

NOISE_BYTES = 600_000
COUNT = 60
TALK = ("sh", "-c", f"n=1; while [ $n -le {COUNT} ]; do echo line $n; sleep 0.2; n=$((n + 1)); done")
LINES = [f"line {number}" for number in range(1, COUNT + 1)]
HELD = "/var/tmp/hold"
HELD_TALK = (*TALK[:2], TALK[2].replace("sleep 0.2", f"while [ -e {HELD} ]; do sleep 0.1; done"))
"""Says its first line, and the rest once nothing is held any more."""


@pytest.fixture
def slow(met: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(connection, "HEARTBEAT_S", 1.0)
    monkeypatch.setattr(connection, "SILENCE_S", 20.0)
    met.session.disconnect()
    met.board.cable.slow(latency_s=0.1, bits_per_s=1e6)
    yield met
    met.board.cable.fast()
    met.board.cable.restore()


@pytest.fixture
def mirrors(met: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirrors]:
    mirrors = Mirrors(tmp_path_factory.mktemp("mirrors"), package_bytes=NOISE_BYTES)
    ctx = RunContext()
    conn = met.session.connect(met.login(), ctx)
    path = "/etc/apt/sources.list"
    before = conn.read_file(path, ctx)
    assert before
    conn.write_file(path, mirrors.apt_line.encode(), ctx)
    yield mirrors
    met.board.look(f"rm -f {HELD}; dpkg --purge {PACKAGE}; rm -rf /var/cache/apt/archives/*.deb /root/.cache/pip")
    met.session.connect(met.login(), ctx).write_file(path, before, ctx)
    mirrors.close()


def units(desk: Desk) -> str:
    return desk.board.look("systemctl list-units --plain --no-legend 'nanowizard-*' | cut -d ' ' -f 1")


def test_a_job_is_a_unit_and_survives_a_slow_link_that_drops(slow: Desk) -> None:
    cable = slow.board.cable
    follower = Follower(slow, *TALK)
    follower.until(lambda f: len(f.lines) >= 10)
    assert units(slow).startswith("nanowizard-lab.job-")
    cable.cut()
    follower.until(lambda f: f.steps == ["nano.link.waiting"])
    cable.break_off()
    cable.restore()
    ended = follower.end()
    assert isinstance(ended, CommandResult), ended
    assert (ended.exit_status, follower.lines) == (0, LINES)
    assert follower.steps == ["nano.link.waiting"] * 2
    assert slow.board.look("ls /var/lib/nanowizard/jobs") == ""
    until(lambda: units(slow) == "", "the unit is gone")


def test_a_second_session_follows_from_the_start(met: Desk) -> None:
    met.board.look(f"touch {HELD}")
    first = Follower(met, *HELD_TALK)
    first.until(lambda f: f.lines == LINES[:1])
    first.let_go()
    conn = met.session.connect(met.login(), RunContext())
    seen = [(job.id, job.state, job.argv) for job in list_jobs(conn, RunContext())]
    assert seen == [("lab.job", "running", HELD_TALK)]
    second = Follower(met, *HELD_TALK)
    met.board.look(f"rm {HELD}")
    ended = second.end()
    assert isinstance(ended, CommandResult), ended
    assert second.lines == LINES


def test_a_cancel_ends_all_that_it_started(met: Desk) -> None:
    follower = Follower(met, "sh", "-c", "echo begun; setsid sleep 4321 & exec sleep 4322")
    follower.until(lambda f: f.lines == ["begun"])
    follower.cancel.set()
    assert isinstance(follower.end(), Cancelled)
    # What left the command's session is ended with the unit.
    until(lambda: met.board.look("pgrep -f '[s]leep 432' || true") == "", "no process is left")
    until(lambda: units(met) == "", "the unit is gone")


def test_apt_says_how_far_it_is(met: Desk, mirrors: Mirrors) -> None:
    def work(conn: object, follower: Follower) -> CommandResult:
        options = ("-o", "Dir::Etc::sourceparts=-")
        apt_get(conn, follower.ctx, "lab.update", *options, "update", fresh=True)  # type: ignore[arg-type]
        follower.events.clear()
        return apt_get(conn, follower.ctx, "lab.install", "install", PACKAGE)  # type: ignore[arg-type]

    follower = Follower(met, work=work)
    ended = follower.end()
    assert isinstance(ended, CommandResult), ended
    assert ended.ok
    done = [event.done for event in follower.progress]
    assert {event.phase for event in follower.progress} == {"lab.install"}
    assert 100 in done, "the download"
    assert [percent for percent in done if 0 < percent < 100], "dpkg's own steps"


def test_a_cancel_in_the_middle_of_dpkg_waits_for_it(met: Desk, mirrors: Mirrors) -> None:
    """dpkg is held by a hook of its own, as by a slow package."""
    met.board.look(
        "mkdir -p /etc/dpkg/dpkg.cfg.d; "
        f"echo 'pre-invoke=\"n=0; while [ -e {HELD} ] && [ $n -lt 600 ]; do sleep 0.1; n=$((n + 1)); done\"'"
        f" >/etc/dpkg/dpkg.cfg.d/lab; touch {HELD}"
    )

    def work(conn: object, follower: Follower) -> CommandResult:
        options = ("-o", "Dir::Etc::sourceparts=-")
        apt_get(conn, follower.ctx, "lab.update", *options, "update", fresh=True)  # type: ignore[arg-type]
        return apt_get(conn, follower.ctx, "lab.install", "install", PACKAGE)  # type: ignore[arg-type]

    follower = Follower(met, work=work)
    follower.until(lambda f: any(event.phase == "lab.install" and event.done == 100 for event in f.progress))
    met.board.look("n=0; until pgrep -x dpkg || [ $n -ge 300 ]; do sleep 0.1; n=$((n + 1)); done")
    follower.cancel.set()
    follower.until(lambda f: "nano.job.closing" in f.steps)
    assert met.board.look("pgrep -x apt-get -c") == "1"
    met.board.look(f"rm -f {HELD} /etc/dpkg/dpkg.cfg.d/lab")
    assert isinstance(follower.end(), Cancelled)
    assert met.board.look("dpkg --audit") == ""
    assert follower.steps == ["nano.job.closing"] * 2


def test_pip_says_how_far_it_is(met: Desk, mirrors: Mirrors) -> None:
    mirrors.link.slow(latency_s=0.02, bits_per_s=1e6)
    options = ("--user", "--trusted-host", "10.0.2.2", "--index-url", mirrors.index_url, PACKAGE)
    if "--break-system-packages" in met.board.look("python3 -m pip install --help"):
        options = ("--break-system-packages", *options)

    def work(conn: object, follower: Follower) -> CommandResult:
        return pip(conn, follower.ctx, "lab.pip", "install", *options, sudo=False)  # type: ignore[arg-type]

    follower = Follower(met, work=work)
    ended = follower.end()
    met.board.look("rm -rf /home/nano/.local /home/nano/.cache")
    assert isinstance(ended, CommandResult), ended
    sizes = [(event.done, event.total) for event in follower.progress]
    assert any(total and 0 < done < total for done, total in sizes), sizes
    assert all(abs(total - NOISE_BYTES) < 50_000 for _done, total in sizes if total), sizes
    assert met.board.look("ls -d /tmp/nanowizard-pip.* 2>/dev/null || true") == ""
