"""What is the distribution's own archive in apt's lists, and which mirror shall serve it. Pure.

A Nano's processor is served by "ubuntu-ports" and not by "ubuntu", whatever tutorials say; other architectures and
Debian (the lab's board) have their own names. Third parties often end their addresses with "/ubuntu" too, so that an
address counts only on a host that is known, or where nothing but the distribution's own components is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from nanowizard.provision.apt.sources import Source
from nanowizard.provision.mirrors import OFFICIAL, AptMirror, by_id

PORTS = "ubuntu-ports"
NVIDIA_LIST = "/etc/apt/sources.list.d/nvidia-l4t-apt-source.list"
_PLACEHOLDER, _NANO_SOC = "<SOC>", "t210"
_UBUNTU_COMPONENTS = frozenset({"main", "restricted", "universe", "multiverse"})
_DEBIAN_COMPONENTS = frozenset({"main", "contrib", "non-free", "non-free-firmware"})
UBUNTU_HOSTS = frozenset({"archive.ubuntu.com", "security.ubuntu.com"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """`name` is the last part of its addresses; `hosts` serve it; `release` is the codename ("bionic")."""

    name: str
    release: str
    architecture: str
    official: AptMirror
    hosts: frozenset[str]
    components: frozenset[str]

    def has(self, source: Source, address: str) -> bool:
        """Whether `address` of `source` is this archive, or what a person took for it ("ubuntu" on a Nano)."""
        parts = _split(address)
        if "deb" not in source.types or parts is None or not self._is_for_us(source):
            return False
        if any(suite.endswith("/") for suite in source.suites):
            return False
        path = parts.path.strip("/")
        if self._is_known(parts.hostname or ""):
            return path == self.name or (self.name == PORTS and path == "ubuntu")
        return self.is_named_by(address) and bool(source.components) and self.components.issuperset(source.components)

    def is_named_by(self, address: str) -> bool:
        """Whether the path says so: "ubuntu-ports" may lie in any folder, other names are too common for that."""
        parts = _split(address)
        path = parts.path.strip("/") if parts else ""
        return path == self.name or (self.name == PORTS and path.rpartition("/")[2] == PORTS)

    def is_mistaken(self, address: str) -> bool:
        """The archive for other processors: apt finds nothing for this one there."""
        parts = _split(address)
        return self.name == PORTS and parts is not None and parts.path.strip("/") == "ubuntu"

    def _is_for_us(self, source: Source) -> bool:
        return not source.architectures or self.architecture in source.architectures

    def _is_known(self, host: str) -> bool:
        return host in self.hosts or host.endswith((".archive.ubuntu.com", ".ports.ubuntu.com"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where packages shall come from. `mirror` is its id, or the address itself; `accepted` is as good as `url`.

    `hosts` are the server's names, with their ports.
    """

    mirror: str
    host: str
    url: str
    hosts: frozenset[str]
    accepted: frozenset[str]

    def serves(self, address: str) -> bool:
        return address.rstrip("/") in self.accepted

    def is_at(self, address: str) -> bool:
        """Whether it is the same server, perhaps asked in a way that the Nano cannot use (https)."""
        parts = _split(address)
        return parts is not None and parts.netloc in self.hosts


def archive_of(distribution: str, release: str, architecture: str, mirrors: tuple[AptMirror, ...]) -> Archive | None:
    """The archive of a system by its ID and VERSION_CODENAME of os-release; None for one that is not known."""
    ports = by_id(mirrors, OFFICIAL)
    if not release or not architecture or ports is None:
        return None
    if distribution == "debian":
        official, components = _official("debian", "deb.debian.org"), _DEBIAN_COMPONENTS
    elif distribution == "ubuntu":
        is_pc = architecture in {"amd64", "i386"}
        official, components = _official("ubuntu", "archive.ubuntu.com") if is_pc else ports, _UBUNTU_COMPONENTS
    else:
        return None
    return Archive(
        name=official.archive,
        release=release,
        architecture=architecture,
        official=official,
        hosts=UBUNTU_HOSTS.union(official.hosts, *(mirror.hosts for mirror in mirrors)),
        components=components,
    )


def mirrors_of(archive: Archive, mirrors: tuple[AptMirror, ...]) -> tuple[AptMirror, ...]:
    """Those that serve the archive, the official one first."""
    return archive.official, *(m for m in mirrors if m.archive == archive.name and m.id != OFFICIAL)


def target_of(wish: str, archive: Archive, mirrors: tuple[AptMirror, ...], *, https: bool) -> Target | None:
    """The mirror with the id `wish`, or the address `wish`; None for what is neither."""
    mirror = by_id(mirrors_of(archive, mirrors), wish)
    if mirror:
        urls = [url for url in mirror.urls if https or url.startswith("http://")] or list(mirror.urls)
        accepted = {url.replace(mirror.host, host, 1).rstrip("/") for url in urls for host in mirror.hosts}
        url = mirror.url(https=https)
        return Target(mirror=mirror.id, host=mirror.host, url=url, hosts=mirror.hosts, accepted=frozenset(accepted))
    url = custom_url(wish, archive)
    parts = _split(url)
    if parts is None or not archive.is_named_by(url) or not is_plain(url):
        return None
    own = frozenset({url.rstrip("/")})
    return Target(mirror=url, host=parts.netloc, url=url, hosts=frozenset({parts.netloc}), accepted=own)


def custom_url(wish: str, archive: Archive) -> str:
    """An address as a person gives it, with the archive's name where only a host was given."""
    return in_archive(wish, archive.name)


def in_archive(wish: str, name: str) -> str:
    """The same for the archive of that name."""
    parts = _split(wish.strip()) if is_plain(wish.strip()) else None
    if parts is None:
        return wish
    return f"{parts.scheme}://{parts.netloc}/{parts.path.strip('/') or name}/"


def is_plain(url: str) -> bool:
    """A web address without name and password, and without anything that means something else in a list."""
    parts = _split(url)
    return parts is not None and not parts.username and url.isascii() and not set(url) & set("[]#?\"'\\<>|{} \t\n")


def without_password(address: str) -> str:
    """As it may be shown."""
    head, found, tail = address.partition("://")
    host, slash, path = tail.partition("/")
    return f"{head}{found}{host.rpartition('@')[2]}{slash}{path}"


def host_of(address: str) -> str:
    """The server, with its port, as it may be shown."""
    return without_password(address).partition("://")[2].partition("/")[0]


def needs_soc(text: str) -> bool:
    """Whether NVIDIA's list still has the placeholder that its package should have filled in: apt gets a 404 there."""
    return any(_PLACEHOLDER in line for line in text.split("\n") if not line.lstrip().startswith("#"))


def with_soc(text: str) -> str:
    """NVIDIA's list for a Nano (t210: its processor's name in that archive), otherwise as it was."""
    lines = text.split("\n")
    return "\n".join(line if line.lstrip().startswith("#") else line.replace(_PLACEHOLDER, _NANO_SOC) for line in lines)


def _official(name: str, host: str) -> AptMirror:
    title = {"en": f"{name.title()}, worldwide", "zh": f"{name.title()} 官方源"}
    return AptMirror(id=OFFICIAL, name=title, host=host, archive=name, urls=(f"http://{host}/{name}/",))


def _split(address: str) -> SplitResult | None:
    """None for what is no web address."""
    try:
        parts = urlsplit(address)
        good = parts.scheme in {"http", "https"} and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts if good else None
