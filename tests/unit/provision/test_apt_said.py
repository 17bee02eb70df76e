"""What apt says, in its own words (apt 1.6 of Ubuntu 18.04 and 2.6 of Debian 12), and what we make of it."""

from __future__ import annotations

import pytest

from nanowizard.provision.apt.said import about, about_others, complaints, of_the_nano

TUNA = "http://mirrors.tuna.tsinghua.edu.cn/ubuntu-ports/"
BASE = TUNA.rstrip("/")
LOCK = "/var/lib/apt/lists/lock"
NVIDIA = "https://repo.download.nvidia.com/jetson"

SAID = {
    "nano.apt_dns": f"""Err:1 {BASE} bionic InRelease
  Temporary failure resolving 'mirrors.tuna.tsinghua.edu.cn'
Reading package lists...
W: Failed to fetch {BASE}/dists/bionic/InRelease  Temporary failure resolving 'mirrors.tuna.tsinghua.edu.cn'
W: Some index files failed to download. They have been ignored, or old ones used instead.
""",
    "nano.apt_unreachable": f"""Err:1 {BASE} bionic InRelease
  Could not connect to mirrors.tuna.tsinghua.edu.cn:80 (101.6.15.130), connection timed out
W: Failed to fetch {BASE}/dists/bionic/InRelease  Could not connect to mirrors.tuna.tsinghua.edu.cn:80 (101.6.15.130)
""",
    "nano.apt_tls": """Ign:1 https://mirrors.tuna.tsinghua.edu.cn/ubuntu-ports bionic InRelease
Err:4 https://mirrors.tuna.tsinghua.edu.cn/ubuntu-ports bionic Release
  Certificate verification failed: The certificate is NOT trusted. The certificate chain uses expired certificate.  \
Could not handshake: Error in the certificate verification. [IP: 101.6.15.130 443]
E: The repository 'https://mirrors.tuna.tsinghua.edu.cn/ubuntu-ports bionic Release' does not have a Release file.
N: Updating from such a repository can't be done securely, and is therefore disabled by default.
""",
    "nano.apt_clock": f"""Get:1 {BASE} bionic-updates InRelease [88.7 kB]
E: Release file for {BASE}/dists/bionic-updates/InRelease is not valid yet (invalid for another 1d 2h 3min 4s). \
Updates for this repository will not be applied.
""",
    "nano.apt_stale": f"""\
E: Release file for {BASE}/dists/bionic-updates/InRelease is expired (invalid since 8d 1h 2min 3s). \
Updates for this repository will not be applied.
""",
    "nano.apt_not_found": f"""Ign:1 {BASE} bionic InRelease
Err:2 {BASE} bionic Release
  404  Not Found [IP: 101.6.15.130 80]
E: The repository '{BASE} bionic Release' does not have a Release file.
N: See apt-secure(8) manpage for repository creation and user configuration details.
""",
    "nano.apt_server_error": f"""Err:1 {BASE} bionic InRelease
  503  Service Unavailable [IP: 101.6.15.130 80]
E: Failed to fetch {BASE}/dists/bionic/InRelease  503  Service Unavailable [IP: 101.6.15.130 80]
""",
    "nano.apt_hash_mismatch": f"""Get:1 {BASE} bionic InRelease [242 kB]
Err:5 {BASE} bionic/main arm64 Packages
  Hash Sum mismatch
  Hashes of expected file:
   - Filesize:1285280 [weak]
E: Failed to fetch {BASE}/dists/bionic/main/binary-arm64/Packages.xz  Hash Sum mismatch
E: Some index files failed to download. They have been ignored, or old ones used instead.
""",
    "nano.apt_broken_index": f"""Err:5 {BASE} bionic/main arm64 Packages
  File has unexpected size (963 != 1024). Mirror sync in progress? [IP: 101.6.15.130 80]
E: Failed to fetch {BASE}/dists/bionic/main/binary-arm64/Packages.xz  File has unexpected size (963 != 1024). \
Mirror sync in progress? [IP: 101.6.15.130 80]
""",
    "nano.apt_signature": f"""Err:1 {BASE} bionic InRelease
  The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 3B4FE6ACC0B21F32
W: GPG error: {BASE} bionic InRelease: The following signatures couldn't be verified because the public key is not \
available: NO_PUBKEY 3B4FE6ACC0B21F32
E: The repository '{BASE} bionic InRelease' is not signed.
""",
}


def heard(text: str) -> str | None:
    complaint = about(complaints(text.splitlines()), [TUNA, TUNA.replace("http:", "https:")])
    return complaint.code if complaint else None


@pytest.mark.parametrize("code", SAID)
def test_a_reason_is_known_by_apts_words(code: str) -> None:
    assert heard(SAID[code]) == code


def test_a_login_page_in_the_place_of_a_mirror() -> None:
    said = f"""Err:1 {BASE} bionic InRelease
  Clearsigned file isn't valid, got 'NOSPLIT' (does the network require authentication?)
E: Failed to fetch {BASE}/dists/bionic/InRelease  Clearsigned file isn't valid, got 'NOSPLIT' (does the network …
"""
    assert heard(said) == "nano.apt_broken_index"


def test_words_that_are_not_known_are_a_failure_all_the_same() -> None:
    assert heard(f"E: Failed to fetch {BASE}/dists/bionic/InRelease  The moon is full") == "nano.apt_update_failed"


@pytest.mark.parametrize(
    "line",
    [
        f"W: {BASE}/dists/bionic/InRelease: Key is stored in legacy trusted.gpg keyring (/etc/apt/trusted.gpg), see …",
        f"W: {BASE}/dists/bionic/InRelease: Signature by key 790BC72777672 uses weak digest algorithm (SHA1)",
        f"W: Conflicting distribution: {BASE} bionic-updates InRelease (expected bionic-updates but got bionic)",
        "W: Target Packages (main/binary-arm64/Packages) is configured multiple times in /etc/apt/sources.list:1 and …",
        f"N: Skipping acquire of configured file 'main/binary-i386/Packages' as repository '{BASE} bionic InRelease' …",
        f"Hit:1 {BASE} bionic InRelease",
        f"Ign:1 {BASE} bionic InRelease",
        "Reading package lists...",
    ],
)
def test_remarks_are_no_complaints(line: str) -> None:
    assert complaints([line]) == []


def test_what_is_wrong_with_other_sources_is_told_apart() -> None:
    said = f"""Get:1 {BASE} bionic InRelease [242 kB]
Err:2 {NVIDIA}/<SOC> r32.7 Release
  404  Not Found [IP: 192.0.2.7 443]
Err:3 http://me:secret@ppa.example/x bionic InRelease
  Could not resolve 'ppa.example'
E: The repository '{NVIDIA}/<SOC> r32.7 Release' does not have a Release file.
"""
    found = complaints(said.splitlines())
    assert about(found, [TUNA]) is None
    others = about_others(found, [TUNA])
    assert {host: other.code for host, other in others.items()} == {
        "repo.download.nvidia.com": "nano.apt_not_found",
        "ppa.example": "nano.apt_dns",
    }


def test_a_server_whose_name_begins_alike_is_another_one() -> None:
    found = complaints([f"E: Failed to fetch {BASE}-old/dists/bionic/InRelease  404  Not Found"])
    assert about(found, [TUNA]) is None
    assert list(about_others(found, [TUNA])) == ["mirrors.tuna.tsinghua.edu.cn"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            "nano.apt_lock_lost",
            "E: Could not get lock /var/lib/apt/lists/lock - open (11: Resource temporarily unavailable)",
        ),
        (
            "nano.apt_lock_lost",
            "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 812 (packagekitd)",
        ),
        ("nano.apt_list_damaged", "E: Malformed entry 3 in list file /etc/apt/sources.list (Component)"),
        ("nano.apt_list_damaged", "E: Malformed stanza 1 in source list /etc/apt/sources.list.d/a.sources (type)"),
        ("nano.apt_list_damaged", "E: Type 'dep' is not known on line 1 in source list /etc/apt/sources.list"),
        ("nano.apt_no_space", "E: You don't have enough free space in /var/cache/apt/archives/."),
        ("nano.apt_no_space", "E: Write error - write (28: No space left on device)"),
    ],
)
def test_what_is_wrong_on_the_nano_itself(code: str, text: str) -> None:
    own = of_the_nano(complaints([text, f"Err:1 {BASE} bionic InRelease", "  Could not resolve 'x'"]))
    assert own
    assert own.code == code
    assert own.text == text


def test_the_certificate_of_a_server_is_no_matter_of_its_name() -> None:
    said = "Err:1 http://ssl.certificates.example/ubuntu-ports bionic InRelease\n  404  Not Found [IP: 192.0.2.7 80]\n"
    found = complaints(said.splitlines())
    assert [complaint.code for complaint in found] == ["nano.apt_not_found"]
