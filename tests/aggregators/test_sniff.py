"""Every system is recognised from its column page, and read to the end without a line of code for the site."""

from contextlib import aclosing

import pytest

from aggregators.errors import SourceFailed, SourceGone
from aggregators.families.contract import Row
from aggregators.families.errors import ColumnInFrame, FamilyUnrecognised, ParameterMissing
from aggregators.fetch import Fetcher
from aggregators.sniff import sniff
from aggregators.trial import provisional_source
from aggregators.walk import walk
from content_models.sources.documents import Source, SourceFamily
from tests.aggregators.families import recorded
from tests.aggregators.site import Site

ONE_PAGE = {"json_api"}  # without a `next` path there is only the first page
PARAMETERS = {
    "hanweb_jpage": {"columnid": "77278", "webid": "3", "unitid": "55", "proxy": "/module/jpage/dataproxy.jsp"},
    "hanweb_xxgk": {"jdid": "3", "divid": "div1489", "infotypeId": "A01", "area": "11320000014000000X"},
    "jpaas": {"webId": "w1", "pageId": "p9", "tagId": "信息列表"},
    "truecms": {"columnId": recorded.UUID, "endpoint": "/TrueCMS/messageController/getMessage.do", "perpage": 20},
    "epoint_ewb": {"siteGuid": recorded.GUID, "projectName": "EpointWebBuilder", "categorynum": "002002001"},
    "trs_was5": {"channelid": "229105", "searchword": "发布机构=示例市", "prepage": "10"},
    "json_api": {"items": "infolist", "title": "title", "url": "link", "date": "pubtime"},
}


def a_source(url: str, family: SourceFamily, params: dict[str, object] | None = None) -> Source:
    return provisional_source(url, family, params=params or {}, allow_private_network=True)


async def rows_of(fetcher: Fetcher, source: Source) -> list[Row]:
    rows: dict[str, Row] = {}
    async with aclosing(walk(fetcher, source)) as steps:
        async for step in steps:
            rows |= {row.key: row for row in step.listing.rows}
    return list(rows.values())


@pytest.mark.parametrize("name", recorded.COLUMNS)
async def test_a_column_is_recognised_with_its_parameters_and_first_rows(
    name: str, site: Site, fetcher: Fetcher
) -> None:
    found = await sniff(fetcher, recorded.COLUMNS[name](site), allow_private=True)
    assert found.family.value == name
    assert found.params.items() >= PARAMETERS.get(name, {}).items()
    assert found.evidence
    first = found.rows[0]
    assert first.title == recorded.title(1)
    assert first.published_at is not None
    assert str(recorded.day(1)) in str(first.published_at.astimezone(recorded.SHANGHAI))


@pytest.mark.parametrize("name", recorded.COLUMNS)
async def test_what_was_sniffed_reads_the_whole_column_with_full_titles(
    name: str, site: Site, fetcher: Fetcher
) -> None:
    found = await sniff(fetcher, recorded.COLUMNS[name](site), allow_private=True)
    rows = await rows_of(fetcher, a_source(found.url, found.family, found.params))
    expected = recorded.window(1) if name in ONE_PAGE else range(1, recorded.COUNT + 1)
    assert [row.title for row in rows] == [recorded.title(n) for n in expected]
    assert all(row.url.startswith("http") for row in rows)


@pytest.mark.parametrize("name", sorted(PARAMETERS.keys() - {"json_api"}))
async def test_a_source_without_parameters_finds_them_on_its_own(name: str, site: Site, fetcher: Fetcher) -> None:
    url = recorded.COLUMNS[name](site)
    rows = await rows_of(fetcher, a_source(url, SourceFamily(name)))
    assert len(rows) == recorded.COUNT


async def test_known_parameters_cost_one_request(site: Site, fetcher: Fetcher) -> None:
    found = await sniff(fetcher, recorded.truecms(site), allow_private=True)
    site.asked.clear()
    async with aclosing(walk(fetcher, a_source(found.url, found.family, found.params), max_pages=1)) as steps:
        step = await anext(steps)
    assert step.direct
    assert site.asked == ["/TrueCMS/messageController/getMessage.do"]


async def test_a_vanished_endpoint_leaves_the_first_screen(site: Site, fetcher: Fetcher) -> None:
    url = recorded.truecms(site)
    del site.pages["/TrueCMS/messageController/getMessage.do"]
    found = await sniff(fetcher, url, allow_private=True)
    assert (found.family, len(found.rows)) == (SourceFamily.truecms, 10)


async def test_a_column_that_is_only_a_frame_is_what_its_frame_is(site: Site, fetcher: Fetcher) -> None:
    recorded.trs_static(site)
    site.pages["/frame.html"] = '<html><body><iframe src="/tzgg/index.html"></iframe></body></html>'
    found = await sniff(fetcher, site.url("/frame.html"), allow_private=True)
    assert found.family is SourceFamily.trs_static
    assert "框架" in found.evidence
    rows = await rows_of(fetcher, a_source(site.url("/frame.html"), SourceFamily.trs_static))
    assert len(rows) == recorded.COUNT


async def test_a_frame_of_another_site_is_named_and_not_followed(site: Site, fetcher: Fetcher) -> None:
    site.pages["/frame.html"] = '<iframe src="https://other.example/list.html"></iframe>'
    with pytest.raises(ColumnInFrame) as refused:
        await sniff(fetcher, site.url("/frame.html"), allow_private=True)
    assert refused.value.details["frame"] == "https://other.example/list.html"


@pytest.mark.parametrize("body", ["", "<html><body><p>欢迎光临</p></body></html>", "{", "%PDF-1.7", "<rss"])
async def test_what_is_no_column_is_refused_with_advice(body: str, site: Site, fetcher: Fetcher) -> None:
    site.pages["/x"] = body
    with pytest.raises(FamilyUnrecognised) as refused:
        await sniff(fetcher, site.url("/x"), allow_private=True)
    assert "html_list" in refused.value.message


async def test_an_interface_with_names_of_its_own_is_described_so_that_one_can_name_them(
    site: Site, fetcher: Fetcher
) -> None:
    site.pages["/api"] = '{"result": {"warnings": [{"headline": "示例", "link": "/a", "issued": 1714957200}]}}'
    with pytest.raises(FamilyUnrecognised) as refused:
        await sniff(fetcher, site.url("/api"), allow_private=True)
    assert "result.warnings 是列表，每条有 headline、link、issued" in refused.value.message
    params = {"items": "result.warnings", "title": "headline", "url": "link", "date": "issued"}
    found = await sniff(fetcher, site.url("/api"), allow_private=True, family=SourceFamily.json_api, params=params)
    assert [row.title for row in found.rows] == ["示例"]


async def test_a_page_that_is_gone_is_called_that(site: Site, fetcher: Fetcher) -> None:
    with pytest.raises(SourceGone):
        await sniff(fetcher, site.url("/missing"), allow_private=True)


async def test_a_named_family_is_believed_and_says_what_it_lacks(site: Site, fetcher: Fetcher) -> None:
    site.pages["/x"] = recorded.page("<p>示例</p>")
    site.pages["/js/webBuilderCommon.js"] = "var other = 1;"
    with pytest.raises((ParameterMissing, SourceGone)):
        await sniff(fetcher, site.url("/x"), allow_private=True, family=SourceFamily.epoint_ewb)


async def test_a_pager_in_a_circle_ends(site: Site, fetcher: Fetcher) -> None:
    rows = "".join(recorded.row(n, f"/show?id={n}") for n in range(1, 8))
    for here, there in (("/a", "/b"), ("/b", "/a")):
        site.pages[here] = recorded.page(f"<ul>{rows}</ul><a href='{there}'>下一页</a>")
    assert len(await rows_of(fetcher, a_source(site.url("/a"), SourceFamily.html_list))) == 7
    assert len(site.asked) <= 3


async def test_a_second_page_of_another_column_ends_the_list(site: Site, fetcher: Fetcher) -> None:
    recorded.trs_static(site)
    strange = "".join(recorded.row(n, f"/other/202405/t20240501_{n}.html") for n in range(50, 60))
    site.pages["/tzgg/index_1.html"] = recorded.page(f"<ul>{strange}</ul>", 'createPageHTML(3, 1, "index", "html");')
    rows = await rows_of(fetcher, a_source(site.url("/tzgg/index.html"), SourceFamily.trs_static))
    assert [row.title for row in rows] == [recorded.title(n) for n in recorded.window(1)]


async def test_frames_within_frames_without_end_are_left(site: Site, fetcher: Fetcher) -> None:
    for n in range(12):
        site.pages[f"/f{n}"] = f'<iframe src="/f{n + 1}"></iframe>'
    with pytest.raises(SourceFailed):
        await rows_of(fetcher, a_source(site.url("/f0"), SourceFamily.html_list))
    assert len(site.asked) <= 6
