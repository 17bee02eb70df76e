"""Words for power mode, clocks, desktop and the held package (nano.power*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_FINDINGS: dict[str, Message] = {
    "nano.power_no_such_mode": Message(
        QT_TRANSLATE_NOOP("Messages", "This Nano has no power mode {mode}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Choose one of these: {modes}"),
    ),
    "nano.power_no_modes": Message(
        QT_TRANSLATE_NOOP("Messages", "Power modes are not there: this system has no nvpmodel")
    ),
    "nano.power_no_clocks": Message(
        QT_TRANSLATE_NOOP("Messages", "The clocks cannot be set: jetson_clocks is missing or does not answer"),
    ),
    "nano.power_no_targets": Message(
        QT_TRANSLATE_NOOP("Messages", "Desktop or console cannot be chosen: this system has no systemd")
    ),
    "nano.power_no_bootloader": Message(
        QT_TRANSLATE_NOOP("Messages", "There is nothing to hold: the boot loader is not installed as a package"),
    ),
    "nano.power_needs_supply": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "Full power needs a good supply: 5 V with 4 A. A weak one switches the Nano off."
        ),
    ),
    "nano.power_clocks_until_restart": Message(
        QT_TRANSLATE_NOOP("Messages", "The highest clocks hold until the next restart only")
    ),
    "nano.power_clocks_not_ours": Message(
        QT_TRANSLATE_NOOP("Messages", "Somebody else set the clocks to their highest. A restart lets them go."),
    ),
    "nano.power_after_restart": Message(
        QT_TRANSLATE_NOOP("Messages", "Desktop or console changes with the next restart"),
    ),
    "nano.power_ready": Message(QT_TRANSLATE_NOOP("Messages", "Power and desktop are set as wished")),
}

_CHANGES: dict[str, Message] = {
    "nano.power.set_mode": Message(QT_TRANSLATE_NOOP("Messages", "Set the power mode to {name} (now {old_name})")),
    "nano.power.pin_clocks": Message(
        QT_TRANSLATE_NOOP("Messages", "Set all clocks to their highest, until the next restart")
    ),
    "nano.power.release_clocks": Message(QT_TRANSLATE_NOOP("Messages", "Let the clocks go down again when idle")),
    "nano.power.to_console": Message(
        QT_TRANSLATE_NOOP("Messages", "Start without a desktop from now on. That frees 250 to 800 MB of memory.")
    ),
    "nano.power.to_desktop": Message(QT_TRANSLATE_NOOP("Messages", "Start with the desktop from now on")),
    "nano.power.hold": Message(QT_TRANSLATE_NOOP("Messages", "Keep upgrades away from {package}")),
    "nano.power.unhold": Message(QT_TRANSLATE_NOOP("Messages", "Let upgrades change {package} again")),
    "nano.power.undo": Message(
        QT_TRANSLATE_NOOP("Messages", "Bring back the settings of power and desktop from before NanoWizard")
    ),
    "task.nano.power": Message(QT_TRANSLATE_NOOP("Messages", "Set power and desktop")),
}

POWER: dict[str, Message] = {**_FINDINGS, **_CHANGES}
