"""Which proxy the system wants."""

from __future__ import annotations

import os
import urllib.request
from pathlib import Path

import pytest

from nanowizard.images.download.proxy import Proxies, parse, system_proxies

URL = "https://a.example/card.zip"
GNOME = """org.gnome.system.proxy autoconfig-url ''
org.gnome.system.proxy ignore-hosts ['localhost', '127.0.0.0/8', '::1', '*.lab.example']
org.gnome.system.proxy mode 'manual'
org.gnome.system.proxy use-same-proxy true
org.gnome.system.proxy.ftp host ''
org.gnome.system.proxy.ftp port 0
org.gnome.system.proxy.http authentication-password ''
org.gnome.system.proxy.http host '127.0.0.1'
org.gnome.system.proxy.http port 7890
org.gnome.system.proxy.https host 'proxy.example'
org.gnome.system.proxy.https port 3128
"""


@pytest.fixture
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.mark.usefixtures("no_environment")
@pytest.mark.parametrize(
    ("proxies", "url", "proxy"),
    [
        ({}, URL, None),
        ({"https": "http://p:3128"}, URL, "http://p:3128"),
        ({"https": "p:3128"}, URL, "http://p:3128"),
        ({"http": "http://p:3128"}, URL, None),
        ({"all": "http://p:1"}, URL, "http://p:1"),
        ({"http": "http://p:1", "all": "http://q:2"}, "http://a.example/", "http://p:1"),
        ({"all": "socks5://p:1"}, URL, "socks5h://p:1"),
        ({"all": "socks://p:1/"}, URL, "socks5h://p:1/"),
        ({"https": "SOCKS4://p:1"}, URL, "socks4a://p:1"),
        ({"http": "http://p:1", "all": "socks5h://q:2"}, URL, "socks5h://q:2"),
    ],
)
def test_by_scheme(proxies: dict[str, str], url: str, proxy: str | None) -> None:
    assert Proxies(proxies).of(url) == proxy


def test_hosts_that_the_environment_wants_asked_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "a.example")
    assert Proxies({"https": "http://p:1"}).of(URL) is None
    assert Proxies({"https": "http://p:1"}).of("https://b.example/") == "http://p:1"


@pytest.mark.usefixtures("no_environment")
@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        (URL, "http://proxy.example:3128"),
        ("http://a.example/", "http://127.0.0.1:7890"),
        ("http://localhost/", None),
        ("http://127.0.0.1:8000/", None),
        ("http://[::1]/", None),
        ("https://x.lab.example/", None),
        ("https://lab.example/", None),
        ("https://slab.example/", "http://proxy.example:3128"),
    ],
)
def test_the_settings_of_a_gnome_desktop(url: str, proxy: str | None) -> None:
    assert parse(GNOME).of(url) == proxy


@pytest.mark.parametrize(
    "said",
    [
        "",
        "No such schema",
        GNOME.replace("'manual'", "'none'"),
        GNOME.replace("'manual'", "'auto'"),
        GNOME.replace("7890", "0").replace("'proxy.example'", "''"),
        GNOME.replace("7890", "seven").replace("'proxy.example'", "[[["),
    ],
)
def test_no_proxy_at_all(said: str) -> None:
    assert parse(said).by_scheme == {}


def test_an_empty_list_of_hosts() -> None:
    assert parse(GNOME.replace("['localhost', '127.0.0.0/8', '::1', '*.lab.example']", "@as []")).direct == ()


def gsettings(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "gsettings"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.usefixtures("no_environment")
def test_the_desktop_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gsettings(
        tmp_path, f"[ \"$*\" = 'list-recursively org.gnome.system.proxy' ] && cat <<'END'\n{GNOME}END", monkeypatch
    )
    assert system_proxies().of(URL) == "http://proxy.example:3128"
    monkeypatch.setenv("https_proxy", "http://mine:1")
    assert system_proxies().of(URL) == "http://mine:1"


@pytest.mark.usefixtures("no_environment")
def test_a_lone_no_proxy_switches_nothing_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says who is asked directly, and nothing of a proxy; the same with one for something else."""
    gsettings(tmp_path, f"cat <<'END'\n{GNOME}END", monkeypatch)
    monkeypatch.setenv("no_proxy", "b.example")
    monkeypatch.setenv("ftp_proxy", "http://ftp.example:1")
    assert system_proxies().of(URL) == "http://proxy.example:3128"
    assert system_proxies().of("https://b.example/") is None


@pytest.mark.usefixtures("no_environment")
def test_a_lone_no_proxy_switches_windows_settings_not_off(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = {"http": "http://p:1", "https": "socks4://q:2", "socks": "socks://q:2"}
    monkeypatch.setattr(urllib.request, "getproxies_registry", lambda: registry, raising=False)
    monkeypatch.setenv("no_proxy", "b.example")
    assert system_proxies().of(URL) == "socks4a://q:2"
    assert system_proxies().of("https://b.example/") is None


@pytest.mark.usefixtures("no_environment")
def test_a_gnome_desktop_with_a_socks_proxy_alone() -> None:
    socks = "org.gnome.system.proxy.socks host 'proxy.example'\norg.gnome.system.proxy.socks port 1080\n"
    assert parse(GNOME + socks).of(URL) == "http://proxy.example:3128"
    alone = GNOME.replace("7890", "0").replace("3128", "0") + socks
    assert parse(alone).of(URL) == "socks5h://proxy.example:1080"
    assert parse(alone).of("http://localhost/") is None


@pytest.mark.usefixtures("no_environment")
def test_a_desktop_that_has_no_such_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gsettings(tmp_path, "exit 1", monkeypatch)
    assert system_proxies() == Proxies()
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert system_proxies() == Proxies()
