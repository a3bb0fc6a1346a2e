from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from content_models.official_text import dates
from content_models.official_text.dates import effective_date, find_dates, parse_date, parse_moment, signed_date

FIRST_OF_SEPTEMBER = date(2017, 9, 1)


@pytest.mark.parametrize(
    "written",
    [
        "2017年9月1日",
        "2017 年 9 月 1 日",
        "2017年9月\n1日",
        "２０１７年９月１日",
        "二〇一七年九月一日",
        "二○一七年九月一日",
        "二零一七年九月一日",
        "2017-09-01",
        "2017-\n09-\n01",
        "2017/9/1",
        "2017.09.01",
        "20170901",
        "发布日期：2017-09-01 10:00",
    ],
)
def test_every_way_to_write_a_date(written: str) -> None:
    assert parse_date(written) == FIRST_OF_SEPTEMBER


@pytest.mark.parametrize(
    "written",
    [
        "",
        "近日",
        "本月",
        "9月底前",
        "每月5日前",
        "2017年9月",
        "2022-04",
        "1970-01-01",
        "1970年1月1日",
        "2017-02-30",
        "0000-00-00",
        "10.2017.9.1.3",
        "null",
        "试行两年",
        "99999999",
    ],
)
def test_what_is_no_full_date(written: str) -> None:
    assert parse_date(written) is None


def test_eleventh_to_thirty_first_in_chinese_numerals() -> None:
    assert parse_date("二〇二六年十一月二十三日") == date(2026, 11, 23)
    assert parse_date("二〇二五年十二月三十一日") == date(2025, 12, 31)


def test_both_ends_of_a_range_with_their_precision() -> None:
    text = "制定目录标准（2017年9月－2017年12月），2018年7月1日前"
    found = find_dates(text)
    assert [(text[hit.start : hit.end], hit.precision) for hit in found] == [
        ("2017年9月", "month"),
        ("2017年12月", "month"),
        ("2018年7月1日", "day"),
    ]
    assert found[1].value == date(2017, 12, 1)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2017-09-01 10:00", datetime(2017, 9, 1, 2, 0, tzinfo=UTC)),
        ("2017-09-01 10:00:05", datetime(2017, 9, 1, 2, 0, 5, tzinfo=UTC)),
        ("2017/9/1 7:05", datetime(2017, 8, 31, 23, 5, tzinfo=UTC)),
        ("2017年9月1日 10时05分", datetime(2017, 9, 1, 2, 5, tzinfo=UTC)),
        ("2017年9月1日 下午3：30", datetime(2017, 9, 1, 7, 30, tzinfo=UTC)),
        ("发布时间：2017-09-01　10:00 来源：市政府", datetime(2017, 9, 1, 2, 0, tzinfo=UTC)),
        ("2017-09-01", datetime(2017, 8, 31, 16, 0, tzinfo=UTC)),
        ("2017-09-01 24:00", datetime(2017, 8, 31, 16, 0, tzinfo=UTC)),
        ("20170901", datetime(2017, 8, 31, 16, 0, tzinfo=UTC)),
        ("2017-09-01T10:00:00+08:00", datetime(2017, 9, 1, 2, 0, tzinfo=UTC)),
        ("2017-09-01T10:00:00.000+0800", datetime(2017, 9, 1, 2, 0, tzinfo=UTC)),
        ("2017-09-01T02:00:00Z", datetime(2017, 9, 1, 2, 0, tzinfo=UTC)),
        ("2017-09-01T10:00:00", datetime(2017, 9, 1, 2, 0, tzinfo=UTC)),
        ("Fri, 01 Sep 2017 10:00:00 +0800", datetime(2017, 9, 1, 2, 0, tzinfo=UTC)),
        ("Fri, 01 Sep 2017 02:00:00 GMT", datetime(2017, 9, 1, 2, 0, tzinfo=UTC)),
        ("Fri, 01 Sep 2017 10:00:00 CST", datetime(2017, 9, 1, 2, 0, tzinfo=UTC)),
        ("1 Sep 2017 10:00:00", datetime(2017, 9, 1, 2, 0, tzinfo=UTC)),
    ],
)
def test_moments_are_utc(written: str, moment: datetime) -> None:
    assert parse_moment(written) == moment


@pytest.mark.parametrize(
    "written", ["", "昨天", "1970-01-01", "1970-01-01 08:00:00", "Thu, 01 Jan 1970 00:00:00 GMT", "0001-01-01"]
)
def test_no_moment_and_no_epoch(written: str) -> None:
    assert parse_moment(written) is None


def test_a_naive_time_is_the_sources_own() -> None:
    assert parse_moment("2017-09-01 10:00", ZoneInfo("Asia/Urumqi")) == datetime(2017, 9, 1, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "signed"),
    [
        ("请认真落实。\n\n某市人民政府\n2017年9月1日\n\n（此件公开发布）", FIRST_OF_SEPTEMBER),
        ("请认真落实。\n某市人民政府办公室　2017年9月1日", FIRST_OF_SEPTEMBER),
        ("某市人民政府\n2017年9月1日\n附件\n某方案\n2018年1月1日\n", FIRST_OF_SEPTEMBER),
        ("附件：某方案\n\n某市人民政府\n2017年9月\n1日\n某市人民政府办公室 2017年9月4日印发", FIRST_OF_SEPTEMBER),
        ("2017年8月1日\n某事如下。\n二〇一七年九月一日", FIRST_OF_SEPTEMBER),
        ("试点方案于2017年9月15日前报送。", None),
        ("自2017年9月1日起施行。", None),
        ("", None),
    ],
)
def test_signed_date_is_the_signatures(body: str, signed: date | None) -> None:
    assert signed_date(body) == signed


@pytest.mark.parametrize(
    ("body", "signed", "effective"),
    [
        ("本办法自2017年9月1日起施行。", None, FIRST_OF_SEPTEMBER),
        ("本办法自2017年9月\n1日起正式施行，有效期5年。", None, FIRST_OF_SEPTEMBER),
        ("于2017年9月1日起实施", None, FIRST_OF_SEPTEMBER),
        ("本通知自印发之日起施行。", FIRST_OF_SEPTEMBER, FIRST_OF_SEPTEMBER),
        ("自公布之日起30日后施行", FIRST_OF_SEPTEMBER, date(2017, 10, 1)),
        ("自印发之日起施行。", None, None),
        ("《某条例》自2008年5月1日起施行以来", None, None),
        ("本通知自印发之日起执行。附：某办法，自2018年1月1日起施行。", FIRST_OF_SEPTEMBER, date(2018, 1, 1)),
        ("于2017年9月1日召开会议", None, None),
    ],
)
def test_effective_date(body: str, signed: date | None, effective: date | None) -> None:
    assert effective_date(body, signed) == effective


noise = st.text(alphabet="0123456789二〇十年月日-/.: 　\n起施行自T+Z,JanGMT附件", max_size=60) | st.text(max_size=40)


@given(noise)
def test_any_text_may_be_read(text: str) -> None:
    assert all(text[hit.start : hit.end].strip() for hit in find_dates(text))
    parse_moment(text)
    effective_date(text, signed_date(text))


@given(st.dates(date(1949, 10, 1), date(2099, 12, 31)).filter(lambda day: day != date(1970, 1, 1)))
def test_a_printed_date_is_read_back(day: date) -> None:
    assert parse_date(f"{day.year}年{day.month}月{day.day}日") == parse_date(day.isoformat()) == day


@given(st.text(st.sampled_from("2017年9月31日 \n-./〇一二零○O.5"), max_size=40))
def test_dates_are_those_that_a_search_at_every_character_finds(text: str) -> None:
    assert [found.span() for found in dates._written_in(text)] == [
        found.span() for found in dates._WRITTEN.finditer(text)
    ]


@given(st.dates(date(1913, 1, 1), date(2098, 12, 31)), st.times(), st.integers(-14 * 60, 14 * 60), st.booleans())
def test_the_usual_date_of_a_feed_means_what_the_standard_library_says(
    day: date, at: time, offset: int, named: bool
) -> None:
    assume(day.year != 1970)  # an empty field's date
    stated = format_datetime(datetime.combine(day, at, timezone(timedelta(minutes=offset))))
    stated = stated if named else stated.partition(", ")[2]
    assert parse_moment(stated) == parsedate_to_datetime(stated)


@given(st.text(st.sampled_from("0129.-/ 年月x"), max_size=24))
def test_looking_only_where_a_year_may_begin_overlooks_none(text: str) -> None:
    everywhere = (match.group() for match in dates._NUMERIC.finditer(text))
    plausible = [written for written in everywhere if int(written[:4]) in dates._PLAUSIBLE_YEARS]
    looked_for = sorted(dates._numeric_in(text), key=lambda match: match.start())
    assert [match.group() for match in looked_for if int(match["year"]) in dates._PLAUSIBLE_YEARS] == plausible
