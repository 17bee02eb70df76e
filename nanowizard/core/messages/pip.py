"""Words for where the Nano's Python packages come from (nano.pip*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_ERRORS: dict[str, Message] = {
    "nano.pip_bad_url": Message(
        QT_TRANSLATE_NOOP("Messages", "“{index_url}” is not the address of a package index"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Give an address that begins with https:// and has no password in it."),
    ),
    "nano.pip_index_failed": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano got no package from {index_url}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed: pip works as before."),
        QT_TRANSLATE_NOOP("Messages", "Check the Nano's network and its clock, or choose another mirror."),
    ),
}

_FINDINGS: dict[str, Message] = {
    "nano.pip_missing": Message(
        QT_TRANSLATE_NOOP(
            "Messages",
            "pip is not installed on the Nano yet. It comes with TensorFlow; until then the mirror is not tried.",
        ),
    ),
    "nano.pip_overruled": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "{path} names another index in [{section}], and that wins: {index_url}. Remove that line."
        ),
    ),
    "nano.pip_conf_broken": Message(
        QT_TRANSLATE_NOOP("Messages", "pip cannot read {path} (line {line}) and will not start. Correct that file."),
    ),
    "nano.pip_extra_index": Message(
        QT_TRANSLATE_NOOP("Messages", "{path} adds a second index, which stays: {index_url}"),
    ),
    "nano.pip_trusted_host": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "{path} switches off the certificate check for {host}. Remove it from trusted-host."
        ),
    ),
    "nano.pip_trusted_host_unused": Message(
        QT_TRANSLATE_NOOP("Messages", "trusted-host in {path} names {host}, which no index here has. It does nothing."),
    ),
    "nano.pip_environment": Message(
        QT_TRANSLATE_NOOP("Messages", "{name} in /etc/environment wins over the files of pip (it is: {value})"),
    ),
    "nano.pip_not_encrypted": Message(
        QT_TRANSLATE_NOOP("Messages", "{index_url} has no https: anybody on the way could change what is installed"),
    ),
    "nano.pip_ready": Message(QT_TRANSLATE_NOOP("Messages", "pip gets its packages from {index_url}")),
}

_CHANGES: dict[str, Message] = {
    "nano.pip.try_index": Message(
        QT_TRANSLATE_NOOP("Messages", "Get the small package {package} from {index_url}, as a test")
    ),
    "nano.pip.mend_conf": Message(
        QT_TRANSLATE_NOOP("Messages", "Write {path} anew: pip gives up on its line {line}. All settings stay.")
    ),
    "nano.pip.make_readable": Message(QT_TRANSLATE_NOOP("Messages", "Let every user read {path}")),
    "nano.pip.set_index": Message(QT_TRANSLATE_NOOP("Messages", "Write the index {index_url} into {path}")),
    "nano.pip.replace_index": Message(
        QT_TRANSLATE_NOOP("Messages", "Write the index {index_url} into {path} (now {old_url})")
    ),
    "nano.pip.undo": Message(QT_TRANSLATE_NOOP("Messages", "Bring back the settings of pip from before NanoWizard")),
    "task.nano.pip": Message(QT_TRANSLATE_NOOP("Messages", "Choose where Python packages come from")),
}

PIP: dict[str, Message] = {**_ERRORS, **_FINDINGS, **_CHANGES}
