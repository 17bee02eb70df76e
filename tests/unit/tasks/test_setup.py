"""The journey asks for what it needs before it begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from nanowizard.core.errors import Blocked, DriveError, NanoError, UsageError
from nanowizard.core.events import Event, Params, TaskFinished
from nanowizard.core.logs import redact
from nanowizard.core.places import Places
from nanowizard.core.profile import AptProfile, PipProfile, PowerProfile, Profile, ProofProfile, TensorFlowProfile
from nanowizard.core.task import Check, RunContext
from nanowizard.drives.model import Drive, DriveIdentity
from nanowizard.practice.image import build_practice_image
from nanowizard.remote.address import Address
from nanowizard.tasks.catalogue import TASKS
from nanowizard.tasks.nano_steps import index_url, nano_steps, proof_of
from nanowizard.tasks.session import NanoLogin, Session
from nanowizard.tasks.setup import SetUp, SetUpInput


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(where=Places(tmp_path / "state", tmp_path / "cache", tmp_path / "logs"))
    yield made
    made.close()


def test_what_is_missing_is_named(session: Session) -> None:
    with pytest.raises(UsageError) as caught:
        SetUp(session).check(SetUpInput(profile=Profile(image="a.zip")), RunContext())
    assert caught.value.params["what"] == "card, nano"


class OtherDisk:
    """A helper under whose fingers the card gives its name to another disk."""

    def __init__(self) -> None:
        self.diskseq = 7

    def list_drives(self, *, card_files: Sequence[Path] = ()) -> list[Drive]:
        del card_files
        identity = DriveIdentity(
            backend="linux", path="/dev/sdz", bus_path="usb", serial="1", model="M", size_bytes=1, diskseq=self.diskseq
        )
        return [Drive(identity=identity, name="M", bus="usb", size_bytes=1, removable=True)]

    def close(self) -> None:
        pass


def test_the_disk_that_takes_the_cards_name_during_the_download_is_not_the_card(
    session: Session, tmp_path: Path
) -> None:
    session.helper.close()
    session.helper = helper = OtherDisk()  # type: ignore[assignment]
    build_practice_image(tmp_path / "a.img", size_bytes=32 << 20)
    profile = Profile(image=str(tmp_path / "a.img"), card="/dev/sdz", nano="x")
    wish = SetUpInput(profile=profile, login=NanoLogin(address=Address("host")), confirmed=True)

    def exchange(event: Event) -> None:
        if isinstance(event, TaskFinished) and event.task == "image.fetch":
            helper.diskseq = 8

    with pytest.raises(DriveError, match=r"drive\.changed"):
        SetUp(session).run(wish, RunContext(emit=exchange))


def test_a_session_without_a_login_waits_for_the_person(session: Session) -> None:
    with pytest.raises(Blocked) as caught:
        session.connect(None, RunContext())
    assert [finding.code for finding in caught.value.findings] == ["nano.login_needed"]


def test_a_login_does_not_show_its_password() -> None:
    assert "geheim" not in repr(NanoLogin(address=Address("host"), password="geheim"))


def test_a_password_is_kept_out_of_the_log_whoever_logs_in(session: Session) -> None:
    login = NanoLogin(address=Address("127.0.0.1", port=9), password="sesam öffne dich")
    with pytest.raises(NanoError):
        session.connect(login, RunContext())
    assert "sesam" not in redact("sudo said: sesam öffne dich")


def test_every_task_has_an_id_of_its_own() -> None:
    ids = [task.id for task in TASKS]
    assert len(ids) == len(set(ids))


def test_a_nano_that_runs_already_needs_no_card(session: Session) -> None:
    wish = SetUpInput(profile=Profile(nano="x"), login=NanoLogin(address=Address("host")))
    assert SetUp(session).check(wish, RunContext()).satisfied is None


def test_half_a_card_is_not_taken_for_none(session: Session) -> None:
    wish = SetUpInput(profile=Profile(card="/dev/sdz"), login=NanoLogin(address=Address("host")))
    with pytest.raises(UsageError) as caught:
        SetUp(session).check(wish, RunContext())
    assert caught.value.params["what"] == "image"


def test_a_profile_asks_for_its_steps_and_no_others(session: Session) -> None:
    def steps(profile: Profile) -> list[str]:
        return [task.id for task, _wish in nano_steps(session, profile, NanoLogin(address=Address("host")))]

    assert steps(Profile(swap=None)) == ["nano.clock"]
    everything = Profile(
        rootfs=True, apt=AptProfile(), pip=PipProfile(), tensorflow=TensorFlowProfile(), power=PowerProfile()
    )
    names = ["clock", "rootfs", "swap", "apt", "pip", "tensorflow", "power"]
    assert steps(everything) == [f"nano.{name}" for name in names]
    assert index_url("tuna").startswith("https://pypi.tuna")
    assert index_url("https://example.org/simple") == "https://example.org/simple"


def test_a_step_gets_all_that_its_profile_says(session: Session) -> None:
    profile = Profile(
        lend_internet=True,
        apt=AptProfile(mirror="tuna"),
        pip=PipProfile(),
        tensorflow=TensorFlowProfile(fetch="computer", index="tuna", upgrade=True),
        power=PowerProfile(clocks=True),
    )
    login = NanoLogin(address=Address("host"))
    wishes = {task.id: wish for task, wish in nano_steps(session, profile, login, dry_run=True)}
    assert all(wish.dry_run and wish.login is login for wish in wishes.values())
    lent = {task for task, wish in wishes.items() if wish.lend_internet}
    assert lent == {"nano.apt", "nano.pip", "nano.tensorflow"}, "the others download nothing"
    packages = wishes["nano.tensorflow"].options
    assert (packages.fetch, packages.upgrade) == ("computer", True)
    assert packages.index_url == index_url("tuna")
    assert wishes["nano.power"].options.clocks is True


class Told:
    """A task that only says that it ran."""

    needs_drive_access = False

    def __init__(self, task: str, ran: list[str]) -> None:
        self.id = task
        self._ran = ran

    def check(self, inp: object, ctx: RunContext) -> Check:
        return Check(satisfied=None)

    def run(self, inp: object, ctx: RunContext) -> Params:
        self._ran.append(self.id)
        return {}


def test_the_proof_comes_last(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    for name, made in (
        ("CheckNano", lambda _session: Told("nano.check", ran)),
        ("nano_steps", lambda *_: [(Told("nano.tensorflow", ran), None)]),
        ("proof_of", lambda *_: (Told("nano.proof", ran), None)),
    ):
        monkeypatch.setattr(f"nanowizard.tasks.setup.{name}", made)
    SetUp(session).run(SetUpInput(login=NanoLogin(address=Address("host"))), RunContext())
    assert ran == ["nano.check", "nano.tensorflow", "nano.proof"]
    assert list(session.journey.outcomes) == ran


def test_the_proof_is_of_the_tensorflow_that_is_asked_for(session: Session) -> None:
    login = NanoLogin(address=Address("host"))
    proof = ProofProfile(pictures="photos", rounds=3)
    wanted = Profile(tensorflow=TensorFlowProfile(venv="~/tf"), proof=proof, lend_internet=True)
    found = proof_of(session, wanted, login)
    assert found is not None
    task, wish = found
    assert (task.id, wish.options.venv, wish.pictures, wish.rounds) == ("nano.proof", "~/tf", Path("photos"), 3)
    assert wish.lend_internet and wish.login is login
    assert proof_of(session, Profile(tensorflow=TensorFlowProfile(), proof=None), login) is None
    assert proof_of(session, Profile(), login) is None
