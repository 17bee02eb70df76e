"""Why a card is not in the list: pure rules, from made-up surroundings to questions, reasons and one action each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nanowizard.core.events import ErrorInfo, Severity
from nanowizard.core.messages.model import placeholders
from nanowizard.core.messages.table import MESSAGES
from nanowizard.core.messages.why import WHY
from nanowizard.drives.model import Drive, DriveIdentity, Volume
from nanowizard.drives.policy import card_findings
from nanowizard.drives.surroundings import Driver, Reader, Service, Setting, Surroundings, Unanswered
from nanowizard.drives.why import QUESTIONS, Explanation, explain
from nanowizard.drives.why_around import ACTIONS

GB = 1000**3
ALL_READY = tuple(Service(name=name, state="ready") for name in ("bus", "udisks", "polkit", "agent", "udev"))
LINUX = Surroundings(system="linux", packages="apt", kernel="6.1.0-42-amd64", services=ALL_READY)
USB = Reader(
    kind="usb", place="1-2", name="Generic SD/MMC", needs="usb_storage", drivers=("usb-storage",), drives=("/dev/sdb",)
)
UNBOUND = replace(USB, drivers=(), drives=())
SLOT = Reader(kind="slot", place="mmc0", needs="mmc_block")


def drive(path: str = "/dev/sdb", size_bytes: int = 32 * GB, **more: Any) -> Drive:
    identity = DriveIdentity(
        backend=more.pop("backend", "linux"), path=path, bus_path=path, serial="1", model="Card", size_bytes=size_bytes
    )
    given = {"removable": True, "contents": "partitions", "medium_present": size_bytes > 0, **more}
    return Drive(identity=identity, name="Generic SD", bus=given.pop("bus", "usb"), size_bytes=size_bytes, **given)


EMPTY = drive(size_bytes=0)
SYSTEM = drive("/dev/nvme0n1", 500 * GB, bus="internal", removable=False, system=True)


def why(around: Surroundings, *drives: Drive, failed: ErrorInfo | None = None, need: int = 14 * GB) -> Explanation:
    return explain(around, [(one, card_findings(one, image_bytes=need)) for one in drives], failed)


def first(explanation: Explanation) -> tuple[str, str, str]:
    reason = explanation.reasons[0]
    return explanation.failed, reason.finding.code, reason.action


def passed(explanation: Explanation) -> dict[str, bool | None]:
    return {answer.question: answer.passed for answer in explanation.answers}


def test_a_card_that_can_be_used_leaves_nothing_to_say() -> None:
    found = why(replace(LINUX, readers=(USB,)), drive())
    assert (found.failed, found.reasons) == ("", ())
    assert passed(found) == dict.fromkeys(QUESTIONS, True)
    proofs = {answer.question: answer.proof for answer in found.answers}
    assert (proofs["driver"], proofs["card"], proofs["permission"]) == ("usb-storage", "Generic SD", "UDisks, polkit")


def test_the_questions_behind_the_first_no_are_not_asked() -> None:
    found = why(replace(LINUX, readers=(USB,)), EMPTY)
    assert passed(found) == {
        "system": True, "driver": True, "reader": True, "card": False,
        "answer": None, "switch": None, "fit": None, "permission": None,
    }  # fmt: skip


CASES: dict[str, tuple[Surroundings, tuple[Drive, ...], tuple[str, str, str]]] = {
    "nothing plugged in": (LINUX, (SYSTEM,), ("reader", "why.no_reader", "plug_in")),
    "a virtual computer": (replace(LINUX, enclosed="vm"), (), ("reader", "why.no_reader_in_vm", "hand_over")),
    "a container": (replace(LINUX, enclosed="container"), (SYSTEM,), ("system", "why.in_container", "use_host")),
    "WSL": (replace(LINUX, enclosed="wsl"), (), ("system", "why.in_wsl", "use_host")),
    "a question that failed": (
        replace(LINUX, unanswered=(Unanswered(about="readers", detail="EACCES"),)),
        (),
        ("system", "why.not_asked", "look_again"),
    ),
    "an empty reader": (replace(LINUX, readers=(USB,)), (EMPTY,), ("card", "drive.no_medium", "reseat")),
    "a reader of which the list shows nothing": (
        replace(LINUX, readers=(USB,)), (SYSTEM,), ("card", "why.no_card", "reseat"),
    ),
    "an empty slot, which is no drive": (
        replace(LINUX, readers=(SLOT,)), (SYSTEM,), ("card", "why.slot_empty", "reseat"),
    ),
    "a card in a slot that does not answer": (
        replace(LINUX, readers=(replace(SLOT, trouble="error -110 whilst initialising SD card"),)),
        (),
        ("answer", "why.card_silent", "other_reader"),
    ),
    "a reader without a driver": (replace(LINUX, readers=(UNBOUND,)), (), ("driver", "why.no_driver", "replug")),
    "the same, as root": (
        replace(LINUX, readers=(UNBOUND,), is_root=True, may_open=True), (), ("driver", "why.no_driver", "power_cycle"),
    ),
    "a reader that gives no disk": (
        replace(LINUX, readers=(replace(USB, drives=()),)), (), ("driver", "why.no_disk", "replug"),
    ),
    "a reader that another program has taken": (
        replace(LINUX, readers=(replace(UNBOUND, drivers=("usbfs",)),)), (), ("driver", "why.taken", "take_back"),
    ),
    "a reader that is not allowed": (
        replace(LINUX, readers=(replace(UNBOUND, allowed=False),)), (), ("driver", "why.not_allowed", "allow_device"),
    ),
    "a driver that is forbidden": (
        replace(LINUX, readers=(UNBOUND,), drivers=(Driver(name="usb_storage", state="blocked", file="/etc/x.conf"),)),
        (),
        ("driver", "why.driver_blocked", "allow_driver"),
    ),
    "a driver that is not installed": (
        replace(LINUX, readers=(UNBOUND,), drivers=(Driver(name="usb_storage", state="missing"),)),
        (),
        ("driver", "why.driver_missing", "install_package"),
    ),
    "a kernel that was replaced": (
        replace(LINUX, readers=(UNBOUND,), drivers=(Driver(name="usb_storage", state="replaced"),)),
        (),
        ("driver", "why.kernel_replaced", "restart"),
    ),
    "a port at which something does not start": (
        replace(LINUX, readers=(Reader(kind="port", place="1-3", trouble="unable to enumerate USB device"),)),
        (),
        ("driver", "why.not_started", "replug"),
    ),
    "a built-in reader without a driver": (
        replace(LINUX, readers=(Reader(kind="pci", place="0000:03:00.0", needs="rtsx_pci"),)),
        (),
        ("driver", "why.built_in", "other_reader"),
    ),
    "a card without a disk": (
        replace(LINUX, readers=(replace(SLOT, filled=True),)), (), ("driver", "why.built_in", "other_reader"),
    ),
    "a disk without a size": (
        replace(LINUX, readers=(USB, Reader(kind="disk", place="/dev/sdb", name="Generic"))),
        (),
        ("answer", "why.no_size", "other_reader"),
    ),
    "a card of size 0": (
        replace(LINUX, readers=(USB,)),
        (drive(size_bytes=0, medium_present=True),),
        ("answer", "why.no_size", "other_reader"),
    ),
    "the lock switch": (LINUX, (drive(read_only=True),), ("switch", "drive.write_protected", "lock_switch")),
    "Windows' own lock": (
        LINUX, (drive(read_only=True, withheld="read_only"),), ("switch", "drive.read_only_by_system", "repair"),
    ),
    "too small": (LINUX, (drive(size_bytes=8 * GB),), ("fit", "drive.too_small", "larger_card")),
    "no bus": (
        replace(LINUX, services=(Service(name="bus", state="missing"),)),
        (drive(),),
        ("permission", "privilege.no_bus", "start_from_desktop"),
    ),
    "no UDisks": (
        replace(LINUX, services=(ALL_READY[0], Service(name="udisks", state="missing"))),
        (drive(),),
        ("permission", "privilege.no_udisks", "install_package"),
    ),
    "UDisks switched off": (
        replace(LINUX, services=(ALL_READY[0], Service(name="udisks", state="masked"))),
        (drive(),),
        ("permission", "why.service_off", "unmask_service"),
    ),
    "UDisks failed": (
        replace(LINUX, services=(ALL_READY[0], Service(name="udisks", state="failed"))),
        (drive(),),
        ("permission", "why.service_failed", "start_service"),
    ),
    "no polkit": (
        replace(LINUX, services=(*ALL_READY[:2], Service(name="polkit", state="missing"))),
        (drive(),),
        ("permission", "privilege.no_polkit", "install_package"),
    ),
    "nobody to ask": (
        replace(LINUX, services=(*ALL_READY[:3], Service(name="agent", state="missing"))),
        (drive(),),
        ("permission", "privilege.no_agent", "start_agent"),
    ),
    "switched off in Windows": (
        Surroundings(system="windows", may_open=True, readers=(replace(UNBOUND, problem=22),)),
        (),
        ("driver", "why.device_disabled", "enable_device"),
    ),
    "no driver in Windows": (
        Surroundings(system="windows", may_open=True, readers=(replace(UNBOUND, problem=28),)),
        (),
        ("driver", "why.device_no_driver", "install_driver"),
    ),
    "removed safely": (
        Surroundings(system="windows", may_open=True, readers=(replace(UNBOUND, problem=47),)),
        (),
        ("driver", "why.safely_removed", "replug"),
    ),
    "after a restart": (
        Surroundings(system="windows", may_open=True, readers=(replace(UNBOUND, problem=14),)),
        (),
        ("driver", "why.needs_restart", "restart"),
    ),
    "failed in Windows": (
        Surroundings(system="windows", may_open=True, readers=(replace(UNBOUND, problem=43),)),
        (),
        ("driver", "why.device_failed", "replug"),
    ),
    "forbidden by policy": (
        Surroundings(system="windows", may_open=True, settings=(Setting(kind="denied", source="HKLM\\..."),)),
        (),
        ("driver", "why.denied", "ask_administrator"),
    ),
    "read-only by policy": (
        Surroundings(system="windows", may_open=True, settings=(Setting(kind="read_only", source="HKLM\\..."),)),
        (drive(),),
        ("permission", "why.read_only", "ask_administrator"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_each_cause_is_the_first_reason_with_its_one_action(name: str) -> None:
    around, drives, expected = CASES[name]
    assert first(why(around, *drives)) == expected


def test_a_list_that_failed_is_a_reason_and_no_empty_list() -> None:
    found = why(LINUX, failed=ErrorInfo(code="drive.list_failed", detail="no socket"))
    assert first(found) == ("system", "drive.list_failed", "look_again")


def test_a_list_that_failed_is_a_reason_too_where_nothing_is_known_of_the_rest() -> None:
    found = why(Surroundings(), failed=ErrorInfo(code="helper.crashed", params={"exit_status": 1}))
    assert first(found) == ("system", "helper.crashed", "look_again")


def test_where_nothing_is_known_around_the_drives_nothing_is_claimed_of_it() -> None:
    assert list(passed(why(Surroundings(), EMPTY))) == ["reader", "card", "answer", "switch", "fit"]


def test_a_forbidden_driver_is_said_once_and_not_again_for_its_readers() -> None:
    blocked = Driver(name="usb_storage", state="blocked", file="/etc/x.conf")
    found = why(replace(LINUX, readers=(UNBOUND, replace(UNBOUND, place="1-3")), drivers=(blocked,)))
    assert [reason.finding.code for reason in found.reasons] == ["why.driver_blocked"]


@pytest.mark.parametrize(
    "around",
    [
        replace(LINUX, readers=(USB, Reader(kind="pci", place="0000:03:00.0", needs="rtsx_pci"))),
        replace(LINUX, readers=(USB, Reader(kind="port", place="1-3", trouble="unable to enumerate USB device"))),
        replace(LINUX, readers=(USB,), drivers=(Driver(name="mmc_block", state="blocked", file="/etc/x.conf"),)),
        replace(LINUX, readers=(USB, SLOT)),
        replace(LINUX, readers=(USB,), enclosed="container"),
    ],
)
def test_what_never_worked_is_no_reason_against_a_card_that_is_there(around: Surroundings) -> None:
    assert why(around, drive()).failed == ""
    assert first(why(around, drive(read_only=True))) == ("switch", "drive.write_protected", "lock_switch")


def test_another_reader_without_a_driver_is_a_reason_beside_a_card_that_can_be_used() -> None:
    """The card that is missed is probably in it."""
    found = why(replace(LINUX, readers=(USB, replace(UNBOUND, place="1-3"))), drive())
    assert first(found) == ("driver", "why.no_driver", "replug")


def test_a_reader_whose_slots_are_empty_has_a_driver_that_works() -> None:
    """Realtek's: the reader has no disk of its own, its SD slot has one while a card is in."""
    reader = replace(UNBOUND, needs="rtsx_usb", drivers=("rtsx_usb",), slots=1)
    assert first(why(replace(LINUX, readers=(reader, SLOT)))) == ("card", "why.slot_empty", "reseat")


def test_who_may_open_cards_needs_no_services() -> None:
    assert why(replace(LINUX, may_open=True, services=(Service(name="bus", state="missing"),)), drive()).failed == ""


def test_only_the_first_service_that_is_missing_is_named() -> None:
    services = (ALL_READY[0], Service(name="udisks", state="missing"), Service(name="polkit", state="missing"))
    found = why(replace(LINUX, services=services), drive())
    assert [reason.finding.code for reason in found.reasons] == ["privilege.no_udisks"]


def test_the_systems_own_disk_comes_last() -> None:
    codes = [reason.finding.code for reason in why(LINUX, SYSTEM, EMPTY, drive(read_only=True)).reasons]
    assert codes == ["drive.write_protected", "drive.no_medium", "drive.is_system"]
    codes = [reason.finding.code for reason in why(LINUX, SYSTEM, drive(size_bytes=8 * GB)).reasons]
    assert codes == ["drive.too_small", "drive.is_system"]


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        (drive(contents="unknown"), "why.unreadable"),
        (drive(backend="windows", volumes=(Volume(path="v"),)), "why.no_letter"),
        (drive(withheld="offline"), "drive.offline"),
    ],
)
def test_what_other_programs_do_not_show_is_said_and_keeps_nothing_away(seen: Drive, code: str) -> None:
    found = why(LINUX, seen)
    assert found.failed == ""
    assert [(reason.finding.code, reason.action) for reason in found.reasons] == [(code, "choose")]


def test_a_volume_that_the_desktop_leaves_closed_is_worth_knowing() -> None:
    closed = Setting(kind="closed", place="/dev/sdb1", source="/etc/fstab: noauto")
    found = why(replace(LINUX, settings=(closed,)), drive())
    assert (found.failed, found.reasons[0].finding.code, found.reasons[0].where) == ("", "why.closed", "/dev/sdb1")


@pytest.mark.parametrize(
    ("packages", "command"),
    [
        ("apt", "sudo apt install udisks2"),
        ("dnf", "sudo dnf install udisks2"),
        ("pacman", "sudo pacman -S udisks2"),
        ("zypper", "sudo zypper install udisks2"),
        ("", "udisks2"),
    ],
)
def test_what_to_install_is_said_in_this_systems_own_words(packages: str, command: str) -> None:
    services = (ALL_READY[0], Service(name="udisks", state="missing"))
    found = why(replace(LINUX, packages=packages, services=services), drive())
    assert found.reasons[0].finding.params["command"] == command


def test_every_action_is_the_answer_to_something() -> None:
    known = {expected[2] for _, _, expected in CASES.values()}
    assert known <= ACTIONS
    # Hints, and what speaks against the system's own disk, are never the first reason of a case.
    assert ACTIONS - known <= {"choose", "other_drive", "move_image"}


@pytest.mark.parametrize("code", [code for code in WHY if code.startswith("why.")])
def test_every_reason_says_what_to_do(code: str) -> None:
    assert WHY[code].do


readers = st.builds(
    Reader,
    kind=st.sampled_from(["usb", "pci", "slot", "disk", "port"]),
    place=st.sampled_from(["1-2", "mmc0"]),
    needs=st.sampled_from(["usb_storage", "mmc_block", ""]),
    drivers=st.sampled_from([(), ("usb-storage",)]),
    drives=st.sampled_from([(), ("/dev/sdb",)]),
    slots=st.integers(0, 1),
    filled=st.booleans(),
    allowed=st.booleans(),
    problem=st.sampled_from([0, 22, 28, 43, 47]),
    trouble=st.sampled_from(["", "error -110"]),
)
surroundings = st.builds(
    Surroundings,
    system=st.sampled_from(["linux", "windows", ""]),
    enclosed=st.sampled_from(["", "vm", "wsl", "container"]),
    packages=st.sampled_from(["", "apt"]),
    may_open=st.booleans(),
    is_root=st.booleans(),
    readers=st.lists(readers, max_size=3).map(tuple),
    drivers=st.lists(
        st.builds(
            Driver,
            name=st.sampled_from(["usb_storage", "mmc_block"]),
            state=st.sampled_from(["ready", "blocked", "missing", "replaced", "unknown"]),
        ),
        max_size=2,
    ).map(tuple),
    services=st.lists(
        st.builds(
            Service,
            name=st.sampled_from(["bus", "udisks", "polkit", "agent", "udev"]),
            state=st.sampled_from(["ready", "missing", "masked", "failed", "unknown"]),
        ),
        max_size=3,
    ).map(tuple),
    settings=st.lists(
        st.builds(Setting, kind=st.sampled_from(["closed", "denied", "read_only", "no_letters"]), place=st.just("p")),
        max_size=2,
    ).map(tuple),
    unanswered=st.lists(st.just(Unanswered(about="readers", detail="EIO")), max_size=1).map(tuple),
)
drives = st.builds(
    drive,
    path=st.just("/dev/sdb"),
    size_bytes=st.sampled_from([0, 8 * GB, 32 * GB]),
    medium_present=st.booleans(),
    read_only=st.booleans(),
    system=st.booleans(),
    contents=st.sampled_from(["unknown", "partitions"]),
    withheld=st.sampled_from(["", "read_only", "offline"]),
)


@example(
    replace(LINUX, readers=(Reader(kind="disk", place="/dev/sdc"),)), [drive(size_bytes=32 * GB, medium_present=False)]
)
@given(surroundings, st.lists(drives, max_size=3))
def test_a_no_always_has_its_reason_first_and_nothing_is_asked_behind_it(
    around: Surroundings, seen: list[Drive]
) -> None:
    found = why(around, *seen)
    answers = [answer.passed for answer in found.answers]
    assert answers.count(False) <= 1
    if found.failed:
        reason = found.reasons[0]
        assert reason.question == found.failed
        assert reason.finding.severity in (Severity.WARNING, Severity.BLOCKING)
        assert set(answers[answers.index(False) + 1 :]) <= {None}
    assert {reason.action for reason in found.reasons} <= ACTIONS
    for finding in [reason.finding for reason in found.reasons]:
        assert placeholders(MESSAGES[finding.code]) <= set(finding.params), "a sentence with an empty place"
    assert all(reason.question in QUESTIONS for reason in found.reasons)
