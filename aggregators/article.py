"""One article page, read in the order: what it states, its headline, its text, what is printed around, its files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser

from aggregators.errors import ArticleWithoutText
from aggregators.extract.attachments import attachments
from aggregators.extract.body import body_html
from aggregators.extract.credit import credit
from aggregators.extract.dom import is_workable, without_unread
from aggregators.extract.facts import facts
from aggregators.extract.headline import headline
from aggregators.extract.published import published
from aggregators.extract.statements import statements
from aggregators.extract.surroundings import around, with_labels
from aggregators.families.contract import Row
from content_models.intake.documents import Attachment
from content_models.official_text.html import plain_text

_BETWEEN_KEYWORDS = re.compile(r"[,，;；、\s]+")
_FROM_THE_LIST = "没有从网页中提取到正文，采用了列表自带的内容，请打开原文核对。"


@dataclass(slots=True)  # nobody changes one, but frozen it takes three times as long to make
class Article:
    """What the page says; None and empty where it does not. `body_html` is raw: it is sanitised in normalise."""

    url: str
    title: str | None = None
    published_at: datetime | None = None
    source_name: str | None = None
    column: str | None = None
    facts: dict[str, str] = field(default_factory=dict)  # by the names in extract.facts, as printed
    description: str | None = None
    keywords: list[str] = field(default_factory=list)
    body_html: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_article(text: str, url: str, *, selectors: Mapping[str, str], zone: ZoneInfo) -> Article:
    """Raises ArticleWithoutText when there is neither a title nor a body: not an article, or redesigned."""
    tree = LexborHTMLParser(text)
    if not is_workable(tree):
        raise ArticleWithoutText(url=url, reason="too large or nested too deeply")
    stated = statements(tree, text)
    without_unread(tree)
    title = headline(tree, stated, selectors.get("title"))
    body = body_html(tree, text, selectors, title)
    if not body and "articletitle" not in stated:
        raise ArticleWithoutText(url=url)
    lines = with_labels(plain_text(tree.html or "").split("\n"))
    near = around(lines, title, plain_text(body))
    return Article(
        url=url,
        title=title,
        published_at=published(tree, stated, near, lines, url, zone),
        source_name=credit(tree, stated, near, lines),
        column=stated.get("columnname"),
        facts=facts(tree, lines),
        description=stated.get("description"),
        keywords=_BETWEEN_KEYWORDS.split(stated["keywords"]) if "keywords" in stated else [],
        body_html=body,
        attachments=attachments(body, tree, url),
    )


def article_or_entry(text: str, row: Row, url: str, *, selectors: Mapping[str, str], zone: ZoneInfo) -> Article:
    """The article, or what the list itself carried of it when the page yields none: nothing announced is lost.

    Raises ArticleWithoutText when the list carried nothing either.
    """
    try:
        return read_article(text, url, selectors=selectors, zone=zone)
    except ArticleWithoutText:
        if not row.fallback_html:
            raise
        return Article(url=url, body_html=row.fallback_html, warnings=[_FROM_THE_LIST])
