"""Feeds of every kind and charset, whole or broken."""

from datetime import UTC, datetime

import pytest

from aggregators.decode import decode
from aggregators.errors import EmptyListing, UnreadableFeed
from content_models.sources.documents import SourceFamily
from tests.aggregators.families.pages import a_source, listed

SOURCE = a_source(SourceFamily.feed)
TITLE = "关于㐂𬱖街道便民服务的通知"

RSS = """<rss version="2.0"><channel><title>示例</title><item><title>{title}</title><link>/a/1.html</link>
<pubDate>2024-05-06 09:00:00</pubDate><description>&lt;p&gt;摘要&lt;/p&gt;</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>示例</title><entry><id>urn:1</id>
<title>{title}</title><link href="/a/1.html"/><updated>2024-05-06T09:00:00+08:00</updated>
<summary>摘要</summary></entry></feed>"""
RSS_091 = """<rss version="0.91"><channel><item><title>{title}</title><link>/a/1.html</link></item></channel></rss>"""
RSS_10 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<item rdf:about="/a/1.html"><title>{title}</title><link>/a/1.html</link></item></rdf:RDF>"""
BODY = f"""<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>{TITLE}</p>]]>
</content:encoded>"""

VARIANTS = {
    "declared gb2312, really gb18030": ("gb2312", "gb18030", None),
    "declared gbk, really gb18030": ("gbk", "gb18030", None),
    "declared utf-8, really gb18030": ("utf-8", "gb18030", None),
    "declared gb2312, really utf-8": ("gb2312", "utf-8", None),
    "no declaration, gb18030": (None, "gb18030", None),
    "no declaration, HTTP says gbk": (None, "gb18030", "gbk"),
}


@pytest.mark.parametrize("template", [pytest.param(RSS, id="RSS"), pytest.param(ATOM, id="Atom")])
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_six_chinese_variants_are_read(template: str, variant: str) -> None:
    label, charset, http_charset = VARIANTS[variant]
    declaration = f'<?xml version="1.0" encoding="{label}"?>' if label else ""
    feed = declaration + template.format(title=TITLE).replace("</title><link", "</title>" + BODY + "<link")
    [row] = listed(SOURCE, decode(feed.encode(charset), http_charset=http_charset).text).rows
    assert (row.title, row.summary, row.body_html) == (TITLE, "摘要", f"<p>{TITLE}</p>")
    assert row.url == "https://www.example.gov/a/1.html"
    assert row.published_at == datetime(2024, 5, 6, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("template", [RSS_091, RSS_10])
def test_old_dialects_are_read(template: str) -> None:
    [row] = listed(SOURCE, template.format(title=TITLE)).rows
    assert (row.title, row.url) == (TITLE, "https://www.example.gov/a/1.html")


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(RSS.format(title="停水 & 停电通知"), id="unescaped ampersand"),
        pytest.param(RSS.format(title="停水通知").removesuffix("</channel></rss>"), id="cut off"),
        pytest.param("\n\n<?xml version='1.0'?>" + RSS.format(title="停水通知"), id="blank lines first"),
    ],
)
def test_slightly_malformed_feeds_still_give_their_entries(broken: str) -> None:
    [row] = listed(SOURCE, broken).rows
    assert row.title.startswith("停水")


@pytest.mark.parametrize("text", ["", "<html><body>请登录</body></html>", "<<<>>>", "{}"])
def test_what_is_no_feed_is_called_unreadable(text: str) -> None:
    with pytest.raises(UnreadableFeed):
        listed(SOURCE, text)


def test_a_feed_without_entries_is_called_empty() -> None:
    with pytest.raises(EmptyListing):
        listed(SOURCE, '<rss version="2.0"><channel><title>示例</title></channel></rss>')


def test_a_billion_laughs_stay_unlaughed() -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">{entities}]>' + RSS.format(title="&l9;")
    [row] = listed(SOURCE, bomb).rows
    assert len(row.title) < 1000


def test_one_guid_for_all_entries_is_no_key() -> None:
    items = "".join(f"<item><guid>site</guid><title>通知{n}</title><link>/a/{n}</link></item>" for n in range(3))
    rows = listed(SOURCE, f'<rss version="2.0"><channel>{items}</channel></rss>').rows
    assert len({row.key for row in rows}) == 3


def test_the_whole_text_is_taken_when_the_feed_carries_it() -> None:
    entry = ATOM.format(title=TITLE).replace(
        "<summary>", '<content type="html">&lt;p&gt;全文&lt;/p&gt;</content><summary>'
    )
    assert listed(SOURCE, entry).rows[0].body_html == "<p>全文</p>"
