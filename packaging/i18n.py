"""Brings translations/*.ts up to date with the texts in the code, or with --check only says whether they are.

--check fails when lupdate would change a file, or when a shipped language has an entry without a finished text.
English has a file too: its plural forms ("1 card", "2 cards") are translations for Qt like any other.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from build_translations import compile_translations, qt_tool

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES: dict[str, list[str]] = {"zh_CN": [], "en": ["-pluralonly"]}


def update(language: str, file: Path) -> None:
    """Run lupdate over the whole package. Without line numbers, so that a diff shows changed texts only."""
    sources = sorted((ROOT / "nanowizard").rglob("*.py"))
    command: list[str | Path] = [qt_tool("lupdate"), "-silent", "-locations", "none", "-no-obsolete"]
    command += ["-source-language", "en", "-target-language", language, *LANGUAGES[language], *sources, "-ts", file]
    subprocess.run(command, check=True, cwd=ROOT)


def unfinished(file: Path) -> list[str]:
    """The source texts whose translation is missing or marked unfinished."""
    messages = ElementTree.parse(file).iter("message")  # noqa: S314 - our own file
    return [message.findtext("source", "") for message in messages if _is_open(message.find("translation"))]


def _is_open(translation: ElementTree.Element | None) -> bool:
    if translation is None or translation.get("type") == "unfinished":
        return True
    forms = translation.findall("numerusform")
    return not all(form.text for form in forms) if forms else not translation.text


def check(language: str, file: Path) -> list[str]:
    """What is wrong with one file, in sentences."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder, file.name)
        shutil.copy(file, fresh)
        update(language, fresh)
        stale = fresh.read_bytes() != file.read_bytes()
        missing = unfinished(fresh)
    complaints = [f"{file.name}: does not match the texts in the code; run ./dev i18n"] if stale else []
    return complaints + [f"{file.name}: not translated: {text}" for text in missing]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, fail when something is left to do")
    only_check = parser.parse_args().check
    complaints = []
    for language in LANGUAGES:
        file = ROOT / "translations" / f"nanowizard_{language}.ts"
        if only_check:
            complaints += check(language, file)
            continue
        update(language, file)
        print(f"{file.name}: {len(unfinished(file))} entries without a finished translation")
    if not only_check:
        compile_translations(ROOT)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
