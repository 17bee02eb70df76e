"""Why is my card not here? One command for each cause, made for real in a computer with real drivers and services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lab.computer.cards import CardFile
from tests.lab.computer.moves import Dialog, result_of
from tests.lab.machines.computer import Computer
from tests.lab.machines.slots import Reader, Stick

Plug = Callable[..., Stick]
_RULES = Path("/run/udev/rules.d/99-lab-why.rules")


def why(computer: Computer, person: str = "alice") -> dict[str, Any]:
    return result_of(computer.nanowizard(person, "card", "why"))


def first(result: dict[str, Any]) -> tuple[str, str, str]:
    reason = result["reasons"][0]
    return result["failed"], reason["code"], reason["action"]


def usb_place(computer: Computer, node: str) -> str:
    """Where the stick with this disk hangs on the bus, such as "1-1"."""
    return computer.root.run(
        f"readlink -f /sys/block/{Path(node).name}/device | sed -E 's,.*/([0-9]+-[0-9.]+)/[^/]*:[0-9.]+/.*,\\1,'"
    ).strip()


@pytest.fixture
def stick(plug: Plug, card: CardFile) -> Stick:
    return plug(card)


@pytest.fixture
def no_udisks(computer: Computer) -> Iterator[None]:
    computer.root.run("systemctl stop automounter && systemctl mask --runtime --now udisks2")
    yield
    computer.root.run("systemctl unmask --runtime udisks2 && systemctl start udisks2 automounter")


def test_a_reader_without_a_card_and_an_empty_slot(computer: Computer, reader: Reader, card: CardFile) -> None:
    node = computer.insert(reader, card.path)
    reader.pull()
    computer.wait_empty(node)
    result = why(computer)
    assert first(result) == ("card", "drive.no_medium", "reseat")
    others = [(reason["code"], reason["params"].get("place", "")) for reason in result["reasons"][1:]]
    assert others == [("why.slot_empty", "mmc0"), ("drive.is_system", "")]


def test_a_card_that_can_be_used_although_the_desktop_leaves_it_closed(computer: Computer, stick: Stick) -> None:
    """Alice may open it by an administrator's rule, although nobody could ask her for a password."""
    name = Path(stick.node).name
    computer.root.run(
        f'mkdir -p {_RULES.parent} && echo \'KERNEL=="{name}", ENV{{UDISKS_IGNORE}}="1"\' >{_RULES}'
        f" && udevadm control --reload && udevadm trigger --settle /sys/block/{name}"
    )
    try:
        result = why(computer)
    finally:
        computer.root.run(f"rm {_RULES} && udevadm control --reload")
    assert result["failed"] == "", result
    proofs = {answer["question"]: answer["proof"] for answer in result["answers"]}
    assert (proofs["driver"], proofs["permission"]) == ("sdhci-pci, usb-storage", "UDisks, polkit")
    closed = [reason["params"] for reason in result["reasons"] if reason["code"] == "why.closed"]
    assert closed == [{"path": stick.node, "source": "udev: UDISKS_IGNORE"}]


def test_a_reader_without_its_driver_and_what_root_can_do(computer: Computer, stick: Stick) -> None:
    place = usb_place(computer, stick.node)
    computer.root.run(f"echo {place}:1.0 >/sys/bus/usb/drivers/usb-storage/unbind && udevadm settle")
    result = why(computer)
    assert first(result) == ("driver", "why.no_driver", "replug")
    assert result["reasons"][0]["params"]["place"] == place
    fixed = result_of(computer.nanowizard("root", "card", "why", "--fix"))
    assert fixed["tried"] == "power_cycle"
    computer.wait_for_node(stick.node)


def test_a_reader_that_is_not_allowed(computer: Computer, stick: Stick) -> None:
    place = usb_place(computer, stick.node)
    computer.root.run(f"echo 0 >/sys/bus/usb/devices/{place}/authorized && udevadm settle")
    assert first(why(computer)) == ("driver", "why.not_allowed", "allow_device")


def test_a_driver_that_is_forbidden(computer: Computer, plug: Plug, card: CardFile) -> None:
    file = "/etc/modprobe.d/lab.conf"
    stick = plug(card)
    place = usb_place(computer, stick.node)
    # Out of the way first: a driver that something uses stays.
    computer.root.run(
        f"echo 'install usb-storage /bin/false' >{file}; systemctl stop automounter;"
        f" echo {place}:1.0 >/sys/bus/usb/drivers/usb-storage/unbind; rmmod uas usb_storage || rmmod usb_storage"
    )
    try:
        result = why(computer)
        assert first(result) == ("driver", "why.driver_blocked", "allow_driver")
        assert result["reasons"][0]["params"] == {"driver": "usb_storage", "file": file}
    finally:
        computer.root.run(f"rm {file}; modprobe usb-storage; systemctl start automounter")


def test_udisks_is_switched_off(computer: Computer, stick: Stick, no_udisks: None) -> None:
    result = why(computer)
    assert first(result) == ("permission", "why.service_off", "unmask_service")
    assert result["reasons"][0]["params"]["service"] == "udisks2"


def test_nobody_can_ask_for_the_password(computer: Computer, stick: Stick) -> None:
    assert first(why(computer, "bob")) == ("permission", "privilege.no_agent", "start_agent")


def test_somebody_can_and_is_not_asked(computer: Computer, stick: Stick) -> None:
    dialog = Dialog(computer, "carol")
    try:
        assert why(computer, "carol")["failed"] == ""
    finally:
        dialog.close()
    assert dialog.questions == 0
