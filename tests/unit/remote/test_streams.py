from __future__ import annotations

import pytest

from nanowizard.remote.streams import LONGEST_LINE, LineSplitter, MarkedStream, PassingLine

TEXT = "eins\r\nzwei\rdrei\n\n日本\nlast".encode()


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_lines_do_not_depend_on_the_pieces(size: int) -> None:
    lines: list[str] = []
    splitter = LineSplitter(lines.append)
    for start in range(0, len(TEXT), size):
        splitter.feed(TEXT[start : start + size])
    splitter.close()
    assert lines == ["eins", "zwei", "drei", "", "日本", "last"]


@pytest.mark.parametrize("size", [1, 2, 3, 100])
@pytest.mark.parametrize(
    ("said", "lines", "passing"),
    [
        (b"1%\r50%\r100%\nnext\n", ["1%", "50%", "100%", "next"], ["1%", "50%"]),
        (b"begun\n\r1%\r2%\r\nnext", ["begun", "1%", "2%", "next"], ["1%"]),
        (b"1%\r2%\r\r\nnext", ["1%", "2%", "next"], ["1%"]),
        (b"1%\r2%\r", ["1%", "2%"], ["1%"]),
        (b"one\r\n\r\ntwo\r\n", ["one", "", "two"], []),
    ],
)
def test_progress_that_is_written_over_itself_is_known(
    said: bytes, lines: list[str], passing: list[str], size: int
) -> None:
    heard: list[str] = []
    splitter = LineSplitter(heard.append)
    for start in range(0, len(said), size):
        splitter.feed(said[start : start + size])
    splitter.close()
    assert heard == lines
    assert [line for line in heard if isinstance(line, PassingLine)] == passing


def test_bytes_that_are_no_text_and_lines_without_end() -> None:
    lines: list[str] = []
    splitter = LineSplitter(lines.append)
    for _ in range(6):
        splitter.feed(b"\xff" * (LONGEST_LINE // 2))
    splitter.close()
    assert "".join(lines) == "\ufffd" * (LONGEST_LINE * 3)
    assert len(lines) > 1


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_what_comes_before_the_mark_is_not_the_commands(size: int) -> None:
    seen: list[bytes] = []
    stream = MarkedStream("nw-1", seen.append)
    data = b"We trust you have received the lecture\nsay nw-1 not\nnw-1 4711\nnw-1\nout"
    for start in range(0, len(data), size):
        stream.feed(data[start : start + size])
    assert (stream.started, stream.pid, stream.data) == (True, 4711, b"nw-1\nout")
    assert b"".join(seen) == stream.data
    assert stream.preamble == "We trust you have received the lecture\nsay nw-1 not\n"


def test_a_command_that_never_began() -> None:
    stream = MarkedStream("nw-1")
    stream.feed(b"sudo: 1 incorrect password attempt\n")
    assert (stream.started, stream.data, stream.preamble) == (False, b"", "sudo: 1 incorrect password attempt\n")
