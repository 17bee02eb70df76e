"""Whose turn it is among the addresses of one file."""

from __future__ import annotations

from nanowizard.core.errors import ImageError
from nanowizard.images.download.model import Patience
from nanowizard.images.download.sources import Sources

A, B, C = (f"https://{name}.example/card.zip" for name in "abc")
PATIENCE = Patience(attempts=2, attempts_later=5, pause_s=1.0, longest_pause_s=3.0)


def sources(*urls: str) -> Sources:
    return Sources(urls or (A, B, C), PATIENCE)


def test_the_first_is_asked_first_and_an_address_counts_once() -> None:
    assert sources().current.url == A
    assert [source.url for source in sources(A, B, A).all] == [A, B]


def test_one_that_an_earlier_run_was_served_by_goes_on() -> None:
    found = sources()
    found.begin_with(B)
    assert found.current.url == B
    found.begin_with("https://nobody.example/")
    assert found.current.url == B


def test_who_fails_gives_way_at_once_and_pauses_come_when_all_have_failed() -> None:
    found, asked, pauses = sources(), [], []
    while (pause := found.failed()) is not None:
        asked.append(found.current.url)
        pauses.append(pause)
    assert asked == [B, C, A, B, C]
    assert pauses == [0.0, 0.0, 1.0, 1.0, 1.0]


def test_pauses_double_up_to_the_longest() -> None:
    alone = Sources([A], Patience(attempts=6, pause_s=1.0, longest_pause_s=5.0))
    assert [alone.failed() for _ in range(6)] == [1.0, 2.0, 4.0, 5.0, 5.0, None]


def test_whoever_brings_something_is_asked_again_and_has_more_attempts() -> None:
    found = sources(A)
    found.brought()
    assert found.failed(stay=True) == 1.0
    assert [found.failed() is None for _ in range(4)] == [False, False, False, True]


def test_one_of_no_use_is_not_asked_again() -> None:
    found = sources(A, B)
    assert found.refused(ImageError("image.missing", host="a.example", status=404))
    assert found.current.url == B
    found.failed()
    assert found.current.url == B
    assert not found.refused(ImageError("image.refused", host="b.example", status=403, detail="no"))
    verdict = found.verdict()
    assert verdict is not None
    assert (verdict.code, verdict.params["status"]) == ("image.missing", 404)
    assert "b.example: image.refused no" in verdict.detail


def test_one_with_another_file_is_asked_when_nobody_else_is_left() -> None:
    found = sources(A, B)
    assert found.differs()
    assert (found.current.url, found.current.differs) == (B, False)
    assert found.refused(ImageError("image.missing", host="b.example", status=404))
    assert (found.current.url, found.current.differs) == (A, True)
    assert not sources(A).differs()


def test_a_slow_one_is_left_for_one_that_was_not_tried() -> None:
    found = sources(A, B)
    assert found.slow(10.0)
    assert found.current.url == B


def test_two_slow_ones_do_not_take_turns_for_ever() -> None:
    found = sources(A, B)
    assert found.slow(10.0)
    assert not found.slow(8.0)  # the other one is not twice as fast
    assert found.slow(4.0)
    assert found.current.url == A


def test_a_single_slow_one_is_kept() -> None:
    assert not sources(A).slow(1.0)


def test_nobody_changes_to_one_that_fails_or_has_another_file() -> None:
    found = sources(A, B)
    found.all[1].failures = 1
    assert not found.slow(1.0)
    found.all[1].failures, found.all[1].differs = 0, True
    assert not found.slow(1.0)


def test_who_differed_from_a_wrong_file_is_asked_like_everybody_else() -> None:
    found = sources()
    found.all[1].differs = True
    assert found.wrong({A}, ImageError("image.checksum_mismatch"))
    assert found.current.url == B
    assert not found.wrong({B, C}, ImageError("image.checksum_mismatch"))
