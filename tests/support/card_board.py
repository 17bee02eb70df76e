"""A real board whose root file system is the first partition of a card with the fourteen of a Nano, never grown."""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path

from support.boards import RealBoard, until
from support.labs import attach

MIB = 1 << 20
CARD_BYTES = 512 * MIB
APP_BYTES = 96 * MIB
APP_START = 28672
# Name, first sector and sectors of the others, as JetPack 4.6.1 has them.
SMALL = (
    ("TBC", 2048, 256),
    ("RP1", 4096, 896),
    ("EBT", 6144, 1152),
    ("WB0", 8192, 128),
    ("BPF", 10240, 384),
    ("BPF-DTB", 12288, 1152),
    ("FX", 14336, 128),
    ("TOS", 16384, 896),
    ("DTB", 18432, 896),
    ("LNX", 20480, 1536),
    ("EKS", 22528, 128),
    ("BMP", 24576, 384),
    ("RP4", 26624, 256),
)


class CardBoard(RealBoard):
    """`card` is the node of the card, a loop device; it stays in its reader until the board is closed."""

    card = ""

    @property
    def app(self) -> str:
        return f"{self.card}p1"

    def put_card_in(self) -> None:
        """Have / and the board's own view of it as on a Nano: the nodes of the card, and /sys."""
        for node in (self.card, self.app):
            name = Path(node).name
            major, minor = Path(f"/sys/class/block/{name}/dev").read_text().split(":")
            _run("mknod", "-m", "600", str(self.root / "dev" / name), "b", major, minor.strip())
        (self.root / "sys").mkdir()
        self._inside_run("mount", "-t", "sysfs", "-o", "ro", "sysfs", "/sys")

    def switch_off(self) -> None:
        """The system ends and its file system is clean; the card can be looked at."""
        self._stop()
        self._sshd = None
        self._drop_zram()
        self.zram = None
        self._unmount()
        self._mounted = False
        until(self._is_free)

    def _is_free(self) -> bool:
        """Mounted nowhere, also not in the board's own namespace, which ends a little later than its processes."""
        try:
            os.close(os.open(self.app, os.O_RDONLY | os.O_EXCL))
        except OSError:
            return False
        return True

    def entries(self) -> list[str]:
        """Name, type, GUID and attributes of every partition, as sgdisk reads them from the card."""
        found = []
        for number in range(1, 15):
            text = _run("sgdisk", "-i", str(number), self.card)
            kept = ("Partition GUID code", "Partition unique GUID", "First sector", "Attribute flags", "Partition name")
            found.append("; ".join(line for line in text.splitlines() if line.startswith(kept)))
        return found

    def sectors(self) -> int:
        """Of APP, as the kernel has it."""
        return int(Path(f"/sys/class/block/{Path(self.app).name}/size").read_text())

    def close(self) -> None:
        super().close()
        if self.card:
            # Partitions of a loop device outlast its file, and the next card would inherit them.
            with contextlib.suppress(subprocess.CalledProcessError):
                _run("partx", "-d", self.card)
            _run("losetup", "-d", self.card)
            self.card = ""

    def _mount(self, image: Path) -> None:
        with image.open("wb") as file:
            file.truncate(APP_START * 512 + APP_BYTES + MIB)
        lines = ["label: gpt", "first-lba: 34"]
        lines.append(f"1: start={APP_START}, size={APP_BYTES // 512}, name=APP, type=L, attrs=LegacyBIOSBootable")
        lines += [
            f"{n}: start={start}, size={size}, name={name}, type=L" for n, (name, start, size) in enumerate(SMALL, 2)
        ]
        _run("sfdisk", "--quiet", str(image), text="\n".join(lines) + "\n")
        with image.open("r+b") as file:
            file.truncate(CARD_BYTES)  # the image on a larger card: the copy of the table is not at its end
        self.card = attach(image)
        _run("partx", "-u", self.card)  # a number may have partitions of a card before, whose run was killed
        _run("mkfs.ext4", "-q", "-F", "-L", "APP", self.app)
        _run("mount", self.app, str(self.root))


def may_grow_mounted() -> bool:
    """Whether the kernel lets root here resize a mounted ext4 (CAP_SYS_RESOURCE, bit 24; many containers lack it)."""
    status = Path("/proc/self/status").read_text()
    return bool(int(status.partition("CapEff:")[2].split()[0], 16) >> 24 & 1)


def _run(*argv: str, text: str | None = None) -> str:
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C"}
    return subprocess.run(argv, check=True, capture_output=True, text=True, input=text, env=environment).stdout
