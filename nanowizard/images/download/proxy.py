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
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_TIMEOUT_S = 3.0
_SETTING = re.compile(r"org\.gnome\.system\.proxy(?:\.(\w+))? ([\w-]+) (.*)")
_KINDS = {"http": "http", "https": "http", "socks": "socks5h"}
"""Of GNOME's settings, and how such a proxy is spoken to."""
_OF_USE = ("http", "https", "all")
_SOCKS = {"socks": "socks5h", "socks5": "socks5h", "socks4": "socks4a"}
"""The proxy looks names up: this computer may not be able to, and whoever listens on the way should not hear them."""


@dataclass(frozen=True, slots=True)
class Proxies:
    """By scheme (`all` stands for every one), and the hosts that are asked directly."""

    by_scheme: Mapping[str, str] = field(default_factory=dict)
    direct: tuple[str, ...] = ()

    def of(self, url: str) -> str | None:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if not self.by_scheme or urllib.request.proxy_bypass(host) or any(_fits(host, rule) for rule in self.direct):
            return None
        proxy = self.by_scheme.get(parts.scheme) or self.by_scheme.get("all")
        if not proxy:
            return None
        scheme, separator, rest = proxy.partition("://")
        return f"{_SOCKS.get(scheme.lower(), scheme)}://{rest}" if separator else f"http://{proxy}"


def system_proxies() -> Proxies:
    """Asked for at each download: a person may just have changed it."""
    for ask in (urllib.request.getproxies, _of_the_registry):
        known = ask()
        if any(scheme in known for scheme in _OF_USE):
            return Proxies(known)
    return parse(_gsettings())


def parse(said: str) -> Proxies:
    """Of `gsettings list-recursively org.gnome.system.proxy`. A script that decides (mode `auto`) is not run."""
    values = {(match[1] or "", match[2]): match[3] for line in said.splitlines() if (match := _SETTING.fullmatch(line))}
    if values.get(("", "mode")) != "'manual'":
        return Proxies()
    found = {}
    for kind, scheme in _KINDS.items():
        host, port = _text(values.get((kind, "host"))), values.get((kind, "port"), "0")
        if host and port.isdigit() and int(port):
            found["all" if kind == "socks" else kind] = f"{scheme}://{host}:{port}"
    return Proxies(found, tuple(_texts(values.get(("", "ignore-hosts")))))


def _of_the_registry() -> Mapping[str, str]:
    """Windows' own settings: Python does not look at them where the environment has anything, a lone no_proxy too."""
    ask: Callable[[], Mapping[str, str]] = getattr(urllib.request, "getproxies_registry", dict)
    return ask()


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
