"""Renders the widgets and a few pages made of them to PNG files, for a human eye.

python -m tests.gui.gallery OUT [name ...] [--scheme light|dark] [--size 1100x720] [--zh] [--pt 13.5]
"""

# ruff: noqa: E501  (sentences as they stand on the page)

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from nanowizard.gui import theme
from nanowizard.gui.style import apply_theme
from nanowizard.gui.theme import Role, Tone
from nanowizard.gui.widgets.card_map import CardMap, CardMapSection, CellState
from nanowizard.gui.widgets.choice_list import Choice, ChoiceList
from nanowizard.gui.widgets.command_line import CommandLine
from nanowizard.gui.widgets.controls import Button, CheckBox, Kind, TextLabel
from nanowizard.gui.widgets.empty_state import EmptyState
from nanowizard.gui.widgets.erase_panel import ErasePanel
from nanowizard.gui.widgets.error_panel import ErrorPanel
from nanowizard.gui.widgets.fingerprint import Fingerprint
from nanowizard.gui.widgets.fold_link import FoldLink
from nanowizard.gui.widgets.icon_fact import FromToPanel, NeedsPanel
from nanowizard.gui.widgets.log_pane import LogPane
from nanowizard.gui.widgets.memory_bars import BarRow, MemoryBars, Segment
from nanowizard.gui.widgets.numbered_list import NumberedList
from nanowizard.gui.widgets.page_body import PageBody
from nanowizard.gui.widgets.page_header import PageHeader
from nanowizard.gui.widgets.panels import FactsPanel, MessagePanel, Panel
from nanowizard.gui.widgets.phase_line import PhaseLine
from nanowizard.gui.widgets.progress_block import ProgressBlock
from nanowizard.gui.widgets.repair_tile import RepairTile, TileGrid
from nanowizard.gui.widgets.side_list import SideGroup, SideItem, SideList
from nanowizard.gui.widgets.speed_graph import SpeedGraph
from nanowizard.gui.widgets.state_glyph import State
from nanowizard.gui.widgets.step_row import StepList
from nanowizard.gui.widgets.tag import Tag, TagSpec
from nanowizard.gui.widgets.typed_dialog import TypedDialog

STEPS = ("Welcome", "Image", "Card", "Flash", "Boot", "Connect", "Swap", "Mirrors", "TensorFlow", "Finish")
STEPS_ZH = ("欢迎", "系统镜像", "存储卡", "写入", "启动", "连接", "交换空间", "软件源", "TensorFlow", "完成")


class Shell(QWidget):
    """Stand-in for the wizard frame: side list, header, body, footer."""

    def __init__(
        self, here: int, texts: tuple[str, str, str], *, state: State = State.WAITING, zh: bool = False
    ) -> None:
        super().__init__()
        self.setWindowTitle(texts[1])
        self.side = SideList()
        names = STEPS_ZH if zh else STEPS
        items = [
            SideItem(str(i), name, State.DONE if i < here else State.WAITING, visited=i < here)
            for i, name in enumerate(names)
        ]
        captions = (
            ("在这台电脑上", "在 Nano 旁", "在 Nano 里") if zh else ("On this computer", "At the Nano", "On the Nano")
        )
        self.side.set_groups(
            [
                SideGroup("", items[:1]),
                SideGroup(captions[0], items[1:4]),
                SideGroup(captions[1], items[4:6]),
                SideGroup(captions[2], items[6:9]),
                SideGroup("", items[9:], rule=True),
            ]
        )
        self.side.set_current(str(here))
        self.side.set_state(str(here), state)
        self.header = PageHeader(*texts)
        self.body = PageBody()
        self.page = QVBoxLayout()
        self.page.setSpacing(0)
        self.page.addWidget(self.header)
        self.page.addSpacing(theme.HEADER_GAP)
        self.page.addWidget(self.body, 1)
        self.footer = QHBoxLayout()
        self.footer.setSpacing(theme.S)
        rule = QFrame()
        rule.setProperty("rule", True)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(self.page, 1)
        right.addWidget(rule)
        right.addLayout(self.footer)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.side)
        outer.addLayout(right, 1)

    def show_at(self, width: int, height: int) -> None:
        narrow, compact = width < theme.NARROW_WIDTH, height <= theme.COMPACT_HEIGHT
        self.side.set_narrow(narrow)
        margin = 24 if narrow else 32
        self.page.setContentsMargins(margin + 2, 18 if compact else 26, margin + 2, theme.gap(14, compact))
        item = self.page.itemAt(1)
        assert item is not None
        item.spacerItem().changeSize(1, theme.gap(theme.HEADER_GAP, compact))
        self.footer.setContentsMargins(margin + 2, 9 if compact else 13, margin + 2, 9 if compact else 13)
        self.resize(width, height)
        self.show()
        QTest.qWait(60)

    def buttons(self, left: str, *right: str, enabled: bool = True, primary: bool = True) -> None:
        if left:
            self.footer.addWidget(Button(left))
        self.footer.addStretch(1)
        for name in right[:-1]:
            self.footer.addWidget(Button(name))
        last = Button(right[-1], kind=Kind.PRIMARY if primary else Kind.PLAIN)
        last.setEnabled(enabled)
        self.footer.addWidget(last)


READY, REPAIR = TagSpec("Ready", Tone.GOOD), TagSpec("Repair first", Tone.WARN)


def cards() -> list[Choice]:
    return [
        Choice("a", "SanDisk Extreme · 63.9 GB", "Transcend USB reader · one partition, “NO NAME”, 12.1 GB used", "card", (READY,)),
        Choice("b", "Generic SD · 31.9 GB", "Its partition table is damaged. The card itself may be fine.", "card", (REPAIR,), button="Repair…", button_icon="wrench"),
        Choice("c", "Kingston DataTraveler · 8.0 GB", "5.8 GB too small for this image, which needs 13.8 GB.", "usb", (TagSpec("Too small"),), choosable=False),
        Choice("d", "Realtek card reader", "The reader works, but there is no card in it.", "reader", (TagSpec("Empty"),), choosable=False),
        Choice("e", "Samsung SSD 980 · 500 GB", "This computer runs from it. It can never be chosen.", "disk", (TagSpec("System disk"),), choosable=False),
    ]  # fmt: skip


def welcome() -> Shell:
    page = Shell(
        0,
        (
            "Step 1 of 10",
            "Welcome to NanoWizard",
            "Each step says what it will do before it does anything. You can stop at any time and go on later.",
        ),
    )
    language = QHBoxLayout()
    language.addWidget(TextLabel("Language / 语言"))
    combo = QComboBox()
    combo.addItems(["English", "简体中文"])
    combo.setFixedWidth(180)
    language.addSpacing(6)
    language.addWidget(combo)
    language.addStretch(1)
    page.body.add_layout(language)
    page.body.add_gap(18)
    rows = ChoiceList("What to do")
    rows.set_choices(
        [
            Choice("setup", "Set up a Nano", "From an empty card to TensorFlow. About 70 minutes, most of it waiting.", "play", large=True),
            Choice("repair", "Repair one step", "Something does not work? Check every step and fix only what is broken.", "wrench", large=True),
            Choice("practice", "Practice without hardware", "Try every page with a pretend card and Nano. Nothing real is touched.", "shield", large=True),
        ]
    )  # fmt: skip
    rows.select("setup")
    page.body.add(rows)
    page.body.add_section("What you need")
    page.body.add(
        NeedsPanel(
            [
                ("board", "Jetson Nano kit", "4 GB (A02, B01) or 2 GB"),
                ("card", "microSD card", "32 GB or larger, and a reader"),
                ("plug", "Power supply", "5 V 4 A with a round plug is best"),
                ("usb", "A cable to this computer", "micro-USB, or network to your router"),
            ]
        )
    )
    page.body.add_stretch()
    page.buttons("Quit", "Start")
    return page


def image() -> Shell:
    page = Shell(
        1,
        (
            "Step 2 of 10",
            "Choose the system image",
            "The image is the operating system your Nano starts from. If you are unsure, keep the recommended one.",
        ),
    )
    rows = ChoiceList("Images")
    rows.set_choices(
        [
            Choice("a", "JetPack 4.6.1 · Jetson Nano 4 GB", "From NVIDIA. 6.1 GB to download, 13.8 GB on the card.", "image", (TagSpec("Recommended", Tone.GOOD),)),
            Choice("b", "JetPack 4.6.1 · Jetson Nano 2 GB", "From NVIDIA. Only for the 2 GB board with a USB-C power plug.", "image"),
            Choice("c", "A file on this computer", ".zip, .img, .img.xz or .img.gz. It is checked before it is used.", "file", button="Browse…"),
        ]
    )  # fmt: skip
    rows.select("a")
    page.body.add(rows)
    page.body.add_section("Download")
    panel, block = Panel(), ProgressBlock()
    block.set_fraction(0.43)
    block.set_words("Downloading from the NVIDIA server")
    block.set_facts("2.6 of 6.1 GB · 8.4 MB/s · about 7 min left")
    block.set_side_widget(Button("Pause", "pause"))
    panel.body.addWidget(block)
    page.body.add(panel)
    page.body.add_gap()
    page.body.add(TextLabel("You can go on now. The download continues while you choose the card.", tone=Tone.TEXT2))
    page.body.add_stretch()
    page.buttons("Quit", "Back", "Choose the card")
    return page


def card() -> Shell:
    page = Shell(
        2,
        (
            "Step 3 of 10",
            "Choose the card",
            "The list updates by itself when you plug a card in. Nothing is changed on this page.",
        ),
    )
    page.header.set_live("Live")
    rows = ChoiceList("Cards")
    rows.set_choices(cards())
    rows.select("a")
    page.body.add(rows)
    page.body.add_gap(theme.L)
    below = QHBoxLayout()
    box = CheckBox("Show disks that cannot be chosen")
    box.setChecked(True)
    below.addWidget(box)
    below.addStretch(1)
    below.addWidget(FoldLink("Why is my card not here?"))
    page.body.add_layout(below)
    page.body.add_stretch()
    page.buttons("Quit", "Back", "Use this card")
    return page


def card_zh() -> Shell:
    page = Shell(2, ("第 3 步，共 10 步", "选择存储卡", "插入存储卡后列表会自动更新。此页不会改动任何东西。"), zh=True)
    page.header.set_live("实时")
    page.side.set_practice("练习模式", "不会改动任何真实设备")
    page.side.set_help("帮助与日志")
    rows = ChoiceList("存储卡")
    rows.set_choices(
        [
            Choice("a", "SanDisk Extreme，63.9 GB", "Transcend USB 读卡器，1 个分区“NO NAME”，已用 12.1 GB", "card", (TagSpec("可用", Tone.GOOD),)),
            Choice("b", "Generic SD，31.9 GB", "分区表已损坏，卡本身可能没问题。", "card", (TagSpec("需先修复", Tone.WARN),), button="修复…", button_icon="wrench"),
            Choice("c", "Kingston DataTraveler，8.0 GB", "镜像需要 13.8 GB，这个盘小了 5.8 GB。", "usb", (TagSpec("容量不足"),), choosable=False),
            Choice("d", "Realtek 读卡器", "读卡器正常，但里面没有卡。", "reader", (TagSpec("空"),), choosable=False),
            Choice("e", "Samsung SSD 980，500 GB", "本机系统就在这个盘上，任何时候都不能选。", "disk", (TagSpec("系统盘"),), choosable=False),
        ]
    )  # fmt: skip
    rows.select("a")
    page.body.add(rows)
    page.body.add_gap(theme.L)
    below = QHBoxLayout()
    box = CheckBox("显示不能选择的磁盘")
    box.setChecked(True)
    below.addWidget(box)
    below.addStretch(1)
    below.addWidget(FoldLink("为什么没有看到我的卡？"))
    page.body.add_layout(below)
    page.body.add_stretch()
    page.buttons("退出", "上一步", "使用这张卡")
    rows.row("b").setFocus(Qt.FocusReason.TabFocusReason)
    return page


def why() -> Shell:
    page = Shell(
        2,
        (
            "Step 3 of 10",
            "Choose the card",
            "The list updates by itself when you plug a card in. Nothing is changed on this page.",
        ),
    )
    page.header.set_live("Live")
    rows = ChoiceList("Cards")
    rows.set_choices(cards()[3:4])
    page.body.add(rows)
    page.body.add_gap(14)
    link, steps = FoldLink("Why is my card not here?"), StepList()
    link.set_open(True)
    steps.set_steps(
        [
            ("reader", "A card reader is plugged in"),
            ("card", "There is a card in the reader"),
            ("answers", "The card answers"),
            ("lock", "The lock switch is off"),
            ("size", "It is large enough and not a system disk"),
        ]
    )
    for key in steps.keys()[2:]:
        steps.row(key).set_fact("Not checked yet")
    steps.row("reader").set_state(State.DONE)
    steps.row("reader").set_fact("Realtek RTS5139")
    steps.row("card").set_state(State.FAILED)
    steps.row("card").set_fact("No card seen")
    steps.row("card").set_caption(
        "Take the card out and push it in until it clicks. If it sits in an adapter, try another adapter."
    )
    link.set_target(steps)
    line = QHBoxLayout()
    line.addWidget(link)
    line.addStretch(1)
    page.body.add_layout(line)
    page.body.add_gap(4)
    page.body.add(steps)
    page.body.add_gap()
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(Button("Look again", "refresh"))
    line.addWidget(Button("Reset the reader", kind=Kind.LINK))
    line.addStretch(1)
    page.body.add_layout(line)
    page.body.add_stretch()
    page.buttons("Quit", "Back", "Use this card", enabled=False)
    return page


def empty() -> Shell:
    page = Shell(
        2,
        (
            "Step 3 of 10",
            "Choose the card",
            "The list updates by itself when you plug a card in. Nothing is changed on this page.",
        ),
    )
    page.header.set_live("Live")
    state = EmptyState("card")
    state.set_texts(
        "No card yet",
        "Put the microSD card into a reader and plug the reader in.\nIt appears here by itself, usually within 2 seconds.",
        "Why is my card not here?",
    )
    state.set_button_icon("help")
    page.body.add(state, 1)
    page.buttons("Quit", "Back", "Use this card", enabled=False)
    return page


def repair_card() -> Shell:
    page = Shell(
        2,
        (
            "Step 3 of 10 · Repair",
            "Repair the card",
            "Makes a damaged card usable again. You agreed to erase it, so nothing on it is kept.",
        ),
    )
    panel, block, steps = Panel(Tone.SUNKEN), ProgressBlock(), StepList()
    block.set_fraction(0.46)
    block.set_words("Testing Generic SD · 31.9 GB")
    block.set_facts("Step 3 of 6 · about 50 s left")
    panel.body.addWidget(block)
    page.body.add(panel)
    page.body.add_gap(theme.L)
    steps.set_steps(
        [
            ("release", "Release the card from this computer"),
            ("clear", "Clear old partition tables at the start and the end"),
            ("test", "Test that the card keeps what is written"),
            ("partition", "Make one new partition"),
            ("format", "Format it as FAT32"),
            ("read", "Read everything back once"),
        ]
    )
    for key, fact in (("release", "1 s"), ("clear", "3 s")):
        steps.row(key).set_state(State.DONE)
        steps.row(key).set_fact(fact)
    test = steps.row("test")
    test.set_state(State.RUNNING)
    test.set_fact("24 of 64 places")
    test.set_caption("Finds worn-out cards and cards that claim to be larger than they are.")
    test.set_fraction(24 / 64)
    page.body.add(steps)
    page.body.add_gap(theme.S)
    line = QHBoxLayout()
    line.addWidget(FoldLink("Show technical details"))
    line.addStretch(1)
    page.body.add_layout(line)
    page.body.add_stretch()
    page.buttons("Stop…", "Back to the card list", enabled=False)
    return page


def confirm() -> Shell:
    page = Shell(
        3,
        (
            "Step 4 of 10",
            "Write the image to the card",
            "Check that this is the right card. Nothing has been changed so far.",
        ),
    )
    route = FromToPanel()
    route.set_captions("From", "To")
    route.set_from("image", "JetPack 4.6.1", "13.8 GB · file check passed")
    route.set_to("card", "SanDisk Extreme · 63.9 GB", "Transcend USB · serial …7F2A")
    erase = ErasePanel("Hold to erase and write")
    erase.set_headline("All data on this card will be erased")
    erase.set_losses([("NO NAME", "FAT32", "63.8 GB, 12.1 GB used", "1,204 files: DCIM, Documents, Music …")])
    erase.set_warning("This cannot be undone. If you need these files, copy them first, then come back.")
    facts = FactsPanel(
        [
            ("Then", "Write, read back and compare every block, make the card safe to remove"),
            ("Time", "About 12 minutes with this reader"),
            ("Permission", "Your system asks for your password once"),
        ]
    )
    for widget in (route, erase, facts):
        page.body.add(widget)
        page.body.add_gap()
    page.body.add_stretch()
    page.buttons("Quit", "Back", "Next", enabled=False, primary=False)
    return page


def holding() -> Shell:
    page = confirm()
    erase = page.body.findChild(ErasePanel)
    assert isinstance(erase, ErasePanel)
    erase.hold._level, erase.hold._holding = 0.55, True
    return page


def _flash(words: str, facts: str, share: float, *, check: bool) -> Shell:
    page = Shell(
        3,
        ("Step 4 of 10", "Write the image to the card", "Writing first, then every block is read back and compared."),
        state=State.RUNNING,
    )
    phases = PhaseLine(["Prepare", "Write", "Check", "Make safe to remove"])
    done, running, waiting = State.DONE, State.RUNNING, State.WAITING
    phases.set_states([done, done, running, waiting] if check else [done, running, waiting, waiting])
    page.body.add(phases)
    page.body.add_gap(14)
    panel, block, section, graph = (
        Panel(padding=(18, 16), spacing=theme.L),
        ProgressBlock(),
        CardMapSection("Image on the card"),
        SpeedGraph("Speed, MB/s"),
    )
    block.set_fraction(share)
    block.set_words(words)
    block.set_facts(facts)
    section.map.set_extent(13_800)
    if check:
        section.map.mark(CellState.WRITTEN, 0, 13_800)
        section.map.mark(CellState.CHECKED, 0, 5_800)
    else:
        section.map.mark(CellState.WRITTEN, 0, 5_800)
    section.map.set_here(5_800)
    for i in range(100):
        rate = (82 if check else 40) + (i * 37 % 11) - 5 - (35 if 48 < i < 54 else 0) - max(0, 20 - 8 * i)
        graph.add(i / 100 * 0.42, rate / (1 if check else 1.05))
    graph.set_average(81 if check else 38, "average 81" if check else "average 38")
    graph.set_caption("Limited by: the card")
    for widget in (block, section, graph):
        panel.body.addWidget(widget)
    page.body.add(panel)
    page.body.add_gap(theme.M)
    page.body.add(
        TextLabel(
            "Leave the card in. You may use other programs; this computer will not go to sleep.",
            tone=Tone.TEXT2,
            wrap=True,
        )
    )
    page.body.add_stretch()
    page.buttons("Stop…", "Next", enabled=False)
    return page


def write() -> Shell:
    return _flash(
        "Writing JetPack 4.6.1 to SanDisk Extreme",
        "5.8 of 13.8 GB · 38 MB/s · about 8 min left, checking included",
        0.42,
        check=False,
    )


def verify() -> Shell:
    return _flash(
        "Reading the card back and comparing", "5.8 of 13.8 GB compared · 84 MB/s · about 2 min left", 0.71, check=True
    )


def error() -> Shell:
    page = Shell(
        3,
        (
            "Step 4 of 10",
            "Write the image to the card",
            "The check found a problem. The card is marked as not ready, so it cannot be used by mistake.",
        ),
        state=State.FAILED,
    )
    panel, cells = ErrorPanel(), CardMap(rows=3)
    cells.set_extent(13_176)
    cells.mark(CellState.WRITTEN, 0, 13_176)
    cells.mark(CellState.CHECKED, 0, 13_176)
    cells.mark(CellState.FAULTY, 5_700, 5_701)
    cells.mark(CellState.FAULTY, 5_760, 5_761)
    panel.set_embedded(cells)
    panel.set_error(
        "Two places on the card did not keep the data",
        "The card was written, but 2 of 13,176 blocks read back differently. This often happens with a loose adapter, and sometimes with a worn-out card.",
        remedy="Write these places again",
        remedy_icon="refresh",
        duration="Takes about 20 seconds",
        if_again="If it fails again, try another adapter or reader. Then try another card.",
        details="code      flash.verify_mismatch\ncard      SanDisk Extreme, 63 864 569 856 bytes, serial …7F2A\nranges    5 972 688 896 + 1 048 576,  5 973 737 472 + 1 048 576\nexpected  sha256 9b1c 44e0 …   read  sha256 17f2 a90d …",
    )  # fmt: skip
    panel.details().link.set_open(True)
    page.body.add(panel)
    page.body.add_stretch()
    page.buttons("Quit", "Back", "Next", enabled=False, primary=False)
    return page


def boot() -> Shell:
    page = Shell(
        4,
        (
            "Step 5 of 10",
            "Start the Nano",
            "Follow the four numbers. NanoWizard notices by itself when the Nano has started.",
        ),
    )
    steps = NumberedList(
        [
            ("Push the card in", "The slot is under the heat sink. Push until it clicks."),
            ("Put the cap on J48", "Only for a power supply with a round plug."),
            ("Connect the cable", "micro-USB to this computer, or a network cable to your router."),
            ("Plug in the power", "A green light turns on next to the micro-USB port."),
        ]
    )
    steps.set_current(0)
    page.body.add(steps)
    page.body.add_gap(theme.L)
    wait = StepList([("usb", "USB link is up"), ("linux", "Linux is starting"), ("ready", "Ready for setup")])
    wait.row("usb").set_state(State.DONE)
    wait.row("usb").set_fact("0:38")
    wait.row("linux").set_state(State.RUNNING)
    page.body.add(wait)
    page.body.add_stretch()
    page.buttons("Quit", "Back", "Connect", enabled=False)
    return page


def connect() -> Shell:
    page = Shell(
        5,
        (
            "Step 6 of 10",
            "Connect to your Nano",
            "Nanos on the USB cable and in your network appear here by themselves.",
        ),
    )
    page.header.set_live("Searching")
    rows = ChoiceList("Nanos")
    rows.set_choices(
        [
            Choice(
                "a", "nano-desktop", "192.168.55.1 · USB cable · JetPack 4.6.1", "usb", (TagSpec("New", Tone.INFO),)
            ),
            Choice(
                "b",
                "jetson-lab",
                "192.168.1.37 · network · last used 12 days ago",
                "net",
                (TagSpec("Known", Tone.GOOD),),
            ),
            Choice("c", "Another address", "Type a name or an IP address", "link"),
        ]
    )
    rows.select("a")
    page.body.add(rows)
    page.body.add_gap(theme.L)
    form = QGridLayout()
    form.setHorizontalSpacing(theme.L)
    form.setVerticalSpacing(theme.XS)
    for column, (name, value) in enumerate((("User name", "nano"), ("Password", "swordfish1"))):
        field = QLineEdit(value)
        field.setAccessibleName(name)
        if column:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        form.addWidget(TextLabel(name), 0, column)
        form.addWidget(field, 1, column)
    page.body.add_layout(form)
    page.body.add_gap(theme.L)
    message = MessagePanel(
        Tone.INFO,
        "First contact with this Nano",
        "You wrote this card 9 minutes ago, so a new fingerprint is expected. NanoWizard remembers it and warns you if it ever changes.",
    )
    message.add_widget(Fingerprint("SHA256:nThbGd3q7XwK0pLmVz2cR8sY4uJeFa1oH2kQm5tZbN7"))
    page.body.add(message)
    page.body.add_stretch()
    page.buttons("Quit", "Back", "Trust and connect")
    return page


def swap() -> Shell:
    page = Shell(
        6,
        (
            "Step 7 of 10",
            "Give the Nano more memory",
            "A swap file is slow spare memory on the card. The Nano uses it when its 4 GB are full.",
        ),
    )
    ram = Segment("Memory", "4.0 GB", 4)
    page.body.add(
        MemoryBars(
            [
                BarRow("Now", [ram], "4.0 GB"),
                BarRow("After", [ram, Segment("New swap file", "4.0 GB", 4, Tone.GOOD)], "8.0 GB"),
            ]
        )
    )
    page.body.add_section("Size of the swap file")
    rows = ChoiceList("Size of the swap file")
    rows.set_choices(
        [
            Choice("4", "4 GB", "Enough to install TensorFlow and run common models.", tags=(TagSpec("Recommended", Tone.GOOD),)),
            Choice("8", "8 GB", "For large models. Uses more of the card."),
            Choice("0", "No swap file", "Installing TensorFlow will probably run out of memory.", tags=(TagSpec("Not advised", Tone.WARN),)),
        ]
    )  # fmt: skip
    rows.select("4")
    page.body.add(rows)
    page.body.add_gap()
    page.body.add(CheckBox("Keep compressed memory (zram) on, it is faster than the card"))
    page.body.add_gap(6)
    page.body.add(
        TextLabel(
            "47 GB are free on the card. You can undo this at any time under “Repair one step”.",
            Role.CAPTION,
            Tone.TEXT2,
        )
    )
    page.body.add_stretch()
    page.buttons("Quit", "Back", "Skip", "Add 4 GB")
    return page


def mirrors() -> Shell:
    page = Shell(
        7,
        (
            "Step 8 of 10",
            "Choose faster download servers",
            "A mirror is a copy of the same software, nearer to you. Speeds were measured from your Nano.",
        ),
    )
    heading = page.body.add_section("System packages")
    heading.add_right(TextLabel("measured just now", Role.CAPTION, Tone.TEXT2))
    heading.add_right(Button("Measure again", "refresh", Kind.LINK))
    fastest, used = TagSpec("Fastest", Tone.GOOD), TagSpec("In use", Tone.INFO)
    rows = ChoiceList("System packages")
    rows.set_choices(
        [
            Choice("a", "Tsinghua TUNA", "mirrors.tuna.tsinghua.edu.cn", tags=(fastest,), meter=0.94, value="9.6 MB/s"),
            Choice("b", "USTC", "mirrors.ustc.edu.cn", meter=0.71, value="7.2 MB/s"),
            Choice("c", "Ubuntu, worldwide", "ports.ubuntu.com", tags=(used,), meter=0.09, value="0.9 MB/s"),
            Choice(
                "d", "Huawei Cloud", "repo.huaweicloud.com", choosable=False, blocked_icon="dash", value="No answer"
            ),
        ]
    )
    rows.select("a")
    page.body.add(rows)
    page.body.add_section("Python packages")
    python = ChoiceList("Python packages")
    python.set_choices(
        [
            Choice("a", "Tsinghua TUNA", "pypi.tuna.tsinghua.edu.cn", tags=(fastest,), meter=0.88, value="9.0 MB/s"),
            Choice("b", "PyPI, worldwide", tags=(used,), meter=0.16, value="1.6 MB/s"),
        ]
    )
    python.select("a")
    page.body.add(python)
    page.body.add_stretch()
    page.buttons("Quit", "Back", "Skip", "Use the fastest")
    return page


def tensorflow() -> Shell:
    page = Shell(
        8,
        (
            "Step 9 of 10",
            "Install TensorFlow",
            "The work runs on the Nano. You may close this window; it goes on, and NanoWizard finds it again.",
        ),
        state=State.RUNNING,
    )
    panel, block, steps, log = Panel(Tone.SUNKEN), ProgressBlock(), StepList(), LogPane("What the Nano says")
    block.set_fraction(0.58)
    block.set_words("Building h5py on the Nano")
    block.set_facts("Step 4 of 7 · about 14 min left · the longest step")
    panel.body.addWidget(block)
    page.body.add(panel)
    page.body.add_gap(theme.L)
    names = (
        "Check system and space",
        "System libraries",
        "pip, numpy",
        "h5py",
        "TensorFlow 2.7.0",
        "Start it once",
        "Find the GPU",
    )
    steps.set_steps([(name, name) for name in names])
    for name, fact in zip(names, ("2 s", "3 min", "1 min", "11 min"), strict=False):
        steps.row(name).set_state(State.RUNNING if name == "h5py" else State.DONE)
        steps.row(name).set_fact(fact)
    steps.row("h5py").set_caption("Compiles on the Nano itself")
    for line in range(3, 40):
        log.append(f"[{line:2}/40] aarch64-linux-gnu-gcc -pthread -O2 -fPIC -c h5py/h5d.c -o build/h5d.o")
    log.append("Successfully installed numpy==1.19.4 != 2.0")
    left = QVBoxLayout()
    left.setSpacing(theme.XS)
    heading = TextLabel("Steps", Role.SECTION)
    heading.setMinimumHeight(32)
    left.addWidget(heading)
    left.addWidget(steps, 1)
    columns = QHBoxLayout()
    columns.setSpacing(theme.L)
    columns.addLayout(left, 3)
    columns.addWidget(log, 5)
    page.body.add_layout(columns, 1)
    page.buttons("Stop…", "Next", enabled=False)
    return page


def finish() -> Shell:
    page = Shell(
        9,
        (
            "Step 10 of 10",
            "Your Nano is ready",
            "This is what was done. You can repeat any step later under “Repair one step”.",
        ),
    )
    page.body.add(
        MessagePanel(
            Tone.GOOD,
            "TensorFlow 2.7.0 runs on your Nano and sees the GPU",
            "Total 1 h 06 min, of which 9 min needed you.",
            mark=State.DONE,
        )
    )
    page.body.add_section("Report").add_right(Button("Save report…", "save"))
    steps = StepList([(k, k) for k in ("Card", "Connection", "Memory", "Mirrors", "TensorFlow")])
    for key, caption, fact, state in (
        ("Card", "SanDisk Extreme, every block read back and equal", "11 min", State.DONE),
        ("Connection", "nano-desktop, fingerprint remembered", "2 min", State.DONE),
        ("Memory", "4 GB swap file, compressed memory kept", "20 s", State.DONE),
        ("Mirrors", "Skipped by you", "", State.SKIPPED),
        ("TensorFlow", "2.7.0, GPU found, test calculation correct", "47 min", State.DONE),
    ):
        row = steps.row(key)
        row.set_state(state)
        row.set_caption(caption)
        row.set_fact(fact)
    page.body.add(steps)
    page.body.add_section("Try it")
    page.body.add(CommandLine("ssh nano@192.168.55.1  \"python3 -c 'import tensorflow'\""))
    page.body.add_stretch()
    page.buttons("", "Back", "Close")
    return page


def repair_home() -> Shell:
    page = Shell(0, ("Repair", "Repair one step", "Every state below was checked just now. Checking changes nothing."))
    page.side.set_groups(
        [
            SideGroup("", [SideItem("home", "Overview", visited=True)]),
            SideGroup("On this computer", [SideItem("a", "Card", State.UNKNOWN), SideItem("b", "Image on card", State.UNKNOWN)]),
            SideGroup("On the Nano", [SideItem("c", "Connection", State.DONE), SideItem("d", "Swap", State.FAILED), SideItem("e", "Mirrors", State.ATTENTION), SideItem("f", "TensorFlow", State.DONE)]),
        ]
    )  # fmt: skip
    page.side.set_current("home")
    message = MessagePanel(
        Tone.BAD,
        "One step needs repair",
        "Swap is switched off after each restart. TensorFlow may stop with “out of memory”.",
    )
    message.set_action("Repair swap", "wrench", primary=True)
    page.body.add(message)
    heading = page.body.add_section("All steps")
    heading.add_right(TextLabel("Checked 20 s ago", Role.CAPTION, Tone.TEXT2))
    heading.add_right(Button("Check all again", "refresh"))
    grid = TileGrid()
    good, unknown = TagSpec("Good", Tone.GOOD, "check"), TagSpec("Not checked")
    for icon, title, tag, sentence, action, wrong in (
        ("card", "Card", unknown, "Plug the card into this computer to check it.", "Check", False),
        ("flash", "Image on card", unknown, "Compare the card with the image without writing.", "Check", False),
        ("link", "Connection", good, "nano-desktop answers over USB in 3 ms.", "Check again", False),
        ("swap", "Swap", TagSpec("Needs repair", Tone.BAD, "cross"), "The swap file is there, but it is not used after a restart.", "Repair…", True),
        ("mirror", "Mirrors", TagSpec("Could be better", Tone.WARN, "bang"), "0.9 MB/s is slow. A nearer server may be ten times faster.", "Choose…", True),
        ("tf", "TensorFlow", good, "2.7.0 starts and finds the GPU.", "Check again", False),
    ):  # fmt: skip
        tile = RepairTile(icon, title)
        tile.set_tag(tag)
        tile.set_sentence(sentence)
        tile.set_action(action, wrong=wrong)
        grid.add(tile)
    page.body.add(grid)
    page.body.add_stretch()
    page.buttons("Back to start", "Close", primary=False)
    return page


def parts() -> Shell:
    page = Shell(1, ("Parts", "Buttons, tags and messages", "Every kind in every state, the focus ring included."))
    line = QHBoxLayout()
    for kind in (Kind.PLAIN, Kind.PRIMARY, Kind.LINK, Kind.DANGER):
        for enabled in (True, False):
            button = Button(kind.value.title(), "refresh", kind)
            button.setEnabled(enabled)
            line.addWidget(button)
    ring = Button("Ring", kind=Kind.PRIMARY)
    ring.setProperty("kbd", True)
    line.addWidget(ring)
    line.addStretch(1)
    page.body.add_layout(line)
    page.body.add_gap()
    line = QHBoxLayout()
    for tone in (Tone.NEUTRAL, Tone.INFO, Tone.GOOD, Tone.WARN, Tone.BAD):
        line.addWidget(Tag(TagSpec(tone.value.title(), tone, "check")))
    line.addStretch(1)
    page.body.add_layout(line)
    for tone in (Tone.INFO, Tone.GOOD, Tone.WARN, Tone.BAD):
        page.body.add_gap()
        page.body.add(
            MessagePanel(tone, f"A message in {tone.value}", "One sentence that says what it means and what to do.")
        )
    page.body.add_stretch()
    page.buttons("Quit", "Back", "Next")
    return page


PAGES: dict[str, Callable[[], Shell]] = {
    made.__name__: made
    for made in (
        welcome, image, card, card_zh, why, empty, repair_card, confirm, holding, write, verify, error, boot, connect,
        swap, mirrors, tensorflow, finish, repair_home, parts,
    )
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--scheme", choices=("light", "dark"))
    parser.add_argument("--size", default="1100x720")
    parser.add_argument("--pt", type=float)
    given = parser.parse_args()
    width, height = (int(part) for part in given.size.split("x"))
    app = QApplication.instance() or QApplication(sys.argv)
    assert isinstance(app, QApplication)
    given.out.mkdir(parents=True, exist_ok=True)
    for scheme in (given.scheme,) if given.scheme else ("light", "dark"):
        for name in given.names or PAGES:
            look = apply_theme(app, scheme, language="zh_CN" if name.endswith("_zh") else "en")
            if given.pt:
                look.set_system_point_size(given.pt)
            page = PAGES[name]()
            page.show_at(width, height)
            page.grab().save(str(given.out / f"{name}_{scheme}_{width}.png"))
            page.deleteLater()
        dialog = TypedDialog("Erase and write to SanDisk Extreme, 63.9 GB", "Erase and write")
        dialog.field.setText("ERASE")
        dialog.show()
        QTest.qWait(30)
        dialog.grab().save(str(given.out / f"typed_{scheme}.png"))
        dialog.deleteLater()
    return 0


if __name__ == "__main__":
    sys.exit(main())
