"""The process under a virtual machine, without anything to boot."""

from __future__ import annotations

import pytest

from tests.lab.machines.qemu import BootError, Qemu, missing_programs

pytestmark = pytest.mark.skipif(bool(missing_programs("qemu-system-x86_64", "setpriv")), reason="no QEMU here")


def test_the_monitor_answers_as_soon_as_there_is_a_machine() -> None:
    machine = Qemu([], memory_mib=16)
    try:
        assert machine.qmp("query-status")["status"] == "running"
    finally:
        machine.close()
    assert machine.process.returncode
    assert not machine.folder.exists()


def test_one_that_does_not_start_says_why() -> None:
    with pytest.raises(BootError, match="no-such-thing"):
        Qemu(["-device", "no-such-thing"], memory_mib=16)
