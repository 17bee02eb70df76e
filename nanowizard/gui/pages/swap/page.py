"""Swap: spare memory for the Nano, as a file on its card."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QCoreApplication

from nanowizard.core.task import RunContext, Task
from nanowizard.gui import page_ids, texts
from nanowizard.gui.context import Context
from nanowizard.gui.pages.step.base import StepPage
from nanowizard.gui.pages.swap.form import SwapForm
from nanowizard.provision.swap.facts import SwapOptions
from nanowizard.tasks.nano import CheckNano
from nanowizard.tasks.swap import SwapNano

translate = QCoreApplication.translate


class SwapPage(StepPage):
    id = page_ids.SWAP

    def __init__(self, context: Context) -> None:
        form = SwapForm()
        form.choose(_kept(context))
        super().__init__(context, form)
        self.form = form
        self.retranslate()

    def purpose(self) -> tuple[str, str]:
        return (
            translate("SwapPage", "Give the Nano more memory"),
            translate(
                "SwapPage",
                "A swap file is slow spare memory on the card. The Nano uses it when its own memory is full.",
            ),
        )

    def task(self) -> Task:
        return SwapNano(self.context.session)

    def keep(self) -> None:
        self.context.session.journey.swap = asdict(self.form.options())

    def look_beside(self) -> Callable[[RunContext], Any]:
        session = self.context.session
        known = session.journey.outcomes.get(page_ids.CONNECT)
        memory = known.facts.get("memory_bytes") if known is not None else None
        return lambda ctx: memory or CheckNano(session).run(None, ctx).get("memory_bytes")

    def seen_beside(self, answer: Any) -> None:
        self.form.set_memory(answer)

    def effect(self) -> str:
        now, after = self.form.file_bytes(), self.form.options().size_bytes
        if after and not now:
            return translate("SwapPage", "Add {size}").format(size=texts.memory(after))
        if now and not after:
            return translate("SwapPage", "Remove the swap file")
        if now != after:
            return translate("SwapPage", "Change to {size}").format(size=texts.memory(after))
        return translate("SwapPage", "Change it")

    def done_words(self, result: Mapping[str, Any]) -> tuple[str, str]:
        size = result.get("file_bytes", 0)
        stays = translate("SwapPage", "It stays like this after a restart.")
        if size:
            return translate("SwapPage", "The Nano has {size} more memory").format(size=texts.memory(size)), stays
        return translate("SwapPage", "There is no swap file any more"), stays


def _kept(context: Context) -> SwapOptions:
    """What was chosen the last time; a damaged note counts as none."""
    kept = context.session.journey.swap
    size, zram = kept.get("size_bytes"), kept.get("keep_zram")
    return SwapOptions(
        size_bytes=size if isinstance(size, int) else SwapOptions().size_bytes,
        keep_zram=zram if isinstance(zram, bool) else True,
    )
