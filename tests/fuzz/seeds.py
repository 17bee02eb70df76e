"""Makes what the fuzzer begins with, by the programs that make the real things: `python -m fuzz.seeds` in tests/.

The result is in tests/data/fuzz, a zip for each family; inputs that once broke a parser were added to it by hand and
are kept.
"""

from __future__ import annotations

import subprocess
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from support.archives import PACKERS, streamed_zip64, with_flag_bit, zipped

from fuzz.disks import MIB, packed
from nanowizard.drives.marker import make_marker
from nanowizard.drives.partition import Partition
from nanowizard.drives.partition_write import make_gpt

CORPUS = Path(__file__).parents[1] / "data" / "fuzz"
_FOUND = "found-"  # what a name begins with that the fuzzer, not this module, made
_RELEASE = b"# R32 (release), REVISION: 7.1, GCID: 29818004, BOARD: t210ref, EABI: aarch64, DATE: Sat Feb 19 2022\n"


def _tables() -> Iterable[tuple[str, bytes]]:
    parts = [Partition(number=n, start_bytes=n * MIB, size_bytes=MIB, name=name) for n, name in enumerate(_NAMES, 1)]
    gpt = make_gpt(parts, 64 * MIB, disk_id="7d3c1f0e-58a1-4a53-9d0c-3b8a2f6e9c11")
    tail = (gpt.tail_offset - 64 * MIB, gpt.tail)
    for mend in (False, True):
        yield f"gpt-{mend}", packed(6, [(0, gpt.head), tail], mend=mend)
        yield f"gpt-backup-{mend}", packed(6, [tail], mend=mend)
    yield "marker", packed(4, [(0, make_marker({"image": "a.img"}))], mend=False)
    for label, script in {
        "mbr": "label: dos\nstart=2048,size=4096,type=c\nstart=8192,size=4096,type=83\n",
        "logical": "label: dos\nstart=2048,size=28672,type=f\nstart=4096,size=4096\nstart=10240,size=4096\n",
        "gpt-wide": "label: gpt\ntable-length: 32\nstart=2048,size=131072,name=APP\n",
    }.items():
        image = _made("sfdisk", "-q", input_=script, size_bytes=128 * MIB)
        yield label, packed(7, [(0, image[:32768]), (2048 * 512, image[MIB:][:32768]), *_ebrs(image)], mend=True)


_NAMES = ("APP", "TBC", "RP1", "EBT")


def _ebrs(image: bytes) -> Iterable[tuple[int, bytes]]:
    return [(at, image[at : at + 512]) for at in range(MIB, 16 * MIB, 512) if image[at + 510 : at + 512] == b"\x55\xaa"]


def _ext4() -> Iterable[tuple[str, bytes]]:
    for name, options in {
        "usual": (),
        "flex": ("-G", "16", "-O", "^resize_inode,64bit"),
        "plain": ("-O", "^metadata_csum,^64bit,uninit_bg"),
        "inline": ("-O", "inline_data", "-I", "512"),
        "ext2": ("-t", "ext2", "-b", "1024"),
        "sparse2": ("-O", "sparse_super2,^resize_inode"),
    }.items():
        with tempfile.TemporaryDirectory() as folder:
            tree = Path(folder, "tree")
            (tree / "private" / "etc").mkdir(parents=True)
            (tree / "etc").symlink_to("private/etc")
            (tree / "private" / "etc" / "nv_tegra_release").write_bytes(_RELEASE)
            journal = () if name == "ext2" else ("-O", "^has_journal")
            command = ("mkfs.ext4", "-q", "-F", "-N", "64", "-d", str(tree), *journal, *options)
            image = _made(*command, size_bytes=64 * MIB)
        yield name, packed(6, [(0, image[: 16 * MIB])], mend=True)


def _images() -> Iterable[tuple[str, bytes]]:
    raw = bytes(510) + b"\x55\xaa" + b"nano " * 512
    for kind, pack in PACKERS.items():
        yield kind, pack(raw)
        yield f"{kind}-twice", pack(raw) + pack(raw)
    yield "zip64", streamed_zip64(raw)
    yield "encrypted", with_flag_bit(zipped(raw), 1)
    yield "stored", zipped(raw, method=zipfile.ZIP_STORED)
    yield "bzip2", zipped(raw, method=zipfile.ZIP_BZIP2)


SEEDS: Mapping[str, Iterable[tuple[str, bytes]]] = {"tables": _tables(), "ext4": _ext4(), "images": _images()}


def _made(*command: str, size_bytes: int, input_: str = "") -> bytes:
    with tempfile.NamedTemporaryFile() as file:
        file.truncate(size_bytes)
        subprocess.run([*command, file.name], check=True, input=input_.encode(), stdout=subprocess.DEVNULL)
        return Path(file.name).read_bytes()


def corpus(family: str) -> Sequence[tuple[str, bytes]]:
    with zipfile.ZipFile(CORPUS / f"{family}.zip") as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def main() -> None:
    for family, seeds in SEEDS.items():
        found = [seed for seed in corpus(family) if seed[0].startswith(_FOUND)] if _path(family).exists() else []
        with zipfile.ZipFile(_path(family), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for name, data in [*seeds, *found]:
                archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)


def _path(family: str) -> Path:
    return CORPUS / f"{family}.zip"


if __name__ == "__main__":
    main()
