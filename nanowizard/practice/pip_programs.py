"""pip on the practice Nano: the version that comes with Ubuntu 18.04, and downloads that only seem to happen."""

from __future__ import annotations

from urllib.parse import urlsplit

from nanowizard.practice.machine import File
from nanowizard.practice.shell import Process
from nanowizard.provision.pip import conf as pip_conf
from nanowizard.provision.pip.facts import CONF, OFFICIAL_INDEX

VERSION = "9.0.1"
UNREACHABLE = ".invalid"
"""The end of host names at which nothing ever answers (RFC 6761)."""


def pip(process: Process, arguments: list[str]) -> int:
    """`pip --version` and `pip [OPTION...] download [OPTION...] PACKAGE`, the folder (`-d`) before or behind it"""
    text = process.machine.read(CONF).decode("utf-8", "replace") if process.machine.exists(CONF) else ""
    if pip_conf.unreadable_line(text) is not None:
        return process.complain(f"Configuration error: {CONF}")
    if "--version" in arguments:
        process.say(f"pip {VERSION} from /usr/lib/python3/dist-packages (python 3.6)\n")
        return 0
    index = _option(arguments, "--index-url") or pip_conf.value(text, "index-url") or OFFICIAL_INDEX
    parts, package = urlsplit(index), arguments[-3 if arguments[-2] == "-d" else -1]
    trusted = {_option(arguments, "--trusted-host"), *pip_conf.values(text, "trusted-host")}
    if parts.scheme == "http" and parts.hostname not in trusted:
        process.complain(f"The repository located at {parts.hostname} is not a trusted or secure host.")
    elif not (parts.hostname or "").endswith(UNREACHABLE):
        return _download(process, package, _option(arguments, "-d") or "", index)
    process.complain(f"Could not find a version that satisfies the requirement {package} (from versions: )")
    return process.complain(f"No matching distribution found for {package}")


def _download(process: Process, package: str, folder: str, index: str) -> int:
    name = f"{package}-1.16.0-py2.py3-none-any.whl"
    process.say(f"Collecting {package}\n  Downloading {index.rstrip('/')}/{package}/{name}\n")
    process.rest(process.delay_s * 10)
    process.machine.state.files[f"{folder}/{name}"] = File(size=11_053, owner=process.user)
    process.say(f"  Saved {folder}/{name}\nSuccessfully downloaded {package}\n")
    return 0


def _option(arguments: list[str], name: str) -> str | None:
    return arguments[arguments.index(name) + 1] if name in arguments else None
