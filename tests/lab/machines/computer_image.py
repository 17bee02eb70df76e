"""The computer that NanoWizard runs on: a Debian PC with udev, UDisks2, polkit and an automounter, but no screen.

Three people: `alice` may use cards (a polkit rule), `bob` may not, `carol` is asked for a password by polkit.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.lab.machines import debian
from tests.lab.machines.cache import cached, key_of

PEOPLE = ("alice", "bob", "carol")
_SIZE_MIB = 1800

# The last two lines are what Qt loads, and a font.
_PACKAGES = """udisks2 polkitd libpam-systemd python3 python3-venv parted dosfstools exfatprogs eject udiskie
    libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 libgssapi-krb5-2
    fonts-dejavu-core"""
RECIPE = debian.Recipe(
    name="computer",
    packages=_PACKAGES.split(),
    # Everybody's password is the own name. Nobody is an administrator, so polkit asks for root's.
    finish="""
echo root:root | chpasswd
for name in alice bob carol; do useradd --create-home --shell /bin/bash $name; echo $name:$name | chpasswd; done
systemctl --quiet enable automounter
echo pc >/etc/hostname
printf '127.0.0.1 localhost pc\\n' >/etc/hosts
echo '/dev/vda / ext4 defaults,noatime 0 0' >/etc/fstab
""",
)


@dataclass(frozen=True, slots=True)
class ComputerImage:
    disk: Path
    kernel: Path
    initrd: Path


def computer_image() -> ComputerImage:
    """Built in two minutes, or taken from the cache."""
    sources = [Path(__file__), Path(debian.__file__), *RECIPE.overlays]
    folder = cached("computer", key_of(sources, RECIPE.all_packages), _build)
    return ComputerImage(folder / "root.ext4", folder / "kernel", folder / "initrd")


def _build(folder: Path) -> None:
    with debian.scratch_folder() as scratch:
        root = Path(scratch, "root")
        debian.build_root(RECIPE, root)
        kernel, initrd = debian.boot_files(root)
        (folder / "kernel").write_bytes(kernel.read_bytes())
        (folder / "initrd").write_bytes(initrd.read_bytes())
        debian.make_ext4(root, folder / "root.ext4", label="PC", size_mib=_SIZE_MIB)
