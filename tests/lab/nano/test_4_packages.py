"""The board takes packages from a mirror and an index of ours: the ground for steps that install.

NanoWizard has no such steps yet. What they will stand on is its way of running a program on the Nano and of telling
what went wrong there, and that is used here.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from nanowizard.core.errors import NanoError
from nanowizard.core.task import RunContext
from tests.lab.machines.mirrors import MODULE, PACKAGE, VERSION, Mirrors
from tests.lab.nano.desk import Desk

NOISE_BYTES = 300_000
HALF_WAY = 150_000
UPDATE = ("apt-get", "-qq", "-o", "Dir::Etc::sourceparts=-", "update")
INSTALL = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "install", "-y", PACKAGE)


@pytest.fixture(scope="module")
def mirrors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirrors]:
    mirrors = Mirrors(tmp_path_factory.mktemp("mirrors"), package_bytes=NOISE_BYTES)
    yield mirrors
    mirrors.close()


@pytest.fixture(scope="module")
def mirrored(desk: Desk, mirrors: Mirrors) -> Iterator[Desk]:
    """The board's own list names our mirror and nothing else; NVIDIA's list stays aside."""
    desk.meet()
    ctx = RunContext()
    conn = desk.session.connect(desk.login(), ctx)
    path = "/etc/apt/sources.list"
    before = conn.read_file(path, ctx)
    assert before
    conn.write_file(path, mirrors.apt_line.encode(), ctx)
    desk.command(*UPDATE, sudo=True)
    yield desk
    desk.board.cable.fast()
    desk.session.connect(desk.login(), ctx).write_file(path, before, ctx)


@pytest.fixture
def slow(mirrored: Desk, mirrors: Mirrors) -> Iterator[Desk]:
    """100 ms and 1 Mbit/s, to the mirrors and to the board itself."""
    for link in (mirrored.board.cable, mirrors.link):
        link.slow(latency_s=0.1, bits_per_s=1e6)
    yield mirrored
    for link in (mirrored.board.cable, mirrors.link):
        link.fast()
    mirrors.come_back()


@pytest.fixture(autouse=True)
def _without_the_packages(mirrored: Desk) -> Iterator[None]:
    yield
    mirrored.board.look(f"dpkg --purge {PACKAGE}; rm -rf /var/cache/apt/archives/*.deb")
    mirrored.board.look("rm -rf /home/nano/.local /home/nano/.cache")


def pip_install(mirrors: Mirrors) -> tuple[str, ...]:
    options = ("--user", "--no-input", "--disable-pip-version-check", "--trusted-host", "10.0.2.2")
    return ("python3", "-m", "pip", "install", *options, "--index-url", mirrors.index_url, PACKAGE)


def installed_by_apt(desk: Desk) -> str:
    return desk.board.look(f"dpkg-query -W -f '${{db:Status-Status}} ${{Version}}' {PACKAGE} 2>/dev/null || true")


def installed_by_pip(desk: Desk) -> str:
    places = f"cat /home/nano/.local/lib/python3*/site-packages/{MODULE}/noise 2>/dev/null | wc -c"
    return desk.board.look(places)


def test_apt_installs_from_the_mirror(mirrored: Desk, mirrors: Mirrors) -> None:
    mirrored.command(*INSTALL, sudo=True)
    assert installed_by_apt(mirrored) == f"installed {VERSION}"
    assert f"/apt/./{PACKAGE}_{VERSION}_all.deb" in mirrors.asked


def test_pip_installs_from_the_index(mirrored: Desk, mirrors: Mirrors) -> None:
    lines: list[str] = []
    mirrored.command(*pip_install(mirrors), on_line=lines.append)
    assert f"Successfully installed {PACKAGE}-{VERSION}" in lines
    assert installed_by_pip(mirrored) == str(NOISE_BYTES)


def test_apt_itself_takes_up_a_download_that_broke_off_once(slow: Desk, mirrors: Mirrors) -> None:
    mirrors.link.after(HALF_WAY, mirrors.link.break_off)
    asked = len(mirrors.asked)
    slow.command(*INSTALL, sudo=True)
    assert len([path for path in mirrors.asked[asked:] if path.endswith(".deb")]) >= 2
    assert installed_by_apt(slow) == f"installed {VERSION}"


def what_it_says(desk: Desk, *argv: str, sudo: bool) -> NanoError:
    with pytest.raises(NanoError) as raised:
        desk.command(*argv, sudo=sudo)
    return raised.value


def test_what_apt_says_of_a_mirror_that_went_away_is_passed_on(slow: Desk, mirrors: Mirrors) -> None:
    mirrors.link.after(HALF_WAY, mirrors.go_away)
    said = what_it_says(slow, *INSTALL, sudo=True)
    assert (said.code, said.params) == ("nano.command_failed", {"command": "env", "exit_status": 100})
    assert f"{PACKAGE}_{VERSION}_all.deb" in said.detail
    assert installed_by_apt(slow) == ""
    mirrors.come_back()
    slow.command(*INSTALL, sudo=True)
    assert installed_by_apt(slow) == f"installed {VERSION}"


def test_what_pip_says_of_an_index_that_went_away_is_passed_on(slow: Desk, mirrors: Mirrors) -> None:
    mirrors.link.after(HALF_WAY, mirrors.go_away)
    said = what_it_says(slow, *pip_install(mirrors), sudo=False)
    assert (said.code, said.params["command"]) == ("nano.command_failed", "python3")
    assert said.params["exit_status"] != 0
    assert "Connection broken" in said.detail or "ERROR" in said.detail
    assert installed_by_pip(slow) == "0"
    mirrors.come_back()
    slow.command(*pip_install(mirrors))
    assert installed_by_pip(slow) == str(NOISE_BYTES)
