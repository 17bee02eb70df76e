"""Words for commands that run on the Nano on their own, and for a link that is waited for (nano.job_*, nano.link.*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

JOBS: dict[str, Message] = {
    "nano.link.waiting": Message(
        QT_TRANSLATE_NOOP("Messages", "Waiting for the Nano: the link broke off, the work on it goes on"),
    ),
    "nano.job.closing": Message(
        QT_TRANSLATE_NOOP(
            "Messages", "Cancelling: {command} completes its packages first. Cancel again to let it go on alone."
        ),
    ),
    "nano.job_left_running": Message(
        QT_TRANSLATE_NOOP("Messages", "{command} goes on alone on the Nano. Start the step again to see it."),
    ),
    "nano.busy.waiting": Message(
        QT_TRANSLATE_NOOP("Messages", "Waiting for an earlier command that still runs on the Nano: {command}"),
    ),
    "nano.still_busy": Message(
        QT_TRANSLATE_NOOP("Messages", "An earlier command still runs on the Nano after {waited_s}: {command}"),
        QT_TRANSLATE_NOOP("Messages", "It was left alone, and nothing else was started."),
        QT_TRANSLATE_NOOP("Messages", "Repeat the step later. If it stays so, restart the Nano."),
    ),
    "nano.job_other_ended": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano was busy with an earlier command, which has ended now: {command}"),
        QT_TRANSLATE_NOOP("Messages", "It was left alone, and nothing else was started."),
        QT_TRANSLATE_NOOP("Messages", "Repeat the step: it looks again and does only what is missing."),
    ),
    "nano.job_cut_by_restart": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano restarted while {command} was running"),
        QT_TRANSLATE_NOOP("Messages", "What was finished before stays. The rest was not done."),
        QT_TRANSLATE_NOOP("Messages", "Repeat the step: it looks again and does only what is missing."),
    ),
    "nano.job_fetched_elsewhere": Message(
        QT_TRANSLATE_NOOP("Messages", "{command} has ended, and another window or computer was told how"),
        QT_TRANSLATE_NOOP("Messages", "What it did on the Nano stays."),
        QT_TRANSLATE_NOOP("Messages", "Repeat the step: it looks again and does only what is missing."),
    ),
    "nano.job_killed": Message(
        QT_TRANSLATE_NOOP("Messages", "{command} was ended on the Nano by something else"),
        QT_TRANSLATE_NOOP("Messages", "What was finished before stays. The rest was not done."),
        QT_TRANSLATE_NOOP("Messages", "The memory may have run out: add swap on the Swap page, then repeat the step."),
    ),
    "nano.job_disk_full": Message(
        QT_TRANSLATE_NOOP("Messages", "The card in the Nano is full, and {command} stopped"),
        QT_TRANSLATE_NOOP("Messages", "What was finished before stays."),
        QT_TRANSLATE_NOOP("Messages", "Free some space on the Nano, then repeat the step."),
    ),
}
