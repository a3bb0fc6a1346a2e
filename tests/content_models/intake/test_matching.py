"""When two items are one notice, when an editor is asked, and when wording alone is shared."""

import random
import time
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.intake.documents import ItemKind
from content_models.intake.fingerprint import BANDS, bands_of, folded_body, jaccard, shingles, url_key
from content_models.intake.matching import Match, Pair
from tests.content_models.intake.factories import MAY
from tests.content_models.intake.notices import TITLE, an_entry, days, water_cut

BODY = water_cut()
OTHER_TITLE = "今晚部分小区水压偏低"


def matched(body: str, title: str = OTHER_TITLE, original: str = BODY, **fields: Any) -> Match | None:
    return Pair(an_entry("a", original), an_entry("b", body, title=title, **fields)).match


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(BODY, id="as it is"),
        pytest.param("来源：示例日报 2026年5月20日\n现将通知转发如下：\n" + BODY, id="with a header"),
        pytest.param("各位街坊请相互转告！\n" + BODY + "责任编辑：小林\n（示例晚报 5月21日）", id="with head and foot"),
        pytest.param(BODY[: int(len(BODY) * 0.75)], id="cut inside a sentence"),
        pytest.param(BODY[: int(len(BODY) * 0.8)] + "……【查看全文】", id="cut with a mark"),
        pytest.param(BODY.replace("请提前蓄水", "请您提前储水"), id="one edit"),
        pytest.param(BODY.replace("\n", ""), id="in one line"),
        pytest.param("\n".join(BODY[at : at + 30] for at in range(0, len(BODY), 30)), id="with lines broken by a PDF"),
        pytest.param(BODY.replace("，", ",").replace("2026", "２０２６").replace("：", ":"), id="in other punctuation"),
        pytest.param(BODY.replace("2026年5月18日", "5月18日"), id="without the year"),
    ],
)
def test_a_repost_is_matched_whatever_its_title(copy: str) -> None:
    match = matched(copy)
    assert match is not None
    assert match.is_automatic, match
    assert "正文相似" in match.reason


@pytest.mark.parametrize(
    "change",
    [
        {"day": "2026年5月25日"},
        {"day": "2027年5月18日"},
        {"hours": "21:00至次日5:00"},
        {"street": "长和路"},
        {"places": "柳荫里、翠屏花园和示例第五小学"},
        {"places": "云锦坊、翠屏花园和示例第二小学"},
        {"count": 1270},
        {"phone": "84005678"},
        {"day": "2026年6月2日", "street": "望江路", "count": 45},
    ],
)
@pytest.mark.parametrize("later", [0, 1, 30])
def test_re_used_wording_is_never_grouped(change: dict[str, Any], later: int) -> None:
    pair = Pair(an_entry("a", BODY), an_entry("b", water_cut(**change), at=MAY + days(later)))
    assert pair.is_barred
    assert pair.match is None or not pair.match.is_automatic


def test_a_slip_put_right_the_same_day_is_asked_about_and_says_what_differs() -> None:
    match = matched(water_cut(count=680), at=MAY + days(1))
    assert match is not None
    assert 0.8 <= match.score < 0.95
    assert match.reason == "正文相似 0.93，但数字不同（680户／860户）"


def test_the_same_change_a_week_later_is_another_notice() -> None:
    assert matched(water_cut(count=680), at=MAY + days(8)) is None


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("示例市停车管理办法（征求意见稿）", "示例市停车管理办法"),
        ("示例市停车补助名单公示（第一批）", "示例市停车补助名单公示（第二批）"),
        ("关于青石街降压供水的通知", "关于取消青石街降压供水的通知"),
    ],
)
def test_draft_and_final_first_and_second_batch_stay_apart(title: str, other: str) -> None:
    assert Pair(an_entry("a", BODY, title=title), an_entry("b", BODY, title=other)).match is None


def test_undated_advice_of_another_season_is_asked_about() -> None:
    advice = (
        "天气炎热请注意防暑降温，多饮水少曝晒，老人儿童减少外出，户外劳动者合理安排作息时间，"
        "出现头晕恶心应立即到阴凉处休息并就医，独居老人家中请保持通风，邻里之间多走动多问候。"
    )
    now, next_year = (matched(advice, TITLE, advice, at=MAY + days(day)) for day in (1, 365))
    assert now is not None
    assert now.is_automatic
    assert next_year is not None
    assert not next_year.is_automatic


def test_a_same_title_with_other_facts_is_another_notice() -> None:
    pair = Pair(an_entry("a", BODY), an_entry("b", water_cut(street="长和路"), at=MAY + days(3)))
    assert pair.one.title_key == pair.other.title_key
    assert pair.match is None


def test_an_address_counts_with_its_text_only() -> None:
    url = "https://water.example/2026/0518.html"
    same = Pair(an_entry("a", BODY, url=url), an_entry("b", BODY, title=OTHER_TITLE, url=f"{url}?utm_source=app#top"))
    assert same.match is not None
    assert same.match.reason == "网址相同"
    assert (
        Pair(an_entry("a", BODY, url=url), an_entry("b", "另一件事。" * 30, title=OTHER_TITLE, url=url)).match is None
    )


def test_one_source_is_never_matched_with_itself() -> None:
    url = "https://water.example/1"
    assert Pair(an_entry("a", BODY, source="s", url=url), an_entry("b", BODY, source="s", url=url)).match is None


def test_an_interpretation_of_the_same_words_is_another_text() -> None:
    assert matched(BODY, kind=ItemKind.interpretation) is None


def test_a_text_too_short_to_tell_says_nothing() -> None:
    assert matched("详见附件。", original="详见附件。") is None
    assert bands_of([folded_body("详见附件。")]) == [[]]


@given(st.data())
def test_a_match_is_symmetric(data: st.DataObject) -> None:
    bodies = [
        BODY,
        BODY[:150],
        water_cut(count=680),
        water_cut(street="长和路"),
        "来源：某报\n" + BODY,
        "",
        "停水。" * 40,
    ]
    titles = [TITLE, OTHER_TITLE, f"【转发】{TITLE}", f"{TITLE}（征求意见稿）"]
    one, other = (
        an_entry(
            key,
            data.draw(st.sampled_from(bodies)),
            title=data.draw(st.sampled_from(titles)),
            at=MAY + timedelta(days=data.draw(st.integers(0, 90))),
        )
        for key in "ab"
    )
    there, back = Pair(one, other), Pair(other, one)
    assert (there.match, there.is_barred) == (back.match, back.is_barred)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.a.example/x/1.html", "https://A.example/x/1.html#p"),
        ("https://a.example/v?id=3&type=2", "https://a.example/v?type=2&id=3&spm=1.2"),
    ],
)
def test_spellings_of_one_address_have_one_key(one: str, other: str) -> None:
    assert url_key(one) == url_key(other) is not None


@pytest.mark.parametrize("url", ["", "https://a.example/", "mailto:x@a.example", "http://[", "http://a.example:x/1"])
def test_a_home_page_names_no_notice(url: str) -> None:
    assert url_key(url) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("是。" * 40_000, "否。" * 40_000, id="a page of stops"),
        pytest.param("停水" * 40_000, "停水" * 39_000 + "停电" * 500, id="a page without stops"),
        pytest.param("1" * 80_000, "1" * 79_999 + "2", id="a page of digits"),
        pytest.param("甲乙丙丁路。" * 9_000, "甲乙丙戊路。" * 9_000, id="one sentence again and again"),
        pytest.param(
            "".join(f"第{n}条路。" for n in range(9_000)),
            "".join(f"第{n}个路。" for n in range(9_000)),
            id="long lists",
        ),
    ],
)
def test_hostile_pages_are_compared_in_bounded_time(one: str, other: str) -> None:
    started = time.process_time()
    assert Pair(an_entry("a", one), an_entry("b", other)).is_barred in (True, False)
    assert time.process_time() - started < 5


def test_bands_meet_as_often_as_the_formula_says() -> None:
    """1 - (1 - J⁶)¹⁰ at J ≈ .8, within what 60 draws allow."""
    draw = random.Random(7)
    met = likeness = 0.0
    for _ in range(60):
        text = "".join(chr(draw.randrange(0x4E00, 0x5800)) for _ in range(500))
        copy = text[:60] + "".join(chr(draw.randrange(0x5900, 0x6000)) for _ in range(55)) + text[115:]
        one, other = bands_of([text, copy])
        met += bool(set(one[:BANDS]) & set(other[:BANDS]))
        likeness += jaccard(shingles(text), shingles(copy))
    assert 0.74 < likeness / 60 < 0.82
    assert met / 60 > 0.75
