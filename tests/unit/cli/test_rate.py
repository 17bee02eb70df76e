"""What a person may write after --limit-rate."""

from __future__ import annotations

import pytest

from nanowizard.cli.image import rate_bytes


@pytest.mark.parametrize(
    ("text", "rate"), [("1000", 1000), ("500k", 500_000), ("2M", 2_000_000), ("1.5m", 1_500_000), ("10K", 10_000)]
)
def test_rates(text: str, rate: int) -> None:
    assert rate_bytes(text) == rate


@pytest.mark.parametrize("text", ["", "0", "999", "-5k", "fast", "2G", "1,5M", "k", "1e6"])
def test_no_rates(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        rate_bytes(text)
