"""The up-case table of exFAT that its specification recommends (section 7.2.5.1), in the compressed form.

The 65,536 mappings are those of an early Unicode, which no library carries: runs of `first:last:step:difference`,
read off a volume that mkfs.exfat made. The specification's checksum of the table, 0xE619D30D, is asserted in the tests.
"""

from __future__ import annotations

import struct
from functools import cache

_SKIP = 0xFFFF
# Shorter runs of characters that are their own upper case are written out in the recommended table.
_SHORTEST_SKIP = 512
_RUNS = """
    61:7A:1:-32 E0:F6:1:-32 F8:FE:1:-32 FF:FF:1:+121 101:12F:2:-1 133:137:2:-1 13A:148:2:-1 14B:177:2:-1
    17A:17E:2:-1 180:180:1:+195 183:185:2:-1 188:188:1:-1 18C:18C:1:-1 192:192:1:-1 195:195:1:+97 199:199:1:-1
    19A:19A:1:+163 19E:19E:1:+130 1A1:1A5:2:-1 1A8:1A8:1:-1 1AD:1AD:1:-1 1B0:1B0:1:-1 1B4:1B6:2:-1 1B9:1B9:1:-1
    1BD:1BD:1:-1 1BF:1BF:1:+56 1C6:1C6:1:-2 1C9:1C9:1:-2 1CC:1CC:1:-2 1CE:1DC:2:-1 1DD:1DD:1:-79 1DF:1EF:2:-1
    1F3:1F3:1:-2 1F5:1F5:1:-1 1F9:21F:2:-1 223:233:2:-1 23A:23A:1:+10795 23C:23C:1:-1 23E:23E:1:+10792
    242:242:1:-1 247:24F:2:-1 253:253:1:-210 254:254:1:-206 256:257:1:-205 259:259:1:-202 25B:25B:1:-203
    260:260:1:-205 263:263:1:-207 268:268:1:-209 269:269:1:-211 26B:26B:1:+10743 26F:26F:1:-211 272:272:1:-213
    275:275:1:-214 27D:27D:1:+10727 280:280:1:-218 283:283:1:-218 288:288:1:-218 289:289:1:-69 28A:28B:1:-217
    28C:28C:1:-71 292:292:1:-219 37B:37D:1:+130 3AC:3AC:1:-38 3AD:3AF:1:-37 3B1:3C1:1:-32 3C2:3C2:1:-31
    3C3:3CB:1:-32 3CC:3CC:1:-64 3CD:3CE:1:-63 3D9:3EF:2:-1 3F2:3F2:1:+7 3F8:3F8:1:-1 3FB:3FB:1:-1 430:44F:1:-32
    450:45F:1:-80 461:481:2:-1 48B:4BF:2:-1 4C2:4CE:2:-1 4CF:4CF:1:-15 4D1:513:2:-1 561:586:1:-48
    1D7D:1D7D:1:+3814 1E01:1E95:2:-1 1EA1:1EF9:2:-1 1F00:1F07:1:+8 1F10:1F15:1:+8 1F20:1F27:1:+8 1F30:1F37:1:+8
    1F40:1F45:1:+8 1F51:1F57:2:+8 1F60:1F67:1:+8 1F70:1F71:1:+74 1F72:1F75:1:+86 1F76:1F77:1:+100 1F78:1F79:1:+128
    1F7A:1F7B:1:+112 1F7C:1F7D:1:+126 1F80:1F87:1:+8 1F90:1F97:1:+8 1FA0:1FA7:1:+8 1FB0:1FB1:1:+8 1FB3:1FB3:1:+9
    1FCC:1FCC:1:-9 1FD0:1FD1:1:+8 1FE0:1FE1:1:+8 1FE5:1FE5:1:+7 1FFC:1FFC:1:-9 214E:214E:1:-28 2170:217F:1:-16
    2184:2184:1:-1 24D0:24E9:1:-26 2C30:2C5E:1:-48 2C61:2C61:1:-1 2C68:2C6C:2:-1 2C76:2C76:1:-1 2C81:2CE3:2:-1
    2D00:2D25:1:-7264 FF41:FF5A:1:-32
"""


@cache
def upcase_table() -> bytes:
    """5,836 bytes: 16-bit characters, with 0xFFFF and a count for each long run of characters that do not change."""
    mapping = list(range(0x10000))
    for run in _RUNS.split():
        first, last, step, difference = run.split(":")
        for code in range(int(first, 16), int(last, 16) + 1, int(step)):
            mapping[code] += int(difference)
    words: list[int] = []
    at = 0
    while at < len(mapping):
        end = at
        while end < len(mapping) and mapping[end] == end:
            end += 1
        if end - at >= _SHORTEST_SKIP:
            words += [_SKIP, end - at]
            at = end
        else:
            # One more than the run: the character behind it does change.
            words += mapping[at : end + 1]
            at = end + 1
    return struct.pack(f"<{len(words)}H", *words)
