"""What of the report a person should know, and which page repairs it."""

from __future__ import annotations

from collections.abc import Iterator

from nanowizard.core.events import Finding, JsonValue, Severity
from nanowizard.provision.report.facts import Report
from nanowizard.remote.facts import facts_findings

CLOCK_OFF_S = 60.0
"""Enough for a signature or a certificate to be "not valid yet"; slower links and busy boards stay below."""
HOT_C = 85.0
"""Well before the board slows itself down; a Nano with its heat sink idles at 40 to 50."""
LOW_FREE_BYTES = 2_000_000_000
"""TensorFlow and what it needs take about this."""
UNUSED_BYTES = 1 << 30
"""Less may be a gap, the small partitions of NVIDIA's layout, or the place for the table at the end."""

PAGES = {
    "nano.clock_off": "nano.clock",
    "nano.disk_low": "nano.rootfs",
    "nano.half_installed": "nano.packages",
    "nano.no_names": "nano.apt",
    "nano.no_route": "nano.apt",
    "nano.no_swap_file": "nano.swap",
    "nano.no_web": "nano.apt",
    "nano.power_mode_low": "nano.power",
    "nano.rootfs_not_grown": "nano.rootfs",
}
"""The page that repairs what a finding says, where there is one. That of the mirrors is the first one that lends the
Nano this computer's internet.
"""


def report_findings(report: Report) -> list[Finding]:
    """The worst first."""
    parts = (_board, _system, _network, _packages, _jobs)
    found = [*facts_findings(report.nano), *(finding for part in parts for finding in part(report))]
    order = list(Severity)
    return sorted(found, key=lambda finding: order.index(finding.severity), reverse=True)


def _board(report: Report) -> Iterator[Finding]:
    if report.board.kind == "emmc":
        yield _finding("nano.emmc_module", Severity.INFO, module=report.board.module)
    if report.alarms:
        yield _finding("nano.weak_power", count=report.alarms)
    if report.temperature_c is not None and report.temperature_c >= HOT_C:
        yield _finding("nano.hot", temperature=round(report.temperature_c))
    mode = report.power_mode
    if mode and mode.number != 0:
        yield _finding("nano.power_mode_low", Severity.INFO, mode=mode.name)


def _system(report: Report) -> Iterator[Finding]:
    nano, place = report.nano, report.place
    if nano.clock_ahead_s is not None and abs(nano.clock_ahead_s) >= CLOCK_OFF_S:
        yield _finding("nano.clock_off", off_s=abs(nano.clock_ahead_s))
    unused = place.unused_bytes if place else 0
    if place and nano.disk:
        # A file system takes some hundredths of its partition for itself.
        unused += max(0, place.partition_bytes - int(nano.disk.size_bytes * 1.1))
    if unused >= UNUSED_BYTES:
        yield _finding("nano.rootfs_not_grown", unused_bytes=unused)
    if nano.disk and nano.disk.free_bytes < LOW_FREE_BYTES:
        yield _finding("nano.disk_low", free_bytes=nano.disk.free_bytes)
    if nano.swap is not None and all(area.is_zram for area in nano.swap):
        yield _finding("nano.no_swap_file", Severity.INFO)


_NETWORK = {"no_route": "nano.no_route", "no_names": "nano.no_names", "no_web": "nano.no_web"}


def _network(report: Report) -> Iterator[Finding]:
    if report.network in _NETWORK:
        yield _finding(_NETWORK[report.network])


def _packages(report: Report) -> Iterator[Finding]:
    if report.broken:
        yield _finding("nano.half_installed", packages=list(report.broken))
    if report.locks:
        yield _finding("nano.packages_busy", Severity.INFO, programs=[lock.program for lock in report.locks])


def _jobs(report: Report) -> Iterator[Finding]:
    running = [job.id for job in report.jobs if job.state == "running"]
    if running:
        yield _finding("nano.work_goes_on", Severity.INFO, jobs=running)


def _finding(code: str, severity: Severity = Severity.WARNING, **params: JsonValue) -> Finding:
    return Finding(code=code, severity=severity, params=params)
