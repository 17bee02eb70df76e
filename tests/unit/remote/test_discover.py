"""What an address may be, which machines are asked, and what the systems' tables say: pure rules."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from ipaddress import IPv4Network

import pytest

from nanowizard.core.events import Finding, Severity
from nanowizard.core.task import CancelToken
from nanowizard.remote.discover import cable
from nanowizard.remote.discover.finder import Search, find
from nanowizard.remote.discover.judge import Seen, judge
from nanowizard.remote.discover.model import Answer, How, Reply, Sighting
from nanowizard.remote.discover.networks import MOST_MACHINES, is_searched, machines, parse_arp, parse_table
from nanowizard.remote.discover.sources import NONE
from nanowizard.remote.reach import parse_banner

SSH = Answer(Reply.SSH, "SSH-2.0-OpenSSH_9.2p1 Debian-2")
BIONIC = Answer(Reply.SSH, "SSH-2.0-OpenSSH_7.6p1 Ubuntu-4ubuntu0.7")
REFUSED, SILENT = Answer(Reply.REFUSED), Answer(Reply.SILENT)
NVIDIA = "00:04:4b:01:02:03"


def code_of(answer: Answer, *hows: How, **more: object) -> str | None:
    finding = judge(Seen("10.0.0.5", 22, frozenset(hows), answer, **more))  # type: ignore[arg-type]
    return finding.code if finding else None


@pytest.mark.parametrize(
    ("answer", "hows", "more", "code"),
    [
        (SSH, [How.USB, How.USED], {"is_known": True}, "nano.found_usb"),
        (SSH, [How.NETWORK], {"is_known": True, "card": NVIDIA}, "nano.found_known"),
        (SSH, [How.NETWORK], {"card": NVIDIA}, "nano.found_card"),
        (SSH, [How.NETWORK], {"card": "48:B0:2D:01:02:03"}, "nano.found_card"),
        (SSH, [How.NETWORK], {"card": "3c:6d:66:01:02:03"}, "nano.found_card"),
        (SSH, [How.NAME], {"name": "Jetson-7"}, "nano.found_name"),
        (SSH, [How.USED], {}, "nano.found_used"),
        (BIONIC, [How.NETWORK], {}, "nano.found_ubuntu"),
        (SSH, [How.NAME], {"name": "alice-desktop"}, "nano.found_announced"),
        (SSH, [How.NETWORK], {}, None),
        (SSH, [How.NETWORK], {"card": "00:04:4c:01:02:03"}, None),
        (REFUSED, [How.USB], {}, "nano.unfinished_usb"),
        (SILENT, [How.USB], {}, "nano.unfinished_usb"),
        (REFUSED, [How.NETWORK], {"card": NVIDIA}, "nano.unfinished_card"),
        (SILENT, [How.NETWORK], {"card": NVIDIA, "is_new": True}, "nano.unfinished_card"),
        (SILENT, [How.NETWORK], {"card": NVIDIA}, None),
        (REFUSED, [How.USED], {"is_known": True}, None),
        (Answer(Reply.OTHER), [How.USED], {}, None),
    ],
)
def test_what_an_address_may_be(answer: Answer, hows: list[How], more: dict[str, object], code: str | None) -> None:
    assert code_of(answer, *hows, **more) == code


def test_a_finding_says_where_and_how() -> None:
    finding = judge(Seen("10.0.0.5", 2222, frozenset({How.USED, How.NAME}), SSH, "nano"))
    assert finding is not None
    assert finding.severity is Severity.GOOD
    assert finding.params["address"] == "10.0.0.5:2222"
    assert finding.params["how"] == ["name", "used"]


@pytest.mark.parametrize(
    ("network", "searched"),
    [
        ("192.168.1.0/24", True),
        ("10.1.4.0/22", True),
        ("172.31.255.0/30", True),
        ("10.1.0.0/21", False),
        ("172.32.0.0/24", False),
        ("169.254.0.0/24", False),
        ("192.0.2.0/24", False),
        ("8.8.8.0/24", False),
        ("127.0.0.0/24", False),
    ],
)
def test_only_private_networks_up_to_22_bits_are_searched(network: str, searched: bool) -> None:
    assert is_searched(IPv4Network(network)) is searched
    assert bool(machines([IPv4Network(network)])) is searched


def test_many_networks_together_stay_within_the_limit_and_small_ones_come_first() -> None:
    networks = [IPv4Network(f"10.{number}.0.0/22") for number in range(3)] + [IPv4Network("192.168.1.0/24")]
    asked = machines(networks)
    assert asked[0] == "192.168.1.1"
    assert len(asked) <= MOST_MACHINES


def test_linux_table_of_neighbours() -> None:
    text = (
        "IP address       HW type     Flags       HW address            Mask     Device\n"
        "192.168.1.1      0x1         0x2         02:FC:00:00:00:05     *        eth0\n"
        "192.168.1.7      0x1         0x0         00:00:00:00:00:00     *        eth0\n"
    )
    assert parse_table(text) == {"192.168.1.1": "02:fc:00:00:00:05"}


def test_windows_table_of_neighbours_in_german() -> None:
    text = (
        "\r\nSchnittstelle: 192.168.1.20 --- 0x7\r\n  Internetadresse       Physische Adresse     Typ\r\n"
        "  192.168.1.37          48-b0-2d-12-34-56     dynamisch \r\n"
        "  192.168.1.255         ff-ff-ff-ff-ff-ff     statisch  \r\n"
        "  224.0.0.22            01-00-5e-00-00-16     statisch  \r\n"
    )
    assert parse_arp(text) == {"192.168.1.37": "48:b0:2d:12:34:56"}


@pytest.mark.parametrize(
    ("line", "banner"),
    [
        (b"SSH-2.0-OpenSSH_7.6p1\r\n\x00\x00\x05\xb4\x06\x14", "SSH-2.0-OpenSSH_7.6p1"),
        (b"SSH-2.0-x\x1b[2J\r\n", "SSH-2.0-x[2J"),
        (b"HTTP/1.1 400 Bad Request\r\n", ""),
        (b"", ""),
    ],
)
def test_a_banner_is_one_printable_line(line: bytes, banner: str) -> None:
    assert parse_banner(line) == banner


def test_a_search_without_senses_ends_at_once_and_finds_nothing() -> None:
    assert find(Search(sources=NONE), _told_nothing, CancelToken()) == []


def test_a_cancelled_search_stops() -> None:
    stopped = CancelToken()
    stopped.set()
    assert find(Search(sources=NONE, limit_s=60.0), _told_nothing, stopped) == []


def test_a_search_that_is_cancelled_meanwhile_tells_its_senses_to_stop() -> None:
    cancel = CancelToken()
    told: list[bool] = []
    ended = threading.Event()

    def names(_report: Callable[[Sighting], None], stop: CancelToken) -> None:
        cancel.set()
        told.append(stop.wait(60.0))
        ended.set()

    assert find(Search(sources=replace(NONE, names=names), limit_s=60.0), _told_nothing, cancel) == []
    assert ended.wait(60.0)
    assert told == [True]


def _told_nothing(finding: Finding) -> None:
    raise AssertionError(finding)


class _Port:
    def __init__(self, device: str, vid: int | None, pid: int | None) -> None:
        self.device, self.vid, self.pid = device, vid, pid


def test_only_a_nanos_serial_port_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from serial.tools import list_ports

    ports = [_Port("COM1", None, None), _Port("COM5", 0x0955, 0x7020), _Port("COM6", 0x0955, 0x7C18)]
    monkeypatch.setattr(list_ports, "comports", lambda: ports)
    assert cable.serial_ports() == ["COM5"]
