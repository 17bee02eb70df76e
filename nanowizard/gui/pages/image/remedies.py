"""The one thing to do for each error of the Image page: pure."""

from __future__ import annotations

import enum

from PySide6.QtCore import QCoreApplication

from nanowizard.core.events import ErrorInfo
from nanowizard.gui.pages.image.selection import FILE, URL

translate = QCoreApplication.translate


class Remedy(enum.Enum):
    AGAIN = "again"
    ANEW = "anew"  # what is here is damaged: away with it, then from the start
    FOLDER = "folder"
    SERVER = "server"
    ADDRESS = "address"
    FILE = "file"
    PAGE = "page"


_FOLDER = frozenset({"image.no_space", "image.not_saved", "image.too_large_for_disk"})
_NOT_THERE = frozenset(
    {
        "image.missing", "image.refused", "image.http_status", "image.wrong_length", "image.insecure_redirect",
        "image.no_archive", "image.too_small",
    }
)  # fmt: skip
_SPOILT = frozenset(
    {
        "image.damaged", "image.trailing", "image.empty", "image.not_an_image", "image.too_large", "image.no_member",
        "image.unsafe_names", "image.unsupported", "image.several_members", "image.encrypted",
    }
)  # fmt: skip
_OF_AN_ADDRESS = _NOT_THERE | {"image.bad_url", "image.unknown_host"} | _SPOILT


def remedy_for(error: ErrorInfo, key: str | None) -> Remedy:
    """`key` is the chosen row."""
    code = error.code
    if key == FILE:
        return Remedy.FILE
    if code in _FOLDER:
        return Remedy.FOLDER
    if code == "image.no_address":
        return Remedy.PAGE
    if key == URL and code in _OF_AN_ADDRESS:
        return Remedy.ADDRESS
    if code in _NOT_THERE:
        return Remedy.SERVER
    if code in _SPOILT or (code == "image.truncated" and "expected_bytes" not in error.params):
        return Remedy.ANEW
    return Remedy.AGAIN


def remedy_words(remedy: Remedy) -> tuple[str, str]:
    """Label and icon."""
    return {
        Remedy.AGAIN: (translate("ImagePage", "Try again"), "refresh"),
        Remedy.ANEW: (translate("ImagePage", "Delete it and download it again"), "refresh"),
        Remedy.FOLDER: (translate("ImagePage", "Choose another folder…"), "folder"),
        Remedy.SERVER: (translate("ImagePage", "Use another server…"), "link"),
        Remedy.ADDRESS: (translate("ImagePage", "Change the address"), "link"),
        Remedy.FILE: (translate("ImagePage", "Choose another file…"), "folder"),
        Remedy.PAGE: (translate("ImagePage", "Open the web page"), "link"),
    }[remedy]


def also(error: ErrorInfo) -> str:
    """What the sentences of the error leave out: where a file with a wrong checksum went."""
    kept = error.params.get("kept_as")
    if not kept:
        return ""
    return translate("ImagePage", "It was set aside as {file}, and nothing will use it.").format(file=kept)
