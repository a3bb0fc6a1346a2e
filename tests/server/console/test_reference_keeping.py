"""Reference data kept by an administrator: organs added and renamed, regions, topics in order, the rule table."""

from datetime import date, timedelta

import pytest

from content_models.audit import repository as audit
from content_models.deadlines import repository as deadlines
from content_models.deadlines.shipped import INTERPRETATION_DUE
from content_models.kit import outbox
from content_models.organs import repository as organs
from content_models.organs.documents import Organ, OrganLevel, Region
from content_models.topics import repository as topics
from tests.server.desk import GOVERNMENT, WATER, Desk, a_policy, adopt_first, form_of, press, shown_text

ORGAN = {"full_name": "示例市数据局", "short_name": "市数据局", "level": "municipal", "region_code": "320000"}


async def regions() -> None:
    await organs.save_region(Region(id="320000", name="示例省", level=OrganLevel.provincial))
    await organs.save_region(Region(id="320100", name="示例市", level=OrganLevel.municipal, parent_code="320000"))


async def told_of(desk: Desk) -> set[str]:
    return {row.topic for row in await outbox.due(desk.store.now(), 100)}


async def test_an_organ_is_added_once_and_told_of_in_the_log(desk: Desk) -> None:
    await regions()
    async with desk.logged_in("admin") as admin:
        filled = form_of(await admin.get("/console/organs/new"), "/console/organs/new") | ORGAN
        filled |= {"codes": "示数发\n示数办", "aliases": "大数据局"}
        assert (await admin.post("/console/organs/new", data=filled)).status_code == 303
        assert (await admin.post("/console/organs/new", data=filled)).status_code == 303, "a double click"
        again = await press(admin, "/console/organs/new", "/console/organs/new", **ORGAN)
        [organ] = await organs.named("大数据局")
        page = shown_text(await admin.get(f"/console/organs/{organ.id}"))
    assert again.status_code == 422
    assert "同名机构" in shown_text(again)
    assert [code.code for code in organ.codes] == ["示数发", "示数办"]
    assert "机构已新增 管理员" in page
    assert "层级：市级" in page
    assert "区划：示例省" in page
    [entry] = await audit.history_of(f"organ.{organ.id}")
    assert (entry.actor_name, entry.details["full_name"]) == ("管理员", "无 → 示例市数据局")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"full_name": ""}, "请填写全称"),
        ({"level": ""}, "请选择层级"),
        ({"region_code": "999999"}, "没有这个行政区划"),
        ({"aliases": "长" * 61}, "别名最多"),
        ({"aliases": "\n".join(f"别名{n}" for n in range(31))}, "别名最多 30 个"),
        ({"valid_from": "昨天"}, "2026-01-31"),
    ],
)
async def test_an_organ_that_makes_no_sense_is_not_added(desk: Desk, typed: dict[str, str], said: str) -> None:
    await regions()
    async with desk.logged_in("admin") as admin:
        answer = await press(admin, "/console/organs/new", "/console/organs/new", **(ORGAN | typed))
    assert answer.status_code == 422
    assert said in shown_text(answer)
    assert await organs.named("市数据局") == []


async def test_a_renamed_organ_is_another_record_that_follows_the_old_one(desk: Desk) -> None:
    here = f"/console/organs/{WATER.id}"
    named = {"full_name": "示例市水务集团", "short_name": "水务集团", "since": "2026-07-01"}
    async with desk.logged_in("admin") as admin:
        late = form_of(await admin.get(here), f"{here}/rename") | named
        page = shown_text(await press(admin, here, f"{here}/rename", **named))
        assert "前身 示例市自来水公司" in page
        again = await admin.post(f"{here}/rename", data=late | {"full_name": "又一个名称"})
    assert again.status_code == 409
    old = await organs.load(WATER.id)
    new = await organs.load(old.successor_id or "")
    assert (old.full_name, old.valid_to) == (WATER.full_name, date(2026, 6, 30))
    assert (new.full_name, new.valid_from, new.level) == ("示例市水务集团", date(2026, 7, 1), old.level)
    assert (await organs.named("示例市自来水公司", date(2026, 6, 1)))[0].id == WATER.id
    assert "organ.renamed" in await told_of(desk)
    assert [entry.act for entry in await audit.history_of(f"organ.{new.id}")] == ["organ renamed"]


async def test_an_ended_organ_names_the_sources_that_are_left_with_it(desk: Desk) -> None:
    ended = "/console/organs/health"
    async with desk.logged_in("admin") as admin:
        await press(admin, ended, ended, valid_to="2026-06-30", successor_id="gov")
        page = await admin.get(ended)
        listed = await admin.get("/console/organs?q=卫健委")
    assert "市卫健委网站" in shown_text(page)
    assert f"/console/sources/{desk.sources['health'].id}/settings" in page.text
    assert "由「示例市人民政府办公室」承继" in shown_text(listed)


async def test_a_district_is_added_merged_and_found_under_its_city(desk: Desk) -> None:
    await regions()
    new = {"code": "320124", "name": "溧水县", "level": "county", "parent_code": "320100"}
    async with desk.logged_in("admin") as admin:
        await press(admin, "/console/regions/new", "/console/regions/new", **new)
        twice = await press(admin, "/console/regions/new", "/console/regions/new", **new)
        merged = {"valid_to": "2013-02-20", "successor_code": "320100", "name": "溧水旧县"}
        listed = await press(admin, "/console/regions/320124", "/console/regions/320124", **merged)
        circle = await press(admin, "/console/regions/320000", "/console/regions/320000", parent_code="320124")
        own = await press(admin, "/console/regions/320100", "/console/regions/320100", parent_code="320100")
        bad = await press(admin, "/console/regions/new", "/console/regions/new", **(new | {"code": "12"}))
    assert "这个代码已有区划" in shown_text(twice)
    assert "并入「示例市」" in shown_text(listed)
    assert 'class="depth-2"' in listed.text
    assert "绕回" in shown_text(circle)
    assert "不能是它自己" in shown_text(own)
    assert "六位数字" in shown_text(bad)
    assert {twice.status_code, circle.status_code, own.status_code, bad.status_code} == {422}
    assert "region.changed" in await told_of(desk)
    acts = [(entry.actor_name, entry.act) for entry in await audit.history_of("region.320124")]
    assert acts == [("管理员", "region changed"), ("管理员", "region added")]


async def test_a_topic_is_added_renamed_ended_and_never_taken_back_by_the_next_start(desk: Desk) -> None:
    async with desk.logged_in("admin") as admin:
        await press(admin, "/console/topics", "/console/topics", name="龙舟赛", set="life")
        sub = {"name": "数据管理", "set": "official", "parent_id": "theme.administration"}
        await press(admin, "/console/topics", "/console/topics", **sub)
        twice = await press(admin, "/console/topics", "/console/topics", **sub)
        here = "/console/topics/theme.administration.openness"
        await press(admin, here, here, name="信息公开")
        ended = "/console/topics/housing"
        listed = await press(admin, ended, ended, ended_on="2026-06-30", successor_id="economy")
    assert "同一级里已有这个名称" in shown_text(twice)
    assert "用到 2026-06-30，由「经济」承继" in shown_text(listed)
    await topics.seed()
    known = {topic.name: topic for topic in await topics.every_topic()}
    assert known["数据管理"].id.startswith("theme.administration.")
    assert known["信息公开"].former_names == ["政务公开"]
    assert known["住房"].successor_id == "economy"
    assert "龙舟赛" in known
    assert "topic.changed" in await told_of(desk)
    [entry] = await audit.history_of("topic.housing")
    assert entry.details == {"ended_on": "无 → 2026-06-30", "successor_id": "无 → 经济"}


@pytest.mark.parametrize(
    ("topic", "typed", "said"),
    [
        ("theme.administration", {"ended_on": "2026-06-30"}, "还有在用的主题"),
        ("housing", {"successor_id": "economy"}, "用到哪一天为止"),
        ("housing", {"ended_on": "2026-06-30", "successor_id": "theme.economy"}, "同一套主题"),
        ("housing", {"ended_on": "2026-06-30", "successor_id": "housing"}, "绕回"),
        ("housing", {"ended_on": "2026-13-30"}, "2026-01-31"),
        ("housing", {"name": ""}, "请填写名称"),
        ("housing", {"name": "社会/保障"}, "斜线"),
    ],
)
async def test_a_topic_that_makes_no_sense_is_refused(desk: Desk, topic: str, typed: dict[str, str], said: str) -> None:
    here = f"/console/topics/{topic}"
    async with desk.logged_in("admin") as admin:
        answer = await press(admin, here, here, **typed)
    assert answer.status_code == 422
    assert said in shown_text(answer)
    assert (await topics.load(topic)).version == 1


async def test_topics_are_put_in_order_and_a_double_click_moves_once(desk: Desk) -> None:
    here = "/console/topics/transport"
    async with desk.logged_in("admin") as admin:
        page = await admin.get(here)
        down = form_of(page, f"{here}/move") | {"way": "down"}
        for _ in range(2):
            await admin.post(f"{here}/move", data=down)
        assert "排第 3" in shown_text(await admin.get(here))
    order = [topic.id for topic in await topics.every_topic() if not topic.official]
    assert order[:3] == ["water-power", "education", "transport"]
    await topics.seed()
    assert [topic.id for topic in await topics.every_topic() if not topic.official] == order


async def test_an_ended_topic_is_no_longer_offered_but_stays_where_it_was_chosen(desk: Desk) -> None:
    yesterday = (desk.store.now() - timedelta(days=2)).date().isoformat()
    chosen, new = await desk.arrive(GOVERNMENT, a_policy("1"), a_policy("2", "另一份示例通知的标题"))
    async with desk.logged_in("wang") as editor:
        first = await adopt_first(editor, chosen)
        await press(editor, first, first, topics=["housing"])
        async with desk.logged_in("admin") as admin:
            await press(admin, "/console/topics/housing", "/console/topics/housing", ended_on=yesterday)
        second = await adopt_first(editor, new)
        kept, offered = (await editor.get(first)).text, (await editor.get(second)).text
    assert 'value="housing" checked' in kept
    assert 'value="housing"' not in offered
    assert 'value="economy"' in offered


RULE = {
    "rule_id": INTERPRETATION_DUE,
    "value": "5",
    "unit": "working_days",
    "basis": "示例市政策解读办法第八条",
    "valid_from": "2026-01-01",
}


async def test_a_row_of_the_rule_table_is_looked_at_first_then_entered_changed_and_ended(desk: Desk) -> None:
    home = "/console/deadlines"
    async with desk.logged_in("admin") as admin:
        looked = await press(admin, home, f"{home}#enter", **RULE, act="look")
        assert "这样改，会变的是" in shown_text(looked)
        assert len(await deadlines.rows_of(INTERPRETATION_DUE)) == 1, "looking changes nothing"
        await press(admin, home, f"{home}#enter", **RULE, act="decide")
        row = await deadlines.rule_on(INTERPRETATION_DUE, date(2026, 6, 1))
        here = f"{home}/{row.id}"
        late = form_of(await admin.get(here), here)
        listed = await press(admin, here, here, value="4", valid_to="2026-12-31", act="decide")
        stale = await admin.post(here, data=late | {"act": "decide", "value": "9"})
        page = shown_text(await admin.get(here))
    assert (row.value, row.entered_by.name) == (5, "管理员")
    assert "现行" in shown_text(listed)
    assert stale.status_code == 409
    assert (await deadlines.rule_on(INTERPRETATION_DUE, date(2026, 6, 1))).value == 4
    assert (await deadlines.rule_on(INTERPRETATION_DUE, date(2027, 1, 1))).value == 3, "the row before holds again"
    assert "期限：5 → 4" in page
    assert "rules.changed" in await told_of(desk)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"value": "0"}, "1 到 1000"),
        ({"value": "三"}, "1 到 1000"),
        ({"basis": "x"}, "请写明依据"),
        ({"valid_from": ""}, "从哪一天起"),
        ({"valid_to": "2025-01-01"}, "早于生效日期"),
        ({"rule_id": "none"}, "没有这条期限规则"),
    ],
)
async def test_a_row_that_makes_no_sense_is_refused(desk: Desk, typed: dict[str, str], said: str) -> None:
    home = "/console/deadlines"
    async with desk.logged_in("admin") as admin:
        answer = await press(admin, home, f"{home}#enter", **(RULE | typed), act="decide")
        shipped = await admin.get(f"{home}/{(await deadlines.rows_of(INTERPRETATION_DUE))[0].id}")
    assert answer.status_code == 422
    assert said in shown_text(answer)
    assert "随软件发布，不能改" in shown_text(shipped)


@pytest.mark.parametrize(
    "address",
    [
        "/console/organs/new",
        f"/console/organs/{WATER.id}",
        f"/console/organs/{WATER.id}/rename",
        "/console/regions/new",
        "/console/topics",
        "/console/topics/housing",
        "/console/topics/housing/move",
        "/console/deadlines",
    ],
)
async def test_only_administrators_keep_reference_data(desk: Desk, address: str) -> None:
    sent = ORGAN | RULE | {"name": "示例", "code": "320102", "since": "2026-01-01", "key": "k" * 12, "act": "decide"}
    before = await Organ.find_all().count(), await topics.every_topic()
    async with desk.logged_in("wang") as editor:
        answer = await editor.post(address, data=sent | {"expected_version": "1"})
    assert answer.status_code == 403
    assert (await Organ.find_all().count(), await topics.every_topic()) == before
