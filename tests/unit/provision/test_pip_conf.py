"""pip's configuration as text. What is written is read back with configparser, as pip does it."""

from __future__ import annotations

import configparser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanowizard.provision.pip.conf import (
    plain_key,
    restored,
    rewritten,
    settings,
    unreadable_line,
    value,
    values,
    with_value,
    without,
)
from nanowizard.provision.pip.plan import new_conf

URL = "https://pypi.tuna.tsinghua.edu.cn/simple"
OLD = "https://old.example/simple"
KEYS = ("index-url", "trusted-host")
FULL = f"""# first line
[global]
; why
timeout = 60
index_url: {OLD}
extra-index-url =
    https://one.example/simple

    # between
    https://two.example/simple
no-cache-dir = false

[install]
index-url = https://three.example/simple
"""


def parsed(text: str) -> dict[str, dict[str, str]]:
    """As pip sees it: names of settings with dashes."""
    parser = configparser.RawConfigParser()
    parser.read_string(text)
    return {name: {plain_key(key): value for key, value in parser[name].items()} for name in parser.sections()}


def test_settings_are_those_that_pip_sees() -> None:
    seen = {(s.section, s.key): s.value.split() for s in settings(FULL)}
    expected = {(name, key): text.split() for name, own in parsed(FULL).items() for key, text in own.items()}
    assert seen == expected
    assert value(FULL, "index-url") == OLD
    assert values(FULL, "extra-index-url") == ["https://one.example/simple", "https://two.example/simple"]


def test_one_value_changes_and_every_other_byte_stays() -> None:
    assert with_value(FULL, "index-url", URL) == FULL.replace(f"index_url: {OLD}", f"index-url = {URL}")


def test_a_setting_of_several_lines_is_replaced_as_a_whole() -> None:
    new = with_value(FULL, "extra-index-url", URL)
    assert values(new, "extra-index-url") == [URL]
    assert "one.example" not in new and "two.example" not in new
    assert value(new, "no-cache-dir") == "false"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", f"[global]\nindex-url = {URL}\n"),
        ("[global]\n", f"[global]\nindex-url = {URL}\n"),
        ("[global]", f"[global]\nindex-url = {URL}\n"),
        ("# mine", f"# mine\n\n[global]\nindex-url = {URL}\n"),
        ("[list]\nformat = columns\n", f"[list]\nformat = columns\n\n[global]\nindex-url = {URL}\n"),
        (
            "[global]\ntimeout = 60\n\n[list]\nformat = columns\n",
            f"[global]\ntimeout = 60\nindex-url = {URL}\n\n[list]\nformat = columns\n",
        ),
        ("[global]\nIndex-URL = x\nindex_url = y\n", f"[global]\nindex-url = {URL}\n"),
        ("[global]\nindex-url =\n  x\n", f"[global]\nindex-url = {URL}\n"),
    ],
)
def test_where_a_new_setting_goes(text: str, expected: str) -> None:
    assert with_value(text, "index-url", URL) == expected
    assert with_value(expected, "index-url", URL) == expected


def test_a_comment_is_no_setting() -> None:
    text = "[global]\n# index-url = a\n;index-url = b\n"
    assert value(text, "index-url") is None
    assert with_value(text, "index-url", URL).startswith(text)


def test_what_is_taken_out_leaves_the_rest() -> None:
    assert without(FULL, "index-url") == FULL.replace(f"index_url: {OLD}\n", "")
    assert "three.example" in without(FULL, "index-url")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (FULL, None),
        ("", None),
        ("index-url = x\n", 1),
        ("[global]\na = 1\na = 2\n", 3),
        ("[global]\na = 1\n[global]\nb = 2\n", 3),
        ("[global]\nnonsense\n", 2),
        ("[global]\n# gr\udcfcn\n", 2),
        ("[global]\n# gr\ufffdn\n", 2),
    ],
)
def test_the_line_at_which_pip_gives_up(text: str, line: int | None) -> None:
    assert unreadable_line(text) == line
    assert unreadable_line(rewritten(text)) is None


def test_a_broken_file_keeps_its_settings() -> None:
    broken = f"# gr\udcfcn\n[global]\ntimeout = 60\nindex-url = {OLD}\n[list]\nformat = columns\n"
    broken += f"[global]\nindex-url = {URL}\n"
    assert parsed(rewritten(broken)) == {"global": {"timeout": "60", "index-url": URL}, "list": {"format": "columns"}}


def test_a_broken_file_keeps_values_of_several_lines() -> None:
    assert values(rewritten(FULL + "[global]\n"), "extra-index-url") == values(FULL, "extra-index-url")


def test_undo_is_the_first_text_if_nobody_else_wrote() -> None:
    assert restored(new_conf(FULL, URL), FULL, KEYS) == FULL
    assert restored(new_conf(None, URL), None, KEYS) is None
    assert restored(new_conf("", URL), "", KEYS) == ""


def test_undo_keeps_what_others_wrote_since() -> None:
    now = with_value(new_conf(FULL, URL), "retries", "9")
    assert restored(now, FULL, KEYS) == with_value(FULL.replace("index_url: ", "index-url = "), "retries", "9")
    others = new_conf(None, URL) + "retries = 9\n"
    assert parsed(restored(others, None, KEYS) or "") == {"global": {"retries": "9"}}


def test_an_index_without_https_takes_its_trusted_host_along_and_away_again() -> None:
    text = "[global]\ntrusted-host = kept.example\n"
    plain = new_conf(text, "http://10.0.0.5:3141/root/pypi")
    assert values(plain, "trusted-host") == ["kept.example", "10.0.0.5"]
    assert values(new_conf(plain, "http://10.0.0.6/simple"), "trusted-host") == ["kept.example", "10.0.0.6"]
    assert values(new_conf(plain, URL), "trusted-host") == ["kept.example"]
    assert "trusted-host" not in new_conf(new_conf(None, "http://10.0.0.5/simple"), URL)


_LINES = st.sampled_from(
    [
        "[global]",
        "[install]",
        "[list]",
        "index-url = https://a.example/simple",
        "index_url: https://b.example/simple",
        "trusted-host = a.example",
        "  more.example",
        "timeout = 60",
        "# comment",
        "; another",
        "",
        "nonsense",
    ]
)


@given(st.lists(_LINES, max_size=12), st.booleans())
def test_any_file_gets_the_index_and_comes_back(lines: list[str], ended: bool) -> None:
    text = "\n".join(lines) + ("\n" if ended else "")
    if unreadable_line(text) is not None:
        text = rewritten(text)
        assert unreadable_line(text) is None
    before = parsed(text)
    new = new_conf(text, URL)
    assert parsed(new) == {**before, "global": {**before.get("global", {}), "index-url": URL}}
    assert restored(new, text, KEYS) == text
