"""Where an article of several pages goes on. Pure.

A link that says 「下一页」 may as well lead to the next article or to the column's second page: it counts only when
its address is the article's own with a page number added (`t20260108_7_1.html`, `content_7-2.htm`, `?id=7&page=2`).
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from aggregators.families.rows import page_url
from aggregators.families.trs_pager import following_file

_NEXT_WORDS = re.compile(
    r"[\s\[【（(]*(?:下一?页|后一页|下一頁|next(?:\s*page)?|>{1,2}|»|›)[\s\]】）)>»]*", re.IGNORECASE
)
_PAGE_NAMES = frozenset({"page", "p", "pn", "pageno", "pagenum", "pageindex", "currpage", "curpage", "pagenumber"})
_MOST_LINKS = 5_000
_HIGHEST = 1_000  # of a page number; more is an article's own


def next_page(text: str, first: str, current: str, position: int) -> str | None:
    """The address of the page after `current`, which is the `position`-th (from 1) of the article at `first`."""
    before = number_of(first, current) or 0
    for url in _named(text, first, current, position):
        number = number_of(first, url)
        if number is not None and (number == before + 1 or (not before and number == 2)):
            return url
    return None


def number_of(first: str, url: str) -> int | None:
    """Which page of the article at `first` this address is; None when it is another page altogether, or the first
    without a number."""
    one, other = urlsplit(first), urlsplit(url)
    if (one.scheme, one.netloc) != (other.scheme, other.netloc):
        return None
    if one.path == other.path:
        return _number_in_query(one.query, other.query)
    stem, dot, ending = one.path.rpartition(".") if "." in one.path.rpartition("/")[2] else (one.path, "", "")
    match = re.fullmatch(rf"{re.escape(stem)}[_-](\d{{1,4}}){re.escape(dot + ending)}", other.path)
    return int(match[1]) if match and one.query == other.query and int(match[1]) < _HIGHEST else None


def _number_in_query(one: str, other: str) -> int | None:
    """The page parameter, when everything else is as before."""
    asked = parse_qsl(other, keep_blank_values=True)
    numbers = [value for name, value in asked if name.lower() in _PAGE_NAMES]
    rest = [pair for pair in asked if pair[0].lower() not in _PAGE_NAMES]
    is_same = rest == [pair for pair in parse_qsl(one, keep_blank_values=True) if pair[0].lower() not in _PAGE_NAMES]
    if not is_same or len(numbers) != 1 or not re.fullmatch(r"\d{1,3}", numbers[0], re.ASCII):
        return None
    return int(numbers[0])


def _named(text: str, first: str, current: str, position: int) -> Iterator[str]:
    """What the page calls its next one: in TRS's script, by words, or by the number two."""
    if following := following_file(text):
        yield urljoin(first, following[1])
    tree = LexborHTMLParser(text)
    links = tree.css("a[href], link[rel=next][href]")[:_MOST_LINKS]
    called = [(node.text(strip=True) if node.tag == "a" else "next", node.attributes.get("href")) for node in links]
    for by_words in (True, False):
        for words, href in called:
            is_named = _NEXT_WORDS.fullmatch(words) if by_words else words == str(position + 1)
            if is_named and href and (url := page_url(current, href)):
                yield url
