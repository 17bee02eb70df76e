"""A Debian system for a virtual machine, from packages: no container, no loop device, no mount.

mmdebstrap unpacks and configures the packages, the files of an overlay folder go on top, and mke2fs makes the file
system from the folder.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SUITE = "bookworm"
OVERLAYS = Path(__file__).parent / "overlays"
_TMPFS = Path("/dev/shm")
_TMPFS_FREE_BYTES = 4 << 30

# Every machine: systemd, a network, and SSH to look into it. zstd compresses the small initrd.
COMMON_PACKAGES = [
    "initramfs-tools",
    "zstd",
    "systemd-sysv",
    "dbus",
    "udev",
    "kmod",
    "openssh-server",
    "sudo",
    "iproute2",
    "procps",
    "e2fsprogs",
    "fdisk",
    "less",
]
# A short list of drivers instead of all: an initrd of 7 MB, where unpacking 35 MB costs seconds under emulation.
_INITRD_MODULES = ["virtio_pci", "virtio_blk", "virtio_mmio", "ext4", "sdhci_pci", "mmc_block"]
_LEFT_OUT = ("/usr/share/man/*", "/usr/share/doc/*", "/usr/share/locale/*", "/usr/share/i18n/*")
# Work that nobody waits for, and that an emulated processor would do first.
_MASKED = [
    "apt-daily.timer",
    "apt-daily-upgrade.timer",
    "e2scrub_all.timer",
    "e2scrub_reap.service",
    "fstrim.timer",
    "dpkg-db-backup.timer",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What makes a system: Debian packages, a folder in overlays/ and a script that is run inside at the end."""

    name: str
    architecture: str = "amd64"
    packages: Sequence[str]
    finish: str

    @property
    def all_packages(self) -> list[str]:
        return [f"linux-image-{self.architecture}", *COMMON_PACKAGES, *self.packages]

    @property
    def overlays(self) -> list[Path]:
        return [OVERLAYS / "common", OVERLAYS / self.name]


def build_root(recipe: Recipe, root: Path) -> None:
    """Fill the folder `root` with the system. Needs root, mmdebstrap and a package mirror.

    For another architecture also qemu-user-static, registered with the kernel (binfmt_misc).
    """
    with tempfile.TemporaryDirectory() as folder:
        before = _script(Path(folder) / "before.sh", _BEFORE.format(modules="\\n".join(_INITRD_MODULES)))
        after = _script(Path(folder) / "after.sh", _AFTER.format(masked=" ".join(_MASKED), finish=recipe.finish))
        overlays = [f'cp -r --preserve=mode,links {overlay}/. "$1"' for overlay in recipe.overlays]
        subprocess.run(
            [
                *_alone(),
                *(
                    "mmdebstrap",
                    "--quiet",
                    "--mode=root",
                    "--variant=minbase",
                    f"--architectures={recipe.architecture}",
                ),
                f"--include={','.join(recipe.all_packages)}",
                *('--aptopt=Acquire::Languages "none"', '--aptopt=APT::Install-Recommends "false"'),
                "--dpkgopt=force-unsafe-io",
                *(f"--dpkgopt=path-exclude={pattern}" for pattern in _LEFT_OUT),
                f'--essential-hook={before} "$1"',
                *(f"--customize-hook={overlay}" for overlay in overlays),
                '--customize-hook=chmod -R u=rwX,go=rX "$1/etc/systemd" "$1/etc/ssh"',
                f'--customize-hook=chroot "$1" sh -e < {after}',
                *(SUITE, str(root)),
            ],
            check=True,
        )


def make_ext4(root: Path, image: Path, *, label: str, size_mib: int) -> None:
    """A file system that holds what is in `root`, as of a kernel 4.9 that knows no newer features."""
    subprocess.run(
        [
            *("mke2fs", "-q", "-t", "ext4", "-L", label, "-m", "1"),
            *("-O", "^metadata_csum_seed,^orphan_file", "-E", "lazy_itable_init=0"),
            *("-d", str(root), str(image), f"{size_mib}M"),
        ],
        check=True,
    )


def boot_files(root: Path) -> tuple[Path, Path]:
    """The kernel and the initrd in `root`."""
    (kernel,) = (root / "boot").glob("vmlinuz-*")
    (initrd,) = (root / "boot").glob("initrd.img-*")
    return kernel, initrd


def scratch_folder() -> tempfile.TemporaryDirectory[str]:
    """In memory where there is room: half the time of a disk."""
    roomy = _TMPFS.is_dir() and shutil.disk_usage(_TMPFS).free > _TMPFS_FREE_BYTES
    return tempfile.TemporaryDirectory(prefix="nanowizard-lab-", dir=_TMPFS if roomy else "/var/tmp")


def _alone() -> list[str]:
    """What is mounted and started behind this nobody else sees, and it is gone as soon as a build is broken off."""
    # In a chroot "/" may be no mount point. Then it cannot be made private, and mounts are seen where they are shared.
    usual = subprocess.run(["mountpoint", "--quiet", "/"], check=False).returncode == 0
    return ["unshare", "--mount", *([] if usual else ["--propagation=unchanged"]), "--pid", "--fork", "--kill-child"]


def _script(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path


_BEFORE = """#!/bin/sh
set -e
mkdir -p "$1/etc/initramfs-tools/conf.d"
printf 'MODULES=list\\nCOMPRESS=zstd\\nBUSYBOX=n\\nFSTYPE=ext4\\n' >"$1/etc/initramfs-tools/conf.d/lab"
printf '{modules}\\n' >>"$1/etc/initramfs-tools/modules"
"""

_AFTER = """
systemctl --quiet enable systemd-networkd ssh ssh-host-keys
systemctl --quiet disable systemd-networkd-wait-online || true
systemctl --quiet mask {masked}
: >/etc/machine-id
rm -f /etc/ssh/ssh_host_*
{finish}
"""
