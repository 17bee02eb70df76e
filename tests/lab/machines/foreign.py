"""Programs of another processor on this one, while a system for it is built: QEMU in place of the processor."""

from __future__ import annotations

import contextlib
import platform
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

_MISC = Path("/proc/sys/fs/binfmt_misc")
_NAME = "nanowizard-lab-arm64"
# How an ELF program for arm64 begins: 64 bits, little endian, machine 183. A byte of the mask that is 0 does not count.
_MAGIC = b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x02\x00\xb7\x00"
_MASK = b"\xff" * 7 + b"\x00" + b"\xff" * 8 + b"\xfe\xff\xff\xff"


@contextlib.contextmanager
def runs_arm64() -> Iterator[None]:
    """Needs root and qemu-user-static. Raises OSError where the kernel cannot start programs through others."""
    if platform.machine() == "aarch64" or _is_known():
        yield
        return
    interpreter = shutil.which("qemu-aarch64-static")
    if interpreter is None:
        raise FileNotFoundError("qemu-aarch64-static (Debian's package qemu-user-static)")
    with contextlib.ExitStack() as stack:
        if not (_MISC / "register").exists():
            subprocess.run(["mount", "-t", "binfmt_misc", "binfmt_misc", _MISC], check=True)
            stack.callback(subprocess.run, ["umount", "-l", _MISC], check=False)
        # F: opened now, so that it is found inside of a chroot as well. P: a program keeps its own name.
        fields = (_NAME, "M", "", _escaped(_MAGIC), _escaped(_MASK), interpreter, "F")
        (_MISC / "register").write_text(f":{':'.join(fields)}")
        stack.callback((_MISC / _NAME).write_text, "-1")
        yield


def _is_known() -> bool:
    if not _MISC.is_dir():
        return False
    entries = [entry for entry in _MISC.iterdir() if entry.name not in {"register", "status"}]
    return any(f"magic {_MAGIC.hex()}" in entry.read_text() for entry in entries)


def _escaped(data: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in data)
