"""Hanweb JPage and TRS static lists, in the shapes recorded from real sites (texts are 示例)."""

import html
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from aggregators.errors import EmptyListing
from aggregators.families import family_of
from content_models.sources.documents import SourceFamily
from tests.aggregators.families.pages import COLUMN, a_source, listed

JPAGE = a_source(SourceFamily.hanweb_jpage)
PROXIED = a_source(SourceFamily.hanweb_jpage, params={"columnid": 77, "webid": 1, "unitid": "u9", "perpage": 15})
TRS = a_source(SourceFamily.trs_static, url="https://www.example.gov/zwgk/tz/index.html")

FULL = "示例市关于临时停水的通知（全称）"
PATH = "/art/2024/5/6/art_77_1.html"
MIDNIGHT = datetime(2024, 5, 5, 16, 0, tzinfo=UTC)  # of 6 May in Shanghai


def datastore(*records: str) -> str:
    wrapped = "".join(f"<record><![CDATA[{record}]]></record>" for record in records)
    return (
        f"<datastore><totalrecord>31</totalrecord><totalpage>2</totalpage><recordset>{wrapped}</recordset></datastore>"
    )


@pytest.mark.parametrize(
    "record",
    [
        f'<li class="cf"><a target="_blank" href="{PATH}" title="{FULL}">示例市关于…</a><span>2024-05-06</span></li>',
        f"<li><a title='{FULL}' href='{PATH}'>示例市关于…</a><span class='riq'>[2024-05-06]</span></li>",
        f'<tr><td><a href="{PATH}">{FULL}</a></td><td>2024年5月6日</td></tr>',
        f'<a href="{PATH}">{FULL}</a> 2024-05-06 <br> & <p>',
    ],
)
def test_every_row_variant_of_jpage_is_read(record: str) -> None:
    [row] = listed(JPAGE, datastore(record)).rows
    assert (row.title, row.published_at) == (FULL, MIDNIGHT)
    assert row.key == row.url == "https://www.example.gov/art/2024/5/6/art_77_1.html"


@pytest.mark.parametrize("escape", [str, html.escape])
def test_the_first_group_is_read_out_of_the_column_page(escape: object) -> None:
    assert callable(escape)
    group = escape(datastore(f'<li><a href="/art/2024/5/6/art_77_1.html">{FULL}</a></li>'))
    [row] = listed(JPAGE, f'<html><script type="text/xml">{group}</script></html>').rows
    assert (row.title, row.published_at) == (FULL, MIDNIGHT)


def test_known_parameters_ask_the_proxy_as_the_column_would() -> None:
    request = family_of(SourceFamily.hanweb_jpage).first_request(PROXIED)
    query = parse_qs(urlsplit(request.url).query)
    assert urlsplit(request.url).path == "/module/web/jpage/dataproxy.jsp"
    assert {name: query[name] for name in ("page", "columnid", "webid", "unitid", "perpage")} == {
        "page": ["1"],
        "columnid": ["77"],
        "webid": ["1"],
        "unitid": ["u9"],
        "perpage": ["15"],
    }
    assert request.headers["Referer"] == COLUMN


def test_jpage_goes_on_until_the_last_page() -> None:
    rows = datastore(f'<li><a href="/art/1.html">{FULL}</a></li>')
    first = family_of(SourceFamily.hanweb_jpage).first_request(PROXIED)
    second = listed(PROXIED, rows, first.url, first).next
    assert second is not None
    assert "page=2" in second.url
    assert listed(PROXIED, rows, second.url, second).next is None


def a_trs_page(pager: str = "", links: str = "") -> str:
    return f"""<ul class="nav"><li><a href="/zwgk/">政务公开</a></li>
    <li><a href="/xw/t20240101_9.html">别的栏目</a></li></ul>
    <ul><li><a href="./202405/t20240506_1.html" title="{FULL}">示例市关于…</a><span>（2024-05-06）</span></li>
    <li><a href="./202405/t20240506_2.html">没有写日期的通知</a></li>{links}</ul><script>{pager}</script>"""


def test_trs_rows_are_those_of_the_column_with_a_date() -> None:
    rows = listed(TRS, a_trs_page(), TRS.url).rows
    assert [(row.url.rpartition("/")[2], row.title, row.published_at) for row in rows] == [
        ("t20240506_1.html", FULL, MIDNIGHT),
        ("t20240506_2.html", "没有写日期的通知", MIDNIGHT),
    ]


@pytest.mark.parametrize(
    ("pager", "following"),
    [
        ('createPageHTML(3, 0, "index", "html");', "index_1.html"),
        ('createPageHTML(3, 2, "index", "html");', None),
        ('createPageHTML("page_div", 3, 1, "list", "shtml", 40);', "list_2.shtml"),
        ('createPageHTML("page_div", 3, 3, "list", "shtml", 40);', None),
        ("", None),
    ],
)
def test_trs_pagers_name_the_next_page(pager: str, following: str | None) -> None:
    request = listed(TRS, a_trs_page(pager), TRS.url).next
    assert (request.url if request else None) == (f"https://www.example.gov/zwgk/tz/{following}" if following else None)


def test_selectors_of_the_source_find_rows_in_other_markup() -> None:
    source = a_source(SourceFamily.trs_static, url=TRS.url, selectors={"row": "div.item", "link": "h3 a", "date": "em"})
    page = '<div class="item"><a href="/x">更多</a><h3><a href="./a.html">示例通知</a></h3><em>2024-05-06</em></div>'
    [row] = listed(source, page, source.url).rows
    assert (row.title, row.published_at) == ("示例通知", MIDNIGHT)


@pytest.mark.parametrize("source", [JPAGE, TRS])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html><body>改版中</body></html>",
        "<record></record>",
        '<ul><li><a href="javascript:go(1)">通知 2024-05-06</a></li></ul>',
    ],
)
def test_a_page_without_rows_is_called_empty(source: object, text: str) -> None:
    with pytest.raises(EmptyListing):
        listed(source, text)  # type: ignore[arg-type]
