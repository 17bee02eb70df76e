"""Which addresses a wish for a source leads to."""

from __future__ import annotations

import pytest

from nanowizard.core.errors import UsageError
from nanowizard.tasks.image_sources import chosen_urls

COM = "https://developer.nvidia.com/a/card.zip"
CDN = "https://developer.download.nvidia.com/b/card.zip"
CHINA = "https://developer.download.nvidia.cn/b/card.zip"
OWN = "http://192.168.1.5/card.zip"


@pytest.mark.parametrize(
    ("wished", "urls"),
    [
        ((), (COM, CDN, CHINA)),
        (("developer.download.nvidia.cn",), (CHINA, COM, CDN)),
        (("nvidia.cn",), (CHINA, COM, CDN)),
        (("NVIDIA.CN", "download.nvidia.com"), (CHINA, CDN, COM)),
        ((OWN,), (OWN, COM, CDN, CHINA)),
        ((COM,), (COM, CDN, CHINA)),
    ],
)
def test_wished_sources_come_first(wished: tuple[str, ...], urls: tuple[str, ...]) -> None:
    assert chosen_urls((COM, CDN, CHINA), wished) == urls


@pytest.mark.parametrize("wish", ["example.org", "vidia.cn", "", "developer.nvidia.com/a"])
def test_a_source_that_has_no_such_image(wish: str) -> None:
    with pytest.raises(UsageError) as caught:
        chosen_urls((COM, CDN), (wish,))
    assert caught.value.params == {"source": wish, "known": "developer.nvidia.com, developer.download.nvidia.com"}
