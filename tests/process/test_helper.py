"""The real helper as a child process: what happens when it, its parent or the conversation breaks."""

from __future__ import annotations

import contextlib
import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest

from nanowizard.core.errors import Cancelled, DriveError, HelperError, ImageError, NanoWizardError
from nanowizard.core.events import Event, Progress, StepStarted
from nanowizard.core.task import RunContext
from nanowizard.drives.file import FileBackend
from nanowizard.drives.marker import read_marker
from nanowizard.drives.model import Drive, identity_from_wire, identity_to_wire
from nanowizard.flash.model import FlashRequest, VerifyRequest
from nanowizard.helper import protocol
from nanowizard.helper.child import Child
from nanowizard.helper.client import HelperClient
from nanowizard.practice.card import CARD_FILE, CardSettings
from nanowizard.practice.service import command

pytestmark = pytest.mark.usefixtures("nothing_is_left")

MIB = 1024 * 1024
SLOW = 4 * MIB
PATIENCE_S = 30.0


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """32 MiB that looks like a disk: noise behind an MBR signature."""
    path = tmp_path_factory.mktemp("image") / "disk.img"
    data = bytearray(random.Random(3).randbytes(32 * MIB))
    data[440:512] = bytes(6) + bytes([0, 0, 2, 0, 0x83, 0, 0, 0, 0, 8, 0, 0, 0, 0xF0, 0, 0]) + bytes(48) + b"\x55\xaa"
    path.write_bytes(data)
    return path


def card(client: HelperClient) -> Drive:
    return client.list_drives()[0]


def head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(32 * MIB)


def marked(folder: Path) -> bool:
    with (folder / CARD_FILE).open("rb") as file:
        return read_marker(file.read(4096)) is not None


def free(folder: Path) -> bool:
    """Whether the card can be opened by somebody else."""
    backend = FileBackend([folder / CARD_FILE])
    with contextlib.suppress(DriveError):
        backend.open(backend.list_drives()[0], RunContext()).close()
        return True
    return False


def in_the_middle(act: Any) -> tuple[RunContext, list[Event]]:
    """A context that calls `act` once while the card is being written."""
    events: list[Event] = []
    done = threading.Event()

    def emit(event: Event) -> None:
        events.append(event)
        if isinstance(event, Progress) and event.phase == "write" and event.done and not done.is_set():
            done.set()
            act()

    return RunContext(emit=emit), events


def child_of(client: HelperClient) -> psutil.Process:
    (child,) = psutil.Process().children()
    return child


def eventually(fact: Any) -> None:
    end = time.monotonic() + PATIENCE_S
    while not fact():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


# What it is for


def test_flash_verify_and_list(client: HelperClient, folder: Path, image: Path) -> None:
    assert card(client).contents == "partitions"
    events: list[Event] = []
    report = client.flash(FlashRequest(identity=card(client).identity, image=image), RunContext(emit=events.append))
    assert report.raw_bytes == report.verified_bytes == 32 * MIB
    assert report.ejected
    assert [e.step for e in events if isinstance(e, StepStarted)] == [
        "flash.prepare",
        "flash.write",
        "flash.verify",
        "flash.eject",
    ]
    assert head(folder / CARD_FILE) == image.read_bytes()
    verified = client.verify(VerifyRequest(identity=card(client).identity, image=image), RunContext())
    assert verified.sha256 == report.sha256


def test_one_child_serves_many_threads(client: HelperClient) -> None:
    seen: list[int] = []
    threads = [threading.Thread(target=lambda: seen.append(len(client.list_drives()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [4] * 8
    assert child_of(client).is_running()


def test_a_card_file_is_a_card(tmp_path: Path, client: HelperClient, image: Path) -> None:
    file = tmp_path / "card.img"
    with file.open("wb") as new:
        new.truncate(64 * MIB)
    (drive,) = [drive for drive in client.list_drives(card_files=[file]) if drive.bus == "file"]
    client.flash(FlashRequest(identity=drive.identity, image=image), RunContext())
    assert head(file) == image.read_bytes()


def test_the_ordinary_helper_lists_this_computer_and_card_files(tmp_path: Path) -> None:
    file = tmp_path / "card.img"
    file.write_bytes(bytes(4 * MIB))
    with HelperClient() as client:
        try:
            drives = client.list_drives(card_files=[file])
        except DriveError as error:
            pytest.skip(f"no drives can be listed here: {error}")
    assert str(file) in [drive.path for drive in drives]


def test_listing_goes_on_while_a_card_is_written(client: HelperClient, folder: Path, image: Path) -> None:
    CardSettings(write_rate=SLOW * 4, read_rate=None).save(folder)
    seen: list[str] = []
    identity = card(client).identity
    ctx, _ = in_the_middle(lambda: seen.append(card(client).contents))
    client.flash(FlashRequest(identity=identity, image=image), ctx)
    assert seen == ["not_ready"]


def test_only_one_operation_at_a_time(client: HelperClient, folder: Path, image: Path) -> None:
    CardSettings(write_rate=SLOW * 4, read_rate=None).save(folder)
    refused: list[str] = []
    identity = card(client).identity

    def again() -> None:
        with pytest.raises(HelperError) as caught:
            client.flash(FlashRequest(identity=identity, image=image), RunContext())
        refused.append(caught.value.code)

    ctx, _ = in_the_middle(again)
    client.flash(FlashRequest(identity=identity, image=image), ctx)
    assert refused == ["helper.busy"]


def test_the_helper_judges_again(client: HelperClient, image: Path) -> None:
    """A request for the system disk, as a broken or hostile client could send it."""
    system = next(drive for drive in client.list_drives() if drive.system)
    with pytest.raises(DriveError, match=r"drive\.is_system"):
        client.flash(FlashRequest(identity=system.identity, image=image), RunContext())


def test_a_card_that_holds_the_image_is_refused(tmp_path: Path, client: HelperClient, image: Path) -> None:
    file = tmp_path / "both.img"
    file.write_bytes(image.read_bytes())
    (drive,) = [drive for drive in client.list_drives(card_files=[file]) if drive.bus == "file"]
    with pytest.raises(DriveError, match=r"drive\.holds_image"):
        client.flash(FlashRequest(identity=drive.identity, image=file), RunContext())
    assert file.read_bytes() == image.read_bytes()


def test_an_exchanged_card_is_refused(client: HelperClient, folder: Path, image: Path) -> None:
    identity = card(client).identity
    other = folder / "other.img"
    with other.open("wb") as file:
        file.truncate(identity.size_bytes)
    other.replace(folder / CARD_FILE)
    with pytest.raises(DriveError, match=r"drive\.changed"):
        client.flash(FlashRequest(identity=identity, image=image), RunContext())
    assert head(folder / CARD_FILE) == bytes(32 * MIB)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (CardSettings(inserted=False), ("drive.gone", False)),
        (CardSettings(write_protected=True), ("drive.write_protected", False)),
        (CardSettings(vanish_at=20 * MIB), ("drive.gone", True)),
        (CardSettings(full_at=20 * MIB), ("drive.full", True)),
        (CardSettings(corrupt_at=20 * MIB, corrupt_always=True, read_rate=None), ("flash.verify_mismatch", True)),
    ],
    ids=["out", "protected", "pulled", "full", "corrupt"],
)
def test_cards_that_misbehave(
    client: HelperClient, folder: Path, image: Path, settings: CardSettings, expected: tuple[str, bool]
) -> None:
    identity = card(client).identity
    settings.save(folder)
    with pytest.raises(NanoWizardError) as caught:
        client.flash(FlashRequest(identity=identity, image=image), RunContext())
    assert (caught.value.code, marked(folder)) == expected
    assert free(folder)


def test_a_bad_image_costs_the_card_nothing(client: HelperClient, folder: Path, tmp_path: Path) -> None:
    bad = tmp_path / "note.txt"
    bad.write_text("this is no image")
    with pytest.raises(ImageError):
        client.flash(FlashRequest(identity=card(client).identity, image=bad), RunContext())
    assert card(client).contents == "partitions"


def test_a_checksum_of_another_file_is_noticed(client: HelperClient, folder: Path, image: Path) -> None:
    request = FlashRequest(identity=card(client).identity, image=image, archive_sha256="0" * 64)
    with pytest.raises(ImageError, match=r"image\.checksum_mismatch"):
        client.flash(request, RunContext())
    assert marked(folder)


# Cancelling


def test_cancel_in_the_middle_of_a_block(client: HelperClient, folder: Path, image: Path) -> None:
    CardSettings(write_rate=SLOW, read_rate=None).save(folder)
    identity = card(client).identity
    ctx, _ = in_the_middle(lambda: ctx.cancel.set())  # noqa: PLW0108 - there is no ctx yet
    with pytest.raises(Cancelled):
        client.flash(FlashRequest(identity=identity, image=image), ctx)
    first = child_of(client).pid
    assert marked(folder)
    eventually(lambda: free(folder))
    CardSettings(write_rate=None, read_rate=None).save(folder)
    client.flash(FlashRequest(identity=card(client).identity, image=image), RunContext())
    assert not marked(folder)
    assert child_of(client).pid == first


def test_cancelled_before_it_began(client: HelperClient, image: Path, folder: Path) -> None:
    ctx = RunContext()
    identity = card(client).identity
    ctx.cancel.set()
    with pytest.raises(Cancelled):
        client.flash(FlashRequest(identity=identity, image=image), ctx)
    assert not marked(folder)


def test_a_listener_that_fails_stops_the_work(client: HelperClient, folder: Path, image: Path) -> None:
    CardSettings(write_rate=SLOW, read_rate=None).save(folder)
    identity = card(client).identity

    def fail() -> None:
        raise ZeroDivisionError

    ctx, _ = in_the_middle(fail)
    with pytest.raises(ZeroDivisionError):
        client.flash(FlashRequest(identity=identity, image=image), ctx)
    eventually(lambda: free(folder))
    assert marked(folder)


def test_a_write_that_never_ends_takes_only_the_helper_with_it(folder: Path, image: Path) -> None:
    script = (
        "import pathlib, threading\n"
        "import nanowizard.helper.turn as turn\n"
        "import nanowizard.practice.faults as faults\n"
        "turn.GOODBYE_S = 0.1\n"
        "honest = faults.FaultyDevice.write_at\n"
        "def hang(self, offset, data):\n"
        f"    if {2 * MIB} <= offset < {64 * MIB}:\n"
        f"        pathlib.Path({str(folder / 'hanging')!r}).touch()\n"
        "        threading.Event().wait()\n"
        "    honest(self, offset, data)\n"
        "faults.FaultyDevice.write_at = hang\n"
        "from nanowizard.practice.service import main\n"
        f"raise SystemExit(main(['--folder', {str(folder)!r}]))\n"
    )
    with HelperClient([sys.executable, "-c", script]) as client:
        identity = card(client).identity
        first = child_of(client)
        ctx = RunContext()

        def cancel() -> None:
            eventually((folder / "hanging").exists)
            ctx.cancel.set()

        canceller = threading.Thread(target=cancel)
        canceller.start()
        with pytest.raises(Cancelled):
            client.flash(FlashRequest(identity=identity, image=image), ctx)
        canceller.join()
        eventually(lambda: not first.is_running())  # a zombie's threads may still hold the card
        assert free(folder) and marked(folder)
        assert card(client).contents == "not_ready"


# Dying


def test_a_killed_helper_leaves_a_marked_card_and_is_replaced(client: HelperClient, folder: Path, image: Path) -> None:
    CardSettings(write_rate=SLOW, read_rate=None).save(folder)
    identity = card(client).identity
    first = child_of(client)
    ctx, _ = in_the_middle(first.kill)
    with pytest.raises(HelperError) as caught:
        client.flash(FlashRequest(identity=identity, image=image), ctx)
    assert caught.value.code == "helper.crashed"
    assert caught.value.params["exit_status"] != 0
    assert marked(folder) and free(folder)
    assert card(client).contents == "not_ready"
    assert child_of(client).pid != first.pid


def test_a_helper_that_crashes_says_where(client: HelperClient, folder: Path, image: Path) -> None:
    CardSettings(write_rate=SLOW, read_rate=None).save(folder)
    identity = card(client).identity
    ctx, _ = in_the_middle(lambda: child_of(client).send_signal(signal.SIGSEGV))
    with pytest.raises(HelperError) as caught:
        client.flash(FlashRequest(identity=identity, image=image), ctx)
    assert caught.value.code == "helper.crashed"
    assert caught.value.detail
    assert "service.py" in caught.value.detail


def test_the_last_words_of_a_dying_helper_are_kept() -> None:
    script = "import sys; sys.stderr.write('first\\nlast words\\n'); sys.exit(7)"
    with HelperClient([sys.executable, "-c", script]) as client, pytest.raises(HelperError) as caught:
        client.list_drives()
    assert caught.value.code == "helper.crashed"
    assert caught.value.params["exit_status"] == 7
    assert caught.value.detail == "first\nlast words"


def test_a_helper_that_cannot_be_started() -> None:
    with HelperClient(["/nonexistent/helper"]) as client, pytest.raises(HelperError, match=r"helper\.not_started"):
        client.list_drives()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"hello": {"protocol": 99, "events": 1}}, "helper.version"),
        ({"hello": None}, "helper.protocol"),
        ("garbage", "helper.protocol"),
        ("x" * (protocol.MAX_LINE_BYTES + 10), "helper.protocol"),
    ],
    ids=["version", "no-hello", "garbage", "oversize"],
)
def test_a_helper_that_speaks_otherwise(tmp_path: Path, line: Any, code: str) -> None:
    text = line if isinstance(line, str) else json.dumps(line)
    script = tmp_path / "helper.py"  # a command line of Windows is too short for it
    script.write_text(f"import sys; print({text!r}, flush=True); sys.stdin.read()", encoding="utf-8")
    with HelperClient([sys.executable, str(script)]) as client, pytest.raises(HelperError) as caught:
        client.list_drives()
    assert caught.value.code == code


@pytest.mark.parametrize("how", ["kill", "terminate"])
def test_the_helper_ends_when_its_parent_dies(folder: Path, image: Path, how: str) -> None:
    CardSettings(write_rate=SLOW, read_rate=None).save(folder)
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, str(folder), str(image)], stdout=subprocess.PIPE)
    with parent:
        assert parent.stdout
        assert parent.stdout.readline().strip() == b"writing"
        (helper,) = psutil.Process(parent.pid).children()
        getattr(parent, how)()
        parent.wait()
        eventually(lambda: not helper.is_running() or helper.status() == psutil.STATUS_ZOMBIE)
    assert marked(folder) and free(folder)


_PARENT = """
import sys
from pathlib import Path
from nanowizard.core.events import Progress
from nanowizard.core.task import RunContext
from nanowizard.flash.model import FlashRequest
from nanowizard.helper.client import HelperClient
from nanowizard.practice.service import command

said = []
def emit(event):
    if isinstance(event, Progress) and event.done and not said:
        said.append(print("writing", flush=True))

client = HelperClient(command(Path(sys.argv[1])))
identity = client.list_drives()[0].identity
client.flash(FlashRequest(identity=identity, image=Path(sys.argv[2])), RunContext(emit=emit))
"""


def test_closing_in_the_middle_cancels(folder: Path, image: Path) -> None:
    CardSettings(write_rate=SLOW, read_rate=None).save(folder)
    client = HelperClient(command(folder))
    closer = threading.Thread(target=client.close)
    ctx, _ = in_the_middle(closer.start)
    with pytest.raises((Cancelled, HelperError)):
        client.flash(FlashRequest(identity=card(client).identity, image=image), ctx)
    closer.join()
    assert marked(folder) and free(folder)


# Watching


def test_a_watch_tells_of_changes_and_survives_a_crash(client: HelperClient, folder: Path) -> None:
    told: list[Sequence[Drive] | NanoWizardError] = []
    watch = client.watch(told.append)
    eventually(lambda: len(told) == 1)
    CardSettings(inserted=False).save(folder)
    eventually(lambda: len(told) == 2)
    assert isinstance(told[0], list) and isinstance(told[1], list)
    assert len(told[0]) == len(told[1]) + 1
    child_of(client).kill()
    eventually(lambda: len(told) == 3)
    assert isinstance(told[2], HelperError) and told[2].code == "helper.crashed"
    client.list_drives()
    eventually(lambda: len(told) == 4)
    assert isinstance(told[3], list)
    watch.close()
    CardSettings(inserted=True).save(folder)
    assert len(client.list_drives()) == 4
    assert len(told) == 4


def test_a_watcher_may_call_the_client(client: HelperClient) -> None:
    seen: list[int] = []
    watch = client.watch(lambda _: seen.append(len(client.list_drives())))
    eventually(lambda: seen == [4])
    watch.close()


# The wire itself


class Raw:
    """The helper, spoken to by hand."""

    def __init__(self, folder: Path, *, hello: Any = None) -> None:
        self.process = subprocess.Popen(
            command(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert self.process.stdin and self.process.stdout and self.process.stderr
        self.stdin, self.stdout, self.stderr = self.process.stdin, self.process.stdout, self.process.stderr
        assert self.read() == protocol.hello()
        self.send(hello or protocol.hello())

    def send(self, message: Any) -> None:
        self.stdin.write(message if isinstance(message, bytes) else json.dumps(message).encode() + b"\n")
        self.stdin.flush()

    def read(self) -> Any:
        line = self.stdout.readline()
        return json.loads(line) if line else None

    def __enter__(self) -> Raw:
        return self

    def __exit__(self, *_: object) -> None:
        self.stdin.close()
        assert self.process.wait(PATIENCE_S) == 0
        self.stdout.close()
        self.stderr.close()


@pytest.mark.parametrize(
    "line",
    [
        b"garbage\n",
        b"[1]\n",
        b"\xff\xfe\n",
        b"x" * (3 * protocol.MAX_LINE_BYTES) + b"\n",
        b'{"id": 1, "op": "format_everything"}\n',
        b'{"id": "one", "op": "list"}\n',
        b'{"op": "list"}\n',
        b'{"id": 1, "op": "list", "card_files": "all"}\n',
        b"[" * 60_000 + b"\n",
    ],
    ids=["garbage", "no-object", "no-text", "oversize", "operation", "id", "no-id", "card-files", "nested"],
)
def test_lines_that_make_no_sense_are_answered_and_survived(folder: Path, line: bytes) -> None:
    with Raw(folder) as helper:
        helper.send(line)
        answer = helper.read()
        assert answer["id"] in (None, 1) and answer["error"]["code"] == "helper.protocol"
        helper.send({"id": 2, "op": "list"})
        assert helper.read()["id"] == 2


@pytest.mark.parametrize("operation", ["unwatch", "cancel"])
def test_taking_back_what_never_was_is_survived(folder: Path, operation: str) -> None:
    with Raw(folder) as helper:
        helper.send({"id": 1, "op": "watch"})
        assert helper.read()["id"] == 1
        helper.send({"op": operation, "run": [1]})
        helper.send({"op": operation, "run": 7})
        helper.send({"id": 2, "op": "list"})
        assert helper.read()["id"] == 2


def test_requests_that_make_no_sense_fail(folder: Path, image: Path) -> None:
    with Raw(folder) as helper:
        helper.send({"id": 1, "op": "list"})
        identity = helper.read()["result"]["drives"][0]["identity"]
        good = protocol.to_wire(FlashRequest(identity=identity_from_wire(identity), image=image))
        for number, change in enumerate(
            [{"full": "yes"}, {"image": 7}, {"identity": {}}, {"identity": None}, {"surprise": 1}], start=10
        ):
            helper.send({"id": number, "op": "flash", "request": {**good, **change}})
            answer = helper.read()
            assert (answer["id"], answer["error"]["code"]) == (number, "helper.protocol")
        helper.send({"id": 30, "op": "flash"})
        assert helper.read()["error"]["code"] == "helper.protocol"
    assert not marked(folder)


def test_a_client_of_another_version_is_sent_away(folder: Path) -> None:
    with Raw(folder, hello={"hello": {"protocol": 99, "events": 1}}) as helper:
        assert helper.read()["error"]["code"] == "helper.version"
        assert helper.read() is None


def test_bye_ends_it(folder: Path) -> None:
    with Raw(folder) as helper:
        helper.send({"op": "bye"})
        assert helper.read() is None


def test_the_end_of_input_ends_a_flash(folder: Path, image: Path) -> None:
    CardSettings(write_rate=SLOW, read_rate=None).save(folder)
    with Raw(folder) as helper:
        helper.send({"id": 1, "op": "list"})
        identity = helper.read()["result"]["drives"][0]["identity"]
        request = protocol.to_wire(FlashRequest(identity=identity_from_wire(identity), image=image))
        helper.send({"id": 2, "op": "flash", "request": request})
        while "progress" not in json.dumps(helper.read()):
            pass
    assert marked(folder) and free(folder)


def test_what_a_library_prints_does_not_break_the_wire(folder: Path) -> None:
    script = (
        "import nanowizard.practice.card as card\n"
        "honest = card.PracticeBackend.list_drives\n"
        "def loud(self):\n    print('a library that prints')\n    return honest(self)\n"
        "card.PracticeBackend.list_drives = loud\n"
        "from nanowizard.practice.service import main\n"
        f"raise SystemExit(main(['--folder', {str(folder)!r}]))\n"
    )
    with HelperClient([sys.executable, "-c", script]) as client:
        assert len(client.list_drives()) == 4


@pytest.mark.parametrize("module", ["nanowizard.helper", "nanowizard.practice.service"])
def test_the_helper_loads_neither_qt_nor_ssh(folder: Path, module: str) -> None:
    arguments = ["--folder", str(folder)] if "practice" in module else []
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", module, *arguments],
        input=protocol.encode(protocol.hello()) + protocol.encode({"id": 1, "op": "list"}),
        capture_output=True,
        check=True,
        timeout=PATIENCE_S,
    )
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.decode().splitlines()}
    assert "nanowizard" in loaded
    assert loaded.isdisjoint({"PySide6", "paramiko", "typer", "rich", "requests"})


def test_an_identity_goes_over_the_wire_whole(folder: Path) -> None:
    with HelperClient(command(folder)) as client:
        identity = card(client).identity
    request = FlashRequest(identity=identity, image=Path("/tmp/x.img"), full=True, archive_sha256="ab")
    wire = json.loads(json.dumps(protocol.to_wire(request)))
    assert wire["identity"] == identity_to_wire(identity)
    assert protocol.from_wire(FlashRequest, wire) == request


def test_a_helper_that_dies_after_it_was_looked_at_is_not_asked(
    client: HelperClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert card(client)
    alive, early = Child.alive.fget, iter([True])  # the first look comes a moment too early
    assert alive and client._child
    monkeypatch.setattr(Child, "alive", property(lambda child: next(early, False) or alive(child)))
    client._child.abandon(HelperError("helper.stuck"))
    assert card(client)
