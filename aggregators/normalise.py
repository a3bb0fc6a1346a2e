"""From a row and its article to the item that every family agrees on. Pure; sanitising is the last thing done."""

import re
from zoneinfo import ZoneInfo

from aggregators.article import Article
from aggregators.families.contract import Row
from content_models.intake.documents import ItemKind, NormalisedItem
from content_models.official_text.dates import effective_date, parse_date, signed_date
from content_models.official_text.doc_no import cited_doc_nos, own_doc_no
from content_models.official_text.folding import strip_title_suffixes
from content_models.official_text.html import sanitise, words_of_sanitised
from content_models.official_text.outline import outline
from content_models.official_text.service_window import service_window
from content_models.official_text.titles import issuers_of, kind_of
from content_models.sources.documents import Source

_BETWEEN_NAMES = re.compile(r"[\s、,，]+")


def normalise(source: Source, row: Row, article: Article | None) -> NormalisedItem:
    """The page's own statements win over the list's; what is missing or doubtful is said in `warnings`."""
    page = article or Article(url=row.url, facts=dict(row.facts))
    title = _title(row, page)
    body_html = sanitise(page.body_html or row.body_html or row.fallback_html or "", page.url)
    body_text = words_of_sanitised(body_html)
    column = page.column or source.column_name
    doc_no = own_doc_no(title, body_text, page.facts.get("doc_no"))
    stated = page.facts.get("signed")
    signed = (parse_date(stated) if stated else None) or signed_date(body_text)
    kind, evidence = kind_of(title, column, doc_no)
    published = page.published_at or row.published_at
    window = service_window(body_text, published, ZoneInfo(source.timezone)) if kind == "service_alert" else None
    return NormalisedItem(
        url=row.url,
        title=title,
        published_at=published,
        signed_date=signed,
        effective_date=effective_date(body_text, signed),
        source_name=page.source_name,
        column=column,
        doc_no=doc_no,
        doc_no_raw=page.facts.get("doc_no"),
        cited_doc_nos=cited_doc_nos(title, body_text, page.facts.get("doc_no")),
        issuer_names=_issuers(title, page),
        kind=ItemKind(kind),
        kind_evidence=evidence,
        window_start=window.start if window else None,
        window_end=window.end if window else None,
        places=window.places if window else [],
        summary=(page.description or row.summary or "")[:600],
        body_html=body_html,
        body_text=body_text,
        outline=outline(body_text),
        attachments=page.attachments,
        keywords=page.keywords,
        warnings=[*page.warnings, *_warnings(page, row, body_text)],
    )


def _title(row: Row, page: Article) -> str:
    """The page's full title; lists cut theirs off."""
    return strip_title_suffixes(page.title or row.title)


def _issuers(title: str, page: Article) -> list[str]:
    """发文机关 as the page lists them, else as the title begins."""
    return _BETWEEN_NAMES.split(page.facts["issuers"]) if "issuers" in page.facts else issuers_of(title)


def _warnings(page: Article, row: Row, body_text: str) -> list[str]:
    doubts = (
        ("没有标题，请打开原文补写。", not (page.title or row.title).strip()),
        ("没有发布日期，请编辑核对。", page.published_at is None and row.published_at is None),
        ("没有提取到正文，请打开原文核对。", not body_text),
        ("标题不完整，请打开原文核对。", page.title is None and row.title.endswith(("…", "..."))),
    )
    return [doubt for doubt, applies in doubts if applies]
