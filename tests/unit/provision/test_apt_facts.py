"""What the Nano says about its package sources, parsed."""

from __future__ import annotations

import base64
import datetime as dt

import pytest

from nanowizard.provision.apt.facts import (
    Journal,
    index_name,
    journal_text,
    parse_certificates,
    parse_indexes,
    parse_journal,
    parse_lists,
    parse_os_release,
)


def line(path: str, data: bytes) -> str:
    return f"{path} {base64.b64encode(data).decode()}\n"


def test_lists_come_with_all_their_bytes_the_main_one_first() -> None:
    text = line("/etc/apt/sources.list.d/b.sources", b"") + line("/etc/apt/sources.list.d/a.list", b"\xfc\r\n")
    text += line("/etc/apt/sources.list", b"deb x y z")
    assert list(parse_lists(text).items()) == [
        ("/etc/apt/sources.list", "deb x y z"),
        ("/etc/apt/sources.list.d/a.list", "\udcfc\r\n"),
        ("/etc/apt/sources.list.d/b.sources", ""),
    ]


@pytest.mark.parametrize(
    "name", ["sources.list.nanowizard.bak", "sources.list.d/a.list.save", "sources.list.d/a b.list", "sources.list.d/x"]
)
def test_what_apt_passes_over_is_passed_over(name: str) -> None:
    assert parse_lists(line(f"/etc/apt/{name}", b"deb x y z")) == {}


@pytest.mark.parametrize(
    ("address", "suite", "name"),
    [
        ("http://ports.ubuntu.com/ubuntu-ports/", "bionic", "ports.ubuntu.com_ubuntu-ports_dists_bionic"),
        ("https://me:secret@a.example:8080/x_y/", "s", "a.example:8080_x%5fy_dists_s"),
    ],
)
def test_how_apt_names_its_files(address: str, suite: str, name: str) -> None:
    assert index_name(address, suite) == name


@pytest.mark.parametrize(
    ("version", "day"),
    [
        ("20201027ubuntu0.18.04.1", dt.date(2020, 10, 27)),
        ("20211016~18.04.1", dt.date(2021, 10, 16)),
        ("20230311", dt.date(2023, 3, 11)),
        ("20231399", None),
        ("", None),
    ],
)
def test_how_old_the_certificates_are(version: str, day: dt.date | None) -> None:
    assert parse_certificates(version) == day


def test_dates_of_what_apt_has_fetched() -> None:
    folder = "/var/lib/apt/lists"
    text = f"{folder}/a_dists_bionic_InRelease:Date: Thu, 26 Apr 2018 23:37:48 UTC\n{folder}/b_InRelease:Date: none\n"
    assert parse_indexes(text) == {"a_dists_bionic_InRelease": 1524785868.0}


def test_the_note_about_an_unproved_change_holds_any_bytes() -> None:
    journal = Journal(lists={"/etc/apt/sources.list": "# f\udcfcr\n"}, dates={"bionic": 1.5e9})
    assert parse_journal(journal_text(journal)) == journal


@pytest.mark.parametrize("text", ["", "{", "[]", '{"lists": {"a": 1}}', '{"lists": {}, "dates": {"bionic": "x"}}'])
def test_a_note_that_was_cut_off_while_it_was_written_says_that_nothing_was_touched(text: str) -> None:
    assert parse_journal(text) == Journal()


def test_names_of_a_system() -> None:
    said = 'NAME="Ubuntu"\nID=ubuntu\nVERSION_CODENAME=bionic\n# x\n'
    assert parse_os_release(said) == {"NAME": "Ubuntu", "ID": "ubuntu", "VERSION_CODENAME": "bionic"}
