"""The layouts that Windows is asked with, by drives and helper, against a compiler's numbers (tests/data/windows)."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from nanowizard.drives.windows import structs as win
from nanowizard.helper.elevation import structs as elevation_structs

FOLDER = Path(__file__).resolve().parents[2] / "data" / "windows"
LINES = (FOLDER / "layout.txt").read_text(encoding="utf-8").splitlines()
COMPILER = "x86_64-w64-mingw32-gcc"

MODULES = (win, elevation_structs)
OUR_NAMES = {
    "SHELLEXECUTEINFOW": "ShellExecuteInfo",
    "BusTypeUsb": "BUS_USB",
    "BusTypeSd": "BUS_SD",
    "BusTypeMmc": "BUS_MMC",
    "BusTypeSpaces": "BUS_SPACES",
    "StorageDeviceProperty": "PROPERTY_DEVICE",
    "StorageDeviceTrimProperty": "PROPERTY_TRIM",
    "DeviceDsmAction_Trim": "ACTION_TRIM",
    "PARTITION_STYLE_MBR": "STYLE_MBR",
    "PARTITION_STYLE_GPT": "STYLE_GPT",
    "PARTITION_LDM": "MBR_TYPE_LDM",
    "DRIVE_LAYOUT_INFORMATION_MBR": "DriveLayoutMbr",
    "DRIVE_LAYOUT_INFORMATION_GPT": "DriveLayoutGpt",
}
# The arrays at an end that we leave out: where they begin is how long ours is.
LAST_ARRAYS = ("Data", "RawDeviceProperties")


def ours(name: str) -> type[ctypes.Structure]:
    camel = OUR_NAMES.get(name) or "".join(word.capitalize() for word in name.split("_"))
    found: type[ctypes.Structure] = the(camel)
    return found


def the(name: str) -> Any:
    (found,) = [vars(module)[name] for module in MODULES if name in vars(module)]
    return found


def our_number(expression: str) -> int:
    if size := re.fullmatch(r"sizeof\((\w+)\)", expression):
        return ctypes.sizeof(ours(size[1]))
    if field := re.fullmatch(r"offsetof\((\w+), (\w+)\)", expression):
        if field[2] in LAST_ARRAYS:
            return ctypes.sizeof(ours(field[1]))
        return int(getattr(ours(field[1]), field[2]).offset)
    return int(the(OUR_NAMES.get(expression, expression)))


@pytest.mark.parametrize("line", LINES)
def test_a_layout_is_the_compilers(line: str) -> None:
    expression, number = line.split(" = ")
    assert our_number(expression) == int(number, 0)


def test_every_layout_and_code_is_compared() -> None:
    structures = {
        value
        for module in MODULES
        for name, value in vars(module).items()
        if isinstance(value, type) and value.__module__ == module.__name__ and not name.startswith("_")
        if name != "Guid"
    }
    assert structures == {ours(name) for name in re.findall(r"(?:sizeof|offsetof)\((\w+)", "\n".join(LINES))}
    codes = {
        name for module in MODULES for name, value in vars(module).items() if name.isupper() and isinstance(value, int)
    }
    expressions = {line.split(" = ")[0] for line in LINES}
    assert codes - {OUR_NAMES.get(expression, expression) for expression in expressions} == set()


@pytest.mark.skipif(not shutil.which(COMPILER), reason=f"needs {COMPILER} (package gcc-mingw-w64-x86-64-win32)")
def test_the_recorded_numbers_are_the_compilers(tmp_path: Path) -> None:
    source = tmp_path / "layout.c"
    asserts = [f'_Static_assert(({line.replace(" = ", ") == (")}), "{line}");' for line in LINES]
    source.write_text("\n".join(['#include "layout.h"', *asserts]), encoding="utf-8")
    compiled = subprocess.run(
        [COMPILER, "-fsyntax-only", "-I", FOLDER, source], capture_output=True, text=True, check=False
    )
    assert compiled.returncode == 0, compiled.stderr
