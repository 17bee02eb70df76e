"""The languages of the wizard, and switching between them while it runs."""

from __future__ import annotations

import os

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from nanowizard.core.resources import translation_file

LANGUAGES: tuple[tuple[str, str], ...] = (("en", "English"), ("zh_CN", "简体中文"))
"""Tag and own name of each shipped language."""


def best_language(wanted: str | None) -> str:
    """The shipped language nearest to a tag such as "zh-Hans-CN"; None asks the system. English where none is near."""
    tags = [wanted] if wanted else QLocale.system().uiLanguages()
    for tag in tags:
        first = tag.replace("-", "_").split("_")[0].lower()
        for known, _name in LANGUAGES:
            if known.split("_")[0] == first:
                return known
    return LANGUAGES[0][0]


class Translators(QObject):
    """Our texts and Qt's own (its dialogs) for one language at a time."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._app = app
        self._installed: list[QTranslator] = []
        self.language = ""

    def use(self, tag: str) -> None:
        """Every widget gets a LanguageChange event afterwards, if anything changed."""
        if tag == self.language:
            return
        self.language = tag
        # First of all: texts are made of numbers and dates too, and those follow the default locale.
        QLocale.setDefault(QLocale(tag))
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed = []
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        self._install(os.path.join(folder, f"qtbase_{tag}.qm"))  # noqa: PTH118 - Qt wants a string
        ours = translation_file(tag)
        if ours is not None:
            self._install(str(ours))

    def _install(self, file: str) -> None:
        translator = QTranslator(self)
        if translator.load(file):
            self._installed.append(translator)
            self._app.installTranslator(translator)
