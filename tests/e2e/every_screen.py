"""Every address of the console that can be opened, each with a stance: a screen and the address to open it by, or the
reason why it is none; and a desk with something on every screen."""

from content_models.bundles.documents import ReadingForm
from content_models.checks import seeds
from content_models.deadlines.actions.enter_rule import EnterRule, enter_rule
from content_models.deadlines.documents import DurationUnit
from content_models.deadlines.shipped import INTERPRETATION_DUE
from content_models.editorial.documents import Role
from content_models.intake.documents import ItemKind
from content_models.kit.ids import new_id
from content_models.organs import repository as organs
from content_models.organs.documents import OrganLevel, Region
from server.auth.accounts import create_staff
from tests.desk import person
from tests.e2e.test_console_overview import a_month
from tests.push.phones import planned
from tests.server.desk import (
    GOVERNMENT,
    HEALTH,
    PASSWORD,
    WATER,
    Desk,
    a_policy,
    adopt_first,
    form_of,
    press,
    publish,
    review,
)

EVERYBODY = "everybody"  # holds every role, so that no screen is closed to them

SCREENS = {
    "/login": "login",
    "/triage": "triage",
    "/releases": "releases",
    "/releases/new": "releases/new",
    "/releases/{release_id}": "releases/{draft}",
    "/releases/{release_id}/preview": "releases/{draft}/preview",
    "/releases/{release_id}/preview/screen": "releases/{draft}/preview/screen",
    "/releases/{release_id}/history": "releases/{release}/history",
    "/releases/{release_id}/sheet": "releases/{release}/sheet",
    "/bundles": "bundles",
    "/overview": "overview",
    "/reports/{report}": "reports/audit",
    "/campaigns": "campaigns",
    "/campaigns/{campaign_id}": "campaigns/{campaign}",
    "/people": "people",
    "/people/new": "people/new",
    "/people/{staff_id}": "people/{staff}",
    "/account": "account",
    "/audit": "audit",
    "/holidays": "holidays",
    "/organs": "organs",
    "/organs/new": "organs/new",
    "/organs/{organ_id}": "organs/water",
    "/regions": "regions",
    "/regions/new": "regions/new",
    "/regions/{code}": "regions/320124",
    "/topics": "topics",
    "/topics/{topic_id}": "topics/housing",
    "/deadlines": "deadlines",
    "/deadlines/{row_id}": "deadlines/{rule}",
    "/uploads": "uploads",
    "/uploads/{upload_id}": "uploads/{upload}",
    "/sources": "sources",
    "/sources/{source_id}": "sources/{source}",
    "/sources/{source_id}/settings": "sources/{source}/settings",
    "/alarms": "alarms",
    "/checks": "checks",
    "/checks/{list_id}": "checks/{list}",
}
MORE_SCREENS = ("releases/{release}", "releases?state=draft", "reports/ageing", "reports/locked", "none-such")

NO_SCREENS = {
    "/": "leads to the queue",
    "/triage/counts": "counters inside every page",
    "/triage/live": "a stream",
    "/triage/{item_id}/policies": "a part of the queue",
    "/releases/policies": "a part of the form",
    "/releases/{release_id}/reach": "a part of the release page",
    "/releases/{release_id}/relations/choices": "a part of the release page",
    "/releases/{release_id}/relations/clauses": "a part of the release page",
    "/releases/{release_id}/notice/preview": "a part of the release page",
    "/releases/{release_id}/sheet.csv": "a file",
    "/overview/{chart}.csv": "a file",
    "/reports/{report}.csv": "a file",
    "/audit.csv": "a file",
    "/uploads/template.{format}": "a file",
    "/uploads/{upload_id}/problems.csv": "a file",
    "/checks/{list_id}/entries.csv": "a file",
}


async def fill(desk: Desk) -> dict[str, str]:
    """Something on every screen; gives the names that stand in the addresses."""
    await seeds.seed(desk.store.now())
    await create_staff(desk.store, EVERYBODY, "周全能", list(Role), PASSWORD)
    await a_month(desk)
    await _directory(desk)
    return {
        **await _releases(desk),
        "campaign": (await planned(desk.store)).id,
        "staff": await desk.staff_id("wang"),
        "source": desk.sources[HEALTH.id].id,
        "upload": await _upload(desk),
        "list": seeds.shipped_lists(desk.store.now())[0].id,
        "rule": await _rule(desk),
    }


async def _directory(desk: Desk) -> None:
    """A city with a district that was merged, an organ that was renamed, a topic that has ended."""
    for code, name, level, above in (
        ("320000", "示例省", OrganLevel.provincial, None),
        ("320100", "示例市", OrganLevel.municipal, "320000"),
        ("320124", "溧水县", OrganLevel.county, "320100"),
    ):
        await organs.save_region(Region(id=code, name=name, level=level, parent_code=above))
    async with desk.logged_in("admin") as admin:
        at = "/console/regions/320124"
        await press(admin, at, at, valid_to="2013-02-20", successor_code="320100")
        at = f"/console/organs/{WATER.id}"
        named = {"full_name": "示例市水务集团有限公司", "short_name": "水务集团", "since": "2026-07-01"}
        await press(admin, at, f"{at}/rename", **named)
        at = "/console/topics/housing"
        await press(admin, at, at, ended_on="2026-06-30", successor_id="economy")


async def _releases(desk: Desk) -> dict[str, str]:
    """A public policy with its plan, and an interpretation that is being written; more wait in the queue."""
    title = "示例市关于支持个体工商户发展若干措施的通知"
    [policy, reading, *_] = await desk.arrive(
        GOVERNMENT,
        a_policy("s1", title),
        a_policy("s2", f"《{title}》解读", kind=ItemKind.interpretation, doc_no=None),
        *(a_policy(f"s{n}", f"第{n}号示例公告", kind=ItemKind.notice, doc_no=None) for n in range(3, 9)),
    )
    async with desk.logged_in("wang") as wang:
        release = await adopt_first(wang, policy)
        await press(wang, release, f"{release}/plan", forms=[ReadingForm.picture, ReadingForm.text])
    await review(desk, release)
    await publish(desk, release)
    async with desk.logged_in("wang") as wang:
        draft = await adopt_first(wang, reading)
    return {"release": release.rpartition("/")[2], "draft": draft.rpartition("/")[2]}


async def _upload(desk: Desk) -> str:
    async with desk.logged_in("wang") as wang:
        form = form_of(await wang.get(f"/console/uploads?source={desk.sources[HEALTH.id].id}"), "/console/uploads")
        file = {"file": ("来稿.csv", "标题,发布时间\n第1号示例通知,2026-09-01\n坏行,明天\n".encode())}
        answer = await wang.post("/console/uploads", data=form, files=file)
    return answer.headers["location"].rpartition("/")[2]


async def _rule(desk: Desk) -> str:
    command = EnterRule(
        actor=person("管理员", Role.administrator),
        idempotency_key=new_id(),
        rule_id=INTERPRETATION_DUE,
        value=5,
        unit=DurationUnit.working_days,
        basis="示例市政策解读工作办法第八条",
        valid_from=desk.store.now().date(),
    )
    return (await enter_rule(desk.store, command)).row_id
