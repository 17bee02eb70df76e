"""Build hook: compiles translations/*.ts into the .qm files that Qt loads, and puts them into the wheel.

They are made in `build/translations`, where a checkout (an editable install) reads them; a wheel carries them in
`nanowizard/translations`. `core.resources.translation_file` looks in both places.
As a script (`python packaging/build_translations.py`) it only compiles: `./dev` does that when a .ts is newer.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OUT = Path("build", "translations")


def qt_tool(name: str) -> Path:
    """The program itself: the `pyside6-lrelease` scripts only start it, and are not on PATH in an isolated build."""
    import PySide6  # noqa: PLC0415 - only builds that compile need it

    tool = Path(PySide6.__path__[0], name + (".exe" if sys.platform == "win32" else ""))
    if not tool.is_file():
        raise FileNotFoundError(f"{name} is not in {tool.parent}: is PySide6-Essentials installed?")
    return tool


def compile_translations(root: Path) -> list[Path]:
    """Compile every translations/*.ts below `root`; returns the .qm files. Raises CalledProcessError, OSError.

    Each is replaced as a whole: a window or a test that starts meanwhile finds the old texts or the new ones.
    """
    sources = sorted((root / "translations").glob("*.ts"))
    out = root / OUT
    out.mkdir(parents=True, exist_ok=True)
    compiled = [out / f"{source.stem}.qm" for source in sources]
    for source, target in zip(sources, compiled, strict=True):
        with tempfile.TemporaryDirectory(dir=out) as folder:
            fresh = Path(folder, target.name)
            subprocess.run([qt_tool("lrelease"), "-silent", source, "-qm", fresh], check=True)
            fresh.replace(target)
    return compiled


class TranslationsHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling's is generic over its own config
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compiled = compile_translations(Path(self.root))
        if self.target_name == "wheel" and version != "editable":
            for file in compiled:
                build_data["force_include"][str(file)] = f"nanowizard/translations/{file.name}"


if __name__ == "__main__":
    compile_translations(Path(__file__).resolve().parent.parent)
