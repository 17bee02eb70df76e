"""The real senses in a network of the test's own: a cable between two namespaces, real packets, a real mDNS responder.

Nothing here asks the machine's real network anything: in the namespace there is none.
"""

from __future__ import annotations

import json
import math
import sys
from typing import Any

from support.namespaces import Namespaces, joined

from nanowizard.remote.discover.finder import LIMIT_S
from nanowizard.remote.discover.prober import AT_ONCE, CONNECT_S

NVIDIA_CARD = "48:b0:2d:12:34:56"

# Greets as an SSH server at each ADDRESS:PORT.
GREET = """
import socket, sys, threading
def serve(server, banner):
    while True:
        link, _ = server.accept()
        with link:
            link.sendall(banner)
for place in sys.argv[2:]:
    host, _, port = place.rpartition(":")
    server = socket.create_server((host, int(port)))
    threading.Thread(target=serve, args=(server, sys.argv[1].encode() + b"\\r\\n"), daemon=True).start()
print("ready")
threading.Event().wait()
"""

# Announces a service of the machine NAME, and answers who has that name: SERVICE NAME ADDRESS.
ANNOUNCE = """
import socket, sys, threading
from zeroconf import ServiceInfo, Zeroconf
service, name, address = sys.argv[1:]
info = ServiceInfo(service, f"{name}.{service}", port=22, server=f"{name}.local.",
                   addresses=[socket.inet_aton(address)])
zeroconf = Zeroconf(interfaces=[address])
zeroconf.register_service(info)
print("ready")
threading.Event().wait()
"""

# Looks with all real senses; prints each finding, then the list.
LOOK = """
import dataclasses, json, sys
from nanowizard.core.events import finding_to_wire
from nanowizard.core.task import CancelToken
from nanowizard.remote.address import Address
from nanowizard.remote.discover.finder import Search, find
from nanowizard.remote.discover.sources import OF_THIS_COMPUTER
settings = json.loads(sys.argv[1])
sources = dataclasses.replace(OF_THIS_COMPUTER, serial_ports=lambda: settings["serial"], readme_disks=lambda: [])
used = [Address(host, port) for host, port in settings["used"]]
found = find(
    Search(sources=sources, used=used, is_known=lambda place: place in settings["known"], around=settings["around"],
           limit_s=60),
    lambda finding: print(json.dumps(["told", finding_to_wire(finding)])), CancelToken())
print(json.dumps(["found", [finding_to_wire(finding) for finding in found]]))
"""

NANO_BANNER = "SSH-2.0-OpenSSH_7.6p1 Ubuntu-4ubuntu0.7"
OTHER_BANNER = "SSH-2.0-OpenSSH_9.2p1 Debian-2"


def look(nets: Namespaces, *, around: bool = True, **settings: Any) -> dict[str, dict[str, Any]]:
    """The findings by code, in their order."""
    wanted = {"serial": [], "used": [], "known": [], "around": around, **settings}
    said = nets.run(nets.ours, sys.executable, "-c", LOOK, json.dumps(wanted))
    lines = dict(json.loads(line) for line in said.splitlines() if not line.startswith('["told"'))
    return {finding["code"]: finding for finding in lines["found"]}


def test_the_usb_cable() -> None:
    with joined(["192.168.55.100/24"], ["192.168.55.1/24"]) as nets:
        nets.python(nets.theirs, GREET, NANO_BANNER, "192.168.55.1:22")
        found = look(nets, around=False)
        assert found["nano.found_usb"]["params"]["banner"] == NANO_BANNER
        assert found["nano.found_usb"]["params"]["known"] is False


def test_the_usb_cable_without_a_login_is_an_unfinished_setup() -> None:
    with joined(["192.168.55.100/24"], ["192.168.55.1/24"]) as nets:
        found = look(nets, around=False, serial=["/dev/ttyACM0"])
        assert list(found) == ["nano.unfinished_usb", "nano.found_serial"]
        assert found["nano.found_serial"]["params"] == {"device": "/dev/ttyACM0"}


def test_nobody_asks_the_usb_address_where_there_is_no_such_cable() -> None:
    with joined(["192.168.56.100/24"], ["192.168.56.1/24", "192.168.55.1/32"]) as nets:
        nets.run(nets.ours, "ip", "route", "add", "default", "via", "192.168.56.1")
        nets.python(nets.theirs, GREET, NANO_BANNER, "192.168.55.1:22")
        found = look(nets)
        assert found == {}


def test_a_network_card_of_nvidia_among_others() -> None:
    with joined(["10.77.1.1/24"], ["10.77.1.37/24"], card=NVIDIA_CARD) as nets:
        nets.python(nets.theirs, GREET, OTHER_BANNER, "10.77.1.37:22")
        found = look(nets)
        assert found["nano.found_card"]["params"]["host"] == "10.77.1.37"


def test_a_network_card_of_nvidia_without_a_login() -> None:
    with joined(["10.77.1.1/24"], ["10.77.1.37/24"], card=NVIDIA_CARD) as nets:
        found = look(nets)
        assert found["nano.unfinished_card"]["params"]["host"] == "10.77.1.37"


def test_other_peoples_servers_are_not_mentioned_but_ubuntu_18_is() -> None:
    with joined(["10.77.1.1/24"], ["10.77.1.37/24", "10.77.1.38/24"], card="02:00:00:00:00:07") as nets:
        nets.python(nets.theirs, GREET, OTHER_BANNER, "10.77.1.37:22")
        nets.python(nets.theirs, GREET, NANO_BANNER, "10.77.1.38:22")
        found = look(nets)
        assert {code: f["params"]["host"] for code, f in found.items()} == {"nano.found_ubuntu": "10.77.1.38"}


def test_a_network_larger_than_22_bits_is_not_searched() -> None:
    with joined(["10.77.1.1/21"], ["10.77.1.37/21"], card=NVIDIA_CARD) as nets:
        nets.python(nets.theirs, GREET, NANO_BANNER, "10.77.1.37:22")
        assert look(nets) == {}
        meet = "import socket; socket.create_connection(('10.77.1.37', 22)).close()"
        nets.run(nets.ours, sys.executable, "-c", meet)
        assert "nano.found_card" in look(nets), "a machine that the system has met is asked all the same"


def test_a_public_network_is_not_searched() -> None:
    with joined(["198.51.100.1/24"], ["198.51.100.37/24"], card=NVIDIA_CARD) as nets:
        nets.python(nets.theirs, GREET, NANO_BANNER, "198.51.100.37:22")
        assert look(nets) == {}


def test_the_end_of_the_largest_network_is_reached_within_the_time_of_a_search() -> None:
    with joined(["10.77.4.1/22"], ["10.77.7.250/22"], card=NVIDIA_CARD) as nets:
        nets.python(nets.theirs, GREET, NANO_BANNER, "10.77.7.250:22")
        found = look(nets)
        assert "nano.found_card" in found
    assert math.ceil(1022 / AT_ONCE) * CONNECT_S < LIMIT_S


def test_a_name_that_is_announced() -> None:
    with joined(["10.77.1.1/21"], ["10.77.1.37/21"]) as nets:
        nets.python(nets.theirs, GREET, OTHER_BANNER, "10.77.1.37:22")
        nets.python(nets.theirs, ANNOUNCE, "_ssh._tcp.local.", "alice-desktop", "10.77.1.37")
        found = look(nets)
        assert found["nano.found_announced"]["params"]["name"] == "alice-desktop"


def test_a_usual_name_is_asked_for() -> None:
    with joined(["10.77.1.1/21"], ["10.77.1.37/21"]) as nets:
        nets.python(nets.theirs, GREET, OTHER_BANNER, "10.77.1.37:22")
        # Ubuntu's own set-up announces no SSH: only the name is answered.
        nets.python(nets.theirs, ANNOUNCE, "_http._tcp.local.", "tegra-ubuntu", "10.77.1.37")
        found = look(nets)
        assert found["nano.found_name"]["params"]["address"] == "10.77.1.37"


def test_what_was_used_before_and_what_is_pinned() -> None:
    with joined(["10.77.1.1/24"], ["10.77.1.37/24"]) as nets:
        nets.python(nets.theirs, GREET, OTHER_BANNER, "10.77.1.37:22", "10.77.1.37:2222")
        used = [["10.77.1.37", 22], ["10.77.1.37", 2222], ["10.77.1.37", 2223]]
        found = look(nets, around=False, used=used, known=["10.77.1.37:2222"])
        assert found["nano.found_used"]["params"]["address"] == "10.77.1.37"
        assert found["nano.found_known"]["params"]["address"] == "10.77.1.37:2222"
        assert len(found) == 2
