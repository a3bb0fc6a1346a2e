"""What a document does to others, in the words of a notice."""

from collections.abc import Sequence
from datetime import date

from content_models.announcements.rules import fit
from content_models.editorial.relations import RELATIONS
from content_models.releases import repository as releases
from content_models.releases.documents import Link, Release, ReleaseState
from content_models.releases.repository import LiveRelease
from content_models.releases.validity import VALIDITY_LINKS

_NAME_BYTES = 96  # of another document's title: what happens stands behind it, and must not be cut off
_UNDONE = {ReleaseState.withdrawn: "已撤回", ReleaseState.merged: "已并入其他文件"}


def changing(links: Sequence[Link]) -> list[Link]:
    """Those after which another document stands differently."""
    return [link for link in links if link.type in VALIDITY_LINKS]


async def changes_made(links: Sequence[Link]) -> str:
    """「废止《……》」, 「修改《……》等 3 份文件」; "" when it changes none that residents can open."""
    found = changing(links)
    changed = await releases.live(link.target_id for link in found)
    told = [link for link in found if link.target_id in changed]
    if not told:
        return ""
    title = changed[told[0].target_id].revision.content.title
    more = f"等 {len(told)} 份文件" if len(told) > 1 else ""
    return f"{RELATIONS[told[0].type]}《{title}》{more}"


def change_suffered(link: Link, by: LiveRelease, today: date) -> str:
    """「已被《……》修改」, or 「自 2026-12-01 起被《……》废止」 while that day is to come."""
    content = by.revision.content
    on = link.effective_on or (content.policy.effective_date if content.policy else None)
    since = f"自 {on} 起" if on and on > today else "已"
    return f"{since}被《{fit(content.title, _NAME_BYTES)}》{RELATIONS[link.type]}"


def change_undone(link: Link, by: Release, title: str) -> str:
    """「《……》已撤回，不再据此废止」. What should never have gone out is not named again."""
    if by.state is ReleaseState.removed:
        return f"所据文件属误发，不再据此{RELATIONS[link.type]}"
    return f"《{fit(title, _NAME_BYTES)}》{_UNDONE.get(by.state, '已更正')}，不再据此{RELATIONS[link.type]}"
