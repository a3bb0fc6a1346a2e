"""What a poll notes of the list and the pages it read, so that a redesign shows against earlier polls. Pure."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from statistics import median_low
from urllib.parse import urlsplit

from aggregators.families.contract import Row
from aggregators.reading import Arrived, Outcome
from content_models.intake.documents import IntakeItem
from content_models.sources.documents import FetchRecord

SHAPES = 3
AHEAD = timedelta(days=1)  # a date beyond tomorrow is a slip, not the newest item
_HEX = re.compile(r"[0-9a-f]{16,}", re.I)
_NUMBER = re.compile(r"\d+")


def note_list(record: FetchRecord, rows: Sequence[Row], now: datetime) -> None:
    record.rows = len(rows)
    record.newest_at = max(dates_of(rows, now), default=None)
    record.shapes = [shape for shape, _ in Counter(shape_of(row.url) for row in rows).most_common(SHAPES)]


def note_titles(
    record: FetchRecord, rows: Sequence[Row], known: Mapping[str, IntakeItem], pages: Sequence[Outcome]
) -> None:
    """Rows without a title in the list (plain sitemaps have none) count only when their page has none either. When
    none of the pages that were read has one, those that are still to be read count as well."""
    titles = {key: item.title for key, item in known.items()}
    titles |= {page.incoming.item_key: page.incoming.item.title for page in pages if isinstance(page, Arrived)}
    lacking = [row.key for row in rows if not row.title.strip()]
    read = [bool(titles[key].strip()) for key in lacking if key in titles]
    record.untitled = len(lacking) if read and not any(read) else read.count(False)


def note_pages(record: FetchRecord, pages: Sequence[Outcome]) -> None:
    lengths = [len(page.incoming.item.body_text) for page in pages if isinstance(page, Arrived)]
    record.articles = len(lengths)
    record.body_chars = median_low(lengths) if lengths else None


def dates_of(rows: Sequence[Row], now: datetime) -> list[datetime]:
    return [row.published_at for row in rows if row.published_at and row.published_at <= now + AHEAD]


def shape_of(url: str) -> str:
    """The pattern of an article's address: `/art/2026/9/16/art_77278_1.html` is `/art/0/0/0/art_0_0.html`."""
    parts = urlsplit(url)
    with_query = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return _NUMBER.sub("0", _HEX.sub("x", with_query))[:120]
