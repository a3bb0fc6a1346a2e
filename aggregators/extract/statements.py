"""What a page states about itself for machines: meta tags, schema.org data, and the comment fences of its CMS.

Meta tags: 政府网站发展指引 (国办发〔2017〕47号), content level. Names are case-insensitive in practice, repeat, and are
empty or "null" when the editor left the field out.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any

from selectolax.lexbor import LexborHTMLParser

_FENCE = re.compile(
    r"<!--\s*(?:<\$\[)?(?P<name>[\u4e00-\u9fff]{2,8})(?:\]>)?\s*(?:begin|start|开始)\s*-->(?P<text>.{0,400}?)<!--",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"<[^>]*>")
_ARTICLE = re.compile(r"Article|Posting|Report")
_MOST_DATA = 200_000  # characters of one schema.org block
_FENCED = {"文章标题": "articletitle", "文章来源": "contentsource", "信息来源": "contentsource", "发布日期": "pubdate"}
# 微信公众号 state their time in a script only; what they print is 「昨天」.
_IN_SCRIPT = re.compile(r"\bvar ct\s*=\s*[\"'](?P<seconds>\d{10})[\"']")
_SCHEMA = {"headline": "articletitle", "datePublished": "pubdate"}


def statements(tree: LexborHTMLParser, text: str) -> dict[str, str]:
    """Content by lower-case name, under the guideline's names; the first that says something counts.

    `tree` is the page whole, before its scripts are taken out.
    """
    found: dict[str, str] = {}
    for name, content in (*_meta(tree), *_schema(tree), *_fenced(text), *_scripted(text)):
        said = " ".join(_TAG.sub(" ", unescape(content)).split())
        if said and said.lower() not in ("null", "undefined"):
            found.setdefault(name.lower(), said)
    return found


def _meta(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in tree.css("meta[content], [itemprop][content], time[itemprop][datetime]"):
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        if name:
            yield name, attributes.get("content") or attributes.get("datetime") or ""


def _schema(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in tree.css("script[type='application/ld+json']"):
        for thing in _things(node.text()[:_MOST_DATA]):
            if _ARTICLE.search(str(thing.get("@type", ""))):
                yield from ((name, str(thing[key])) for key, name in _SCHEMA.items() if isinstance(thing.get(key), str))


def _things(text: str) -> list[dict[str, Any]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return []
    graph = data.get("@graph", data) if isinstance(data, dict) else data
    return [thing for thing in (graph if isinstance(graph, list) else [graph]) if isinstance(thing, dict)]


def _scripted(text: str) -> Iterator[tuple[str, str]]:
    if match := _IN_SCRIPT.search(text):
        yield "pubdate", datetime.fromtimestamp(int(match["seconds"]), UTC).isoformat()


def _fenced(text: str) -> Iterator[tuple[str, str]]:
    for fence in _FENCE.finditer(text):
        if name := _FENCED.get(fence["name"]):
            yield name, _TAG.sub(" ", fence["text"])
