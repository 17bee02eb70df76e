"""The texts of a language stay what they are while the window is open, whatever happens to the files."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

import nanowizard.gui.language as language_module
from nanowizard.gui.language import Translators

ROOT = Path(__file__).resolve().parents[2]
TS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN"><context><name>Page</name>
<message><source>Card</source><translation>{card}</translation></message>
</context></TS>
"""


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_translations", ROOT / "packaging" / "build_translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with one language."""
    (tmp_path / "translations").mkdir()
    write(tmp_path, "存储卡")
    return tmp_path


@pytest.fixture
def translators(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, project: Path) -> Iterator[Translators]:
    compiled = project / "build" / "translations" / "nanowizard_zh_CN.qm"
    monkeypatch.setattr(language_module, "translation_file", lambda tag: compiled if tag == "zh_CN" else None)
    before = QLocale()
    made = Translators(qapp)
    yield made
    made.use("en")
    QLocale.setDefault(before)


def write(project: Path, card: str) -> None:
    (project / "translations" / "nanowizard_zh_CN.ts").write_text(TS.format(card=card), encoding="utf-8")


def shown() -> str:
    return QCoreApplication.translate("Page", "Card")


def test_a_file_that_is_written_over_changes_nothing_in_an_open_window(
    build: ModuleType, project: Path, translators: Translators
) -> None:
    (compiled,) = build.compile_translations(project)
    translators.use("zh_CN")
    assert shown() == "存储卡"
    with compiled.open("r+b") as file:  # as programs do that know nothing of each other
        file.write(bytes(compiled.stat().st_size))
    assert shown() == "存储卡"


@pytest.mark.parametrize("content", [None, b"", b"no texts"])
def test_without_usable_texts_the_english_ones_show(
    project: Path, translators: Translators, content: bytes | None
) -> None:
    if content is not None:
        (project / "build" / "translations").mkdir(parents=True)
        (project / "build" / "translations" / "nanowizard_zh_CN.qm").write_bytes(content)
    translators.use("zh_CN")
    assert shown() == "Card"


def test_no_texts_of_another_language_are_kept(build: ModuleType, project: Path, translators: Translators) -> None:
    build.compile_translations(project)
    for tag in ("zh_CN", "en", "zh_CN", "en", "zh_CN"):
        translators.use(tag)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert len(translators.findChildren(QTranslator)) == 2, "ours, and Qt's own"
    assert shown() == "存储卡"


def test_texts_are_compiled_beside_the_old_ones_and_replace_them_whole(build: ModuleType, project: Path) -> None:
    """Whoever reads the old file meanwhile reads it to its end."""
    (compiled,) = build.compile_translations(project)
    before = compiled.read_bytes()
    with compiled.open("rb") as reader:
        write(project, "别的卡")
        assert build.compile_translations(project) == [compiled]
        assert reader.read() == before
    assert compiled.read_bytes() != before
    assert list(compiled.parent.iterdir()) == [compiled]
