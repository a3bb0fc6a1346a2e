"""Where a host name leads, before anything is asked there: to advise whoever types an address. The guard itself is at
the socket (`addresses.py`), since a name may lead elsewhere a minute later."""

import asyncio
import socket

from content_models.kit.addresses import is_public, is_public_or_private, reached_by

SECONDS = 3.0


async def leads_inside(host: str, *, allow_private: bool) -> bool:
    """Whether any address of `host` would be refused. A name that cannot be resolved now leads nowhere: False."""
    policy = is_public_or_private if allow_private else is_public
    try:
        async with asyncio.timeout(SECONDS):
            found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError):
        return False
    return not all(policy(reached_by(str(address[0]))) for *_, address in found)
