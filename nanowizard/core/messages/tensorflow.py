"""Words for TensorFlow on the Nano: what is done, what hinders it (nano.tensorflow*)."""

from __future__ import annotations

from nanowizard.core.messages.model import QT_TRANSLATE_NOOP, Message

_REFUSALS: dict[str, Message] = {
    "nano.tensorflow_table_damaged": Message(
        QT_TRANSLATE_NOOP("Messages", "The table of TensorFlow versions cannot be read ({file})"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "If you edited it, correct it. Otherwise install NanoWizard again."),
    ),
    "nano.tensorflow_not_a_nano": Message(
        QT_TRANSLATE_NOOP("Messages", "This machine is no Jetson Nano (it says: {model})"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed. Swap, mirrors and the clock can be set here all the same."),
        QT_TRANSLATE_NOOP("Messages", "Connect to a Jetson Nano: this TensorFlow runs only there."),
    ),
    "nano.tensorflow_no_recipe": Message(
        QT_TRANSLATE_NOOP("Messages", "No TensorFlow is known for this system (L4T {l4t})"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Write a card with JetPack 4.6.1, the newest image for the Nano."),
    ),
    "nano.tensorflow_container_only": Message(
        QT_TRANSLATE_NOOP("Messages", "For this system (L4T {l4t}) TensorFlow exists only as a container"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Choose the container, or write a card with JetPack 4.6.1."),
    ),
    "nano.tensorflow_wrong_python": Message(
        QT_TRANSLATE_NOOP("Messages", "TensorFlow for the Nano needs Python {wanted}; here is Python {found}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Choose the container, which brings its own Python, or write NVIDIA’s image."),
    ),
    "nano.tensorflow_bad_folder": Message(
        QT_TRANSLATE_NOOP("Messages", "“{path}” cannot hold a virtual environment"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Name a new folder in your home on the Nano, for example ~/tensorflow."),
    ),
    "nano.tensorflow_no_docker": Message(
        QT_TRANSLATE_NOOP("Messages", "Docker is not installed on the Nano"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Choose the Python packages instead; NVIDIA’s own image brings Docker."),
    ),
    "nano.tensorflow_no_runtime": Message(
        QT_TRANSLATE_NOOP("Messages", "NVIDIA’s container runtime is missing, so no container would see the GPU"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Choose the Python packages instead; NVIDIA’s own image brings the runtime."),
    ),
    "nano.tensorflow_container_lent": Message(
        QT_TRANSLATE_NOOP("Messages", "Docker cannot use the internet that this computer lends"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP(
            "Messages", "Choose the Python packages. Or give the Nano a network of its own, and lend nothing."
        ),
    ),
    "nano.tensorflow_no_space": Message(
        QT_TRANSLATE_NOOP("Messages", "TensorFlow needs {need_bytes} on the card, {free_bytes} are free"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Let the system use the whole card, or free {missing_bytes}."),
    ),
    "nano.tensorflow_no_memory": Message(
        QT_TRANSLATE_NOOP("Messages", "Memory and swap file together are {have_bytes}; {need_bytes} are needed"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed."),
        QT_TRANSLATE_NOOP("Messages", "Add a swap file of 4 GB first."),
    ),
}

_REMARKS: dict[str, Message] = {
    "nano.tensorflow_little_space": Message(
        QT_TRANSLATE_NOOP("Messages", "{free_bytes} are free on the card; {advised_bytes} leave room for your own work")
    ),
    "nano.tensorflow_little_memory": Message(
        QT_TRANSLATE_NOOP(
            "Messages",
            "Memory and swap file together are {have_bytes}. With {advised_bytes} nothing is stopped halfway.",
        )
    ),
    "nano.tensorflow_shadowed": Message(
        QT_TRANSLATE_NOOP("Messages", "Your own folder on the Nano has packages that win over the system’s: {packages}")
    ),
    "nano.tensorflow_other_version": Message(
        QT_TRANSLATE_NOOP("Messages", "TensorFlow {found} is there and stays. The one to install here is {newest}.")
    ),
    "nano.tensorflow_old": Message(
        QT_TRANSLATE_NOOP(
            "Messages",
            "JetPack {jetpack} has only TensorFlow {version}, and the proof needs 2.2. "
            "A card with JetPack 4.6.1 has TensorFlow 2.7.",
        )
    ),
    "nano.tensorflow_ready": Message(
        QT_TRANSLATE_NOOP("Messages", "TensorFlow {version} is installed and has started")
    ),
    "nano.tensorflow_container_ready": Message(
        QT_TRANSLATE_NOOP("Messages", "The container with TensorFlow {version} is there and has started")
    ),
    "nano.tensorflow_gpu": Message(QT_TRANSLATE_NOOP("Messages", "TensorFlow sees the GPU")),
    "nano.tensorflow_no_gpu": Message(
        QT_TRANSLATE_NOOP("Messages", "TensorFlow starts, but it sees no GPU and will be slow")
    ),
    "nano.tensorflow_kept_packages": Message(
        QT_TRANSLATE_NOOP("Messages", "These system packages stay, because others need them: {packages}")
    ),
    "nano.tensorflow_not_restored": Message(
        QT_TRANSLATE_NOOP("Messages", "These could not be brought back, because nobody offers them: {packages}")
    ),
}

_ERRORS: dict[str, Message] = {
    "nano.tensorflow_illegal": Message(
        QT_TRANSLATE_NOOP("Messages", "A program on the Nano ended with “Illegal instruction”"),
        QT_TRANSLATE_NOOP("Messages", "Nothing is broken: it is numpy 1.19.5, which does not know this processor."),
        QT_TRANSLATE_NOOP(
            "Messages", "Repeat this step, and remove a numpy of your own: python3 -m pip uninstall numpy"
        ),
    ),
    "nano.tensorflow_out_of_memory": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano ran out of memory and ended the work"),
        QT_TRANSLATE_NOOP("Messages", "What was installed before stays. The step goes on from there."),
        QT_TRANSLATE_NOOP("Messages", "Add a swap file, close programs on the Nano, and repeat the step."),
    ),
    "nano.tensorflow_disk_full": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano’s card is full"),
        QT_TRANSLATE_NOOP("Messages", "What was installed before stays. The step goes on from there."),
        QT_TRANSLATE_NOOP("Messages", "Let the system use the whole card, or delete files, and repeat the step."),
    ),
    "nano.tensorflow_bad_file": Message(
        QT_TRANSLATE_NOOP("Messages", "A downloaded package is not what its index promised"),
        QT_TRANSLATE_NOOP("Messages", "It was not installed."),
        QT_TRANSLATE_NOOP("Messages", "Repeat the step. If it stays so, choose another Python mirror."),
    ),
    "nano.tensorflow_clock": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano does not trust the server, most often because its clock is wrong"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was installed from there."),
        QT_TRANSLATE_NOOP("Messages", "Set the Nano’s clock from this computer, and repeat the step."),
    ),
    "nano.tensorflow_not_there": Message(
        QT_TRANSLATE_NOOP("Messages", "The index does not have {package}"),
        QT_TRANSLATE_NOOP("Messages", "What was installed before stays. The step goes on from there."),
        QT_TRANSLATE_NOOP("Messages", "Choose another Python mirror, or the official index, and repeat the step."),
    ),
    "nano.tensorflow_no_internet": Message(
        QT_TRANSLATE_NOOP("Messages", "The Nano cannot reach the server on the internet"),
        QT_TRANSLATE_NOOP("Messages", "What was installed before stays. The step goes on from there."),
        QT_TRANSLATE_NOOP("Messages", "Connect the Nano to a network, or let this computer do the downloads."),
    ),
    "nano.tensorflow_no_index": Message(
        QT_TRANSLATE_NOOP("Messages", "This computer cannot reach the package index {index_url}"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed on the Nano."),
        QT_TRANSLATE_NOOP("Messages", "Check this computer’s network, or choose another index."),
    ),
    "nano.tensorflow_bad_wheel": Message(
        QT_TRANSLATE_NOOP("Messages", "The downloaded file {file} is damaged and was deleted"),
        QT_TRANSLATE_NOOP("Messages", "Nothing was changed on the Nano."),
        QT_TRANSLATE_NOOP("Messages", "Repeat the step: the file is fetched again."),
    ),
}

_CHANGES: dict[str, Message] = {
    "nano.tensorflow.reach": Message(QT_TRANSLATE_NOOP("Messages", "See whether the Nano reaches {host}")),
    "nano.tensorflow.fetch": Message(
        QT_TRANSLATE_NOOP("Messages", "Download the packages to this computer (about {usual_s})")
    ),
    "nano.tensorflow.push": Message(
        QT_TRANSLATE_NOOP("Messages", "Copy {count} packages to the Nano (about {usual_s})")
    ),
    "nano.tensorflow.apt": Message(QT_TRANSLATE_NOOP("Messages", "Install {count} system packages (about {usual_s})")),
    "nano.tensorflow.venv": Message(QT_TRANSLATE_NOOP("Messages", "Make the virtual environment {folder}")),
    "nano.tensorflow.tools": Message(QT_TRANSLATE_NOOP("Messages", "Install the right pip")),
    "nano.tensorflow.xlocale": Message(QT_TRANSLATE_NOOP("Messages", "Put a header in place that h5py looks for")),
    "nano.tensorflow.guard": Message(
        QT_TRANSLATE_NOOP("Messages", "Tell numpy which processor the Nano has ({line} in /etc/environment)")
    ),
    "nano.tensorflow.numpy": Message(QT_TRANSLATE_NOOP("Messages", "Install numpy {version}")),
    "nano.tensorflow.pins": Message(QT_TRANSLATE_NOOP("Messages", "Install {count} Python packages (about {usual_s})")),
    "nano.tensorflow.h5py": Message(
        QT_TRANSLATE_NOOP("Messages", "Build h5py {version} on the Nano, the longest step (about {usual_s})")
    ),
    "nano.tensorflow.wheel": Message(QT_TRANSLATE_NOOP("Messages", "Install TensorFlow {version} (about {usual_s})")),
    "nano.tensorflow.start": Message(QT_TRANSLATE_NOOP("Messages", "Start TensorFlow once (about {usual_s})")),
    "nano.tensorflow.pull": Message(QT_TRANSLATE_NOOP("Messages", "Download the container {image} (about {usual_s})")),
    "nano.tensorflow.container_start": Message(
        QT_TRANSLATE_NOOP("Messages", "Start TensorFlow in the container once (about {usual_s})")
    ),
    "nano.tensorflow.undo": Message(QT_TRANSLATE_NOOP("Messages", "Take TensorFlow away again")),
    "task.nano.tensorflow": Message(QT_TRANSLATE_NOOP("Messages", "Install TensorFlow")),
}

TENSORFLOW: dict[str, Message] = {**_REFUSALS, **_REMARKS, **_ERRORS, **_CHANGES}
