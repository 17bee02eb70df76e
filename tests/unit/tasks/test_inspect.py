"""Looking into an image: what real mkfs.ext4 and our own practice image give, packed in every way."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from support.archives import MIB, PACKERS

from nanowizard.core.errors import Cancelled, ImageError
from nanowizard.core.events import Event, FindingReported, Progress
from nanowizard.core.places import Places
from nanowizard.core.task import CancelToken, RunContext
from nanowizard.drives.partition import Partition
from nanowizard.drives.partition_write import make_gpt
from nanowizard.images import forward
from nanowizard.images.forward import ForwardReader
from nanowizard.images.source import open_image
from nanowizard.practice.image import build_practice_image
from nanowizard.tasks.image_proof import known_hashes
from nanowizard.tasks.inspect import InspectImage, InspectInput, _inside
from nanowizard.tasks.session import Session

RELEASE = "# R32 (release), REVISION: 6.1, GCID: 27863751, BOARD: t210ref, EABI: aarch64\n"


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("practice") / "a.img"
    build_practice_image(path, size_bytes=32 * MIB)
    return path.read_bytes()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"))
    yield made
    made.close()


def written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def codes(events: Sequence[Event]) -> list[str]:
    return [event.finding.code for event in events if isinstance(event, FindingReported)]


@pytest.mark.parametrize("kind", sorted(PACKERS))
def test_everything_of_an_image_in_every_packing(kind: str, practice: bytes, session: Session, tmp_path: Path) -> None:
    data = PACKERS[kind](practice)
    file = written(tmp_path / "下载" / f"карта.img.{kind}", data)
    seen: list[Event] = []
    facts = InspectImage(session).run(InspectInput(file=file), RunContext(emit=seen.append))
    assert (facts["format"], facts["raw_bytes"], facts["raw_bytes_exact"]) == (kind, len(practice), True)
    assert (facts["table"], facts["jetpack"], facts["l4t"], facts["jetpack_release"]) == (
        "gpt",
        True,
        "32.7.1",
        "4.6.1",
    )
    assert facts["partitions"][0]["filesystem"] == "ext4"
    assert facts["partitions"][0]["label"] == "APP"
    assert facts["sha256"] == hashlib.sha256(data).hexdigest()
    assert facts["md5"] == hashlib.md5(data).hexdigest()
    assert facts["raw_sha256"] == hashlib.sha256(practice).hexdigest()
    assert codes(seen) == ["image.no_own_check" if kind == "raw" else "image.own_check", "image.not_in_list"]
    assert len(facts["trust"]["not_verified"]) == (2 if kind == "raw" else 1)
    assert {event.phase for event in seen if isinstance(event, Progress)} == {"unpack", "checksum"}
    json.dumps(facts)


def test_members_of_a_zip_and_parts_of_a_split_one(practice: bytes, session: Session, tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("README.txt", b"hello")
        archive.writestr("sd-blob.img", practice)
    data = out.getvalue()
    half = len(data) // 2 + 1
    first = written(tmp_path / "a.zip.001", data[:half])
    written(tmp_path / "a.zip.002", data[half:])
    facts = InspectImage(session).run(InspectInput(file=first), RunContext())
    names = [(member["name"], member["raw_bytes"]) for member in facts["members"]]
    assert names == [("README.txt", 5), ("sd-blob.img", len(practice))]
    assert facts["parts"] == ["a.zip.001", "a.zip.002"]
    assert facts["sha256"] == hashlib.sha256(data).hexdigest()


def test_a_quick_look_promises_less(practice: bytes, session: Session, tmp_path: Path) -> None:
    file = written(tmp_path / "a.gz", PACKERS["gz"](practice)[:-9])
    seen: list[Event] = []
    facts = InspectImage(session).run(InspectInput(file=file, quick=True), RunContext(emit=seen.append))
    assert facts["jetpack"] is True
    assert "sha256" not in facts
    assert "image.own_check_later" in codes(seen)
    with pytest.raises(ImageError, match=r"image\.truncated"):
        InspectImage(session).run(InspectInput(file=file), RunContext())


@pytest.mark.parametrize("quick", [False, True])
def test_a_checksum_that_is_given_decides(quick: bool, practice: bytes, session: Session, tmp_path: Path) -> None:
    file = written(tmp_path / "a.zip", PACKERS["zip"](practice))
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    seen: list[Event] = []
    right = InspectInput(file=file, quick=quick, sha256=sha256.upper())
    assert InspectImage(session).run(right, RunContext(emit=seen.append))["sha256"] == sha256
    assert "image.as_you_gave" in codes(seen)
    with pytest.raises(ImageError, match=r"image\.checksum_mismatch"):
        InspectImage(session).run(InspectInput(file=file, quick=quick, sha256="0" * 64), RunContext())
    assert file.exists()


def test_what_was_read_once_is_known(practice: bytes, session: Session, tmp_path: Path) -> None:
    file = written(tmp_path / "a.img", practice)
    InspectImage(session).run(InspectInput(file=file), RunContext())
    known = known_hashes(session).find(file)
    assert known is not None
    assert (known.sha256, known.raw_bytes) == (hashlib.sha256(practice).hexdigest(), len(practice))


def test_it_can_be_stopped(practice: bytes, session: Session, tmp_path: Path) -> None:
    file = written(tmp_path / "a.img", practice)
    cancel = CancelToken()

    def stop(event: Event) -> None:
        if isinstance(event, Progress):
            cancel.set()

    with pytest.raises(Cancelled):
        InspectImage(session).run(InspectInput(file=file), RunContext(emit=stop, cancel=cancel))


def listed(path: Path, file: str, **more: object) -> str:
    entry = {"id": "mine", "title": "Mine", "kind": "nvidia", "board": "jetson-nano-4gb", "file": file, **more}
    path.write_text(json.dumps({"schema": 1, "images": [{**entry, "urls": ["https://a.example/b.zip"]}]}))
    return str(path)


def test_it_is_compared_with_what_is_known_of_it(practice: bytes, session: Session, tmp_path: Path) -> None:
    file = written(tmp_path / "a.zip", PACKERS["zip"](practice))
    right = {"algorithm": "sha256", "value": hashlib.sha256(file.read_bytes()).hexdigest()}
    wrong = {"algorithm": "md5", "value": "0" * 32}
    sums = [{**right, "confidence": "publisher", "source": "x"}, {**wrong, "confidence": "one", "source": "y"}]
    catalog = listed(tmp_path / "c.json", "a.zip", raw_bytes=len(practice), archive_bytes=3, checksums=sums)
    seen: list[Event] = []
    facts = InspectImage(session).run(InspectInput(file=file, catalog=catalog), RunContext(emit=seen.append))
    assert facts["known_as"] == "mine"
    assert codes(seen) == [
        "image.own_check", "image.size_not_as_known", "image.size_as_known", "image.as_published",
        "image.not_as_seen_before",
    ]  # fmt: skip
    assert [one["code"] for one in facts["trust"]["differs"]] == ["image.size_not_as_known", "image.not_as_seen_before"]


def test_one_that_unpacks_to_more_than_is_known_is_refused(practice: bytes, session: Session, tmp_path: Path) -> None:
    file = written(tmp_path / "a.gz", PACKERS["gz"](practice))
    catalog = listed(tmp_path / "c.json", "a.gz", raw_bytes=len(practice) - 512)
    with pytest.raises(ImageError, match=r"image\.too_large"):
        InspectImage(session).run(InspectInput(file=file, catalog=catalog), RunContext())


def test_a_disk_without_a_nano_system_has_no_release(session: Session, tmp_path: Path) -> None:
    mbr = bytearray(8 * MIB)
    mbr[446:462] = bytes([0x80, 0, 0, 0, 0x0C, 0, 0, 0]) + (2048).to_bytes(4, "little") + (4096).to_bytes(4, "little")
    mbr[510:512] = b"\x55\xaa"
    facts = InspectImage(session).run(InspectInput(file=written(tmp_path / "a.img", bytes(mbr))), RunContext())
    assert (facts["table"], facts["l4t"], facts["jetpack_release"]) == ("mbr", "", None)
    assert facts["partitions"][0]["filesystem"] == ""


def system(folder: Path, *mkfs: str) -> bytes:
    """A disk with an APP of real mkfs.ext4: many groups, many names, the release among them."""
    if not shutil.which("mkfs.ext4"):
        pytest.skip("needs mkfs.ext4 (package e2fsprogs)")
    tree = folder / "tree"
    for name in ("usr", "etc", "var", "home"):
        (tree / name).mkdir(parents=True)
        for number in range(300):
            (tree / name / f"{name}-{number:05}-of-a-longer-name").write_bytes(bytes([number % 250 + 1]) * 9000)
    (tree / "etc" / "nv_tegra_release").write_text(RELEASE)
    volume = folder / "app"
    with volume.open("wb") as file:
        file.truncate(56 * MIB)
    subprocess.run(
        ["mkfs.ext4", "-q", "-F", "-b", "4096", *mkfs, "-d", str(tree), str(volume)], check=True, capture_output=True
    )
    parts = [
        Partition(number=1, start_bytes=4 * MIB, size_bytes=56 * MIB, name="APP"),
        Partition(number=2, start_bytes=MIB, size_bytes=MIB, name="TBC"),
        Partition(number=3, start_bytes=2 * MIB, size_bytes=MIB, name="EBT"),
    ]
    gpt = make_gpt(parts, 61 * MIB, disk_id="5a0f3c52-3c1f-4f7e-9d2b-0c6a1e6b7a01")
    disk = bytearray(61 * MIB)
    disk[: len(gpt.head)] = gpt.head
    disk[4 * MIB : 60 * MIB] = volume.read_bytes()
    disk[gpt.tail_offset : gpt.tail_offset + len(gpt.tail)] = gpt.tail
    return bytes(disk)


@pytest.mark.parametrize("mkfs", [("-g", "1024"), ("-g", "1024", "-O", "^flex_bg"), ("-g", "2048", "-I", "128")])
def test_the_release_is_found_in_one_pass(
    mkfs: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forward, "WINDOW_CHUNKS", 1)  # a real system is larger than the window
    file = written(tmp_path / "a.gz", PACKERS["gz"](system(tmp_path, *mkfs)))
    with ForwardReader(partial(open_image, file), lambda _at: None) as image:
        assert _inside(image, 61 * MIB)["l4t"] == "32.6.1"
        assert image.passes == 1


def test_without_its_tables_it_takes_more_passes_and_is_found_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forward, "KEPT_BYTES", 0)
    monkeypatch.setattr(forward, "WINDOW_CHUNKS", 1)
    file = written(tmp_path / "a.gz", PACKERS["gz"](system(tmp_path, "-g", "1024")))
    with ForwardReader(partial(open_image, file), lambda _at: None) as image:
        assert _inside(image, 61 * MIB)["l4t"] == "32.6.1"
        assert image.passes > 1
