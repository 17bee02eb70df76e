"""Words for the proof that TensorFlow uses the GPU, and for copying to the Nano (nano.proof*, nano.push*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_ERRORS: dict[str, Message] = {
    "nano.proof_no_tensorflow": Message(
        QT_TRANSLATE_NOOP("Messages", "TensorFlow is not installed there"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Install TensorFlow first, then come back."),
    ),
    "nano.proof_too_old": Message(
        QT_TRANSLATE_NOOP("Messages", "TensorFlow {version} starts, but it is too old for this test"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed, and your own programs run as before."),
        QT_TRANSLATE_NOOP("Messages", "The test needs TensorFlow 2.2, which needs JetPack 4.4 or newer."),
    ),
    "nano.push_damaged": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} did not arrive on the Nano as it was sent"),
        QT_TRANSLATE_NOOP("Messages", "The copy was deleted. Nothing else was changed."),
        QT_TRANSLATE_NOOP("Messages", "Repeat the step. If it stays so, test the card."),
    ),
    "nano.push_failed": Message(
        QT_TRANSLATE_NOOP("Messages", "{file} could not be copied to the Nano"),
        QT_TRANSLATE_NOOP("Messages", "What has arrived is kept, and the next try goes on from there."),
        QT_TRANSLATE_NOOP("Messages", "Most often the card is full. Free some space, and repeat the step."),
    ),
    "usage.pictures_no_folder": Message(
        QT_TRANSLATE_NOOP("Messages", "The folder {folder} cannot be read"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Choose a folder with your pictures."),
    ),
    "usage.pictures_few_classes": Message(
        QT_TRANSLATE_NOOP("Messages", "{folder} has {number} subfolders with pictures; at least 2 are needed"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Put the pictures of each kind into a subfolder, for example cats and dogs."),
    ),
    "usage.pictures_too_few": Message(
        QT_TRANSLATE_NOOP("Messages", "There are only {number} pictures in “{name}”; at least {fewest} are needed"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Add pictures (JPEG, PNG or BMP), or take that subfolder out."),
    ),
    "usage.pictures_too_many": Message(
        QT_TRANSLATE_NOOP("Messages", "These are {number} pictures; the Nano takes up to {most} in one go"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Choose a folder with fewer pictures."),
    ),
}

_FINDINGS: dict[str, Message] = {
    "nano.proof_fast": Message(
        QT_TRANSLATE_NOOP(
            "Messages",
            "The GPU works, {ratio} times as fast as the processor: {gpu_rate} pictures each second, not {cpu_rate}",
        )
    ),
    "nano.proof_slow": Message(
        QT_TRANSLATE_NOOP(
            "Messages",
            "The GPU is only {ratio} times as fast as the processor. Check the power mode, and close other programs.",
        )
    ),
    "nano.proof_no_gpu": Message(
        QT_TRANSLATE_NOOP(
            "Messages",
            "TensorFlow works, but only on the processor: it sees no GPU. It does {cpu_rate} pictures each second.",
        )
    ),
    "nano.proof_unreadable": Message(
        QT_TRANSLATE_NOOP("Messages", "{number} files are no pictures and are left out, for example {file}")
    ),
    "nano.proof_random_weights": Message(
        QT_TRANSLATE_NOOP(
            "Messages",
            "The Nano could not download what MobileNet knows already",
        ),
        QT_TRANSLATE_NOOP("Messages", "It learned from nothing, so expect less."),
        QT_TRANSLATE_NOOP(
            "Messages", "Plug in a network cable or lend it this computer’s internet, and repeat the step."
        ),
    ),
}

_STEPS: dict[str, Message] = {
    "nano.proof.start": Message(QT_TRANSLATE_NOOP("Messages", "Start TensorFlow")),
    "nano.proof.gpu": Message(QT_TRANSLATE_NOOP("Messages", "Run MobileNet on the GPU")),
    "nano.proof.cpu": Message(QT_TRANSLATE_NOOP("Messages", "Run MobileNet on the processor")),
    "nano.proof.push": Message(QT_TRANSLATE_NOOP("Messages", "Copy {count} pictures to the Nano")),
    "nano.proof.train": Message(QT_TRANSLATE_NOOP("Messages", "Teach MobileNet your pictures")),
    "nano.proof.batch": Message(
        QT_TRANSLATE_NOOP("Messages", "Batch {done} of {total}: loss {loss}, accuracy {accuracy}")
    ),
    "task.nano.proof": Message(QT_TRANSLATE_NOOP("Messages", "Prove that the GPU works")),
}

PROOF: dict[str, Message] = {**_ERRORS, **_FINDINGS, **_STEPS}
