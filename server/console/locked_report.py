"""锁定: texts that are bound by signatures or wait, and those that somebody has open: an edit would undo something."""

from collections.abc import Iterable
from datetime import datetime

from content_models.bundles import repository as bundles
from content_models.editorial.writing import repository as writing
from content_models.editorial.writing.documents import Presence
from content_models.releases import repository as releases
from content_models.releases.documents import Release, ReleaseState
from content_models.staff.rights import sees
from server.console.reports_view import Asked, Cell, Report, publishers_of, titles_of
from server.console.visit import Visit
from server.pages.labels import STATE_NAMES
from server.pages.moments import length, minute

Lock = tuple[Release, str, datetime]  # why, and since when


async def locked(visit: Visit, asked: Asked) -> Report:
    """The longest first."""
    now = visit.store.now()
    found = [*await _open_now(visit, now, asked.limit), *await _bound(visit, asked.limit)]
    listed = [one for one, _, _ in found]
    titles, publishers = await titles_of(listed), await publishers_of(listed)
    return Report(
        name="locked",
        title="锁定的稿件",
        words="正有人在改的，和正文已绑定审签的稿件，最久的在前：这时修改会撞车，或使审签失效。",
        head=["标题", "状态", "因为", "发布机构", "自何时", "已过"],
        rows=[
            [
                Cell(titles.get(one.id, ""), f"/console/releases/{one.id}"),
                Cell(STATE_NAMES[one.state]),
                Cell(why),
                Cell(publishers.get(one.publisher_id, "")),
                Cell(minute(since)),
                Cell(length(now - since)),
            ]
            for one, why, since in sorted(found, key=lambda lock: lock[2])[: asked.limit]
        ],
        more=len(found) > asked.limit,
        empty="现在没有锁定的稿件。",
    )


async def _bound(visit: Visit, limit: int) -> list[Lock]:
    found: list[Release] = []
    for state in (ReleaseState.in_review, ReleaseState.approved):
        found += _seen(visit, await releases.desk(state, limit + 1))
    held = {plan.id: plan.held_until for plan in await bundles.held()}
    return [(one, _why_bound(one, held.get(one.id)), one.updated_at) for one in found]


async def _open_now(visit: Visit, now: datetime, limit: int) -> list[Lock]:
    present = await writing.writing_now(now, limit + 1)
    known = await releases.load_many(one.release_id for one in present)
    there = {one.id: one for one in _seen(visit, known.values())}
    return [
        (there[one.release_id], _who_writes(one), one.since or one.seen_at)
        for one in present
        if one.release_id in there
    ]


def _seen(visit: Visit, found: Iterable[Release]) -> list[Release]:
    return [one for one in found if sees(visit.actor, one.publisher_id)]


def _who_writes(one: Presence) -> str:
    return f"{one.name} 正在编辑"


def _why_bound(release: Release, held_until: datetime | None) -> str:
    if held_until:
        return f"等待解读，最迟 {minute(held_until)}"
    return f"第 {release.review_round} 轮审签中" if release.state is ReleaseState.in_review else "三审通过，待发布"
