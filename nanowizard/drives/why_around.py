"""Rules over what a system shows around its drives: each reader, driver, service and setting that keeps a card away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from nanowizard.core.events import Finding, JsonValue, Params, Severity
from nanowizard.drives.packages import AGENT, MODULES, POLKIT, UDEV, UDISKS, install_command
from nanowizard.drives.surroundings import TAKEN, Driver, Reader, Surroundings

# Findings that are a card, although no drive came of it.
SILENT: Final = frozenset({"why.card_silent", "why.no_size"})

# Every action that a reason may have: for whoever reads them with --json.
ACTIONS: Final = frozenset(
    {
        *(
            "look_again",
            "power_cycle",
            "start_service",
        ),  # what this program does by itself, see `surroundings.REMEDIES`
        *("plug_in", "replug", "reseat", "lock_switch", "other_reader", "hand_over", "take_back"),
        *("use_host", "restart"),
        *("choose", "repair", "larger_card", "other_drive", "move_image"),
        *("install_package", "install_driver", "allow_driver", "allow_device", "enable_device"),
        *("unmask_service", "start_agent", "start_from_desktop", "ask_administrator"),
    }
)

# CM_PROB_* of cfg.h. The rest is "it does not work": 10 failed to start, 43 the driver gave it up.
_DISABLED, _NEEDS_RESTART, _SAFELY_REMOVED = 22, 14, 47
_NO_DRIVER = frozenset({1, 18, 28, 31, 32, 37, 39, 48, 52})


@dataclass(frozen=True, slots=True)
class Reason:
    """`action` is the one thing to do, as a slug; `question` the one of `why.QUESTIONS` that this answers with no."""

    finding: Finding
    action: str
    question: str

    @property
    def speaks_against(self) -> bool:
        """False for what is worth knowing, but keeps no card away."""
        return self.finding.severity in (Severity.BLOCKING, Severity.WARNING)

    @property
    def where(self) -> str:
        return place_of(self.finding.params)


def place_of(params: Params) -> str:
    """Name or place of what a finding is about; empty for the whole computer."""
    return str(params.get("name") or params.get("place") or params.get("path") or "")


def reasons_around(around: Surroundings, *, has_card: bool) -> list[Reason]:
    """`has_card` says that a card is seen somewhere: what is built in and never worked is a hint then."""
    return [
        *_of_system(around, has_card),
        *_of_drivers(around, has_card),
        *(reason for reader in around.readers for reason in _of_reader(reader, around, has_card)),
        *_of_settings(around),
        *_of_services(around),
    ]


def _of_system(around: Surroundings, has_card: bool) -> Iterator[Reason]:
    for unanswered in around.unanswered:
        yield _warning("system", "look_again", "why.not_asked", detail=unanswered.detail)
    if has_card:
        return
    if around.enclosed == "container":
        yield _warning("system", "use_host", "why.in_container")
    elif around.enclosed == "wsl":
        yield _warning("system", "use_host", "why.in_wsl")
    elif around.service("udev") == "missing":
        command = install_command(around.packages, UDEV)
        yield _hint("system", "install_package", "why.no_udev", command=command)


def _of_drivers(around: Surroundings, has_card: bool) -> Iterator[Reason]:
    """Forbidden drivers, once each; one that nothing waits for is a hint where a card is seen."""
    for driver in around.drivers:
        if driver.state == "blocked":
            is_hint = has_card and not any(_waits_for(reader, driver) for reader in around.readers)
            tell = _hint if is_hint else _warning
            yield tell("driver", "allow_driver", "why.driver_blocked", driver=driver.name, file=driver.file)


def _waits_for(reader: Reader, driver: Driver) -> bool:
    return reader.needs == driver.name and not reader.drivers


def _of_reader(reader: Reader, around: Surroundings, has_card: bool) -> Iterator[Reason]:
    match reader.kind:
        case "usb" | "pci":
            yield from _of_device(reader, around, has_card)
        case "slot":
            yield from _of_slot(reader, around, has_card)
        case "disk":
            yield _warning("answer", "other_reader", "why.no_size", name=reader.name, path=reader.place)
        case "port":
            tell = _hint if has_card else _warning
            yield tell("driver", "replug", "why.not_started", place=reader.place, detail=reader.trouble)


def _of_device(reader: Reader, around: Surroundings, has_card: bool) -> Iterator[Reason]:
    names: dict[str, JsonValue] = {"name": reader.name or reader.place, "place": reader.place}
    if reader.problem:
        yield _of_problem(reader.problem, names)
    elif not reader.allowed:
        yield _warning("driver", "allow_device", "why.not_allowed", **names)
    elif around.system == "linux" and not (reader.drives or reader.slots):
        yield from _without_drive(reader, around, has_card, names)


def _without_drive(
    reader: Reader, around: Surroundings, has_card: bool, names: dict[str, JsonValue]
) -> Iterator[Reason]:
    driver = around.driver(reader.needs)
    if not reader.drivers and driver.state == "blocked":
        return  # said once for the driver
    if not reader.drivers and driver.state == "replaced":
        yield _warning("driver", "restart", "why.kernel_replaced", kernel=around.kernel, **names)
    elif not reader.drivers and driver.state == "missing":
        command = install_command(around.packages, MODULES, kernel=around.kernel)
        yield _warning("driver", "install_package", "why.driver_missing", driver=driver.name, command=command, **names)
    elif TAKEN in reader.drivers:
        yield _warning("driver", "take_back", "why.taken", **names)
    elif reader.kind != "usb":
        tell = _hint if has_card else _warning
        yield tell("driver", "other_reader", "why.built_in", **names)
    else:
        # Whoever is root can do what pulling it out does.
        action = "power_cycle" if around.is_root else "replug"
        yield _warning("driver", action, "why.no_disk" if reader.drivers else "why.no_driver", **names)


def _of_slot(reader: Reader, around: Surroundings, has_card: bool) -> Iterator[Reason]:
    if reader.drives:
        return
    if reader.filled:
        yield from _without_drive(reader, around, has_card, {"name": reader.place, "place": reader.place})
    elif reader.trouble:
        yield _warning("answer", "other_reader", "why.card_silent", place=reader.place, detail=reader.trouble)
    else:
        yield _warning("card", "reseat", "why.slot_empty", place=reader.place)


def _of_problem(problem: int, names: dict[str, JsonValue]) -> Reason:
    if problem == _DISABLED:
        return _warning("driver", "enable_device", "why.device_disabled", **names)
    if problem == _SAFELY_REMOVED:
        return _warning("driver", "replug", "why.safely_removed", **names)
    if problem == _NEEDS_RESTART:
        return _warning("driver", "restart", "why.needs_restart", **names)
    if problem in _NO_DRIVER:
        return _warning("driver", "install_driver", "why.device_no_driver", problem=problem, **names)
    return _warning("driver", "replug", "why.device_failed", problem=problem, **names)


def _of_settings(around: Surroundings) -> Iterator[Reason]:
    for setting in around.settings:
        match setting.kind:
            case "denied":
                yield _warning("driver", "ask_administrator", "why.denied", source=setting.source)
            case "read_only":
                yield _warning("permission", "ask_administrator", "why.read_only", source=setting.source)
            case "closed":
                yield _hint("fit", "choose", "why.closed", path=setting.place, source=setting.source)
            case "no_letters":
                yield _hint("fit", "choose", "why.no_letters", source=setting.source)


def _of_services(around: Surroundings) -> Iterator[Reason]:
    """The first that is missing only: those behind it cannot be judged."""
    if around.may_open:
        return
    if around.service("bus") == "missing":
        yield _warning("permission", "start_from_desktop", "privilege.no_bus")
        return
    for name, unit, package, code in (
        ("udisks", "udisks2", UDISKS, "privilege.no_udisks"),
        ("polkit", "polkit", POLKIT, "privilege.no_polkit"),
    ):
        state = around.service(name)
        if state == "missing":
            command = install_command(around.packages, package)
            yield _warning("permission", "install_package", code, command=command)
            return
        if state == "masked":
            command = f"sudo systemctl unmask {unit}"
            yield _warning("permission", "unmask_service", "why.service_off", service=unit, command=command)
            return
        if state == "failed":
            yield _warning("permission", "start_service", "why.service_failed", service=unit)
            return
    if around.service("agent") == "missing":
        command = install_command(around.packages, AGENT)
        yield _warning("permission", "start_agent", "privilege.no_agent", command=command)


def _warning(question: str, action: str, code: str, **params: JsonValue) -> Reason:
    return Reason(Finding(code=code, severity=Severity.WARNING, params=params), action, question)


def _hint(question: str, action: str, code: str, **params: JsonValue) -> Reason:
    return Reason(Finding(code=code, severity=Severity.INFO, params=params), action, question)
