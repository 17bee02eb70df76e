"""Where the Nano's packages come from now, and what stands in the way of changing that: one command."""

from __future__ import annotations

import base64
import binascii
import contextlib
import datetime as dt
import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from nanowizard.core.task import RunContext
from nanowizard.provision.apt import locks as apt_locks
from nanowizard.provision.apt.archive import Archive, archive_of
from nanowizard.provision.apt.sources import Source, is_deb822, parse_sources
from nanowizard.provision.mirrors import AptMirror, load_mirrors
from nanowizard.provision.report.parse import Lock, parse_audit, parse_locks
from nanowizard.provision.runner import NOTES
from nanowizard.remote.facts import MODEL
from nanowizard.remote.shell import CommandResult, Connection
from nanowizard.remote.together import ask_together, read_files

OS_RELEASE = "/etc/os-release"
JOURNAL = f"{NOTES}/nano.apt.unproved.json"
"""The lists as they were, kept from their change until `apt-get update` has proved the new ones."""
MAIN_LIST = "/etc/apt/sources.list"
MORE_LISTS = "/etc/apt/sources.list.d"
LETS_ENCRYPT_ROOT_EXPIRED = dt.date(2021, 9, 30)
"""Since then many mirrors' certificates need a store that is newer."""

_LIST_NAME = re.compile(r"/etc/apt/(sources\.list|sources\.list\.d/[A-Za-z0-9_.-]+\.(list|sources))")
"""apt passes over files with other names."""
INTERRUPTED = ("find", "/var/lib/dpkg/updates", "-maxdepth", "1", "-name", "[0-9]*", "-printf", "%f\\n")
"""dpkg's own notes of what it was doing: while there are any, apt refuses to work."""
_QUESTIONS: Mapping[str, tuple[str, ...]] = {
    **read_files(OS_RELEASE, MODEL, JOURNAL),
    "lists": (
        *("find", MAIN_LIST, MORE_LISTS, "-maxdepth", "1", "-xtype", "f", "-size", "-2048"),
        *("-printf", "%p ", "-exec", "base64", "-w", "0", "--", "{}", ";", "-printf", "\\n"),
    ),
    "indexes": (
        *("find", "/var/lib/apt/lists", "-maxdepth", "1", "-name", "*Release"),
        *("-exec", "grep", "-H", "-m", "1", "^Date:", "{}", "+"),
    ),
    "architecture": ("dpkg", "--print-architecture"),
    "audit": ("dpkg", "--audit"),
    "interrupted": INTERRUPTED,
    "certificates": ("dpkg-query", "--showformat=${Version}", "--show", "ca-certificates"),
    "locks": apt_locks.QUESTION,
    "clock": ("date", "+%s.%N"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AptOptions:
    """`mirror`: the id of one in resources/mirrors.json, or the address of another one."""

    mirror: str = "official"


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """What a change noted before it began: the lists as they were, and how new apt's indexes were by suite."""

    lists: Mapping[str, str] = field(default_factory=dict)
    dates: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AptFacts:
    """`lists` by path, decoded with "surrogateescape". `archive` None: a system that is not known.

    `indexes`: what apt has fetched, by the name of its file, and the time (seconds since 1970) that the archive gave
    it. `unproved`: a change was cut off before its proof. `certificates`: the date of the CA store. `clock_ahead_s`:
    how much later the Nano's clock is than ours.
    """

    distribution: str = ""
    release: str = ""
    architecture: str = ""
    is_nano: bool = False
    archive: Archive | None = None
    mirrors: tuple[AptMirror, ...] = ()
    lists: Mapping[str, str] = field(default_factory=dict)
    indexes: Mapping[str, float] = field(default_factory=dict)
    unproved: Journal | None = None
    locks: Sequence[Lock] = ()
    half_configured: Sequence[str] = ()
    interrupted: bool = False
    certificates: dt.date | None = None
    clock_ahead_s: float | None = None

    @property
    def https(self) -> bool:
        """Whether the Nano can be expected to accept the mirrors' certificates."""
        return self.certificates is not None and self.certificates >= LETS_ENCRYPT_ROOT_EXPIRED

    def addresses(self) -> list[tuple[Source, str]]:
        """Where the archive comes from now: each address with its line or stanza."""
        found = []
        for path, text in self.lists.items():
            for source in parse_sources(text, deb822=is_deb822(path)).sources:
                found += [(source, uri) for uri in source.uris if self.archive and self.archive.has(source, uri)]
        return found

    def index_dates(self) -> list[tuple[str, float | None]]:
        """For each address, each of its suites with the time of what apt has fetched there; None where it has not."""
        found = []
        for source, address in self.addresses():
            for suite in source.suites:
                name = index_name(address, suite)
                found.append((suite, self.indexes.get(f"{name}_InRelease", self.indexes.get(f"{name}_Release"))))
        return found

    def newest(self) -> dict[str, float]:
        """By suite, the time of the newest index that apt has."""
        known = [(suite, date) for suite, date in self.index_dates() if date is not None]
        return {suite: max(date for name, date in known if name == suite) for suite, _date in known}


def gather_apt(conn: Connection, ctx: RunContext) -> AptFacts:
    """One command as root: the note about a change that was cut off is root's alone. Raises as `Connection.run`."""
    began = time.time()
    answers = ask_together(conn, ctx, _QUESTIONS, sudo=True)
    ours = (began + time.time()) / 2
    system = parse_os_release(answers[OS_RELEASE].stdout)
    distribution, release = system.get("ID", ""), system.get("VERSION_CODENAME", "")
    architecture, mirrors = answers["architecture"].stdout.strip(), load_mirrors().apt
    return AptFacts(
        distribution=distribution,
        release=release,
        architecture=architecture,
        is_nano="Jetson Nano" in answers[MODEL].stdout,
        archive=archive_of(distribution, release, architecture, mirrors),
        mirrors=mirrors,
        lists=parse_lists(answers["lists"].stdout),
        indexes=parse_indexes(answers["indexes"].stdout),
        unproved=parse_journal(answers[JOURNAL].stdout) if answers[JOURNAL].ok else None,
        locks=parse_locks(answers["locks"].stdout),
        half_configured=parse_audit(answers["audit"].stdout),
        interrupted=bool(answers["interrupted"].stdout.strip()),
        certificates=parse_certificates(answers["certificates"].stdout),
        clock_ahead_s=_clock_ahead(answers["clock"], ours),
    )


def parse_os_release(text: str) -> dict[str, str]:
    return {name: value.strip("\"'") for name, value in re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE)}


def parse_lists(text: str) -> dict[str, str]:
    """Lines of a path and the file's content in base64; the main list first, as apt reads them."""
    found = {}
    for line in text.splitlines():
        path, _blank, data = line.partition(" ")
        if _LIST_NAME.fullmatch(path):
            found[path] = decoded(data)
    return dict(sorted(found.items(), key=lambda item: (item[0] != MAIN_LIST, item[0])))


def parse_indexes(text: str) -> dict[str, float]:
    """Lines of `grep -H ^Date:` over apt's Release files, by the file's name."""
    found = {}
    for path, date in re.findall(r"^(/\S+?):Date:\s*(.+)$", text, re.MULTILINE):
        with contextlib.suppress(ValueError, TypeError):
            found[path.rpartition("/")[2]] = parsedate_to_datetime(date).timestamp()
    return found


def parse_journal(text: str) -> Journal:
    """Our own note; an empty one for one that was cut off while it was written: then no list was touched yet."""
    try:
        document = json.loads(text)
        lists = {str(path): decoded(data) for path, data in document["lists"].items()}
        return Journal(lists=lists, dates={str(suite): float(date) for suite, date in document["dates"].items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        return Journal()


def journal_text(journal: Journal) -> str:
    """What `parse_journal` reads, whatever bytes the lists hold."""
    lists = {path: encoded(text) for path, text in journal.lists.items()}
    return json.dumps({"lists": lists, "dates": dict(journal.dates)}, indent=1) + "\n"


def encoded(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "surrogateescape")).decode("ascii")


def decoded(data: str) -> str:
    """What `encoded` was given; "" for what is no base64."""
    try:
        return base64.b64decode(data).decode("utf-8", "surrogateescape")
    except binascii.Error:
        return ""


def parse_certificates(version: str) -> dt.date | None:
    """The day in ca-certificates' version, `20210119~18.04.2` or `20230311`."""
    match = re.match(r"(\d{4})(\d\d)(\d\d)", version)
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def index_name(address: str, suite: str) -> str:
    """How apt names the files of a suite in /var/lib/apt/lists, up to the kind of file."""
    place = re.sub(r"^[a-z]+://(?:[^/@]*@)?", "", address).rstrip("/") + f"/dists/{suite}"
    quoted = re.sub(r"[\\|{}\[\]<>\"^~_=!@#$%&*]", lambda match: f"%{ord(match[0]):02x}", place)
    return quoted.replace("/", "_")


def _clock_ahead(said: CommandResult, ours: float) -> float | None:
    return float(said.stdout) - ours if re.fullmatch(r"\d+(\.\d+)?\s*", said.stdout) else None
