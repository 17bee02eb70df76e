"""Of a download and a flash that go on side by side a person sees one progress."""

from __future__ import annotations

from nanowizard.core.events import Event, Finding, FindingReported, LimitedBy, Progress, Severity
from nanowizard.tasks.stream_progress import StreamProgress


def download(left_s: float) -> Progress:
    return Progress(phase="download", done=5, total=10, rate=1.0, eta_s=left_s, fraction=0.5)


def writing(limited_by: LimitedBy) -> Progress:
    """40 s of writing are left and 10 s behind them."""
    return Progress(phase="write", done=20, total=100, rate=2.0, eta_s=50.0, fraction=0.15, limited_by=limited_by)


def test_until_something_is_written_it_is_the_download() -> None:
    said: list[Event] = []
    both = StreamProgress(said.append, is_kept=True)
    both.from_download(download(100.0))
    both.from_flash(writing(LimitedBy.CARD))
    both.from_download(download(90.0))
    assert [event.phase for event in said if isinstance(event, Progress)] == ["download", "write"]
    assert [event.fraction for event in said if isinstance(event, Progress)] == [0.0, 0.15]


def test_a_slow_network_says_how_long_it_takes() -> None:
    said: list[Event] = []
    both = StreamProgress(said.append, is_kept=True)
    both.from_flash(writing(LimitedBy.NETWORK))
    both.from_download(download(70.0))
    both.from_flash(writing(LimitedBy.NETWORK))
    both.from_flash(writing(LimitedBy.CARD))
    assert [event.eta_s for event in said if isinstance(event, Progress)] == [50.0, 80.0, 50.0]


def test_what_is_not_kept_is_not_said_to_be() -> None:
    paused = FindingReported(finding=Finding(code="image.paused", severity=Severity.INFO))
    for is_kept in (True, False):
        said: list[Event] = []
        StreamProgress(said.append, is_kept=is_kept).from_download(paused)
        assert said == ([paused] if is_kept else [])
