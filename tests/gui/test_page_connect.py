"""The Connect page: rows that come by themselves, an identity that is asked for, and what is refused."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import paramiko
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from support.card_states import Stage
from support.connect_states import (
    CONNECT_STATES,
    KNOWN,
    NEW,
    OLD,
    SERIAL,
    UNFINISHED,
    USB,
    USED,
    as_result,
    ended,
    failed,
    opened,
    seen,
    silent,
)

from nanowizard.core.events import Finding, Severity, Status
from nanowizard.gui import page_ids
from nanowizard.gui.pages.connect.candidates import OTHER, Candidates
from nanowizard.gui.pages.connect.page import CONNECTED, ConnectPage
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.wizard import SIZE, SMALLEST
from nanowizard.practice.nano import PASSWORD, Faults, PracticeNano
from nanowizard.practice.report_programs import REPORT_PROGRAMS
from nanowizard.remote.address import Address
from nanowizard.remote.hostkey_art import words_of
from nanowizard.remote.passwords import PasswordKeeper
from nanowizard.tasks.session import Session
from nanowizard.tasks.used import UsedNano

USB_KEY, KNOWN_KEY = "192.168.55.1:22", "192.168.1.37:22"


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path, SIZE)
    yield made
    made.close()


@pytest.fixture
def nano(tmp_path: Path) -> Iterator[PracticeNano]:
    with PracticeNano(tmp_path / "board", faults=Faults(delay_s=0.0)) as board:
        yield board


def titles(page: ConnectPage) -> list[tuple[str, tuple[str, ...]]]:
    rows = [page.form.choices.row(key).choice() for key in list(page.form.choices.keys())]
    return [(row.title, tuple(tag.text for tag in row.tags)) for row in rows]


# --- how it looks ----------------------------------------------------------------------------------------------------

WITHOUT_A_WAY_ON = {
    "connect_nothing",
    "connect_other",
    "connect_unfinished",
    "connect_key_locked",
    "boot_unfinished",
}
"""Something is missing first: nothing is filled that could be pressed."""
LONG_LISTS = {"connect_first", "connect_worries", "boot_unfinished"}


@pytest.mark.parametrize("name", CONNECT_STATES)
def test_a_state_fits_the_smallest_window_with_one_filled_button_and_a_name_for_everything(
    name: str, qtbot: QtBot, tmp_path: Path
) -> None:
    stage = Stage(tmp_path, SMALLEST)
    page = CONNECT_STATES[name](stage)
    window = page.wizard()
    assert window.size() == SMALLEST
    body = next(area for area in page.findChildren(QScrollArea) if area.isVisible())
    qtbot.waitUntil(lambda: name in LONG_LISTS or not body.verticalScrollBar().isVisible())
    buttons = [button for button in window.findChildren(QPushButton) if button.isVisible() and button.isEnabled()]
    filled = [button.text() for button in buttons if button.property("kind") == "primary"]
    assert len(filled) == (0 if name in WITHOUT_A_WAY_ON else 1), filled
    operable = [w for w in page.findChildren(QWidget) if w.isVisible() and w.focusPolicy().value & 0x1]
    assert [w for w in operable if not (w.accessibleName() or getattr(w, "text", str)())] == []
    stage.close()


# --- rows -------------------------------------------------------------------------------------------------------------


def test_rows_come_by_themselves_with_their_reason(stage: Stage) -> None:
    page = opened(stage, USB, KNOWN)
    assert titles(page) == [("Nano on the USB cable", ("New",)), ("jetson-lab", ("Known",)), ("Another address", ())]
    reasons = [page.form.choices.row(key).choice().reason for key in (USB_KEY, KNOWN_KEY)]
    assert "answers on the USB cable" in reasons[0]
    assert "you have trusted it before" in reasons[1]


def test_the_one_on_the_cable_is_chosen_and_another_in_the_network_never(stage: Stage) -> None:
    page = opened(stage, seen("nano.found_card", "192.168.1.64"))
    assert page.form.choices.selected_key() is None
    page.form.found(USB)
    assert page.form.choices.selected_key() == USB_KEY


def test_the_persons_choice_stays(stage: Stage) -> None:
    page = opened(stage, KNOWN)
    page.form.select(OTHER)
    page.form.found(USB)
    assert page.form.choices.selected_key() == OTHER


def test_the_choice_does_not_change_under_a_typed_password(stage: Stage) -> None:
    page = opened(stage, nano="alice@192.168.1.37")
    page.form.password.setText("for the old one")
    page.form.found(USB)
    assert page.form.choices.selected_key() == KNOWN_KEY


def test_what_more_is_known_of_a_machine_goes_into_its_row(stage: Stage) -> None:
    page = opened(stage, seen("nano.found_ubuntu", "192.168.1.9"))
    page.form.found(seen("nano.found_name", "192.168.1.9", name="jetson"))
    assert titles(page)[0] == ("jetson", ("New",))
    assert len(titles(page)) == 2


def test_a_machine_that_went_away_leaves_the_list_after_two_searches() -> None:
    candidates = Candidates()
    candidates.found(USB)
    candidates.offer(Address("192.168.1.9"), "last")
    for left in (2, 1):
        candidates.ended([])
        assert len(candidates.rows()) - 1 == left
    candidates.found(USB)
    candidates.ended(as_result(USB)["found"])
    candidates.ended([])
    assert len(candidates.answering()) == 1, "seen again in between"


def test_an_unfinished_setup_cannot_be_chosen_and_says_what_to_do(stage: Stage) -> None:
    page = opened(stage, SERIAL, UNFINISHED)
    assert titles(page)[0] == ("Nano on the USB cable", ("Not set up",))
    assert not page.form.choices.row(USB_KEY).choice().choosable
    assert page.form.note.isVisible()
    assert "/dev/ttyACM0" in page.form.note.accessibleDescription()
    page.form.found(USB)
    assert page.form.choices.row(USB_KEY).choice().choosable
    assert not page.form.note.isVisible()


def test_a_search_that_found_nothing_is_said(stage: Stage) -> None:
    page = opened(stage)
    page.form.search_ended({"found": [], "not_searched": ["10.0.0.0/8"]})
    assert page.form.note.isVisible()
    assert "10.0.0.0/8" in page.form.note.accessibleDescription()
    page.form.found(KNOWN)
    assert not page.form.note.isVisible()


def test_looking_goes_on_while_the_page_is_shown(stage: Stage, qtbot: QtBot) -> None:
    page = cast(ConnectPage, stage.open(page_ids.CONNECT))
    with qtbot.waitSignal(page._watch.ended):
        pass
    assert page._watch._again.isActive()
    page.leave()
    assert not page._watch._again.isActive()


# --- those of before --------------------------------------------------------------------------------------------------


def test_those_of_before_are_there_at_once_with_user_and_time(stage: Stage) -> None:
    page = opened(stage, used=USED)
    assert titles(page) == [("nano-desktop", ()), ("jetson-lab", ()), ("Another address", ())]
    assert page.form.choices.selected_key() == USB_KEY, "the one that was used last"
    reason = page.form.choices.row(KNOWN_KEY).choice().reason
    assert "192.168.1.37" in reason
    assert "last used 20\u00a0days ago as alice" in reason


def test_the_one_that_does_not_answer_says_so_and_what_to_do(stage: Stage) -> None:
    page = opened(stage, used=USED)
    assert "does not answer" not in note_of(page)
    page.form.found(silent(USED[0]))
    assert titles(page)[0] == ("nano-desktop", ("No answer",))
    assert page.form.choices.selected_key() == USB_KEY, "the choice does not jump to one that was not asked yet"
    assert page.form.choices.row(USB_KEY).choice().choosable, "nothing is lost by trying"
    assert "192.168.55.1 does not answer" in note_of(page)
    assert "Switch that Nano on" in page.form.note.accessibleDescription()
    page.form.select(KNOWN_KEY)
    assert "does not answer" not in note_of(page), "another one is chosen"
    page.form.select(USB_KEY)
    assert "192.168.55.1 does not answer" in note_of(page)
    page.form.found(USB)
    assert titles(page)[0] == ("nano-desktop", ("New",))
    assert not page.form.note.isVisible()


def note_of(page: ConnectPage) -> str:
    return page.form.note.accessibleName() if page.form.note.isVisible() else ""


def test_whoever_used_it_before_is_the_user_until_another_is_typed(stage: Stage) -> None:
    page = opened(stage, KNOWN, used=USED)
    page.form.select(KNOWN_KEY)
    assert page.form.user.text() == "alice"
    assert str(page.form.chosen()) == "alice@192.168.1.37"
    page.form.select(USB_KEY)
    assert page.form.user.text() == "nano"
    page.form.user.setFocus()
    page.form.user.clear()
    QTest.keyClicks(page.form.user, "bob")
    page.form.select(KNOWN_KEY)
    assert page.form.user.text() == "bob"


def test_one_that_answered_is_silent_only_after_it_was_missed_twice(stage: Stage) -> None:
    page = opened(stage, KNOWN, used=USED[1:])
    page.form.found(silent(USED[1]))
    assert titles(page)[0] == ("jetson-lab", ("Known",))
    page.form.found(silent(USED[1]))
    assert titles(page)[0] == ("jetson-lab", ("No answer",))
    for _search in range(3):
        page.form.search_ended(as_result())
    assert titles(page)[0] == ("jetson-lab", ("No answer",)), "it stays in the list"
    page.form.found(KNOWN)
    assert titles(page)[0] == ("jetson-lab", ("Known",))


def test_what_was_used_under_a_name_is_one_row_with_its_address(stage: Stage) -> None:
    named = UsedNano(address=Address("lab.local", user="alice"), used_at=time.time())
    page = opened(stage, used=[named])
    page.form.found(seen("nano.found_used", "192.168.1.50", name="lab.local"))
    assert len(titles(page)) == 2
    assert str(page.form.chosen()) == "alice@lab.local"
    page.form.search_ended(as_result(seen("nano.found_used", "192.168.1.50", name="lab.local")))
    assert page.form.candidates.answering()


def test_only_some_that_are_silent_are_shown(stage: Stage) -> None:
    many = [UsedNano(address=Address(f"192.168.1.{n}"), used_at=time.time() - n) for n in range(2, 8)]
    page = opened(stage, used=many)
    for used in many:
        page.form.found(silent(used))
    assert [key for key in page.form.choices.keys() if key != OTHER] == [f"192.168.1.{n}:22" for n in (2, 3, 4)]  # noqa: SIM118


# --- a key file that is locked ----------------------------------------------------------------------------------------


def test_a_locked_key_file_is_asked_for_its_passphrase_and_that_is_no_failure(stage: Stage) -> None:
    page = cast(ConnectPage, CONNECT_STATES["connect_key_file"](stage))
    assert not page.form.fields.passphrase.isVisible()
    failed(page, "nano.key_locked", path="id")
    assert page.form.fields.passphrase.isVisible()
    assert page.form.fields.passphrase.echoMode() is QLineEdit.EchoMode.Password
    assert not page.problem.isVisible()
    assert page.state() is State.WAITING
    assert page.first_focus() is page.form.fields.passphrase
    assert not page.footer().enabled, "nothing is typed yet"
    page.form.fields.passphrase.setText("phrase")
    assert page.footer().enabled
    assert page.form.login().passphrase == "phrase"


def test_a_passphrase_that_is_wrong_is_typed_again_and_not_used_for_another_file(stage: Stage) -> None:
    page = cast(ConnectPage, CONNECT_STATES["connect_key_wrong"](stage))
    fields = page.form.fields
    assert fields.passphrase.accessibleDescription().startswith("This passphrase does not open")
    assert not page.problem.isVisible()
    assert page.first_focus() is fields.passphrase
    assert fields.passphrase.selectedText(), "typing replaces it"
    fields.key_file.setText("/home/alice/.ssh/other")
    assert not fields.passphrase.isVisible()
    assert page.form.login().passphrase is None
    assert fields.passphrase.text() == ""


def test_in_earnest_with_a_locked_key(stage: Stage, nano: PracticeNano, qtbot: QtBot, tmp_path: Path) -> None:
    key = paramiko.Ed25519Key(file_obj=io.StringIO(locked_key(tmp_path)), password="phrase")
    nano.machine.put("/home/nano/.ssh/authorized_keys", f"ssh-ed25519 {key.get_base64()} test\n".encode())
    page = opened(stage)
    page.context.session.pins.pin(nano.address.place, nano._server.host_key)
    page.form.select(OTHER)
    page.form.address.setText(f"127.0.0.1:{nano.address.port}")
    fields = page.form.fields
    fields._switch.click()
    fields.key_file.setText(str(tmp_path / "id"))
    page.primary()
    qtbot.waitUntil(fields.passphrase.isVisible)
    fields.passphrase.setText("other")
    page.primary()
    qtbot.waitUntil(lambda: "does not open" in fields.passphrase.accessibleDescription())
    qtbot.waitUntil(lambda: not page.is_busy())
    fields.passphrase.setText("phrase")
    page.primary()
    qtbot.waitUntil(lambda: page.shown_view() == CONNECTED)
    stored = [path for path in page.context.session.places.state.rglob("*") if path.is_file()]
    assert stored
    assert not [path for path in stored if b"phrase" in path.read_bytes()]


def locked_key(folder: Path) -> str:
    """An Ed25519 key under the passphrase "phrase", as ssh-keygen makes it."""
    made = ed25519.Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.OpenSSH,
        serialization.BestAvailableEncryption(b"phrase"),
    )
    (folder / "id").write_bytes(made)
    return made.decode()


# --- the identity -----------------------------------------------------------------------------------------------------


def _unknown(code: str = "nano.host_key_unknown", **more: object) -> Finding:
    params = {"host": "192.168.55.1", "fingerprint": NEW, "key_type": "ssh-ed25519", **more}
    return Finding(code=code, severity=Severity.BLOCKING, params=params)


def test_a_first_contact_shows_words_and_picture_and_a_find_does_not_take_them_away(stage: Stage) -> None:
    page = ended(opened(stage, USB), Status.BLOCKED, _unknown())
    assert page.first_contact.isVisible()
    assert page.first_contact.card.words() == " ".join(words_of(NEW))
    assert page.footer().primary == "Trust and connect"
    page.form.found(KNOWN)
    assert page.first_contact.isVisible()


def test_another_choice_takes_the_question_away(stage: Stage) -> None:
    page = ended(opened(stage, USB, KNOWN), Status.BLOCKED, _unknown())
    page.form.select(KNOWN_KEY)
    assert not page.first_contact.isVisible()
    assert page.footer().primary == "Connect"


def test_a_changed_key_has_one_filled_button_and_it_does_not_connect(stage: Stage) -> None:
    page = failed(opened(stage, USB), "nano.host_key_changed", fingerprint=NEW, expected=OLD)
    assert page.changed_key.isVisible()
    assert page.changed_key.action().text() == "Do not connect"
    assert not page.footer().filled
    assert not page.footer().enabled
    page.changed_key.action().click()
    assert page.form.isVisible()
    assert not page.is_busy()


def test_a_card_that_was_written_since_is_said_and_may_be_trusted(stage: Stage) -> None:
    finding = _unknown("nano.host_key_rewritten", expected=OLD, written_s=540.0)
    page = ended(opened(stage, USB), Status.BLOCKED, finding)
    assert page.first_contact.accessibleName() == "This Nano has a new fingerprint"
    assert "9\u00a0min" in page.first_contact.accessibleDescription()
    assert page.footer().primary == "Trust and connect"


def test_in_earnest_with_a_real_server(stage: Stage, nano: PracticeNano, qtbot: QtBot) -> None:
    """First contact, the same Nano with a new identity, a login with a key, and the key taken back."""
    page = opened(stage)
    page.form.select(OTHER)
    page.form.address.setText(f"127.0.0.1:{nano.address.port}")
    page.form.password.setText(PASSWORD)
    page.primary()
    qtbot.waitUntil(page.first_contact.isVisible)
    page.primary()
    qtbot.waitUntil(lambda: page.shown_view() == CONNECTED)
    assert page.state() is State.DONE
    offer = page.connected.key
    offer.action().click()
    qtbot.waitUntil(lambda: offer.action().text() == "Take the key back")
    assert b"nanowizard@" in nano.machine.read("/home/nano/.ssh/authorized_keys")
    noted = page.context.session.journey.outcomes["nano.key"].facts
    assert (noted["may_log_in"], noted["can_undo"]) == (True, True), "for the report and its way back"
    offer.action().click()
    qtbot.waitUntil(lambda: offer.action().text() == "Add a key")
    assert not nano.machine.exists("/home/nano/.ssh/authorized_keys")
    assert not page.context.session.journey.outcomes["nano.key"].facts["can_undo"]


# --- the report -------------------------------------------------------------------------------------------------------


def test_the_report_is_shown_and_what_is_not_known_is_left_out(stage: Stage) -> None:
    page = cast(ConnectPage, CONNECT_STATES["connect_done"](stage))
    what, how = dict(page.connected.facts.what.facts()), dict(page.connected.facts.how.facts())
    assert what["Board"] == "Jetson Nano Developer Kit · B01"
    assert what["System"] == "JetPack\u00a04.6.1 · L4T\u00a032.7.1"
    assert what["Programs"] == "Python\u00a03.6.9 · CUDA\u00a010.2"
    assert how["Card"] == "14.2\u00a0GB free of 31.1\u00a0GB"
    assert how["Power"] == "MAXN · supply strong enough"
    assert (how["Temperature"], how["Internet"]) == ("42\u00a0°C", "reachable")
    assert (how["Clock"], how["Packages"]) == ("right", "in order")
    page.connected.facts.show_report({"model": "Jetson", "swap_bytes": 0}, "192.168.1.9")
    assert page.connected.facts.what.facts() == [("Address", "192.168.1.9"), ("Board", "Jetson"), ("Swap", "none")]
    assert not page.connected.facts.how.isVisible()


def test_each_worry_is_said_with_the_page_that_repairs_it(stage: Stage, qtbot: QtBot) -> None:
    page = cast(ConnectPage, CONNECT_STATES["connect_worries"](stage))
    panels = page.connected.notes.panels
    assert len(panels) == 3, "that there is no swap file is the next page's"
    assert [panel.action().text() for panel in panels if panel.action().isVisible()] == [
        "Set the clock",
        "Lend it this computer’s internet…",
        "Choose the power mode…",
    ]
    with qtbot.waitSignal(page.choose) as asked:
        panels[2].action().click()
    assert asked.args == [page_ids.POWER]
    assert dict(page.connected.facts.how.facts())["Clock"].startswith("wrong by")


def test_a_wrong_clock_is_set_and_looked_at_again(stage: Stage, nano: PracticeNano, qtbot: QtBot) -> None:
    nano.machine.state.system.clock_ahead_s = -86_400.0 * 30
    nano.machine.state.system.synchronized = False
    page = opened(stage)
    connected_with(page, nano, qtbot)
    [panel] = [panel for panel in page.connected.notes.panels if panel.action().text() == "Set the clock"]
    panel.action().click()
    qtbot.waitUntil(lambda: page.connected.notes.panels == [] and not page.is_busy())
    assert abs(nano.machine.state.system.clock_ahead_s) < 60
    assert dict(page.connected.facts.how.facts())["Clock"] == "right"
    assert page.state() is State.DONE


def test_a_clock_that_a_time_server_set_is_right_and_the_computer_is_told_so(
    stage: Stage, nano: PracticeNano, qtbot: QtBot
) -> None:
    nano.machine.state.system.clock_ahead_s = -86_400.0 * 30
    nano.machine.state.system.synchronized = True
    page = opened(stage)
    connected_with(page, nano, qtbot)
    page.connected.notes.panels[0].action().click()
    qtbot.waitUntil(lambda: not page.is_busy() and "computer" in worries(page))
    assert "wrong by" not in worries(page), "the same button would do nothing again"
    assert nano.machine.state.system.clock_ahead_s == -86_400.0 * 30


def test_half_installed_packages_and_a_missing_internet_lead_to_their_pages(
    stage: Stage, nano: PracticeNano, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    nano.machine.apt.unfinished = ("nvidia-l4t-bootloader",)
    monkeypatch.setitem(REPORT_PROGRAMS, "getent", lambda _process, _arguments: 2)  # no names
    page = opened(stage)
    connected_with(page, nano, qtbot)
    assert dict(page.connected.facts.how.facts())["Internet"] == "finds no names (DNS)"
    leads = {panel.action().text(): panel for panel in page.connected.notes.panels}
    for words, page_id in {
        "Complete the packages…": page_ids.PACKAGES,
        "Lend it this computer’s internet…": page_ids.MIRRORS,
    }.items():
        with qtbot.waitSignal(page.choose) as asked:
            leads[words].action().click()
        assert asked.args == [page_id]


def worries(page: ConnectPage) -> str:
    return " ".join(panel.accessibleName() for panel in page.connected.notes.panels)


# --- what is no Nano --------------------------------------------------------------------------------------------------


def test_what_is_no_nano_gets_no_step(stage: Stage, nano: PracticeNano, qtbot: QtBot) -> None:
    nano.machine.put("/proc/device-tree/model", b"Raspberry Pi 4 Model B\0")
    page = opened(stage)
    page.form.select(OTHER)
    page.form.address.setText(f"127.0.0.1:{nano.address.port}")
    page.form.password.setText(PASSWORD)
    page.primary()
    qtbot.waitUntil(page.first_contact.isVisible)
    page.primary()
    qtbot.waitUntil(lambda: page.shown_view() == CONNECTED)
    assert not page.connected.key.isVisible()
    assert page.footer().primary == "Choose another Nano"
    assert page.state() is State.ATTENTION
    assert page.context.session.login is None, "no other page may use this connection"
    assert page.context.session.journey.nano is None
    page.primary()
    assert page.form.isVisible()


# --- keeping the password ---------------------------------------------------------------------------------------------


class Ring:
    """A keyring of the test's own, as `PasswordKeeper` has it."""

    def __init__(self) -> None:
        self.kept_now: dict[str, str] = {}
        self.asked: list[str] = []
        self.changed = threading.Event()

    def is_there(self) -> bool:
        return True

    def kept(self, address: Address) -> str | None:
        self.asked.append(str(address))
        return self.kept_now.get(str(address))

    def keep(self, address: Address, password: str) -> None:
        self.kept_now[str(address)] = password
        self.changed.set()

    def forget(self, address: Address) -> bool:
        self.changed.set()
        return self.kept_now.pop(str(address), None) is not None


def with_ring(stage: Stage, ring: Ring) -> ConnectPage:
    def prepare(session: Session) -> None:
        session.passwords = cast(PasswordKeeper, ring)

    return cast(ConnectPage, stage.open(page_ids.CONNECT, prepare=prepare))


def connected_with(page: ConnectPage, nano: PracticeNano, qtbot: QtBot) -> None:
    page.form.select(OTHER)
    page.form.address.setText(f"127.0.0.1:{nano.address.port}")
    page.form.password.setText(PASSWORD)
    page.context.session.pins.pin(nano.address.place, nano._server.host_key)
    page.primary()
    qtbot.waitUntil(lambda: page.shown_view() == CONNECTED)


def test_without_a_keyring_keeping_is_not_offered(stage: Stage, qtbot: QtBot) -> None:
    page = cast(ConnectPage, stage.open(page_ids.CONNECT))
    qtbot.waitUntil(lambda: not page._keeping.is_asking)
    assert not page.form.fields.keep.isVisible()


def test_the_box_is_off_and_then_nothing_is_kept_or_asked_for(stage: Stage, nano: PracticeNano, qtbot: QtBot) -> None:
    ring = Ring()
    page = with_ring(stage, ring)
    qtbot.waitUntil(page.form.fields.keep.isVisible)
    assert not page.form.fields.keep.isChecked()
    connected_with(page, nano, qtbot)
    assert (ring.kept_now, ring.asked) == ({}, [])
    stored = [path for path in page.context.session.places.state.rglob("*") if path.is_file()]
    assert not [path for path in stored if b'"nano"' in path.read_bytes() and "journey" not in path.name]


def test_ticked_it_is_kept_filled_in_the_next_time_and_forgotten_when_unticked(
    stage: Stage, nano: PracticeNano, qtbot: QtBot
) -> None:
    ring = Ring()
    page = with_ring(stage, ring)
    qtbot.waitUntil(page.form.fields.keep.isVisible)
    page.form.fields.keep.setChecked(True)
    connected_with(page, nano, qtbot)
    place = f"nano@127.0.0.1:{nano.address.port}"
    qtbot.waitUntil(lambda: place in page.context.session.journey.kept_passwords)
    assert ring.kept_now == {place: PASSWORD}
    again = with_ring(stage, ring)
    qtbot.waitUntil(lambda: again.form.password.text() == PASSWORD)
    assert again.form.fields.keep.isChecked()
    assert again.form.password.echoMode() is QLineEdit.EchoMode.Password
    again.form.fields.keep.setChecked(False)
    connected_with(again, nano, qtbot)
    qtbot.waitUntil(lambda: ring.kept_now == {})
