"""Every test of the lab: machines boot in minutes, some twice, so there is more time than elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

_LIMIT_S = 1200


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:  # of the whole run: others may be among them
        if item.path.is_relative_to(Path(__file__).parent) and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(_LIMIT_S))
