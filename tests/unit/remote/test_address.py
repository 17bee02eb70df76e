from __future__ import annotations

import pytest

from nanowizard.core.errors import NanoError
from nanowizard.remote.address import Address, parse_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.168.55.1", Address("192.168.55.1")),
        (" jetson@192.168.55.1 ", Address("192.168.55.1", 22, "jetson")),
        ("nano.local:2222", Address("nano.local", 2222)),
        ("Nano-1.LAN", Address("nano-1.lan")),
        ("me@[fe80::1]:22", Address("fe80::1", 22, "me")),
        ("fe80::1%eth0", Address("fe80::1%eth0")),
        ("[2001:db8::5]:8022", Address("2001:db8::5", 8022)),
        ("[::1]", Address("::1")),
    ],
)
def test_what_people_type(text: str, address: Address) -> None:
    assert parse_address(text) == address
    assert parse_address(str(address)) == address


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "@", "@host", "a b@host", "host:", "host:0", "host:65536", "host:-1", "host:22x", "ho st", "-host",
        "http://host", "host/path", "[::1", "[::1]x", "[host]:22", "256.1.1.1", "1.2.3", "::1:xyz", "a@b@c", "host:²",
        "x" * 300, "$(id)", "`id`", "host;id", "u;id@host",
    ],
)  # fmt: skip
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(NanoError) as raised:
        parse_address(text)
    assert (raised.value.code, raised.value.params) == ("nano.bad_address", {"address": text})


def test_place_is_the_same_for_every_user() -> None:
    assert parse_address("a@host").place == parse_address("b@host").place == "host:22"
    assert parse_address("fe80::1").place == "[fe80::1]:22"
