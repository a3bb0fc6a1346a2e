"""What machines read in a page: the meta names government sites use, Open Graph, and schema.org as JSON-LD."""

import json
from typing import Any

from markupsafe import Markup

from server.pages.moments import iso, minute
from server.reader.article_view import Article


def meta_tags(article: Article, app_name: str) -> list[tuple[str, str]]:
    """Name and content, after 《政府网站发展指引》(国办发〔2017〕47号) annex 2; empty ones are left out."""
    tags = [
        ("SiteName", app_name),
        ("ArticleTitle", article.title),
        ("PubDate", minute(article.published_at)),
        ("ContentSource", article.source_name or article.publisher),
        ("ColumnName", article.kind),
        ("Keywords", ",".join(article.topics)),
        ("Description", article.summary),
    ]
    return [(name, content) for name, content in tags if content]


def json_ld(article: Article, canonical: str, app_name: str) -> Markup:
    """The article as schema.org sees it. `<` is escaped, so no text can end the script element."""
    text = json.dumps(_description(article, canonical, app_name), ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - escaped for its place on the line before


def _description(article: Article, canonical: str, app_name: str) -> dict[str, Any]:
    described = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.summary,
        "url": canonical,
        "inLanguage": "zh-CN",
        "datePublished": iso(article.published_at),
        "dateModified": iso(article.updated_at),
        "publisher": {"@type": "GovernmentOrganization", "name": article.publisher or app_name},
    }
    if article.kind_id == "policy":
        described |= _as_legislation(article)
    if article.correction:
        described["correction"] = article.correction.note or "本文已更正"
    return {name: value for name, value in described.items() if value}


def _as_legislation(article: Article) -> dict[str, Any]:
    return {
        "@type": ["NewsArticle", "Legislation"],
        "name": article.title,
        "legislationIdentifier": article.doc_no,
        "legislationDate": article.signed_date.isoformat() if article.signed_date else "",
        "legislationPassedBy": [{"@type": "GovernmentOrganization", "name": name} for name in article.issuers],
    }
