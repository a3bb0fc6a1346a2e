"""The quick reader against feedparser, its oracle: the same rows, or it declines."""

from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregators.decode import as_utf8_xml, decode
from aggregators.families.feed import rows_of, tolerantly_parsed
from aggregators.families.feed_entries import plain_entries

WORDS = st.text(st.sampled_from("停水通知 a<b>&;#é中·×\n\t'\"]-/:%?=.𬱖\xa0"), max_size=25)
DATES = st.sampled_from(
    [
        "Mon, 06 May 2024 09:00:00 +0800",
        "6 May 2024 09:00:00 GMT",
        "Mon, 06 May 2024 09:00:00 CST",
        "2024-05-06 09:00:00",
        "2024-05-06T09:00:00Z",
        "2024-05-06T09:00:00+08:00",
        "2024-05-32 09:00:00",
        "2024年5月6日",
        "昨天",
        "",
    ]
)
LINKS = st.sampled_from(
    ["https://www.example.gov/a?b=1&c=2", "/a/1.html", " ./2.html ", "javascript:go(1)", "urn:1", ""]
)
RSS = {
    "title": WORDS,
    "link": LINKS,
    "guid": WORDS | LINKS,
    "description": WORDS,
    "pubDate": DATES,
    "author": WORDS,
    "category": WORDS,
    "content:encoded": WORDS,
    "dc:date": DATES,
}
ATOM = {"id": WORDS | LINKS, "title": WORDS, "summary": WORDS, "content": WORDS, "published": DATES, "updated": DATES}


@st.composite
def elements(draw: st.DrawFn, kinds: dict[str, st.SearchStrategy[str]], attributes: dict[str, list[str]]) -> str:
    """The children of one entry, in any order, at times twice, as CDATA, empty or with markup inside."""
    parts = []
    for name in draw(st.lists(st.sampled_from(sorted(kinds)), max_size=6)):
        text = draw(kinds[name])
        shown = draw(
            st.sampled_from([escape(text), f"<![CDATA[{text.replace(']]>', '')}]]>", f"<i>{escape(text)}</i>"])
        )
        attribute = draw(st.sampled_from(["", "", *attributes.get(name, [])]))
        parts.append(f"<{name}{attribute}>{shown}</{name}>")
    return "".join(parts)


TYPES = [' type="text"', ' type="html"', ' type="xhtml"', ' xml:lang="zh"']
ITEMS = elements(RSS, {"guid": [' isPermaLink="false"', ' isPermaLink="true"']})
ENTRIES = elements(ATOM, dict.fromkeys(("title", "summary", "content"), TYPES))
ATOM_LINKS = st.sampled_from(
    [
        "",
        '<link href="/a"/>',
        '<link rel="self" href="/f"/>',
        '<link rel="alternate" type="text/html" href="/b"/>',
        '<link href="/a"/><link href="/b"/>',
        '<link rel="enclosure" href="/c.pdf"/><link href="/d"/>',
    ]
)
FEEDS = st.one_of(
    st.lists(ITEMS, min_size=1, max_size=3).map(
        lambda items: (
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>示例</title>'
            + "".join(f"<item>{item}</item>" for item in items)
            + "</channel></rss>"
        )
    ),
    st.lists(st.tuples(ENTRIES, ATOM_LINKS), min_size=1, max_size=3).map(
        lambda entries: (
            '<feed xmlns="http://www.w3.org/2005/Atom"><title>示例</title>'
            + "".join(f"<entry>{entry}{link}</entry>" for entry, link in entries)
            + "</feed>"
        )
    ),
)


@given(FEEDS)
def test_rows_are_those_of_feedparser(feed: str) -> None:
    xml = as_utf8_xml(decode(feed.encode()).text)
    entries = plain_entries(xml)
    if entries is not None:
        assert rows(entries) == rows(tolerantly_parsed(xml).entries)


def rows(entries: list[object]) -> object:
    return rows_of(entries, "https://www.example.gov/col/", ZoneInfo("Asia/Shanghai"))


PLAIN = "<rss version='2.0'><channel><item><title>停水</title>{}</item></channel></rss>"


@pytest.mark.parametrize("more", ["", "<link>/a</link>", "<pubDate>2024-05-06 09:00:00</pubDate><guid>1</guid>"])
def test_plain_feeds_are_read_quickly(more: str) -> None:
    assert plain_entries(PLAIN.format(more).encode()) is not None


@pytest.mark.parametrize(
    "feed",
    [
        pytest.param(PLAIN.format("<title>又</title>"), id="twice the same"),
        pytest.param(PLAIN.format("<media:thumbnail xmlns:media='urn:m'/>"), id="unknown element"),
        pytest.param(PLAIN.format("<description><p>x</p></description>"), id="markup inside"),
        pytest.param(PLAIN.format("<description>\x93停水\x94</description>"), id="quotes of Windows"),
        pytest.param(PLAIN.format("<description>&#147;停水</description>"), id="quotes of Windows by number"),
        pytest.param(PLAIN.format("<pubDate>昨天</pubDate>"), id="unusual date"),
        pytest.param("<!DOCTYPE rss [<!ENTITY a 'b'>]>" + PLAIN.format(""), id="entities"),
        pytest.param(PLAIN.format("")[:-5], id="cut off"),
        pytest.param(PLAIN.format("").replace("2.0", "0.91"), id="older dialect"),
        pytest.param("<rss version='2.0'><channel/></rss>", id="nothing in it"),
        pytest.param(PLAIN.format("<link/>" + "<category/>" * 1_000_000), id="nothing but tags"),
    ],
)
def test_anything_else_is_left_to_feedparser(feed: str) -> None:
    assert plain_entries(feed.encode()) is None
