"""The texts that count something and so have plural forms, in every language English included.

They stand together because lupdate reads the number only from `Plurals.tr(text, comment, n)`, and files the text under
what stands before the dot. Of `translate(context, text, comment, n)` it makes an ordinary text, or nothing at all
when n is more than a name.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


class Plurals:
    @staticmethod
    def tr(text: str, comment: str, n: int) -> str:
        return QCoreApplication.translate("Plurals", text, comment, n)

    @staticmethod
    def partitions(n: int) -> str:
        return Plurals.tr("%n partition(s)", "on a card", n)

    @staticmethod
    def more_partitions(n: int) -> str:
        return Plurals.tr("and %n more partition(s)", "on a card", n)

    @staticmethod
    def more_places(n: int) -> str:
        """`{places}` are those that are named."""
        return Plurals.tr("{places} and %n more", "folders", n)

    @staticmethod
    def all_data_on_cards(n: int) -> str:
        return Plurals.tr("All data on these %n card(s) will be erased", "several at once", n)

    @staticmethod
    def cards_ready(n: int) -> str:
        return Plurals.tr("All %n card(s) are ready", "several at once", n)

    @staticmethod
    def different_places(n: int) -> str:
        return Plurals.tr("%n place(s)", "that differ, on a card", n)

    @staticmethod
    def lost_places(n: int) -> str:
        return Plurals.tr("%n place(s) did not keep the data at first", "on a card", n)
