"""What the kernel complained of lately: cards and USB devices that were put in and did not start.

Nothing else tells them from an empty slot. The log may be closed to ordinary users; then nothing is known.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

KMSG = Path("/dev/kmsg")
# What did not start and was taken out again leaves no line, so old ones say nothing.
LATELY_S = 600.0
_MOST_RECORDS = 20_000
_LONGEST_RECORD = 8192

_MICROSECONDS = 1_000_000
# drivers/mmc/core, drivers/usb/core/hub.c
_BAD = (
    re.compile(r"(?P<slot>mmc\d+): (?P<what>error -\d+ whilst initialising \w+( card)?)"),
    re.compile(r"usb (?P<hub>usb\d+|\d+-[\d.]+)-port(?P<port>\d+): (?P<what>unable to enumerate USB device)"),
    re.compile(r"usb (?P<hub>usb\d+|\d+-[\d.]+)-port(?P<port>\d+): (?P<what>over-current condition)"),
)
_GOOD = (
    re.compile(r"(?P<slot>mmc\d+): (new .* at address|card \w+ removed)"),
    re.compile(r"usb (?P<device>\d+-[\d.]+): (New USB device found|USB disconnect)"),
)


def troubles_in(records: Iterable[str], *, now_s: float) -> dict[str, str]:
    """The last complaint by place ("mmc0", "1-2"), without those that something good followed.

    `records` are those of /dev/kmsg: "6,1234,5678901,-;mmc0: error -110 whilst initialising SD card". `now_s` is on the
    clock that they count on, seconds since the start.
    """
    found: dict[str, str] = {}
    for record in records:
        head, _, text = record.partition(";")
        fields = head.split(",")
        if len(fields) < 3 or not fields[2].isdigit() or now_s - int(fields[2]) / _MICROSECONDS > LATELY_S:
            continue
        line = text.partition("\n")[0]
        for pattern in _BAD:
            if match := pattern.match(line):
                found[_place(match.groupdict())] = match["what"]
        for pattern in _GOOD:
            if match := pattern.match(line):
                found.pop(_place(match.groupdict()), None)
    return found


def read_troubles(log: Path = KMSG) -> dict[str, str]:
    """Empty where the log is closed to us. Never waits."""
    return troubles_in(_records(log), now_s=time.clock_gettime(time.CLOCK_MONOTONIC))


def _place(found: Mapping[str, str | None]) -> str:
    """The name that the device at a port has: port 3 of hub 1-1 is 1-1.3, port 2 of root hub usb1 is 1-2."""
    if hub := found.get("hub"):
        return f"{hub[3:]}-{found['port']}" if hub.startswith("usb") else f"{hub}.{found['port']}"
    return found.get("slot") or found.get("device") or ""


def _records(log: Path) -> Iterable[str]:
    try:
        fd = os.open(log, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return
    try:
        for _ in range(_MOST_RECORDS):
            try:
                record = os.read(fd, _LONGEST_RECORD)
            except BrokenPipeError:  # overwritten while we read: the next one is the oldest that is left
                continue
            except OSError:  # EAGAIN: that was all
                return
            if not record:
                return
            yield record.decode(errors="replace")
    finally:
        os.close(fd)
