"""Pictures of the pages from Image to Connect and of a card's repair and test, in all states, to be looked at.

python tests/gui/card_page_pictures.py FOLDER [--dark] [--small] [--chinese] [STATE...]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parents[2])]


def main() -> int:
    from PySide6.QtTest import QTest
    from support.arriving_states import ARRIVING_STATES
    from support.card_states import STATES, Stage
    from support.care_states import CARE_STATES
    from support.connect_states import CONNECT_STATES
    from support.flash_fit_states import FIT_STATES
    from support.flash_options_states import OPTION_STATES
    from support.format_states import FORMAT_STATES
    from support.image_states import IMAGE_STATES
    from support.several_states import SEVERAL_STATES
    from support.verify_states import VERIFY_STATES
    from support.why_states import WHY_STATES

    from nanowizard.gui.app import make_application
    from nanowizard.gui.language import Translators
    from nanowizard.gui.style import apply_theme
    from nanowizard.gui.wizard import SIZE, SMALLEST

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--chinese", action="store_true")
    parser.add_argument("states", nargs="*")
    asked = parser.parse_args()
    scheme, size = ("dark" if asked.dark else "light"), (SMALLEST if asked.small else SIZE)
    app = make_application()
    language = "zh_CN" if asked.chinese else "en"
    Translators(app).use(language)
    apply_theme(app, scheme, language=language)
    asked.folder.mkdir(parents=True, exist_ok=True)
    states = {
        **IMAGE_STATES,
        **STATES,
        **ARRIVING_STATES,
        **FIT_STATES,
        **OPTION_STATES,
        **CARE_STATES,
        **FORMAT_STATES,
        **WHY_STATES,
        **SEVERAL_STATES,
        **CONNECT_STATES,
        **VERIFY_STATES,
    }
    for name, make in states.items():
        if asked.states and not any(name.startswith(wanted) for wanted in asked.states):
            continue
        with tempfile.TemporaryDirectory(prefix="nanowizard-pictures-") as home:
            stage = Stage(Path(home), size)
            page = make(stage)
            QTest.qWait(150)
            page.wizard().grab().save(str(asked.folder / f"{name}_{scheme}_{language}_{size.width()}.png"))
            stage.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
