"""The image of the virtual Nano: a Debian system in the clothes of a Jetson Nano, as a card image in a zip.

What NanoWizard looks at is the Nano's own: 14 partitions with APP as number 1 and last on the card,
/etc/nv_tegra_release, nvzramconfig.service, NVIDIA's apt list, APP growing at the first boot. What runs is Debian 12,
not Ubuntu 18.04, and on amd64 there is no device tree: NanoWizard warns that this is no Jetson Nano.
"""

from __future__ import annotations

import contextlib
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.lab.machines import debian
from tests.lab.machines.cache import cached, key_of
from tests.lab.machines.foreign import runs_arm64

USER = PASSWORD = "nano"
MIB = 1 << 20
_APP_MIB = 1024
_SECTOR = 512
# Name, first sector and sectors of partitions 2 to 14, as JetPack 4.6.1 has them; APP follows at 28672.
_SMALL = [
    "TBC:2048:256",
    "RP1:4096:896",
    "EBT:6144:1152",
    "WB0:8192:128",
    "BPF:10240:384",
    "BPF-DTB:12288:1152",
    "FX:14336:128",
    "TOS:16384:896",
    "DTB:18432:896",
    "LNX:20480:1536",
    "EKS:22528:128",
    "BMP:24576:384",
    "RP4:26624:256",
]
_APP_START = 28672

FINISH = """
echo nano >/etc/hostname
printf '127.0.0.1 localhost\\n127.0.1.1 nano\\n' >/etc/hosts
useradd --create-home --shell /bin/bash --groups sudo,video,dialout nano
echo nano:nano | chpasswd
passwd --lock root
systemctl --quiet enable systemd-resolved nvzramconfig nvresize
rm -f /usr/lib/python3*/EXTERNALLY-MANAGED   # the Nano's pip knows nothing of it
rm -f /etc/apt/sources.list.d/debian.sources
mv /etc/apt/nano-sources.list /etc/apt/sources.list
echo 'LABEL=APP / ext4 defaults 0 1' >/etc/fstab
cd /boot
ln -sf vmlinuz-* Image
ln -sf initrd.img-* initrd
"""


def recipe(architecture: str) -> debian.Recipe:
    names = """systemd-resolved apt ca-certificates python3-pip python3-venv parted gdisk iputils-ping locales curl
        xz-utils libpam-systemd cron"""
    return debian.Recipe(name="nano", architecture=architecture, packages=names.split(), finish=FINISH)


@dataclass(frozen=True, slots=True)
class NanoImage:
    """`archive` is a zip with one .img of `raw_bytes`, as NVIDIA ships it."""

    archive: Path
    raw_bytes: int


def nano_image(architecture: str = "amd64") -> NanoImage:
    """Built in three minutes (arm64 on another processor: fifteen), or taken from the cache."""
    made = recipe(architecture)
    sources = [Path(__file__), Path(debian.__file__), *made.overlays]

    def build(folder: Path) -> None:
        with debian.scratch_folder() as scratch:
            _build(made, Path(scratch), folder / "nano.zip")

    folder = cached(f"nano-{architecture}", key_of(sources, made.all_packages), build)
    return NanoImage(folder / "nano.zip", _image_bytes())


def _image_bytes() -> int:
    return _APP_START * _SECTOR + (_APP_MIB + 1) * MIB


def _build(made: debian.Recipe, scratch: Path, archive: Path) -> None:
    with runs_arm64() if made.architecture == "arm64" else contextlib.nullcontext():
        debian.build_root(made, scratch / "root")
    debian.make_ext4(scratch / "root", scratch / "app.ext4", label="APP", size_mib=_APP_MIB)
    image = scratch / "sd-blob.img"
    with image.open("wb") as file:
        file.truncate(_image_bytes())
    subprocess.run(["sfdisk", "--quiet", image], input=_table(), text=True, check=True)
    into = f"seek={_APP_START * _SECTOR}"
    subprocess.run(
        ["dd", f"if={scratch / 'app.ext4'}", f"of={image}", "bs=1M", "oflag=seek_bytes", into, "conv=notrunc,sparse"],
        check=True,
        capture_output=True,
    )
    subprocess.run(["zip", "-q", "-1", "-j", archive, image], check=True)


def _table() -> str:
    lines = ["label: gpt", "first-lba: 34"]
    lines.append(f"1: start={_APP_START}, size={_APP_MIB * MIB // _SECTOR}, name=APP, type=L, attrs=LegacyBIOSBootable")
    for number, part in enumerate(_SMALL, 2):
        name, start, size = part.split(":")
        lines.append(f"{number}: start={start}, size={size}, name={name}, type=L")
    return "\n".join(lines) + "\n"
