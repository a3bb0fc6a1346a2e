"""Reference data: holidays as the notice writes them, organs with validity and successors, the theme tree."""

from datetime import date

import pytest

from content_models.calendar import repository as calendar
from content_models.kit import outbox
from content_models.organs import repository as organs
from tests.server.desk import GOVERNMENT, HEALTH, WATER, Desk, form_of, press, shown_text

NOTICE = {
    "year": "2027",
    "basis": "国办发明电〔2026〕示例号",
    "days_off": "1月1日至3日、2月5日至11日、4月3日至5日、5月1日至5日、6月9日、9月15日、9月30日—10月7日",
    "make_up_days": "2月20日、5月8日",
}


async def test_next_years_notice_counts_from_the_moment_it_is_entered(desk: Desk) -> None:
    assert (await calendar.add_working_days(date(2026, 12, 28), 30)).provisional is True
    async with desk.logged_in("admin") as admin:
        assert "尚未公布" in shown_text(await admin.get("/console/holidays"))
        answer = await press(admin, "/console/holidays", "/console/holidays", **NOTICE)
        assert "2月5日至11日" in shown_text(answer)
    counted = await calendar.working_days()
    assert [counted.is_working(date(2027, 2, day)) for day in (4, 5, 11, 12, 20, 21)] == [
        True, False, False, True, True, False,
    ]  # fmt: skip
    assert counted.add(date(2026, 12, 28), 30).provisional is False
    [row] = [row for row in await outbox.due(desk.store.now(), 10) if row.topic == "calendar.changed"]
    assert row.subject_id == "2027"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"days_off": "1月1日至3日"}, "法定节日没有放假：春节"),
        ({"days_off": "不知道"}, "读不懂"),
        ({"days_off": "13月1日"}, "读不懂"),
        ({"make_up_days": "2月22日"}, "应是周六、周日"),
        ({"make_up_days": "2月6日"}, "既放假又上班"),
        ({"basis": "x"}, "发文字号"),
        ({"year": "３"}, "页面已失效"),
    ],
)
async def test_a_slip_of_the_pen_moves_no_deadline(desk: Desk, typed: dict[str, str], said: str) -> None:
    async with desk.logged_in("admin") as admin:
        answer = await press(admin, "/console/holidays", "/console/holidays", **(NOTICE | typed))
    assert answer.status_code == 422
    assert said in shown_text(answer)
    assert NOTICE["make_up_days"] in answer.text or "make_up_days" in typed
    assert await calendar.newest_notices() == []


async def test_an_organ_ends_and_names_its_successor(desk: Desk) -> None:
    here = f"/console/organs/{WATER.id}"
    typed = {"aliases": "市自来水公司\n自来水集团\n\n", "valid_to": "2026-06-30", "successor_id": GOVERNMENT.id}
    async with desk.logged_in("admin") as admin:
        late = form_of(await admin.get(here), here)
        listed = shown_text(await press(admin, here, here, **typed))
        assert f"由「{GOVERNMENT.full_name}」承继" in listed
        assert (await admin.post(here, data=late | typed)).status_code == 409
    organ = await organs.load(WATER.id)
    assert organ.aliases == ["市自来水公司", "自来水集团"]
    assert organ.valid_to == date(2026, 6, 30)
    assert [one.id for one in (await organs.predecessors_of([GOVERNMENT.id]))[GOVERNMENT.id]] == [WATER.id]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"successor_id": HEALTH.id}, "到哪一天为止"),
        ({"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, "早于起始日期"),
        ({"valid_to": "2026-13-01"}, "2026-01-31"),
        ({"short_name": ""}, "请填写简称"),
    ],
)
async def test_an_organ_that_makes_no_sense_is_refused(desk: Desk, typed: dict[str, str], said: str) -> None:
    here = f"/console/organs/{WATER.id}"
    async with desk.logged_in("admin") as admin:
        answer = await press(admin, here, here, **typed)
    assert answer.status_code == 422
    assert said in shown_text(answer)


async def test_successors_never_go_round_in_a_circle(desk: Desk) -> None:
    async with desk.logged_in("admin") as admin:
        first, second = f"/console/organs/{WATER.id}", f"/console/organs/{HEALTH.id}"
        await press(admin, first, first, valid_to="2026-01-01", successor_id=HEALTH.id)
        answer = await press(admin, second, second, valid_to="2026-02-01", successor_id=WATER.id)
    assert answer.status_code == 422
    assert "绕回" in shown_text(answer)


async def test_the_theme_tree_keeps_names_with_their_commas(desk: Desk) -> None:
    async with desk.logged_in("admin") as admin:
        page = shown_text(await admin.get("/console/topics"))
    assert "国土资源、能源" in page
    assert "政务公开" in page
