"""The release of NVIDIA's Linux for Tegra (L4T), as a Nano's own file names it."""

from __future__ import annotations

import re

# Where it stands on a Nano; on the small help disk of a running one it is below "version" instead of "etc".
RELEASE_FILE = "nv_tegra_release"
RELEASE_MOST_BYTES = 4096

# Numbers of at most three digits: the text comes from a card, and whatever it says is shown.
_RELEASE = re.compile(r"R(\d{1,3}) \(release\), REVISION: (\d{1,3}(?:\.\d{1,3}){0,3})", re.ASCII)


def parse_l4t(text: str) -> str | None:
    """`32.7.1` of a line like `# R32 (release), REVISION: 7.1, GCID: 29818004, BOARD: t210ref, ...`."""
    match = _RELEASE.search(text)
    return f"{match[1]}.{match[2]}" if match else None
