"""What a download may be told, and what it gives back."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Patience:
    """When a link or a source is given up.

    After `stall_s` without a byte a link is. `attempts` in a row may bring nothing before the download ends; there are
    `attempts_later` of them once something has come, so that a computer that slept finds its network again. The pause
    before the next attempt is `pause_s`, doubles each time and stays below `longest_pause_s`.
    A source that brings less than `slow_bytes_per_s` over `slow_s` is left if there is another one; one that brings
    less than `crawl_bytes_per_s` counts as silent.
    """

    stall_s: float = 15.0
    attempts: int = 4
    attempts_later: int = 20
    pause_s: float = 1.0
    longest_pause_s: float = 30.0
    slow_bytes_per_s: float = 100_000.0
    crawl_bytes_per_s: float = 1_000.0
    slow_s: float = 30.0


@dataclass(frozen=True, slots=True)
class Pieces:
    """How a file is shared among connections: pieces of about `aim_s` each, within these bounds in bytes.

    No connection runs further ahead of the first missing byte than `ahead_bytes`: what lies there is read again for
    the hash, out of the system's cache as long as it is little.
    """

    connections: int = 4
    least_bytes: int = 4 * MIB
    most_bytes: int = 64 * MIB
    ahead_bytes: int = 512 * MIB
    aim_s: float = 10.0


class Follower(Protocol):
    """Reads the bytes while they arrive; called in the thread that downloads."""

    def arrived(self, part: Path, have: int, size: int | None) -> None:
        """All bytes before `have` are in `part`, of `size` in all (None while nobody knows)."""

    def restarted(self) -> None:
        """What has arrived counts no more: it comes anew from the first byte on."""

    def proved(self, hashes: dict[str, str]) -> None:
        """The whole is there and right. The part stays where it is until this returns; what it does fails by itself."""

    def used_bytes(self) -> int:
        """How far it has read: what lies before may be written over."""


@dataclass(frozen=True, slots=True)
class Options:
    """`limit_bytes_per_s`: no faster than that. `also`: further algorithms of hashlib, for notes that are no SHA-256.

    `follower` reads along. With `window_bytes` nothing is kept: the part is a ring of that size, and no byte is written
    over that the follower has not read.

    `checkpoint_s`: how often the state is written, and so how much a cut of the power may cost. `clock` and `now` are
    the seconds since some moment and since 1970.
    """

    patience: Patience = Patience()
    pieces: Pieces = Pieces()
    limit_bytes_per_s: int | None = None
    also: tuple[str, ...] = ()
    follower: Follower | None = None
    window_bytes: int | None = None
    checkpoint_s: float = 2.0
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time


USUAL = Options()


@dataclass(frozen=True, slots=True)
class Wanted:
    """The same file at all of `urls`.

    `digests`: by algorithm, in small letters; they and `expected_bytes` are pinned where known. `approx_bytes` refuses
    only what is less than half of it; with `is_packed` it begins as an archive does.
    """

    urls: tuple[str, ...]
    digests: Mapping[str, str] = field(default_factory=dict)
    expected_bytes: int | None = None
    approx_bytes: int | None = None
    is_packed: bool = False

    @property
    def is_pinned(self) -> bool:
        return bool(self.digests or self.expected_bytes)

    @property
    def least_bytes(self) -> int:
        return (self.approx_bytes or 0) // 2


@dataclass(frozen=True, slots=True)
class FetchResult:
    """`resumed_from`: how many bytes were there before; equal to `bytes` when nothing had to be fetched.

    `hashes`: by algorithm, SHA-256 always. `sources`: the addresses that the bytes came from in this run.
    """

    path: Path
    bytes: int
    hashes: dict[str, str]
    resumed_from: int
    sources: tuple[str, ...] = field(default=())

    @property
    def sha256(self) -> str:
        return self.hashes["sha256"]
