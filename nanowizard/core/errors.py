"""The errors that NanoWizard raises on purpose.

    NanoWizardError
    ├── ImageError       the image cannot be fetched, opened or trusted        image.*
    ├── DriveError       the card cannot be seen, opened, written or read      drive.*
    ├── PrivilegeError   the system did not allow it                           privilege.*
    ├── FlashError       the card does not hold what was written               flash.*
    ├── CardError        the card cannot become what was asked for             card.*
    ├── HelperError      the helper process failed or broke its protocol       helper.*
    ├── NanoError        the Nano cannot be reached, trusted or changed        nano.*
    ├── StoreError       a file of our own on this computer is damaged         store.* profile.*
    └── UsageError       what was asked for makes no sense                     usage.*

Each carries a stable `code` with JSON-able `params`; the sentence and the remedy are made from the code at the edge
(`core.messages`). `Cancelled` and `Blocked` are not errors: the person asked for the one and is asked by the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from nanowizard.core.events import ErrorInfo, Finding, JsonValue, Params


class NanoWizardError(Exception):
    """Base of every error with a designed message.

    `code` is a stable dotted slug. `detail` is untranslated and may name paths, an errno or what a program printed,
    never a secret.
    """

    def __init__(self, code: str, *, detail: str = "", **params: JsonValue) -> None:
        super().__init__(code)
        self.code = code
        self.params: Params = params
        self.detail = detail

    def __str__(self) -> str:
        extra = "".join(f" {key}={value!r}" for key, value in self.params.items())
        return f"{self.code}{extra}" + (f": {self.detail}" if self.detail else "")

    @property
    def info(self) -> ErrorInfo:
        return ErrorInfo(code=self.code, params=self.params, detail=self.detail)


class ImageError(NanoWizardError):
    pass


class DriveError(NanoWizardError):
    pass


class PrivilegeError(NanoWizardError):
    pass


class FlashError(NanoWizardError):
    pass


class CardError(NanoWizardError):
    pass


class HelperError(NanoWizardError):
    pass


class NanoError(NanoWizardError):
    pass


class StoreError(NanoWizardError):
    pass


class UsageError(NanoWizardError):
    pass


class Cancelled(Exception):  # noqa: N818 - a person's wish, not an error
    """The run was cancelled; whoever catches it leaves nothing half-done that looks whole."""


class Blocked(Exception):  # noqa: N818 - not an error: the person has to do or decide something first
    """The run cannot go on before the person has seen to `findings`; nothing was changed."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = tuple(findings)


_BY_PREFIX: dict[str, type[NanoWizardError]] = {
    "image": ImageError,
    "drive": DriveError,
    "privilege": PrivilegeError,
    "flash": FlashError,
    "card": CardError,
    "helper": HelperError,
    "nano": NanoError,
    "store": StoreError,
    "profile": StoreError,
    "usage": UsageError,
}


def error_from_info(info: ErrorInfo) -> NanoWizardError:
    """The error of an `ErrorInfo` that came over a wire, in the class that its code's first word names."""
    kind = _BY_PREFIX.get(info.code.partition(".")[0], NanoWizardError)
    error = kind(info.code, detail=info.detail)
    error.params = info.params
    return error
