"""apt's lists as text: what is not meant is never touched, whatever a file looks like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nanowizard.provision.apt.archive import Archive, archive_of
from nanowizard.provision.apt.sources import Source, parse_sources, restore, rewrite
from nanowizard.provision.mirrors import load_mirrors

OFFICIAL = "http://ports.ubuntu.com/ubuntu-ports/"
TUNA = "https://mirrors.tuna.tsinghua.edu.cn/ubuntu-ports/"
KNOWN = archive_of("ubuntu", "bionic", "arm64", load_mirrors().apt)
assert KNOWN
ARCHIVE: Archive = KNOWN


def to_tuna(source: Source, uri: str) -> str:
    return TUNA if ARCHIVE.has(source, uri) else uri


def to_official(source: Source, uri: str) -> str:
    return OFFICIAL if ARCHIVE.has(source, uri) else uri


def rewritten(text: str, *, deb822: bool = False) -> str:
    return rewrite(text, to_tuna, deb822=deb822)


def restored(current: str, original: str, *, deb822: bool = False) -> str:
    def normal(text: str) -> str:
        return rewrite(text, to_official, deb822=deb822)

    return restore(current, original, normal, to_official, deb822=deb822)


GAPS = st.sampled_from([" ", "  ", "\t", " \t "])
UBUNTU = st.sampled_from(
    [
        OFFICIAL,
        "http://ports.ubuntu.com/ubuntu-ports",
        "https://mirrors.ustc.edu.cn/ubuntu-ports/",
        "http://cn.ports.ubuntu.com/ubuntu-ports/",
        "http://mirror.school.example:8080/pub/ubuntu-ports/",
        "http://archive.ubuntu.com/ubuntu/",
    ]
)
OTHERS = st.sampled_from(
    [
        "https://repo.download.nvidia.com/jetson/common",
        "http://ppa.launchpad.net/deadsnakes/ppa/ubuntu",
        "https://download.docker.com/linux/ubuntu",
        "http://packages.ros.org/ros/ubuntu",
        "file:/var/cuda-repo-l4t-10-2-local",
        "cdrom:[Ubuntu 18.04 LTS]/",
        "mirror://mirrors.ubuntu.com/mirrors.txt",
    ]
)
SUITES = st.sampled_from(["bionic", "bionic-updates", "bionic-security", "bionic-proposed"])
COMPONENTS = st.lists(st.sampled_from(["main", "restricted", "universe", "multiverse"]), min_size=1, max_size=4).map(
    " ".join
)
OPTIONS = st.sampled_from(["", "[arch=arm64] ", "[ signed-by=/usr/share/keyrings/a.gpg trusted=yes ] ", "[]"])
ENDS = st.sampled_from(["\n", " \n", "\t# from the tutorial\n", "\r\n", ""])


@st.composite
def lines(draw: st.DrawFn, uris: st.SearchStrategy[str], kind: str = "deb") -> str:
    lead = draw(st.sampled_from(["", " ", "\t"]))
    head = f"{lead}{kind}{draw(GAPS)}{draw(OPTIONS)}{draw(uris)}{draw(GAPS)}{draw(SUITES)}"
    return f"{head}{draw(GAPS)}{draw(COMPONENTS)}{draw(ENDS)}"


COMMENTS = st.sampled_from(
    ["\n", "# comment\n", f"#deb {OFFICIAL} bionic main\n", f"# deb-src {OFFICIAL} bionic main\n", "deb\n", "deb x\n"]
)
NOT_OURS = st.one_of(
    lines(OTHERS),
    lines(UBUNTU, "deb-src"),
    COMMENTS,
    st.just("deb [arch=amd64] http://archive.ubuntu.com/ubuntu bionic main\n"),
    st.just(f"deb {OFFICIAL} ./\n"),
)
ANY_TEXT = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Z", "Cc"]) | st.just("\udcff"))
FILES = st.lists(st.one_of(lines(UBUNTU), NOT_OURS)).map("".join)

FIELDS = st.sampled_from(
    [
        "Types: deb\n",
        "types:   deb deb-src\n",
        "Suites: bionic bionic-updates\n",
        "Suites: bionic\n  bionic-security\n",
        "Components: main universe\n",
        f"URIs: {OFFICIAL}\n",
        f"URIs: {OFFICIAL} http://mirrors.ustc.edu.cn/ubuntu-ports\n",
        f"URIs:\n {OFFICIAL}\n# the next one is near\n http://mirrors.aliyun.com/ubuntu-ports/\n",
        f"URIs: {OFFICIAL}\n http://mirrors.ustc.edu.cn/ubuntu-ports\n",
        "URIs: https://download.docker.com/linux/ubuntu\n",
        "Enabled: no\n",
        "Architectures: arm64\n",
        "# comment\n",
        "Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQINBF\n",
        " \n",
        "\n",
        "\r\n",
        "nonsense\n",
    ]
)
STANZAS = st.lists(FIELDS, max_size=24).map("".join)


@given(st.one_of(ANY_TEXT, FILES, STANZAS), st.booleans())
def test_taking_a_file_apart_and_putting_it_together_gives_the_file(text: str, deb822: bool) -> None:
    assert parse_sources(text, deb822=deb822).text == text


@given(st.one_of(ANY_TEXT, FILES, STANZAS), st.booleans())
def test_rewriting_twice_is_rewriting_once(text: str, deb822: bool) -> None:
    once = rewritten(text, deb822=deb822)
    assert rewritten(once, deb822=deb822) == once


@given(st.lists(NOT_OURS).map("".join))
def test_lines_that_are_not_the_archive_never_change(text: str) -> None:
    assert rewritten(text) == text


@given(st.lists(st.one_of(lines(UBUNTU), NOT_OURS)))
def test_only_the_archives_addresses_change_and_nothing_is_dropped(units: list[str]) -> None:
    text = "".join(unit if unit.endswith("\n") else unit + "\n" for unit in units)
    before, after = text.split("\n"), rewritten(text).split("\n")
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        if old != new:
            assert old.split()[0] == "deb"
            assert TUNA in new
            assert [word for word in old.split() if "://" not in word] == [w for w in new.split() if "://" not in w]


@given(st.one_of(FILES.map(lambda text: (text, False)), STANZAS.map(lambda text: (text, True))))
def test_going_back_gives_the_file_byte_for_byte(case: tuple[str, bool]) -> None:
    text, deb822 = case
    assert restored(rewritten(text, deb822=deb822), text, deb822=deb822) == text


@given(STANZAS)
def test_no_stanza_falls_apart(text: str) -> None:
    """A line that becomes empty would end its stanza and cut off the fields below."""
    before, after = parse_sources(text, deb822=True), parse_sources(rewritten(text, deb822=True), deb822=True)
    assert len(before.units) == len(after.units)
    assert [(s.types, s.suites, s.components) for s in before.sources] == [
        (s.types, s.suites, s.components) for s in after.sources
    ]


@given(lines(UBUNTU))
def test_a_line_of_the_archive_is_known_however_it_is_spaced(line: str) -> None:
    assert TUNA in rewritten(line)


DEB822 = f"""# Ubuntu
Types: deb deb-src
URIs: {OFFICIAL} http://mirrors.ustc.edu.cn/ubuntu-ports
Suites: bionic bionic-updates
Components: main universe
# a remark
Signed-By: /usr/share/keyrings/ubuntu-archive-keyring.gpg

Types: deb
URIs: {OFFICIAL}
Suites: bionic-security
Components: main
Enabled: no
"""


def test_several_addresses_in_a_stanza_become_one() -> None:
    new = rewritten(DEB822, deb822=True)
    assert f"\nURIs: {TUNA}\n" in new
    assert new.endswith(DEB822.partition("\n\n")[2])  # switched off: stays
    assert restored(new, DEB822, deb822=True) == DEB822


def test_what_others_added_since_stays_when_we_go_back() -> None:
    before = f"deb {OFFICIAL} bionic main\n# mine\ndeb http://mirrors.ustc.edu.cn/ubuntu-ports bionic-updates main\n"
    now = rewritten(before) + f"deb {TUNA} bionic-backports main\ndeb https://ppa.example/x bionic main\n"
    assert restored(now, before) == (
        before + f"deb {OFFICIAL} bionic-backports main\ndeb https://ppa.example/x bionic main\n"
    )


def test_what_others_removed_since_stays_away() -> None:
    before = f"deb {OFFICIAL} bionic main\ndeb {OFFICIAL} bionic-proposed main\n"
    assert restored(rewritten(f"deb {OFFICIAL} bionic main\n"), before) == f"deb {OFFICIAL} bionic main\n"


@pytest.mark.parametrize("data", [b"# f\xfcr sp\xe4ter\ndeb " + OFFICIAL.encode() + b" bionic main\n"])
def test_bytes_that_are_no_utf_8_stay(data: bytes) -> None:
    new = rewritten(data.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    assert new == data.replace(OFFICIAL.encode(), TUNA.encode())
