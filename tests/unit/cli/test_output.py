"""Numbers and sentences of the terminal."""

from __future__ import annotations

import pytest

from nanowizard.cli.output import duration, memory, size, words


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (63_864_569_856, "63.9 GB"), (999_950_000, "1.0 GB")],
)
def test_sizes_are_decimal_as_on_a_card(amount: int, shown: str) -> None:
    assert size(amount) == shown


@pytest.mark.parametrize(("amount", "shown"), [(4 << 30, "4 GB"), (4_156_000_000, "3.9 GB"), (0, "0 GB")])
def test_memory_is_binary_as_on_a_module(amount: int, shown: str) -> None:
    assert memory(amount) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.4, "0 s"),
        (59.6, "1 min"),
        (200, "3 min 20 s"),
        (3960, "1 h 6 min"),
        (7200, "2 h"),
        (172_790, "47 h 59 min"),
        (172_800, "2 days"),
    ],
)
def test_durations_have_two_units_at_most(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown


def test_swap_is_told_like_memory_and_a_card_like_a_card() -> None:
    assert "(4 GB)" in words("nano.swap.create_file", {"path": "/swapfile", "size_bytes": 4 << 30})
    assert "4.3 GB" in words("drive.too_small", {"need_bytes": 4 << 30, "has_bytes": 1, "missing_bytes": 1})
