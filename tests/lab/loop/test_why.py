"""What an ordinary user learns of the services that open cards: with the real ones, and with each of them gone."""

from __future__ import annotations

import pytest

from lab.loop.udisks_lab import UdisksLab

pytestmark = pytest.mark.root

READY = {"bus": "ready", "udisks": "ready", "polkit": "ready"}


def test_somebody_is_there_to_ask_for_the_password(lab: UdisksLab) -> None:
    """Found without a question to anybody, and without registering as an agent."""
    seen = lab.case("services", agent="hang")
    assert seen == {"states": {**READY, "agent": "ready"}, "agent": []}


def test_without_a_login_session_nothing_is_claimed_of_a_dialog(lab: UdisksLab) -> None:
    assert lab.case("services")["states"] == {**READY, "agent": "unknown"}


def test_without_polkit(lab: UdisksLab, no_polkit: None) -> None:
    assert lab.case("services")["states"] == {"bus": "ready", "udisks": "ready", "polkit": "missing"}


def test_without_udisks(lab: UdisksLab, no_udisks: None) -> None:
    assert lab.case("services")["states"] == {"bus": "ready", "udisks": "missing", "polkit": "ready"}


def test_udisks_that_would_start_when_called_is_ready_and_stays_as_it_is(lab: UdisksLab, no_udisks: None) -> None:
    lab.activate(True)
    assert lab.case("services")["states"]["udisks"] == "ready"
    assert lab.shell("pgrep", "-x", "udisksd") == ""


def test_udisks_is_started_where_the_bus_knows_how(lab: UdisksLab, no_udisks: None) -> None:
    assert lab.case("start_service") == {"code": "privilege.no_udisks"}
    lab.activate(True)
    assert lab.case("start_service") == {"code": "started"}
    assert lab.shell("pgrep", "-x", "udisksd") != ""


def test_without_a_bus(lab: UdisksLab) -> None:
    assert lab.case("services", bus="unix:path=/run/dbus/absent")["states"] == {"bus": "missing"}
