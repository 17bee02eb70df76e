"""Programs that only a Nano has, or that would change this whole computer, as scripts for the real board.

They keep their state in the board's own /etc and say what the real ones say. systemctl, apt-mark and dpkg-query are
the real ones, on the board's own files.
"""

from __future__ import annotations

from support.boards import RealBoard

NVPMODEL = """#!/bin/sh
kept=/etc/nvpmodel-mode
case $1 in
  -q) echo "NVPM WARN: fan mode is not set!"
      case $(cat $kept) in 0) echo "NV Power Mode: MAXN";; 1) echo "NV Power Mode: 5W";; esac
      cat $kept;;
  -m) echo "$2" > $kept; rm -f /etc/clocks-pinned;;
esac
"""
JETSON_CLOCKS = """#!/bin/sh
pinned=/etc/clocks-pinned
case $1 in
  --show) high=1479000; [ "$(cat /etc/nvpmodel-mode)" = 1 ] && high=918000
     low=102000; [ -e $pinned ] && low=$high
     for core in 0 1; do
       echo "cpu$core: Online=1 Governor=schedutil MinFreq=$low MaxFreq=$high CurrentFreq=$high IdleStates: WFI=1 c7=1 "
     done
     echo "cpu3: Online=0 Governor=schedutil MinFreq=102000 MaxFreq=$high CurrentFreq=0 IdleStates: "
     low=76800000; [ -e $pinned ] && low=921600000
     echo "GPU MinFreq=$low MaxFreq=921600000 CurrentFreq=$low";;
  --store) [ -e "$2" ] && { echo "Error: file $2 already exists!"; exit 1; }
     if [ -e $pinned ]; then echo pinned; else echo free; fi > "$2";;
  --restore) [ -e "$2" ] || { echo "Error: $2 file not found !"; exit 1; }
     if [ "$(cat "$2")" = pinned ]; then : > $pinned; else rm -f $pinned; fi;;
  "") : > $pinned;;
esac
"""
SYSTEMCTL = """#!/bin/sh
case $1 in
  get-default|set-default) exec /usr/bin/systemctl --root=/ "$@";;
  is-active) echo active;;
esac
"""
DATE = """#!/usr/bin/python3
import pathlib, sys, time
kept = pathlib.Path("/etc/clock-ahead")
if "-s" in sys.argv:
    kept.write_text(str(float(sys.argv[-1].removeprefix("@")) - time.time()))
print(f"{time.time() + float(kept.read_text()):.6f}")
"""
TIMEDATECTL = """#!/bin/sh
printf '   System clock synchronized: %s\\nsystemd-timesyncd.service active: yes\\n' "$(cat /etc/synchronized)"
"""
_STATUS = """Package: nvidia-l4t-bootloader
Status: install ok installed
Priority: standard
Section: base
Maintainer: nobody
Architecture: amd64
Version: 32.7.1-20220219090344
Description: stands for NVIDIA's
"""


def add_power(board: RealBoard) -> None:
    """nvpmodel, jetson_clocks, a default target, and a package that can be held."""
    for name, text in {"nvpmodel": NVPMODEL, "jetson_clocks": JETSON_CLOCKS, "systemctl": SYSTEMCTL}.items():
        board.put(f"/opt/bin/{name}", text.encode(), 0o755)
    board.put("/etc/nvpmodel-mode", b"0\n")
    board.put("/etc/nvpmodel.conf", b"< POWER_MODEL ID=0 NAME=MAXN >\n< POWER_MODEL ID=1 NAME=5W >\n")
    for folder in ("etc/systemd/system", "etc/apt", "var/lib/apt/lists", "var/cache/apt", "var/lib/dpkg/info"):
        (board.root / folder).mkdir(parents=True)
    for folder in ("updates", "triggers"):
        (board.root / "var/lib/dpkg" / folder).mkdir()
    (board.root / "etc/systemd/system/default.target").symlink_to("/lib/systemd/system/graphical.target")
    board.put("/var/lib/dpkg/status", _STATUS.encode())
    board.put("/var/lib/dpkg/available", b"")


def add_clock(board: RealBoard) -> None:
    """A clock of the board's own: the kernel's is this computer's."""
    board.put("/opt/bin/date", DATE.encode(), 0o755)
    board.put("/opt/bin/timedatectl", TIMEDATECTL.encode(), 0o755)
    board.put("/etc/clock-ahead", b"0")
    board.put("/etc/synchronized", b"no\n")
