"""Whether drivers are there, in made-up systems."""

from __future__ import annotations

from pathlib import Path

import pytest

from nanowizard.drives.linux.drivers import COMMAND_LINE, driver_states, forbidden_in
from nanowizard.drives.surroundings import Driver

KERNEL = "6.1.0-42-amd64"
MODULES = f"lib/modules/{KERNEL}"
BLACKLIST = "etc/modprobe.d/cis.conf"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Debian: usb-storage can be loaded, uas is built in, mmc_block is loaded."""
    write(tmp_path, f"{MODULES}/modules.dep", "kernel/drivers/usb/storage/usb-storage.ko.xz: kernel/scsi_mod.ko.xz\n")
    write(tmp_path, f"{MODULES}/modules.builtin", "kernel/drivers/usb/storage/uas.ko\n")
    (tmp_path / "sys/module/mmc_block").mkdir(parents=True)
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def states(root: Path, *names: str) -> list[str]:
    return [driver.state for driver in driver_states(names, kernel=KERNEL, root=root)]


def test_loaded_built_in_and_loadable_are_all_ready(root: Path) -> None:
    assert states(root, "mmc_block", "uas", "usb_storage") == ["ready"] * 3


def test_one_that_is_in_no_list_is_missing(root: Path) -> None:
    assert states(root, "rtsx_usb", "storage") == ["missing"] * 2


@pytest.mark.parametrize(
    "line",
    ["blacklist usb-storage", "blacklist usb_storage  # CIS 1.1.10", "install usb-storage /bin/true",
     "install usb-storage /usr/bin/false", "install usb_storage :"],
)  # fmt: skip
def test_a_forbidden_one_names_the_file(root: Path, line: str) -> None:
    write(root, BLACKLIST, f"# hardening\n{line}\n")
    assert driver_states(["usb_storage"], kernel=KERNEL, root=root) == [
        Driver(name="usb_storage", state="blocked", file=f"/{BLACKLIST}")
    ]


def test_the_command_line_forbids_too(root: Path) -> None:
    write(root, "proc/cmdline", "root=/dev/vda quiet modprobe.blacklist=nouveau,usb_storage")
    assert driver_states(["usb_storage"], kernel=KERNEL, root=root)[0].file == COMMAND_LINE


def test_what_is_loaded_all_the_same_works(root: Path) -> None:
    write(root, BLACKLIST, "blacklist mmc_block\nblacklist uas\n")
    assert states(root, "mmc_block", "uas") == ["ready"] * 2


def test_other_lines_forbid_nothing() -> None:
    text = "options usb-storage delay_use=5\nalias a usb-storage\ninstall usb-storage /sbin/modprobe -i usb-storage\n"
    assert list(forbidden_in(text + "# blacklist uas\nblacklist\n")) == []


def test_modules_of_another_kernel_only_mean_that_it_was_replaced(root: Path) -> None:
    (root / MODULES).rename(root / "lib/modules/6.1.0-43-amd64")
    assert states(root, "usb_storage", "mmc_block") == ["replaced", "ready"]


def test_without_any_modules_nothing_is_known(tmp_path: Path) -> None:
    assert states(tmp_path, "usb_storage") == ["unknown"]
