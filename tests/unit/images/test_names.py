"""File names out of addresses."""

from __future__ import annotations

import pytest

from nanowizard.core.errors import ImageError
from nanowizard.images.names import fit_name, name_in


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://example.org/a/b/image.zip?token=x#y", "image.zip"),
        ("https://example.org/%E9%95%9C%E5%83%8F.zip", "镜像.zip"),
        ("https://example.org/jetson-nano-sd-card-image/", "jetson-nano-sd-card-image"),
        ("https://example.org", "image"),
        ("https://example.org/..%2f..%2fetc%2fpasswd", "passwd"),
        ("https://example.org/a%00b%3Ac.img", "a_b_c.img"),
        ("https://example.org/con.img", "_con.img"),
    ],
)
def test_a_name_that_every_system_can_keep(url: str, name: str) -> None:
    assert name_in(url) == name


@pytest.mark.parametrize("name", ["..", "a/../b", "C:\\x", "", " . "])
def test_a_name_never_leaves_its_folder(name: str) -> None:
    fit = fit_name(name)
    assert fit
    assert fit.strip(".")
    assert not set(fit) & set("/\\:")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/a", "image.zip", "https://", "http://[", ""])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(ImageError) as caught:
        name_in(url)
    assert caught.value.code == "image.bad_url"


def test_an_address_with_a_password_is_refused_without_repeating_it() -> None:
    with pytest.raises(ImageError, match=r"image\.bad_url") as caught:
        name_in("https://user:geheim@example.org/a.zip")
    assert caught.value.params["url"] == "https://example.org/a.zip"
    assert "geheim" not in str(caught.value)
