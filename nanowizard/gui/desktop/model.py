"""What a desktop can show of a run behind its windows. None of it is worth failing or waiting for."""

from __future__ import annotations

from typing import Protocol


class Desktop(Protocol):
    """Called in the window's thread; returns at once."""

    def show_progress(self, fraction: float | None) -> None:
        """At the program's place in the task bar, from 0 to 1; None takes it away."""

    def notify(self, headline: str, text: str) -> None:
        """Tell somebody who looks elsewhere."""

    def hold(self, why: str) -> None:
        """Ask for nobody to log out or shut down without a question, until `release`; `why` is shown with it."""

    def release(self) -> None: ...

    def close(self) -> None: ...


class NoDesktop:
    """For a system whose desktop is not known."""

    def show_progress(self, fraction: float | None) -> None:
        pass

    def notify(self, headline: str, text: str) -> None:
        pass

    def hold(self, why: str) -> None:
        pass

    def release(self) -> None:
        pass

    def close(self) -> None:
        pass
