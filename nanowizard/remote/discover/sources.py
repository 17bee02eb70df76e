"""The senses of this computer, and a search without any: for practice, where nothing real is asked."""

from __future__ import annotations

from nanowizard.remote.discover.cable import readme_disks, serial_ports
from nanowizard.remote.discover.model import Sources
from nanowizard.remote.discover.names import listen
from nanowizard.remote.discover.networks import attached_networks, neighbours

OF_THIS_COMPUTER = Sources(
    networks=attached_networks,
    neighbours=neighbours,
    serial_ports=serial_ports,
    readme_disks=readme_disks,
    names=listen,
)
NONE = Sources(
    networks=lambda: (),
    neighbours=dict,
    serial_ports=lambda: (),
    readme_disks=lambda: (),
    names=lambda _report, _stop: None,
)
