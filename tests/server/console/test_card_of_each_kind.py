"""Every field of a kind's card that the app shows can be typed into the console, is checked, kept and shown."""

import re
from collections.abc import Mapping
from typing import Any

import httpx
from selectolax.lexbor import LexborHTMLParser

from content_models.intake.documents import ItemKind
from content_models.organs import repository as organs
from content_models.organs.documents import OrganLevel, Region
from content_models.releases import repository as releases
from content_models.releases.documents import Content, PolicyFacts, ReleaseKind
from content_models.releases.facts import GuideFacts, GuideMaterial, GuidePlace, NewsFacts
from mobile_api.schema import core_schema
from server.console.kind_facts import CARDS
from server.console.release_form import ReleaseForm
from tests.server.desk import (
    GOVERNMENT,
    Desk,
    a_policy,
    form_of,
    press,
    public_address,
    publish,
    review,
    shown_text,
)

# Fields of the app's types that have a name of their own in the form, and those that are computed or stand in links.
ELSEWHERE = {"doc_number": "doc_no", "issuer_names": "issuers", "interprets": "policies", "policies": "policies"}
COMPUTED = frozenset({
    *("is_over", "validity", "in_force_on", "interpretations", "interpreted_by"),
    *("clause_anchors", "later_changes", "explains_earlier_version"),
})  # fmt: skip
TYPES: Mapping[ReleaseKind, str] = {
    ReleaseKind.policy: "Policy",
    ReleaseKind.interpretation: "Interpretation",
    ReleaseKind.notice: "Notice",
    ReleaseKind.news: "News",
    ReleaseKind.service_alert: "ServiceAlert",
    ReleaseKind.guide: "Guide",
    ReleaseKind.emergency: "Emergency",
}


def own_fields(kind: ReleaseKind) -> set[str]:
    """What the app shows of this kind and of no other, by its name in Python."""
    types = core_schema().type_map
    own = set(types[TYPES[kind]].fields) - set(types["Release"].fields) - {"globalId"}
    return {re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", name) for name in own}


async def draft_of(desk: Desk, kind: ReleaseKind) -> str:
    bare: dict[str, Any] = {"kind": ItemKind.notice, "doc_no": None, "issuer_names": [], "signed_date": None}
    [item] = await desk.arrive(GOVERNMENT, a_policy(kind, f"示例{kind}", **bare))
    async with desk.logged_in("wang") as wang:
        await press(wang, f"/console/triage?item={item}", f"/console/triage/{item}/adopt", as_kind=kind.value)
        listed = LexborHTMLParser((await wang.get("/console/releases?state=draft")).text)
    return next(str(one.attributes["href"]) for one in listed.css("a.release-line") if f"示例{kind}" in one.text())


async def content_of(draft: str) -> Content:
    release = await releases.load(draft.rpartition("/")[2])
    return (await releases.load_revision(release.current_revision_id)).content


async def saved(desk: Desk, draft: str, **typed: Any) -> httpx.Response:
    async with desk.logged_in("wang") as wang:
        return await press(wang, draft, draft, **typed)


async def test_all_that_the_app_shows_of_a_kind_is_typed_somewhere(desk: Desk) -> None:
    for kind in ReleaseKind:
        draft = await draft_of(desk, kind)
        async with desk.logged_in("wang") as wang:
            page = LexborHTMLParser((await wang.get(draft)).text)
        names = {str(one.attributes.get("name")) for one in page.css("#editor [name]")}
        typed = {name.removeprefix("fact.").partition(".")[0] for name in names}
        typed |= {"policies"} if page.css("#policy-choices") else set()
        assert {ELSEWHERE.get(name, name) for name in own_fields(kind) - COMPUTED} - typed == set(), kind
        assert {"title", "summary", "body_html", "topics", "region_code"} <= names, kind


async def test_a_guide_lists_what_to_bring_and_where_to_go(desk: Desk) -> None:
    draft = await draft_of(desk, ReleaseKind.guide)
    typed = {
        "fact.materials.0.name": "身份证",
        "fact.materials.0.form": "原件",
        "fact.materials.0.copies": "1",
        "fact.materials.3.name": "营业执照",
        "fact.materials.3.required": "no",
        "fact.materials.3.note": "数据共享，免提交",
        "fact.places.0.name": "市政务服务中心",
        "fact.places.0.phone": "025-12345678",
    }
    page = await saved(desk, draft, **typed)
    assert page.status_code == 200, shown_text(page)
    assert (await content_of(draft)).guide == GuideFacts(
        materials=[
            GuideMaterial(name="身份证", form="原件", copies=1),
            GuideMaterial(name="营业执照", required=False, note="数据共享，免提交"),
        ],
        places=[GuidePlace(name="市政务服务中心", phone="025-12345678")],
    )
    async with desk.logged_in("wang") as wang:
        again = await wang.get(draft)
    assert form_of(again, draft)["fact.materials.1.name"] == "营业执照"
    emptied = {name: "" for name in form_of(again, draft) if name.startswith("fact.materials.0.")}
    await saved(desk, draft, **emptied)
    guide = (await content_of(draft)).guide
    assert guide
    assert [one.name for one in guide.materials] == ["营业执照"]
    async with desk.logged_in("li") as li:  # reads the paper, which says all that is signed
        await review(desk, draft, signers=())
        read = shown_text(await li.get(draft))
    assert "材料 1：营业执照；非必要；数据共享，免提交" in read
    assert "市政务服务中心" in read


async def test_a_row_that_is_wrong_is_named_and_nothing_typed_is_lost(desk: Desk) -> None:
    draft = await draft_of(desk, ReleaseKind.guide)
    typed = {"fact.materials.0.copies": "两份", "fact.places.0.address": "示例路1号"}
    page = await saved(desk, draft, **typed)
    assert page.status_code == 422
    assert "请填 0 到 99 的整数" in shown_text(page)
    assert shown_text(page).count("请写名称，或清空这一行") == 2
    assert form_of(page, draft)["fact.materials.0.copies"] == "两份"
    assert form_of(page, draft)["fact.places.0.address"] == "示例路1号"


async def test_a_notice_bears_its_number_issuers_and_day(desk: Desk) -> None:
    draft = await draft_of(desk, ReleaseKind.notice)
    assert (await content_of(draft)).policy is None
    await saved(desk, draft, summary="只改摘要")
    assert (await content_of(draft)).policy is None  # a notice that states nothing has no such facts
    typed = {"doc_no": "示政通〔2026〕8号", "issuers": GOVERNMENT.full_name, "signed_date": "2026-11-02"}
    assert (await saved(desk, draft, **typed)).status_code == 200
    facts = (await content_of(draft)).policy
    assert facts
    assert (str(facts.doc_no), facts.issuer_ids) == ("示政通〔2026〕8号", [GOVERNMENT.id])
    assert facts.signed_date
    assert facts.signed_date.isoformat() == "2026-11-02"


async def test_news_names_whom_it_credits(desk: Desk) -> None:
    draft = await draft_of(desk, ReleaseKind.news)
    assert (await content_of(draft)).news is None
    await saved(desk, draft, **{"fact.byline": "示例日报"})
    assert (await content_of(draft)).news == NewsFacts(byline="示例日报")
    await review(desk, draft)
    await publish(desk, draft)
    await public_address(desk, draft)
    query = "query($id: ID!) { release(id: $id) { ... on News { byline } } }"
    async with desk.visitor() as client:
        asked = {"query": query, "variables": {"id": draft.rpartition("/")[2]}}
        answer = (await client.post("/graphql", json=asked, headers={"accept": "application/json"})).json()
    assert answer["data"]["release"] == {"byline": "示例日报"}


async def test_the_region_it_applies_to_is_chosen_from_the_directory(desk: Desk) -> None:
    await organs.save_region(Region(id="320106", name="示例区", level=OrganLevel.county))
    draft = await draft_of(desk, ReleaseKind.emergency)
    await saved(desk, draft, region_code="320106")
    assert (await content_of(draft)).region_code == "320106"
    async with desk.logged_in("wang") as wang:
        assert form_of(await wang.get(draft), draft)["region_code"] == "320106"
    refused = await saved(desk, draft, region_code="999999")
    assert refused.status_code == 422
    assert "所选的区域已不存在" in shown_text(refused)
    await saved(desk, draft, region_code="")
    assert (await content_of(draft)).region_code is None


async def test_the_theme_is_chosen_from_the_tree_and_an_old_one_stays(desk: Desk) -> None:
    draft = await draft_of(desk, ReleaseKind.policy)
    async with desk.logged_in("wang") as wang:
        page = LexborHTMLParser((await wang.get(draft)).text)
    groups = [one.attributes["label"] for one in page.css("select[name=theme] optgroup")]
    assert len(groups) == 22
    assert "国民经济管理、国有资产监管" in groups
    assert (await saved(desk, draft, theme="综合政务\\政务公开")).status_code == 200
    facts = (await content_of(draft)).policy
    assert facts
    assert facts.theme == "综合政务\\政务公开"
    refused = await saved(desk, draft, theme="我编的分类")
    assert refused.status_code == 422
    assert "请从主题分类中选择" in shown_text(refused)
    old = Content(title="示例办法", policy=PolicyFacts(theme="旧的写法"))
    form = await ReleaseForm.showing(old)
    kept = await form.content(ReleaseKind.policy, old)
    assert kept.policy
    assert kept.policy.theme == "旧的写法"


def test_every_kind_but_notices_has_a_card_of_its_own() -> None:
    assert set(ReleaseKind) - set(CARDS) == {ReleaseKind.notice}
