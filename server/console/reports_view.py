"""报表 as tables: which pages have aged, what is locked and by what, who did what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from content_models.bundles import repository as bundles
from content_models.kit.clock import in_shanghai
from content_models.organs import repository as organs
from content_models.overview import repository as overview
from content_models.overview.rules import bounds_of
from content_models.releases import repository as releases
from content_models.releases.documents import EventKind, Release, ReleaseState
from content_models.staff.rights import sees
from server.console.visit import Visit
from server.pages.labels import EVENT_NAMES, KIND_NAMES, STATE_NAMES
from server.pages.moments import day, length, minute

MOST_SHOWN = 200
MOST_EXPORTED = 5000
LONGEST_SPAN = timedelta(days=92)
AGES = (90, 180, 365)  # days


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """`more`: there are more than are shown; the file has MOST_EXPORTED."""

    name: str
    title: str
    words: str
    head: list[str]
    rows: list[list[Cell]]
    more: bool
    empty: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the report is asked for; each report takes what concerns it."""

    age: int
    since: date
    until: date
    kind: EventKind | None
    actor_id: str
    limit: int


async def ageing(visit: Visit, asked: Asked) -> Report:
    now = visit.store.now()
    found = [
        one
        for one in await overview.ageing(now - timedelta(days=asked.age), asked.limit + 1)
        if sees(visit.actor, one.publisher_id)
    ]
    titles, publishers = await _titles(found), await _publishers(found)
    return Report(
        name="ageing",
        title="久未更新的页面",
        words=f"公开着、{asked.age} 天以上没有人改过的内容，最久的在前。请核对是否仍然准确、有效。",
        head=["标题", "体裁", "发布机构", "首次发布", "最后更新", "已过"],
        rows=[
            [
                Cell(titles.get(one.id, ""), f"/console/releases/{one.id}"),
                Cell(KIND_NAMES[one.kind]),
                Cell(publishers.get(one.publisher_id, "")),
                Cell(day(one.published_at) if one.published_at else ""),
                Cell(day(one.updated_at)),
                Cell(length(now - one.updated_at)),
            ]
            for one in found[: asked.limit]
        ],
        more=len(found) > asked.limit,
        empty="没有这么久没更新的页面。",
    )


async def locked(visit: Visit, asked: Asked) -> Report:
    """Texts that are bound by signatures or wait: an edit would undo them."""
    now = visit.store.now()
    found: list[Release] = []
    for state in (ReleaseState.in_review, ReleaseState.approved):
        found += [one for one in await releases.desk(state, asked.limit + 1) if sees(visit.actor, one.publisher_id)]
    held = {plan.id: plan for plan in await bundles.held()}
    titles, publishers = await _titles(found), await _publishers(found)
    oldest = sorted(found, key=lambda one: one.updated_at)
    return Report(
        name="locked",
        title="锁定的稿件",
        words="正文已绑定审签的稿件，停留最久的在前：修改会使审签失效。",
        head=["标题", "状态", "因为", "发布机构", "自何时", "已过"],
        rows=[
            [
                Cell(titles.get(one.id, ""), f"/console/releases/{one.id}"),
                Cell(STATE_NAMES[one.state]),
                Cell(_why_locked(one, held[one.id].held_until if one.id in held else None)),
                Cell(publishers.get(one.publisher_id, "")),
                Cell(minute(one.updated_at)),
                Cell(length(now - one.updated_at)),
            ]
            for one in oldest[: asked.limit]
        ],
        more=len(found) > asked.limit,
        empty="现在没有锁定的稿件。",
    )


def _why_locked(release: Release, held_until: datetime | None) -> str:
    if held_until:
        return f"等待解读，最迟 {minute(held_until)}"
    return f"第 {release.review_round} 轮审签中" if release.state is ReleaseState.in_review else "三审通过，待发布"


async def audit(visit: Visit, asked: Asked) -> Report:
    begins, ends = bounds_of(asked.since)[0], bounds_of(asked.until)[1]
    found = await overview.audit_between(begins, ends, kind=asked.kind, actor_id=asked.actor_id, limit=asked.limit + 1)
    shown = found[: asked.limit]
    titles = await _titles((await releases.load_many(event.release_id for event in shown)).values())
    return Report(
        name="audit",
        title="操作记录",
        words="对稿件做过的每件事，新的在前；每条都在哈希链上，事后改动会被发现。",
        head=["时间", "谁", "做了什么", "稿件", "说明", "哈希"],
        rows=[
            [
                Cell(minute(event.at)),
                Cell(event.actor.name),
                Cell(EVENT_NAMES[event.kind]),
                Cell(titles.get(event.release_id, "已删除"), f"/console/releases/{event.release_id}"),
                Cell(_said(event.details)),
                Cell(event.digest[:12]),
            ]
            for event in shown
        ],
        more=len(found) > asked.limit,
        empty="这段时间没有操作记录。",
    )


def _said(details: dict[str, object]) -> str:
    return str(details.get("comment") or details.get("reason") or details.get("note") or "")


async def _titles(found: Iterable[Release]) -> dict[str, str]:
    listed = list(found)
    revisions = await releases.load_revisions(one.current_revision_id for one in listed)
    return {one.id: revisions[one.current_revision_id].content.title for one in listed}


async def _publishers(found: Iterable[Release]) -> dict[str, str]:
    known = await organs.load_many({one.publisher_id for one in found})
    return {organ.id: organ.short_name for organ in known.values()}


def default_span(visit: Visit) -> tuple[date, date]:
    today = in_shanghai(visit.store.now()).date()
    return today - timedelta(days=30), today


REPORTS = {"ageing": ageing, "locked": locked, "audit": audit}
