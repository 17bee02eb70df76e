"""The virtual Nano: a board that starts from the card in its slot, as often as somebody gives it power."""

from __future__ import annotations

import contextlib
import secrets
import shlex
import tempfile
from pathlib import Path

from tests.lab.machines.bootloader import load
from tests.lab.machines.guest import Guest
from tests.lab.machines.nano_image import PASSWORD, USER
from tests.lab.machines.qemu import BOOT_LIMIT_S, FASTER, Qemu, console_of

HOST_SEEN_FROM_INSIDE = "10.0.2.2"
"""127.0.0.1 of this computer, as the board reaches it."""
# QEMU's SD slot takes cards of a power of two of bytes; one of another size is a disk of the board's.
CARD_BYTES = 2 << 30
_SHUTDOWN_LIMIT_S = 180.0
_BOOT_LIMIT_S = {"amd64": BOOT_LIMIT_S, "arm64": 3 * BOOT_LIMIT_S}
_U_BOOT = "/usr/lib/u-boot/qemu_arm64/u-boot.bin"


class Nano:
    """Switched on when it is made; `card` is the file of its card, and `port` of 127.0.0.1 is its port 22."""

    def __init__(self, card: Path, *, architecture: str = "amd64") -> None:
        self._eyes: _Eyes | None = None
        self._boot_limit_s = _BOOT_LIMIT_S[architecture]
        self._folder = tempfile.TemporaryDirectory(prefix="nanowizard-lab-")
        try:
            self.qemu = Qemu(_hardware(card, Path(self._folder.name), architecture), architecture=architecture)
        except BaseException:
            self._folder.cleanup()
            raise

    @property
    def port(self) -> int:
        return self.qemu.port

    def wait(self) -> None:
        """Until somebody can log in. Raises BootError."""
        self.qemu.wait_for_ssh(self._boot_limit_s)

    def look(self, command: str) -> str:
        """What a line of shell prints that root runs there: the tests' own eyes, past NanoWizard and its cable."""
        if self._eyes is None:
            self._eyes = _Eyes(self.port)
        return self._eyes.look(command)

    def boot_id(self) -> str:
        return self.look("cat /proc/sys/kernel/random/boot_id")

    def started_again(self) -> None:
        """Wait until a restart that was asked for is done. Raises BootError."""
        self.qemu.wait_event("RESET", _SHUTDOWN_LIMIT_S)
        self._look_away()
        self.wait()

    def switched_off(self) -> None:
        """Wait until the board has shut down by itself."""
        self.qemu.wait_for_end()

    def close(self) -> None:
        """The plug is pulled: nothing is written back any more, nobody is told."""
        self._look_away()
        self.qemu.close()
        self._folder.cleanup()

    def _look_away(self) -> None:
        if self._eyes:
            self._eyes.close()
        self._eyes = None


class _Eyes:
    """One login and one shell of root for as long as the board is on: each costs seconds under emulation."""

    def __init__(self, port: int) -> None:
        self._guest = Guest(port, USER, PASSWORD)
        self._shell = self._guest.start("exec sudo -S -p '' sh")
        self._shell.write(f"{PASSWORD}\n")

    def look(self, command: str) -> str:
        end = f"end-{secrets.token_hex(8)}"
        self._shell.write(f"sh -c {shlex.quote(command)} </dev/null 2>&1; echo; echo {end} $?\n")
        said: list[str] = []
        for line in self._shell.lines():
            if line.startswith(end):
                text = "\n".join(said).strip()
                assert line == f"{end} 0", f"# {command}\n{text}\nexit {line.removeprefix(end)}"
                return text
            said.append(line)
        raise AssertionError(f"# {command}\nthe board went away: {said}")

    def close(self) -> None:
        with contextlib.suppress(OSError, EOFError):
            self._guest.close()


def _hardware(card: Path, folder: Path, architecture: str) -> list[str]:
    # What the board has written survives its own power cuts in this computer's memory; ours need not be survived.
    drive = ("-drive", f"id=card,file={card},format=raw,if=none,cache=unsafe")
    if architecture == "arm64":
        # The Nano's own kind of boot loader reads the card itself; it has no driver for QEMU's SD slot.
        return ["-bios", _U_BOOT, *drive, "-device", "virtio-blk-pci,drive=card"]
    loaded = load(card, folder)
    slot = ("-device", "sdhci-pci", "-device", "sd-card,drive=card")
    if card.stat().st_size.bit_count() != 1:
        slot = ("-device", "virtio-blk-pci,drive=card")
    # Beside the card's own words: a console that a failure can show, and what an emulated processor is faster with.
    kernel_line = f"{loaded.command_line} console={console_of(architecture)} {FASTER}"
    boot = ("-kernel", str(loaded.kernel), "-initrd", str(loaded.initrd), "-append", kernel_line)
    return [*boot, *drive, *slot]
