"""Words and picture of a fingerprint: the same everywhere, and the picture is OpenSSH's own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanowizard.remote.hostkey_art import _WORDS, COLUMNS, END, ROWS, START, WORD_COUNT, picture_of, words_of
from nanowizard.remote.hostkeys import HostKey

FINGERPRINT = "lu7D7KrSxiD96cFZOQzVZ0O5B8paZVu1UfK5OfKejlI"
# What `ssh-keygen -lvf` printed for that key (OpenSSH 9.2), without its frame.
PRINTED = """
      .. ... .+..
     .  . O .  =.
    .  . * *  ...
     o .+.o .   o
 .    =oS  . . + 
. o. o.+     Eo .
 . =+. o.   .  . 
  . *. .+  .  o .
   +o..oo.  ...+ 
"""  # noqa: W291 - blanks belong to it


def test_the_picture_is_the_one_that_openssh_prints() -> None:
    assert picture_of(FINGERPRINT) == PRINTED.strip("\n").split("\n")
    assert picture_of(f"SHA256:{FINGERPRINT}") == picture_of(FINGERPRINT)


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="not installed: ssh-keygen")
@pytest.mark.parametrize("kind", ["ed25519", "ecdsa"])
def test_openssh_agrees_on_a_new_key(tmp_path: Path, kind: str) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", str(tmp_path / "key")], check=True)
    said = subprocess.run(
        ["ssh-keygen", "-lvf", str(tmp_path / "key.pub")], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    assert picture_of(said[0].split()[1]) == [line[1:-1] for line in said[2:-1]]


def test_the_words_never_change() -> None:
    assert words_of(FINGERPRINT) == ["maple", "umbrella", "puppet", "tunnel", "olive", "sandal", "quartz", "branch"]
    assert len(set(_WORDS)) == 256
    assert all(3 <= len(word) <= 8 and word.isascii() and word.islower() for word in _WORDS)


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_another_key_has_another_picture_or_other_words(one: bytes, other: bytes) -> None:
    prints = [HostKey("ssh-ed25519", blob).fingerprint for blob in (one, other)]
    shown = [(picture_of(fingerprint), words_of(fingerprint)) for fingerprint in prints]
    assert (shown[0] == shown[1]) == (one == other)
    for picture, words in shown:
        assert [len(row) for row in picture] == [COLUMNS] * ROWS
        assert "".join(picture).count(END) == 1
        assert "".join(picture).count(START) <= 1
        assert len(words) == WORD_COUNT
