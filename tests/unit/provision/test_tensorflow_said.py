from __future__ import annotations

import pytest

from nanowizard.provision.tensorflow.facts import parse_installed, parse_python
from nanowizard.provision.tensorflow.said import why_failed
from nanowizard.remote.shell import CommandResult

PIP_NO_DNS = """  WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<pip...>: Failed
to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/numpy/
ERROR: Could not find a version that satisfies the requirement numpy==1.19.4 (from versions: none)
ERROR: No matching distribution found for numpy==1.19.4"""
PIP_CERTIFICATE = """Could not fetch URL https://pypi.org/simple/numpy/: There was a problem confirming the ssl
certificate: HTTPSConnectionPool(host='pypi.org', port=443): Max retries exceeded (Caused by SSLError(SSLError(1, '[SSL:
CERTIFICATE_VERIFY_FAILED] certificate verify failed (_ssl.c:852)'),)) - skipping"""


@pytest.mark.parametrize(
    ("status", "said", "code"),
    [
        (1, PIP_NO_DNS, "nano.tensorflow_no_internet"),
        (1, PIP_CERTIFICATE, "nano.tensorflow_clock"),
        (1, "ERROR: No matching distribution found for numpy==1.19.4", "nano.tensorflow_not_there"),
        (100, "E: Unable to locate package libhdf5-serial-dev", "nano.tensorflow_not_there"),
        (100, "E: Failed to fetch http://x/y.deb  Could not resolve 'x'", "nano.tensorflow_no_internet"),
        (1, "OSError: [Errno 28] No space left on device", "nano.tensorflow_disk_full"),
        (1, "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "nano.tensorflow_bad_file"),
        (1, "zipfile.BadZipFile: Bad CRC-32 for file", "nano.tensorflow_bad_file"),
        (132, "", "nano.tensorflow_illegal"),
        (-4, "", "nano.tensorflow_illegal"),
        (1, "Illegal instruction (core dumped)", "nano.tensorflow_illegal"),
        (137, "", "nano.tensorflow_out_of_memory"),
        (
            1,
            "aarch64-linux-gnu-gcc: fatal error: Killed signal terminated program cc1",
            "nano.tensorflow_out_of_memory",
        ),
        (1, "MemoryError", "nano.tensorflow_out_of_memory"),
        (1, "something else", "nano.command_failed"),
    ],
)
def test_what_went_wrong(status: int, said: str, code: str) -> None:
    error = why_failed(CommandResult(status, said, ""), "python3")
    assert error.code == code
    assert error.detail == said.strip()


def test_the_package_that_is_missing_is_named() -> None:
    said = "ERROR: No matching distribution found for numpy==1.19.4"
    assert why_failed(CommandResult(1, said, ""), "python3").params == {"package": "numpy==1.19.4"}


def test_installed_packages_in_dpkgs_words() -> None:
    text = "zip ii \ngfortran un \nlibhdf5-dev iF \n"
    wanted = ["zip", "gfortran", "libhdf5-dev", "libjpeg8-dev"]
    assert parse_installed(text, wanted) == {
        "zip": True,
        "gfortran": False,
        "libhdf5-dev": False,
        "libjpeg8-dev": False,
    }


@pytest.mark.parametrize("text", ["", "Python 3.6.9", "{}", "[]", '{"version": "3.6.9"}'])
def test_no_python_where_nobody_says_so(text: str) -> None:
    assert parse_python(text) is None
