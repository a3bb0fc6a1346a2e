"""Where a feed's hub is and what the feed calls itself (WebSub §4): Link headers first, then the feed's links. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from aggregators.addresses import joined

_PARAMETER = r"\s*;\s*[^\s;,<>\"=]+\s*(?:=\s*(?:\"[^\"]*\"|[^\s;,<>\"]*))?"
_LINK = re.compile(rf"<(?P<url>[^<>]*)>(?P<parameters>(?:{_PARAMETER})*)")
_REL = re.compile(r"\brel\s*=\s*\"?(?P<rel>[^\";,]+)", re.IGNORECASE)
_FEED_LINK = re.compile(r"<(?:\w+:)?link\b[^<>]*>", re.IGNORECASE)
_HEAD = 64 * 1024  # characters: the links of a feed stand before its entries


@dataclass(frozen=True)
class Hub:
    url: str
    topic: str


def find_hub(link_headers: Iterable[str], text: str, url: str) -> Hub | None:
    """None when the feed at `url` names no hub. Without rel=self the topic is `url`."""
    links = [*_in_headers(link_headers), *_in_feed(text[:_HEAD])]
    hub = next((joined(url, href) for rel, href in links if rel == "hub"), None)
    topic = next((joined(url, href) for rel, href in links if rel == "self"), url)
    return Hub(hub, topic) if hub and _is_web(hub) and _is_web(topic) else None


def _in_headers(headers: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(rel, href) of each relation (RFC 8288)."""
    for header in headers:
        for link in _LINK.finditer(header):
            if rel := _REL.search(link["parameters"]):
                yield from ((name.lower(), link["url"].strip()) for name in rel["rel"].split())


def _in_feed(text: str) -> Iterator[tuple[str, str]]:
    """Atom's links, also inside RSS, and those of an HTML page. Links of entries come after the feed's own."""
    for tag in _FEED_LINK.finditer(text):
        node = LexborHTMLParser(re.sub(r"^<\w+:", "<", tag[0])).css_first("link[rel][href]")
        if node is not None:
            names = (node.attributes.get("rel") or "").lower().split()
            yield from ((name, (node.attributes.get("href") or "").strip()) for name in names)


def _is_web(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False
