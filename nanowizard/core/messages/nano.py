"""Words for reaching the Nano and for what is changed on it (nano.*, and the steps' changes)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_REACHING: dict[str, Message] = {
    "nano.boot": Message(QT_TRANSLATE_NOOP("Messages", "Waiting for the Nano to answer")),
    "nano.bad_address": Message(
        QT_TRANSLATE_NOOP("Messages", "“{address}” is not an address"),
        QT_TRANSLATE_NOOP("Messages", "No connection was tried."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Write it like 192.168.55.1 (the USB cable) or nano@192.168.1.20, with :PORT only if it is not 22.",
        ),
    ),
    "nano.unreachable": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano does not answer at {host}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was sent and nothing was changed."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Check that the Nano is on and that its cable or network is connected, and compare the address. "
            "The first start can take several minutes.",
        ),
    ),
    "nano.refused": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano at {host} is on, but it does not accept a login yet"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was sent and nothing was changed."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Finish the first-boot setup on the Nano (license, user, time zone). Logging in works only afterwards.",
        ),
    ),
    "nano.no_ssh": Message(
        QT_TRANSLATE_NOOP("Messages", "Something answers at {host}, but not as SSH on port {port}"),
        QT_TRANSLATE_NOOP("Messages", "No password was sent."),
        QT_TRANSLATE_NOOP("Messages", "Check the address and the port. If the Nano has just started, wait a minute."),
    ),
    "nano.lost": Message(
        QT_TRANSLATE_NOOP("Messages", "The connection to {host} broke off"),
        QT_TRANSLATE_NOOP("Messages", "What was finished on the Nano stays. A repeated step does only what is left."),
        QT_TRANSLATE_NOOP("Messages", "Check the cable or the network, then try again."),
    ),
    "nano.timed_out": Message(
        QT_TRANSLATE_NOOP("Messages", "A command on the Nano did not end within {timeout_s}"),
        QT_TRANSLATE_NOOP("Messages", "The command was stopped."),
        QT_TRANSLATE_NOOP("Messages", "The Nano may be very busy. Wait a little, or restart it, and repeat the step."),
    ),
    "nano.command_failed": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano could not carry out “{command}” (exit status {exit_status})"),
        QT_TRANSLATE_NOOP("Messages", "The step stopped there. It can be repeated, and it can be undone."),
        QT_TRANSLATE_NOOP("Messages", "Open the details to see what the Nano said, then repeat the step."),
    ),
    "nano.not_a_nano": Message(
        QT_TRANSLATE_NOOP("Messages", "This machine does not say that it is a Jetson Nano (it says: {model})"),
    ),
}

_TRUST: dict[str, Message] = {
    "nano.host_key_unknown": Message(
        QT_TRANSLATE_NOOP("Messages", "{host} has not been met before, and its identity was not confirmed"),
        QT_TRANSLATE_NOOP("Messages", "No password was sent."),
        QT_TRANSLATE_NOOP(
            "Messages", "Compare the fingerprint {fingerprint} ({key_type}) and confirm it if this is your Nano."
        ),
    ),
    "nano.host_key_changed": Message(
        QT_TRANSLATE_NOOP("Messages", "{host} shows another identity than before"),
        QT_TRANSLATE_NOOP("Messages", "No password was sent. NanoWizard does not talk to it."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "If the card was written anew this is expected: forget the old identity ({expected}) and confirm the "
            "new one ({fingerprint}). If not, somebody may be in between: do not connect.",
        ),
    ),
    "nano.login_failed": Message(
        QT_TRANSLATE_NOOP("Messages", "{host} did not let {user} in"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed on the Nano."),
        QT_TRANSLATE_NOOP(
            "Messages", "Check the user name and the password: they are those of the first-boot setup on the Nano."
        ),
    ),
    "nano.key_unreadable": Message(
        QT_TRANSLATE_NOOP("Messages", "The key file {path} cannot be read"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was sent to the Nano."),
        QT_TRANSLATE_NOOP("Messages", "Choose a private key (not the .pub file), or use the password."),
    ),
    "nano.key_locked": Message(
        QT_TRANSLATE_NOOP("Messages", "The key file {path} needs its passphrase"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was sent to the Nano."),
        QT_TRANSLATE_NOOP("Messages", "Type the passphrase, use the SSH agent, or log in with the password."),
    ),
    "nano.key_passphrase_wrong": Message(
        QT_TRANSLATE_NOOP("Messages", "This passphrase does not open the key file {path}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was sent to the Nano."),
        QT_TRANSLATE_NOOP("Messages", "Type it again, use the SSH agent, or log in with the password."),
    ),
    "nano.login_needed": Message(
        QT_TRANSLATE_NOOP("Messages", "There is no connection to the Nano yet"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Connect to the Nano first."),
    ),
    "nano.sudo_refused": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano does not let {user} change the system"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP(
            "Messages",
            "Check the password, and log in as the user of the first-boot setup: others may not be administrators.",
        ),
    ),
}

_STEPS: dict[str, Message] = {
    "nano.step_incomplete": Message(
        QT_TRANSLATE_NOOP("Messages", "Everything was done, but the Nano does not show all of it: {left}"),
        QT_TRANSLATE_NOOP("Messages", "What was there before is noted on the Nano and can be brought back."),
        QT_TRANSLATE_NOOP("Messages", "Repeat the step. If it stays so, undo it and save the log."),
    ),
    "nano.nothing_to_undo": Message(
        QT_TRANSLATE_NOOP("Messages", "There is nothing to undo on this Nano"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "The step has not been done here, or it has been undone already."),
    ),
    "nano.undo_damaged": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano's note of its earlier state is damaged ({path})"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed by undoing. The setup works as it is."),
        QT_TRANSLATE_NOOP(
            "Messages", "Undo is not possible from this note. Choose the wished settings and do the step again."
        ),
    ),
}

_SWAP_FINDINGS: dict[str, Message] = {
    "nano.swap_no_space": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "The card is too full for this swap file: it needs {need_bytes}, {free_bytes} are free"
        ),
        QT_TRANSLATE_NOOP("Messages", "No half-made swap file is left."),
        QT_TRANSLATE_NOOP("Messages", "Free {missing_bytes} on the card, or choose a smaller swap file."),
    ),
    "nano.swap_in_use": Message(
        QT_TRANSLATE_NOOP("Messages", "{path} is in use, and what it holds does not fit into memory"),
        QT_TRANSLATE_NOOP("Messages", "The swap stays as it was."),
        QT_TRANSLATE_NOOP("Messages", "Close programs on the Nano or restart it, then repeat the step."),
    ),
    "nano.swap_not_a_swap_file": Message(
        QT_TRANSLATE_NOOP("Messages", "{path} is there already and is not a swap file"),
        QT_TRANSLATE_NOOP("Messages", "It was not touched."),
        QT_TRANSLATE_NOOP("Messages", "Move that file away, then try again."),
    ),
    "nano.swap_wrong_file_system": Message(
        QT_TRANSLATE_NOOP("Messages", "{path} would lie on a {fs_type} file system, which cannot hold swap"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Choose a path on the card, such as /swapfile."),
    ),
    "nano.swap_bad_path": Message(
        QT_TRANSLATE_NOOP("Messages", "“{path}” cannot be the path of a swap file"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Give a full path on the card, such as /swapfile."),
    ),
    "nano.swap_no_folder": Message(
        QT_TRANSLATE_NOOP("Messages", "The folder for {path} does not exist on the Nano"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Choose a path on the card, such as /swapfile."),
    ),
    "nano.swap_little_space": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "{left_bytes} stay free afterwards. TensorFlow and its packages need about 8 GB."
        ),
    ),
    "nano.swap_not_permanent": Message(
        QT_TRANSLATE_NOOP("Messages", "The swap file {path} is in use now but would be gone after a restart"),
    ),
    "nano.swap_not_private": Message(
        QT_TRANSLATE_NOOP("Messages", "Every user could read what is swapped out to {path} (mode {mode})"),
    ),
    "nano.swap_zram_until_reboot": Message(
        QT_TRANSLATE_NOOP("Messages", "Compressed swap in memory (zram) runs now but will be off after a restart"),
    ),
    "nano.swap_another_file": Message(
        QT_TRANSLATE_NOOP("Messages", "There is another swap file, {path} ({size_bytes}); it stays as it is"),
    ),
    "nano.swap_ready": Message(
        QT_TRANSLATE_NOOP("Messages", "The swap file {path} ({size_bytes}) is in use and comes back after a restart"),
    ),
}

_SWAP_CHANGES: dict[str, Message] = {
    "nano.swap.create_file": Message(
        QT_TRANSLATE_NOOP("Messages", "Make the swap file {path} ({size_bytes}) and use it")
    ),
    "nano.swap.resize_file": Message(
        QT_TRANSLATE_NOOP("Messages", "Make the swap file {path} anew with {size_bytes} (now {old_bytes})")
    ),
    "nano.swap.remove_file": Message(QT_TRANSLATE_NOOP("Messages", "Remove the swap file {path} ({size_bytes})")),
    "nano.swap.remove_leftover": Message(
        QT_TRANSLATE_NOOP("Messages", "Remove {path}, which an interrupted run left behind")
    ),
    "nano.swap.make_private": Message(QT_TRANSLATE_NOOP("Messages", "Let only the system read {path}")),
    "nano.swap.turn_on": Message(QT_TRANSLATE_NOOP("Messages", "Use the swap file {path}")),
    "nano.swap.list": Message(QT_TRANSLATE_NOOP("Messages", "Use {path} after every restart (one line in /etc/fstab)")),
    "nano.swap.unlist": Message(QT_TRANSLATE_NOOP("Messages", "Take {path} out of /etc/fstab")),
    "nano.swap.disable_zram": Message(
        QT_TRANSLATE_NOOP("Messages", "Do not set up compressed swap (zram) at the next start")
    ),
    "nano.swap.stop_zram": Message(QT_TRANSLATE_NOOP("Messages", "Switch compressed swap off now ({devices})")),
    "nano.swap.swappiness": Message(
        QT_TRANSLATE_NOOP("Messages", "Set vm.swappiness to {value}, now and after restarts")
    ),
    "nano.swap.fill": Message(QT_TRANSLATE_NOOP("Messages", "Writing the swap file")),
    "nano.swap.undo": Message(QT_TRANSLATE_NOOP("Messages", "Bring back the swap settings from before NanoWizard")),
}

NANO: dict[str, Message] = {**_REACHING, **_TRUST, **_STEPS, **_SWAP_FINDINGS, **_SWAP_CHANGES}
