"""What pip on the Nano is told by its files and by the environment, and what time it is there."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from nanowizard.core.task import RunContext
from nanowizard.provision.clock.facts import clock_ahead_s, with_clock
from nanowizard.remote.shell import CommandResult, Connection
from nanowizard.remote.together import ask_together, read_files

CONF = "/etc/pip.conf"
"""Both `sudo pip3` and an ordinary user's pip read it."""
XDG_CONF = "/etc/xdg/pip/pip.conf"
USER_CONFS = (".pip/pip.conf", ".config/pip/pip.conf")
"""In the home folder, where a login begins."""
CONFS = (XDG_CONF, CONF, *USER_CONFS)
"""In pip's order: a later file overrules an earlier one."""
ENVIRONMENT = "/etc/environment"
PIP = ("env", "LC_ALL=C.UTF-8", "python3", "-m", "pip")
"""In the locale C, Python 3.6 would stop at the first comment with an umlaut in it, or a Chinese one."""
OFFICIAL_INDEX = "https://pypi.org/simple"
"""Where pip looks when nobody tells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PipOptions:
    """`index_url`: where packages shall come from."""

    index_url: str = OFFICIAL_INDEX


@dataclass(frozen=True, slots=True, kw_only=True)
class PipFacts:
    """`confs`: the text of each file that is there, by its path; `mode`: who may read /etc/pip.conf.

    `environment`: what /etc/environment says to pip (PIP_*). `version` is pip's, None where there is none.
    `clock_ahead_s` as in `ClockFacts`.
    """

    version: str | None = None
    python: str | None = None
    confs: Mapping[str, str] = field(default_factory=dict)
    mode: int | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    clock_ahead_s: float | None = field(default=None, compare=False)

    @property
    def conf(self) -> str | None:
        return self.confs.get(CONF)


def gather_pip(conn: Connection, ctx: RunContext) -> PipFacts:
    """One round; a second one, as root, where /etc/pip.conf is closed to the user."""
    others = [path for path in CONFS if path != CONF]
    questions = {
        **read_files(*others, ENVIRONMENT),
        "mode": ("stat", "-c", "%a", "--", CONF),
        CONF: ("base64", "-w", "0", "--", CONF),
        "pip": (*PIP, "--version"),
    }
    before = time.time()
    said = ask_together(conn, ctx, with_clock(questions))
    after = time.time()
    confs = {path: said[path].stdout for path in others if said[path].ok}
    is_closed = said["mode"].ok and not said[CONF].ok
    own = conn.read_file(CONF, ctx, sudo=True) if is_closed else base64.b64decode(said[CONF].stdout)
    if own is not None and said["mode"].ok:
        confs[CONF] = decoded(own)
    version, python = parse_pip_version(said["pip"].stdout)
    return PipFacts(
        version=version,
        python=python,
        confs={path: confs[path] for path in CONFS if path in confs},
        mode=_mode(said["mode"]),
        environment=parse_environment(said[ENVIRONMENT].stdout),
        clock_ahead_s=clock_ahead_s(said, before, after),
    )


def decoded(data: bytes) -> str:
    """So that `encoded` gives the same bytes back, whatever they are."""
    return data.decode("utf-8", "surrogateescape")


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def parse_pip_version(text: str) -> tuple[str | None, str | None]:
    """pip's version and its Python's, of `pip 9.0.1 from /usr/lib/python3/dist-packages (python 3.6)`."""
    match = re.match(r"pip (\S+) from .*\(python (\S+)\)", text)
    return (match[1], match[2]) if match else (None, None)


def parse_environment(text: str) -> dict[str, str]:
    """The settings for pip (PIP_*) among the lines of /etc/environment, as pam_env reads them."""
    found = {}
    for line in text.splitlines():
        match = re.match(r"\s*(?:export\s+)?(PIP_\w+)=(.*)", line)
        if match:
            found[match[1]] = match[2].strip().strip("\"'")
    return found


def _mode(said: CommandResult) -> int | None:
    text = said.stdout.strip()
    return int(text, 8) if said.ok and re.fullmatch(r"[0-7]+", text) else None
