"""Columns in the shapes that real systems serve, all texts 示例: each function furnishes a loopback site with one.

Every column holds 25 notices, newest first, the n-th dated n days before 30 May 2024; lists show 10 or so at a time.
"""

import html
import json
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from content_models.kit.clock import SHANGHAI as SHANGHAI
from tests.aggregators.site import Site

COUNT = 25
COLUMN_ID = "77278"
UUID = "8a9f2a1c-33d4-4f0e-9a55-0123456789ab"
GUID = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def title(n: int) -> str:
    return f"示例市第{n}号关于便民服务事项安排的通知"


def day(n: int) -> date:
    return date(2024, 5, 30) - timedelta(days=n)


def row(n: int, href: str) -> str:
    return f'<li class="cf"><a href="{href}" title="{title(n)}">{title(n)[:12]}…</a><span>{day(n)}</span></li>'


def jpage_href(n: int) -> str:
    return f"/art/{day(n).year}/{day(n).month}/{day(n).day}/art_{COLUMN_ID}_{n}.html"


def datastore(numbers: range, href: Callable[[int], str] = jpage_href) -> str:
    records = "".join(f"<record><![CDATA[{row(n, href(n))}]]></record>" for n in numbers)
    return (
        f"<datastore><totalrecord>{COUNT}</totalrecord><totalpage>3</totalpage>"
        f"<recordset>{records}</recordset></datastore>"
    )


def window(number: int, size: int = 10) -> range:
    return range((number - 1) * size + 1, min(number * size, COUNT) + 1)


def text(body: str, content_type: str = "text/html") -> web.Response:
    return web.Response(text=body, content_type=content_type)


def page(body: str, script: str = "", head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>示例市政府</title>{head}</head><body><ul class='nav'>"
        f"<li><a href='/'>首页</a></li><li><a href='/zwgk/'>政务公开</a></li></ul>{body}"
        f"<script>{script}</script></body></html>"
    )


def hanweb_jpage(site: Site) -> str:
    """The first group is embedded, entity-escaped; the proxy of the older kind answers POST only."""
    script = """$("#55").jpage({showMode:'full',perPage:10,proxyUrl:'/module/jpage/dataproxy.jsp',totalRecord:25,
        ajaxParam:{col:1,appid:1,webid:3,path:'/',columnid:77278,sourceContentType:1,unitid:'55',permissiontype:0}});"""
    embedded = html.escape(datastore(window(1)))

    async def proxy(request: web.Request) -> web.StreamResponse:
        if request.method != "POST":
            raise web.HTTPNotFound
        form = await request.post()
        assert form["columnid"] == COLUMN_ID
        return text(datastore(window(int(str(form["page"])))), "text/xml")

    site.pages["/col/col77278/index.html"] = page(f'<div id="55">{embedded}</div>', script)
    site.pages["/module/jpage/dataproxy.jsp"] = proxy
    return site.url("/col/col77278/index.html")


def hanweb_xxgk(site: Site) -> str:
    """Rows of another column stand between ours; the parameters are in the call of the tree."""

    async def search(request: web.Request) -> web.StreamResponse:
        form = await request.post()
        assert (form["jdid"], form["area"]) == ("3", "11320000014000000X")
        rows = "".join(
            f'<tr class="tr_main_value_{"odd" if n % 2 else "even"}"><td>{n}</td><td><a href="{jpage_href(n)}" '
            f'title="{title(n)}">{title(n)[:8]}</a></td><td>{day(n)}</td></tr>'
            '<tr class="tr_main_value_odd"><td>0</td><td><a href="/art/2024/5/1/art_99_1.html" title="别的栏目的通知">'
            "别的</a></td><td>2024-05-01</td></tr>"
            for n in window(int(str(form["currpage"])))
        )
        return text(f"<table>{rows}</table><div>共&nbsp;<b>3</b>页</div>")

    script = "var url='/module/xxgk/search.jsp?standardXxgk=1&jdid=3&divid=div1489&infotypeId=A01';"
    frame = "<a href='/module/xxgk/tree.jsp?area=11320000014000000X'>目录</a>"
    site.pages["/col/col77278/index.html"] = page(frame, script)
    site.pages["/module/xxgk/search.jsp"] = search
    return site.url("/col/col77278/index.html")


def jpaas(site: Site) -> str:
    """Two units: a menu, and the list. A bare pageNo is always page 1; without the script's headers it is a 403."""
    data = {"parseType": "bulidstatic", "webId": "w1", "tplSetId": "t1", "pageType": "column", "editType": "null"}
    units = [data | {"tagId": tag, "pageId": "p9"} for tag in ("导航", "信息列表")]
    scripts = "".join(
        f'<script parseType="bulidstatic" url="/api-gateway/jpaas-publish-server/front/page/build/unit" '
        f'queryData="{html.escape(json.dumps(unit, ensure_ascii=False))}"></script>'
        for unit in units
    )

    async def build(request: web.Request) -> web.StreamResponse:
        if request.headers.get("X-Requested-With") != "XMLHttpRequest" or "Referer" not in request.headers:
            raise web.HTTPForbidden
        if request.query["tagId"] == "导航":
            return web.json_response({"success": True, "data": {"html": "<ul><li><a href='/'>首页</a></li></ul>"}})
        number = json.loads(request.query["paramJson"])["pageNo"]
        rows = "".join(row(n, f"/col/col77278/art/2024/art_{n:032x}.html") for n in window(number))
        fragment = f"<div rows='10' count='{COUNT}'><ul>{rows}</ul></div>"
        return web.json_response({"success": True, "data": {"html": fragment}})

    site.pages["/col/col77278/index.html"] = page(scripts)
    site.pages["/api-gateway/jpaas-publish-server/front/page/build/unit"] = build
    return site.url("/col/col77278/index.html")


def truecms(site: Site) -> str:
    """Fifty at once are empty here, twenty work: the size has to be found out."""

    async def get_message(request: web.Request) -> web.StreamResponse:
        size, start = int(request.query["perpage"]), int(request.query["startrecord"])
        numbers = range(start, min(start + size, COUNT + 1)) if size <= 20 else range(0)
        result = datastore(numbers, lambda n: f"/nantong/tzgg/content/{n}.html")
        return text(f"cb({json.dumps({'result': result}, ensure_ascii=False)})", "application/javascript")

    first = "".join(row(n, f"/nantong/tzgg/content/{n}.html") for n in window(1))
    script = f"$.get('/TrueCMS/messageController/getMessage.do', {{columnId: '{UUID}', perpage: 20}});"
    site.pages["/nantong/tzgg/list.html"] = page(f'<div id="initData"><ul>{first}</ul></div>', script)
    site.pages["/TrueCMS/messageController/getMessage.do"] = get_message
    return site.url("/nantong/tzgg/list.html")


def epoint_ewb(site: Site) -> str:
    """The site's id is in a script; the fields are wrapped, and the first page is 1 (0 is the same page)."""

    async def list_(request: web.Request) -> web.StreamResponse:
        asked = (await request.json()).get("params")
        if not asked or asked["siteGuid"] != GUID or asked["categorynum"] != "002002001":
            return web.json_response({"custom": {"total": 0, "data": []}})
        numbers = window(max(asked["pageIndex"], 1), 20)
        data = [
            {"title": title(n)[:8] + "…", "realtitle": title(n), "infourl": f"/xx/{n}.html", "infodate": str(day(n))}
            for n in numbers
        ]
        return web.json_response({"custom": {"total": COUNT, "data": data}})

    site.pages["/zwgk/002002/002002001/moreinfo.html"] = page(
        '<div class="ewb-list"></div>', head='<script src="/js/webBuilderCommon.js"></script>'
    )
    site.pages["/js/webBuilderCommon.js"] = f'var siteInfo = {{"siteGuid": "{GUID}", projectName: "EpointWebBuilder"}};'
    site.pages["/EpointWebBuilder/rest/lightfrontaction/getgovinfolist"] = list_
    return site.url("/zwgk/002002/002002001/moreinfo.html")


def trs_static(site: Site) -> str:
    for number in (1, 2, 3):
        rows = "".join(row(n, f"./202405/t{day(n):%Y%m%d}_{n}.html") for n in window(number))
        name = "index.html" if number == 1 else f"index_{number - 1}.html"
        site.pages[f"/tzgg/{name}"] = page(f"<ul>{rows}</ul>", f'createPageHTML(3, {number - 1}, "index", "html");')
    return site.url("/tzgg/index.html")


def gov_cn_library(site: Site) -> str:
    async def data(request: web.Request) -> web.StreamResponse:
        listed = [
            {
                "id": str(n),
                "title": f"示例市第{n}号关于<em>便民</em>服务事项安排的通知",
                "url": f"https://www.gov.cn/zhengce/content/2024-05/content_{n}.htm",
                "pubtimeStr": f"{day(n):%Y.%m.%d}",
                "pcode": f"国办发〔2024〕{n}号",
            }
            for n in window(int(request.query["p"]))
        ]
        kinds = {"gongwen": {"totalCount": COUNT, "listVO": listed}, "bumenfile": {"totalCount": 0, "listVO": []}}
        return web.json_response({"code": 200, "searchVO": {"catMap": kinds}})

    async def first(request: web.Request) -> web.StreamResponse:
        return await data(request.clone(rel_url=request.rel_url.update_query(p=request.query.get("p", "1"))))

    site.pages["/search-gov/data"] = first
    return site.url("/search-gov/data?t=zhengcelibrary&n=10")


def html_list(site: Site) -> str:
    for number in (1, 2, 3):
        rows = "".join(
            f'<dl><dt><a href="/show?id={n}">{title(n)}</a></dt><dd>发布日期：{day(n)}</dd></dl>'
            for n in window(number)
        )
        onward = f'<a href="?page={number + 1}">下一页</a>' if number < 3 else ""
        site.pages[f"/notices{number}"] = page(f"{rows}{onward}")

    async def notices(request: web.Request) -> web.StreamResponse:
        return text(str(site.pages[f"/notices{request.query.get('page', '1')}"]))

    site.pages["/notices"] = notices
    return site.url("/notices")


def json_api(site: Site) -> str:
    async def api(request: web.Request) -> web.StreamResponse:
        number = int(request.query.get("currpage", "1"))
        listed = [
            {"title": title(n), "link": f"/show/{n}.html", "pubtime": f"{day(n)} 09:00:00"} for n in window(number)
        ]
        return web.json_response({"infolist": listed})

    site.pages["/szinf/info/getInfoCommon/"] = api
    return site.url("/szinf/info/getInfoCommon/?channelid=1")


def trs_was5(site: Site) -> str:
    """A column page whose script posts to the search; a GET is refused, and the answer has no root element."""

    async def search(request: web.Request) -> web.StreamResponse:
        if request.method != "POST":
            raise web.HTTPForbidden
        form = await request.post()
        assert (form["channelid"], form["searchword"]) == ("229105", "发布机构=示例市")
        recs = "".join(
            f"<REC><TITLE><![CDATA[{title(n)}]]></TITLE><URL><![CDATA[/gk/{n}.html]]></URL>"
            f"<DOCRELTIME><![CDATA[{day(n):%Y.%m.%d} 09:00:00]]></DOCRELTIME><PRINTTIME><![CDATA[]]></PRINTTIME>"
            f"<WH><![CDATA[示政发〔2024〕{n}号]]></WH><FWDW><![CDATA[示例市人民政府]]></FWDW></REC>"
            for n in window(int(str(form["page"])), int(str(form["prepage"])))
        )
        return text(f"<?xml version='1.0' encoding='GBK'?><RECORDCOUNT>{COUNT}</RECORDCOUNT>{recs}", "text/xml")

    asked = "{channelid: 229105, searchword: '发布机构=示例市', page: 1, prepage: 10}"
    script = f"$.post('/was5/web/search', {asked}, show);"
    site.pages["/gk/index.html"] = page("<div id='list'></div>", script)
    site.pages["/was5/web/search"] = search
    return site.url("/gk/index.html")


def sitemap(site: Site) -> str:
    def urls(numbers: range) -> str:
        return "".join(
            f"<url><loc>{site.url(f'/news/{n}.html')}</loc><n:news><n:title>{title(n)}</n:title>"
            f"<n:publication_date>{day(n)}</n:publication_date></n:news></url>"
            for n in numbers
        )

    names = (
        'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
    )
    site.pages["/sitemap.xml"] = (
        f"<sitemapindex {names}><sitemap><loc>{site.url('/old.xml')}</loc><lastmod>2020-01-01</lastmod>"
        f"</sitemap><sitemap><loc>{site.url('/new.xml')}</loc><lastmod>2024-05-30</lastmod></sitemap></sitemapindex>"
    )
    site.pages["/new.xml"] = f'<?xml version="1.0"?><urlset {names}>{urls(range(1, COUNT + 1))}</urlset>'
    return site.url("/sitemap.xml")


def feed(site: Site) -> str:
    """A column page that names its JSON Feed."""
    items: list[dict[str, Any]] = [
        {"id": str(n), "url": site.url(f"/f/{n}"), "title": title(n), "date_published": f"{day(n)}T09:00:00+08:00"}
        for n in range(1, COUNT + 1)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "示例", "items": items}
    site.pages["/feed.json"] = json.dumps(feed, ensure_ascii=False)
    head = '<link rel="alternate" type="application/feed+json" href="/feed.json">'
    site.pages["/blog/"] = page("<p>示例</p>", head=head)
    return site.url("/blog/")


COLUMNS = {
    furnish.__name__: furnish
    for furnish in (
        *(feed, hanweb_jpage, hanweb_xxgk, jpaas, truecms, epoint_ewb),
        *(trs_static, trs_was5, gov_cn_library, html_list, json_api, sitemap),
    )
}
