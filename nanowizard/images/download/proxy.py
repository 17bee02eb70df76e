"""The proxy of this computer: of the environment or Windows' registry, else of a GNOME desktop's settings.

GNOME hands its settings to nobody's environment, and who sets a proxy there expects it to be used.
"""

from __future__ import annotations

import ast
import contextlib
import ipaddress
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

_TIMEOUT_S = 3.0
_SETTING = re.compile(r"org\.gnome\.system\.proxy(?:\.(\w+))? ([\w-]+) (.*)")
_KINDS = ("http", "https")


@dataclass(frozen=True, slots=True)
class Proxies:
    """By scheme (`all` stands for every one), and the hosts that are asked directly."""

    by_scheme: Mapping[str, str] = field(default_factory=dict)
    direct: tuple[str, ...] = ()

    def of(self, url: str) -> str | None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if not self.by_scheme or proxy_bypass(host) or any(_fits(host, rule) for rule in self.direct):
            return None
        proxy = self.by_scheme.get(parts.scheme) or self.by_scheme.get("all")
        return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def system_proxies() -> Proxies:
    """Asked for at each download: a person may just have changed it."""
    known = getproxies()
    return Proxies(known) if known else parse(_gsettings())


def parse(said: str) -> Proxies:
    """Of `gsettings list-recursively org.gnome.system.proxy`. A script that decides (mode `auto`) is not run."""
    values = {(match[1] or "", match[2]): match[3] for line in said.splitlines() if (match := _SETTING.fullmatch(line))}
    if values.get(("", "mode")) != "'manual'":
        return Proxies()
    found = {}
    for kind in _KINDS:
        host, port = _text(values.get((kind, "host"))), values.get((kind, "port"), "0")
        if host and port.isdigit() and int(port):
            found[kind] = f"http://{host}:{port}"
    return Proxies(found, tuple(_texts(values.get(("", "ignore-hosts")))))


def _gsettings() -> str:
    program = shutil.which("gsettings")
    if program is None:
        return ""
    command = [program, "list-recursively", "org.gnome.system.proxy"]
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=_TIMEOUT_S, check=True
        )
        return done.stdout.decode("utf-8", "replace")
    return ""


def _text(value: str | None) -> str:
    read = _literal(value)
    return read if isinstance(read, str) else ""


def _texts(value: str | None) -> list[str]:
    read = _literal(value)
    return [text for text in read if isinstance(text, str)] if isinstance(read, list) else []


def _literal(value: str | None) -> object:
    """GVariant's texts and lists of texts are written as Python's are; an empty list says its type first."""
    with contextlib.suppress(ValueError, SyntaxError, MemoryError, RecursionError):
        return ast.literal_eval((value or "''").removeprefix("@as "))
    return None


def _fits(host: str, rule: str) -> bool:
    """A rule is a host, `*.domain`, `.domain` or a network such as 127.0.0.0/8."""
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host) in ipaddress.ip_network(rule, strict=False)
    name = rule.lower().lstrip("*").lstrip(".")
    return bool(name) and (host == name or host.endswith(f".{name}"))
