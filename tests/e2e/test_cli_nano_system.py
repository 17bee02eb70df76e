"""nano pip, rootfs, clock and power as commands, against the practice Nano over real SSH."""

from __future__ import annotations

from nanowizard.practice.nano import PASSWORD, PracticeNano
from nanowizard.provision.pip.facts import CONF
from tests.support.command_line import CommandLine, ask_nano

TUNA = "https://pypi.tuna.tsinghua.edu.cn/simple"


def codes(ended) -> list[str]:  # type: ignore[no-untyped-def]
    return [change["code"] for change in ended.last["result"]["changes"]]


def test_pip_by_the_name_of_a_mirror_and_back(known: CommandLine, nano: PracticeNano) -> None:
    shown = ask_nano(known, nano, "pip", "--mirror", "tuna", "--dry-run")
    assert codes(shown) == ["nano.pip.try_index", "nano.pip.set_index"]
    assert not nano.machine.exists(CONF)
    ended = ask_nano(known, nano, "pip", "--mirror", "tuna")
    assert (ended.code, ended.last["result"]["index_url"]) == (0, TUNA)
    assert TUNA in nano.machine.read(CONF).decode()
    assert ask_nano(known, nano, "pip", "--mirror", "tuna").last["status"] == "satisfied"
    assert ask_nano(known, nano, "pip", "--undo").code == 0
    assert not nano.machine.exists(CONF)


def test_pip_by_an_address(known: CommandLine, nano: PracticeNano) -> None:
    ended = ask_nano(known, nano, "pip", "--mirror", "https://me:secret@mine.example/simple")
    assert (ended.code, ended.last["status"]) == (3, "blocked")
    assert not nano.machine.exists(CONF)
    failed = ask_nano(known, nano, "pip", "--mirror", "https://nowhere.invalid/simple")
    assert (failed.code, failed.last["error"]["code"]) == (1, "nano.pip_index_failed")
    assert not nano.machine.exists(CONF)


def test_a_mirror_that_nobody_knows_is_no_address(known: CommandLine, nano: PracticeNano) -> None:
    ended = ask_nano(known, nano, "pip", "--mirror", "moon")
    assert (ended.code, ended.findings()["nano.pip_bad_url"]["params"]) == (3, {"index_url": "moon"})


def test_rootfs(known: CommandLine, nano: PracticeNano) -> None:
    assert ask_nano(known, nano, "rootfs").last["status"] == "satisfied"
    nano.machine.shrink()
    assert codes(ask_nano(known, nano, "rootfs", "--dry-run")) == ["nano.rootfs.grow_by_script"]
    ended = ask_nano(known, nano, "rootfs")
    assert (ended.code, ended.last["result"]["room_bytes"]) == (0, 0)
    undone = ask_nano(known, nano, "rootfs", "--undo")
    assert (undone.code, undone.last["error"]["code"]) == (1, "nano.rootfs_no_undo")


def test_clock(known: CommandLine, nano: PracticeNano) -> None:
    nano.machine.state.system.clock_ahead_s = -1e6
    nano.machine.state.system.synchronized = False
    ended = ask_nano(known, nano, "clock")
    assert codes(ended) == ["nano.clock.set"]
    assert abs(nano.machine.state.system.clock_ahead_s) < 1


def test_power_changes_what_is_named(known: CommandLine, nano: PracticeNano) -> None:
    system = nano.machine.state.system
    assert codes(ask_nano(known, nano, "power", "--mode", "1", "--hold")) == ["nano.power.set_mode", "nano.power.hold"]
    assert (system.power_mode, system.held, system.target) == (1, ["nvidia-l4t-bootloader"], "graphical.target")
    assert codes(ask_nano(known, nano, "power", "--console", "--clocks")) == [
        "nano.power.pin_clocks",
        "nano.power.to_console",
    ]
    assert ask_nano(known, nano, "power", "--undo").code == 0
    assert (system.power_mode, system.held, system.target, system.clocks_pinned) == (0, [], "graphical.target", False)


def test_a_person_reads_what_would_be_done(known: CommandLine, nano: PracticeNano) -> None:
    words = ["nano", "power", "--mode", "1", "--dry-run", "--nano", str(nano.address), "--password-stdin"]
    ended = known.run(*words, stdin=PASSWORD + "\n")
    assert "Would: Set the power mode to 5W (now MAXN)" in ended.stdout
