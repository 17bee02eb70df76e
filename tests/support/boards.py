"""Nanos for the contract tests: the practice one, and a real OpenSSH server with real sudo and real swap.

The real one lives in a root file system of its own (ext4 in a sparse file, /usr bound read-only) and in its own mount,
process and host-name namespaces, so that its /etc/fstab and its swap file are nobody else's.
"""

from __future__ import annotations

import base64
import contextlib
import os
import shutil
import socket
import subprocess
import textwrap
import time
from pathlib import Path
from typing import Protocol

import pytest

from nanowizard.practice.nano import Faults, PracticeNano
from nanowizard.remote.address import Address
from nanowizard.remote.facts import parse_swaps
from support.labs import loops_to_ourselves
from support.ports import reserved_port

USER, PASSWORD = "nano", "na no'$x"
PLAIN_USER, FREE_USER = "plain", "free"
SYSCTL = "/etc/sysctl.d/99-nanowizard.conf"
_SWAPPINESS = Path("/proc/sys/vm/swappiness")
FSTAB = "# the board's table\n/dev/root  /  ext4  defaults  0 1\n"


class Board(Protocol):
    """A Nano that a test may look into and change behind our back. Paths are the board's own."""

    address: Address

    def read(self, path: str) -> bytes | None: ...
    def mode(self, path: str) -> int: ...
    def put(self, path: str, data: bytes, mode: int = 0o644) -> None: ...
    def make_swap(self, path: str, size_bytes: int, *, mode: int = 0o600, active: bool = True) -> None: ...
    def swaps(self) -> dict[str, int]:
        """Bytes in use as swap by path, without zram that belongs to the machine."""

    def zram_on(self) -> list[str]: ...
    def let_in(self, user: str, public_key: str) -> None:
        """`public_key` as a line of authorized_keys."""

    def processes(self) -> str:
        """The words and the environments of all that runs on it, a line each."""

    def close(self) -> None: ...


class PracticeBoard:
    def __init__(self, folder: Path) -> None:
        self.nano = PracticeNano(folder / "practice", faults=Faults(delay_s=0.001))
        self.nano.account.password = PASSWORD
        self.nano.machine.put("/etc/fstab", FSTAB.encode())
        self.nano.start()
        self.address = self.nano.address

    def read(self, path: str) -> bytes | None:
        return self.nano.machine.read(path) if self.nano.machine.exists(path) else None

    def mode(self, path: str) -> int:
        return self.nano.machine.file(path).mode

    def put(self, path: str, data: bytes, mode: int = 0o644) -> None:
        self.nano.machine.put(path, data, mode=mode)

    def make_swap(self, path: str, size_bytes: int, *, mode: int = 0o600, active: bool = True) -> None:
        self.put(path, b"", mode)
        file = self.nano.machine.file(path)
        file.size, file.is_swap = size_bytes, True
        if active:
            self.nano.machine.swap_on(path)

    def swaps(self) -> dict[str, int]:
        return {swap.path: swap.kib * 1024 for swap in self.nano.machine.state.swaps if swap.kind == "file"}

    def zram_on(self) -> list[str]:
        return [swap.path for swap in self.nano.machine.state.swaps if self.nano.machine.is_zram(swap.path)]

    def let_in(self, user: str, public_key: str) -> None:
        """It has one user."""
        self.nano.authorize(base64.b64decode(public_key.split()[1]))

    def processes(self) -> str:
        return processes_here()

    def close(self) -> None:
        self.nano.close()


def processes_here() -> str:
    """As `Board.processes`, of this computer."""
    found = []
    for name in ("cmdline", "environ"):
        for path in Path("/proc").glob(f"[0-9]*/{name}"):
            with contextlib.suppress(OSError):
                found.append(path.read_text(errors="replace").replace("\0", "\n"))
    return "".join(found)


def _run(*argv: str, stdin: str | None = None) -> str:
    return subprocess.run(argv, check=True, capture_output=True, text=True, input=stdin).stdout


def why_no_real_board() -> str | None:
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "needs root"
    missing = [name for name in ("sshd", "sudo", "mkfs.ext4", "unshare", "losetup", "openssl") if not _which(name)]
    if missing:
        return f"not installed: {', '.join(missing)}"
    return None if Path("/dev/loop-control").exists() else "no loop devices"


def _tool(name: str) -> str:
    found = _which(name)
    assert found, name
    return found


def _which(name: str) -> str | None:
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


class RealBoard:
    """Several may run at the same time, but one alone `with_swap`: swap belongs to the whole computer.

    `zram`: with swap a zram device of its own stands for the Nano's four; None where the kernel has none.
    """

    def __init__(self, folder: Path, *, swap: bool = False) -> None:
        why = why_no_real_board()
        if why:
            pytest.skip(f"real SSH server: {why}")
        self._turn = _wait_for_turn() if swap else socket.socket(socket.AF_UNIX)
        if swap:
            _drop_leftovers(folder)
        if swap and any(area.is_zram for area in parse_swaps(Path("/proc/swaps").read_text())):
            self._turn.close()
            pytest.skip("real SSH server: this computer swaps to zram itself")
        self.root = folder / "root"
        self.root.mkdir()
        self._mounted = False
        self._reserved = contextlib.ExitStack()
        self._sshd: subprocess.Popen[bytes] | None = None
        self._log = (folder / "sshd.log").open("wb")
        self.zram: str | None = None
        # The whole computer's, like swap itself.
        self._swappiness = _SWAPPINESS.read_text() if swap else None
        try:
            self.zram = _new_zram() if swap else None
            self._build(folder / "root.ext4")
            self._start()
        except BaseException:
            self.close()
            raise

    @classmethod
    def with_swap(cls, folder: Path) -> RealBoard:
        """Waits until no other one with swap is left."""
        return cls(folder, swap=True)

    def read(self, path: str) -> bytes | None:
        file = self._inside(path)
        return file.read_bytes() if file.exists() else None

    def mode(self, path: str) -> int:
        return self._inside(path).stat().st_mode & 0o7777

    def put(self, path: str, data: bytes, mode: int = 0o644) -> None:
        self._inside(path).write_bytes(data)
        self._inside(path).chmod(mode)

    def make_swap(self, path: str, size_bytes: int, *, mode: int = 0o600, active: bool = True) -> None:
        self._inside_run("fallocate", "-l", str(size_bytes), path)
        self._inside(path).chmod(0o600)
        self._inside_run("mkswap", path)
        if active:
            self._inside_run("swapon", path)
        self._inside(path).chmod(mode)

    def let_in(self, user: str, public_key: str) -> None:
        folder = self._inside(f"/home/{user}/.ssh")
        folder.mkdir(mode=0o700, exist_ok=True)
        with (folder / "authorized_keys").open("a") as file:
            file.write(public_key + "\n")
        owner = self._inside(f"/home/{user}").stat()
        for path in (folder, folder / "authorized_keys"):
            os.chown(path, owner.st_uid, owner.st_gid)
            path.chmod(0o700 if path.is_dir() else 0o600)

    def processes(self) -> str:
        return processes_here()

    def swaps(self) -> dict[str, int]:
        found = {}
        for area in parse_swaps(Path("/proc/swaps").read_text()):
            # In a chroot the kernel names the file from outside of it.
            _, root, inside = area.path.partition(f"{self.root}/")
            if area.kind == "file" and root:
                found[f"/{inside}"] = area.size_bytes
        return found

    def zram_on(self) -> list[str]:
        return [self.zram for _path in self._zram_paths() if self.zram]

    def close(self) -> None:
        """Give everything back to the computer; each part even if another one fails."""
        with contextlib.ExitStack() as stack:
            stack.callback(self._turn.close)
            if self._swappiness:
                stack.callback(_writes, str(_SWAPPINESS), self._swappiness)
            stack.callback(self._log.close)
            stack.callback(self._reserved.close)
            stack.callback(self._unmount)
            stack.callback(self._drop_zram)
            stack.callback(self._stop)
            stack.callback(self._all_swap_off)

    def _all_swap_off(self) -> None:
        for path in self.swaps():
            subprocess.run([_tool("swapoff"), str(self._inside(path))], check=False)

    def _stop(self) -> None:
        if self._sshd:
            self._sshd.kill()
            self._sshd.wait()

    def _drop_zram(self) -> None:
        if not self.zram:
            return
        if self._zram_paths():
            # By a node of our own: a test run in a container has no file for a device made just now.
            subprocess.run([_tool("swapoff"), str(self._inside(self.zram))], check=False)
        number = self.zram.removeprefix("/dev/zram")
        until(lambda: _writes("/sys/class/zram-control/hot_remove", number))

    def _unmount(self) -> None:
        if self._mounted:
            until(lambda: subprocess.run(["umount", str(self.root)], check=False).returncode == 0)

    def _zram_paths(self) -> list[str]:
        areas = parse_swaps(Path("/proc/swaps").read_text())
        return [area.path for area in areas if self.zram and area.path.endswith(self.zram)]

    def _inside_run(self, *argv: str) -> None:
        """Run as root in the board's own namespaces: the kernel names a swap file by how it was opened."""
        assert self._sshd
        first = Path(f"/proc/{self._sshd.pid}/task/{self._sshd.pid}/children").read_text().split()[0]
        _run("nsenter", "-t", first, "-m", "-p", "-r", "-w", *argv)

    def _inside(self, path: str) -> Path:
        return self.root / path.removeprefix("/")

    def _mount(self, image: Path) -> None:
        with image.open("wb") as file:
            file.truncate(2 << 30)
        _run(_tool("mkfs.ext4"), "-q", "-F", str(image))
        with loops_to_ourselves():
            _run("mount", "-o", "loop", str(image), str(self.root))

    def _build(self, image: Path) -> None:
        self._mount(image)
        self._mounted = True
        for name in ("usr", "proc", "dev/pts", "run/sshd", "tmp", "mnt", "opt/bin", "var/lib", "home", "root"):
            self._inside(name).mkdir(parents=True)
        for name in ("etc/pam.d", "etc/ssh", "etc/sysctl.d", "etc/security"):
            self._inside(name).mkdir(parents=True)
        for name in ("bin", "sbin", "lib", "lib64"):
            self._inside(name).symlink_to(f"usr/{name}")
        for name, minor in {"null": 3, "zero": 5, "full": 7, "random": 8, "urandom": 9}.items():
            self._device(name, 1, minor)
        self._device("tty", 5, 0)
        self._inside("dev/ptmx").symlink_to("pts/ptmx")
        if self.zram:
            self._device(Path(self.zram).name, *_numbers(self.zram))
            _run(_tool("mkswap"), str(self._inside(self.zram)))
        self._accounts()
        self._settings()

    def _device(self, name: str, major: int, minor: int) -> None:
        kind = "b" if name.startswith("zram") else "c"
        _run("mknod", "-m", "666", str(self._inside(f"dev/{name}")), kind, str(major), str(minor))

    def _accounts(self) -> None:
        crypt = _run("openssl", "passwd", "-6", "-stdin", stdin=PASSWORD).strip()
        passwd = "root:x:0:0::/root:/bin/sh\nsshd:x:100:65534::/run/sshd:/usr/sbin/nologin\n"
        shadow = "root:*:19000:0:99999:7:::\nsshd:*:19000:0:99999:7:::\n"
        for number, name in enumerate((USER, PLAIN_USER, FREE_USER), 1000):
            passwd += f"{name}:x:{number}:{number}::/home/{name}:/bin/bash\n"
            shadow += f"{name}:{crypt}:19000:0:99999:7:::\n"
            (self._inside("home") / name).mkdir()
            os.chown(self._inside("home") / name, number, number)
        self.put("/etc/passwd", passwd.encode())
        self.put("/etc/shadow", shadow.encode(), 0o600)
        groups = "".join(f"{name}:x:{number}:\n" for number, name in enumerate((USER, PLAIN_USER, FREE_USER), 1000))
        self.put("/etc/group", f"root:x:0:\nnogroup:x:65534:\nsudo:x:27:{USER}\n{groups}".encode())

    def _settings(self) -> None:
        sudoers = "Defaults env_reset\nDefaults use_pty\nDefaults lecture=always\n"
        sudoers += 'Defaults secure_path="/opt/bin:/usr/sbin:/usr/bin"\n'
        sudoers += f"%sudo ALL=(ALL:ALL) ALL\n{FREE_USER} ALL=(ALL) NOPASSWD: ALL\n"
        self.put("/etc/sudoers", sudoers.encode(), 0o440)
        for service in ("sudo", "sshd", "other"):
            rules = "auth required pam_unix.so nodelay\naccount required pam_unix.so\nsession required pam_permit.so\n"
            self.put(f"/etc/pam.d/{service}", rules.encode())
        self.put("/etc/nsswitch.conf", b"passwd: files\ngroup: files\nshadow: files\nhosts: files\n")
        self.put("/etc/hosts", b"127.0.0.1 localhost nano-real\n")
        self.put("/etc/fstab", FSTAB.encode())
        shutil.copy("/etc/ld.so.cache", self._inside("etc/ld.so.cache"))
        self.put("/opt/bin/systemctl", _SYSTEMCTL.replace("ZRAM", self.zram or "").encode(), 0o755)
        if self.zram:
            self.put("/etc/zram-unit", b"enabled\n")
        self.new_host_key()
        self.address = Address("127.0.0.1", self._reserved.enter_context(reserved_port()), USER)
        config = f"""
            Port {self.address.port}
            ListenAddress 127.0.0.1
            HostKey /etc/ssh/host_key
            PidFile none
            UsePAM yes
            PasswordAuthentication yes
            KbdInteractiveAuthentication yes
            SetEnv PATH=/opt/bin:/usr/bin:/bin
            Subsystem sftp internal-sftp
            Match User {PLAIN_USER}
              PasswordAuthentication no
              AllowTcpForwarding no
        """
        self.put("/etc/ssh/sshd_config", textwrap.dedent(config).encode())

    def new_host_key(self) -> None:
        key = self._inside("etc/ssh/host_key")
        key.unlink(missing_ok=True)
        _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key))

    def _start(self) -> None:
        root = str(self.root)
        # Only what is mounted below the board's own root becomes private: "/" need not be a mount point (chroot).
        script = f"""
            hostname nano-real
            mount --make-rprivate {root}
            mount --bind /usr {root}/usr && mount -o remount,bind,ro {root}/usr
            mount -t proc proc {root}/proc
            mount -t devpts -o newinstance,ptmxmode=0666 devpts {root}/dev/pts
            exec chroot {root} /usr/sbin/sshd -D -e
        """
        argv = [
            "setpriv",
            "--pdeathsig",
            "KILL",
            "unshare",
            "--mount",
            "--pid",
            "--uts",
            "--fork",
            "--kill-child",
            "--propagation",
            "unchanged",
        ]
        self._sshd = subprocess.Popen([*argv, "sh", "-e", "-c", script], stdout=self._log, stderr=self._log)
        until(lambda: _answers(self.address.port))
        if self.zram:
            self._inside_run("swapon", "-p", "5", self.zram)


_SYSTEMCTL = """#!/bin/sh
# Only what the swap step asks of systemd, with one zram device in the place of the unit's four.
[ -e /etc/zram-unit ] || { echo "Failed to get unit file state" >&2; exit 1; }
case $1 in
  is-enabled) cat /etc/zram-unit; grep -q enabled /etc/zram-unit;;
  enable) echo enabled > /etc/zram-unit;;
  disable) echo disabled > /etc/zram-unit;;
  restart) swapon -p 5 ZRAM;;
esac
"""


def _wait_for_turn() -> socket.socket:
    """Swap belongs to the whole kernel: one real board at a time, over all test runs on this computer.

    A name in the abstract socket space goes away with its process, however that ends.
    """
    turn = socket.socket(socket.AF_UNIX)

    def taken() -> bool:
        try:
            turn.bind("\0nanowizard-real-board")
        except OSError:
            return False
        return True

    until(taken, timeout_s=90)
    return turn


_ZRAM_BYTES = 32 << 20


def _drop_leftovers(folder: Path) -> None:
    """What a board left that was killed before its end. It is our turn, so it can be nobody's who lives."""
    for area in parse_swaps(Path("/proc/swaps").read_text()):
        system = Path("/sys/block", Path(area.path).name)
        size = system / "disksize"
        if "zram" in area.path and size.exists() and int(size.read_text()) == _ZRAM_BYTES:
            node = folder / system.name
            _run("mknod", str(node), "b", *map(str, _numbers(str(node))))
            subprocess.run([_tool("swapoff"), str(node)], check=False)
            _writes("/sys/class/zram-control/hot_remove", system.name.removeprefix("zram"))
            node.unlink()
        if area.kind == "file":
            # Its name is the board's own, once nobody is left in there.
            for root in _roots():
                subprocess.run([_tool("swapoff"), f"{root}{area.path}"], check=False, capture_output=True)


def _roots() -> list[str]:
    """Where root file systems of boards are mounted."""
    mounts = (line.split()[:2] for line in Path("/proc/mounts").read_text().splitlines())
    return [point for source, point in mounts if source.endswith("/root.ext4")]


def _new_zram() -> str | None:
    """The name of a zram device, made for this board alone."""
    control = Path("/sys/class/zram-control/hot_add")
    if not control.exists():
        return None
    number = control.read_text().strip()
    Path(f"/sys/block/zram{number}/disksize").write_text(str(_ZRAM_BYTES))
    return f"/dev/zram{number}"


def _numbers(device: str) -> tuple[int, int]:
    major, minor = Path(f"/sys/block/{Path(device).name}/dev").read_text().split(":")
    return int(major), int(minor)


def _writes(path: str, text: str) -> bool:
    try:
        Path(path).write_text(text)
    except OSError:
        return False
    return True


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as link:
            return link.recv(4) == b"SSH-"
    except OSError:
        return False


def until(done: object, timeout_s: float = 60.0) -> None:
    assert callable(done)
    deadline = time.monotonic() + timeout_s
    while not done():
        if time.monotonic() > deadline:
            raise TimeoutError("the board did not get there")
        time.sleep(0.02)


BOARDS = [pytest.param(PracticeBoard, id="practice"), pytest.param(RealBoard, id="openssh", marks=pytest.mark.root)]
"""Each is made with a folder of its own. The lab holds some of these tests against its virtual board too."""
