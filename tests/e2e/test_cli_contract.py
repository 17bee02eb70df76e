"""The command line as a contract: shapes, exit codes, and what each bad input says."""

from __future__ import annotations

import gzip
import json
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from nanowizard.core.messages.table import message
from nanowizard.drives.marker import read_marker
from nanowizard.practice.image import build_practice_image
from nanowizard.practice.server import Misbehaviour, PracticeServer
from tests.support.command_line import CommandLine

MIB = 1 << 20

has_drives = pytest.mark.skipif(sys.platform != "linux", reason="the drives of Linux only")


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("image") / "镜像.img"
    build_practice_image(path, size_bytes=48 * MIB)
    return path


@pytest.fixture(scope="module")
def zipped(raw: Path) -> Path:
    path = raw.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(raw, "sd-blob.img")
    return path


def test_version_of_the_contract_every_group_has_help(cli: CommandLine) -> None:
    for group in ((), ("image",), ("card",), ("nano",), ("setup",)):
        assert cli.run(*group, "--help").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("--page", "card.flosh"),
        ("dance",),
        ("card", "flash"),
        ("card", "flash", "image.zip"),
        ("nano", "check"),
        ("nano", "swap", "--nano", "x", "--size", "99"),
        ("image", "download", "http://127.0.0.1/a.zip", "--sha256", "abc"),
    ],
)
def test_wrong_use_ends_with_2(cli: CommandLine, arguments: tuple[str, ...]) -> None:
    assert cli.run(*arguments).code == 2


def test_a_set_up_without_answers_is_wrong_use_and_says_what_is_missing(cli: CommandLine) -> None:
    ended = cli.json("setup")
    assert (ended.code, ended.last["error"]["code"]) == (2, "usage.missing")
    assert ended.last["error"]["params"]["what"] == "image, card, nano"


def test_an_unknown_page_is_answered_with_the_list(cli: CommandLine) -> None:
    said = " ".join(cli.run("--page", "card.flosh").stderr.replace("│", " ").split())
    assert "card.flash" in said
    assert "nano.swap" in said


@pytest.mark.skipif(sys.platform != "linux", reason="there is always a display")
def test_without_a_display_the_wizard_points_to_the_commands(tmp_path: Path) -> None:
    blind = CommandLine(tmp_path, {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""})
    ended = blind.run()
    assert ended.code == 2
    assert "nanowizard setup --practice" in ended.stderr


def test_image_list_names_what_can_be_fetched(cli: CommandLine) -> None:
    images = cli.json("image", "list").last["result"]["images"]
    assert images[0]["id"] == "jetpack-4.6.1-nano-4gb"
    assert "jeston_nano" in images[0]["urls"][0]
    assert "jetpack-4.6.1-nano-4gb" in cli.run("image", "list").stdout


def test_inspect_recognises_a_jetpack_image(cli: CommandLine, zipped: Path) -> None:
    facts = cli.json("image", "inspect", zipped).last["result"]
    assert (facts["format"], facts["member"], facts["jetpack"]) == ("zip", "sd-blob.img", True)
    assert (facts["raw_bytes"], facts["raw_bytes_exact"]) == (48 * MIB, True)
    assert facts["partitions"][0]["name"] == "APP"
    assert "APP" in cli.run("image", "inspect", zipped).stdout


@pytest.fixture(scope="module")
def bad_images(tmp_path_factory: pytest.TempPathFactory, raw: Path) -> dict[str, tuple[Path, str]]:
    """Every bad image of the issue, with the code it must end with."""
    folder = tmp_path_factory.mktemp("bad")
    data = raw.read_bytes()
    packed = gzip.compress(data, compresslevel=1)
    (folder / "empty.img").touch()
    (folder / "letter.img").write_bytes(b"Dear Nano,\n" * 512)
    (folder / "portal.zip").write_text("<!DOCTYPE html><html><body>Please log in</body></html>")
    (folder / "cut.zip").write_bytes(b"PK\x03\x04" + bytes(200))
    (folder / "short.img.gz").write_bytes(packed[: len(packed) // 2])
    with zipfile.ZipFile(folder / "two.zip", "w") as two:
        two.writestr("a.img", data[: 2 * MIB])
        two.writestr("b.img", data[: 2 * MIB])
    with zipfile.ZipFile(folder / "none.zip", "w") as none:
        none.writestr("readme.txt", "hello")
    with zipfile.ZipFile(folder / "crc.zip", "w", zipfile.ZIP_STORED) as stored:
        stored.writestr("sd-blob.img", data)
    broken = bytearray((folder / "crc.zip").read_bytes())
    broken[len(broken) // 2] ^= 1
    (folder / "crc.zip").write_bytes(broken)
    return {
        "empty": (folder / "empty.img", "image.empty"),
        "not an image": (folder / "letter.img", "image.not_an_image"),
        "a web page": (folder / "portal.zip", "image.is_web_page"),
        "a truncated zip": (folder / "cut.zip", "image.truncated"),
        "a truncated gz": (folder / "short.img.gz", "image.truncated"),
        "two members": (folder / "two.zip", "image.several_members"),
        "no member": (folder / "none.zip", "image.no_member"),
        "a wrong CRC": (folder / "crc.zip", "image.damaged"),
        "no file": (folder / "nothing.zip", "image.not_found"),
    }


NAMES = ["empty", "not an image", "a web page", "a truncated zip", "a truncated gz", "two members"]
NAMES += ["no member", "a wrong CRC", "no file"]


@pytest.mark.parametrize("name", NAMES)
def test_a_bad_image_never_leaves_a_card_that_looks_ready(
    name: str, cli: CommandLine, bad_images: dict[str, tuple[Path, str]], card: Path
) -> None:
    image, code = bad_images[name]
    ended = cli.json("card", "flash", image, "--card", card, "--yes")
    assert (ended.code, ended.last["status"], ended.last["error"]["code"]) == (1, "failed", code)
    head = card.read_bytes()[: 64 * 1024]
    assert b"EFI PART" not in head
    written = [event for event in ended.events if event.get("step") == "flash.write"]
    if written:  # only what shows at the end of the stream may be found after the card was touched
        assert code in {"image.damaged", "image.truncated"}
        assert read_marker(head[:4096]) is not None
    else:
        assert head == bytes(len(head))


def test_flash_then_verify_a_card_file(cli: CommandLine, zipped: Path, raw: Path, card: Path) -> None:
    done = cli.json("card", "flash", zipped, "--card", card, "--yes", "--full")
    assert done.code == 0
    assert card.read_bytes()[: 48 * MIB] == raw.read_bytes()
    assert done.last["result"]["written_bytes"] == 48 * MIB
    assert cli.json("card", "verify", zipped, "--card", card).last["status"] == "succeeded"


def test_a_card_is_compared_with_what_was_written_to_it(cli: CommandLine, zipped: Path, raw: Path, card: Path) -> None:
    unknown = cli.json("card", "verify", "--card", card)
    assert (unknown.code, unknown.last["error"]["code"]) == (1, "flash.no_record")
    assert cli.json("card", "flash", zipped, "--card", card, "--yes").last["status"] == "succeeded"
    equal = cli.json("card", "verify", "--card", card)
    assert equal.last["result"]["raw_bytes"] == raw.stat().st_size
    [said] = [event["finding"] for event in equal.events if event["event"] == "finding_reported"]
    assert (said["code"], said["params"]["name"]) == ("flash.against_record", zipped.name)
    with card.open("r+b") as file:
        file.seek(3 * 1024 * 1024 + 77)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 1]))
    ended = cli.json("card", "verify", "--card", card)
    assert ended.last["error"]["code"] == "flash.card_differs"
    assert "record_part" not in {event["event"] for event in ended.events}


def test_a_name_from_the_list_stands_for_its_download(cli: CommandLine, zipped: Path, raw: Path, card: Path) -> None:
    download = cli.home / "cache" / "images" / "jetson-nano-jp461-sd-card-image.zip"
    download.parent.mkdir(parents=True)
    shutil.copyfile(zipped, download)
    card.write_bytes(raw.read_bytes())
    name = "jetpack-4.6.1-nano-4gb"
    assert cli.json("card", "verify", name, "--card", card).last["result"]["raw_bytes"] == raw.stat().st_size
    ended = cli.json("card", "test", "--image", name, "--card", card)
    assert (ended.last["status"], ended.last["result"]["claimed_bytes"]) == ("succeeded", card.stat().st_size)


def test_verify_names_the_first_byte_range_that_differs(cli: CommandLine, zipped: Path, raw: Path, card: Path) -> None:
    card.write_bytes(raw.read_bytes())
    with card.open("r+b") as file:
        file.seek(14 * MIB + 1024)  # the superblock of APP
        file.write(b"\xff\xff")
    ended = cli.json("card", "verify", zipped, "--card", card)
    assert ended.code == 1
    error = ended.last["error"]
    assert error["code"].startswith("flash.")
    assert (
        error["params"]["offset_bytes"]
        <= 14 * MIB + 1024
        < error["params"]["offset_bytes"] + error["params"]["length_bytes"]
    )


def test_flash_without_agreement_is_blocked_and_touches_nothing(cli: CommandLine, zipped: Path, card: Path) -> None:
    ended = cli.json("card", "flash", zipped, "--card", card)
    assert (ended.code, ended.last["status"]) == (3, "blocked")
    assert "flash.not_confirmed" in ended.findings()
    assert not any(card.read_bytes())


def test_an_image_larger_than_the_card_names_both_sizes(cli: CommandLine, zipped: Path, tmp_path: Path) -> None:
    small = tmp_path / "small.img"
    small.write_bytes(bytes(12 * MIB))
    ended = cli.json("card", "flash", zipped, "--card", small, "--yes")
    assert ended.code == 3
    params = ended.findings()["drive.too_small"]["params"]
    assert (params["need_bytes"], params["has_bytes"], params["missing_bytes"]) == (48 * MIB, 12 * MIB, 36 * MIB)
    assert not any(small.read_bytes())


def test_an_image_a_little_too_large_is_made_smaller(cli: CommandLine, zipped: Path, tmp_path: Path) -> None:
    small = tmp_path / "small.img"
    small.write_bytes(bytes(46 * MIB))
    ended = cli.json("card", "flash", zipped, "--card", small, "--yes")
    assert (ended.code, ended.last["result"]["shrunk_bytes"]) == (0, 2 * MIB)
    assert {"flash.will_shrink", "flash.shrunk"} <= set(ended.findings())
    assert cli.json("card", "verify", zipped, "--card", small).last["status"] == "succeeded"
    assert small.stat().st_size == 46 * MIB


def test_a_card_that_is_used_whole(cli: CommandLine, zipped: Path, tmp_path: Path) -> None:
    large = tmp_path / "large.img"
    large.write_bytes(bytes(64 * MIB))
    ended = cli.json("card", "flash", zipped, "--card", large, "--yes", "--grow")
    assert (ended.code, ended.last["result"]["grown_bytes"] > 14 * MIB) == (0, True)
    assert "flash.grown" in ended.findings()
    assert cli.json("card", "verify", zipped, "--card", large).last["status"] == "succeeded"


def test_the_image_itself_is_no_card(cli: CommandLine, raw: Path) -> None:
    before = raw.read_bytes()
    ended = cli.json("card", "flash", raw, "--card", raw, "--yes")
    assert ended.code == 3
    assert "drive.holds_image" in ended.findings()
    assert raw.read_bytes() == before


def test_the_image_under_another_name_is_no_card_either(cli: CommandLine, raw: Path, tmp_path: Path) -> None:
    image, link = tmp_path / "image.img", tmp_path / "card.img"
    image.write_bytes(raw.read_bytes())
    link.hardlink_to(image)
    ended = cli.json("card", "flash", image, "--card", link, "--yes")
    assert ended.code == 3
    assert "drive.holds_image" in ended.findings()
    assert image.read_bytes() == raw.read_bytes()


@has_drives
def test_the_system_drive_is_refused(cli: CommandLine, zipped: Path) -> None:
    drives = cli.json("card", "list", "--all").last["result"]["drives"]
    system = [drive for drive in drives if drive["system"]]
    if not system:
        pytest.skip("no disk of this machine is known to hold the system")
    ended = cli.json("card", "flash", zipped, "--card", system[0]["identity"]["path"], "--yes")
    assert ended.code == 3
    assert "drive.is_system" in ended.findings()


@has_drives
def test_card_list_hides_what_can_never_be_a_card_unless_asked(cli: CommandLine) -> None:
    shown = cli.json("card", "list").last["result"]["drives"]
    assert not any(drive["system"] for drive in shown)


def test_a_card_that_is_not_there(cli: CommandLine, zipped: Path) -> None:
    ended = cli.json("card", "flash", zipped, "--card", "/dev/nowhere", "--yes")
    assert (ended.code, ended.last["error"]["code"]) == (1, "drive.file_missing")


def test_a_wrong_checksum_leaves_the_card_marked(cli: CommandLine, zipped: Path, card: Path) -> None:
    ended = cli.json("card", "flash", zipped, "--card", card, "--yes", "--sha256", "0" * 64)
    assert (ended.code, ended.last["error"]["code"]) == (1, "image.checksum_mismatch")
    assert b"EFI PART" not in card.read_bytes()[:MIB]
    words = message(ended.last["error"]["code"])
    assert "marked as not ready" in words.safe, "whoever reads this has lost what was on the card"


def test_fetch_checks_and_keeps(cli: CommandLine, zipped: Path, tmp_path: Path) -> None:
    with PracticeServer(zipped) as server:
        to = tmp_path / "下载"
        ended = cli.json("image", "download", server.url, "--to", to)
        assert ended.code == 0
        assert Path(ended.last["result"]["path"]).read_bytes() == zipped.read_bytes()
        bad = cli.json("image", "download", server.url, "--to", tmp_path / "two", "--sha256", "0" * 64)
        assert (bad.code, bad.last["error"]["code"]) == (1, "image.checksum_mismatch")
        server.behaviour = Misbehaviour(login_page=True)
        portal = cli.json("image", "download", server.url, "--to", tmp_path / "three")
        assert (portal.code, portal.last["error"]["code"]) == (1, "image.is_web_page")


@pytest.mark.parametrize(
    "content", ["{", json.dumps({"schema": 1, "pasword": "x"}), json.dumps({"schema": 9})], ids=["cut", "key", "newer"]
)
def test_a_damaged_profile(cli: CommandLine, tmp_path: Path, content: str) -> None:
    profile = tmp_path / "profile.json"
    profile.write_text(content)
    ended = cli.json("setup", "--practice", "--profile", profile)
    assert (ended.code, ended.last["error"]["code"]) == (1, "profile.damaged")


def test_damaged_settings_are_set_aside_and_work_goes_on(cli: CommandLine) -> None:
    settings = cli.home / "state" / "journey.json"
    settings.parent.mkdir(parents=True)
    settings.write_text("{")
    assert cli.json("image", "list").code == 0
    assert settings.with_name("journey.json.bad").read_text() == "{"
