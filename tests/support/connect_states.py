"""Every state of the Connect page, and the Boot page's unfinished setup, by name: for pictures and tests of their size.

What searches find and what a login brings is played; the searches themselves are tested with real packets.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from nanowizard.core.events import ErrorInfo, Finding, FindingReported, Severity, Status, TaskFinished, finding_to_wire
from nanowizard.gui import page_ids
from nanowizard.gui.page import Page
from nanowizard.gui.pages.boot.page import BootPage
from nanowizard.gui.pages.connect.page import ConnectPage
from nanowizard.provision.report.findings import PAGES
from nanowizard.remote.address import Address
from nanowizard.tasks.find import SILENT, silent_params
from nanowizard.tasks.session import NanoLogin, Session
from nanowizard.tasks.used import UsedNano
from support.card_states import Stage, wait_until

OLD, NEW = "nThbGd3q7XwK0pLmVz2cR8sY4uJeFa1oQk5tHx9WbZc", "lu7D7KrSxiD96cFZOQzVZ0O5B8paZVu1UfK5OfKejlI"
KEY_FILE = "/home/alice/.ssh/id_ed25519"
FACTS = {
    "model": "NVIDIA Jetson Nano Developer Kit",
    "jetpack": "4.6.1",
    "l4t": "32.7.1",
    "host_name": "nano-desktop",
    "memory_bytes": 4_156_694_528,
    "swap_bytes": 2_078_347_264,
    "free_bytes": 14_200_000_000,
    "disk_bytes": 31_138_512_896,
    "revision": "B01",
    "python": "3.6.9",
    "cuda": "10.2",
    "clock_ahead_s": 0.4,
    "power_mode": "MAXN",
    "power_alarms": 0,
    "temperature_c": 41.5,
    "network": "ok",
    "half_installed": [],
    "package_locks": [],
}


def seen(code: str, host: str, **more: Any) -> Finding:
    """What a search tells of an address."""
    params = {"host": host, "port": 22, "address": host, "name": "", "banner": "", "known": False, "how": [], **more}
    severity = Severity.WARNING if "unfinished" in code else Severity.GOOD
    return Finding(code=code, severity=severity, params=params)


USB = seen("nano.found_usb", "192.168.55.1")
KNOWN = seen("nano.found_known", "192.168.1.37", name="jetson-lab", known=True)
SERIAL = Finding(code="nano.found_serial", severity=Severity.INFO, params={"device": "/dev/ttyACM0"})
USED = (
    UsedNano(address=Address("192.168.55.1"), used_at=time.time() - 3 * 86_400, name="nano-desktop"),
    UsedNano(address=Address("192.168.1.37", user="alice"), used_at=time.time() - 20 * 86_400, name="jetson-lab"),
)


def silent(used: UsedNano) -> Finding:
    return Finding(code=SILENT, severity=Severity.INFO, params=silent_params(used))


UNFINISHED = seen("nano.unfinished_usb", "192.168.55.1")


def opened(stage: Stage, *findings: Finding, nano: str | None = None, used: Sequence[UsedNano] = ()) -> ConnectPage:
    """`used`: those of before, whom no search of the test asks."""

    def prepare(session: Session) -> None:
        session.journey.nano = nano

    page = cast(ConnectPage, stage.open(page_ids.CONNECT, prepare=prepare))
    # There is nothing to find: the first look ends at once, and is the only one.
    wait_until(lambda: not page._watch._runner.is_running)
    page._watch._again.stop()
    page.form.offer_used(used)
    for finding in findings:
        page.form.found(finding)
    return page


def ended(page: ConnectPage, status: Status, *findings: Finding, facts: Mapping[str, Any] | None = None) -> ConnectPage:
    """A login ended so."""
    page._login = page._login or page.form.login()
    for finding in findings:
        page._on_event(FindingReported(finding=finding))
    page._on_event(TaskFinished(task=page.id, status=status, result=facts or {}))
    return page


def failed(page: ConnectPage, code: str, **params: Any) -> ConnectPage:
    page._login = page.form.login()
    error = ErrorInfo(code=code, params={"host": "192.168.55.1", "user": "nano", **params})
    page._on_event(TaskFinished(task=page.id, status=Status.FAILED, error=error))
    return page


def connect_nothing(stage: Stage) -> Page:
    """The first whole search found nothing."""
    page = opened(stage)
    page.form.search_ended({"found": [], "not_searched": ["10.20.0.0/16"]})
    return page


def connect_last(stage: Stage) -> Page:
    return opened(stage, nano="alice@192.168.1.37")


def connect_found(stage: Stage) -> Page:
    maybe = seen("nano.found_card", "192.168.1.64")
    page = opened(stage, USB, KNOWN, maybe)
    wait_until(lambda: not page._keeping.is_asking)
    page.form.fields.keep.show()
    page.form.password.setText("correct-horse")
    return page


def connect_used(stage: Stage) -> Page:
    """Two of before: one answers, and the one that was used last does not."""
    page = opened(stage, KNOWN, used=USED)
    page.form.found(silent(USED[0]))
    page.form.select("192.168.55.1:22")
    return page


def connect_other(stage: Stage) -> Page:
    page = opened(stage, KNOWN)
    page.form.select("other")
    return page


def connect_key_file(stage: Stage) -> Page:
    page = opened(stage, USB)
    page.form.fields._switch.click()
    page.form.fields.key_file.setText(KEY_FILE)
    return page


def connect_key_locked(stage: Stage) -> Page:
    return failed(cast(ConnectPage, connect_key_file(stage)), "nano.key_locked", path=KEY_FILE)


def connect_key_wrong(stage: Stage) -> Page:
    page = cast(ConnectPage, connect_key_locked(stage))
    page.form.fields.passphrase.setText("wrong")
    return failed(page, "nano.key_passphrase_wrong", path=KEY_FILE)


def connect_unfinished(stage: Stage) -> Page:
    return opened(stage, SERIAL, UNFINISHED)


def connect_first(stage: Stage) -> Page:
    finding = _to_confirm("nano.host_key_unknown")
    return ended(opened(stage, USB, KNOWN), Status.BLOCKED, finding)


def connect_rewritten(stage: Stage) -> Page:
    finding = _to_confirm("nano.host_key_rewritten", written_s=540.0, expected=OLD)
    return ended(opened(stage, USB), Status.BLOCKED, finding)


def connect_changed(stage: Stage) -> Page:
    return failed(opened(stage, USB), "nano.host_key_changed", fingerprint=NEW, expected=OLD, pinned_at="2026-11-01")


def connect_wrong_password(stage: Stage) -> Page:
    page = opened(stage, USB)
    page.form.password.setText("wrong")
    return failed(page, "nano.login_failed")


def connect_done(stage: Stage) -> Page:
    return _connected(stage)


def connect_worries(stage: Stage) -> Page:
    """What the report found, with the pages that repair it."""
    findings = [
        Finding(code="nano.clock_off", severity=Severity.WARNING, params={"off_s": 86_400.0 * 300}),
        Finding(code="nano.no_names", severity=Severity.WARNING),
        Finding(code="nano.power_mode_low", severity=Severity.INFO, params={"mode": "5W"}),
        Finding(code="nano.no_swap_file", severity=Severity.INFO),
    ]
    repairs = {finding.code: PAGES[finding.code] for finding in findings}
    facts = {**FACTS, "repairs": repairs, "clock_ahead_s": -86_400.0 * 300, "network": "no_names", "power_mode": "5W"}
    page = opened(stage, USB)
    page.context.session._login = NanoLogin(address=Address("192.168.55.1"))
    return ended(page, Status.SUCCEEDED, *findings, facts=facts)


def connect_done_with_key(stage: Stage) -> Page:
    page = _connected(stage)
    page.connected.key._ended(TaskFinished(task="nano.key", status=Status.SUCCEEDED, result={"may_log_in": True}))
    return page


def connect_stranger(stage: Stage) -> Page:
    stranger = Finding(code="nano.not_a_nano", severity=Severity.WARNING, params={"model": "Raspberry Pi 4 Model B"})
    facts = {**FACTS, "model": "Raspberry Pi 4 Model B", "jetpack": None, "l4t": None, "host_name": "raspberrypi"}
    page = opened(stage, seen("nano.found_announced", "192.168.1.9", name="raspberrypi"))
    page.form.select("192.168.1.9:22")
    return ended(page, Status.SUCCEEDED, stranger, facts=facts)


def boot_unfinished(stage: Stage) -> Page:
    page = cast(BootPage, stage.open(page_ids.BOOT))
    page.waiting.show_seconds(95)
    page.on_finding(UNFINISHED)
    return page


def _to_confirm(code: str, **more: Any) -> Finding:
    params = {"host": "192.168.55.1", "fingerprint": NEW, "key_type": "ssh-ed25519", **more}
    return Finding(code=code, severity=Severity.BLOCKING, params=params)


def _connected(stage: Stage) -> ConnectPage:
    page = opened(stage, USB)
    page.context.session._login = NanoLogin(address=Address("192.168.55.1"))
    return ended(page, Status.SUCCEEDED, facts=FACTS)


def as_result(*findings: Finding) -> dict[str, Any]:
    return {"found": [finding_to_wire(finding) for finding in findings], "silent": [], "not_searched": []}


CONNECT_STATES: dict[str, Callable[[Stage], Page]] = {
    name: make
    for name, make in globals().items()
    if callable(make) and name.startswith(("connect_", "boot_unfinished"))
}
