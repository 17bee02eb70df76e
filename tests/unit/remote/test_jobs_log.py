"""The log of a job comes in pieces, over links that break anywhere; its end is reported in one line."""

from __future__ import annotations

import random

import pytest

from nanowizard.remote.jobs_list import JobFact, parse_jobs
from nanowizard.remote.jobs_log import TAIL_BYTES, JobLog, Report, parse_report

LOG = "eins\r\nzwei\rdrei\n日本 \udc80\nlast".encode("utf-8", "surrogateescape")
LINES = ["eins", "zwei", "drei", "日本 �", "last"]


@pytest.mark.parametrize("seed", range(50))
def test_nothing_is_lost_or_doubled_wherever_the_links_break(seed: int) -> None:
    rng = random.Random(seed)
    lines: list[str] = []
    log = JobLog(lines.append)
    while log.offset < len(LOG):
        log.begin()
        sent = b"attached 0123 5\n" + LOG[log.offset :]
        sent = sent[: rng.randrange(len(sent) + 1)]
        while sent:
            size = rng.randint(1, 7)
            log.feed(sent[:size])
            sent = sent[size:]
    log.close()
    assert lines == LINES
    assert (log.how, log.token, log.offset) == ("attached", "0123", len(LOG))
    assert log.tail == LOG.decode("utf-8", "replace")


def test_the_tail_is_limited() -> None:
    log = JobLog(None)
    log.feed(b"start x 0\n" + b"a" * TAIL_BYTES + b"end")
    assert len(log.tail) == TAIL_BYTES
    assert log.tail.endswith("aend")


def test_another_job_has_no_log() -> None:
    lines: list[str] = []
    log = JobLog(lines.append)
    log.feed(b'other 0123 70\n{"argv": []}\n')
    log.close()
    assert (log.how, log.tail, log.offset, lines) == ("other", '{"argv": []}\n', 0, [])


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("report ended 0 1234 5678\n", Report("ended", 0, 1234, 5678)),
        ("tail: gone\nreport running  12 5678\n", Report("running", None, 12, 5678)),
        ("report cut   \n", Report("cut", None, 0, None)),
        ("report ended 0\n", None),
        ("report x\nreport gone  1 2\nmore\n", Report("gone", None, 1, 2)),
        ("", None),
    ],
)
def test_a_report(text: str, report: Report | None) -> None:
    assert parse_report(text) == report


def test_a_list_of_jobs() -> None:
    text = 'nano.apt.update running - 1700000000 61\n{"argv": ["apt-get", "update"]}\n'
    text += 'old ended 100 1700000001 9\n{"argv": ["x"], "environment": {"A": "b"}, "more": 1}\n'
    text += 'broken gone - x 1\n{"argv": []}\nodd\n{}\nhalf\n'
    assert parse_jobs(text) == [
        JobFact("nano.apt.update", ("apt-get", "update"), "running", None, 1700000000, 61),
        JobFact("old", ("x",), "ended", 100, 1700000001, None, {"A": "b"}),
    ]
