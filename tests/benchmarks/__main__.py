"""`python -m tests.benchmarks [ARGS]`, which is `./dev bench [ARGS]`: measures, and prints one table.

`flash`, `image` and `stream` are measurements beside other programs, `peers` gets those; anything else goes to pytest,
and without a file among it all files `bench_*.py` run. A target that is missed is marked and fails nothing: how fast a
machine is says little about the code.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import sys
from pathlib import Path

import pytest

from tests.benchmarks import flash, image, peers, rig, stream
from tests.benchmarks.report import Report
from tests.benchmarks.workload import BUILD, FULL_MIB, HALF_MIB, QUICK_MIB, workload

_DOWNLOAD_MIB = 512


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["peers"]:
        return peers.install()
    if arguments and arguments[0] in _MEASUREMENTS:
        return _measure(arguments)
    named = any(Path(word.partition("::")[0]).exists() for word in arguments)
    where = [] if named else [str(Path(__file__).parent)]
    return int(pytest.main(["-q", "-o", "python_files=bench_*.py", "-o", "timeout=600", *where, *arguments]))


def _measure(arguments: list[str]) -> int:
    wanted = _parser().parse_args(arguments)
    if wanted.what != "image" and os.geteuid() != 0:
        print("bench: loop devices need root: sudo ./dev bench ...", file=sys.stderr)
        return 2
    if wanted.what == "stream" and not stream.is_inside():
        return stream.go_inside(arguments)
    BUILD.mkdir(parents=True, exist_ok=True)
    with (BUILD / "measuring").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two at once would measure each other
        try:
            report = _MEASUREMENTS[wanted.what](wanted)
        finally:
            rig.clean(BUILD)
    text = report.markdown()
    (BUILD / f"{wanted.what}.md").write_text(text + "\n", encoding="utf-8")
    print(text)
    if wanted.into:
        report.put_into(wanted.into, text)
    return 0


def _flash(wanted: argparse.Namespace) -> Report:
    size, rounds, fast_rounds = wanted.size or FULL_MIB, wanted.rounds or 3, wanted.fast_rounds
    if wanted.quick:
        size, rounds, fast_rounds = wanted.size or QUICK_MIB, wanted.rounds or 1, fast_rounds or 1
    rough = _small(size, FULL_MIB)
    fast = 3 if fast_rounds is None else fast_rounds
    return flash.measure(workload(size), rounds=rounds, fast_rounds=fast, only=wanted.only, rough=rough)


def _image(wanted: argparse.Namespace) -> Report:
    size, rounds = wanted.size or HALF_MIB, wanted.rounds or 5
    if wanted.quick:
        size, rounds = wanted.size or QUICK_MIB, wanted.rounds or 3
    return image.measure(workload(size), size_mib=_DOWNLOAD_MIB, rounds=rounds, rough=[])


def _stream(wanted: argparse.Namespace) -> Report:
    size = wanted.size or (QUICK_MIB if wanted.quick else HALF_MIB)
    return stream.measure(workload(size), rounds=wanted.rounds or 1, only=wanted.only, rough=_small(size, HALF_MIB))


def _small(size: int, usual: int) -> list[str]:
    return [f"the image is a small one of {size} MiB"] if size < usual else []


_MEASUREMENTS = {"flash": _flash, "image": _image, "stream": _stream}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev bench")
    parser.add_argument("what", choices=tuple(_MEASUREMENTS))
    parser.add_argument("--quick", action="store_true", help="a small image, few rounds")
    parser.add_argument("--size", type=int, metavar="MIB", help="of the image, before it is packed")
    parser.add_argument("--rounds", type=int, help="on slow cards, or over the link")
    parser.add_argument("--fast-rounds", type=int, help="of flash, on a fast card; 0 for none")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="a program whose name holds this")
    parser.add_argument("--into", type=Path, metavar="FILE", help="put the tables into this document too")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
