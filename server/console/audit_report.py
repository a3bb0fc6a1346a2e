"""操作记录: what was done to releases, and everything else that was done or refused, on one list."""

from datetime import datetime

from content_models.audit import repository as audit_log
from content_models.audit.documents import AuditEntry
from content_models.audit.repository import AuditFilter
from content_models.overview import repository as overview
from content_models.overview.rules import bounds_of
from content_models.releases import repository as releases
from content_models.releases.documents import ReleaseEvent
from server.console.audit_words import act_words
from server.console.change_lines import said
from server.console.reports_view import Asked, Cell, Report, titles_of
from server.console.visit import Visit
from server.pages.labels import EVENT_NAMES
from server.pages.moments import minute

Row = tuple[datetime, list[Cell]]


async def audit(visit: Visit, asked: Asked) -> Report:
    """Both chains, the newest first; with a kind of event chosen only releases' events."""
    rows = await _events(asked) + ([] if asked.kind else await _entries(asked))
    rows.sort(key=lambda row: row[0], reverse=True)
    return Report(
        name="audit",
        title="操作记录",
        words="对稿件做过的每件事，和后台的其他操作，连同被拒的，新的在前；每条都在哈希链上，事后改动会被发现。",
        head=["时间", "谁", "做了什么", "对象", "说明", "哈希"],
        rows=[cells for _, cells in rows[: asked.limit]],
        more=len(rows) > asked.limit,
        empty="这段时间没有操作记录。",
    )


async def _events(asked: Asked) -> list[Row]:
    begins, ends = bounds_of(asked.since)[0], bounds_of(asked.until)[1]
    found = await overview.audit_between(begins, ends, kind=asked.kind, actor_id=asked.actor_id, limit=asked.limit + 1)
    titles = await titles_of((await releases.load_many(event.release_id for event in found)).values())
    return [(event.at, _event(event, titles.get(event.release_id, "已删除"))) for event in found]


def _event(event: ReleaseEvent, title: str) -> list[Cell]:
    return [
        Cell(minute(event.at)),
        Cell(event.actor.name),
        Cell(EVENT_NAMES[event.kind]),
        Cell(title, f"/console/releases/{event.release_id}"),
        Cell(_reason(event.details)),
        Cell(event.digest[:12]),
    ]


async def _entries(asked: Asked) -> list[Row]:
    wanted = AuditFilter(since=bounds_of(asked.since)[0], until=bounds_of(asked.until)[1], actor_id=asked.actor_id)
    found = await audit_log.entries(wanted, asked.limit + 1)
    return [(entry.at, _entry(entry)) for entry in found if not _is_told_by_an_event(entry)]


def _is_told_by_an_event(entry: AuditEntry) -> bool:
    """What somebody did to a release stands in the release's own chain; what they were refused does not."""
    return entry.status < 400 and entry.act.startswith("releases/")


def _entry(entry: AuditEntry) -> list[Cell]:
    refused = f"被拒 {entry.code or entry.status}" if entry.status >= 400 else ""
    return [
        Cell(minute(entry.at)),
        Cell(entry.actor_name or "（未填用户名）"),
        Cell(act_words(entry.act)),
        Cell(entry.subject),
        Cell("；".join(filter(None, (refused, said(entry))))),
        Cell(entry.digest[:12]),
    ]


def _reason(details: dict[str, object]) -> str:
    return str(details.get("comment") or details.get("reason") or details.get("note") or "")
