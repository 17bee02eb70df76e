"""The wizard in Chinese: no page shows an English sentence, and the language changes while it runs."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QDialogButtonBox, QListWidget, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from support import window_parts as parts
from support.card_states import STATES, Stage
from support.care_states import CARE_STATES
from support.connect_states import CONNECT_STATES
from support.format_states import FORMAT_STATES
from support.image_states import IMAGE_STATES
from support.verify_states import VERIFY_STATES

from nanowizard.drives.model import Volume
from nanowizard.gui import app as app_module
from nanowizard.gui import language as language_module
from nanowizard.gui import page_ids
from nanowizard.gui.closing import Stopper
from nanowizard.gui.help import HelpDialog
from nanowizard.gui.language import Translators
from nanowizard.gui.pages.card.rows import card_choice
from nanowizard.gui.style import apply_theme
from nanowizard.gui.widgets.typed_dialog import TypedDialog
from nanowizard.gui.wizard import SIZE, SMALLEST, Wizard
from nanowizard.images.catalog import load_catalog
from tests.gui import screenshots
from tests.gui.window import visible_texts, window

ROOT = Path(__file__).resolve().parents[2]
CHINESE = "zh_CN"

NAMES = (
    # What the hardware says of itself.
    r"SanDisk Extreme|Transcend USB reader|Generic SD|Realtek RTS5139|Realtek card reader|Kingston DataTraveler|"
    r"Toshiba M203|Alcor card reader|WD My Passport|Linux File-Stor Gadget|Photos|Music|EFI|home|EOS_DIGITAL|"
    r"MaxSPI|BitLocker|L4T|SD|FAT\d\d|exFAT|"
    r"Samsung SSD 980|Samsung T7|Lexar Play|Practice card|Practice reader|Old USB stick|Card reader|Practice disk|"
    r"Jetson Nano Developer Kit|B01|nano-practice|nano-desktop|nano|"
    r"Raspberry Pi 4 Model B|raspberrypi|jetson-lab|alice|Ubuntu|"
    r"NanoWizard|NVIDIA|Jetson Nano|Jetson|JetPack|Nano|TensorFlow|Linux|English|ERASE|J48|HDMI|Zip|zram|SHA-?256|"
    r"UHS-I|HOLIDAYS|APP|DTB|CUDA|DNS|eMMC|SDK Manager|jetbot|jetson|JetBot|PyTorch|OpenCV|"
    r"udev|libudev1|microSD|micro-USB|USB-C|USB|URL|IP|SSH|NO NAME|FAT|exFAT|MBR|GPT|"
    r"TUNA|PyPI|Python|pip|http|numpy|h5py|six|MobileNet|GPU|nv\d\d|MAXN|5W|"
    r"KiB|MiB|MB/s|kB/s|TB|GB|MB|kB|B|V|A"
)
THINGS = (
    *(re.escape(image.title) for image in load_catalog().images),  # what its makers call it
    r"https?://\S*",
    r"(\w+@)?\d+(\.\d+){3}(:\d+)?|[\w-]+(\.[\w-]+)*\.(com|org|cn|local)",  # addresses
    r"\S*/\S+|[\w.-]*\.(zip|img|xz|gz|bz2|zst|raw|json)\b",  # paths and files
    r"ssh .*|sudo apt install \S+",  # the command to try
    r"SHA256\W.*",  # a fingerprint
    r"^([a-z]+ ){7}[a-z]+$",  # and its words, which are the same in every language to be compared
    r"Language / 语言",  # a person who reads neither must find it
    rf"(?<![A-Za-z])({NAMES})(?![A-Za-z])",
    r"…[0-9A-Fa-f]+",  # the end of a serial number
)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The texts as they stand in translations/, whatever has been built before."""
    folder = tmp_path_factory.mktemp("translations")
    lrelease = Path(PySide6.__path__[0], "lrelease")
    for source in (ROOT / "translations").glob("*.ts"):
        subprocess.run([lrelease, "-silent", source, "-qm", folder / f"{source.stem}.qm"], check=True)
    return folder


@pytest.fixture
def translators(qapp: QApplication, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Translators]:
    monkeypatch.setattr(language_module, "translation_file", lambda tag: compiled / f"nanowizard_{tag}.qm")
    before = QLocale()
    made = Translators(qapp)
    yield made
    made.use("en")
    for translator in made._installed:
        qapp.removeTranslator(translator)
    QLocale.setDefault(before)


@pytest.fixture
def chinese(qapp: QApplication, translators: Translators) -> None:
    translators.use(CHINESE)
    apply_theme(qapp, "light", language=CHINESE)


def english_words(text: str) -> list[str]:
    """Words that a person who reads Chinese only would stumble over."""
    text = text.replace("\u200b", "")  # where a long address may break
    for known in THINGS:
        text = re.sub(known, " ", text)
    return re.findall(r"[A-Za-z]{2,}", text)


def english_texts(root: QWidget) -> list[str]:
    return [text for text in visible_texts(root) if english_words(text)]


def side_words(wizard: Wizard) -> list[str]:
    """What a screen reader says of the steps at the left."""
    steps = wizard.side_list.findChild(QListWidget)
    assert steps is not None
    items = [steps.item(row) for row in range(steps.count())]
    spoken = [str(item.data(Qt.ItemDataRole.AccessibleTextRole) or item.text()) for item in items]
    return [steps.accessibleName(), *filter(None, spoken)]


@pytest.mark.parametrize(
    "text", ["Write the image to the card", "Nano ready", "可用 Ready", "卡上剩余 17 GB free", "Card reader is empty"]
)
def test_an_english_word_is_found(text: str) -> None:
    assert english_words(text)


@pytest.mark.parametrize("text", ["连接您的 Nano", "34 MB，jetson-nano.zip", "nano@127.0.0.1:22", "序列号 …7F2A"])
def test_names_and_figures_are_none(text: str) -> None:
    assert not english_words(text)


FULL_FORMS = {"format_question", "format_bad_name", "format_own_layout", "test_question_full"}
"""A form, what is lost and the hold button: also in the smallest window all of it is in sight."""


MANY_NOTES = {"connect_worries", "image_others", "image_catalog_wrong", "image_options", "image_compare"}
"""As many as a report finds, a list of images has, or a fold holds: what stands below them is scrolled to."""

ALL_STATES = {**IMAGE_STATES, **STATES, **CARE_STATES, **FORMAT_STATES, **CONNECT_STATES, **VERIFY_STATES}


@pytest.mark.parametrize("name", ALL_STATES)
@pytest.mark.usefixtures("chinese")
def test_a_state_is_chinese_and_fits(name: str, tmp_path: Path, qtbot: QtBot) -> None:
    stage = Stage(tmp_path, SIZE)
    try:
        page = ALL_STATES[name](stage)
        shown = page.wizard()
        qtbot.waitUntil(lambda: english_texts(shown) == [])
        assert shown.windowTitle() == f"{page.header.title()} – NanoWizard"
        body = next(area for area in page.findChildren(QScrollArea) if area.isVisible())
        qtbot.waitUntil(lambda: name in MANY_NOTES or not body.verticalScrollBar().isVisible())
        shown.resize(SMALLEST)
        qtbot.waitUntil(lambda: shown.size() == SMALLEST)  # no Chinese text asks for a wider window
        qtbot.waitUntil(lambda: name not in FULL_FORMS or not body.verticalScrollBar().isVisible())
    finally:
        stage.close()


@pytest.mark.usefixtures("chinese")
def test_a_mount_point_is_not_broken_in_two() -> None:
    reason = card_choice(parts.USED, ()).reason.replace("\u00a0", " ")
    assert reason.splitlines()[1:] == ["挂载于 /media/ada/5ab1f4c0…6e-9c43-2a5e8c9d1e01"]


@pytest.mark.usefixtures("chinese")
def test_names_have_a_chinese_comma_between_them() -> None:
    volumes = tuple(Volume(path=f"/dev/{name}", label=name, mount_points=(f"{name}:",)) for name in "EFG")
    reason = card_choice(replace(parts.SANDISK, reader="", volumes=volumes), ()).reason
    assert "E、F" in reason  # the names of the partitions
    assert "E:、F:" in reason  # their letters


class Reader(screenshots.Camera):
    """Reads the pages of the practice journey instead of taking pictures of them."""

    def __init__(self) -> None:
        super().__init__(Path(), "", [SIZE])
        self.pages: set[str] = set()
        self.english: list[tuple[str, str]] = []

    def take(self, wizard: Wizard, name: str) -> None:
        self.pages.add(wizard.current().id)
        self.english += [(name, text) for text in english_texts(wizard)]


@pytest.mark.timeout(300)
def test_every_page_of_a_practice_journey_is_chinese(
    qapp: QApplication, compiled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, translators: Translators
) -> None:
    monkeypatch.setattr(app_module, "Translators", lambda _app: translators)
    monkeypatch.setenv("NANOWIZARD_HOME", "")
    monkeypatch.setenv(app_module.THEME_VARIABLE, "light")
    reader = Reader()
    screenshots.journey(qapp, tmp_path, CHINESE, reader)
    screenshots.single_pages(qapp, tmp_path, CHINESE, reader)
    screenshots.care_of_the_card(qapp, tmp_path, CHINESE, reader)
    assert reader.english == []
    assert reader.pages == set(page_ids.PAGE_IDS)


@pytest.mark.usefixtures("chinese")
def test_the_dialogs_are_chinese(tmp_path: Path, qtbot: QtBot) -> None:
    with window(tmp_path) as wizard:
        help_, typed = HelpDialog(wizard), TypedDialog("清除", "清除", wizard)
        for dialog in (help_, typed):
            dialog.show()
            assert english_texts(dialog) == []
            dialog.close()
        stopper = Stopper(wizard)
        stopper.ask([wizard.current()], closing=True, then=lambda: None)
        box = stopper.question
        assert box is not None
        assert [text for text in (box.text(), box.informativeText()) if english_words(text)] == []
        assert {button.text() for button in box.buttons()} == {"停止并退出", "继续"}
        box.close()


def test_the_language_changes_on_the_first_page_with_everything_on_it(
    qapp: QApplication, translators: Translators, tmp_path: Path, qtbot: QtBot
) -> None:
    def use(tag: str) -> None:
        translators.use(tag)
        apply_theme(qapp, "light", language=tag)

    use("en")
    with window(tmp_path, use_language=use) as wizard:
        box = cast(QComboBox, wizard.current().findChild(QComboBox))
        english, title = visible_texts(wizard), wizard.windowTitle()
        box.setCurrentIndex(box.findData(CHINESE))
        qtbot.waitUntil(lambda: english_texts(wizard) == [])
        assert wizard.windowTitle() == "欢迎使用 NanoWizard – NanoWizard"
        assert wizard.footer_bar.primary.text() == "开始"
        assert [word for word in side_words(wizard) if not re.search("[\u4e00-\u9fff]", word)] == []
        assert wizard.size() == SIZE
        box.setCurrentIndex(box.findData("en"))
        qtbot.waitUntil(lambda: (visible_texts(wizard), wizard.windowTitle()) == (english, title))


@pytest.mark.usefixtures("chinese")
def test_qt_s_own_dialogs_are_chinese(qtbot: QtBot) -> None:
    buttons = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(buttons.Cancel | buttons.Save)
    qtbot.addWidget(box)
    assert {box.button(kind).text().split("(")[0] for kind in (buttons.Cancel, buttons.Save)} == {"取消", "保存"}
    assert QCoreApplication.translate("QFileDialog", "File &name:").startswith("文件名")
