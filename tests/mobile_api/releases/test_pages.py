"""Everything a page of the app shows: facts, validity, versions, clauses, bundle, and any of it again by global id."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from content_models.official_text.doc_no import DocNo
from content_models.official_text.outline import outline
from content_models.organs import repository as organs
from content_models.organs.documents import Organ, OrganLevel, Region
from content_models.releases.documents import EventKind, Link, LinkType, PolicyFacts, ReleaseEvent, ReleaseKind
from content_models.releases.repository import load
from tests.mobile_api.city import START, City
from tests.mobile_api.client import App

RULES = (
    "第一条 为规范示例，制定本办法。\n第二条 期限为三十日。\n（一）第一种；\n（二）第二种。\n第三条 自发布之日起施行。"
)


async def policy(city: City, title: str = "示例市物业管理办法", **facts: Any) -> str:
    given = PolicyFacts(signed_date=date(2020, 1, 1), doc_no=DocNo(code="示政发", year=2020, seq=7), **facts)
    html = "".join(f"<p>{line}</p>" for line in RULES.splitlines())
    written = {"body_html": html, "body_text": RULES, "outline": outline(RULES)}
    return await city.policy(title, given, **written)


async def page(app: App, release_id: str, on: str = "2024-05-01") -> dict[str, Any]:
    found: dict[str, Any] = (await app.run("Policy", id=release_id, on=on))["release"]
    return found


async def test_a_policy_in_its_parts(city: City, app: App) -> None:
    shown = await page(app, await policy(city, index_no="000014349/2020-00007"))
    assert shown["docNumber"] == {"code": "示政发", "year": 2020, "sequence": 7, "text": "示政发〔2020〕7号"}
    assert shown["indexNo"] == "000014349/2020-00007"
    second = shown["sections"][1]
    assert (second["label"], second["children"][0]["label"]) == ("第二条", "（一）")
    assert second["text"].endswith("期限为三十日。")


async def test_what_repeals_it_is_told_and_a_withdrawn_repeal_repeals_nothing(city: City, app: App) -> None:
    old = await policy(city)
    assert (await page(app, old))["validity"]["status"] == "IN_FORCE"
    repeal = Link(type=LinkType.repeals, target_id=old, effective_on=date(2023, 1, 1))
    cleared = await city.policy("关于废止部分文件的决定", links=[repeal])
    shown = await page(app, old, on="2022-12-31")
    assert (shown["validity"]["status"], shown["validity"]["since"]) == ("REPEALED", "2023-01-01")
    assert shown["inForceOn"] == {"on": "2022-12-31", "status": "IN_FORCE", "inForce": True}
    assert [(event["kind"], event["on"]) for event in shown["validity"]["events"]] == [
        ("EFFECTIVE", "2020-01-01"),
        ("REPEALED", "2023-01-01"),
    ]
    assert shown["validity"]["events"][1]["basis"]["title"] == "关于废止部分文件的决定"
    (related,) = (await app.run("Release", id=old))["release"]["related"]
    assert (related["relation"], related["outgoing"], related["release"]["id"]) == ("REPEALS", False, cleared)
    await city.withdraw(cleared)
    assert (await page(app, old))["validity"]["status"] == "IN_FORCE"


async def test_policies_in_force_on_a_day_page_by_page(city: City, app: App) -> None:
    kept = [await policy(city, f"示例办法{number}") for number in range(5)]
    expired = await policy(city, "过期办法", expiry_date=date(2021, 12, 31))
    later = await policy(city, "后来的办法", effective_date=date(2030, 1, 1))
    await city.release("不是政策")
    await city.project()
    await app.refresh()

    async def in_force(on: str, first: int) -> list[str]:
        found, after = list[str](), None
        while True:
            shown = (await app.run("InForceOn", date=on, first=first, after=after))["inForceOn"]
            found += [edge["node"]["id"] for edge in shown["edges"]]
            after = shown["pageInfo"]["endCursor"]
            if not shown["pageInfo"]["hasNextPage"]:
                return found

    for first in (1, 2, 100):
        assert await in_force("2024-05-01", first) == kept[::-1]
    assert await in_force("2021-12-31", 3) == [expired, *kept[::-1]]
    assert await in_force("2030-01-01", 3) == [later, *kept[::-1]]
    assert await in_force("1990-01-01", 3) == []


async def published(city: City, release_id: str) -> None:
    """The event that a publish would have left."""
    release = await load(release_id)
    await ReleaseEvent(
        release_id=release_id,
        version=release.version,
        kind=EventKind.published,
        actor={"kind": "staff", "id": "e", "name": "编辑"},
        at=START + timedelta(days=release.version),
        revision=release.live_revision_id or "",
        previous_digest="",
        digest="",
    ).insert()


async def test_versions_compared_by_character(city: City, app: App) -> None:
    release = await policy(city)
    await published(city, release)
    assert (await app.run("Compare", id=release))["release"]["diff"] is None
    await city.correct(release, body_text=RULES.replace("三十日", "二十日"))
    await published(city, release)
    diff = (await app.run("Compare", id=release))["release"]["diff"]
    assert (diff["older"]["number"], diff["newer"]["number"]) == (1, 2)
    changed = [(part["kind"], part["text"]) for part in diff["parts"] if part["kind"] != "SAME"]
    assert changed == [("REMOVED", "三"), ("ADDED", "二")]
    versions = (await app.run("Release", id=release))["release"]["versions"]
    assert [version["number"] for version in versions] == [2, 1]
    assert await app.refused("Compare", id=release, **{"from": 9}) == "UNKNOWN_VERSION"


async def test_clauses_lead_both_ways(city: City, app: App) -> None:
    target = await policy(city)
    text = "《示例市物业管理办法》第二条第（二）项放宽了条件。依据《行政许可法》第三条。"
    reading = await city.interpretation(target, "解读", body_text=text)
    (anchor,) = (await app.run("Release", id=reading))["release"]["clauseAnchors"]
    assert (anchor["nodeId"], anchor["policy"]["id"]) == ("art-2.p1.i2", target)
    assert text[anchor["start"] : anchor["end"]] == anchor["label"] == "第二条第（二）项"
    opened = (await app.run("Release", id=target))["release"]
    assert anchor["webPath"] == f"{opened['webPath']}#art-2.p1.i2"
    body = opened["bodyHtml"]
    assert '<p id="art-2.p1.i2" class="heading">（二）第二种。</p>' in body, "what an anchor names is an id of the text"
    (back,) = (await page(app, target))["clauseAnchors"]
    assert (back["nodeId"], back["interpretation"]["id"]) == ("art-2.p1.i2", reading)


async def test_a_bundle_is_found_from_either_end(city: City, app: App) -> None:
    target = await policy(city)
    readings = [await city.interpretation(target, f"解读{number}") for number in range(3)]
    slug = (await load(readings[1])).slug
    for key in ({"id": target}, {"id": readings[0]}, {"slug": slug}):
        bundle = (await app.run("Bundle", of=key))["bundle"]
        assert bundle["policy"]["id"] == target
        assert [one["id"] for one in bundle["interpretations"]] == readings
    assert (await app.run("Bundle", of={"id": "unknown"}))["bundle"] is None
    assert (await app.run("Bundle", of={"slug": "unknown"}))["bundle"] is None
    await city.withdraw(target)
    assert (await app.run("Bundle", of={"id": readings[0]}))["bundle"] is None


async def test_interpretations_page_by_page(city: City, app: App) -> None:
    target = await policy(city)
    readings = [await city.interpretation(target, f"解读{number}") for number in range(5)]
    query = """query($id: ID!, $after: String) { release(id: $id) { ... on Policy {
        interpretedBy(first: 2, after: $after) {
          totalCount edges { node { id } } pageInfo { hasNextPage endCursor } }
        last: interpretations(first: 2, after: "AFTER") { id } } } }""".replace("AFTER", readings[2])
    seen, after = list[str](), None
    for _ in range(3):
        shown = (await app.ask(query, id=target, after=after))["data"]["release"]
        seen += [edge["node"]["id"] for edge in shown["interpretedBy"]["edges"]]
        after = shown["interpretedBy"]["pageInfo"]["endCursor"]
    assert (seen, shown["interpretedBy"]["totalCount"]) == (readings, 5)
    assert [one["id"] for one in shown["last"]] == readings[3:]


async def test_alerts_and_guides_state_their_facts(city: City, app: App) -> None:
    ends = datetime(2026, 3, 2, 10, tzinfo=UTC)
    alert = {"starts_at": ends - timedelta(hours=8), "ends_at": ends, "places": ["新街口"], "hotline": "96889"}
    cut = await city.release("停水通知", ReleaseKind.service_alert, alert=alert)
    shown = (await app.run("Release", id=cut))["release"]
    assert (shown["startsAt"], shown["endsAt"]) == ("2026-03-02T02:00:00+00:00", "2026-03-02T10:00:00+00:00")
    assert (shown["places"], shown["hotline"], shown["isOver"]) == (["新街口"], "96889", True)
    guide = {
        "conditions": ["年满十八周岁"],
        "materials": [{"name": "身份证", "copies": 1}],
        "promised_limit": "3个工作日",
    }
    shown = (await app.run("Guide", id=await city.release("办事指南", ReleaseKind.guide, guide=guide)))["release"]
    assert (shown["conditions"], shown["promisedLimit"]) == (["年满十八周岁"], "3个工作日")
    assert shown["materials"] == [{"name": "身份证", "form": None, "copies": 1, "required": True, "note": None}]


async def test_anything_again_by_its_global_id(city: City, app: App) -> None:
    await organs.save_region(Region(id="320000", name="示例省", level=OrganLevel.provincial))
    release, withdrawn = await city.release("一条"), await city.release("撤回的")
    query = (
        '{ organ(id: "water-company") { globalId } region(code: "320000") { globalId } release(id: "%s") '
        '{ ... on Release { globalId } } gone: release(id: "%s") { ... on Release { globalId } } }'
    )
    data = (await app.ask(query % (release, withdrawn)))["data"]
    ids = [data[name]["globalId"] for name in ("organ", "region", "release", "gone")]
    await city.withdraw(withdrawn)
    nodes = (await app.run("Nodes", ids=[*ids, ids[0]]))["nodes"]
    assert [node and node["__typename"] for node in nodes] == ["Organ", "Region", "Notice", None, "Organ"]
    assert [node["globalId"] for node in nodes[:3]] == ids[:3]
    assert (await app.ask("query($id: ID!) { node(id: $id) { globalId } }", id=ids[2]))["data"]["node"] is not None
    for bad in ("", "AAAA", "不是", "Tm9uZQ"):
        assert await app.refused("Nodes", ids=[bad]) == "INVALID_GLOBAL_ID"
    assert await app.refused("Nodes", ids=ids[:1] * 101) == "INVALID_INPUT"


async def test_several_releases_in_the_order_asked(city: City, app: App) -> None:
    kept, taken = await city.release("留下"), await city.release("撤回")
    await city.withdraw(taken)
    found = (await app.run("Releases", ids=[taken, "unknown", kept, kept]))["releases"]
    assert [one and one["__typename"] for one in found] == ["Withdrawn", None, "Notice", "Notice"]


async def test_an_organ_as_it_was_knows_who_does_its_work_today(city: City, app: App) -> None:
    for number, successor in (("1", "organ-2"), ("2", "organ-3"), ("3", "organ-1")):
        await organs.save_organ(
            Organ(
                id=f"organ-{number}",
                full_name=f"示例机构{number}",
                short_name=f"机构{number}",
                level=OrganLevel.municipal,
                region_code="320100",
                successor_id=successor if number != "3" else None,
            )
        )
    shown = (await app.run("Organ", id="organ-1"))["organ"]
    assert (shown["successor"]["id"], shown["current"]["id"]) == ("organ-2", "organ-3")
    assert [one["id"] for one in (await app.run("Organ", id="organ-3"))["organ"]["predecessors"]] == ["organ-2"]
    assert (await app.run("Organ", id="unknown"))["organ"] is None
