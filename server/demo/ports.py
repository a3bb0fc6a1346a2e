"""Ports of the city and of the stand-in for Apple's push service, the same each time on one data folder.

An item is known by its address, so a city that moved to another port would look like another city.
"""

from pathlib import Path

from pydantic import BaseModel

from server.engines.ports import LOOPBACK, free_port, listening_port


class Ports(BaseModel):
    city: int
    apns: int
    apns_stats: int

    @property
    def city_url(self) -> str:
        return f"http://{LOOPBACK}:{self.city}"

    @property
    def apns_stats_url(self) -> str:
        return f"http://{LOOPBACK}:{self.apns_stats}"


def kept_ports(folder: Path) -> Ports:
    """The ports written down in `folder`, chosen on first use. Raises PortInUse when one of them is taken now."""
    file = folder / "ports.json"
    if file.exists():
        ports = Ports.model_validate_json(file.read_text())
        for port in (ports.city, ports.apns, ports.apns_stats):
            listening_port(LOOPBACK, port)
        return ports
    ports = Ports(city=free_port(), apns=free_port(), apns_stats=free_port())
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(ports.model_dump_json(indent=2))
    return ports
