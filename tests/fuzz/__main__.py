"""Fuzzes one family of parsers, for minutes: `./dev fuzz tables|ext4|images [MINUTES]`.

atheris (libFuzzer) leads the way, from the small corpus in tests/data/fuzz; it comes from the package index into an
environment of its own, since nothing else needs it. An input that breaks a parser is left in build/fuzz.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["nanowizard.drives", "nanowizard.flash", "nanowizard.images"]):
    from fuzz.targets import TARGETS

from fuzz.seeds import corpus

_OUT = Path(__file__).parents[2] / "build" / "fuzz"
# What lzma may take (256 MiB), Python and libFuzzer themselves, and some more.
_MOST_MEMORY_MIB = 700
_LONGEST_S = 20
_LONGEST_INPUT = 64 * 1024


def main() -> None:
    family, minutes = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 10.0
    folder = _OUT / family
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in corpus(family):
        (folder / name).write_bytes(data)
    arguments = {
        "max_total_time": round(minutes * 60),
        "timeout": _LONGEST_S,
        "rss_limit_mb": _MOST_MEMORY_MIB,
        "max_len": _LONGEST_INPUT,
        "artifact_prefix": f"{_OUT}/{family}-",
        "print_final_stats": 1,
    }
    options = [f"-{key}={value}" for key, value in arguments.items()]
    atheris.Setup([sys.argv[0], *options, str(folder)], TARGETS[family])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
