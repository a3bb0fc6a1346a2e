"""概览 and 报表: drawn on the server with their numbers beneath, exported without formulas, and no scan behind them."""

import csv
import io
from datetime import datetime, timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from content_models.editorial.documents import Role
from content_models.kit.store import Store
from content_models.overview.actions.tally import tally
from content_models.releases.documents import Release
from content_models.sources.documents import FetchOutcome, FetchRecord
from server.auth.accounts import create_staff
from server.console.charts import HEIGHT, Series, bars, columns, lines, number, round_up
from tests.server.desk import (
    GOVERNMENT,
    HEALTH,
    PASSWORD,
    Desk,
    a_policy,
    adopt_first,
    press,
    publish,
    review,
    shown_text,
)

CHARTS = {"intake", "waiting", "reviews", "overdue", "corrections"}


async def worked(desk: Desk, title: str = "示例通知") -> str:
    """A day's work: something arrives, is reviewed and goes public, and the worker tallies."""
    [item_id] = await desk.arrive(GOVERNMENT, a_policy(title, title))
    source = desk.sources[GOVERNMENT.id]
    await FetchRecord(source_id=source.id, at=desk.store.now(), outcome=FetchOutcome.news, new=3).insert()
    async with desk.logged_in("wang") as wang:
        release = await adopt_first(wang, item_id)
    await review(desk, release)
    await publish(desk, release)
    await tally(desk.store)
    return release


async def test_every_chart_has_title_description_and_a_table_of_the_same_numbers(desk: Desk) -> None:
    await worked(desk)
    async with desk.logged_in("wang") as wang:
        page = await wang.get("/console/overview?days=7")
    tree = LexborHTMLParser(page.text)
    assert {one.attributes["id"] for one in tree.css("figure.chart")} == CHARTS
    for drawn in tree.css("figure.chart svg"):
        named = str(drawn.attributes["aria-labelledby"]).split()
        assert all(tree.css_first(f"#{name}").text() for name in named)
    intake = tree.css_first("#intake")
    assert intake.css_first("tbody th").text() == "市府办网站"
    assert intake.css_first("tbody td").text() == "3"
    assert "市府办网站 3条" in intake.css_first("rect title").text()
    assert len(tree.css("#corrections tbody tr")) == 7
    assert "style=" not in page.text


async def test_who_is_bound_to_an_organ_sees_its_figures_only(desk: Desk) -> None:
    await worked(desk)
    for name, organ in (("inside", GOVERNMENT.id), ("outside", HEALTH.id)):
        await create_staff(desk.store, name, name, [Role.editor], PASSWORD, organ_ids=[organ])
    shown = {}
    for name in ("inside", "outside"):
        async with desk.logged_in(name) as client:
            shown[name] = LexborHTMLParser((await client.get("/console/overview?days=7")).text)
    assert shown["inside"].css_first("#intake tbody th").text() == "市府办网站"
    assert shown["inside"].css("#corrections tbody tr")[-1].css_first("td").text() == "1"
    assert shown["outside"].css_first("#intake tbody th") is None
    assert shown["outside"].css("#corrections tbody tr")[-1].css_first("td").text() == "0"


async def test_what_took_no_time_is_drawn_as_no_minutes(desk: Desk) -> None:
    """The whole course of `worked` is over within a minute: that is a figure, not the want of one."""
    await worked(desk)
    async with desk.logged_in("wang") as wang:
        page = LexborHTMLParser((await wang.get("/console/overview?days=7")).text)
    for chart in ("#waiting", "#reviews"):
        assert page.css_first(f"{chart} .chart-empty") is None
    assert {value.text() for value in page.css("#reviews text.value")} == {"0 分钟"}
    assert page.css("#waiting tbody tr")[-1].css_first("td").text() == "0"
    assert "分钟" in page.css_first("#waiting thead").text()


async def test_without_figures_it_says_so(desk: Desk) -> None:
    async with desk.logged_in("wang") as wang:
        text = shown_text(await wang.get("/console/overview?days=nonsense"))
    assert "这段时间没有数据" in text
    assert "今天的数据一分钟后就有" in text


async def test_a_chart_is_exported_as_a_table(desk: Desk) -> None:
    await worked(desk)
    async with desk.logged_in("wang") as wang:
        file = await wang.get("/console/overview/corrections.csv?days=7")
        assert (await wang.get("/console/overview/nothing.csv")).status_code == 404
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[0] == ["日期", "发布（条）", "更正（条）"]
    assert len(rows) == 8
    assert rows[-1][1:] == ["1", "0"]
    assert "attachment" in file.headers["content-disposition"]


async def test_ageing_locked_and_audit_name_what_they_say(desk: Desk, store: Store) -> None:
    old = await worked(desk)
    [item_id] = await desk.arrive(GOVERNMENT, a_policy("second", "等着审的公告"))
    async with desk.logged_in("wang") as wang:
        waiting = await adopt_first(wang, item_id)
        await press(wang, waiting, f"{waiting}/submit")
    release = await Release.get(old.rsplit("/", 1)[1])
    assert release
    release.updated_at = datetime.now(release.updated_at.tzinfo) - timedelta(days=200)
    await release.save()
    async with desk.logged_in("wang") as wang:
        ageing = shown_text(await wang.get("/console/reports/ageing"))
        younger = shown_text(await wang.get("/console/reports/ageing?age=365"))
        await wang.post(f"{waiting}/presence", data={"writing": "1"})
        locked = shown_text(await wang.get("/console/reports/locked"))
        assert (await wang.get("/console/reports/audit")).status_code == 403
    async with desk.logged_in("qian") as qian:
        audit = shown_text(await qian.get("/console/reports/audit"))
        signed = shown_text(await qian.get("/console/reports/audit?kind=signed_off"))
    assert "示例通知" in ageing
    assert "200 天" in ageing
    assert "没有这么久没更新的页面" in younger
    assert "等着审的公告" in locked
    assert "第 1 轮审签中" in locked
    assert "王编辑 正在编辑" in locked
    assert "zhao 已核" in audit
    assert "登录" in audit, "what is no release's stands there too"
    assert "查看页面 reports/audit 被拒 NOT_ALLOWED" in audit
    assert "采用来稿 示例通知" in audit
    assert "采用来稿 示例通知" not in signed


@pytest.mark.parametrize("asked", ["since=2026-01-01&until=2025-01-01", "since=2020-01-01&until=2026-01-01", "since=x"])
async def test_a_span_that_is_none_or_has_no_end_is_refused_in_words(desk: Desk, asked: str) -> None:
    async with desk.logged_in("qian") as qian:
        answer = await qian.get(f"/console/reports/audit?{asked}")
        assert (await qian.get("/console/reports/none")).status_code == 404
    assert answer.status_code == 422


async def test_no_cell_of_an_export_runs_as_a_formula(desk: Desk) -> None:
    await worked(desk, '=HYPERLINK("http://x.example","示例")')
    async with desk.logged_in("qian") as qian:
        file = await qian.get("/console/reports/audit.csv")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    titles = {row[3] for row in rows[1:] if "HYPERLINK" in row[3]}
    assert titles == {'\'=HYPERLINK("http://x.example","示例")'}


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [
        ("chen", "/console/overview", 403),
        ("chen", "/console/overview/intake.csv", 403),
        ("chen", "/console/reports/ageing", 403),
        ("wang", "/console/reports/audit", 403),
        ("wang", "/console/reports/audit.csv", 403),
        ("wang", "/console/overview", 200),
        ("qian", "/console/reports/audit", 200),
        ("chen", "/console/bundles", 200),
    ],
)
async def test_figures_are_for_the_desk_and_the_audit_for_auditors(
    desk: Desk, who: str, address: str, status: int
) -> None:
    async with desk.logged_in(who) as client:
        assert (await client.get(address)).status_code == status


def test_axes_end_at_round_numbers_and_columns_stack_within_them() -> None:
    assert [round_up(value) for value in (0, 0.4, 1, 3, 7, 12, 240, 251)] == [2, 2, 2, 4, 10, 20, 400, 400]
    chart = columns(
        "c", "t", "d", ["2026-11-24", "2026-11-25"], [Series("甲", "main", [3, None]), Series("乙", "bad", [2, 4])]
    )
    assert sum(mark.height for mark in chart.marks[:2]) <= HEIGHT
    assert all(mark.y >= 0 for mark in chart.marks)
    assert chart.rows == [["2026-11-24", "3", "2"], ["2026-11-25", "—", "4"]]


def test_lines_bridge_days_without_a_value_and_bars_draw_the_largest() -> None:
    chart = lines("l", "t", "d", ["a", "b", "c"], [Series("甲", "main", [1.0, None, 3.0])])
    assert chart.lines[0][1].count(",") == 2
    rows = [(f"来源{place}", float(100 - place)) for place in range(50)]
    drawn = bars("b", "t", "d", rows)
    assert (len(drawn.marks), len(drawn.rows)) == (12, 50)
    assert [number(value) for value in (None, 1204.0, 2.55)] == ["—", "1,204", "2.5"]


def test_bars_tell_what_was_not_measured_from_what_took_no_time() -> None:
    drawn = bars("b", "t", "d", [("初审", 0.0), ("复审", None)], "分钟")
    assert not drawn.empty
    assert ([value.label for value in drawn.values], drawn.rows) == (["0 分钟"], [["初审", "0"], ["复审", "—"]])
    assert bars("b", "t", "d", [("初审", None)]).empty
    assert lines("l", "t", "d", ["a"], [Series("甲", "main", [None])]).empty
    assert not lines("l", "t", "d", ["a"], [Series("甲", "main", [0.0])]).empty
