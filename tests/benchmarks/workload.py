"""The image of the measurements: laid out like a JetPack image, half full, with stale data in free blocks.

A GPT of fourteen partitions, the large one (APP) an ext4 whose blocks are used to 45 %; another 12 % were used by files
that are deleted now. No mount and no root: debugfs writes the files, one after the other, and deletes some. Made once
and kept; the same bytes for the same size, on any computer (its SHA-256 stands beside it).

A real JetPack image is fuller (about 0.9): what skipping free blocks gains here it does not gain there.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.benchmarks.content import Content

MIB = 1024 * 1024
BUILD = Path(__file__).parents[2] / "build" / "bench"
FULL_MIB, HALF_MIB, QUICK_MIB = 3584, 1792, 512
APP_START = 28672 * 512
BLOCK = 4096
_SEED = 7
_USED, _STALE = 0.45, 0.12
_BOOT_PARTITIONS = (
    ("TBC", 256), ("RP1", 1024), ("EBT", 896), ("WB0", 128), ("BPF", 384), ("BPF-DTB", 1024), ("FX", 128),
    ("TOS", 1024), ("DTB", 1024), ("LNX", 1536), ("EKS", 128), ("BMP", 160), ("RP4", 256),
)  # fmt: skip
_TYPE = "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7"
_WINDOW_BLOCKS, _SPARE = 4096, 0.06
"""Free space lies everywhere, as where a kernel has spread the folders: a share of each window is left alone."""
_FILES_IN_A_FOLDER = 100
_WHEN = "1600000000"
"""Seconds since 1970: what e2fsprogs is told to take for the time, and the name of its variable is theirs."""


@dataclass(frozen=True)
class Workload:
    """`image` is raw and sparse, `archive` the zip of it, `bmap` may be missing (see `bmap_of`)."""

    folder: Path
    raw_bytes: int
    archive_bytes: int
    sha256: str

    @property
    def image(self) -> Path:
        return self.folder / "sd.img"

    @property
    def archive(self) -> Path:
        return self.folder / "sd.zip"

    @property
    def bmap(self) -> Path:
        return self.folder / "sd.bmap"


def workload(size_mib: int = FULL_MIB) -> Workload:
    """The kept one, or a new one: some minutes."""
    folder = BUILD / f"work-{size_mib}"
    note = folder / "note.json"
    BUILD.mkdir(parents=True, exist_ok=True)
    with (BUILD / f"work-{size_mib}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another run may be making it
        if not note.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            print(f"bench: making an image of {size_mib} MiB, once", file=sys.stderr)
            made = _make(folder, size_mib * MIB)
            note.write_text(json.dumps({**asdict(made), "folder": ""}))
    found = Workload(**{**json.loads(note.read_text()), "folder": folder})
    if shutil.which("bmaptool") and not found.bmap.exists():
        _run("bmaptool", "create", "-o", str(found.bmap), str(found.image))
    return found


def _make(folder: Path, size: int) -> Workload:
    content = Content(_SEED)
    image = folder / "sd.img"
    with image.open("wb") as file:
        file.truncate(size)
    app_bytes = _partition(image, content)
    _fill(folder, image, content, app_bytes)
    sha256 = _zip(image, folder / "sd.zip")
    return Workload(folder, size, (folder / "sd.zip").stat().st_size, sha256)


def _partition(image: Path, content: Content) -> int:
    """Returns the length of APP."""
    lines = ["label: gpt", "label-id: 00000000-0000-4000-8000-000000000001", "first-lba: 34"]
    at = 2048
    for number, (name, sectors) in enumerate(_BOOT_PARTITIONS, 2):
        lines.append(f"{image}{number} : start={at}, size={sectors}, {_named(name, number)}")
        with image.open("r+b") as file:
            file.seek(at * 512)
            file.write(content.noise(sectors * 384))
        at += -(-sectors // 2048) * 2048
    lines.append(f"{image}1 : start={APP_START // 512}, {_named('APP', 1)}")
    _run("sfdisk", "-q", str(image), text="\n".join(lines) + "\n")
    table = json.loads(_run("sfdisk", "-J", str(image)))["partitiontable"]["partitions"]
    return int(next(one["size"] for one in table if one["name"] == "APP")) * 512 // BLOCK * BLOCK


def _named(name: str, number: int) -> str:
    return f'type={_TYPE}, uuid=00000000-0000-4000-8000-0000000001{number:02d}, name="{name}"'


def _fill(folder: Path, image: Path, content: Content, app_bytes: int) -> None:
    ids = "hash_seed=00000000-0000-4000-8000-0000000000bb,lazy_itable_init=0,lazy_journal_init=0,nodiscard"
    options = ["-q", "-F", "-b", str(BLOCK), "-L", "APP", "-U", "00000000-0000-4000-8000-0000000000aa"]
    _run("mkfs.ext4", *options, "-E", f"{ids},offset={APP_START}", str(image), f"{app_bytes // 1024}k")
    files = folder / "files"
    files.mkdir()
    held = [f"{{}}b {first} {end - first}" for first, end in _left_free(image, app_bytes)]
    commands, doomed = [line.format("set") for line in held], []
    live = stale = count = 0
    while live < app_bytes * _USED:
        if count % _FILES_IN_A_FOLDER == 0:
            where = f"r{count // _FILES_IN_A_FOLDER}"
            commands += ["cd /", f"mkdir {where}", f"cd {where}"]
        size = content.size()
        (files / str(count)).write_bytes(content.file(size))
        blocks = -(-size // BLOCK) * BLOCK
        commands.append(f"write {files / str(count)} f{count}")
        if stale < live * _STALE / _USED:
            doomed.append(f"rm /{where}/f{count}")
            stale += blocks
        else:
            live += blocks
        count += 1
    script = folder / "commands"
    script.write_text("\n".join([*commands, *doomed, *(line.format("free") for line in held)]) + "\n")
    _run("debugfs", "-w", "-f", str(script), f"{image}?offset={APP_START}", complains=True)
    _run("e2fsck", "-fn", f"{image}?offset={APP_START}")
    shutil.rmtree(files)
    script.unlink()


def free_blocks(image: Path) -> list[tuple[int, int]]:
    """Spans of blocks of APP that dumpe2fs calls free: first, and the one behind the last."""
    said = _run("dumpe2fs", f"{image}?offset={APP_START}")
    spans = []
    for line in re.findall(r"^  Free blocks: (.*)$", said, re.MULTILINE):
        for span in filter(None, line.split(", ")):
            first, _dash, last = span.partition("-")
            spans.append((int(first), int(last or first) + 1))
    return sorted(spans)


def _left_free(image: Path, app_bytes: int) -> Iterator[tuple[int, int]]:
    """The end of each window of the free space, as much as no file will need."""
    free = free_blocks(image)
    count = sum(end - first for first, end in free)
    share = 1 - (_USED + _STALE + _SPARE) * (app_bytes // BLOCK) / count
    for first, end in free:
        for start in range(first, end, _WINDOW_BLOCKS):
            stop = min(start + _WINDOW_BLOCKS, end)
            if held := int((stop - start) * share):
                yield stop - held, stop


def _zip(image: Path, to: Path) -> str:
    """As `zip -6` packs it. Returns the SHA-256 of the image."""
    digest = hashlib.sha256()
    name = zipfile.ZipInfo(image.name, (2021, 1, 1, 0, 0, 0))
    name.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive, image.open("rb") as file:
        name._compresslevel = 6  # type: ignore[attr-defined]  # open() asks the ZipInfo alone
        with archive.open(name, "w", force_zip64=True) as member:
            while data := file.read(4 * MIB):
                digest.update(data)
                member.write(data)
    return digest.hexdigest()


def _run(*command: str, text: str | None = None, complains: bool = False) -> str:
    """`complains`: its exit code is 0 whatever happens, and behind its first line stands what went wrong."""
    surroundings = {**os.environ, "E2FSPROGS_FAKE_TIME": _WHEN, "LC_ALL": "C"}
    ended = subprocess.run(command, input=text, capture_output=True, text=True, check=False, env=surroundings)
    if ended.returncode or (complains and len(ended.stderr.splitlines()) > 1):
        raise RuntimeError(f"{command[0]}: {ended.stderr[-2000:]}")
    return ended.stdout
