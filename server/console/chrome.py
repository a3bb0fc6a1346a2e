"""What stands around every screen: navigation with counters, and who is logged in."""

from dataclasses import dataclass

from content_models.announcements import repository as campaigns
from content_models.intake import repository as intake
from content_models.intake.documents import TriageState
from content_models.releases import repository as releases
from content_models.releases.documents import ReleaseState
from content_models.sources import repository as sources
from server.console.visit import Visit
from server.pages.labels import ROLE_NAMES, STATE_NAMES

SHOWN_STATES = (ReleaseState.draft, ReleaseState.in_review, ReleaseState.approved)


@dataclass(frozen=True, slots=True)
class NavEntry:
    label: str
    href: str
    count: int | None
    current: bool
    indented: bool = False


@dataclass(frozen=True, slots=True)
class Chrome:
    staff_name: str
    staff_roles: str
    entries: list[NavEntry]


async def chrome_for(visit: Visit) -> Chrome:
    here = visit.request.url.path
    state = visit.request.query_params.get("state") if here == "/console/releases" else None
    waiting = await _waiting()
    by_state = await releases.counts_by_state()
    entries = [NavEntry("分拣", "/console/triage", waiting, here.startswith("/console/triage"))]
    entries.append(NavEntry("稿件", "/console/releases", None, here.startswith("/console/releases") and not state))
    entries += [
        NavEntry(STATE_NAMES[shown], f"/console/releases?state={shown}", by_state[shown], state == shown, indented=True)
        for shown in SHOWN_STATES
    ]
    entries.append(
        NavEntry("推送", "/console/campaigns", await campaigns.count_waiting(), here.startswith("/console/campaigns"))
    )
    entries.append(NavEntry("来源", "/console/sources", None, here.startswith("/console/sources")))
    entries.append(
        NavEntry(
            "预警",
            "/console/alarms",
            await sources.count_open_alarms(),
            here.startswith("/console/alarms"),
            indented=True,
        )
    )
    entries.append(NavEntry("上传来稿", "/console/uploads", None, here.startswith("/console/uploads")))
    roles = "、".join(ROLE_NAMES[role] for role in visit.staff.roles)
    return Chrome(visit.staff.display_name, roles, entries)


async def _waiting() -> int:
    counts = await intake.counts_by_state()
    return counts[TriageState.pending] + counts[TriageState.changed]
