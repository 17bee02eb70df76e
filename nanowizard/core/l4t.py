"""The release of NVIDIA's Linux for Tegra (L4T), as a Nano's own file names it."""

from __future__ import annotations

import re

# Where it stands on a Nano; on the small help disk of a running one it is below "version" instead of "etc".
RELEASE_FILE = "nv_tegra_release"
RELEASE_MOST_BYTES = 4096

JETPACK_OF_L4T = {
    "32.1": "4.2",
    "32.2.0": "4.2.1",
    "32.2.1": "4.2.2",
    "32.2.3": "4.2.3",
    "32.3.1": "4.3",
    "32.4.2": "4.4 DP",
    "32.4.3": "4.4",
    "32.4.4": "4.4.1",
    "32.5.0": "4.5",
    "32.5.1": "4.5.1",
    "32.5.2": "4.5.1",
    "32.6.1": "4.6",
    "32.7.1": "4.6.1",
    "32.7.2": "4.6.2",
    "32.7.3": "4.6.3",
    "32.7.4": "4.6.4",
    "32.7.5": "4.6.5",
    "32.7.6": "4.6.6",
}
"""The table of releases as jetson-stats prints them."""

# Numbers of at most three digits: the text comes from a card, and whatever it says is shown.
_RELEASE = re.compile(r"R(\d{1,3}) \(release\), REVISION: (\d{1,3}(?:\.\d{1,3}){0,3})", re.ASCII)


def parse_l4t(text: str) -> str | None:
    """`32.7.1` of a line like `# R32 (release), REVISION: 7.1, GCID: 29818004, BOARD: t210ref, ...`."""
    match = _RELEASE.search(text)
    return f"{match[1]}.{match[2]}" if match else None
