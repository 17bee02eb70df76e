"""Words for finding a Nano, for its identity, for a key on it, and for lending it this computer's internet."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_FOUND: dict[str, Message] = {
    "task.nano.find": Message(QT_TRANSLATE_NOOP("Messages", "Find my Nano")),
    "nano.found_usb": Message(QT_TRANSLATE_NOOP("Messages", "{address} answers on the USB cable")),
    "nano.found_known": Message(QT_TRANSLATE_NOOP("Messages", "{address} answers; you have trusted it before")),
    "nano.found_card": Message(QT_TRANSLATE_NOOP("Messages", "{address} may be a Jetson, by its network card")),
    "nano.found_name": Message(QT_TRANSLATE_NOOP("Messages", "{address} may be a Nano, by its name {name}")),
    "nano.found_used": Message(QT_TRANSLATE_NOOP("Messages", "{address} answers; it was used before")),
    "nano.used_silent": Message(
        QT_TRANSLATE_NOOP("Messages", "{address} does not answer; it was last used {used_s} ago as {user}"),
        do=QT_TRANSLATE_NOOP(
            "Messages",
            "Switch that Nano on and check its cable. In a network its address may have changed: choose another one "
            "of the list, or type the new address.",
        ),
    ),
    "nano.found_ubuntu": Message(QT_TRANSLATE_NOOP("Messages", "{address} runs Ubuntu 18.04, as a Nano does")),
    "nano.found_announced": Message(
        QT_TRANSLATE_NOOP("Messages", "{address} calls itself {name}; it may be any computer")
    ),
    "nano.found_serial": Message(
        QT_TRANSLATE_NOOP("Messages", "A Nano is on the USB cable: its serial port is {device}"),
        do=QT_TRANSLATE_NOOP("Messages", "Without a screen, open it with a terminal program at 115200 baud."),
    ),
    "nano.found_readme": Message(
        QT_TRANSLATE_NOOP("Messages", "A Nano is on the USB cable: it shows its help disk (L4T {l4t})"),
    ),
    "nano.unfinished_usb": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano on the USB cable is on, but its first-boot setup is not finished"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was sent and nothing was changed."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Finish the setup on the Nano's screen, or without a screen through its serial port. "
            "If the Nano has just started, wait two minutes.",
        ),
    ),
    "nano.unfinished_card": Message(
        QT_TRANSLATE_NOOP("Messages", "{address} has a Jetson's network card, but nobody can log in there"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was sent and nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "If it is your Nano, finish its first-boot setup on its screen."),
    ),
    "nano.none_found": Message(
        QT_TRANSLATE_NOOP("Messages", "No Nano was found on the USB cable or in your network"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was sent and nothing was changed."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Check that the Nano is on and that its cable is connected. The first start can take several minutes.",
        ),
    ),
    "nano.not_searched": Message(
        QT_TRANSLATE_NOOP("Messages", "The network {networks} is too large or not private, so it was not searched"),
        do=QT_TRANSLATE_NOOP("Messages", "Type the Nano's address if it is in that network."),
    ),
}

_TRUST: dict[str, Message] = {
    "task.nano.trust": Message(QT_TRANSLATE_NOOP("Messages", "Trust a Nano")),
    "nano.host_key_rewritten": Message(
        QT_TRANSLATE_NOOP("Messages", "{host} has a new identity, and you wrote a card {written_s} ago"),
        QT_TRANSLATE_NOOP("Messages", "No password was sent."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "A card that was written anew makes a new identity. If it is in this Nano, confirm {fingerprint}.",
        ),
    ),
    "nano.password_not_kept": Message(
        QT_TRANSLATE_NOOP("Messages", "The password of {user} at {host} could not be kept"),
        QT_TRANSLATE_NOOP("Messages", "It was not written anywhere."),
        QT_TRANSLATE_NOOP("Messages", "Unlock this computer's keyring, or type the password each time."),
    ),
}

_KEY: dict[str, Message] = {
    "task.nano.key": Message(QT_TRANSLATE_NOOP("Messages", "Log in with a key")),
    "nano.key.add": Message(QT_TRANSLATE_NOOP("Messages", "Let the key {comment} log in (one line in {path})")),
    "nano.key.remove": Message(QT_TRANSLATE_NOOP("Messages", "Take the key {comment} out of {path}")),
    "nano.key_added": Message(QT_TRANSLATE_NOOP("Messages", "The key {comment} may log in as {user}")),
    "nano.key_bad_public": Message(
        QT_TRANSLATE_NOOP("Messages", "{path} holds no public key"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was sent to the Nano."),
        QT_TRANSLATE_NOOP("Messages", "Choose the file that ends in .pub, or let NanoWizard make a key."),
    ),
    "nano.key_not_written": Message(
        QT_TRANSLATE_NOOP("Messages", "{path} could not be changed on the Nano"),
        QT_TRANSLATE_NOOP("Messages", "The file is as it was. The password still works."),
        QT_TRANSLATE_NOOP("Messages", "Check that the Nano's card is not full, then try again."),
    ),
}

_SHARE: dict[str, Message] = {
    "nano.share": Message(QT_TRANSLATE_NOOP("Messages", "Lending the Nano this computer's internet")),
    "nano.share_refused": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano at {host} does not accept this computer's internet"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed on the Nano."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Its SSH server forbids forwarding. Set AllowTcpForwarding to yes in /etc/ssh/sshd_config, "
            "or connect the Nano to a network.",
        ),
    ),
}

FIND: dict[str, Message] = {**_FOUND, **_TRUST, **_KEY, **_SHARE}
