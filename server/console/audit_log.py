"""审计: who did what, when, from where, with what outcome; the sealed days; what browsers reported. Read-only."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from starlette.responses import Response

from content_models.audit import repository as audit
from content_models.audit.documents import AuditEntry
from content_models.audit.repository import AuditFilter
from content_models.kit.clock import SHANGHAI, in_shanghai
from content_models.staff import repository as staff_records
from content_models.staff.rights import Right, require
from server.console.audit_words import act_words
from server.console.change_lines import said
from server.console.chrome import chrome_for
from server.console.visit import Visit, staff_only
from server.pages.moments import minute
from server.pages.renderer import page

SHOWN = 200
MOST_EXPORTED = 20_000
USUAL = timedelta(days=7)
ROOTS_SHOWN = 14
COMMAND_LINE = "command-line"
_RISKY = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for a formula


@dataclass(frozen=True, slots=True)
class Line:
    at: str
    who: str
    act: str
    subject: str
    outcome: str
    tone: str
    address: str
    said: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter as it stands in the address, days as `<input type=date>` writes them."""

    who: str
    since: date
    until: date
    refused: bool

    @classmethod
    def of(cls, visit: Visit) -> "Asked":
        query, today = visit.request.query_params, in_shanghai(visit.store.now()).date()
        until = _day(query.get("until", ""), today)
        since = _day(query.get("since", ""), until - USUAL)
        return cls(query.get("who", ""), min(since, until), until, "refused" in query)

    def filter(self) -> AuditFilter:
        return AuditFilter(
            since=_midnight(self.since),
            until=_midnight(self.until + timedelta(days=1)),
            actor_id=self.who,
            refused_only=self.refused,
        )


@staff_only
async def show_log(visit: Visit) -> Response:
    require(visit.actor, Right.see_audit)
    asked = Asked.of(visit)
    found = await audit.entries(asked.filter(), SHOWN)
    return page(
        visit.request,
        "console/audit.html",
        chrome=await chrome_for(visit),
        asked=asked,
        lines=[_line(entry) for entry in found],
        is_cut=len(found) == SHOWN,
        people=[(staff.id, staff.display_name) for staff in await staff_records.everybody()],
        roots=list(reversed(await audit.every_root()))[:ROOTS_SHOWN],
        reports=await audit.reports(),
        query=visit.request.url.query,
    )


@staff_only
async def log_file(visit: Visit) -> Response:
    require(visit.actor, Right.see_audit)
    asked = Asked.of(visit)
    body = _csv([_line(entry) for entry in await audit.entries(asked.filter(), MOST_EXPORTED)])
    headers = {
        "content-disposition": f'attachment; filename="audit-{asked.since}-{asked.until}.csv"',
        "cache-control": "no-store",
    }
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


def _line(entry: AuditEntry) -> Line:
    refused = entry.status >= 400
    return Line(
        at=minute(entry.at),
        who=entry.actor_name or "（未填用户名）",
        act=act_words(entry.act),
        subject=entry.subject,
        outcome=f"被拒 {entry.code or entry.status}" if refused else "完成",
        tone="bad" if refused else "good",
        address=entry.address or ("本机命令行" if entry.stream == COMMAND_LINE else "—"),
        said=said(entry),
    )


def _csv(lines: list[Line]) -> str:
    """With a mark that tells Excel it is UTF-8; a cell that looks like a formula stays text."""
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(["时间", "人员", "操作", "对象", "结果", "来处", "说明"])
    for line in lines:
        row = (line.at, line.who, line.act, line.subject, line.outcome, line.address, line.said)
        writer.writerow([f"'{cell}" if cell.startswith(_RISKY) else cell for cell in row])
    return "\ufeff" + output.getvalue()


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)
