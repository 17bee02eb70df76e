"""What there is of swap on the Nano: files, zram, fstab, the space for more."""

from __future__ import annotations

import base64
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nanowizard.core.task import RunContext
from nanowizard.provision.swap import fstab
from nanowizard.remote.facts import (
    MEMINFO,
    SWAPS,
    DiskSpace,
    SwapArea,
    df_argv,
    disk_space,
    parse_df,
    parse_meminfo,
    parse_swaps,
)
from nanowizard.remote.shell import Connection
from nanowizard.remote.together import ask_together, read_files

FSTAB = "/etc/fstab"
SYSCTL_CONF = "/etc/sysctl.d/99-nanowizard.conf"
SWAPPINESS = "/proc/sys/vm/swappiness"
ZRAM_UNIT = "nvzramconfig.service"
DEFAULT_PATH = "/swapfile"
"""Where L4T's first-boot wizard puts it; a file that is there already is used again."""
_ENABLED = {"enabled": True, "disabled": False, "masked": False}
"""Another answer: there is no such unit (or no systemd), so it is another kind of image."""
TUTORIAL_PATHS = (DEFAULT_PATH, "/mnt/4GB.swap", "/mnt/swapfile")
NEW_SUFFIX = ".nanowizard.new"
"""A swap file has this name until it is complete."""

DEFAULT_SIZE_BYTES = 4 << 30
"""What NVIDIA's wizard and its deep-learning course use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapOptions:
    """`size_bytes` 0: no swap file. `keep_zram` leaves compressed swap in memory as it is. `swappiness` None: as it is.

    `path` None: the swap file that is there, or /swapfile.
    """

    size_bytes: int = DEFAULT_SIZE_BYTES
    keep_zram: bool = True
    swappiness: int | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """`kind` as stat says it; `allocated_bytes` below the size means holes, which the kernel refuses for swap."""

    kind: str
    size_bytes: int
    mode: int
    owner: str
    allocated_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapFacts:
    """`path` is the swap file that the plan is about. `is_swap` None: not looked at: a list names it as swap."""

    path: str
    areas: Sequence[SwapArea] = ()
    files: Mapping[str, FileFacts] = field(default_factory=dict)
    is_swap: bool | None = None
    fstab: str = ""
    memory_available_bytes: int = 0
    disk: DiskSpace | None = None
    zram_enabled: bool | None = None
    swappiness: int | None = None
    sysctl_conf: str | None = None

    @property
    def file(self) -> FileFacts | None:
        return self.files.get(self.path)

    @property
    def active(self) -> SwapArea | None:
        return self.area(self.path)

    @property
    def zram(self) -> list[SwapArea]:
        return [area for area in self.areas if area.is_zram]

    @property
    def leftover(self) -> FileFacts | None:
        """What a run that was cut off left beside the swap file."""
        return self.files.get(self.path + NEW_SUFFIX)

    def area(self, path: str) -> SwapArea | None:
        return next((area for area in self.areas if area.path == path), None)


def gather_swap(conn: Connection, options: SwapOptions, ctx: RunContext) -> SwapFacts:
    """One round; another for files that only the Nano's own lists name, and as root for what is hidden or unknown."""
    wished = [options.path] if options.path else []
    guesses = list(dict.fromkeys([*wished, *TUTORIAL_PATHS]))
    folders = list(dict.fromkeys(posixpath.dirname(guess) for guess in guesses))
    said = ask_together(
        conn,
        ctx,
        {
            **read_files(SWAPS, MEMINFO, SWAPPINESS, SYSCTL_CONF),
            FSTAB: ("base64", "-w", "0", "--", FSTAB),
            ZRAM_UNIT: ("systemctl", "is-enabled", ZRAM_UNIT),
            "stat": _stat_argv(guesses),
            **{folder: df_argv(folder) for folder in folders},
        },
    )
    table = base64.b64decode(said[FSTAB].stdout).decode("utf-8", "surrogateescape")
    areas = parse_swaps(said[SWAPS].stdout)
    named = [*wished, *fstab.swap_paths(table), *(area.path for area in areas if area.kind == "file")]
    files = _files(conn, ctx, named, parse_stat(said["stat"].stdout), guesses)
    path = options.path or choose_path(areas, files, table)
    listed = path in fstab.swap_paths(table) or any(area.path == path for area in areas)
    folder = posixpath.dirname(path)
    return SwapFacts(
        path=path,
        areas=areas,
        files=files,
        is_swap=None if listed or path not in files else _has_signature(conn, ctx, path),
        fstab=table,
        memory_available_bytes=parse_meminfo(said[MEMINFO].stdout).get("MemAvailable", 0),
        disk=parse_df(said[folder].stdout) if folder in said else disk_space(conn, ctx, folder),
        zram_enabled=_ENABLED.get(said[ZRAM_UNIT].stdout.strip()),
        swappiness=int(said[SWAPPINESS].stdout) if said[SWAPPINESS].stdout.strip().isdigit() else None,
        sysctl_conf=said[SYSCTL_CONF].stdout if said[SYSCTL_CONF].ok else None,
    )


def choose_path(areas: Sequence[SwapArea], files: Mapping[str, FileFacts], table: str) -> str:
    """The swap file in use, else one that fstab names, else one where the tutorials put it, else /swapfile."""
    active = [area.path for area in areas if area.kind == "file"]
    candidates = [*active, *fstab.swap_paths(table), *TUTORIAL_PATHS]
    return next((path for path in candidates if path in files and _is_regular(files[path])), DEFAULT_PATH)


def parse_stat(text: str) -> dict[str, FileFacts]:
    """Lines of `stat -c '%s %a %U %b %B %F|%n'` by path."""
    found = {}
    for line in text.splitlines():
        head, _bar, path = line.partition("|")
        size, mode, owner, blocks, block_bytes, kind = head.split(" ", 5)
        found[path] = FileFacts(
            kind=kind,
            size_bytes=int(size),
            mode=int(mode, 8),
            owner=owner,
            allocated_bytes=int(blocks) * int(block_bytes),
        )
    return found


def _is_regular(file: FileFacts) -> bool:
    return file.kind.startswith("regular")


def _files(
    conn: Connection, ctx: RunContext, named: Sequence[str], known: Mapping[str, FileFacts], looked: Sequence[str]
) -> dict[str, FileFacts]:
    """The files at `named` beside those that are `known`. What seems to be missing may lie in a folder of root's."""
    files = dict(known)
    if unseen := [path for path in named if path not in looked]:
        files |= _stat(conn, ctx, unseen)
    if hidden := [path for path in named if path not in files]:
        files |= _stat(conn, ctx, hidden, sudo=True)
    return files


def _stat(conn: Connection, ctx: RunContext, paths: Sequence[str], *, sudo: bool = False) -> dict[str, FileFacts]:
    return parse_stat(conn.run(_stat_argv(paths), ctx, sudo=sudo, check=False).stdout)


def _stat_argv(paths: Sequence[str]) -> list[str]:
    names = [name for path in dict.fromkeys(paths) for name in (path, path + NEW_SUFFIX)]
    return ["stat", "-c", "%s %a %U %b %B %F|%n", "--", *names]


def _has_signature(conn: Connection, ctx: RunContext, path: str) -> bool:
    """mkswap ends the first page (4096 bytes on the Nano) with this word."""
    argv = ["dd", f"if={path}", "bs=1", "skip=4086", "count=10", "status=none"]
    return conn.run(argv, ctx, sudo=True, check=False).stdout == "SWAPSPACE2"
