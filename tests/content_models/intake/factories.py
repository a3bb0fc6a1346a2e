"""Sources and arrivals as the tests need them."""

from datetime import UTC, datetime
from typing import Any

from content_models.intake.documents import NormalisedItem
from content_models.intake.rules import Incoming
from content_models.sources import repository as sources
from content_models.sources.documents import Source, SourceAuthority, SourceFamily

MAY = datetime(2024, 5, 6, 1, 0, tzinfo=UTC)
TITLE = "示例市人民政府办公室关于印发便民服务行动方案的通知"


async def a_source(name: str, authority: SourceAuthority = SourceAuthority.department) -> Source:
    source = Source(
        name=name,
        organ_id=f"organ-{name}",
        family=SourceFamily.push_in,
        url=f"https://{name}.example/",
        authority=authority,
    )
    await sources.add(source)
    return source


def an_item(**fields: Any) -> NormalisedItem:
    given: dict[str, Any] = {
        "url": "https://a.example/1",
        "title": TITLE,
        "published_at": MAY,
        "body_html": "<p>示例</p>",
    }
    return NormalisedItem(**(given | fields))


def arrival(key: str = "1", **fields: Any) -> Incoming:
    return Incoming(item_key=key, raw=f"raw of {key}", item=an_item(**fields))
