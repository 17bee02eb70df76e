"""All messages by their code."""

from __future__ import annotations

from nanowizard.core.messages.apt import APT
from nanowizard.core.messages.clock import CLOCK
from nanowizard.core.messages.contents import CONTENTS
from nanowizard.core.messages.download import DOWNLOAD
from nanowizard.core.messages.drive import DRIVE
from nanowizard.core.messages.export import EXPORT
from nanowizard.core.messages.facts import FACTS
from nanowizard.core.messages.find import FIND
from nanowizard.core.messages.flash import FLASH
from nanowizard.core.messages.flash_fit import FLASH_FIT
from nanowizard.core.messages.flash_update import FLASH_UPDATE
from nanowizard.core.messages.format import FORMAT
from nanowizard.core.messages.image import IMAGE
from nanowizard.core.messages.image_catalog import IMAGE_CATALOG
from nanowizard.core.messages.image_here import IMAGE_HERE
from nanowizard.core.messages.image_trust import IMAGE_TRUST
from nanowizard.core.messages.jobs import JOBS
from nanowizard.core.messages.lost import LOST
from nanowizard.core.messages.model import Message
from nanowizard.core.messages.nano import NANO
from nanowizard.core.messages.own import OWN
from nanowizard.core.messages.packages import PACKAGES
from nanowizard.core.messages.pip import PIP
from nanowizard.core.messages.power import POWER
from nanowizard.core.messages.probe import PROBE
from nanowizard.core.messages.proof import PROOF
from nanowizard.core.messages.report import REPORT
from nanowizard.core.messages.rootfs import ROOTFS
from nanowizard.core.messages.several_cards import SEVERAL_CARDS
from nanowizard.core.messages.stream import STREAM
from nanowizard.core.messages.tensorflow import TENSORFLOW
from nanowizard.core.messages.why import WHY

TOPICS = (
    APT,
    CLOCK,
    CONTENTS,
    DOWNLOAD,
    DRIVE,
    EXPORT,
    FACTS,
    FIND,
    FLASH,
    FLASH_FIT,
    FLASH_UPDATE,
    FORMAT,
    IMAGE,
    IMAGE_CATALOG,
    IMAGE_HERE,
    IMAGE_TRUST,
    JOBS,
    LOST,
    NANO,
    OWN,
    PACKAGES,
    PIP,
    POWER,
    PROBE,
    PROOF,
    REPORT,
    ROOTFS,
    SEVERAL_CARDS,
    STREAM,
    TENSORFLOW,
    WHY,
)
MESSAGES: dict[str, Message] = {code: words for topic in TOPICS for code, words in topic.items()}


def message(code: str) -> Message:
    """The words of `code`; for one that has none, the code itself, so that nothing is ever shown as an empty box."""
    return MESSAGES.get(code, Message(code))
