"""Which addresses may be asked. Checked when the socket is made, on the address it will connect to, so neither
DNS rebinding nor a redirect nor a literal in the URL gets around it (RFC 6890, RFC 4291 §2.5.5.2)."""

import ipaddress
import socket
from collections.abc import Callable
from functools import lru_cache
from typing import Any

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
AddressPolicy = Callable[[Address], bool]
AddressInfo = tuple[Any, ...]  # as getaddrinfo gives it: family, type, protocol, name, (host, port, …)

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class AddressRefused(OSError):
    """Raised inside aiohttp's connector, which reports it as the cause of a failed connection.

    Always with the same text: when every address of a host is refused, the connector keeps the type only of
    errors that read alike.
    """

    def __init__(self) -> None:
        super().__init__("address refused")


def is_public(address: Address) -> bool:
    return address.is_global and not address.is_multicast


def is_public_or_private(address: Address) -> bool:
    """Also the government extranet and this machine, but never link-local (cloud metadata), multicast or 0.0.0.0."""
    if address.is_loopback:
        return True  # ::1 lies in a reserved block
    return not (address.is_link_local or address.is_multicast or address.is_unspecified or address.is_reserved)


@lru_cache(1024)  # asked before every request, of few hosts
def is_loopback_name(host: str) -> bool:
    """Whether a URL names this machine itself. Decides courtesy only, never what may be asked."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def guarded(policy: AddressPolicy) -> Callable[[AddressInfo], socket.socket]:
    """A socket factory that makes sockets only for addresses that pass `policy`."""

    def make_socket(info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, (host, *_) = info
        if not policy(reached_by(host)):
            raise AddressRefused
        return socket.socket(family=family, type=kind, proto=protocol)

    return make_socket


def reached_by(host: str) -> Address:
    """The address that a packet to `host` ends at: IPv4 inside IPv6 is unwrapped."""
    address = ipaddress.ip_address(host.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        return _embedded(address) or address
    return address


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
