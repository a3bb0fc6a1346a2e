"""What stands around every screen: navigation with counters, and who is logged in."""

from dataclasses import dataclass

from content_models.kit.actors import Actor
from content_models.staff.rights import Right, holds
from server.console.counters import SHOWN_IF_ANY, SHOWN_STATES, live_counts
from server.console.visit import Visit
from server.pages.labels import ROLE_NAMES, STATE_NAMES

ADMINISTRATION: tuple[tuple[str, str, Right | None, bool], ...] = (
    ("审计", "/console/audit", Right.see_audit, False),
    ("人员", "/console/people", Right.manage_staff, False),
    ("机构", "/console/organs", Right.keep_reference, False),
    ("行政区划", "/console/regions", Right.keep_reference, True),
    ("主题", "/console/topics", Right.keep_reference, True),
    ("期限规则", "/console/deadlines", Right.keep_reference, True),
    ("节假日", "/console/holidays", Right.keep_reference, True),
)


SEE_OVERVIEW = (Right.triage, Right.see_audit, Right.keep_reference)
CLOSED_WITHOUT: dict[str, tuple[Right, ...]] = {  # any of them opens it
    "/console/campaigns": (Right.see_campaigns,),
    "/console/overview": SEE_OVERVIEW,
}


@dataclass(frozen=True, slots=True)
class NavEntry:
    label: str
    href: str
    count: int | None
    current: bool
    indented: bool = False
    counter: str = ""  # the name under which the count is kept true while the page is open


@dataclass(frozen=True, slots=True)
class Chrome:
    staff_name: str
    staff_roles: str
    username: str
    entries: list[NavEntry]


async def chrome_for(visit: Visit) -> Chrome:
    here = visit.request.url.path
    state = visit.request.query_params.get("state") if here == "/console/releases" else None
    counts = await live_counts(visit)
    entries = [
        NavEntry("分拣", "/console/triage", counts["waiting"], here.startswith("/console/triage"), counter="waiting")
    ]
    entries.append(NavEntry("稿件", "/console/releases", None, here.startswith("/console/releases") and not state))
    entries += [
        NavEntry(STATE_NAMES[shown], f"/console/releases?state={shown}", counts[shown], state == shown, True, shown)
        for shown in SHOWN_STATES
        if counts[shown] or shown not in SHOWN_IF_ANY
    ]
    entries.append(
        NavEntry(
            "政策与解读", "/console/bundles", counts["bundles"], here.startswith("/console/bundles"), counter="bundles"
        )
    )
    entries.append(
        NavEntry(
            "推送",
            "/console/campaigns",
            counts["campaigns"],
            here.startswith("/console/campaigns"),
            counter="campaigns",
        )
    )
    entries.append(NavEntry("来源", "/console/sources", None, here.startswith("/console/sources")))
    entries.append(
        NavEntry(
            "预警",
            "/console/alarms",
            counts["alarms"],
            here.startswith("/console/alarms"),
            indented=True,
            counter="alarms",
        )
    )
    seen = here.startswith(("/console/overview", "/console/reports"))
    entries.append(NavEntry("概览", "/console/overview", None, seen))
    on_checks = here.startswith("/console/checks")
    entries.append(NavEntry("词表与检查", "/console/checks", counts["findings"], on_checks, counter="findings"))
    entries.append(NavEntry("上传来稿", "/console/uploads", None, here.startswith("/console/uploads")))
    entries += [
        NavEntry(label, href, None, here.startswith(href), indented)
        for label, href, right, indented in ADMINISTRATION
        if right is None or holds(visit.actor, right)
    ]
    roles = "、".join(ROLE_NAMES[role] for role in visit.staff.roles)
    entries = [entry for entry in entries if _may_open(visit.actor, entry.href)]
    return Chrome(visit.staff.display_name, roles, visit.staff.username, entries)


def _may_open(actor: Actor, href: str) -> bool:
    """A way that ends at a refusal is not shown."""
    return href not in CLOSED_WITHOUT or any(holds(actor, right) for right in CLOSED_WITHOUT[href])
