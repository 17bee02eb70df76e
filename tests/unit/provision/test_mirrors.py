"""The shipped mirrors, and what becomes of a file that a person edited badly."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nanowizard.core.errors import NanoError
from nanowizard.core.resources import resource
from nanowizard.provision.mirrors import by_id, load_mirrors


def test_the_shipped_mirrors_are_for_the_nanos_processor_and_named_in_both_languages() -> None:
    mirrors = load_mirrors()
    assert [mirror.id for mirror in mirrors.apt] == ["official", "huawei", "tuna", "ustc", "aliyun"]
    assert {mirror.archive for mirror in mirrors.apt} == {"ubuntu-ports"}
    assert {index.id for index in mirrors.pip} == {mirror.id for mirror in mirrors.apt}
    for entry in (*mirrors.apt, *mirrors.pip):
        assert entry.name["en"] and entry.name["zh"] and entry.confidence


def test_http_is_there_for_a_nano_whose_certificates_are_too_old() -> None:
    for mirror in load_mirrors().apt:
        assert mirror.url(https=False).startswith("http://")
        assert mirror.url(https=True) == mirror.urls[0]
    tuna = by_id(load_mirrors().apt, "tuna")
    assert tuna and tuna.url(https=True).startswith("https://")


def test_pip_uses_https_only() -> None:
    assert all(index.url.startswith("https://") for index in load_mirrors().pip)


def _drop_host(document: dict[str, Any]) -> None:
    del document["apt"][1]["host"]


def _another_host(document: dict[str, Any]) -> None:
    document["apt"][1]["urls"] = ["https://mirror.example/ubuntu-ports/"]


def _wrong_archive(document: dict[str, Any]) -> None:
    document["apt"][1]["urls"] = ["https://repo.huaweicloud.com/ubuntu/"]


def _no_web_address(document: dict[str, Any]) -> None:
    document["pip"][1]["url"] = "ftp://pypi.tuna.tsinghua.edu.cn/simple"


def _id_twice(document: dict[str, Any]) -> None:
    document["apt"].append(document["apt"][1])


def _official_last(document: dict[str, Any]) -> None:
    document["pip"].reverse()


def _unknown_key(document: dict[str, Any]) -> None:
    document["apt"][1]["speed"] = 9


def _unknown_schema(document: dict[str, Any]) -> None:
    document["schema"] = 2


def _no_english_name(document: dict[str, Any]) -> None:
    document["apt"][1]["name"] = {"en": "", "zh": "华为云"}


MISTAKES = (
    _drop_host,
    _another_host,
    _wrong_archive,
    _no_web_address,
    _id_twice,
    _official_last,
    _unknown_key,
    _unknown_schema,
    _no_english_name,
)


@pytest.mark.parametrize("spoil", MISTAKES)
def test_a_file_with_a_mistake_is_refused_as_a_whole(tmp_path: Path, spoil: Callable[[dict[str, Any]], None]) -> None:
    document = json.loads(resource("mirrors.json").read_text(encoding="utf-8"))
    spoil(document)
    path = tmp_path / "mirrors.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(NanoError) as raised:
        load_mirrors(path)
    assert raised.value.code == "nano.mirrors_damaged"
    assert raised.value.params == {"file": str(path)}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"schema": 1}'])
def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mirrors.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NanoError, match=r"nano\.mirrors_damaged"):
        load_mirrors(path)
