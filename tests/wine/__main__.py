"""`python -m tests.wine [ARGS]`, which is `./dev wine`: what can be tested of Windows without one.

CreateFileW, ReadFile, WriteFile, DeviceIoControl and the locks are Wine's; the card is a file behind PhysicalDrive1.
"""

from __future__ import annotations

import fcntl
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.wine.outside import changing
from tests.wine.windows import ROOT, environment, in_windows, missing_programs, stop, windows

WINDOWS = ["errors", "guards", "hanging", "list", "open", "repair", "structs", "surroundings", "system"]
# The calls themselves, and what is pure but must also hold with Windows' own Python.
SUITE = [
    ["-m", "wine", "tests/contract/test_backend.py", "tests/wine"],
    [
        *[f"tests/unit/drives/test_windows_{part}.py" for part in WINDOWS],
        *[f"tests/unit/drives/test_{part}.py" for part in ("marker", "partition", "policy")],
        *["tests/unit/core/test_held.py", "tests/unit/helper/test_elevation.py"],
    ],
]


def main(arguments: Sequence[str]) -> int:
    if missing := missing_programs():
        print(f"wine: {', '.join(missing)} not found (Debian: wine wine64)", file=sys.stderr)
        return 2
    folder = windows()
    with (folder / "lock").open("w") as lock, tempfile.TemporaryDirectory(prefix="nanowizard-wine-") as scratch:
        fcntl.flock(lock, fcntl.LOCK_EX)  # PhysicalDrive1 exists once
        card, volume = Path(scratch, "card.img"), Path(scratch, "volume.img")
        _plug_in(folder, card, volume)
        # A helper is a process of its own, which finds the package where an installed one would be.
        (folder / "python" / "Lib" / "site-packages" / "checkout.pth").write_text(in_windows(ROOT), encoding="utf-8")
        with changing(card) as port:
            env = environment(folder, NANOWIZARD_WINE_CARD=in_windows(card), NANOWIZARD_WINE_PORT=str(port))
            try:
                return max(_run(folder, env, part) for part in ([arguments] if arguments else SUITE))
            finally:
                stop(folder)


def _plug_in(folder: Path, card: Path, volume: Path) -> None:
    r"""Wine looks for \\.\PhysicalDrive1 and \\.\D: by these names."""
    devices = folder / "prefix" / "dosdevices"
    for name, target in (("physicaldrive1", card), ("d::", volume)):
        (devices / name).unlink(missing_ok=True)
        (devices / name).symlink_to(target)
    with volume.open("wb") as file:
        file.truncate(1 << 20)


def _run(folder: Path, env: Mapping[str, str], arguments: Sequence[str]) -> int:
    command = ["wine", str(folder / "python" / "python.exe"), "-m", "pytest", "-c", "tests/wine/pytest.ini", *arguments]
    # Pipes, as Wine takes no file for a standard stream.
    with subprocess.Popen(
        command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            sys.stdout.write(line.decode("utf-8", "replace").replace("\r\n", "\n"))
            sys.stdout.flush()
    return running.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
