"""The counters of the frame: each says what the screen behind it lists for the person who looks."""

from datetime import datetime

import pytest
from selectolax.lexbor import LexborHTMLParser

from content_models.announcements.documents import Campaign, CampaignState
from content_models.bundles import repository as bundles
from content_models.bundles.documents import ReadingAlarmKind
from content_models.checks.documents import Finding
from content_models.checks.issues import Issue, IssueCode, Severity
from content_models.editorial.documents import Role
from content_models.intake.documents import ItemKind
from content_models.kit.store import Session
from content_models.sources.documents import AlarmKind, AlarmLevel, SourceAlarm
from server.auth.accounts import create_staff
from tests.server.desk import GOVERNMENT, HEALTH, PASSWORD, Body, Desk, a_policy, adopt_first, shown_text

THEIRS, OURS = (GOVERNMENT, 2), (HEALTH, 1)  # organ, and how many of everything it has
MOVING = {"draft": 1, "bundles": 1, "campaigns": 1, "alarms": 1, "findings": 1}


async def a_busy_day(desk: Desk, organ: Body, how_many: int) -> None:
    """As many drafts, items waiting, pushes to approve and alarms of every kind."""
    now = desk.store.now()
    for number in range(how_many):
        item, waiting = (
            a_policy(f"{organ.id}{number}{one}", f"{organ.short_name}第{number}号示例{one}", kind=ItemKind.notice)
            for one in ("公告", "通告")
        )
        [item_id] = await desk.arrive(organ, item.model_copy(update={"doc_no": None}))
        async with desk.logged_in("wang") as wang:
            release_id = (await adopt_first(wang, item_id)).rpartition("/")[2]
        await desk.arrive(organ, waiting.model_copy(update={"doc_no": None}))
        await trouble(desk, organ, release_id, list(AlarmKind)[number], now)


async def trouble(desk: Desk, organ: Body, release_id: str, kind: AlarmKind, now: datetime) -> None:
    source_id = desk.sources[organ.id].id
    await SourceAlarm(
        id=f"{source_id}:{kind}", source_id=source_id, kind=kind, level=AlarmLevel.red, evidence="示例", opened_at=now
    ).insert()
    issue = Issue(code=IssueCode.listed_word, severity=Severity.red, where="正文", message="示例用语", advice="请改。")
    await Finding(id=f"{release_id}:x", release_id=release_id, title="示例标题", issue=issue, opened_at=now).insert()
    await Campaign(
        id=f"c-{release_id}",
        release_id=release_id,
        title="示例",
        body="示例",
        collapse_id="c",
        channels=[],
        state=CampaignState.awaiting_approval,
        created_at=now,
    ).insert()

    async def overdue(session: Session) -> None:
        await bundles.open_alarm(release_id, ReadingAlarmKind.overdue, "已超期", now, session)

    await desk.store.transaction(overdue)


@pytest.fixture
async def busy(desk: Desk) -> Desk:
    await create_staff(desk.store, "zhou", "周科长", [Role.section_head], PASSWORD, organ_ids=[HEALTH.id])
    for organ, how_many in (THEIRS, OURS):
        await a_busy_day(desk, organ, how_many)
    return desk


@pytest.mark.parametrize(("username", "each"), [("li", 3), ("zhou", 1)])
async def test_each_counter_counts_what_its_reader_may_see(busy: Desk, username: str, each: int) -> None:
    async with busy.logged_in(username) as client:
        counts = (await client.get("/console/triage/counts")).json()
        rail = LexborHTMLParser((await client.get("/console/triage")).text)
    assert {name: counts[name] for name in MOVING} == dict.fromkeys(MOVING, each)
    assert counts["waiting"] == each
    shown = {place.attributes["data-count"]: place.text() for place in rail.css("#rail [data-count]")}
    assert shown == {name: str(counts[name]) for name in shown}
    assert set(MOVING) <= set(shown)


async def test_screens_list_as_many_as_their_counters_say(busy: Desk) -> None:
    async with busy.logged_in("zhou") as zhou:
        alarms = LexborHTMLParser((await zhou.get("/console/alarms")).text)
        findings = shown_text(await zhou.get("/console/checks"))
        drafts = LexborHTMLParser((await zhou.get("/console/releases?state=draft")).text)
    assert "市府办网站" not in alarms.text()
    assert findings.count("示例用语") == 1
    assert len(drafts.css(".cards li")) == 1


async def test_who_may_not_see_pushes_is_told_of_none(busy: Desk) -> None:
    async with busy.logged_in("chen") as chen:
        assert (await chen.get("/console/triage/counts")).json()["campaigns"] == 0
