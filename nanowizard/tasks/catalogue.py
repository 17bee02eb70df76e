"""The explicit list of tasks: a page, a command or a report that is not for one of these does not exist."""

from __future__ import annotations

from nanowizard.tasks.ansible import ExportAnsible
from nanowizard.tasks.apt import MeasureMirrors, MirrorApt
from nanowizard.tasks.card import FlashCard, ListCards, VerifyCard
from nanowizard.tasks.clock import SetClock
from nanowizard.tasks.find import FindNano
from nanowizard.tasks.format import FormatCard, RepairCard
from nanowizard.tasks.image import FetchImage
from nanowizard.tasks.image_clean import CleanImages
from nanowizard.tasks.image_folder import ChooseImageFolder
from nanowizard.tasks.inspect import InspectImage
from nanowizard.tasks.key import InstallKey
from nanowizard.tasks.known_images import ListImages, ShowImage
from nanowizard.tasks.nano import CheckNano, WaitForNano
from nanowizard.tasks.packages import CompletePackages
from nanowizard.tasks.pip import MirrorPip
from nanowizard.tasks.power import PowerNano
from nanowizard.tasks.probe import ProbeCard
from nanowizard.tasks.proof import ProveTensorFlow
from nanowizard.tasks.rootfs import GrowRootfs
from nanowizard.tasks.setup import SetUp
from nanowizard.tasks.several_cards import FlashCards
from nanowizard.tasks.stream import StreamCard
from nanowizard.tasks.swap import SwapNano
from nanowizard.tasks.tensorflow import InstallTensorFlow
from nanowizard.tasks.trust import TrustNano
from nanowizard.tasks.why import ExplainCards

TASKS = (
    FetchImage,
    ListImages,
    ShowImage,
    InspectImage,
    ChooseImageFolder,
    CleanImages,
    ListCards,
    ExplainCards,
    FlashCard,
    FlashCards,
    StreamCard,
    VerifyCard,
    FormatCard,
    RepairCard,
    ProbeCard,
    WaitForNano,
    FindNano,
    TrustNano,
    InstallKey,
    CheckNano,
    GrowRootfs,
    SetClock,
    CompletePackages,
    SwapNano,
    MirrorApt,
    MeasureMirrors,
    MirrorPip,
    InstallTensorFlow,
    ProveTensorFlow,
    PowerNano,
    SetUp,
    ExportAnsible,
)
