"""Words for what can be said of cards, readers and permissions (drive.*, privilege.*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_FINDINGS: dict[str, Message] = {
    "drive.is_system": Message(
        QT_TRANSLATE_NOOP("Messages", "{path} holds the system that is running on this computer"),
        QT_TRANSLATE_NOOP("Messages", "NanoWizard never writes to it."),
        QT_TRANSLATE_NOOP("Messages", "Choose your microSD card."),
    ),
    "drive.holds_image": Message(
        QT_TRANSLATE_NOOP("Messages", "The image itself lies on {path}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written: writing would destroy the image while it is being read."),
        QT_TRANSLATE_NOOP("Messages", "Copy the image to this computer, or choose another card."),
    ),
    "drive.is_readme": Message(
        QT_TRANSLATE_NOOP("Messages", "{path} is the small help disk that a running Jetson Nano shows over USB"),
        QT_TRANSLATE_NOOP("Messages", "NanoWizard never writes to it."),
        QT_TRANSLATE_NOOP("Messages", "Put your microSD card into this computer and choose that."),
    ),
    "drive.internal": Message(
        QT_TRANSLATE_NOOP("Messages", "{name} ({path}) is built into this computer"),
        QT_TRANSLATE_NOOP("Messages", "NanoWizard writes only to cards and USB drives."),
        QT_TRANSLATE_NOOP("Messages", "Choose your microSD card."),
    ),
    "drive.too_small": Message(
        QT_TRANSLATE_NOOP(
            "Messages",
            "The image needs {need_bytes} and the card has {has_bytes}: {missing_bytes} are missing",
        ),
        QT_TRANSLATE_NOOP("Messages", "If it was being written, a Nano cannot start from it as it is."),
        QT_TRANSLATE_NOOP("Messages", "Use a larger card. 32 GB or more leaves room for TensorFlow."),
    ),
    "drive.write_protected": Message(
        QT_TRANSLATE_NOOP("Messages", "The card is write-protected"),
        QT_TRANSLATE_NOOP("Messages", "If it was being written, a Nano cannot start from it as it is."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Slide the small lock on the side of the adapter towards the contacts and insert the card again. "
            "If it has no lock, try another reader: a card that stays read-only is worn out.",
        ),
    ),
    "drive.no_medium": Message(
        QT_TRANSLATE_NOOP("Messages", "There is no card in this reader"),
        QT_TRANSLATE_NOOP("Messages", "If it was being written, it must be flashed again before a Nano can start."),
        QT_TRANSLATE_NOOP("Messages", "Push the card in until it stays."),
    ),
    "drive.silent": Message(
        QT_TRANSLATE_NOOP("Messages", "The card or reader {name} does not answer"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP("Messages", "Try another reader. A card that answers nowhere is broken."),
    ),
    "drive.silent_error": Message(
        QT_TRANSLATE_NOOP("Messages", "The card or reader {name} does not answer (error {error})"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP("Messages", "Try another reader. A card that answers nowhere is broken."),
    ),
    "drive.mounted": Message(
        QT_TRANSLATE_NOOP("Messages", "The card is open at {mount_points}. It is closed before anything is written."),
    ),
    "drive.very_large": Message(
        QT_TRANSLATE_NOOP("Messages", "{name} has {has_bytes}: that is large for a card. Make sure that it is yours."),
    ),
    "drive.very_large_not_confirmed": Message(
        QT_TRANSLATE_NOOP("Messages", "{name} ({path}) has {has_bytes}. No card for a Nano is so large"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Make sure that it is no backup disk. If it is the right one, say so a second time, with its size or path.",
        ),
    ),
    "drive.used_jetson": Message(
        QT_TRANSLATE_NOOP("Messages", "This card already holds a Jetson system. It will be replaced."),
    ),
    "drive.max_spi": Message(
        QT_TRANSLATE_NOOP(
            "Messages",
            "This card has started a Nano (MaxSPI): its boot files moved onto the board. "
            "What is on it will be replaced.",
        ),
    ),
    "drive.not_ready": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "Writing this card was interrupted before. It does not start a Nano: flash it again."
        ),
    ),
    "drive.read_only_by_system": Message(
        QT_TRANSLATE_NOOP("Messages", "Windows itself keeps {name} ({path}) read-only, by a setting of its own"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written. The card is not at fault."),
        QT_TRANSLATE_NOOP("Messages", "Repair the card: that takes the setting back."),
    ),
    "drive.offline": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "Windows keeps {name} offline, so it has no letter. It can be written all the same."
        ),
    ),
    "drive.bitlocker": Message(
        QT_TRANSLATE_NOOP("Messages", "{name} is encrypted with BitLocker. Writing it erases what is locked in it."),
    ),
}

_ERRORS: dict[str, Message] = {
    "drive.gone": Message(
        QT_TRANSLATE_NOOP("Messages", "The card is no longer there"),
        QT_TRANSLATE_NOOP("Messages", "If it was being written, it must be flashed again before a Nano can start."),
        QT_TRANSLATE_NOOP(
            "Messages", "Insert the card again and start again. A loose reader or cable is a usual cause."
        ),
    ),
    "drive.changed": Message(
        QT_TRANSLATE_NOOP("Messages", "This is no longer the card that you chose"),
        QT_TRANSLATE_NOOP("Messages", "NanoWizard stopped, so that no other card is overwritten."),
        QT_TRANSLATE_NOOP("Messages", "Choose the card again."),
    ),
    "drive.io": Message(
        QT_TRANSLATE_NOOP("Messages", "The card failed at {offset_bytes} from its beginning"),
        QT_TRANSLATE_NOOP("Messages", "If it was being written, a Nano cannot start from it as it is."),
        QT_TRANSLATE_NOOP("Messages", "Try another reader or USB port. If it fails again, use another card."),
    ),
    "drive.full": Message(
        QT_TRANSLATE_NOOP("Messages", "There is no more room at {offset_bytes}"),
        QT_TRANSLATE_NOOP("Messages", "If it was being written, a Nano cannot start from it as it is."),
        QT_TRANSLATE_NOOP(
            "Messages", "For a card file: free space on its disk. For a card: it is smaller than it says; use another."
        ),
    ),
    "drive.busy": Message(
        QT_TRANSLATE_NOOP("Messages", "Another program is using {path}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP("Messages", "Close file managers and disk tools that show the card, then try again."),
    ),
    "drive.in_use_by_program": Message(
        QT_TRANSLATE_NOOP("Messages", "A program still has files of {path} open"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP(
            "Messages", "Close the programs and terminals that work in the card's folders, then try again."
        ),
    ),
    "drive.files_open_in": Message(
        QT_TRANSLATE_NOOP("Messages", "Files on the card are open in: {programs}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP("Messages", "Close them, also terminals that work in the card's folders, then try again."),
    ),
    "drive.held_by_program": Message(
        QT_TRANSLATE_NOOP("Messages", "{path} is in use by: {programs}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP("Messages", "Wait until that is done, or close it. Then try again."),
    ),
    "drive.held_by_device": Message(
        QT_TRANSLATE_NOOP("Messages", "{path} is in use as a part of {devices}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP(
            "Messages", "Take it out there first (encryption, LVM, RAID or a loop device), or choose another card."
        ),
    ),
    "drive.written_by_another": Message(
        QT_TRANSLATE_NOOP("Messages", "Another program wrote to {path} at the same time"),
        QT_TRANSLATE_NOOP("Messages", "The card is not ready for use."),
        QT_TRANSLATE_NOOP("Messages", "Close programs that use the card, then write it again."),
    ),
    "drive.held_by_us": Message(
        QT_TRANSLATE_NOOP("Messages", "NanoWizard itself still works with {path}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "If another window works with this card, let it finish. If not, take the card out and put it in again.",
        ),
    ),
    "drive.mounted_again": Message(
        QT_TRANSLATE_NOOP("Messages", "Whenever {path} is closed, your system opens it again: {mount_points}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP("Messages", "Switch off in your desktop that it opens cards by itself, then try again."),
    ),
    "drive.bitlocker_locked": Message(
        QT_TRANSLATE_NOOP("Messages", "BitLocker holds {path} and does not let go of it"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "If you need what is on it, unlock it in File Explorer and copy it. If not, delete its volume in Windows' "
            "Disk Management: that needs no password. Then try again. A Linux computer can repair the card as it is.",
        ),
    ),
    "drive.stalled": Message(
        QT_TRANSLATE_NOOP("Messages", "The card has not answered since {offset_bytes}"),
        QT_TRANSLATE_NOOP("Messages", "If it was being written, a Nano cannot start from it as it is."),
        QT_TRANSLATE_NOOP("Messages", "Take the card out, insert it again, and try another reader or USB port."),
    ),
    "drive.no_answer": Message(
        QT_TRANSLATE_NOOP("Messages", "The card reader has not answered for {waiting_s}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP("Messages", "Take the card out, insert it again, and try another reader or USB port."),
    ),
    "drive.list_stalled": Message(
        QT_TRANSLATE_NOOP("Messages", "A drive of this computer has not answered for {waiting_s}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Until it answers, no drive can be shown."),
        QT_TRANSLATE_NOOP("Messages", "Unplug card readers and USB drives one by one: the list comes back by itself."),
    ),
    "drive.failed": Message(
        QT_TRANSLATE_NOOP("Messages", "The system refused to work with {path}"),
        QT_TRANSLATE_NOOP("Messages", "The card may be incomplete: flash it again before you use it."),
        QT_TRANSLATE_NOOP("Messages", "Insert the card again. The details name the system's reason."),
    ),
    "drive.list_failed": Message(
        QT_TRANSLATE_NOOP("Messages", "The drives of this computer cannot be listed"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Look into the details; on Linux, make sure that udev (libudev1) is installed."),
    ),
    "drive.platform_unsupported": Message(
        QT_TRANSLATE_NOOP("Messages", "NanoWizard cannot work with the drives of this kind of system"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Use NanoWizard on Linux or Windows, or practice with a card file."),
    ),
    "drive.not_found": Message(
        QT_TRANSLATE_NOOP("Messages", "{path} is not a card that NanoWizard can see"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "List the cards with: nanowizard card list"),
    ),
    "drive.is_a_partition": Message(
        QT_TRANSLATE_NOOP("Messages", "{path} is one partition of the card {drive}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Name the whole card: {drive}"),
    ),
    "drive.file_missing": Message(
        QT_TRANSLATE_NOOP("Messages", "There is no {path}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Check the name. A card file must exist and have the size of a card."),
    ),
    "drive.not_a_file": Message(
        QT_TRANSLATE_NOOP("Messages", "{path} is neither a card nor a file"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Name a device such as /dev/sdb, or an ordinary file."),
    ),
}

_PRIVILEGE: dict[str, Message] = {
    "privilege.asking": Message(
        QT_TRANSLATE_NOOP("Messages", "Waiting for permission: your system asks whether NanoWizard may open the card"),
    ),
    "privilege.dismissed": Message(
        QT_TRANSLATE_NOOP("Messages", "The system's question was closed, or answered with no"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP("Messages", "Start again when you want to write the card."),
    ),
    "privilege.denied": Message(
        QT_TRANSLATE_NOOP("Messages", "The system did not allow access to {path}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP("Messages", "Try again with the password of an administrator of this computer."),
    ),
    "privilege.not_elevated": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "Windows does not let NanoWizard work with {path} without an administrator's rights"
        ),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP(
            "Messages", 'Close NanoWizard, click it with the right mouse button and choose "Run as administrator".'
        ),
    ),
    "privilege.write_blocked": Message(
        QT_TRANSLATE_NOOP("Messages", "A protection program keeps NanoWizard from writing {path}"),
        QT_TRANSLATE_NOOP("Messages", "If it was being written, a Nano cannot start from it as it is."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "In Windows Security, under Virus & threat protection, Manage ransomware protection, allow NanoWizard "
            "through Controlled folder access. If another antivirus is installed, allow NanoWizard there.",
        ),
    ),
    "privilege.no_agent": Message(
        QT_TRANSLATE_NOOP("Messages", "Nothing on this system can ask for the administrator's password"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP("Messages", "Start NanoWizard from a desktop, or in the terminal with sudo."),
    ),
    "privilege.no_polkit": Message(
        QT_TRANSLATE_NOOP("Messages", "The service that grants permissions (polkit) is not running"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        # UDisks looks for it once, as it starts.
        QT_TRANSLATE_NOOP(
            "Messages",
            "Install or start polkit (package polkitd) and restart the computer, or use sudo in the terminal.",
        ),
    ),
    "privilege.no_udisks": Message(
        QT_TRANSLATE_NOOP("Messages", "The service that opens cards for ordinary users (UDisks) is not there"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP("Messages", "Install the package udisks2, or use sudo in the terminal."),
    ),
    "privilege.no_bus": Message(
        QT_TRANSLATE_NOOP("Messages", "This system has no message bus to ask for permission on"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP("Messages", "Start NanoWizard from a desktop, or in the terminal with sudo."),
    ),
    "privilege.service_lost": Message(
        QT_TRANSLATE_NOOP("Messages", "The service that opens the card stopped answering"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was written."),
        QT_TRANSLATE_NOOP("Messages", "Try again."),
    ),
}

DRIVE: dict[str, Message] = {**_FINDINGS, **_ERRORS, **_PRIVILEGE}
