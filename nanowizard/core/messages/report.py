"""Words for the report on a Nano (nano.check): what was looked at, and what a person should know."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

REPORT: dict[str, Message] = {
    "nano.check.board": Message(QT_TRANSLATE_NOOP("Messages", "Looking at the board and its system")),
    "nano.check.health": Message(QT_TRANSLATE_NOOP("Messages", "Looking at power and running programs")),
    "nano.check.network": Message(QT_TRANSLATE_NOOP("Messages", "Looking for the internet")),
    "nano.emmc_module": Message(
        QT_TRANSLATE_NOOP("Messages", "This is a module with built-in memory ({module})"),
        QT_TRANSLATE_NOOP("Messages", "All steps on the Nano work."),
        QT_TRANSLATE_NOOP("Messages", "It does not start from a card with an image; NVIDIA’s SDK Manager installs it."),
    ),
    "nano.weak_power": Message(
        QT_TRANSLATE_NOOP("Messages", "The power supply was too weak {count} times since the Nano started"),
        QT_TRANSLATE_NOOP("Messages", "The Nano slows down then, and may switch off in the middle of work."),
        QT_TRANSLATE_NOOP("Messages", "Use a supply of 5 V and 4 A at the round plug, with a short cable."),
    ),
    "nano.hot": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano is hot: {temperature} °C"),
        QT_TRANSLATE_NOOP("Messages", "It slows itself down before heat can harm it."),
        QT_TRANSLATE_NOOP("Messages", "Let air reach the heat sink, or add a fan."),
    ),
    "nano.power_mode_low": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano saves power: mode {mode}"),
        QT_TRANSLATE_NOOP("Messages", "Everything works, only slower."),
        QT_TRANSLATE_NOOP("Messages", "Choose full speed on the page “Power and desktop”, if the supply is strong."),
    ),
    "nano.clock_off": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano’s clock is wrong by {off_s}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Set it from this computer: with a wrong clock, downloads are refused."),
    ),
    "nano.rootfs_not_grown": Message(
        QT_TRANSLATE_NOOP("Messages", "{unused_bytes} of the card are not used"),
        QT_TRANSLATE_NOOP("Messages", "Everything works, but space will run out sooner."),
        QT_TRANSLATE_NOOP("Messages", "Let the system use the whole card: page “Root file system”."),
    ),
    "nano.disk_low": Message(
        QT_TRANSLATE_NOOP("Messages", "Only {free_bytes} are free on the card"),
        QT_TRANSLATE_NOOP("Messages", "Everything works so far."),
        QT_TRANSLATE_NOOP("Messages", "Remove what is not needed, or use a larger card."),
    ),
    "nano.no_swap_file": Message(
        QT_TRANSLATE_NOOP("Messages", "There is no swap file"),
        QT_TRANSLATE_NOOP("Messages", "Small programs do not need one."),
        QT_TRANSLATE_NOOP("Messages", "Add one before you install TensorFlow."),
    ),
    "nano.no_route": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano is in no network with an internet connection"),
        QT_TRANSLATE_NOOP("Messages", "What needs no download works."),
        QT_TRANSLATE_NOOP("Messages", "Plug in a network cable, or let NanoWizard lend this computer’s internet."),
    ),
    "nano.no_names": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano is in a network, but finds no names there (DNS)"),
        QT_TRANSLATE_NOOP("Messages", "What needs no download works."),
        QT_TRANSLATE_NOOP("Messages", "Check the router, or let NanoWizard lend this computer’s internet."),
    ),
    "nano.no_web": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano does not reach Ubuntu’s server"),
        QT_TRANSLATE_NOOP("Messages", "What needs no download works."),
        QT_TRANSLATE_NOOP("Messages", "Choose a mirror, or let NanoWizard lend this computer’s internet."),
    ),
    "nano.half_installed": Message(
        QT_TRANSLATE_NOOP("Messages", "Packages are only half installed: {packages}"),
        QT_TRANSLATE_NOOP("Messages", "The Nano runs, but nothing can be installed until they are done."),
        QT_TRANSLATE_NOOP(
            "Messages", "Let NanoWizard complete them: page “System packages”. Leave the Nano on meanwhile."
        ),
    ),
    "nano.work_goes_on": Message(
        QT_TRANSLATE_NOOP("Messages", "Work that NanoWizard began goes on there: {jobs}"),
        QT_TRANSLATE_NOOP("Messages", "It does not need this computer."),
        QT_TRANSLATE_NOOP("Messages", "Open its page to watch it."),
    ),
    "nano.packages_busy": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano is installing or updating packages now ({programs})"),
        QT_TRANSLATE_NOOP("Messages", "NanoWizard never breaks into that."),
        QT_TRANSLATE_NOOP("Messages", "Wait until it is done; after a start it can take half an hour."),
    ),
}
