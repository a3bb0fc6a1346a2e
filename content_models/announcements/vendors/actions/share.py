"""Share (共用令牌): one token for all pushers, signed by whichever finds that it is due."""

from collections.abc import Callable
from datetime import datetime

from content_models.announcements.vendors import repository as vendors
from content_models.announcements.vendors.documents import SharedToken
from content_models.kit.ids import derived_id


async def shared_token(signer: str, outdated: datetime, sign: Callable[[], tuple[str, datetime]]) -> SharedToken:
    """The signer's token, issued after `outdated`; `sign` makes one when there is none. Of two that sign at once the
    second takes the first one's."""
    token_id = derived_id("shared-token", signer)
    kept = await vendors.shared_token(token_id)
    if kept is not None and kept.issued_at > outdated:
        return kept
    value, issued_at = sign()
    return await vendors.share_token(SharedToken(id=token_id, value=value, issued_at=issued_at), outdated)
