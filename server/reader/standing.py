"""效力 on the article page: said first when the document no longer stands as it was written, with the ground for it."""

from datetime import datetime

from content_models.kit.clock import in_shanghai
from content_models.releases import repository as releases
from content_models.releases.cards import repository as cards
from content_models.releases.documents import PolicyFacts, ReleaseKind
from content_models.releases.repository import LiveRelease
from content_models.releases.validity import (
    ValidityEvent,
    ValidityEventKind,
    ValidityStatus,
    events_of,
    validity_on,
)
from server.pages.moments import long_day

_WORDS = {
    ValidityStatus.pending: "尚未施行",
    ValidityStatus.amended: "已被修改",
    ValidityStatus.partly_lapsed: "部分条款已失效",
    ValidityStatus.revised: "已被修订",
    ValidityStatus.repealed: "已废止",
    ValidityStatus.lapsed: "已失效",
}


async def standing_of(seen: LiveRelease, now: datetime) -> str:
    """「本文件自2026年1月1日起已废止。依据：示政发〔2026〕3号」; "" while it is simply in force, or nobody knows."""
    if seen.release.kind is not ReleaseKind.policy:
        return ""
    today = in_shanghai(now).date()
    incoming = (await cards.incoming([seen.release.id])).get(seen.release.id, [])
    events = events_of(seen.revision.content.policy or PolicyFacts(), incoming, seen.release.validity_marks)
    validity = validity_on(events, today)
    words = _WORDS.get(validity.status)
    if words is None:
        return ""
    if validity.status is ValidityStatus.pending:
        return f"本文件自{long_day(validity.until)}起施行，今天尚未施行。" if validity.until else ""
    since = f"自{long_day(validity.since)}起" if validity.since else ""
    basis = await _basis(seen, [event for event in events if event.on == validity.since])
    return f"本文件{since}{words}。{f'依据：{basis}' if basis else ''}"


async def _basis(seen: LiveRelease, said: list[ValidityEvent]) -> str:
    """What says so: an entry's own words, or the title of our document."""
    kinds = {event.kind for event in said}
    noted = [mark.basis for mark in seen.release.validity_marks if ValidityEventKind(mark.kind) in kinds]
    if noted:
        return noted[-1]
    ground = await releases.live(event.basis_id for event in said if event.basis_id)
    return "、".join(f"《{one.revision.content.title}》" for one in ground.values())
