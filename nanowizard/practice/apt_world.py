"""The servers that the practice Nano's apt and Python see: how fast, how new, and what is wrong with them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from types import MappingProxyType
from urllib.parse import urlsplit

SOURCES = """# deb cdrom:[Ubuntu 18.04]/ bionic main
deb http://ports.ubuntu.com/ubuntu-ports/ bionic main restricted universe multiverse
deb http://ports.ubuntu.com/ubuntu-ports/ bionic-updates main restricted universe multiverse
deb http://ports.ubuntu.com/ubuntu-ports/ bionic-backports main restricted universe multiverse
deb http://ports.ubuntu.com/ubuntu-ports/ bionic-security main restricted universe multiverse
"""
NVIDIA = """deb https://repo.download.nvidia.com/jetson/common r32.7 main
deb https://repo.download.nvidia.com/jetson/t210 r32.7 main
"""
OS_RELEASE = """NAME="Ubuntu"
VERSION="18.04.6 LTS (Bionic Beaver)"
ID=ubuntu
ID_LIKE=debian
VERSION_ID="18.04"
VERSION_CODENAME=bionic
UBUNTU_CODENAME=bionic
"""
FILES: Mapping[str, str] = {
    "/etc/os-release": OS_RELEASE,
    "/etc/apt/sources.list": SOURCES,
    "/etc/apt/sources.list.d/nvidia-l4t-apt-source.list": NVIDIA,
}
FOLDERS = ("/etc/apt", "/etc/apt/sources.list.d", "/var/lib/apt/lists")
SPEEDS: Mapping[str, float] = MappingProxyType(
    {
        "ports.ubuntu.com": 0.9e6,
        "repo.huaweicloud.com": 4.8e6,
        "mirrors.tuna.tsinghua.edu.cn": 9.6e6,
        "mirrors.ustc.edu.cn": 7.2e6,
        "mirrors.aliyun.com": 6.1e6,
        "pypi.org": 1.6e6,
        "pypi.tuna.tsinghua.edu.cn": 9.0e6,
        "pypi.mirrors.ustc.edu.cn": 6.4e6,
    }
)
OTHER_SPEED = 3e6
RENEWED_S = 7200.0
"""So long ago every good mirror was brought up to date."""
STALE_S = 9 * 86400.0
LOCK_PID = 812
NOWHERE = ".invalid"
"""The end of host names at which nothing ever answers (RFC 6761)."""


@dataclass
class AptWorld:
    """`faults` by host: dns, unreachable, tls, not_found, hash, broken, signature, stale. "*" stands for all hosts.

    `lock`: program and process id of who holds the lock of the package lists. `unfinished`: half-configured packages;
    `stubborn`: why dpkg alone cannot complete one.
    """

    faults: Mapping[str, str] = field(default_factory=dict)
    lock: tuple[str, int] | None = None
    unfinished: tuple[str, ...] = ()
    stubborn: Mapping[str, str] = field(default_factory=dict)

    def obey(self, faults: Mapping[str, str], lock: str) -> None:
        """Misbehave so from now on; `lock` "": nobody holds it."""
        self.faults = faults
        self.lock = (lock, LOCK_PID) if lock else None

    def fault(self, url: str) -> str:
        """ "" for a server that works."""
        host = urlsplit(url).netloc
        nowhere = "dns" if host.endswith(NOWHERE) else ""
        return self.faults.get(host, self.faults.get("*", nowhere))

    def speed(self, url: str) -> float:
        """In bytes per second."""
        return SPEEDS.get(urlsplit(url).netloc, OTHER_SPEED)

    def date(self, url: str) -> str:
        """When what the server has was made, as an archive says it."""
        age_s = STALE_S if self.fault(url) == "stale" else RENEWED_S
        return formatdate(time.time() - age_s, usegmt=True).replace("GMT", "UTC")
