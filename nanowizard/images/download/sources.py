"""The addresses of one file: whose turn it is, and when there is nobody left to ask. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from nanowizard.core.errors import ImageError
from nanowizard.images.download.model import Patience


@dataclass(slots=True)
class Source:
    """`failures` in a row that brought nothing; `rate` in bytes/s when it was left as too slow.

    `error`: it will not be asked again in this run. `differs`: it has another file, and is asked only when nobody else
    is left.
    """

    url: str
    failures: int = 0
    rate: float | None = None
    error: ImageError | None = None
    differs: bool = False

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or self.url


class Sources:
    """`current` is asked until it is left."""

    def __init__(self, urls: Sequence[str], patience: Patience) -> None:
        self.all = [Source(url) for url in dict.fromkeys(urls)]
        self.current = self.all[0]
        self._patience = patience
        self._has_come = False

    def begin_with(self, url: str) -> None:
        """The one that an earlier run was served by, if it is still among them."""
        self.current = next((source for source in self.all if source.url == url), self.current)

    def brought(self) -> None:
        """Something came: whoever failed before may try as often again."""
        self._has_come = True
        for source in self.all:
            source.failures = 0

    def failed(self, *, stay: bool = False) -> float | None:
        """The current one broke off; with `stay` it is asked again, else the next has its turn.

        Returns a pause in seconds, or None when all have had as many attempts as they get.
        """
        self.current.failures += 1
        if stay:
            return self._patience.pause_s
        usable = self._usable()
        most = self._patience.attempts_later if self._has_come else self._patience.attempts
        if all(source.failures >= most for source in usable):
            return None
        self.current = min(usable, key=lambda source: source.failures)
        if self.current.failures == 0:
            return 0.0
        doubled = self._patience.pause_s * (1 << min(self.current.failures - 1, 16))
        return min(doubled, self._patience.longest_pause_s)

    def refused(self, error: ImageError) -> bool:
        """The current one is of no use; False when it was the last."""
        self.current.error = error
        return self._turn()

    def wrong(self, urls: Collection[str], error: ImageError) -> bool:
        """What these brought is not what is wanted; False when nobody else is left. Nothing of it is to be matched."""
        for source in self.all:
            source.differs = False
            if source.url in urls:
                source.error = error
        return self._turn()

    def differs(self) -> bool:
        """The current one has another file than the part is of; False when nobody else can go on with the part."""
        self.current.differs = True
        return self._turn() and not self.current.differs

    def slow(self, rate: float) -> bool:
        """Whether there is another source that may be faster than this one; then it has its turn."""
        self.current.rate = rate
        others = [source for source in self._usable() if source is not self.current and not source.differs]
        untried = [source for source in others if source.rate is None and not source.failures]
        faster = [source for source in others if source.rate is not None and source.rate > 2 * rate]
        if not untried and not faster:
            return False
        self.current = untried[0] if untried else max(faster, key=lambda source: source.rate or 0.0)
        return True

    def verdict(self) -> ImageError | None:
        """What all that were refused come to: the error of the first, with those of the others as details."""
        errors = [(source, source.error) for source in self.all if source.error]
        if not errors:
            return None
        first = errors[0][1]
        told = "; ".join(f"{source.host}: {error.code} {error.detail}".strip() for source, error in errors)
        return ImageError(first.code, detail=told, **first.params)

    def _usable(self) -> list[Source]:
        return [source for source in self.all if source.error is None]

    def _turn(self) -> bool:
        usable = self._usable()
        if not usable:
            return False
        self.current = min(usable, key=lambda source: (source.differs, source.failures))
        return True
