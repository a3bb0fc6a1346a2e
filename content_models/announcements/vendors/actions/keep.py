"""Keep (留存受理编号): the id a vendor gave out for a hand-over, the same for whoever does it again."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from content_models.announcements.vendors import repository as vendors
from content_models.announcements.vendors.documents import VendorTicket
from content_models.kit.ids import derived_id
from content_models.kit.store import Store

KEPT_FOR = timedelta(hours=20)  # JPush forgets a cid after a day


async def kept_ticket(store: Store, hand_over: str, ask: Callable[[], Awaitable[str]]) -> str:
    """The ticket of this hand-over; `ask` gets one from the vendor when none is kept. Raises what `ask` raises."""
    ticket_id = derived_id("ticket", hand_over)
    if (known := await vendors.ticket(ticket_id, store.now())) is not None:
        return known
    new = VendorTicket(id=ticket_id, value=await ask(), forget_at=store.now() + KEPT_FOR)
    return await vendors.keep_ticket(new, store.now())
