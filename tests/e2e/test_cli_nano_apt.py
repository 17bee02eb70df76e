"""nano apt as a command, against the practice Nano over real SSH."""

from __future__ import annotations

from nanowizard.practice.nano import PASSWORD, PracticeNano
from tests.support.command_line import CommandLine, ask_nano

LIST = "/etc/apt/sources.list"


def test_dry_run_apply_again_and_undo(known: CommandLine, nano: PracticeNano) -> None:
    before = nano.machine.read(LIST)
    dry = ask_nano(known, nano, "apt", "--mirror", "tuna", "--dry-run")
    assert [change["code"] for change in dry.last["result"]["changes"]] == ["nano.apt.use_mirror"]
    assert nano.machine.read(LIST) == before
    done = ask_nano(known, nano, "apt", "--mirror", "tuna")
    assert (done.last["status"], done.last["result"]["mirror"]) == ("succeeded", "tuna")
    assert b"http://mirrors.tuna.tsinghua.edu.cn/ubuntu-ports/ bionic-security" in nano.machine.read(LIST)
    again = ask_nano(known, nano, "apt", "--mirror", "tuna")
    assert again.last["status"] == "satisfied"
    assert again.findings()["nano.apt_ready"]["params"] == {"mirror": "mirrors.tuna.tsinghua.edu.cn"}
    undone = ask_nano(known, nano, "apt", "--undo")
    assert (undone.last["status"], undone.last["result"]["mirror"]) == ("succeeded", "official")
    assert nano.machine.read(LIST) == before


def test_a_mirror_that_fails_is_told_and_taken_back(known: CommandLine, nano: PracticeNano) -> None:
    before = nano.machine.read(LIST)
    nano.faults.mirrors = {"mirrors.ustc.edu.cn": "hash"}
    ended = ask_nano(known, nano, "apt", "--mirror", "ustc")
    assert (ended.code, ended.last["error"]["code"]) == (1, "nano.apt_hash_mismatch")
    assert "Hash Sum mismatch" in ended.last["error"]["detail"]
    assert nano.machine.read(LIST) == before


def test_what_is_no_mirror_is_refused_before_anything_is_done(known: CommandLine, nano: PracticeNano) -> None:
    ended = ask_nano(known, nano, "apt", "--mirror", "http://mirror.example/ubuntu/")
    assert (ended.code, ended.last["status"]) == (3, "blocked")
    assert ended.findings()["nano.apt_wrong_archive"]["params"]["archive"] == "ubuntu-ports"


def test_measuring_changes_nothing_and_names_the_fastest_that_is_up_to_date(
    known: CommandLine, nano: PracticeNano
) -> None:
    before = nano.machine.read(LIST)
    nano.faults.mirrors = {"mirrors.tuna.tsinghua.edu.cn": "stale", "repo.huaweicloud.com": "unreachable"}
    ended = ask_nano(known, nano, "apt", "--measure", "--mirror", "http://mirror.example/ubuntu-ports/")
    rows = {row["id"]: row for row in ended.last["result"]["apt"]}
    assert [name for name, row in rows.items() if row["fastest"]] == ["ustc"]
    assert [name for name, row in rows.items() if row["stale"]] == ["tuna"]
    assert [name for name, row in rows.items() if row["in_use"]] == ["official"]
    assert rows["huawei"]["error"] == "nano.mirror_unreachable"
    assert rows["http://mirror.example/ubuntu-ports/"]["bytes_per_s"] > 0
    assert nano.machine.read(LIST) == before


def test_measuring_is_shown_as_a_table_the_best_first(known: CommandLine, nano: PracticeNano) -> None:
    words = ("nano", "apt", "--measure", "--nano", str(nano.address), "--password-stdin")
    ended = known.run(*words, stdin=PASSWORD + "\n")
    lines = ended.stdout.splitlines()
    rows = lines[next(number for number, line in enumerate(lines) if "Speed" in line) + 1 :]
    rows = [line for line in rows if "MB/s" in line or "kB/s" in line]
    assert ended.code == 0
    assert "tuna" in rows[0]
    assert "fastest" in rows[0]
    assert "official" in rows[-1]
    assert "in use" in rows[-1]


def test_measuring_goes_alone(known: CommandLine, nano: PracticeNano) -> None:
    ended = ask_nano(known, nano, "apt", "--measure", "--undo")
    assert (ended.code, ended.last["error"]["code"]) == (2, "usage.measure_alone")
