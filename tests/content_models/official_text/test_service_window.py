"""Service alerts say when and where; the wordings are those of utilities, the places 示例."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.official_text.service_window import service_window

SHANGHAI = ZoneInfo("Asia/Shanghai")
PUBLISHED = datetime(2024, 5, 1, 2, 0, tzinfo=UTC)


def window_of(text: str, published: datetime | None = PUBLISHED) -> tuple[str | None, str | None]:
    found = service_window(text, published, SHANGHAI)
    if found is None:
        return None, None
    return tuple(  # type: ignore[return-value]
        f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if moment else None for moment in (found.start, found.end)
    )


def places_of(text: str) -> list[str]:
    found = service_window(text, PUBLISHED, SHANGHAI)
    return found.places if found else []


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("定于5月6日9:00至17:00停水。", "2024-05-06 09:00", "2024-05-06 17:00"),
        ("停水时间：2024年5月6日22时至次日6时。", "2024-05-06 22:00", "2024-05-07 06:00"),
        ("停电时间：5月6日（星期一）上午8点半—下午5点。", "2024-05-06 08:30", "2024-05-06 17:00"),
        ("自2024年5月6日8:00起至2024年5月8日18:00止封闭施工。", "2024-05-06 08:00", "2024-05-08 18:00"),
        ("5月6日晚10时至5月7日凌晨5时管道检修，将停水。", "2024-05-06 22:00", "2024-05-07 05:00"),
        ("检修时间为2024-05-06 08:00-12:00。", "2024-05-06 08:00", "2024-05-06 12:00"),
        ("５月６日２３：００至２４：００停气。", "2024-05-06 23:00", "2024-05-07 00:00"),
        ("下午2时至6时不停水。停水时间：5月6日下午2时至6时。", "2024-05-06 14:00", "2024-05-06 18:00"),
        ("自5月6日起，12路公交线路调整。", "2024-05-06 00:00", None),
        ("5月6日至5月8日，道路封闭。", "2024-05-06 00:00", "2024-05-09 00:00"),
        ("12月31日20时至1月1日4时停电。", "2024-12-31 20:00", "2025-01-01 04:00"),
        ("2024年5月1日发布。定于5月6日9时至11时停水。", "2024-05-06 09:00", "2024-05-06 11:00"),
    ],
)
def test_the_window_is_read_as_utilities_write_it(text: str, start: str, end: str | None) -> None:
    assert window_of(text) == (start, end)


def test_a_january_day_announced_in_december_is_next_years() -> None:
    assert window_of("1月3日9时至11时停水。", datetime(2024, 12, 30, tzinfo=UTC))[0] == "2025-01-03 09:00"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "近日将停水。",
        "5月32日停水。",
        "停水时间：5月6日25:00至26:00。",
        "13月1日停电",
        "停水时间：5月6日17时至9时。",
    ],
)
def test_what_cannot_be_is_no_window(text: str) -> None:
    assert window_of(text) == (None, None)


def test_without_a_year_and_a_date_of_publication_nothing_is_guessed() -> None:
    assert window_of("5月6日9:00至17:00停水。", None) == (None, None)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("影响范围：示例路（东至甲街，西至乙街）、丙小区、丁村。", ["示例路(东至甲街,西至乙街)", "丙小区", "丁村"]),
        ("停水区域：甲花园、乙新村等区域停水。", ["甲花园", "乙新村"]),
        ("停电范围为甲大道、乙路\n请做好准备。", ["甲大道", "乙路"]),
        ("本次施工期间绕行建设路和人民大道。", ["建设路", "人民大道"]),
        ("请广大用户做好储水准备。", []),
    ],
)
def test_places_are_named_as_printed(text: str, places: list[str]) -> None:
    assert places_of(text) == places


@given(st.text(alphabet="0123456789年月日时点分半至到次-:：（）()停水影响范围路、，。 上下午晚\n", max_size=120))
def test_no_text_is_too_bad(text: str) -> None:
    found = service_window(text, PUBLISHED, SHANGHAI)
    if found and found.start and found.end:
        assert found.start <= found.end
