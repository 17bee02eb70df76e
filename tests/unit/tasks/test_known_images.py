"""The list of images: for one board, from another place, and what it warns of."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nanowizard.core.errors import ImageError, UsageError
from nanowizard.core.events import Event, FindingReported
from nanowizard.core.places import Places
from nanowizard.core.task import RunContext
from nanowizard.tasks.image import FetchImage, FetchInput
from nanowizard.tasks.known_images import ListImages, ListInput, ShowImage, ShowInput, note_in
from nanowizard.tasks.session import Session

MINE = {
    "schema": 1,
    "images": [
        {"id": "mine", "title": "Mine", "kind": "community", "board": "jetson-nano-4gb", "page": "https://a.example/b"}
    ],
}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"))
    yield made
    made.close()


@pytest.fixture
def address() -> Iterator[str]:
    """Of a server that gives out MINE."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(MINE).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/list.json"
    server.shutdown()
    thread.join()
    server.server_close()


def warned(events: list[Event]) -> list[str]:
    return [event.finding.code for event in events if isinstance(event, FindingReported)]


def test_all_or_those_of_one_board(session: Session) -> None:
    task = ListImages(session)
    everything = task.run(ListInput(), RunContext())
    small = task.run(ListInput(board="2gb"), RunContext())
    assert {image["board"] for image in small["images"]} == {"jetson-nano-2gb"}
    assert small["recommended"] == ["jetpack-4.6.1-nano-2gb"]
    assert len(everything["images"]) > len(small["images"])
    assert json.loads(json.dumps(everything))["boards"][0]["revisions"] == ["A02", "B01"]


def test_a_module_with_a_chip_of_its_own_gets_no_image_and_the_reason(session: Session) -> None:
    task, wish = ListImages(session), ListInput(board="emmc")
    (finding,) = task.check(wish, RunContext()).findings
    assert (finding.code, finding.params) == ("image.board_emmc", {"module": "p3448-0002"})
    assert task.run(wish, RunContext())["images"] == []
    assert task.check(ListInput(board="4gb"), RunContext()).findings == ()
    with pytest.raises(UsageError, match=r"usage\.no_such_board"):
        task.check(ListInput(board="5gb"), RunContext())


def test_another_list_stands_in_the_place_of_ours(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "列表.json"
    path.write_text(json.dumps(MINE))
    result = ListImages(session).run(ListInput(catalog=str(path)), RunContext())
    assert [image["id"] for image in result["images"]] == ["mine"]


def test_another_list_may_come_from_a_server(session: Session, address: str) -> None:
    result = ListImages(session).run(ListInput(catalog=address), RunContext())
    assert [image["id"] for image in result["images"]] == ["mine"]


def test_what_to_know_before_a_download(session: Session) -> None:
    seen: list[Event] = []
    facts = ShowImage(session).run(ShowInput(name="jetbot-0.4.3-nano-4gb"), RunContext(emit=seen.append))
    assert warned(seen) == ["image.needs_firmware", "image.known_login"]
    assert [one["code"] for one in facts["warnings"]] == warned(seen)
    assert facts["login"] == {"user": "jetbot", "password": "jetbot"}
    seen.clear()
    ShowImage(session).run(ShowInput(name="jetpack-4.3-nano-4gb"), RunContext(emit=seen.append))
    assert warned(seen) == ["image.older_than_firmware", "image.card_needed"]
    with pytest.raises(UsageError, match=r"usage\.no_such_image"):
        ShowImage(session).run(ShowInput(name="jetpack-9"), RunContext())


def test_an_image_without_an_address_names_its_page(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps(MINE))
    with pytest.raises(ImageError) as caught:
        FetchImage(session).run(FetchInput(image="mine", catalog=str(path)), RunContext())
    assert (caught.value.code, caught.value.params["page"]) == ("image.no_address", "https://a.example/b")


def test_notes_are_given_in_the_language_that_is_there() -> None:
    note = {"en": "a preview", "zh_CN": "预览版"}
    assert (note_in(note, "zh_CN"), note_in(note, "fr")) == ("预览版", "a preview")
