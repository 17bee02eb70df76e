"""Files as a root file system has them, made up: the same bytes for the same seed, on any computer.

They pack about as well as the files of a real /usr (2.5 times), and repeat themselves no more than those within the
32 KiB that a packer looks back: each file is pieced together from excerpts of a long text and of long "machine code".
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import accumulate

_CORPUS_BYTES = 8 * 1024 * 1024
_SIZES = (1_200, 2_500, 5_000, 11_000, 24_000, 60_000, 180_000, 700_000, 3_000_000)
_SHARES = (220, 180, 160, 130, 120, 100, 60, 25, 5)
"""Of a thousand files, how many have about each of these sizes: 55 KB at an average."""
_EXCERPT_BYTES = 4096


class Content:
    """Ask for the files in a fixed order: each one depends on those before it."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._text = self._corpus(self._word, 6000, immediates=False)
        self._code = self._corpus(self._instruction, 500, immediates=True)

    def size(self) -> int:
        middle = self._random.choices(_SIZES, cum_weights=list(accumulate(_SHARES)))[0]
        return middle // 2 + self._random.randrange(middle)

    def file(self, size: int) -> bytes:
        kind = self._random.random()
        if kind < 0.06:  # what is packed already: pictures, archives
            return self._random.randbytes(size)
        corpus = self._text if kind < 0.5 else self._code
        pieces, left = [], size
        while left > 0:
            length = min(left, 256 + self._random.randrange(_EXCERPT_BYTES))
            at = self._random.randrange(len(corpus) - length)
            pieces.append(corpus[at : at + length])
            left -= length
        return b"".join(pieces)

    def noise(self, size: int) -> bytes:
        return self._random.randbytes(size)

    def _corpus(self, make: Callable[[], bytes], count: int, *, immediates: bool) -> bytes:
        """Made of `count` different pieces, the n-th of them 1/n as often as the first."""
        pieces = [make() for _ in range(count)]
        often = list(accumulate(1_000_000 // (place + 2) for place in range(count)))
        out = bytearray()
        while len(out) < _CORPUS_BYTES:
            for piece in self._random.choices(pieces, cum_weights=often, k=4096):
                out += piece
                if immediates and self._random.random() < 0.06:
                    out += self._random.randbytes(1 + self._random.randrange(3))
        return bytes(out[:_CORPUS_BYTES])

    def _word(self) -> bytes:
        letters = b"eeeeeetttttaaaaooooiiiinnnnsssshhhrrrdddlllccuumwfgypbvk_"
        word = bytes(self._random.choices(letters, k=2 + self._random.randrange(9)))
        return word + self._random.choice((b" ", b" ", b" ", b", ", b".\n", b"(", b");\n", b" = "))

    def _instruction(self) -> bytes:
        return self._random.randbytes(2 + self._random.randrange(6))
