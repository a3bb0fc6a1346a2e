"""Sniffing: which family a column is of, with which parameters, and what its first rows are.

The page is asked once and shown to the families from the surest to the widest. A family that recognises it must also
read a list with it: evidence alone is not enough.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from aggregators.errors import EmptyListing, SourceFailed
from aggregators.families import FAMILIES
from aggregators.families.answers import json_in, looks_like_json
from aggregators.families.contract import ListPage, Row
from aggregators.families.errors import FamilyUnrecognised, UnreadableListing
from aggregators.families.frames import into_frame
from aggregators.families.json_api import lists_in
from aggregators.families.rows import page_url
from aggregators.fetch import Fetcher
from aggregators.page_text import text_of_page
from aggregators.trial import first_list_page, provisional_source
from content_models.sources.documents import SourceFamily

_FEED_LINKS = (
    "link[rel~=alternate][type='application/rss+xml'], link[rel~=alternate][type='application/atom+xml'], "
    "link[rel~=alternate][type='application/feed+json']"
)
_MOST_FEEDS = 3
_MOST_LISTS = 3  # of a JSON answer, shown to whoever has to describe it
_WIDE = (SourceFamily.epoint_ewb, SourceFamily.trs_static, SourceFamily.html_list)  # a feed is surer than these


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a source record needs. `url` may differ from the one given: a feed that the page names, a frame in it."""

    family: SourceFamily
    params: dict[str, Any]
    url: str
    rows: list[Row]
    evidence: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    allow_private: bool
    params: dict[str, Any]
    selectors: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Guess:
    family: SourceFamily
    url: str
    evidence: str


async def sniff(
    fetcher: Fetcher,
    url: str,
    *,
    allow_private: bool = False,
    family: SourceFamily | None = None,
    params: Mapping[str, Any] | None = None,
    selectors: Mapping[str, str] | None = None,
) -> Sniffed:
    """Raises FamilyUnrecognised when nothing fits, or the SourceFailed of the page itself. With `family` only that
    one is tried, whatever the page looks like; `params` and `selectors` are what the caller knows already."""
    known = _Known(allow_private, dict(params or {}), dict(selectors or {}))
    if family is not None:
        return await _tried(fetcher, _Guess(family, url, "按指定的系统读取"), known)
    answer = await fetcher.get(url, allow_private=allow_private)
    page = ListPage(answer.url, text_of_page(answer, url, None))
    failures: list[SourceFailed] = []
    for guess in _guesses(page, url):
        try:
            return await _tried(fetcher, guess, known)
        except SourceFailed as failure:
            failures.append(failure)
    return await _in_frame(fetcher, page, known, failures)


async def _tried(fetcher: Fetcher, guess: _Guess, known: _Known) -> Sniffed:
    source = provisional_source(
        guess.url,
        guess.family,
        params=known.params,
        selectors=known.selectors,
        allow_private_network=known.allow_private,
    )
    step = await first_list_page(fetcher, source)
    return Sniffed(
        guess.family, dict(step.source.params), guess.url, step.listing.rows, guess.evidence, step.listing.warnings
    )


def _guesses(page: ListPage, url: str) -> Iterator[_Guess]:
    feeds = list(_named_feeds(page))
    for family, adapter in FAMILIES.items():
        if family in _WIDE:
            yield from feeds
            feeds = []
        if evidence := adapter.evidence(page):
            yield _Guess(family, url, evidence)


def _named_feeds(page: ListPage) -> Iterator[_Guess]:
    links = LexborHTMLParser(page.text).css(_FEED_LINKS)[:_MOST_FEEDS]
    for address in (page_url(page.url, link.attributes.get("href") or "") for link in links):
        if address:
            yield _Guess(SourceFamily.feed, address, "页面声明了订阅源 (link rel=alternate)")


def _advice(page: ListPage) -> str | None:
    """For an interface of unknown names: what is in it, and how to say which is which."""
    if not looks_like_json(page.text):
        return None
    try:
        lists = list(islice(lists_in(json_in(page.text, page.url)), _MOST_LISTS))
    except UnreadableListing:
        return None
    example = "--param items=data.list --param title=title --param url=link --param date=time"
    found = "".join(lists) or "里面没有列表。"
    return f"返回的是 JSON，但认不出哪里是标题和网址：{found}请用 --family json_api 写明它们的位置，如 {example}。"


async def _in_frame(fetcher: Fetcher, page: ListPage, known: _Known, failures: list[SourceFailed]) -> Sniffed:
    """A column that is only a frame of the same site is what its frame is. Frames are followed once."""
    try:
        frame = into_frame(page).next
    except EmptyListing:
        frame = None
    if frame is None:
        raise FamilyUnrecognised(_advice(page), url=page.url, tried=[failure.code for failure in failures]) from None
    answer = await fetcher.get(frame.url, allow_private=known.allow_private)
    inner = ListPage(answer.url, text_of_page(answer, frame.url, None))
    for guess in _guesses(inner, frame.url):
        try:
            found = await _tried(fetcher, guess, known)
        except SourceFailed:
            continue
        return replace(found, evidence=f"栏目页只是框架，列表在框架内；{found.evidence}")
    raise FamilyUnrecognised(url=page.url, tried=[failure.code for failure in failures])
