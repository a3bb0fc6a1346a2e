"""Who pays for a request: the viewer of a good token, else the address it came from.

Only for the budget: a token is looked at again where a resolver asks for the viewer.
"""

import ipaddress
from functools import lru_cache

from content_models.kit.errors import ZhengwuError
from mobile_api.context import Deps, claims_in
from mobile_api.transport.head import Head

_REMEMBERED = 10_000
_IPV6_NETWORK = 64  # a household has at least that many addresses


class Payers:
    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    def of(self, head: Head) -> tuple[str, int]:
        """(who, points a minute)."""
        limits = self._deps.limits
        viewer = self._viewer(head.authorization) if head.authorization else None
        if viewer is not None:
            return f"v:{viewer}", limits.viewer_points
        return f"a:{network_of(head.address)}", limits.address_points

    def _viewer(self, authorization: str) -> str | None:
        try:
            claims = claims_in(self._deps.tokens, authorization)
        except ZhengwuError:
            return None
        return claims.resident_id


@lru_cache(maxsize=_REMEMBERED)
def network_of(address: str) -> str:
    """An IPv4 address as it is, an IPv6 one as its network; anything else (a local socket) as one payer."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "local"
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False).network_address)
