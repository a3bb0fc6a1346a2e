"""One article page: the standard meta tags first, then the body where its family keeps it.

Meta tags: 政府网站发展指引 (国办发〔2017〕47号), content level. Names are case-insensitive in practice, repeat, and are
empty or "null" when the editor left the field out.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode

from aggregators.errors import ArticleWithoutText
from content_models.intake.documents import Attachment
from content_models.official_text.dates import parse_moment

_BODIES = (
    "#zoom",
    "#Zoom",
    ".TRS_Editor",
    ".TRS_UEDITOR",
    ".trs_editor_view",
    "#UCAP-CONTENT",
    "ucapcontent",
    ".pages_content",
    ".article-content",
    ".mian-cont",
    ".ewb-article-info",
)
_FENCES = (
    re.compile(r"<meta[^>]+ContentStart[^>]*>(.*?)<meta[^>]+ContentEnd", re.DOTALL | re.IGNORECASE),
    re.compile(r"<!--ZJEG_RSS\.content\.begin-->(.*?)<!--ZJEG_RSS\.content\.end-->", re.DOTALL),
)
_FILES = re.compile(r"\.(?:docx?|xlsx?|pptx?|wps|et|pdf|ofd|zip|rar|csv|txt)$", re.IGNORECASE)
_DOWNLOADS = re.compile(r"/download/downfile\.jsp|/downloadServlet", re.IGNORECASE)
_FACTS = {"发文字号": "doc_no", "文号": "doc_no", "发文机关": "issuers", "发布机构": "issuers", "成文日期": "signed"}
_LABELLED = re.compile(rf"(?P<label>{'|'.join(_FACTS)})[：:](?P<value>[^\n]{{2,80}})")
_SPACED_LABEL = re.compile(r"[\s：:【】]")


@dataclass(frozen=True)
class Article:
    """What the page says; None and empty where it does not. `body_html` is raw: it is sanitised in normalise."""

    url: str
    title: str | None = None
    published_at: datetime | None = None
    source_name: str | None = None
    column: str | None = None
    facts: dict[str, str] = field(default_factory=dict)  # by the names in _FACTS, as printed
    description: str | None = None
    keywords: list[str] = field(default_factory=list)
    body_html: str = ""
    attachments: list[Attachment] = field(default_factory=list)


def read_article(text: str, url: str, *, selectors: Mapping[str, str], zone: ZoneInfo) -> Article:
    """Raises ArticleWithoutText when there is neither a title nor a body: not an article, or redesigned."""
    tree = LexborHTMLParser(text)
    meta = _meta(tree)
    body = _body(tree, text, selectors)
    title = meta.get("articletitle") or _heading(tree, selectors)
    if not body and "articletitle" not in meta:
        raise ArticleWithoutText(url=url)
    published = meta.get("pubdate") or meta.get("firstpublishedtime")
    return Article(
        url=url,
        title=title,
        published_at=parse_moment(published, zone) if published else None,
        source_name=meta.get("contentsource"),
        column=meta.get("columnname"),
        facts=_facts(tree),
        description=meta.get("description"),
        keywords=re.split(r"[,，;；、\s]+", meta["keywords"]) if "keywords" in meta else [],
        body_html=body,
        attachments=_attachments(body, tree, url),
    )


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    """Content by lower-case name; the first that says something counts."""
    found: dict[str, str] = {}
    for node in tree.css("meta[name]"):
        name = (node.attributes.get("name") or "").lower()
        content = (node.attributes.get("content") or "").strip()
        if content and content.lower() != "null":
            found.setdefault(name, content)
    return found


def _heading(tree: LexborHTMLParser, selectors: Mapping[str, str]) -> str | None:
    node = tree.css_first(selectors.get("title", "h1")) or tree.css_first("title")
    return " ".join(node.text().split()) or None if node else None


def _body(tree: LexborHTMLParser, text: str, selectors: Mapping[str, str]) -> str:
    """The source's own selector, else the families' in order, else what stands between the fences."""
    for selector in [selectors["body"]] if "body" in selectors else _BODIES:
        found = [node for node in tree.css(selector) if _says_something(node)]
        if found:
            return max(found, key=lambda node: len(node.text())).html or ""
    fenced = (match[1] for fence in _FENCES if (match := fence.search(text)))
    return next((part for part in fenced if part.strip()), "")


def _says_something(node: LexborNode) -> bool:
    return bool(node.text(strip=True)) or node.css_first("img") is not None


def _facts(tree: LexborHTMLParser) -> dict[str, str]:
    """The header table of a policy: label and value in neighbouring cells, or 「label：value」 in one place."""
    found: dict[str, str] = {}
    for row in tree.css("tr, dl"):
        cells = [" ".join(cell.text(separator=" ").split()) for cell in row.css("th, td, dt, dd")]
        for label, value in pairwise(cells):
            name = _FACTS.get(_SPACED_LABEL.sub("", label))
            if name and value:
                found.setdefault(name, value)
    for place in tree.css("tr, li, dd, p"):
        match = _LABELLED.match(re.sub(r"\s+", "", place.text()))
        if match is not None:
            found.setdefault(_FACTS[match["label"]], match["value"])
    return found


def _attachments(body: str, tree: LexborHTMLParser, base: str) -> list[Attachment]:
    """Files linked from the body, or from a box that calls itself attachments, once each."""
    links = [*LexborHTMLParser(body).css("a[href]"), *tree.css("[class*=attach] a[href], [id*=attach] a[href]")]
    found = [attachment for link in links if (attachment := _attachment(link, base))]
    return list({attachment.url: attachment for attachment in reversed(found)}.values())[::-1]


def _attachment(link: LexborNode, base: str) -> Attachment | None:
    try:
        url = urljoin(base, (link.attributes.get("href") or "").strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    is_file = _FILES.search(parts.path) or _DOWNLOADS.search(parts.path)
    if parts.scheme not in ("http", "https") or not is_file:
        return None
    name = (
        " ".join(link.text().split()) or (link.attributes.get("title") or "").strip() or parts.path.rpartition("/")[2]
    )
    return Attachment(name=name, url=url)
