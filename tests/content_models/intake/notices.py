"""Notices as several sources carry them: 示例 texts with facts in them."""

from datetime import datetime, timedelta
from typing import Any

from content_models.intake.comparison import ComparableText
from content_models.intake.documents import IntakeItem, ItemKind
from content_models.intake.fingerprint import bands_of, url_key
from content_models.intake.matching import Entry
from content_models.official_text.folding import fold_title_key
from content_models.official_text.reposting import without_repost_mark
from tests.content_models.intake.factories import MAY

WATER_CUT = """因{street}老旧阀门更换，示例自来水公司定于{day}{hours}对{street}两侧降压供水。
涉及{places}，约{count}户用户。
请提前蓄水，高层用户关闭水泵进水阀，恢复后先放水再使用。
施工遇暴雨顺延，届时将在公司网站另行告知。
抢修人员昼夜值守，电话{phone}。
给您带来不便，敬请谅解，感谢支持。
"""
FACTS: dict[str, Any] = {
    "street": "青石街",
    "day": "2026年5月18日",
    "hours": "22:00至次日5:00",
    "places": "柳荫里、翠屏花园和示例第二小学",
    "count": 860,
    "phone": "84001234",
}
TITLE = "关于青石街两侧降压供水的通知"


def water_cut(**changes: Any) -> str:
    return WATER_CUT.format(**(FACTS | changes))


def an_entry(
    key: str, body: str = "", *, title: str = TITLE, source: str = "", at: datetime = MAY, url: str = "", **fields: Any
) -> Entry:
    """One stored item with its text and bands; every entry has a source of its own unless told otherwise."""
    text = ComparableText(title, body)
    given: dict[str, Any] = {
        "id": key,
        "source_id": source or f"source-{key}",
        "title": title,
        "title_key": fold_title_key(without_repost_mark(title)),
        "url_key": url_key(url),
        "doc_no_key": None,
        "kind": ItemKind.notice,
        "issuer_names": [],
        "bands": bands_of([text.folded])[0],
        "published_at": at,
        "first_seen_at": at,
        "cluster_id": None,
    }
    return Entry(IntakeItem.model_construct(**(given | fields)), text)


def days(number: float) -> timedelta:
    return timedelta(days=number)
