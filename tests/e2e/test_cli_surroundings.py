"""Commands with something odd around them: streams, locale, names, a home that cannot be written, Ctrl-C anywhere."""

from __future__ import annotations

import errno
import os
import subprocess
import time
from pathlib import Path

import pytest

if os.name != "posix":
    pytest.skip("closed streams, terminals and odd names as POSIX has them", allow_module_level=True)

import pty
import termios

from nanowizard.practice.image import build_practice_image
from tests.support.command_line import CommandLine, argv

MIB = 1 << 20


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("image") / "image.img"
    build_practice_image(path, size_bytes=32 * MIB)
    return path


def in_shell(cli: CommandLine, redirection: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    line = ["sh", "-c", f'exec "$@" {redirection}', "sh", *argv(arguments)]
    return subprocess.run(line, env=cli.environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_closed_input_cannot_be_asked(cli: CommandLine) -> None:
    ended = in_shell(cli, "<&-", "nano", "check", "--nano", "127.0.0.1:9", "--json")
    assert (ended.returncode, ended.stderr) == (1, "")
    assert '"nano.refused"' in ended.stdout
    ended = in_shell(cli, "<&-", "nano", "check", "--nano", "127.0.0.1:9", "--json", "--password-stdin")
    assert (ended.returncode, ended.stderr) == (2, "")
    assert '"usage.missing"' in ended.stdout


@pytest.mark.parametrize("redirection", [">&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_outputs_do_not_stop_the_work(cli: CommandLine, redirection: str, raw: Path, card: Path) -> None:
    ended = in_shell(cli, redirection, "card", "flash", raw, "--card", card, "--yes", "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert card.read_bytes()[:MIB] == raw.read_bytes()[:MIB]


def test_marks_are_letters_where_the_encoding_has_none(tmp_path: Path, raw: Path, card: Path) -> None:
    """A pipe on Windows."""
    western = CommandLine(tmp_path / "home", {"PYTHONIOENCODING": "ascii:strict"})
    ended = western.run("card", "flash", raw, "--card", card, "--yes")
    assert (ended.code, ended.stderr) == (0, "")
    assert "+ Writing the image" in ended.stdout
    assert "Writing the image..." in ended.stdout
    assert "\\" not in ended.stdout


def test_names_that_no_encoding_knows(tmp_path: Path, raw: Path) -> None:
    ascii_only = CommandLine(tmp_path / "home", {"PYTHONIOENCODING": "ascii:strict"})
    for name in ("镜像🙂.img".encode(), b"bl\xf6d.img"):
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
        path.hardlink_to(raw)
        ended = ascii_only.json("image", "inspect", path)
        assert ended.code == 0
        assert ended.stdout.isascii()
        assert ended.last["result"]["path"] == str(path)
        ended = ascii_only.run("image", "inspect", path)
        assert (ended.code, ended.stderr) == (0, "")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--practice", "card", "list"), "store.not_written"),
        (("setup", "--practice"), "store.not_written"),
        (("image", "download", "http://127.0.0.1:9/a.img"), "image.not_saved"),
    ],
)
def test_a_home_that_cannot_be_written_is_named(tmp_path: Path, words: tuple[str, ...], code: str) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    ended = CommandLine(tmp_path / "home").json(*words)
    assert (ended.code, ended.last["error"]["code"], ended.stderr) == (1, code, "")


def test_paths_that_lead_nowhere(cli: CommandLine, raw: Path, tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to("circle")
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "circle", tmp_path / "pipe", tmp_path / ("a" * 300)):
        ended = cli.json("image", "inspect", path)
        assert (ended.code, ended.last["error"]["code"]) == (1, "image.unreadable")
    for path in (tmp_path / "circle", tmp_path / ("a" * 300)):
        ended = cli.json("card", "verify", raw, "--card", path)
        assert (ended.code, ended.last["error"]["code"]) == (1, "drive.file_missing")


class Typist:
    """Runs a command with a terminal as its standard input, and types once it has asked."""

    def __init__(self, cli: CommandLine, *arguments: str | Path) -> None:
        self._terminal, inside = pty.openpty()
        self.process = subprocess.Popen(
            # Ctrl-C is nothing to what was begun in the background of a shell, as tests may be.
            ["setsid", "--ctty", "--wait", "env", "--default-signal=INT", *argv(arguments)],
            stdin=inside,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=cli.environment,
        )
        os.close(inside)

    def answer(self, question: bytes, keys: bytes, *, hidden: bool = False, presses: int = 1) -> tuple[int, str]:
        """Exit code and standard output. A `hidden` answer is typed when the terminal has stopped to show it.

        With more `presses` the keys are pressed again when nothing happens: a Ctrl-C that comes while Python clears
        something away is lost there, as its documentation of `__del__` says.
        """
        assert self.process.stderr
        asked = b""
        while question not in asked:
            piece = self.process.stderr.read1(4096)  # type: ignore[attr-defined]
            assert piece, asked
            asked += piece
        while hidden and termios.tcgetattr(self._terminal)[3] & termios.ECHO:
            time.sleep(0.01)
        try:
            for left in reversed(range(presses)):
                os.write(self._terminal, keys)
                try:
                    out, _ = self.process.communicate(timeout=60 / presses)
                    break
                except subprocess.TimeoutExpired:
                    if not left:
                        raise
        finally:
            os.close(self._terminal)  # hangs up: also one that does not listen ends
            self.process.wait(60)
        return self.process.returncode, out.decode()


def test_ctrl_c_at_a_question_is_a_cancel(cli: CommandLine, raw: Path, card: Path) -> None:
    code, said = Typist(cli, "card", "flash", raw, "--card", card).answer(b"ERASE", b"\x03", presses=4)
    assert code == 130
    assert "Stopped" in said
    assert not any(card.read_bytes()[:MIB])


def test_the_word_is_the_agreement_and_nothing_else_is(cli: CommandLine, raw: Path, card: Path) -> None:
    assert Typist(cli, "card", "flash", raw, "--card", card).answer(b"ERASE", b"yes\n")[0] == 3
    assert Typist(cli, "card", "flash", raw, "--card", card).answer(b"ERASE", b"ERASE\n")[0] == 0


def test_a_set_up_asks_for_the_same_word(cli: CommandLine, raw: Path, card: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile.json"
    profile.write_text(f'{{"schema": 1, "image": "{raw}", "card": "{card}"}}')
    assert Typist(cli, "setup", "--practice", "--profile", profile).answer(b"ERASE", b"y\n")[0] == 3


def test_a_question_is_never_on_the_standard_output_of_a_program(cli: CommandLine) -> None:
    """It goes to the terminal; with --json there is none at all (`test_cli_asks`)."""
    code, said = Typist(cli, "nano", "check", "--nano", "127.0.0.1:9").answer(b"Password of nano", b"x\n", hidden=True)
    assert code == 1
    assert said
    assert "Password" not in said


def test_a_full_disk_costs_lines_of_the_log_and_nothing_else(cli: CommandLine) -> None:
    if not Path("/dev/full").exists():
        pytest.skip(os.strerror(errno.ENOENT))
    (cli.home / "logs").mkdir(parents=True)
    (cli.home / "logs" / "nanowizard.log").symlink_to("/dev/full")
    (cli.home / "state").mkdir()
    (cli.home / "state" / "journey.json").write_text("damaged, which is worth a line")
    ended = in_shell(cli, "", "card", "list", "--json")
    assert (ended.returncode, ended.stderr) == (0, "")
