"""Parsers of what strangers made, under bytes that nobody would write: the quick part of `./dev fuzz` (tests/fuzz)."""

from __future__ import annotations

import random

import pytest
from fuzz.seeds import corpus
from fuzz.targets import TARGETS
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize("family", TARGETS)
def test_the_corpus(family: str) -> None:
    """The real things, and whatever once broke a parser."""
    for _name, data in corpus(family):
        TARGETS[family](data)


@pytest.mark.parametrize("family", TARGETS)
@settings(max_examples=80)
@given(data=st.data())
def test_the_corpus_with_a_few_bytes_changed(family: str, data: st.DataObject) -> None:
    seeds = corpus(family)
    changed = bytearray(data.draw(st.sampled_from(seeds))[1])
    noise = random.Random(data.draw(st.integers(0, 1 << 32)))
    for _ in range(data.draw(st.integers(1, 12))):
        at = noise.randrange(len(changed))
        changed[at : at + noise.choice((1, 1, 2, 4, 8))] = noise.choice(
            (b"\0\0\0\0", b"\xff\xff\xff\xff", noise.randbytes(1), noise.randbytes(4), b"\x01\0\0\0", b"")
        )
    TARGETS[family](bytes(changed))


@pytest.mark.parametrize("family", TARGETS)
@settings(max_examples=40)
@given(data=st.binary(max_size=2048))
def test_anything_at_all(family: str, data: bytes) -> None:
    TARGETS[family](data)
