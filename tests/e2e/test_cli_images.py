"""The image commands from argv to the last line: the list, the folder, clearing away, and looking into a file."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from nanowizard.images.download.state import Record, record_path, save_record
from tests.support.command_line import CommandLine


@pytest.fixture
def download(cli: CommandLine) -> Path:
    """A finished one in the folder for downloads."""
    path = cli.home / "cache" / "images" / "jetson-nano-jp461-sd-card-image.zip"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x" * 5000)
    save_record(record_path(path), Record(url="https://a.example/b", size_bytes=5000, sha256="a" * 64))
    return path


def test_the_list_shows_what_is_known_and_what_is_here(cli: CommandLine, download: Path) -> None:
    result = cli.json("image", "list").last["result"]
    assert result["recommended"] == ["jetpack-4.6.1-nano-4gb", "jetpack-4.6.1-nano-2gb"]
    assert [(one["name"], one["known_as"]) for one in result["here"]] == [(download.name, "jetpack-4.6.1-nano-4gb")]
    shown = cli.run("image", "list", "--board", "2gb").stdout
    assert "jetpack-4.6-nano-2gb" in shown
    assert "jetpack-4.6-nano-4gb" not in shown
    assert "5.0 kB" in shown


def test_a_module_with_a_chip_is_told_why(cli: CommandLine) -> None:
    ended = cli.json("image", "list", "--board", "emmc")
    assert list(ended.findings()) == ["image.board_emmc"]
    assert ended.last["result"]["images"] == []
    assert cli.json("image", "list", "--board", "emmmc").code == 2


def test_a_catalogue_of_ones_own_and_its_mistakes(cli: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "目录.json"
    entry = {
        "id": "mine",
        "title": "Mine",
        "kind": "community",
        "board": "jetson-nano-4gb",
        "page": "https://a.example",
    }
    path.write_text(json.dumps({"schema": 1, "images": [entry]}))
    assert [one["id"] for one in cli.json("image", "list", "--catalog", path).last["result"]["images"]] == ["mine"]
    assert list(cli.json("image", "show", "mine", "--catalog", path).findings()) == ["image.by_hand"]
    assert cli.json("image", "download", "mine", "--catalog", path).last["error"]["code"] == "image.no_address"
    path.write_text(json.dumps({"schema": 1, "images": [entry | {"urls": ["ftp://a.example/b"]}]}))
    ended = cli.run("image", "list", "--catalog", path)
    assert ended.code == 1
    assert "urls of the entry mine cannot be" in " ".join((ended.stdout + ended.stderr).split())


def test_the_folder_is_shown_chosen_and_given_up(cli: CommandLine, tmp_path: Path) -> None:
    usual = cli.json("image", "folder").last["result"]["folder"]
    chosen = tmp_path / "大盘"
    assert cli.json("image", "folder", chosen).last["result"] == {"folder": str(chosen), "is_default": False}
    assert cli.json("image", "list").last["result"]["folder"] == str(chosen)
    assert cli.json("image", "folder", "--default").last["result"]["folder"] == usual


def test_clearing_away_asks_for_agreement_where_it_is_all(cli: CommandLine, download: Path) -> None:
    assert cli.json("image", "clean").last["error"]["code"] == "usage.clean_what"
    refused = cli.json("image", "clean", "--all")
    assert (refused.code, refused.last["error"]["code"]) == (2, "usage.clean_all")
    assert download.exists()
    assert "1 removed" in cli.run("image", "clean", "--all", "--yes").stdout
    assert not download.exists()
    assert not record_path(download).exists()


def test_looking_into_a_file_names_its_system_and_its_checksums(cli: CommandLine, archive: Path) -> None:
    ended = cli.json("image", "inspect", archive)
    facts = ended.last["result"]
    assert (facts["l4t"], facts["jetpack_release"]) == ("32.7.1", "4.6.1")
    assert [one["code"] for one in facts["trust"]["verified"]] == ["image.own_check"]
    shown = cli.run("image", "inspect", archive).stdout
    assert facts["sha256"] in shown
    assert "L4T 32.7.1 (JetPack 4.6.1)" in shown
    assert "sha256" not in cli.json("image", "inspect", "--quick", archive).last["result"]


def test_a_file_of_ones_own_is_compared_with_a_checksum_wherever_it_lies(
    cli: CommandLine, archive: Path, tmp_path: Path
) -> None:
    """From a stick, in a folder with a name of its own: no command renames it or says that all is well."""
    file = tmp_path / "移动硬盘 F" / "下载" / "系统 镜像.zip"
    file.parent.mkdir(parents=True)
    shutil.copy(archive, file)
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    for command in (("download",), ("inspect",), ("inspect", "--quick")):
        ended = cli.json("image", *command, file, "--sha256", sha256)
        assert (ended.code, ended.last["result"]["path"]) == (0, str(file))
        assert "image.as_you_gave" in ended.findings()
        wrong = cli.json("image", *command, file, "--sha256", "0" * 64)
        assert (wrong.code, wrong.last["error"]["code"]) == (1, "image.checksum_mismatch")
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_all_that_is_known_of_an_image_can_be_copied(cli: CommandLine) -> None:
    shown = cli.run("image", "show", "jetpack-4.6.1-nano-4gb").stdout
    assert "…" not in shown
    known = cli.json("image", "show", "jetpack-4.6.1-nano-4gb").last["result"]
    lines = [line.strip() for line in shown.splitlines()]
    assert [line for line in lines if line.startswith("https://")] == known["urls"]
    sums = [one["value"] for one in known["checksums"]]
    assert [line.rpartition(" ")[2] for line in lines if line.startswith(("SHA-256", "MD5"))] == sums
    sure = [known["urls_confidence"]["en"], known["raw_bytes_confidence"]["en"]]
    sure += [one["source"] for one in known["checksums"]]
    for words in ("jetson-nano-4gb", "4.6.1", "32.7.1", known["inner_name"], str(known["raw_bytes"]), *sure):
        assert words in shown
