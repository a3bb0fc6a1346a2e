"""An article read to its end: the page its row leads to, and the pages it goes on to, as one text."""

import hashlib
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from aggregators.article import Article, article_or_entry, read_article
from aggregators.asking import ask
from aggregators.errors import (
    ArticleIsFile,
    SourceBusy,
    SourceConnectionBroken,
    SourceFailed,
    SourceServerError,
    SourceTimeout,
    SourceUnreachable,
)
from aggregators.families.contract import Row
from aggregators.fetch import Fetcher, Page
from aggregators.fetch.walls import wall_in
from aggregators.page_text import decoded, is_file, text_of_page
from aggregators.pagination import next_page
from content_models.intake.documents import Attachment
from content_models.kit.off_loop import off_loop
from content_models.official_text.html import plain_text
from content_models.sources.documents import Source

MAX_PAGES = 20
MOST_BYTES = 5 * 1024 * 1024  # of the pages after the first
# These pass: the article is read another time, and whole. Anything else would stay, so what there is is taken in.
_PASSING = (SourceBusy, SourceTimeout, SourceServerError, SourceUnreachable, SourceConnectionBroken)
_IS_FILE = "列表里的链接直接指向文件，没有网页正文；文件作为附件收下，请打开核对。"


@dataclass
class Whole:
    """`texts` are the pages as decoded, kept as evidence; `article` has the text of all of them."""

    article: Article
    texts: list[str]
    current: str  # address of the last page read
    size: int = 0  # bytes after the first page
    bodies: list[str] = field(default_factory=list)  # plain, to notice a page that comes again

    @property
    def has_one_page(self) -> bool:
        return len(self.texts) == 1

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


async def read_whole(fetcher: Fetcher, source: Source, row: Row, page: Page) -> Whole:
    """`page` is what the row's address answered. Raises a SourceFailed when it is no article, or when a further page
    fails for a reason that passes; for any other reason the article ends there, with a warning."""
    text, article = await off_loop(len(page.body), _first, source, row, page)
    article = replace(article, facts={**row.facts, **article.facts})
    whole = Whole(article, [text], page.url, bodies=[plain_text(article.body_html)])
    while whole.article.body_html and (url := _following(whole, page.url)):
        if len(whole.texts) >= MAX_PAGES or whole.size >= MOST_BYTES:
            return _cut(whole, "页数或篇幅超过上限")
        try:
            if not await _read_on(fetcher, source, whole, url):
                break
        except _PASSING:
            raise
        except SourceFailed as failure:
            return _cut(whole, f"下一页读不到：{failure.code}")
    return whole


def _first(source: Source, row: Row, page: Page) -> tuple[str, Article]:
    if is_file(page):
        return f"sha256:{hashlib.sha256(page.body).hexdigest()}", _of_file(row, page.url)
    zone = ZoneInfo(source.timezone)
    if row.fallback_html and wall_in(text := decoded(page, source.charset)):
        return text, article_or_entry("", row, page.url, selectors={}, zone=zone)
    text = text_of_page(page, row.url, source.charset)
    return text, article_or_entry(text, row, page.url, selectors=source.selectors, zone=zone)


def _of_file(row: Row, url: str) -> Article:
    """Columns link straight to a PDF: the list knows what it is called, and the file is read as an attachment."""
    if not row.title:
        raise ArticleIsFile(url=url)
    file = Attachment(name=row.title, url=url)
    return Article(url=url, body_html=row.fallback_html or "", attachments=[file], warnings=[_IS_FILE])


def _following(whole: Whole, first: str) -> str | None:
    return next_page(whole.texts[-1], first, whole.current, len(whole.texts))


async def _read_on(fetcher: Fetcher, source: Source, whole: Whole, url: str) -> bool:
    """Add the page at `url`; False when it is not another page of the article."""
    page = await ask(fetcher, source, url)
    if urlsplit(page.url).netloc != urlsplit(url).netloc:
        return False
    text, article = await off_loop(len(page.body), _further, source, page, url)
    body = plain_text(article.body_html)
    if not body or body in whole.bodies:  # servers that know no such page send one they know
        return False
    whole.article = _joined(whole.article, article)
    whole.texts.append(text)
    whole.bodies.append(body)
    whole.size += len(page.body)
    whole.current = url
    return True


def _further(source: Source, page: Page, url: str) -> tuple[str, Article]:
    text = text_of_page(page, url, source.charset)
    return text, read_article(text, page.url, selectors=source.selectors, zone=ZoneInfo(source.timezone))


def _joined(first: Article, further: Article) -> Article:
    files: dict[str, Attachment] = {file.url: file for file in [*further.attachments, *first.attachments]}
    listed = dict.fromkeys(file.url for file in [*first.attachments, *further.attachments])
    return replace(
        first,
        body_html=f"{first.body_html}\n{further.body_html}",
        attachments=[files[url] for url in listed],
    )


def _cut(whole: Whole, reason: str) -> Whole:
    told = f"文章有多页，只读到第 {len(whole.texts)} 页（{reason}），请打开原文核对。"
    whole.article = replace(whole.article, warnings=[*whole.article.warnings, told])
    return whole
