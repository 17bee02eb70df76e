"""The scripts run in the real sh of this machine, and in dash where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from nanowizard.remote import command

if not shutil.which("sh"):
    pytest.skip("no sh", allow_module_level=True)

SHELLS = [pytest.param(shell, marks=[] if shutil.which(shell) else pytest.mark.skip("not installed"))
          for shell in ("sh", "dash", "bash")]  # fmt: skip


def _run(shell: str, line: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([shell, "-c", line], input=stdin, capture_output=True, check=False)


@pytest.mark.parametrize("shell", SHELLS)
def test_a_line_means_what_the_list_says(shell: str) -> None:
    done = _run(shell, command.command_line(["printf", "%s|", "a b", "it's", "$HOME\n"], mark="nw-1", umask=0o022))
    assert done.stdout == b"nw-1\na b|it's|$HOME\n|"
    assert done.stderr.startswith(b"nw-1 ")


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("before", [b"", b"password that sudo did not ask for\n"])
def test_only_what_follows_the_mark_reaches_the_command(shell: str, before: bytes) -> None:
    payload = b"first\n  second \\ line\x00\xff\n"
    line = command.sudo_line(["cat"], mark="nw-1", umask=0o077, asks=True)
    without_sudo = line.replace("sudo -k -S -p '' -- ", "")
    assert _run(shell, without_sudo, before + b"nw-1\n" + payload).stdout == b"nw-1\n" + payload


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("ignored", [False, True], ids=["signal ends it", "signal ignored"])
@pytest.mark.parametrize("gone", ["stdout", "stderr"])
def test_what_nobody_listens_to_does_not_begin(tmp_path: Path, shell: str, gone: str, ignored: bool) -> None:
    """The run was cancelled before the command had begun: nobody knows its number, and could end it."""
    reader, writer = os.pipe()
    os.close(reader)
    line = command.command_line(["touch", str(tmp_path / "begun")], mark="nw-1", umask=0o022)
    streams: dict[str, int] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, gone: writer}
    # Python itself ignores SIGPIPE, and its children do unless that is restored.
    done = subprocess.run([shell, "-c", line], check=False, restore_signals=not ignored, **streams)
    os.close(writer)
    assert done.returncode != 0
    assert not (tmp_path / "begun").exists()


def test_files_are_private_from_their_first_moment(tmp_path: Path) -> None:
    made = tmp_path / "made"
    _run("sh", command.command_line(["touch", str(made)], mark="nw-1", umask=0o077))
    assert made.stat().st_mode & 0o777 == 0o600


def _write(path: Path, data: bytes, size: int, backup: bool = False) -> subprocess.CompletedProcess[bytes]:
    argv = command.script(command.WRITE_FILE, str(path), "0640", str(size), str(int(backup)))
    return subprocess.run(argv, input=data, capture_output=True, check=False)


def test_data_that_did_not_arrive_whole_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "fstab"
    path.write_bytes(b"old")
    assert _write(path, b"half", 8, backup=True).returncode == 45
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["fstab"]


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    assert _write(tmp_path / "link", b"new", 3).returncode == 0
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
    assert (tmp_path / "real").stat().st_mode & 0o777 != 0o600


def test_the_first_content_is_kept_once(tmp_path: Path) -> None:
    path = tmp_path / "a file"
    assert _write(path, b"", 0, backup=True).returncode == 0
    assert path.stat().st_mode & 0o777 == 0o640
    for data in (b"one", b"two"):
        assert _write(path, data, 3, backup=True).returncode == 0
    assert (tmp_path / "a file.nanowizard.bak").read_bytes() == b""
    assert path.read_bytes() == b"two"


def test_kill_ends_the_whole_group() -> None:
    if not shutil.which("ps"):
        pytest.skip("no ps")
    victim = subprocess.Popen(["sh", "-c", "trap '' TERM; sleep 30 & wait; wait"], start_new_session=True)
    done = subprocess.run(command.script(command.KILL, str(victim.pid)), check=False, capture_output=True)
    assert (done.returncode, victim.wait(5)) == (0, -9)
