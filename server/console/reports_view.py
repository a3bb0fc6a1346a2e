"""报表 as tables, and the first of them: which pages have aged."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from content_models.kit.clock import in_shanghai
from content_models.organs import repository as organs
from content_models.overview import repository as overview
from content_models.releases import repository as releases
from content_models.releases.documents import EventKind, Release
from content_models.staff.rights import sees
from server.console.visit import Visit
from server.pages.labels import KIND_NAMES
from server.pages.moments import day, length

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
    titles, publishers = await titles_of(found), await publishers_of(found)
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


async def titles_of(found: Iterable[Release]) -> dict[str, str]:
    listed = list(found)
    revisions = await releases.load_revisions(one.current_revision_id for one in listed)
    return {one.id: revisions[one.current_revision_id].content.title for one in listed}


async def publishers_of(found: Iterable[Release]) -> dict[str, str]:
    known = await organs.load_many({one.publisher_id for one in found})
    return {organ.id: organ.short_name for organ in known.values()}


def default_span(visit: Visit) -> tuple[date, date]:
    today = in_shanghai(visit.store.now()).date()
    return today - timedelta(days=30), today
