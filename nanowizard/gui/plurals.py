"""The texts that count something and so have plural forms, in every language English included.

They stand together because lupdate reads the number only from `something.tr(text, comment, n)` and files the text under
the name of the class around it. Of `translate(context, text, comment, n)` it makes an ordinary text, or nothing at all
when n is more than a name.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


class Plurals:
    @staticmethod
    def tr(text: str, comment: str, n: int) -> str:
        return QCoreApplication.translate("Plurals", text, comment, n)

    @classmethod
    def partitions(cls, n: int) -> str:
        return cls.tr("%n partition(s)", "on a card", n)

    @classmethod
    def more_partitions(cls, n: int) -> str:
        return cls.tr("and %n more partition(s)", "on a card", n)

    @classmethod
    def lost_places(cls, n: int) -> str:
        return cls.tr("%n place(s) did not keep the data at first", "on a card", n)
