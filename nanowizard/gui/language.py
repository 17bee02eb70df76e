"""The languages of the wizard, and switching between them while it runs."""

from __future__ import annotations

from pathlib import Path

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


class _Texts(QTranslator):
    """The texts of one .qm file.

    From memory: Qt maps a file that it is given by name into the process, and when somebody writes into that file (an
    update, a build), the next text that is looked up reads past its end, and the window is gone without a word.
    """

    def __init__(self, compiled: bytes, parent: QObject) -> None:
        super().__init__(parent)
        self._compiled = compiled  # Qt makes no copy
        self.is_loaded = bool(compiled) and self.load(compiled)


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
            translator.deleteLater()
        self._installed = []
        folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        for file in (folder / f"qtbase_{tag}.qm", translation_file(tag)):
            if file is not None:
                self._install(file)

    def _install(self, file: Path) -> None:
        try:
            compiled = file.read_bytes()
        except OSError:  # English texts are better than none
            return
        translator = _Texts(compiled, self)
        if translator.is_loaded:
            self._installed.append(translator)
            self._app.installTranslator(translator)
