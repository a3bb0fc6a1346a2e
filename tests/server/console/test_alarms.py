"""The list of alarms: what is wrong now, apart from what is over; each says what, since when, and what to do."""

from datetime import timedelta

import pytest

from content_models.sources import repository as sources
from content_models.sources.actions.settle_alarms import settle_alarms
from content_models.sources.alarms import Finding
from content_models.sources.documents import AlarmKind, AlarmLevel, Source, SourceAuthority
from content_models.sources.websub.documents import Subscription, SubscriptionState
from server.console.source_alarms import ADVICE, ALARM_NAMES
from tests.server.desk import WATER, Desk, shown_text


async def settle(desk: Desk, source_id: str, kind: AlarmKind, finding: Finding | None) -> None:
    await settle_alarms(desk.store, await sources.load(source_id), {kind: finding})


@pytest.fixture
async def source(desk: Desk) -> Source:
    """Every kind of alarm is open but one, which is over."""
    source = await desk.source(WATER, SourceAuthority.department)
    for kind in AlarmKind:
        await settle(desk, source.id, kind, Finding(AlarmLevel.amber, f"依据：{ALARM_NAMES[kind]}的经过。"))
    await settle(desk, source.id, AlarmKind.no_rows, None)
    return source


@pytest.mark.parametrize("kind", sorted(set(AlarmKind) - {AlarmKind.no_rows}))
async def test_an_open_alarm_says_what_since_when_and_what_to_do(desk: Desk, source: Source, kind: AlarmKind) -> None:
    async with desk.logged_in("wang") as wang:
        text = shown_text(await wang.get(f"/console/alarms?list=open&kind={kind}"))
    for said in (f"依据：{ALARM_NAMES[kind]}的经过。", ADVICE[kind], source.name, "起，已持续"):
        assert said in text
    assert text.count("依据：") == 1


async def test_what_is_over_is_in_the_other_list(desk: Desk, source: Source) -> None:
    async with desk.logged_in("wang") as wang:
        still, over = [shown_text(await wang.get(f"/console/alarms?list={name}")) for name in ("open", "closed")]
    assert (still.count("依据："), over.count("依据：")) == (len(AlarmKind) - 1, 1)
    assert "依据：列表为空的经过。" in over
    assert ADVICE[AlarmKind.no_rows] not in over, "nothing is left to do"


async def test_a_city_without_alarms_is_told_so(desk: Desk) -> None:
    async with desk.logged_in("wang") as wang:
        assert "现在没有预警" in shown_text(await wang.get("/console/alarms?list=<script>&kind=x"))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (SubscriptionState.active, ("订阅中", "https://hub.example/", "收到推送 4 次", "签名不符 2 次")),
        (SubscriptionState.failed, ("订阅失败", "定时抓取照常")),
        (SubscriptionState.absent, ("没有中枢", "不用处理")),
    ],
)
async def test_the_page_of_a_feed_tells_of_its_hub(
    desk: Desk, source: Source, state: SubscriptionState, said: tuple[str, ...]
) -> None:
    now = desk.store.now()
    subscription = Subscription(
        source_id=source.id,
        hub="https://hub.example/",
        state=state,
        expires_at=now + timedelta(days=3),
        next_at=now + timedelta(hours=5),
        deliveries=4,
        refused=2,
        last_delivery_at=now,
    )
    await subscription.insert()
    async with desk.logged_in("wang") as wang:
        text = shown_text(await wang.get(f"/console/sources/{source.id}"))
    for words in said:
        assert words in text
