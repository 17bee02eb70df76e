"""What was set up becomes a profile: only what ended well, and with the names that a profile uses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nanowizard.core.events import Status, TaskFinished
from nanowizard.core.profile import (
    AptProfile,
    PipProfile,
    PowerProfile,
    Profile,
    ProofProfile,
    SwapProfile,
    TensorFlowProfile,
    load_profile,
    save_profile,
)
from nanowizard.tasks.chosen import profile_of
from nanowizard.tasks.journey import Journey

SWAP = {"file_bytes": 4 << 30, "zram_bytes": 0, "swappiness": 10}
APT = {"mirror": "tuna", "addresses": ["http://mirrors.tuna.tsinghua.edu.cn/ubuntu-ports/"]}
PIP = {"index_url": "https://pypi.tuna.tsinghua.edu.cn/simple/"}
TENSORFLOW = {"has_container": None, "venv": "/home/nano/tensorflow"}
POWER = {"mode": 0, "console": True, "held": None}


@pytest.fixture
def journey(tmp_path: Path) -> Journey:
    return Journey(tmp_path / "journey.json")


def end(journey: Journey, task: str, facts: dict[str, Any], status: Status = Status.SUCCEEDED) -> None:
    journey.note(TaskFinished(task=task, status=status, result=facts), 1.0)


def test_a_whole_set_up_and_back_from_its_file(journey: Journey, tmp_path: Path) -> None:
    journey.nano = "nano@192.168.55.1"
    end(journey, "nano.swap", SWAP)
    end(journey, "nano.apt", {"parts": {"nano.apt": APT, "nano.pip": PIP}})
    end(journey, "nano.tensorflow", TENSORFLOW)
    end(journey, "nano.power", POWER, Status.SATISFIED)
    end(journey, "nano.rootfs", {})
    profile = profile_of(journey)
    assert profile == Profile(
        nano="nano@192.168.55.1",
        rootfs=True,
        swap=SwapProfile(size_bytes=4 << 30, keep_zram=False, swappiness=10),
        apt=AptProfile(mirror="tuna"),
        pip=PipProfile(index="tuna"),
        tensorflow=TensorFlowProfile(venv="/home/nano/tensorflow"),
        power=PowerProfile(mode=0, console=True),
    )
    save_profile(tmp_path / "profile.json", profile)
    assert load_profile(tmp_path / "profile.json") == profile


def test_what_was_left_out_or_failed_is_not_asked_of_the_next_one(journey: Journey) -> None:
    end(journey, "nano.swap", {}, Status.FAILED)
    end(journey, "nano.check", {"model": "NVIDIA Jetson Nano Developer Kit"})
    assert profile_of(journey) == Profile(swap=None)


def test_addresses_without_a_name_stay_addresses(journey: Journey) -> None:
    end(journey, "nano.apt", {"mirror": None, "addresses": ["http://mirror.school/ubuntu-ports/"]})
    end(journey, "nano.pip", {"index_url": "https://index.school/simple"})
    assert profile_of(journey).apt == AptProfile(mirror="http://mirror.school/ubuntu-ports/")
    assert profile_of(journey).pip == PipProfile(index="https://index.school/simple")
    end(journey, "nano.apt", {"mirror": None, "addresses": ["http://a/", "http://b/"]})
    assert profile_of(journey).apt is None


def test_what_was_found_so_and_left_alone_is_no_wish(journey: Journey) -> None:
    journey.choices["nano.power"] = {"mode": None, "console": True, "hold_bootloader": None}
    journey.swap = {"size_bytes": 4 << 30, "keep_zram": False, "swappiness": None}
    end(journey, "nano.swap", SWAP)
    end(journey, "nano.power", POWER)
    assert profile_of(journey).power == PowerProfile(console=True)
    assert profile_of(journey).swap == SwapProfile(size_bytes=4 << 30, keep_zram=False)
    journey.choices["nano.power"] = {"mode": None, "console": None, "hold_bootloader": None}
    assert profile_of(journey).power is None


def test_the_next_nano_may_have_another_user(journey: Journey) -> None:
    journey.choices["nano.tensorflow"] = {"way": "packages", "venv": "~/tensorflow"}
    end(journey, "nano.tensorflow", TENSORFLOW)
    assert profile_of(journey).tensorflow == TensorFlowProfile(venv="~/tensorflow")
    end(journey, "nano.tensorflow", {"has_container": None, "venv": None})
    assert profile_of(journey).tensorflow == TensorFlowProfile()


def test_the_container(journey: Journey) -> None:
    end(journey, "nano.tensorflow", {"has_container": True, "venv": None})
    assert profile_of(journey).tensorflow == TensorFlowProfile(way="container")


def test_how_it_was_downloaded_and_proved_is_kept(journey: Journey) -> None:
    choice = {"fetch": "computer", "index_url": "https://index.school/simple", "upgrade": True, "lend_internet": True}
    journey.choices["nano.tensorflow"] = choice
    journey.choices["nano.proof"] = {"pictures": "/photos", "train": True}
    journey.choices["nano.power"] = {"mode": None, "clocks": True, "console": None, "hold_bootloader": None}
    end(journey, "nano.tensorflow", TENSORFLOW)
    end(journey, "nano.power", {**POWER, "clocks": True})
    profile = profile_of(journey)
    assert profile.tensorflow == TensorFlowProfile(
        venv="/home/nano/tensorflow", fetch="computer", index="https://index.school/simple", upgrade=True
    )
    assert profile.lend_internet
    assert profile.proof == ProofProfile(pictures="/photos")
    assert profile.power == PowerProfile(clocks=True)
    journey.choices["nano.proof"] = {"pictures": "/photos", "train": False}
    assert profile_of(journey).proof == ProofProfile()


def test_an_internet_that_was_lent_another_time_is_no_wish(journey: Journey) -> None:
    journey.choices["nano.tensorflow"] = {"lend_internet": True}
    end(journey, "nano.swap", SWAP)
    assert not profile_of(journey).lend_internet
