from __future__ import annotations

import pytest

from tests.lab.children import Ended
from tests.lab.plan import Job
from tests.lab.screen import image_outcome, where_it_is

HEAD = "============ test session starts ============\ncollecting ... collected 3 items\n\n"
ONE = "tests/lab/loop/test_slow.py::test_a_cancel_ends_soon[a slow medium] PASSED [ 33%]\n"
TWO = "tests/lab/loop/test_slow.py::test_it_is_slow SKIPPED (no cgroup) [ 66%]\n"


@pytest.mark.parametrize(
    ("log", "says"),
    [
        ("", "0 done"),
        (HEAD, "0 done"),
        (HEAD + ONE + TWO, "2 done"),
        (HEAD + ONE + "tests/lab/loop/test_slow.py::test_a_pull[two cards] ", "1 done, a pull[two cards]"),
        (HEAD + ONE + "=== FAILURES ===\nE   std::bad_alloc\nFAILED tests/lab/x.py::test_y - no", "1 done"),
    ],
    ids=["nothing yet", "collected", "between two", "in a test", "after the last"],
)
def test_where_a_tier_is(log: str, says: str) -> None:
    assert where_it_is(log) == says


@pytest.mark.parametrize(
    ("code", "log", "says"),
    [
        (0, "I: mmdebstrap\nbuilt\n", "built in 93 s"),
        (0, "from the cache\n", "from the cache"),
        (1, "from the cache\nTraceback", "failed, exit 1"),
    ],
)
def test_what_became_of_an_image(code: int, log: str, says: str) -> None:
    assert image_outcome(Ended(Job("nano image", "image"), code, 93.2), log) == says
