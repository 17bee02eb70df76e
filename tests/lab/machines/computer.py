"""The virtual computer: a PC with an SD slot and USB ports, whose cards go in and out at a test's word."""

from __future__ import annotations

import contextlib
import itertools
import sys
from pathlib import Path

from tests.lab.machines.computer_image import ComputerImage
from tests.lab.machines.guest import Guest, Running, words
from tests.lab.machines.product import GUEST_PYTHON
from tests.lab.machines.qemu import FASTER, Qemu, console_of
from tests.lab.machines.slots import Faults, Reader, Slot, Stick
from tests.lab.machines.terminal import Terminal, Typed

SD_NODE = "/dev/mmcblk0"
_SD_SLOT = "sdslot"
_SHARE_OPTIONS = "trans=virtio,version=9p2000.L,msize=262144,cache=loose"
_SHARES = ("libraries", "product", "files")
# Nobody here needs the servants that every login gets, and each of them looks at every event of every disk.
_NO_SERVANTS = "systemd.mask=user@.service"


class Computer:
    """`files` is a folder of the host that the computer sees, read-only, as /lab/files."""

    def __init__(self, image: ComputerImage, *, libraries: Path, product: Path, files: Path) -> None:
        kernel_line = f"root=/dev/vda rw console={console_of('amd64')} quiet {FASTER} {_NO_SERVANTS}"
        shares = dict(zip(_SHARES, (libraries, product, files), strict=True))
        self.qemu = Qemu(
            [
                *("-kernel", str(image.kernel), "-initrd", str(image.initrd), "-append", kernel_line),
                *("-drive", f"file={image.disk},format=raw,if=virtio,snapshot=on,cache=unsafe"),
                *("-device", "qemu-xhci,id=usb"),
                # The SD bus knows no hotplug: the slot is there from the start, and a card is a change of its medium.
                *("-drive", f"if=none,id={_SD_SLOT}", "-device", "sdhci-pci", "-device", f"sd-card,drive={_SD_SLOT}"),
                *itertools.chain.from_iterable(_share(tag, folder) for tag, folder in shares.items()),
            ]
        )
        self.sd_slot = Slot(self.qemu, _SD_SLOT)
        self._people: dict[str, Guest] = {}
        self._terminals: dict[str, Terminal] = {}
        self._numbers = itertools.count(1)

    def wait(self) -> None:
        """Until it can be used. Raises BootError."""
        self.qemu.wait_for_ssh()
        mounts = (f"mkdir -p /lab/{tag} && mount -t 9p -o {_SHARE_OPTIONS} {tag} /lab/{tag}" for tag in _SHARES)
        self.root.run(" && ".join([*mounts, "mkfifo /lab/pause"]))

    @property
    def root(self) -> Guest:
        return self.person("root")

    def person(self, name: str) -> Guest:
        """Logged in, once; the password of everybody here is the own name."""
        if name not in self._people:
            self._people[name] = Guest(self.qemu.port, name, name)
        return self._people[name]

    def nanowizard(self, person: str, *arguments: object) -> Typed:
        """`nanowizard ... --json`, already loaded, by that person; its events can be waited for."""
        if person not in self._terminals:
            self._terminals[person] = Terminal(self.person(person), self.environment(person))
        return self._terminals[person].type([*arguments, "--json"])

    def fresh_nanowizard(self, person: str, *arguments: object) -> Running:
        """The same as a program of its own, as people start it; loading it takes seconds here."""
        command = f"exec python3 -m nanowizard {words(arguments)} --json"
        return self.person(person).start(command, environment=self.environment(person))

    def environment(self, person: str) -> dict[str, str]:
        """What Python needs to find NanoWizard."""
        environment = {"PYTHONPATH": "/lab/product:/lab/libraries", "PYTHONWARNINGS": "error", "LANG": "C.UTF-8"}
        if sys.version_info[:2] != GUEST_PYTHON:
            # What pip compiled is for another Python, and the shares are read-only.
            environment["PYTHONPYCACHEPREFIX"] = f"/tmp/pycache-{person}"
        return environment

    def close(self) -> None:
        for guest in self._people.values():
            with contextlib.suppress(OSError, EOFError):
                guest.close()
        self.qemu.close()

    def plug_stick(self, card: Path, faults: Faults | None = None, *, serial: str = "LAB0001") -> Stick:
        """Returns once the computer shows it."""
        stick = Stick(self.qemu, f"stick{next(self._numbers)}", card, faults or Faults())
        before = self.disks()
        stick.plug(serial)
        stick.node = self.new_disk(before)
        return stick

    def plug_reader(self) -> Reader:
        """A USB card reader without a card in it."""
        return Reader(self.qemu, f"reader{next(self._numbers)}")

    def insert(self, reader: Reader, card: Path) -> str:
        """Returns the node once the computer has seen the card."""
        before = self.disks()
        reader.insert(card)
        return self.new_disk(before)

    def insert_sd(self, card: Path) -> None:
        """Returns once the computer shows it."""
        self.sd_slot.insert(card)
        self.wait_for_node(SD_NODE)

    def disks(self) -> set[str]:
        """The nodes of all disks that hold something."""
        listed = self.root.run("grep -l -v '^0$' /sys/block/*/size || true").split()
        return {f"/dev/{Path(path).parent.name}" for path in listed}

    def new_disk(self, before: set[str]) -> str:
        """The node of the disk that came since, once udev has looked at it. Waits in the machine: one command."""
        known = " ".join(sorted(before))
        look = f"""
            for size in /sys/block/*/size; do
              node=${{size#/sys/block/}}; node=/dev/${{node%/size}}
              case " {known} " in *" $node "*) continue;; esac
              sectors=0; {{ read -r sectors <$size; }} 2>/dev/null
              [ "$sectors" != 0 ] && [ -b $node ] && break 2
            done"""
        return self._wait(look, "udevadm settle; echo $node")

    def wait_for_node(self, node: str) -> None:
        self.root.run(f"udevadm wait --settle --timeout=60 {node}")

    def wait_gone(self, node: str) -> None:
        self.root.run(f"udevadm wait --removed --timeout=60 {node}")

    def wait_empty(self, node: str) -> None:
        """Until the reader at `node` has noticed that its card is gone: it looks every two seconds."""
        self._wait(f"read -r sectors </sys/block/{Path(node).name}/size; [ $sectors = 0 ] && break")

    def wait_mounted(self, *mount_points: str) -> None:
        """Until the automounter has done its work."""
        mounted = " && ".join(f'[[ ${{table[*]}} == *" {point} "* ]]' for point in mount_points)
        self._wait(f"mapfile table </proc/mounts; {mounted} && break")

    def _wait(self, look: str, then: str = "true") -> str:
        """What `then` prints once `look` has left the loop with `break`. For what announces itself in no other way.

        The shell does all of it itself: starting programs to look and to sleep would keep the processor from its work.
        """
        pause = "read -r -t 0.1 <>/lab/pause || true"
        return self.root.run(
            f"for (( n = 0; n < 1200; n++ )); do {look}\n{pause}; done; (( n < 1200 )) || exit 1; {then}"
        ).strip()

    def first_partition(self, node: str) -> str:
        return f"{node}p1" if node[-1].isdigit() else f"{node}1"


def _share(tag: str, folder: Path) -> tuple[str, ...]:
    device = f"virtio-9p-pci,fsdev={tag},mount_tag={tag}"
    return ("-fsdev", f"local,id={tag},path={folder},security_model=none,readonly=on", "-device", device)
