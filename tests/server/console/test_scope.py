"""Rights bound to an organ: a department's contributor finds nothing of another department, by list or by guessing."""

from dataclasses import dataclass

import pytest
from selectolax.lexbor import LexborHTMLParser

from content_models.intake.documents import ItemKind
from content_models.kit.ids import new_id
from content_models.releases import repository as releases
from content_models.sources.documents import SourceAuthority
from tests.server.desk import GOVERNMENT, HEALTH, WATER, Desk, a_policy, adopt_first, press, shown_text

THEIRS, OURS = "市府办的示例公告", "卫健委的示例公告"


@dataclass
class Shelves:
    """One arrival and one draft of each organ; `chen` contributes for HEALTH."""

    their_item: str
    our_item: str
    their_draft: str


@pytest.fixture
async def shelves(desk: Desk) -> Shelves:
    [first] = await desk.arrive(GOVERNMENT, a_policy("t1", THEIRS, kind=ItemKind.notice, doc_no=None))
    async with desk.logged_in("wang") as wang:
        draft = await adopt_first(wang, first)
    [second] = await desk.arrive(GOVERNMENT, a_policy("t2", f"{THEIRS}之二", kind=ItemKind.notice, doc_no=None))
    [ours] = await desk.arrive(HEALTH, a_policy("o1", OURS, kind=ItemKind.notice, doc_no=None))
    return Shelves(second, ours, draft)


async def test_lists_show_the_own_organ_only(desk: Desk, shelves: Shelves) -> None:
    async with desk.logged_in("chen") as chen:
        queue = shown_text(await chen.get("/console/triage"))
        drafts = shown_text(await chen.get("/console/releases"))
        sources = shown_text(await chen.get("/console/sources"))
    assert OURS in queue
    assert THEIRS not in queue
    assert THEIRS not in drafts
    assert "市卫健委网站" in sources
    assert "市府办网站" not in sources


@pytest.mark.parametrize(
    "address",
    [
        "{draft}",
        "{draft}?edit",
        "{draft}/reach",
        "/console/triage?item={item}",
        "/console/sources/{source}",
        "/console/sources/{source}/settings",
    ],
)
async def test_guessed_addresses_are_not_found(desk: Desk, shelves: Shelves, address: str) -> None:
    source = desk.sources[GOVERNMENT.id].id
    asked = address.format(draft=shelves.their_draft, item=shelves.their_item, source=source)
    async with desk.logged_in("chen") as chen:
        assert (await chen.get(asked)).status_code == 404


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("{draft}", {"title": "换掉的标题", "body_html": "<p>换掉</p>"}),
        ("{draft}/submit", {}),
        ("{draft}/withdraw", {"reason": "试一试"}),
        ("{draft}/sign", {"stage": "first", "verdict": "approve"}),
        ("/console/triage/{item}/adopt", {}),
        ("/console/triage/{item}/spike", {"reason": "重复"}),
        ("/console/sources/{source}/ask", {}),
    ],
)
async def test_guessed_acts_are_refused_and_change_nothing(
    desk: Desk, shelves: Shelves, address: str, typed: dict[str, str]
) -> None:
    release_id = shelves.their_draft.rpartition("/")[2]
    before = await releases.load(release_id)
    asked = address.format(draft=shelves.their_draft, item=shelves.their_item, source=desk.sources[GOVERNMENT.id].id)
    async with desk.logged_in("chen") as chen:
        answer = await chen.post(asked, data={"key": new_id(), "expected_version": str(before.version)} | typed)
    assert answer.status_code == 404
    assert await releases.load(release_id) == before


async def test_a_contributor_writes_for_the_own_organ(desk: Desk, shelves: Shelves) -> None:
    async with desk.logged_in("chen") as chen:
        draft = await adopt_first(chen, shelves.our_item)
        assert (await press(chen, draft, f"{draft}/submit")).status_code == 200


async def test_files_are_taken_for_own_sources_only(desk: Desk) -> None:
    await desk.source(WATER, SourceAuthority.department)
    async with desk.logged_in("chen") as chen:
        form = shown_text(await chen.get("/console/uploads"))
        stranger = {"source": desk.sources[WATER.id].id, "key": new_id()}
        refused = await chen.post("/console/uploads", data=stranger, files={"file": ("a.csv", b"x")})
    assert "市卫健委网站" in form
    assert "自来水公司网站" not in form
    assert refused.status_code == 404


async def test_a_contributor_sees_no_campaigns(desk: Desk) -> None:
    async with desk.logged_in("chen") as chen:
        assert (await chen.get("/console/campaigns")).status_code == 403
    async with desk.logged_in("sun") as sun:
        assert (await sun.get("/console/campaigns")).status_code == 200


@pytest.mark.parametrize("username", ["wang", "chen", "sun", "qian", "admin"])
async def test_no_way_in_the_navigation_ends_at_a_refusal(desk: Desk, username: str) -> None:
    async with desk.logged_in(username) as client:
        page = LexborHTMLParser((await client.get("/console/triage")).text)
        ways = [str(link.attributes["href"]) for link in page.css(".rail nav a")]
        refused = {way: status for way in ways if (status := (await client.get(way)).status_code) != 200}
    assert len(ways) > 5
    assert refused == {}
