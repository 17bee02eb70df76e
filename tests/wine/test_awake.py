"""Staying awake, under Wine: its own record of what this thread wished for."""

from __future__ import annotations

import sys

import pytest

if sys.platform != "win32":
    pytest.skip("needs Windows or Wine (./dev wine)", allow_module_level=True)

from nanowizard.drives.select import kept_awake
from nanowizard.drives.windows import awake

pytestmark = pytest.mark.wine


def wished() -> int:
    """What this thread has wished for until now; asking leaves nothing of it."""
    return awake.set_thread_execution_state(awake.ES_CONTINUOUS)


def test_the_computer_stays_awake_while_something_is_written_and_no_longer() -> None:
    with kept_awake("writing a card") as granted:
        assert granted
        assert wished() & awake.ES_SYSTEM_REQUIRED
    with kept_awake("writing a card"):
        pass
    assert not wished() & awake.ES_SYSTEM_REQUIRED
