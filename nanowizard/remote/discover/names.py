"""Machines that announce themselves in the local network (mDNS), and the names that Nanos usually have."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from nanowizard.core.task import CancelToken
from nanowizard.remote.address import DEFAULT_PORT
from nanowizard.remote.discover.model import How, Sighting

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, ServiceStateChange, Zeroconf

SERVICES = ("_ssh._tcp.local.", "_workstation._tcp.local.")
USUAL_NAMES = ("tegra-ubuntu", "jetson", "jetson-nano", "jetson-desktop", "nano", "nano-desktop")
"""The first is L4T's own before its set-up; the set-up proposes USER-desktop. The others are what tutorials use."""
LISTEN_S = 3.0
_ANSWER_MS = 1500


def listen(report: Callable[[Sighting], None], stop: CancelToken) -> None:
    """Ask, and hand on what answers, for LISTEN_S or until `stop`. A network without multicast has no names."""
    from zeroconf import IPVersion, ServiceBrowser, Zeroconf  # noqa: PLC0415 - not before somebody looks for a Nano

    try:
        zeroconf = Zeroconf(ip_version=IPVersion.V4Only)
    except OSError:
        return
    with contextlib.closing(zeroconf):
        asker = _Asker(zeroconf, report)
        browser = ServiceBrowser(zeroconf, list(SERVICES), handlers=[asker.on_service])
        asker.ask_usual_names()
        stop.wait(LISTEN_S)
        browser.cancel()
        asker.finish()


class _Asker:
    """Resolves each name in a thread of its own: the library's own one may not wait."""

    def __init__(self, zeroconf: Zeroconf, report: Callable[[Sighting], None]) -> None:
        self._zeroconf = zeroconf
        self._report = report
        self._threads: list[threading.Thread] = []
        self._is_over = False

    def on_service(self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        from zeroconf import ServiceInfo  # noqa: PLC0415 - loaded already

        del zeroconf, state_change
        self._start(ServiceInfo(service_type, name))

    def ask_usual_names(self) -> None:
        # A part of its documented interface that its list of exports leaves out.
        from zeroconf import AddressResolverIPv4  # type: ignore[attr-defined]  # noqa: PLC0415

        for name in USUAL_NAMES:
            self._start(AddressResolverIPv4(f"{name}.local."))

    def finish(self) -> None:
        self._is_over = True
        for thread in self._threads:
            thread.join()

    def _start(self, info: ServiceInfo) -> None:
        if not self._is_over:
            thread = threading.Thread(target=self._resolve, args=(info,), name="look-name", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _resolve(self, info: ServiceInfo) -> None:
        from zeroconf import Error  # noqa: PLC0415 - loaded already

        try:
            answered = info.request(self._zeroconf, _ANSWER_MS)
        except (Error, OSError):
            return  # the listening ended
        name = "".join(filter(str.isprintable, info.server or "")).removesuffix(".").removesuffix(".local")
        port = info.port if info.type == SERVICES[0] and info.port else DEFAULT_PORT
        for host in info.parsed_addresses() if answered else ():
            self._report(Sighting(host, port, How.NAME, name))
