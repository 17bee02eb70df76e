"""The real program in a real window, driven by key presses and seen through the eye (`eye/sitecustomize.py`)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.support.command_line import children_of
from tests.support.patience import PATIENCE_S
from tests.support.xserver import XServer

EYE = Path(__file__).parent / "eye"

Seen = dict[str, Any]
"""title, page, asks (a dialog is open), focus (class), focus_name, buttons (name: enabled), filled (names of the filled
buttons that can be pressed), chosen, texts."""


class Wizard:
    """`python -m nanowizard ARGUMENTS` with everything of its own below `home`. Use it in a `with`."""

    def __init__(self, x: XServer, home: Path, *arguments: str) -> None:
        self._x = x
        self.home = home
        self.pictures = home.parent / f"{home.name}-pictures"
        self.pictures.mkdir(parents=True, exist_ok=True)
        self._changed = threading.Condition()
        self._seen: Seen = {}
        self._blind = False
        self._errors = (home.parent / f"{home.name}-stderr.txt").open("w+", encoding="utf-8")
        ours, its = os.pipe()
        environment = {
            **x.environment,
            "QT_QPA_PLATFORM": "xcb",
            "NANOWIZARD_HOME": str(home),
            "NANOWIZARD_THEME": "light",
            "NANOWIZARD_EYE_PIPE": str(its),
            "PYTHONPATH": str(EYE),
            "PYTHONWARNINGS": "error",
        }
        argv = [sys.executable, "-m", "nanowizard", *arguments]
        self.process = subprocess.Popen(argv, env=environment, pass_fds=[its], stderr=self._errors)
        os.close(its)
        self._reader = threading.Thread(target=self._read, args=(ours,))
        self._reader.start()

    # --- what a person sees -----------------------------------------------------------------------------------------

    def seen(self) -> Seen:
        with self._changed:
            return self._seen

    def wait(self, what: Callable[[Seen], object], limit_s: float = PATIENCE_S) -> Seen:
        """The first sight for which `what` is true."""
        until = time.monotonic() + limit_s
        with self._changed:
            while not (self._seen and what(self._seen)):
                assert not self._blind, f"the program has ended: {self.errors()}"
                left = until - time.monotonic()
                assert left > 0 and self._changed.wait(left), f"never came; at last: {self._look_at_failure()}"
            return self._seen

    def wait_page(self, page: str) -> Seen:
        """Until that page is shown and has the keyboard."""
        seen = self.wait(lambda s: s["page"] == page and not s["asks"] and s["focus"])
        self.screenshot(page)
        return seen

    def wait_filled(self, *not_any_more: str) -> str:
        """Until a filled button can be pressed that has another name than these; its name."""
        seen = self.wait(lambda s: not s["asks"] and s["filled"] and s["filled"][0] not in not_any_more)
        (name,) = seen["filled"]
        return str(name)

    def wait_title(self, title: str) -> Seen:
        return self.wait(lambda s: s["title"] == title)

    def wait_button(self, words: str) -> Seen:
        return self.wait(lambda s: s["buttons"].get(words))

    def wait_focus(self, kind: str) -> Seen:
        return self.wait(lambda s: s["focus"] == kind)

    def title(self) -> str:
        """What the window manager shows."""
        return self._x.run("xdotool", "getactivewindow", "getwindowname")

    def errors(self) -> str:
        """What the program wrote to its standard error."""
        self._errors.flush()
        return Path(self._errors.name).read_text(encoding="utf-8")

    def screenshot(self, name: str) -> Path:
        file = self.pictures / f"{len(list(self.pictures.iterdir())) + 1:02}-{name}.png"
        self._x.screenshot(file)
        return file

    # --- what a person does -----------------------------------------------------------------------------------------

    def keys(self, *names: str) -> None:
        self._x.run("xdotool", "key", "--clearmodifiers", *names)

    def type(self, text: str) -> None:
        self._x.run("xdotool", "type", text)

    def tab_to(self, wanted: Callable[[Seen], object], *, key: str = "Tab", most: int = 40) -> Seen:
        """Press Tab until the focus is there; what each press did is waited for."""
        for _ in range(most):
            before = self.seen()
            if wanted(before):
                return before
            self.keys(key)
            self.wait(lambda s, keys=before["keys"]: s["keys"] > keys)
        raise AssertionError(f"Tab does not lead there: {self._look_at_failure()}")

    def hold_space(self, until: Callable[[Seen], object]) -> Seen:
        self._x.run("xdotool", "keydown", "space")
        try:
            return self.wait(until)
        finally:
            self._x.run("xdotool", "keyup", "space")

    # --- its end ----------------------------------------------------------------------------------------------------

    def helpers(self) -> list[int]:
        return children_of(self.process.pid)

    def ended(self) -> int:
        """Wait for the end; the exit status."""
        return self.process.wait(PATIENCE_S)

    def close(self) -> None:
        """Ends it in whatever state it is, with the helper (its standard input ends then)."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self._reader.join()
        self._errors.close()

    def __enter__(self) -> Wizard:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        try:
            if error is not None and self.process.poll() is None:
                self.screenshot("at-the-failure")
        finally:
            self.close()

    def _read(self, pipe: int) -> None:
        with os.fdopen(pipe, encoding="utf-8") as lines:
            for line in lines:
                with self._changed:
                    self._seen = json.loads(line)
                    self._changed.notify_all()
        with self._changed:
            self._blind = True
            self._changed.notify_all()

    def _look_at_failure(self) -> str:
        return f"{json.dumps(self._seen, ensure_ascii=False, indent=1)}\n{self.errors()}\npictures: {self.pictures}"
