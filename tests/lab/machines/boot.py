"""Booting a machine. One that does not come up gets a second chance, and the report says so; a test never does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from tests.lab.machines.qemu import BootError

REPEATED = "boots_repeated"


class Machine(Protocol):
    def close(self) -> None: ...


M = TypeVar("M", bound=Machine)


def boot(make: Callable[[], M], wait: Callable[[M], object], record: Callable[[str, object], None]) -> M:
    """The machine from `make`, after `wait` for it to come up. Raises BootError when the second does not either.

    `record` is pytest's record_property, or record_testsuite_property in a fixture that outlives a test.
    """
    try:
        return _once(make, wait)
    except BootError as error:
        record(REPEATED, str(error))
    return _once(make, wait)


def _once(make: Callable[[], M], wait: Callable[[M], object]) -> M:
    machine = make()
    try:
        wait(machine)
    except BaseException:
        machine.close()
        raise
    return machine
