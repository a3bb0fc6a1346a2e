"""What residents get: complete without scripts, light, described for machines, honest about corrections."""

import gzip
import json
import re
from datetime import UTC, datetime

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from content_models.intake.documents import ItemKind
from content_models.official_text.html import plain_text
from content_models.official_text.outline import outline
from content_models.releases import repository as releases
from content_models.releases.facts import AlertFacts, GuideFacts, GuideMaterial, GuidePlace
from server.static_files import FOLDER, static_url
from tests.mobile_api.city import City
from tests.server.desk import (
    GOVERNMENT,
    Desk,
    a_policy,
    draft_from,
    press,
    public_address,
    publish,
    review,
    shown_text,
)

BUDGET = 30 * 1024  # bytes of HTML and CSS, gzipped: the first view on a slow line


async def a_public_release(desk: Desk, **fields: object) -> tuple[str, str]:
    """Its addresses in the console and for residents."""
    [item_id] = await desk.arrive(GOVERNMENT, a_policy(**fields))
    draft = await draft_from(desk, item_id)
    await review(desk, draft)
    await publish(desk, draft)
    return draft, await public_address(desk, draft)


async def read(desk: Desk, address: str, **headers: str) -> httpx.Response:
    async with desk.visitor() as resident:
        return await resident.get(address, headers=headers)


async def test_article_states_the_official_facts(desk: Desk) -> None:
    _, address = await a_public_release(desk)
    page = await read(desk, address)
    facts = {
        str(row.css_first("dt").text()): row.css_first("dd").text()
        for row in LexborHTMLParser(page.text).css("dl.facts div")
    }
    assert facts["发文字号"] == "示政办发〔2026〕12号"
    assert facts["发文机关"] == "示例市人民政府办公室"
    assert facts["成文日期"] == "2026年11月2日"
    assert "发布日期" in facts
    assert 'href="http://gov.example/1"' in page.text


async def test_contents_lead_to_headings_that_exist(desk: Desk) -> None:
    _, address = await a_public_release(desk)
    tree = LexborHTMLParser((await read(desk, address)).text)
    targets = [str(link.attributes["href"]) for link in tree.css(".contents a")]
    assert len(targets) == 3
    assert [tree.css_first(target).text() for target in targets] == ["一、总体要求", "二、主要任务", "三、保障措施"]


async def test_machines_find_names_dates_and_the_law(desk: Desk) -> None:
    _, address = await a_public_release(desk, title="关于</script><script>alert(1)</script>的通知")
    page = await read(desk, address)
    tree = LexborHTMLParser(page.text)
    names = {str(meta.attributes.get("name")): meta.attributes.get("content") for meta in tree.css("meta[name]")}
    assert names["SiteName"] == "示例市政务发布"
    assert names["ColumnName"] == "政策文件"
    assert {"ArticleTitle", "PubDate", "ContentSource"} <= names.keys()
    [described] = [json.loads(script.text()) for script in tree.css("script")]
    assert described["legislationIdentifier"] == "示政办发〔2026〕12号"
    assert described["legislationDate"] == "2026-11-02"
    assert "</script>" in described["headline"]


async def test_correction_is_said_on_the_article_and_the_first_date_stays(desk: Desk) -> None:
    draft, address = await a_public_release(desk)
    before = (await read(desk, address)).text
    async with desk.logged_in("wang") as wang:
        await press(wang, f"{draft}?edit", draft, title="更正后的示例通知", note="更正标题中的笔误")
    assert "更正后的示例通知" not in (await read(desk, address)).text
    await review(desk, draft)
    await publish(desk, draft)

    after = await read(desk, address)
    assert "更正标题中的笔误" in shown_text(after)
    published = re.compile(r'article:published_time" content="([^"]+)"')
    assert published.findall(after.text) == published.findall(before)


async def test_unchanged_article_is_not_sent_twice(desk: Desk) -> None:
    draft, address = await a_public_release(desk)
    etag = (await read(desk, address)).headers["etag"]
    assert (await read(desk, address, **{"if-none-match": f'"other", {etag}'})).status_code == 304
    elder = await read(desk, address, **{"if-none-match": etag, "cookie": "edition=elder"})
    assert elder.status_code == 200
    async with desk.logged_in("wang") as wang:
        await press(wang, f"{draft}?edit", draft, title="又改过的示例通知")
    assert (await read(desk, address, **{"if-none-match": etag})).status_code == 304, "drafts are nobody's business"


async def test_drafts_and_unknown_addresses_are_not_found(desk: Desk) -> None:
    answer = await read(desk, "/a/nothing")
    assert answer.status_code == 404
    assert "没有找到" in shown_text(answer)


async def test_feed_pages_by_key_without_gap_or_repeat(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.reader.feed.PAGE_SIZE", 2)
    titles = [f"第{n}号示例公告" for n in range(5)]
    for n, title in enumerate(titles):
        await a_public_release(desk, key=f"k{n}", title=title, kind=ItemKind.notice, doc_no=None)
    seen: list[str] = []
    async with desk.visitor() as resident:
        address: str | None = "/?kind=notice"
        while address:
            tree = LexborHTMLParser((await resident.get(address)).text)
            seen += [heading.text(strip=True) for heading in tree.css("h3")]
            link = tree.css_first('a[rel="next"]')
            address = link.attributes["href"] if link else None
        assert (await resident.get("/?kind=policy")).text.count("<article") == 0
    assert seen == titles[::-1]


@pytest.mark.parametrize("cursor", ["x", "AAAAAAAAAAAA", "%00"])
async def test_forged_page_position_is_refused_in_words(desk: Desk, cursor: str) -> None:
    answer = await read(desk, f"/?after={cursor}")
    assert answer.status_code == 422
    assert "翻页位置无效" in shown_text(answer)


async def test_elder_edition_is_remembered_and_can_be_left(desk: Desk) -> None:
    async with desk.visitor() as resident:
        chosen = await resident.post("/edition", data={"edition": "elder", "back": "/?kind=news"})
        assert chosen.headers["location"] == "/?kind=news"
        assert 'class="elder"' in (await resident.get("/")).text
        await resident.post("/edition", data={"edition": "standard", "back": "/"})
        assert 'class="elder"' not in (await resident.get("/")).text


@pytest.mark.parametrize("back", ["https://evil.example/x", "//evil.example", "/\\evil.example"])
async def test_edition_switch_leads_nowhere_else(desk: Desk, back: str) -> None:
    async with desk.visitor() as resident:
        answer = await resident.post("/edition", data={"edition": "elder", "back": back})
    assert re.fullmatch(r"/(?!/)\S*", answer.headers["location"])


async def test_first_view_fits_the_budget(desk: Desk) -> None:
    _, address = await a_public_release(desk, body_html="<p>示例正文，每段都不太一样。</p>" * 100)
    style = (FOLDER / "reader/reader.css").read_bytes()
    for path in ("/", address):
        page = (await read(desk, path)).content
        assert len(gzip.compress(page)) + len(gzip.compress(style)) < BUDGET


async def test_pages_hold_no_script_and_no_inline_style(desk: Desk) -> None:
    _, address = await a_public_release(desk)
    for path in ("/", address):
        page = await read(desk, path)
        assert re.findall(r"<script(?! type=\"application/ld)|<style|\sstyle=|\son\w+=", page.text) == []
        assert "default-src 'none'" in page.headers["content-security-policy"]


async def test_static_files_may_be_kept_for_ever_under_their_own_address_only(desk: Desk) -> None:
    ours = await read(desk, static_url("reader/reader.css"))
    assert "immutable" in ours.headers["cache-control"]
    old = await read(desk, "/static/000000000000/reader/reader.css")
    assert (old.status_code, old.headers["cache-control"]) == (200, "no-cache")
    assert (await read(desk, "/static/000000000000/../../settings.py")).status_code == 404


async def test_a_reading_leads_to_the_clauses_it_speaks_of(desk: Desk) -> None:
    city = City(desk.store)
    rules = "<p>第一条　为规范示例，制定本办法。</p><p>第二条　期限为三十日。</p>"
    text = plain_text(rules)
    policy = await city.policy("示例市物业管理办法", body_html=rules, body_text=text, outline=outline(text))
    await city.interpretation(policy, "办法解读", body_text="《示例市物业管理办法》第二条放宽了期限，第二条另有说明。")
    reading = LexborHTMLParser((await read(desk, "/a/slug0002")).text)
    (clause,) = reading.css(".chips a")
    assert (clause.text(), clause.attributes["href"]) == ("第二条", "/a/slug0001#art-2")
    target = LexborHTMLParser((await read(desk, "/a/slug0001")).text).css_first("#art-2")
    assert target is not None
    assert target.text() == "第二条　期限为三十日。"


FACTS = {
    "alert": AlertFacts(
        starts_at=datetime(2026, 11, 20, tzinfo=UTC),
        ends_at=datetime(2026, 11, 20, 4, tzinfo=UTC),
        places=["示例路", "示例新村"],
        advice="请提前储水。",
        hotline="025-12345678",
    ),
    "guide": GuideFacts(
        audience="本市居民",
        conditions=["年满十八周岁", "在本市居住"],
        materials=[GuideMaterial(name="身份证", form="原件", copies=1, note="窗口可复印")],
        steps=["窗口申请", "当场领取"],
        places=[GuidePlace(name="示例服务中心", address="示例路 1 号", hours="工作日 9:00–17:00")],
        fees="不收费",
        promised_limit="3 个工作日",
    ),
}


@pytest.mark.parametrize(
    ("place", "says"),
    [
        (
            "alert",
            "提示要点 已结束 这条提示所说的时间已经过去。 时间 2026-11-20 08:00 起，2026-11-20 12:00 止 "
            "涉及地点 示例路 示例新村 应对措施 请提前储水。 咨询电话 025-12345678",
        ),
        (
            "guide",
            "办理要点 谁可以办 本市居民 申请条件 年满十八周岁 在本市居住 要带的材料 身份证（原件，1 份；窗口可复印） "
            "怎么办 窗口申请 当场领取 到哪里办 示例服务中心，示例路 1 号，工作日 9:00–17:00 "
            "收费 不收费 多久办完 承诺 3 个工作日",
        ),
    ],
)
async def test_what_an_alert_and_a_guide_state_is_read_before_the_text(desk: Desk, place: str, says: str) -> None:
    draft, address = await a_public_release(desk, kind=ItemKind.notice, doc_no=None)
    release = await releases.load(draft.rpartition("/")[2])
    revision = await releases.load_revision(release.current_revision_id)
    revision.content = revision.content.model_copy(update={place: FACTS[place]})
    await revision.save()
    page = await read(desk, address)
    assert says in shown_text(page)
    assert ('href="tel:02512345678"' in page.text) is (place == "alert")
