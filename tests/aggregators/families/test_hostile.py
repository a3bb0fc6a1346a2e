"""What comes from outside is hostile: whatever it is, a family gives rows or a typed error, soon."""

import html
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregators.decode import decode
from aggregators.errors import EmptyListing, SourceFailed
from aggregators.families import FAMILIES
from aggregators.families.contract import MAX_ROWS, ListPage, ListRequest
from aggregators.families.errors import OtherColumn, SelectorInvalid, UnreadableListing
from content_models.sources.documents import SourceFamily
from tests.aggregators.families.pages import COLUMN, a_source, listed
from tests.aggregators.families.recorded import datastore, row

PARAMS = {
    SourceFamily.hanweb_jpage: {"columnid": "1", "webid": "1", "unitid": "1"},
    SourceFamily.hanweb_xxgk: {"jdid": "1", "area": "a"},
    SourceFamily.jpaas: {"webId": "1", "pageId": "2", "tagId": "列表"},
    SourceFamily.truecms: {"columnId": "1234abcd"},
    SourceFamily.epoint_ewb: {"siteGuid": "g", "categorynum": "002"},
    SourceFamily.trs_was5: {"channelid": "1", "endpoint": "/was5/web/search", "prepage": "2"},
    SourceFamily.json_api: {
        "items": "a.b",
        "title": "t",
        "url": "u",
        "date": "d",
        "next": "n",
        "page": "p.q",
        "total": "c",
        "size": "2",
        "first": "0",
        "headers": "{",
        "body_sent": '{"p":[]}',
    },
}
# Pieces of every system's language, so that the fuzz reaches beyond the first check.
PIECES = st.sampled_from(
    [
        *("<record>", "</record>", "<![CDATA[", "]]>", "<li>", "<a href='", "'>", "</a>", "2024-05-06", "<totalpage>9"),
        *("createPageHTML(3, 0, 'index', 'html')", "ajaxParam:{columnid:1,webid:2,unitid:3}", "proxyUrl:'//['"),
        *("<script queryData=\"{'webId':'1','pageId':'2','tagId':'x'}\">", "</script>", "getMessage.do", "columnId:'"),
        *('{"custom":{"data":[', '{"title":"x","infourl":"http://["}', "]}}", '{"data":{"html":"', '"}}', "[[[["),
        *(
            "<iframe src='http://[bad'>",
            "<iframe src='/x'>",
            "cb(",
            ")",
            '{"searchVO":{"catMap":{"a":{"listVO":[{}]}}}}',
        ),
        *(
            "<urlset><url><loc>http://[",
            "</loc></url></urlset>",
            "<rss><channel><item><link>http://[</link>",
            "共9999999页",
        ),
        *(
            "&#0;",
            "\u2028",
            "\ud7ff",
            "jdid=1&area=2",
            "/module/xxgk/search.jsp?",
            "siteGuid:'",
            "<dl><dt>",
            "99999999999",
        ),
    ]
)
ODD = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.sampled_from(["//[", "http://["]),
    st.integers(),
    st.lists(st.integers(), max_size=2),
)
PAGES = st.one_of(
    st.binary(max_size=400).map(lambda body: decode(body).text), st.lists(PIECES, max_size=14).map("".join)
)


@pytest.mark.parametrize("family", list(FAMILIES))
@given(text=PAGES, knows=st.booleans(), posted=st.booleans())
@settings(max_examples=80)
def test_no_answer_makes_a_family_stumble(family: SourceFamily, text: str, knows: bool, posted: bool) -> None:
    source = a_source(family, params=PARAMS.get(family, {}) if knows else {})
    page = ListPage(COLUMN, text, ListRequest(COLUMN, body="x" if posted else None))
    FAMILIES[family].evidence(page)
    try:
        listing = FAMILIES[family].list(source, page)
    except SourceFailed:
        return
    assert listing.rows or listing.next
    assert all(row.url.startswith(("http://", "https://")) for row in listing.rows)


@pytest.mark.parametrize("address", ["//[", "http://[bad", "http://a]/b", "http://[::1%]:x/"])
def test_an_address_that_is_none_is_asked_for_as_it_stands(address: str) -> None:
    """The fetcher refuses it with its own error, so that the editor sees what the page named."""
    script = f"ajaxParam:{{columnid:1,webid:2,unitid:3}}, proxyUrl:'{address}'"
    following = listed(a_source(SourceFamily.hanweb_jpage), script).next
    assert following is not None
    assert following.url.startswith(address)


@pytest.mark.parametrize("family", list(FAMILIES))
@given(
    value=st.one_of(
        st.none(),
        st.text(max_size=20),
        st.sampled_from(["//[", "http://["]),
        st.integers(),
        st.lists(st.integers(), max_size=2),
    )
)
@settings(max_examples=25)
def test_no_parameter_makes_a_family_stumble(family: SourceFamily, value: object) -> None:
    """Editors write parameters by hand."""
    names = ["pageSize", "perpage", "first", "wrapped", "n", "endpoint", *PARAMS.get(family, {})]
    request = FAMILIES[family].first_request(a_source(family, params=dict.fromkeys(names, value)))
    assert isinstance(request.url, str)


def a_million_rows(family: SourceFamily) -> str:
    count = 1_000_000
    if family is SourceFamily.feed:
        return f"<rss version='2.0'><channel>{'<item><link>/a</link></item>' * (count // 3)}</channel></rss>"
    if family is SourceFamily.json_api:
        items = ",".join(f'{{"title":"t","url":"/{n}"}}' for n in range(count // 3))
        return f'{{"items":[{items}]}}'
    if family is SourceFamily.hanweb_jpage:
        return "".join(f"<record><a href=/{n}>t</a></record>" for n in range(count // 3))
    return "<ul>" + "".join(f"<li><a href=/{n}>t</a>2024-5-6" for n in range(count // 3)) + "</ul>"


@pytest.mark.parametrize(
    "family", [SourceFamily.feed, SourceFamily.json_api, SourceFamily.hanweb_jpage, SourceFamily.html_list]
)
def test_a_list_without_end_is_taken_up_to_the_most_with_a_warning(family: SourceFamily) -> None:
    """As many rows as fit into the fetcher's cap of 15 MiB."""
    started = time.monotonic()
    listing = listed(a_source(family), a_million_rows(family))
    assert len(listing.rows) <= MAX_ROWS
    assert listing.warnings
    assert time.monotonic() - started < 60


def test_a_second_page_must_lie_in_the_first_ones_folder() -> None:
    source = a_source(SourceFamily.trs_static, url="https://www.example.gov/tz/index.html")
    request = ListRequest("https://www.example.gov/tz/index_1.html", number=2, within="https://www.example.gov/tz/")
    strange = f"<ul>{row(1, '/other/202405/t20240501_1.html')}</ul>"
    with pytest.raises(OtherColumn):
        listed(source, strange, request.url, request)


@pytest.mark.parametrize("family", [SourceFamily.sitemap, SourceFamily.feed, SourceFamily.trs_was5])
def test_a_billion_laughs_stay_unlaughed(family: SourceFamily) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    prefix = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">{entities}]>'
    bodies = {
        SourceFamily.sitemap: "<urlset><url><loc>https://www.example.gov/a</loc><title>&l9;</title></url></urlset>",
        SourceFamily.trs_was5: "<RECORDCOUNT>1</RECORDCOUNT><REC><TITLE>&l9;</TITLE><URL>/a</URL></REC>",
        SourceFamily.feed: "<rss version='2.0'><channel><item><title>&l9;</title></item></channel></rss>",
    }
    started = time.monotonic()
    try:
        request = ListRequest(COLUMN, proves={"channelid": "1"})
        rows = listed(a_source(family), prefix + bodies[family], request=request).rows
    except SourceFailed:
        rows = []
    assert all(len(row.title) < 1000 for row in rows)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("selector", ["div[", ":::", "a:nth-child(", "li >> a"])
def test_a_selector_that_is_no_css_is_said_to_be_none(selector: str) -> None:
    source = a_source(SourceFamily.html_list, selectors={"list": selector})
    with pytest.raises((SelectorInvalid, EmptyListing)):
        listed(source, f"<ul>{row(1, '/a')}</ul>")


@pytest.mark.parametrize("answer", ["<html>维护中</html>", "cb(", "null", '"text"', "[1,2]"])
@pytest.mark.parametrize("family", [SourceFamily.json_api, SourceFamily.gov_cn_library])
def test_an_api_that_answers_something_else_is_called_unreadable_or_empty(family: SourceFamily, answer: str) -> None:
    with pytest.raises((UnreadableListing, EmptyListing)):
        listed(a_source(family), answer)


def test_rows_that_lead_nowhere_are_no_rows() -> None:
    records = html.escape('<li><a href="javascript:go(1)">通知 2024-05-06</a></li>')
    with pytest.raises(EmptyListing):
        listed(a_source(SourceFamily.hanweb_jpage), f"<record>{records}</record>")


def test_a_unix_time_in_seconds_or_milliseconds_is_a_date() -> None:
    for stamp in (1714957200, 1714957200000):
        answer = json.dumps({"articles": [{"title": "示例", "post_url": "/a", "display_publish_time": stamp}]})
        [found] = listed(a_source(SourceFamily.json_api), answer).rows
        assert str(found.published_at) == "2024-05-06 01:00:00+00:00"


def test_many_columns_in_one_list_are_asked_through_their_proxy() -> None:
    params = {"columnid": "1,2,3", "webid": "1", "unitid": "9", "proxy": "/module/jpage/morecolumndataproxy.jsp"}
    request = FAMILIES[SourceFamily.hanweb_jpage].first_request(a_source(SourceFamily.hanweb_jpage, params=params))
    assert "/module/jpage/morecolumndataproxy.jsp?" in request.url
    assert "columnid=1%2C2%2C3" in request.url
    assert len(listed(a_source(SourceFamily.hanweb_jpage), datastore(range(1, 4))).rows) == 3
