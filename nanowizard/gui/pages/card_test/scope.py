"""How much of the card a test covers: as much as the chosen image needs, or all of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from nanowizard.gui import texts

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class ProbeScope:
    """`image_bytes`: how much the chosen image takes on a card; None: there is none, or it does not say."""

    card_bytes: int = 0
    image_bytes: int | None = None

    def need_bytes(self) -> int | None:
        """How much must be real for a quick test, None: all of the card. One that is too small is tested as a whole."""
        return self.image_bytes if self.image_bytes and self.image_bytes < self.card_bytes else None

    def is_too_small(self) -> bool:
        return self.image_bytes is not None and self.image_bytes > self.card_bytes

    def fact(self) -> tuple[str, str]:
        """Label and value: what a quick test covers, and what the full one does instead."""
        return translate("CardTestPage", "What is tested"), self._words()

    def _words(self) -> str:
        need = self.need_bytes()
        if need is not None:
            first = translate("CardTestPage", "The first {size}, as much as the image needs.")
            whole = translate("CardTestPage", "The full test covers the whole card.")
            return texts.sentences(first.format(size=texts.size(need)), whole)
        if self.is_too_small():
            places = translate("CardTestPage", "Places on the whole card: it is too small for the image.")
        else:
            places = translate("CardTestPage", "Places on the whole card.")
        return texts.sentences(places, translate("CardTestPage", "The full test covers every byte."))
