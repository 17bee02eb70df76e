"""What programs on the Nano say when something goes wrong, as errors with words of ours. Pure."""

from __future__ import annotations

import re

from nanowizard.core.errors import NanoError
from nanowizard.remote.shell import CommandResult

DETAIL_CHARS = 2000
_SIGNALS = {"Illegal": 4, "Killed": 9}
"""The shell's word for a program that this signal ended, and its number (signal 7)."""
_NO_NETWORK = re.compile(
    r"Temporary failure in name resolution|Name or service not known|Network is unreachable|No route to host|"
    r"Failed to establish a new connection|Connection (refused|timed out|reset)|timed out|Connection broken|"
    r"Could not resolve|IncompleteRead|Failed to fetch|Remote end closed",
)
_CLOCK = re.compile(r"certificate is not yet valid|certificate has expired|not valid yet|CERTIFICATE_VERIFY_FAILED")
_NOT_FOUND = re.compile(r"No matching distribution found for (\S+)|Unable to locate package (\S+)")
_BAD_FILE = re.compile(r"DO NOT MATCH THE HASHES|has invalid content|BadZipFile|File is not a zip file|is corrupt")


def why_failed(result: CommandResult, program: str) -> NanoError:
    """The error of a command that did not succeed.

    nano.tensorflow_illegal, nano.tensorflow_out_of_memory, nano.tensorflow_disk_full, nano.tensorflow_bad_file,
    nano.tensorflow_clock, nano.tensorflow_not_there(package), nano.tensorflow_no_internet, or nano.command_failed.
    """
    said = f"{result.stdout}\n{result.stderr}"
    detail = said[-DETAIL_CHARS:].strip()
    if _ended_by(result, said, "Illegal"):
        return NanoError("nano.tensorflow_illegal", detail=detail)
    if _ended_by(result, said, "Killed") or "MemoryError" in said or "Cannot allocate memory" in said:
        return NanoError("nano.tensorflow_out_of_memory", detail=detail)
    if "No space left on device" in said:
        return NanoError("nano.tensorflow_disk_full", detail=detail)
    if _BAD_FILE.search(said):
        return NanoError("nano.tensorflow_bad_file", detail=detail)
    if _CLOCK.search(said):
        return NanoError("nano.tensorflow_clock", detail=detail)
    if _NO_NETWORK.search(said):
        return NanoError("nano.tensorflow_no_internet", detail=detail)
    if missing := _NOT_FOUND.search(said):
        return NanoError("nano.tensorflow_not_there", package=missing[1] or missing[2], detail=detail)
    return NanoError("nano.command_failed", command=program, exit_status=result.exit_status, detail=detail)


def _ended_by(result: CommandResult, said: str, word: str) -> bool:
    """A shell passes a signal on as 128 and its number; a compiler that was killed says so in pip's output."""
    number = _SIGNALS[word]
    if result.exit_status in {128 + number, -number}:
        return True
    pattern = r"Illegal instruction" if word == "Illegal" else r"\bKilled\b|signal 9|terminated program cc1"
    return bool(re.search(pattern, said))
