"""apt on the practice Nano: it reads the lists as they are and says apt's own words; servers only seem to answer."""

from __future__ import annotations

import base64
import fnmatch
import itertools
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from nanowizard.core.resources import resource
from nanowizard.practice.apt_world import RENEWED_S
from nanowizard.practice.machine import Machine
from nanowizard.practice.program import needs_root
from nanowizard.practice.rootfs_programs import ROOTFS_PROGRAMS
from nanowizard.practice.shell import Process, Program
from nanowizard.provision.apt.facts import index_name
from nanowizard.provision.apt.measure import SCRIPT
from nanowizard.provision.apt.sources import is_deb822, parse_sources

LISTS = "/var/lib/apt/lists"
_ADDRESS = "192.0.2.10"
_TOLD: dict[str, str] = {
    "dns": "Temporary failure resolving '{host}'",
    "unreachable": f"Could not connect to {{host}}:80 ({_ADDRESS}), connection timed out",
    "tls": "Certificate verification failed: The certificate is NOT trusted. The certificate issuer is unknown.",
}
"""What apt takes for a passing trouble: a warning, and it ends with 0."""
_HALF_RENEWED = "File has unexpected size (963 != 1024). Mirror sync in progress?"


def _apt_get(process: Process, arguments: list[str]) -> int:
    """`apt-get [OPTION...] update`"""
    if arguments[-2:] == ["-f", "install"]:
        return _fix(process)
    if "update" not in arguments:
        process.complain(f"E: Invalid operation {arguments[-1]}")
        return 100
    machine = process.machine
    if machine.apt.lock:
        process.complain(f"E: Could not get lock {LISTS}/lock - open (11: Resource temporarily unavailable)")
        process.complain(f"E: Unable to lock directory {LISTS}/")
        return 100
    fetched: dict[str, str] = {}
    complaints: list[str] = []
    sources = list(_sources(machine))
    for number, (uri, suite) in enumerate(sources, 1):
        process.rest(process.delay_s * 5)
        process.say(f"dlstatus:{number}:{100 * number / len(sources):.4f}:Retrieving file {number} of {len(sources)}\n")
        complaint = _fetch(process, number, uri, suite)
        if complaint:
            complaints.append(complaint)
        else:
            fetched[f"{LISTS}/{index_name(uri, suite)}_InRelease"] = f"Date: {machine.apt.date(uri)}\n"
    process.say("Reading package lists...\n")
    for complaint in complaints:
        process.complain(complaint)
    if not complaints:
        for path in _below(machine, LISTS):
            del machine.state.files[path]
    for path, text in fetched.items():
        machine.put(path, text.encode())
    return 100 if any(complaint.startswith("E:") for complaint in complaints) else 0


def _sources(machine: Machine) -> Iterator[tuple[str, str]]:
    for path in _lists(machine):
        text = machine.read(path).decode("utf-8", "surrogateescape")
        for source in parse_sources(text, deb822=is_deb822(path)).sources:
            if "deb" in source.types:
                yield from itertools.product(source.uris, source.suites)


def _fetch(process: Process, number: int, uri: str, suite: str) -> str:
    """Says what apt says meanwhile; what it complains of at its end, "" for nothing."""
    machine, base = process.machine, uri.rstrip("/")
    fault = "not_found" if "<" in uri else machine.apt.fault(uri)
    place, release = f"{base} {suite}", f"{base}/dists/{suite}/InRelease"
    if fault in _TOLD:
        told = _TOLD[fault].format(host=urlsplit(uri).hostname)
        process.say(f"Err:{number} {place} InRelease\n  {told}\n")
        return f"W: Failed to fetch {release}  {told}"
    if fault == "not_found":
        process.say(f"Ign:{number} {place} InRelease\nErr:{number} {place} Release\n")
        process.say(f"  404  Not Found [IP: {_ADDRESS} 80]\n")
        return f"E: The repository '{place} Release' does not have a Release file."
    if fault == "signature":
        process.say(f"Get:{number} {place} InRelease [88.7 kB]\n")
        return f"E: The repository '{place} InRelease' is not signed."
    behind_s = -(machine.state.system.clock_ahead_s + RENEWED_S)
    if behind_s > 0:
        process.say(f"Get:{number} {place} InRelease [88.7 kB]\n")
        left = f"{int(behind_s // 3600)}h {int(behind_s // 60 % 60)}min {int(behind_s % 60)}s"
        return (
            f"E: Release file for {release} is not valid yet (invalid for another {left}). "
            "Updates for this repository will not be applied."
        )
    if fault in {"hash", "broken"}:
        told = (
            "Hash Sum mismatch"
            if fault == "hash"
            else "File has unexpected size (963 != 1024). Mirror sync in progress?"
        )
        process.say(f"Get:{number} {place} InRelease [88.7 kB]\nErr:{number} {place}/main arm64 Packages\n  {told}\n")
        return f"E: Failed to fetch {base}/dists/{suite}/main/binary-arm64/Packages.xz  {told} [IP: {_ADDRESS} 80]"
    process.say(f"Get:{number} {place} InRelease [88.7 kB]\n")
    return ""


def _find(process: Process, arguments: list[str]) -> int:
    """`find FOLDER... -maxdepth 1 ...` with one of the endings that `apt_facts` asks with; others are rootfs's."""
    roots = list(itertools.takewhile(lambda word: not word.startswith("-"), arguments))
    if not roots or not roots[0].startswith(("/etc/apt/", "/var/lib/")):
        return ROOTFS_PROGRAMS["find"](process, arguments)
    machine = process.machine
    name = arguments[arguments.index("-name") + 1] if "-name" in arguments else "*"
    for path in [path for root in roots for path in _below(machine, root)]:
        if not fnmatch.fnmatchcase(path.rpartition("/")[2], name):
            continue
        data = machine.read(path)
        if "base64" in arguments:
            process.say(f"{path} {base64.b64encode(data).decode()}\n")
        elif "grep" in arguments:
            process.say("".join(f"{path}:{line}\n" for line in data.decode().split("\n") if line.startswith("Date:")))
        else:
            process.say(path.rpartition("/")[2] + "\n")
    return 0


def _below(machine: Machine, root: str) -> list[str]:
    """The file itself, or those that lie directly in the folder."""
    return sorted(path for path in list(machine.state.files) if path == root or path.rpartition("/")[0] == root)


def _lists(machine: Machine) -> list[str]:
    more = _below(machine, "/etc/apt/sources.list.d")
    return ["/etc/apt/sources.list", *(path for path in more if path.endswith((".list", ".sources")))]


def _lslocks(process: Process, _arguments: list[str]) -> int:
    """`lslocks --raw -n -o COMMAND,PID,PATH`"""
    if process.machine.apt.lock and process.is_root:
        program, pid = process.machine.apt.lock
        process.say(f"{program} {pid} {LISTS}/lock\n")
    return 0


def _dpkg(process: Process, arguments: list[str]) -> int:
    """`dpkg --print-architecture`, `dpkg --audit` and `dpkg ... --configure -a`"""
    apt = process.machine.apt
    if arguments == ["--print-architecture"]:
        process.say("arm64\n")
        return 0
    if "--configure" in arguments:
        return _configure(process)
    names = apt.unfinished
    if names:
        process.say(
            "The following packages are only half configured, probably due to problems\n"
            "configuring them the first time.  The configuration should be retried using\n"
            "dpkg --configure <package> or the configure menu option in dselect:\n"
        )
        process.say("".join(f" {name:<20} a practised failure\n" for name in names) + "\n")
    return 0


def _configure(process: Process) -> int:
    apt = process.machine.apt
    if not process.is_root:
        process.complain("dpkg: error: requested operation requires superuser privilege")
        return 2
    if apt.lock:
        process.complain("dpkg: error: dpkg frontend is locked by another process")
        return 2
    for note in _below(process.machine, "/var/lib/dpkg/updates"):
        del process.machine.state.files[note]
    process.in_dpkg.set()
    for name in apt.unfinished:
        process.say(f"Setting up {name} (1.0) ...\n")
        process.rest(process.delay_s * 20)
        if name in apt.stubborn:
            process.complain(f"dpkg: error processing package {name} (--configure):")
            process.complain(f" {apt.stubborn[name]}")
        else:
            apt.unfinished = tuple(other for other in apt.unfinished if other != name)
    process.in_dpkg.clear()
    return 1 if apt.unfinished else 0


def _fix(process: Process) -> int:
    """`apt-get ... -f install`: what only a new copy of the package mends."""
    apt = process.machine.apt
    process.say("Reading package lists...\nBuilding dependency tree...\nCorrecting dependencies... Done\n")
    if apt.fault("http://ports.ubuntu.com/"):
        process.complain("E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?")
        return 100
    process.say("".join(f"Setting up {name} (1.0) ...\n" for name in apt.unfinished))
    apt.unfinished = ()
    return 0


def measure_mirrors(process: Process, arguments: list[str]) -> int:
    """`resources/nano/measure_mirrors.py`, with the practice servers for the real ones."""
    wish: dict[str, Any] = json.loads(arguments[0])
    for mirror in sorted(wish["mirrors"], key=lambda mirror: -process.machine.apt.speed(mirror["url"])):
        process.rest(process.delay_s * 15)
        process.say(json.dumps(_measured(process.machine, mirror, wish["suites"][0])) + "\n")
    return 0


def _measured(machine: Machine, mirror: dict[str, Any], suite: str) -> dict[str, Any]:
    url, page = mirror["url"], mirror["page"]
    row = {"id": mirror["id"], "bytes_per_s": None, "suite": None, "date": None, "error": None}
    fault = machine.apt.fault(url)
    if fault in {"dns", "unreachable", "tls", "not_found"}:
        return {**row, "error": fault}
    wobble = 1 + 0.04 * (time.time() % 1)
    found = {"bytes_per_s": machine.apt.speed(url) * wobble}
    return {**row, **found} if page else {**row, **found, "suite": suite, "date": machine.apt.date(url)}


APT_PROGRAMS: dict[str, Program] = {
    "apt-get": needs_root(_apt_get),
    "dpkg": _dpkg,
    "find": _find,
    "lslocks": _lslocks,
}
PYTHON_SCRIPTS: dict[str, Program] = {resource(*SCRIPT).read_text(encoding="utf-8"): measure_mirrors}
"""What `python3 -` may be given on its standard input."""
