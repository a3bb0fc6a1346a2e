"""Sources leave as a file and come back the same; bad entries are named and lose only themselves."""

from datetime import timedelta

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from aggregators.uploads.errors import UploadXmlUnsafe
from content_models.kit.store import Store
from content_models.organs import repository as organs
from content_models.organs.documents import Organ, OrganLevel
from content_models.sources import repository as sources
from content_models.sources.documents import Duties, Schedule, Source, SourceAuthority, SourceFamily, SourceState
from server.exchange.entries import OPERATIONAL, SETTINGS, stated
from server.exchange.errors import ExchangeUnreadable
from server.exchange.opml import read_opml, write_opml
from server.exchange.plan import Planned, Verdict, carry_out, plan_import
from server.exchange.yaml_file import read_yaml, write_yaml

HEALTH = "示例市卫生健康委员会"


@pytest.fixture
async def organ(store: Store) -> Organ:
    organ = Organ(
        id="health", full_name=HEALTH, short_name="市卫健委", level=OrganLevel.municipal, region_code="320000"
    )
    await organs.save_organ(organ)
    return organ


def full_source(**changes: object) -> Source:
    given: dict[str, object] = {
        "name": "卫健委：通知, <公告>",
        "organ_id": "health",
        "family": SourceFamily.hanweb_jpage,
        "url": "https://health.example.cn/col/col77/index.html?a=1&b=2",
        "column_name": "通知公告",
        "params": {"columnid": "0077", "nested": {"on": "yes", "list": [1, None, True]}},
        "selectors": {"body": "#zoom > p"},
        "timezone": "Asia/Urumqi",
        "charset": "gb18030",
        "topics": ["health", "no"],
        "authority": SourceAuthority.issuing_body,
        "allow_private_network": True,
        "private_hosts": ["files.extranet"],
        "state": SourceState.paused,
        "schedule": Schedule(interval=timedelta(minutes=7, seconds=30)),
        "duties": Duties(days=5),
    }
    return Source.model_validate(given | changes)


def settings_of(source: Source) -> dict[str, object]:
    return {name: getattr(source, name) for name in SETTINGS}


async def imported(text: str) -> list[Planned]:
    return await carry_out(await plan_import(read_yaml(text)))


def verdicts(planned: list[Planned]) -> list[str]:
    return [one.verdict.value for one in planned]


async def test_yaml_brings_every_setting_back_into_an_empty_system(organ: Organ) -> None:
    before = full_source()
    assert {name for name, value in settings_of(before).items() if value == Source.model_fields[name].default} == set()
    assert verdicts(await imported(write_yaml([before], {organ.id: organ}))) == ["new"]
    after = await sources.by_url(before.url)
    assert after is not None
    assert settings_of(after) == settings_of(before)


async def test_importing_again_changes_nothing_and_a_changed_line_changes_that(organ: Organ) -> None:
    text = write_yaml([full_source()], {organ.id: organ})
    await imported(text)
    assert verdicts(await imported(text)) == ["same"]
    [changed] = await imported(text.replace("PT7M30S", "PT9M"))
    assert (changed.verdict, changed.words) == (Verdict.changed, "改动：schedule")
    [stored] = await sources.most_troubled_first()
    assert (stored.schedule.interval, stored.version) == (timedelta(minutes=9), 2)


async def test_a_setting_left_out_of_yaml_returns_to_its_default(organ: Organ) -> None:
    await imported(write_yaml([full_source()], {organ.id: organ}))
    content = yaml.safe_load(write_yaml([full_source()], {organ.id: organ}))
    del content["sources"][0]["charset"]
    assert verdicts(await imported(yaml.safe_dump(content))) == ["changed"]
    [stored] = await sources.most_troubled_first()
    assert stored.charset is None


@pytest.mark.usefixtures("store")
async def test_what_the_running_system_writes_is_not_exported() -> None:
    assert stated(full_source(), None).keys().isdisjoint(OPERATIONAL)


BAD = f"""
sources:
- {{name: 好的, organ: {HEALTH}, family: feed, url: "https://a.example.cn/rss"}}
- {{name: 网址坏, organ: {HEALTH}, family: feed, url: "ftp://a.example.cn/rss"}}
- {{name: 机构无, organ: 无此机构, family: feed, url: "https://b.example.cn/rss"}}
- {{name: 字段错, organ: {HEALTH}, familly: feed, url: "https://c.example.cn/rss"}}
- {{name: 系统错, organ: {HEALTH}, family: wordpress, url: "https://d.example.cn/rss"}}
- {{name: 重复, organ: {HEALTH}, family: feed, url: "https://a.example.cn/rss"}}
- {{organ: {HEALTH}, family: feed, url: "https://e.example.cn/rss"}}
- 只是一句话
- {{name: 也好, organ: 市卫健委, family: feed, url: "https://f.example.cn/rss"}}
"""


async def test_bad_entries_are_named_and_the_others_imported(organ: Organ) -> None:
    planned = await imported(BAD)
    assert verdicts(planned) == ["new", *["refused"] * 7, "new"]
    words = [one.words for one in planned if one.verdict is Verdict.refused]
    for expected, said in zip(["http", "无此机构", "familly", "family", "相同", "name", "url"], words, strict=True):
        assert expected in said
    assert len(await sources.most_troubled_first()) == 2


async def test_a_dry_run_writes_nothing(organ: Organ) -> None:
    assert verdicts(await plan_import(read_yaml(BAD)))[0] == "new"
    assert await sources.most_troubled_first() == []


async def test_a_default_organ_serves_entries_without_one(organ: Organ) -> None:
    entries = read_yaml('sources: [{name: a, family: feed, url: "https://a.example.cn/"}]')
    assert verdicts(await plan_import(entries)) == ["refused"]
    assert verdicts(await plan_import(entries, "市卫健委")) == ["new"]


@pytest.mark.parametrize(
    "text", ["", "[", "a: 1", "sources: 1", "sources: &a [*a]", "x: !!python/object/apply:os.getpid []"]
)
def test_what_is_no_list_of_sources_is_refused(text: str) -> None:
    with pytest.raises(ExchangeUnreadable):
        read_yaml(text)


async def test_opml_carries_feeds_with_their_organ(store: Store, organ: Organ) -> None:
    feed = full_source(family=SourceFamily.feed, url="https://health.example.cn/rss?a=1&b=2")
    written = write_opml([feed, full_source()], {organ.id: organ}, title="来源", now=store.now())
    [outline] = etree.fromstring(written).iter("outline")
    assert (outline.get("type"), outline.get("category")) == ("rss", HEALTH)
    [entry] = read_opml(written)
    [planned] = await carry_out(await plan_import([entry]))
    assert planned.verdict is Verdict.new
    stored = await sources.by_url(feed.url)
    assert stored is not None
    assert (stored.name, stored.organ_id, stored.family) == (feed.name, organ.id, SourceFamily.feed)


async def test_opml_of_a_known_feed_leaves_its_other_settings_alone(store: Store, organ: Organ) -> None:
    feed = full_source(family=SourceFamily.feed)
    await sources.add(feed)
    written = write_opml([feed], {organ.id: organ}, title="来源", now=store.now())
    assert verdicts(await plan_import(read_opml(written))) == ["same"]


def test_feeds_in_folders_of_other_readers_are_found() -> None:
    opml = f"""<opml version="1.0"><body><outline text="{HEALTH}"><outline title="要闻" xmlUrl="https://a.example.cn/rss"/>
    </outline><outline text="只是文件夹"/><outline type="rss" text="没有网址"/></body></opml>"""
    first, second = read_opml(opml.encode("gb18030"))
    assert (first.values["organ"], first.values["name"], first.url) == (HEALTH, "要闻", "https://a.example.cn/rss")
    assert second.url == ""


def test_opml_with_entities_is_refused() -> None:
    with pytest.raises(UploadXmlUnsafe):
        read_opml(b'<!DOCTYPE o [<!ENTITY a "b">]><opml><body/></opml>')


SCALARS = st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8", exclude_categories=["C"]))


@given(
    name=st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=40),
    params=st.dictionaries(
        st.text("abc是no", min_size=1), st.recursive(SCALARS, lambda part: st.lists(part), max_leaves=5)
    ),
)
def test_any_name_and_parameters_survive_the_file(name: str, params: dict[str, object]) -> None:
    source = Source.model_construct(
        name=name, organ_id="o", family=SourceFamily.feed, url="https://a.example.cn/", params=params
    )
    [entry] = read_yaml(write_yaml([source], {}))
    assert entry.name == name
    assert entry.values.get("params", {}) == params
