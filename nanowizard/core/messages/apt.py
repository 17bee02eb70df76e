"""Words for mirrors and for where the Nano's system packages come from (nano.mirror*, nano.apt*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_AS_BEFORE = QT_TRANSLATE_NOOP("Messages", "The Nano's lists are as they were before.")

_FILE: dict[str, Message] = {
    "nano.mirrors_damaged": Message(
        QT_TRANSLATE_NOOP("Messages", "The list of mirrors cannot be used ({file})"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Undo your change to that file, or install NanoWizard again."),
    ),
}

_USE: dict[str, Message] = {
    "usage.measure_alone": Message(
        QT_TRANSLATE_NOOP("Messages", "--measure changes nothing and goes with neither --dry-run nor --undo"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Give one of them alone."),
    ),
}

_MIRROR_FAILED: dict[str, Message] = {
    "nano.apt_clock": Message(
        QT_TRANSLATE_NOOP("Messages", "For the Nano's clock, what {mirror} offers lies in the future"),
        _AS_BEFORE,
        QT_TRANSLATE_NOOP("Messages", "Set the Nano's clock, then repeat the step."),
    ),
    "nano.apt_tls": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano does not accept the certificate of {mirror}"),
        _AS_BEFORE,
        QT_TRANSLATE_NOOP("Messages", "Compare the Nano's clock with yours, or choose another mirror."),
    ),
    "nano.apt_dns": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano cannot find the address of {mirror}"),
        _AS_BEFORE,
        QT_TRANSLATE_NOOP("Messages", "Check that the Nano has internet, then repeat the step."),
    ),
    "nano.apt_hash_mismatch": Message(
        QT_TRANSLATE_NOOP("Messages", "What came from {mirror} is not what its list promises"),
        _AS_BEFORE,
        QT_TRANSLATE_NOOP("Messages", "Choose another mirror, or repeat the step in an hour."),
    ),
    "nano.apt_broken_index": Message(
        QT_TRANSLATE_NOOP("Messages", "The mirror {mirror} is just being renewed, or is incomplete"),
        _AS_BEFORE,
        QT_TRANSLATE_NOOP("Messages", "Choose another mirror, or repeat the step in an hour."),
    ),
    "nano.apt_signature": Message(
        QT_TRANSLATE_NOOP("Messages", "What {mirror} offers is not signed by a key that the Nano trusts"),
        _AS_BEFORE,
        QT_TRANSLATE_NOOP("Messages", "Choose another mirror."),
    ),
    "nano.apt_stale": Message(
        QT_TRANSLATE_NOOP("Messages", "The mirror {mirror} is out of date: updates are missing there"),
        _AS_BEFORE,
        QT_TRANSLATE_NOOP("Messages", "Choose another mirror."),
    ),
    "nano.apt_unreachable": Message(
        QT_TRANSLATE_NOOP("Messages", "The mirror {mirror} does not answer the Nano"),
        _AS_BEFORE,
        QT_TRANSLATE_NOOP("Messages", "Choose another mirror, or check that the Nano has internet."),
    ),
    "nano.apt_not_found": Message(
        QT_TRANSLATE_NOOP("Messages", "The mirror {mirror} does not have what the Nano needs"),
        _AS_BEFORE,
        QT_TRANSLATE_NOOP("Messages", "Choose another mirror."),
    ),
    "nano.apt_server_error": Message(
        QT_TRANSLATE_NOOP("Messages", "The mirror {mirror} refuses to answer, or is out of order"),
        _AS_BEFORE,
        QT_TRANSLATE_NOOP("Messages", "Choose another mirror."),
    ),
    "nano.apt_update_failed": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano could not fetch the package lists from {mirror}"),
        _AS_BEFORE,
        QT_TRANSLATE_NOOP("Messages", "Open the details to see what the Nano said, then repeat the step."),
    ),
}

_NANO_FAILED: dict[str, Message] = {
    "nano.apt_locked": Message(
        QT_TRANSLATE_NOOP("Messages", "{program} on the Nano has been busy with packages for {waited_s}"),
        QT_TRANSLATE_NOOP("Messages", "It was left alone, and the Nano's lists are as they were before."),
        QT_TRANSLATE_NOOP("Messages", "Let it finish, or restart the Nano, then repeat the step."),
    ),
    "nano.apt_lock_lost": Message(
        QT_TRANSLATE_NOOP("Messages", "Other programs on the Nano kept fetching package lists"),
        _AS_BEFORE,
        QT_TRANSLATE_NOOP("Messages", "Close the software updater on the Nano, then repeat the step."),
    ),
    "nano.apt_list_damaged": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano cannot read its own list of package sources"),
        _AS_BEFORE,
        QT_TRANSLATE_NOOP("Messages", "Open the details to see the file and the line, and correct it."),
    ),
    "nano.apt_no_space": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano's card is full: the package lists do not fit"),
        _AS_BEFORE,
        QT_TRANSLATE_NOOP("Messages", "Free some space on the card, then repeat the step."),
    ),
    "nano.apt_changed_meanwhile": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano's package sources were changed meanwhile"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Repeat the step."),
    ),
}

_OBSTACLES: dict[str, Message] = {
    "nano.apt_unknown_system": Message(
        QT_TRANSLATE_NOOP("Messages", "NanoWizard knows no mirrors for this system ({system})"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Connect to a Jetson Nano, or leave this step out."),
    ),
    "nano.apt_no_lines": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano's lists do not name the archive “{archive}” at all"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Bring back the file /etc/apt/sources.list, for example from its backup."),
    ),
    "nano.apt_wrong_archive": Message(
        QT_TRANSLATE_NOOP("Messages", "{url} is not for this Nano: the address must end with “{archive}”"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Give the address of the mirror's folder {archive}."),
    ),
    "nano.apt_bad_mirror": Message(
        QT_TRANSLATE_NOOP("Messages", "“{mirror}” is neither a mirror in the list nor a web address"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Choose one from the list, or give an address that begins with http."),
    ),
}

_FINDINGS: dict[str, Message] = {
    "nano.apt_ready": Message(QT_TRANSLATE_NOOP("Messages", "System packages come from {mirror}, and that works")),
    "nano.apt_other_processors": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "The Nano's lists name an archive for other processors. This one needs “{archive}”."
        ),
    ),
    "nano.apt_nvidia_placeholder": Message(
        QT_TRANSLATE_NOOP("Messages", "NVIDIA's own list has a gap: <SOC> instead of the Nano's processor ({path})"),
    ),
    "nano.apt_unproved": Message(
        QT_TRANSLATE_NOOP("Messages", "An earlier change of the mirror was cut off before it was tried out"),
    ),
    "nano.apt_half_configured": Message(
        QT_TRANSLATE_NOOP("Messages", "Some packages on the Nano are only half installed: {packages}"),
    ),
    "nano.apt_clock_off": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano's clock is wrong by {off_s}. Set it first, or mirrors seem to fail."),
    ),
    "nano.apt_busy": Message(
        QT_TRANSLATE_NOOP("Messages", "{program} on the Nano is busy with packages. NanoWizard waits for it."),
    ),
    "nano.apt_old_certificates": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "The Nano's certificates are old, so mirrors are used over http. Packages are signed anyway."
        ),
    ),
    "nano.apt_other_source": Message(
        QT_TRANSLATE_NOOP("Messages", "Another source of the Nano does not work: {host}. It stays as it is."),
    ),
}

_STEPS: dict[str, Message] = {
    "nano.apt.use_mirror": Message(
        QT_TRANSLATE_NOOP("Messages", "Take system packages from {mirror} (now {instead_of})")
    ),
    "nano.apt.update": Message(QT_TRANSLATE_NOOP("Messages", "Fetch the package lists from {mirror}")),
    "nano.apt.repair_nvidia": Message(
        QT_TRANSLATE_NOOP("Messages", "Fill in the Nano's processor in NVIDIA's own list ({path})")
    ),
    "nano.apt.fetch": Message(QT_TRANSLATE_NOOP("Messages", "Fetching the package lists from {mirror}")),
    "nano.apt.wait": Message(QT_TRANSLATE_NOOP("Messages", "Waiting for {program}, which is busy with packages")),
    "nano.apt.undo": Message(QT_TRANSLATE_NOOP("Messages", "Bring back the package sources from before NanoWizard")),
    "nano.mirrors.measure": Message(QT_TRANSLATE_NOOP("Messages", "Measuring {host} from the Nano")),
    "task.nano.apt": Message(QT_TRANSLATE_NOOP("Messages", "Choose where system packages come from")),
    "task.nano.mirrors": Message(QT_TRANSLATE_NOOP("Messages", "Measure mirrors from the Nano")),
}

_MEASURED: dict[str, Message] = {
    "nano.mirror_dns": Message(QT_TRANSLATE_NOOP("Messages", "Address not found")),
    "nano.mirror_tls": Message(QT_TRANSLATE_NOOP("Messages", "Certificate not accepted")),
    "nano.mirror_timeout": Message(QT_TRANSLATE_NOOP("Messages", "No answer in time")),
    "nano.mirror_unreachable": Message(QT_TRANSLATE_NOOP("Messages", "No answer")),
    "nano.mirror_not_found": Message(QT_TRANSLATE_NOOP("Messages", "Lacks this release")),
    "nano.mirror_server": Message(QT_TRANSLATE_NOOP("Messages", "Out of order")),
    "nano.mirror_no_mirror": Message(QT_TRANSLATE_NOOP("Messages", "Not a mirror")),
}

APT: dict[str, Message] = {
    **_FILE,
    **_USE,
    **_MIRROR_FAILED,
    **_NANO_FAILED,
    **_OBSTACLES,
    **_FINDINGS,
    **_STEPS,
    **_MEASURED,
}
