"""The progress view: true numbers, and an error in the words that editors get."""

import io
from collections.abc import Sequence

from rich.console import Console

from content_models.intake.actions.receive import receive
from content_models.intake.documents import NormalisedItem
from content_models.intake.rules import Incoming
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import AlarmKind, FetchError, FetchOutcome, FetchRecord, Health, Validators
from server.demo.seed import seed
from server.demo.snapshot import take_snapshot
from server.demo.sources import source_id
from server.demo.view import View
from server.processes.child import ChildReport, Phase

ADVICE = "这个来源的格式有误，请联系网站管理员。"


def processes() -> Sequence[ChildReport]:
    return [ChildReport("api", Phase.restarting, 4711, 1)]


async def polled(store: Store, site: str, error: str | None) -> None:
    now = store.now()
    failure = FetchError(code="FEED_MALFORMED", message=error, at=now) if error else None
    outcome = FetchOutcome.failed if failure else FetchOutcome.news
    health = Health(
        last_asked_at=now, last_answered_at=now, last_error=failure, consecutive_failures=int(bool(failure))
    )
    record = FetchRecord(source_id=source_id(site), at=now, outcome=outcome)
    await sources.record_fetch(store, record, health=health, validators=Validators(), next_due_at=now)


async def test_each_source_says_how_it_is(store: Store) -> None:
    await seed(store, "http://127.0.0.1:9")
    await polled(store, "water", None)
    await polled(store, "information", ADVICE)
    lines = {line.name: line for line in (await take_snapshot([])).sources}
    assert lines["示例市自来水有限公司"].works is True
    assert (lines["示例市信息中心"].works, lines["示例市信息中心"].words) == (False, ADVICE)
    assert lines["示例市地铁运营有限公司"].works is None


async def test_source_that_recovered_is_well_again(store: Store) -> None:
    await seed(store, "http://127.0.0.1:9")
    await polled(store, "water", ADVICE)
    source = await sources.load(source_id("water"))
    recovered = source.health.model_copy(update={"consecutive_failures": 0})
    record = FetchRecord(source_id=source.id, at=store.now(), outcome=FetchOutcome.news)
    await sources.record_fetch(store, record, health=recovered, validators=Validators(), next_due_at=None)
    lines = {line.name: line for line in (await take_snapshot([])).sources}
    assert lines["示例市自来水有限公司"].works is True


async def test_counters_count(store: Store) -> None:
    await seed(store, "http://127.0.0.1:9")
    source = await sources.load(source_id("water"))
    item = NormalisedItem(url="http://127.0.0.1:9/1", title="关于㐂福里计划停水的通知")
    await receive(store, source, [Incoming(item_key="1", raw="", item=item)])
    snapshot = await take_snapshot([])
    assert (snapshot.received, snapshot.waiting, snapshot.published) == (1, 1, 0)


async def test_column_with_an_alarm_says_which_and_what_to_do(store: Store) -> None:
    await seed(store, "http://127.0.0.1:9")
    archives = await sources.load(source_id("archives"))
    await sources.save(archives.model_copy(update={"alarms": [AlarmKind.silent]}), expected_version=archives.version)
    (troubled,) = [line for line in (await take_snapshot([])).sources if line.works is False]
    assert troubled.name == archives.name
    assert "久未更新：请" in troubled.words


async def test_whole_city_fits_on_a_usual_screen(store: Store) -> None:
    await seed(store, "http://127.0.0.1:9")
    await polled(store, "information", ADVICE)
    drawn = io.StringIO()
    view = View(Console(file=drawn, width=100), processes)
    for number in range(20):
        view.tell(f"第 {number} 件事")
    await view.look()
    Console(file=drawn, width=100).print(view)
    lines = drawn.getvalue().splitlines()
    assert len(lines) <= 35
    assert [line for line in lines if "示例市信息中心" in line and ADVICE in line]
    assert "第 19 件事" in drawn.getvalue()


def test_view_draws_processes_and_sentences() -> None:
    drawn = io.StringIO()
    view = View(Console(file=drawn, width=100), processes)
    view.tell("三审完成，已发布：[关于]停水的通知")
    Console(file=drawn, width=100).print(view)
    assert "api" in drawn.getvalue()
    assert "[关于]停水的通知" in drawn.getvalue()
