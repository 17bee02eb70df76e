"""Words for why a card is not in the list (why.*), and what to do about it."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_SYSTEM: dict[str, Message] = {
    "why.not_asked": Message(
        QT_TRANSLATE_NOOP("Messages", "A part of this computer could not be looked at: {detail}"),
        do=QT_TRANSLATE_NOOP("Messages", "Look again. If it stays, restart the computer."),
    ),
    "why.in_container": Message(
        QT_TRANSLATE_NOOP("Messages", "NanoWizard runs in a container, which sees no card readers"),
        do=QT_TRANSLATE_NOOP("Messages", "Start NanoWizard on the computer itself, outside the container."),
    ),
    "why.in_wsl": Message(
        QT_TRANSLATE_NOOP("Messages", "NanoWizard runs in Linux inside Windows (WSL), which sees no card readers"),
        do=QT_TRANSLATE_NOOP("Messages", "Start NanoWizard in Windows itself."),
    ),
    "why.no_udev": Message(
        QT_TRANSLATE_NOOP("Messages", "The service that finds new devices (udev) is not running"),
        do=QT_TRANSLATE_NOOP("Messages", "Install it and restart the computer: {command}"),
    ),
}

_DRIVERS: dict[str, Message] = {
    "why.driver_blocked": Message(
        QT_TRANSLATE_NOOP("Messages", "The driver {driver} for cards is switched off, by {file}"),
        do=QT_TRANSLATE_NOOP(
            "Messages", "Take it out there, or ask who looks after this computer. Then restart the computer."
        ),
    ),
    "why.driver_missing": Message(
        QT_TRANSLATE_NOOP("Messages", "The driver {driver} for {name} is not installed"),
        do=QT_TRANSLATE_NOOP("Messages", "Install it: {command}"),
    ),
    "why.kernel_replaced": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "{name} gets no driver: the running system {kernel} was replaced by a newer one on the disk"
        ),
        do=QT_TRANSLATE_NOOP("Messages", "Restart the computer."),
    ),
    "why.not_allowed": Message(
        QT_TRANSLATE_NOOP("Messages", "This computer does not allow {name} (USB {place})"),
        do=QT_TRANSLATE_NOOP(
            "Messages", "Allow it in the program that guards USB here, such as USBGuard. Then plug it in again."
        ),
    ),
    "why.not_started": Message(
        QT_TRANSLATE_NOOP("Messages", "Something at USB port {place} does not start: {detail}"),
        do=QT_TRANSLATE_NOOP("Messages", "Plug it into another USB port. Without a hub, and with a short cable."),
    ),
    "why.no_driver": Message(
        QT_TRANSLATE_NOOP("Messages", "{name} is plugged in (USB {place}), but no driver works with it"),
        do=QT_TRANSLATE_NOOP("Messages", "Pull the reader out, wait five seconds and plug it in again."),
    ),
    "why.no_disk": Message(
        QT_TRANSLATE_NOOP("Messages", "{name} is plugged in (USB {place}), but shows no slot for cards"),
        do=QT_TRANSLATE_NOOP("Messages", "Pull the reader out, wait five seconds and plug it in again."),
    ),
    "why.taken": Message(
        QT_TRANSLATE_NOOP("Messages", "Another program has taken {name} (USB {place}), perhaps a virtual machine"),
        do=QT_TRANSLATE_NOOP("Messages", "Give it back there, in its USB menu, or close that program."),
    ),
    "why.built_in": Message(
        QT_TRANSLATE_NOOP("Messages", "The card slot built into this computer ({place}) does not work"),
        do=QT_TRANSLATE_NOOP("Messages", "Restart the computer, or use a USB card reader."),
    ),
}

_WINDOWS: dict[str, Message] = {
    "why.device_disabled": Message(
        QT_TRANSLATE_NOOP("Messages", "{name} is switched off in Windows"),
        do=QT_TRANSLATE_NOOP(
            "Messages", "Open Device Manager, click it with the right mouse button and choose “Enable device”."
        ),
    ),
    "why.device_no_driver": Message(
        QT_TRANSLATE_NOOP("Messages", "Windows has no driver for {name} (code {problem})"),
        do=QT_TRANSLATE_NOOP(
            "Messages", "Open Device Manager, click it with the right mouse button and choose “Update driver”."
        ),
    ),
    "why.device_failed": Message(
        QT_TRANSLATE_NOOP("Messages", "{name} is plugged in, but does not work (code {problem})"),
        do=QT_TRANSLATE_NOOP("Messages", "Pull the reader out, wait five seconds and plug it in again."),
    ),
    "why.safely_removed": Message(
        QT_TRANSLATE_NOOP("Messages", "{name} was removed safely and is still plugged in"),
        do=QT_TRANSLATE_NOOP("Messages", "Pull the reader out, wait five seconds and plug it in again."),
    ),
    "why.needs_restart": Message(
        QT_TRANSLATE_NOOP("Messages", "{name} works after the next restart only"),
        do=QT_TRANSLATE_NOOP("Messages", "Restart the computer."),
    ),
    "why.denied": Message(
        QT_TRANSLATE_NOOP("Messages", "A policy of this computer forbids removable drives ({source})"),
        do=QT_TRANSLATE_NOOP("Messages", "Ask who looks after this computer, or use another one."),
    ),
    "why.read_only": Message(
        QT_TRANSLATE_NOOP("Messages", "A policy of this computer keeps removable drives read-only ({source})"),
        do=QT_TRANSLATE_NOOP("Messages", "Ask who looks after this computer, or use another one."),
    ),
    "why.no_letters": Message(
        QT_TRANSLATE_NOOP("Messages", "Windows gives new drives no letter ({source})"),
        do=QT_TRANSLATE_NOOP("Messages", "Choose the card in the list: NanoWizard needs no letter."),
    ),
    "why.no_letter": Message(
        QT_TRANSLATE_NOOP("Messages", "{name} has no drive letter, so other programs do not show it"),
        do=QT_TRANSLATE_NOOP("Messages", "Choose it in the list: NanoWizard needs no letter."),
    ),
}

_CARDS: dict[str, Message] = {
    "why.no_reader": Message(
        QT_TRANSLATE_NOOP("Messages", "No card reader is seen"),
        do=QT_TRANSLATE_NOOP("Messages", "Plug the reader in. If it is plugged in, try another USB port."),
    ),
    "why.no_reader_in_vm": Message(
        QT_TRANSLATE_NOOP("Messages", "No card reader is seen, and this computer is a virtual one"),
        do=QT_TRANSLATE_NOOP(
            "Messages", "Plug the reader in, then hand it over in the menu of your virtual machine, under USB."
        ),
    ),
    "why.slot_empty": Message(
        QT_TRANSLATE_NOOP("Messages", "No card is seen in the slot built into this computer ({place})"),
        do=QT_TRANSLATE_NOOP(
            "Messages",
            "Take the card out and push it in until it clicks. If it sits in an adapter, try another adapter.",
        ),
    ),
    "why.no_card": Message(
        QT_TRANSLATE_NOOP("Messages", "No card is seen in {name}"),
        do=QT_TRANSLATE_NOOP(
            "Messages",
            "Take the card out and push it in until it clicks. If it sits in an adapter, try another adapter.",
        ),
    ),
    "why.card_silent": Message(
        QT_TRANSLATE_NOOP("Messages", "There is a card in the slot {place}, but it does not answer: {detail}"),
        do=QT_TRANSLATE_NOOP("Messages", "Try another reader. A card that answers nowhere is broken."),
    ),
    "why.no_size": Message(
        QT_TRANSLATE_NOOP("Messages", "{name} ({path}) answers, but says that it holds nothing at all"),
        do=QT_TRANSLATE_NOOP("Messages", "Try another reader. A card that answers nowhere is broken."),
    ),
    "why.unreadable": Message(
        QT_TRANSLATE_NOOP("Messages", "What is on {name} ({path}) cannot be read, so other programs do not show it"),
        do=QT_TRANSLATE_NOOP("Messages", "Choose it in the list: it can be written or repaired all the same."),
    ),
    "why.closed": Message(
        QT_TRANSLATE_NOOP("Messages", "The desktop is told not to open {path} ({source})"),
        do=QT_TRANSLATE_NOOP("Messages", "Choose the card in the list: it can be written all the same."),
    ),
}

_SERVICES: dict[str, Message] = {
    "why.service_off": Message(
        QT_TRANSLATE_NOOP("Messages", "The service {service} is switched off on this computer"),
        do=QT_TRANSLATE_NOOP("Messages", "Switch it on again: {command}"),
    ),
    "why.service_failed": Message(
        QT_TRANSLATE_NOOP("Messages", "The service {service} stopped and did not start again"),
        do=QT_TRANSLATE_NOOP("Messages", "Start it. If it stops again, restart the computer."),
    ),
}

_REMEDIES: dict[str, Message] = {
    "drive.remedy_failed": Message(
        QT_TRANSLATE_NOOP("Messages", "That did not help: the system refused it"),
        QT_TRANSLATE_NOOP("Messages", "No drive was touched."),
        QT_TRANSLATE_NOOP("Messages", "Pull the reader out, wait five seconds and plug it in again."),
    ),
}

WHY: dict[str, Message] = {
    "task.card.why": Message(QT_TRANSLATE_NOOP("Messages", "Why is my card not here?")),
    **_SYSTEM,
    **_DRIVERS,
    **_WINDOWS,
    **_CARDS,
    **_SERVICES,
    **_REMEDIES,
}
