"""A list page as the adapters get it, and the source it belongs to."""

from typing import Any

from aggregators.families import family_of
from aggregators.families.contract import Listing, ListPage, ListRequest
from content_models.sources.documents import Source, SourceFamily

COLUMN = "https://www.example.gov/col/col77/index.html"


def a_source(family: SourceFamily, **fields: Any) -> Source:
    return Source.model_construct(
        **(
            {"id": "s", "family": family, "url": COLUMN, "params": {}, "selectors": {}, "timezone": "Asia/Shanghai"}
            | fields
        )
    )


def listed(source: Source, text: str, url: str = COLUMN, request: ListRequest | None = None) -> Listing:
    return family_of(source.family).list(source, ListPage(url, text, request or ListRequest(url)))
