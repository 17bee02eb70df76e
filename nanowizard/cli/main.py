"""The command line as a whole. Without a command it opens the wizard."""

from __future__ import annotations

import codecs
import io
import logging
import sys
from collections.abc import Callable, Sequence
from typing import Annotated

import typer

from nanowizard.cli.options import PracticeOption
from nanowizard.cli.output import EXIT_CODES
from nanowizard.cli.run import sink
from nanowizard.core.events import ErrorInfo, Status, TaskFinished
from nanowizard.core.logs import start_logging
from nanowizard.core.places import places

_log = logging.getLogger(__name__)

_PLAIN = {"✓": "+", "✗": "x", "…": "...", "•": "*"}

OpenWizard = Callable[..., int]
"""Called with page, repair, practice and language; returns the exit code."""


# Ahead of a command's name there may be this, and options of the wizard, with which no command goes.
_PRACTICE = "--practice"


def build(open_wizard: OpenWizard, pages: Sequence[str], arguments: Sequence[str] = ()) -> typer.Typer:
    """Where `arguments` name a command, it and its group alone: the others take as long to load as itself."""
    app = typer.Typer(
        name="nanowizard",
        help="From a bare microSD card to a Jetson Nano with TensorFlow. Without a command: the wizard.",
        pretty_exceptions_enable=False,
        add_completion=False,
    )

    @app.callback(invoke_without_command=True)
    def wizard(
        ctx: typer.Context,
        page: Annotated[str | None, typer.Option(metavar="ID", help="Open one page alone.")] = None,
        repair: Annotated[bool, typer.Option("--repair", help="The list of all pages with their states.")] = False,
        practice: PracticeOption = False,
        language: Annotated[str | None, typer.Option(metavar="TAG", help="For example en or zh_CN.")] = None,
    ) -> None:
        ctx.obj = practice
        if page is not None and page not in pages:
            raise typer.BadParameter(f"there is no page {page!r}; there are: {', '.join(pages)}", param_hint="--page")
        if ctx.invoked_subcommand is None:
            raise typer.Exit(open_wizard(page=page, repair=repair, practice=practice, language=language))

    named = next((word for word in arguments if word != _PRACTICE), "")
    for name, add in _COMMANDS.items():
        if name == named or named not in _COMMANDS:
            add(app)
    return app


def _add_image(app: typer.Typer) -> None:
    from nanowizard.cli import image  # noqa: PLC0415 - loaded when it is named

    app.add_typer(image.app, name="image")


def _add_card(app: typer.Typer) -> None:
    from nanowizard.cli import card  # noqa: PLC0415 - as above

    app.add_typer(card.app, name="card")


def _add_nano(app: typer.Typer) -> None:
    from nanowizard.cli import nano  # noqa: PLC0415 - as above

    app.add_typer(nano.app, name="nano")


def _add_setup(app: typer.Typer) -> None:
    from nanowizard.cli.setup import setup  # noqa: PLC0415 - as above

    app.command()(setup)


def _add_export(app: typer.Typer) -> None:
    from nanowizard.cli import export  # noqa: PLC0415 - as above

    app.add_typer(export.app, name="export")


_COMMANDS = {
    "image": _add_image,
    "card": _add_card,
    "nano": _add_nano,
    "setup": _add_setup,
    "export": _add_export,
}


def run(arguments: Sequence[str], open_wizard: OpenWizard, pages: Sequence[str]) -> int:
    """Run the command line and return its exit code: 0, 1 failed, 2 usage, 3 blocked, 130 cancelled.

    `pages` are the ids that `--page` accepts.
    """
    _open_missing_streams()
    start_logging(places().logs)
    try:
        build(open_wizard, pages, arguments)(list(arguments), standalone_mode=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except KeyboardInterrupt:
        return EXIT_CODES[Status.CANCELLED]
    except Exception as error:  # noqa: BLE001 - the last resort of the command line: a mistake of ours
        _log.exception("internal error")
        info = ErrorInfo(code="internal.error", detail=f"{type(error).__name__}: {error}")
        print_failure(info, json="--json" in arguments)
        return EXIT_CODES[Status.FAILED]
    return 0


class _Nowhere(io.TextIOBase):
    def write(self, text: str) -> int:
        return len(text)


def _open_missing_streams() -> None:
    """What a parent closed is nowhere, not an error; and no name is too strange for a terminal's encoding."""
    sys.stdout = sys.stdout or _Nowhere()
    sys.stderr = sys.stderr or _Nowhere()
    if isinstance(sys.stdout, io.TextIOWrapper):
        codecs.register_error("nanowizard.plainer", _plainer)
        sys.stdout.reconfigure(errors="nanowizard.plainer")


def _plainer(error: UnicodeError) -> tuple[str | bytes, int]:
    """Our own marks in letters, anything else as its code: a pipe on Windows is in an encoding without either."""
    if isinstance(error, UnicodeEncodeError) and (plain := _PLAIN.get(error.object[error.start])):
        return plain, error.start + 1
    return codecs.backslashreplace_errors(error)


def print_failure(info: ErrorInfo, *, json: bool) -> None:
    sink(json=json).emit(TaskFinished(task="", status=Status.FAILED, error=info))
