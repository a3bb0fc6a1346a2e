"""Who pays for a request: the viewer of a good token, else the address it came from.

Only for the budget. A token is looked at again where a resolver asks for the viewer; here a minute's memory saves the
signature check on every cached page.
"""

import ipaddress
import time
from collections import OrderedDict

from content_models.kit.errors import ZhengwuError
from mobile_api.context import Context, Deps
from mobile_api.transport.head import Head

_SECONDS = 60.0
_REMEMBERED = 10_000
_IPV6_NETWORK = 64  # a household has at least that many addresses


class Payers:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._known: OrderedDict[str, tuple[str, float]] = OrderedDict()

    def of(self, head: Head) -> tuple[str, int]:
        """(who, points a minute)."""
        limits = self._deps.limits
        viewer = self._viewer(head.authorization) if head.authorization else None
        if viewer is not None:
            return f"v:{viewer}", limits.viewer_points
        return f"a:{network_of(head.address)}", limits.address_points

    def _viewer(self, authorization: str) -> str | None:
        known = self._known.get(authorization)
        if known is not None and known[1] > time.monotonic():
            return known[0]
        try:
            viewer = Context(self._deps, authorization).viewer_or_none()
        except ZhengwuError:
            return None
        if viewer is not None:
            self._known[authorization] = (viewer, time.monotonic() + _SECONDS)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return viewer


def network_of(address: str) -> str:
    """An IPv4 address as it is, an IPv6 one as its network; anything else (a local socket) as one payer."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "local"
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False).network_address)
