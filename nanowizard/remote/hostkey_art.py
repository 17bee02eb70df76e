"""A host key's fingerprint as words and as a picture, so that two screens can be compared at a glance or over a phone.

Both are made from the fingerprint alone: the same key gives the same ones on every computer, in every language. The
picture is the one that `ssh-keygen -lv` prints, so that the Nano's own screen can be compared too. Equal words and an
equal picture are a strong sign; only the whole fingerprint is the proof.
"""

from __future__ import annotations

import base64

COLUMNS, ROWS = 17, 9
"""OpenSSH's random art (key.c): a walk over this field, beginning in its middle."""
LEVELS = " .o+=*BOX@%&#/^"
"""How OpenSSH shows a place by how often it was visited; then the walk's first and last place."""
START, END = "S", "E"
WORD_COUNT = 8

_LIST = """
acid acorn actor agent album alley anchor angle ankle apple april arrow atlas attic autumn badge bagel bamboo banjo
barrel basin basket beach beacon beard bench berry bicycle bishop blanket bottle boulder branch bread bridge brush
bubble bucket butter button cabin cactus camel camera candle canoe canyon carpet carrot castle cedar cellar cherry
chess circus cliff clock cloud clover coconut coffee comet copper coral cotton cradle crane crayon cricket crown
crystal cycle dagger daisy dancer desert diamond dinner doctor dolphin donkey dragon drum eagle earth elbow elephant
engine envelope fabric falcon farmer feather fence fiddle finger flame flute forest fossil fountain fox galaxy garden
garlic ghost giant ginger giraffe glacier glove goblet grape gravel guitar hammer harbor harvest hazel helmet hermit
hockey honey hotel hunter igloo insect island ivory jacket jaguar jelly jersey jigsaw jungle kettle kitchen kitten
ladder lagoon lantern laser lemon leopard letter lizard lobster locket magnet mango maple marble market meadow melon
mirror mitten monkey mosaic mountain muffin mural museum napkin needle nickel noodle nutmeg oasis ocean olive onion
orbit orchid organ otter oyster paddle palace panda paper parrot peanut pebble pencil pepper piano pigeon pillow
pirate planet pocket pony potato prism puppet puzzle python quartz rabbit radar radio raven ribbon river robin rocket
ruby saddle salmon sandal satin school shadow shell silver sister skate snake socket spider spoon statue sugar summit
sunset tablet temple thunder ticket tiger tomato towel tractor trumpet tulip tunnel turtle umbrella valley velvet
violin volcano waffle walnut whale whisker willow window winter wizard yellow yogurt zebra zigzag zipper
"""
"""One for each value of a byte. Never to be changed or translated: two screens are compared by them."""
_WORDS = _LIST.split()


def digest_of(fingerprint: str) -> bytes:
    """The 32 bytes of a SHA-256 fingerprint as `HostKey.fingerprint` gives it, with or without `SHA256:`."""
    text = fingerprint.removeprefix("SHA256:")
    return base64.b64decode(text + "=" * (-len(text) % 4))


def words_of(fingerprint: str) -> list[str]:
    """One word for each of the first eight bytes."""
    return [_WORDS[byte] for byte in digest_of(fingerprint)[:WORD_COUNT]]


def picture_of(fingerprint: str) -> list[str]:
    """ROWS lines of COLUMNS letters: LEVELS, START and END."""
    visits = [[0] * COLUMNS for _row in range(ROWS)]
    x, y = COLUMNS // 2, ROWS // 2
    for byte in digest_of(fingerprint):
        for shift in (0, 2, 4, 6):
            move = byte >> shift
            x = min(max(x + (1 if move & 1 else -1), 0), COLUMNS - 1)
            y = min(max(y + (1 if move & 2 else -1), 0), ROWS - 1)
            visits[y][x] = min(visits[y][x] + 1, len(LEVELS) - 1)
    lines = [[LEVELS[count] for count in row] for row in visits]
    lines[ROWS // 2][COLUMNS // 2] = START
    lines[y][x] = END
    return ["".join(line) for line in lines]
