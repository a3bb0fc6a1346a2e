"""Every address of the console has a stance towards somebody who is bound to one organ and guesses another's ids.

A route that is added without a line in STANCES fails the first test: say there what a guesser gets, and the others
see to it. The guesser holds every editorial role, so that no missing right hides a missing look at whose it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import httpx
import pytest
from starlette.routing import Mount, Route

from content_models.editorial.schedules.documents import ReleaseSchedule, ScheduleState
from content_models.editorial.writing import repository as writing
from content_models.intake.documents import ItemKind
from content_models.intake.triage_log import repository as triage_log
from content_models.kit.actors import SYSTEM
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.staff.documents import Role
from server.auth.accounts import create_staff
from server.console import bundles, campaigns, lifecycle, relations
from tests.push.phones import planned
from tests.server.desk import GOVERNMENT, HEALTH, PASSWORD, Desk, a_policy, adopt_first, form_of, shown_text

THEIRS = "市府办内部拟稿"  # in every title of the other organ
BOUND = (Role.editor, Role.section_head, Role.leader, Role.push_approver)


class Stance(Enum):
    hidden = auto()  # the address names something of an organ: another's is not found
    typed = auto()  # the ids are typed into the form; see TYPED
    own = auto()  # lists and figures: nothing of another organ's stands in them
    office = auto()  # for those who keep the system: refused
    shared = auto()  # the same for everybody: logging in, one's own account, templates, word lists, organs


HIDDEN, TYPED_IN, OWN, OFFICE, SHARED = Stance.hidden, Stance.typed, Stance.own, Stance.office, Stance.shared
_ITEM_ACTS = ("adopt", "spike", "restore", "snooze", "correct", "dismiss", "withdraw", "policies")
_GROUP_ACTS = ("split", "merge", "head", "suggestion")
_RELEASE_ACTS = (
    "submit",
    "sign",
    "publish",
    "withdraw",
    "links",
    "notice",
    *lifecycle.ACTS,
    *bundles.ACTS,
    *relations.ACTS,
)
_WRITING_ACTS = ("autosave", "draft/discard", "presence", "pictures", "attachments", "notes", "restore")
_RELEASE_PAGES = ("reach", "preview", "preview/screen", "history", "sheet", "sheet.csv", "notice/preview")
_RELATION_PARTS = ("relations/choices", "relations/clauses")

_REFERENCE_FORMS = (
    *("/organs/new", "/organs/{organ_id}", "/regions/new", "/regions/{code}"),
    *("/topics", "/topics/{topic_id}", "/deadlines", "/deadlines/{row_id}"),
)
_REFERENCE = ("/organs", "/regions", *_REFERENCE_FORMS)

STANCES: Mapping[str, Stance] = {
    **{f"POST /triage/{{item_id}}/{act}": HIDDEN for act in (*_ITEM_ACTS, *_GROUP_ACTS)},
    "GET /triage/{item_id}/policies": HIDDEN,
    "POST /triage/undo": TYPED_IN,
    "POST /triage/bulk": TYPED_IN,
    "GET /triage": OWN,
    "GET /triage/counts": OWN,
    "GET /triage/live": OWN,
    "GET /releases": OWN,
    "GET /releases/policies": OWN,
    "GET /releases/new": OWN,
    "POST /releases/new": TYPED_IN,
    "GET /releases/{release_id}": HIDDEN,
    "POST /releases/{release_id}": HIDDEN,
    **{f"POST /releases/{{release_id}}/{act}": HIDDEN for act in (*_RELEASE_ACTS, *_WRITING_ACTS)},
    "POST /releases/{release_id}/notes/{thread_id}": HIDDEN,
    **{f"GET /releases/{{release_id}}/{page}": HIDDEN for page in (*_RELEASE_PAGES, *_RELATION_PARTS)},
    "POST /schedules/noted": TYPED_IN,
    "GET /bundles": OWN,
    "GET /campaigns": OWN,
    "GET /campaigns/{campaign_id}": HIDDEN,
    **{f"POST /campaigns/{{campaign_id}}/{act}": HIDDEN for act in campaigns.ACTS},
    "POST /campaigns/staff-devices": SHARED,  # a colleague's own telephone, known by its token
    "GET /overview": OWN,
    "GET /overview/{chart}.csv": OWN,
    "GET /reports/{report}": OWN,
    "GET /reports/{report}.csv": OWN,
    "GET /uploads": OWN,
    "POST /uploads": TYPED_IN,
    "GET /uploads/template.{format}": SHARED,
    "GET /uploads/{upload_id}": HIDDEN,
    "GET /uploads/{upload_id}/problems.csv": HIDDEN,
    "GET /sources": OWN,
    "GET /alarms": OWN,
    "GET /sources/{source_id}": HIDDEN,
    "POST /sources/{source_id}/ask": HIDDEN,
    "GET /sources/{source_id}/settings": HIDDEN,
    "POST /sources/{source_id}/settings": HIDDEN,
    "GET /checks": OWN,
    "POST /checks": OFFICE,
    "GET /checks/{list_id}": SHARED,
    "POST /checks/{list_id}": OFFICE,
    "GET /checks/{list_id}/entries.csv": SHARED,
    "GET /people": OFFICE,
    "GET /people/new": OFFICE,
    "POST /people/new": OFFICE,
    "GET /people/{staff_id}": OFFICE,
    "POST /people/{staff_id}": OFFICE,
    "POST /people/{staff_id}/reset": OFFICE,
    "POST /people/{staff_id}/lock": OFFICE,
    "GET /account": SHARED,
    "POST /account/password": SHARED,
    "POST /account/phone": SHARED,
    "POST /account/sessions": SHARED,
    "GET /audit": OFFICE,
    "GET /audit.csv": OFFICE,
    "GET /holidays": SHARED,
    "POST /holidays": OFFICE,
    **{f"GET {page}": SHARED for page in _REFERENCE},
    **{f"POST {page}": OFFICE for page in (*_REFERENCE_FORMS, "/organs/{organ_id}/rename", "/topics/{topic_id}/move")},
    "GET /": SHARED,
    "GET /login": SHARED,
    "POST /login": SHARED,
    "POST /login/code": SHARED,
    "POST /login/password": SHARED,
    "POST /login/enrol": SHARED,
    "POST /logout": SHARED,
}
HTMX = {"hx-request": "true", "hx-target": "div#workbench"}
ENDLESS = frozenset({"GET /triage/live"})  # a stream of the same figures as /triage/counts


def routes_of(desk: Desk) -> Iterator[str]:
    console = next(one for one in desk.app.routes if isinstance(one, Mount) and one.path == "/console")
    for route in console.routes:
        assert isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}:
            yield f"{method} {route.path}"


def with_stance(stance: Stance) -> list[str]:
    return sorted(route for route, its in STANCES.items() if its is stance and route not in ENDLESS)


@dataclass
class Theirs:
    """Things of another organ, as ids in addresses and in forms."""

    ids: dict[str, str]
    version: str
    pending: str
    event: str
    schedule: str

    def address(self, route: str) -> str:
        return "/console" + route.partition(" ")[2].format_map(self.ids)


@pytest.fixture
async def theirs(desk: Desk) -> Theirs:
    await create_staff(desk.store, "he", "何综合", BOUND, PASSWORD, organ_ids=[HEALTH.id])
    arrivals = [a_policy(f"t{n}", f"{THEIRS}{n}", kind=ItemKind.policy, doc_no=None) for n in range(3)]
    first, second, third = await desk.arrive(GOVERNMENT, *arrivals)
    await desk.arrive(HEALTH, a_policy("ours", "卫健委的示例公告", kind=ItemKind.notice, doc_no=None))
    async with desk.logged_in("wang") as wang:
        draft = (await adopt_first(wang, first)).rpartition("/")[2]
        await _spike(wang, third)
        await wang.post(f"/console/releases/{draft}/notes", data={"key": new_id(), "words": "请核对"})
        upload = await _upload(wang, desk)
    [note] = await _notes(draft)
    release = await releases.load(draft)
    schedule = await _failed_schedule(desk.store, draft)
    ids = {"item_id": second, "release_id": draft, "thread_id": note, "upload_id": upload}
    ids |= {"campaign_id": (await planned(desk.store)).id, "source_id": desk.sources[GOVERNMENT.id].id}
    ids |= {"staff_id": await desk.staff_id("zhao"), "organ_id": GOVERNMENT.id, "list_id": "seeded"}
    ids |= {"code": "320000", "topic_id": "government", "row_id": "no-such-row"}
    ids |= {"report": "ageing", "chart": "intake", "format": "csv"}
    [spiked] = await triage_log.of_item(third, limit=1)
    return Theirs(ids, str(release.version), second, spiked.id, schedule)


async def _spike(client: httpx.AsyncClient, item_id: str) -> None:
    act = f"/console/triage/{item_id}/spike"
    form = form_of(await client.get(f"/console/triage?item={item_id}"), act) | {"reason": "重复"}
    assert (await client.post(act, data=form)).status_code == 303


async def _upload(client: httpx.AsyncClient, desk: Desk) -> str:
    page = await client.get(f"/console/uploads?source={desk.sources[GOVERNMENT.id].id}")
    file = {"file": ("来稿.csv", f"标题,正文\n{THEIRS}上传,示例正文\n".encode())}
    answer = await client.post("/console/uploads", data=form_of(page, "/console/uploads"), files=file)
    return answer.headers["location"].rpartition("/")[2]


async def _notes(release_id: str) -> list[str]:
    return [note.id for note in await writing.notes_of(release_id)]


async def _failed_schedule(store: Store, release_id: str) -> str:
    now = store.now()
    row = ReleaseSchedule(
        id=f"{release_id}:1",
        release_id=release_id,
        expected_version=1,
        due_at=now,
        actor=SYSTEM,
        state=ScheduleState.failed,
        created_at=now,
        finished_at=now,
        failure="示例：未能发布",
    )
    await row.insert()
    return row.id


def a_form(theirs: Theirs) -> dict[str, Any]:
    """As full as the forms of all acts together: what is refused is refused for whose it is."""
    return {
        "key": new_id(),
        "expected_version": theirs.version,
        "plan_version": "0",
        "reason": "试一试别的单位",
        "note": "试一试别的单位",
        "basis": "试一试别的单位",
        "title": "换掉的标题",
        "body_html": "<p>换掉</p>",
        "words": "换掉",
        "kind": "repealed",
        "on": "2026-12-01",
        "due_at": "2030-01-01T08:00",
        "until": "2030-01-01T08:00",
        "not_before": "2030-01-01T08:00",
        "stage": "first",
        "verdict": "approve",
        "act": "spike",
        "member": theirs.pending,
        "other": theirs.pending,
        "answer": "same",
        "policy": theirs.ids["release_id"],
        "policy_id": theirs.ids["release_id"],
        "target": theirs.ids["release_id"],
        "number": "1",
        "resolved": "1",
        "alt": "换掉",
    }


async def everything(store: Store) -> dict[str, list[Any]]:
    """All that is stored, but for what tells of the asking itself."""
    told = {"audit_entries", "chain_heads", "staff_sessions"}
    names = sorted(set(await store.database.list_collection_names()) - told)
    return {name: await store.database[name].find().sort("_id", 1).to_list() for name in names}


async def ask(client: httpx.AsyncClient, theirs: Theirs, route: str) -> httpx.Response:
    if route.startswith("GET"):
        return await client.get(theirs.address(route), params={"target": theirs.ids["release_id"]})
    return await client.post(theirs.address(route), data=a_form(theirs))


async def test_every_route_has_a_stance(desk: Desk) -> None:
    there = set(routes_of(desk))
    assert sorted(there - STANCES.keys()) == [], "new routes: say in STANCES what somebody of another organ gets"
    assert sorted(STANCES.keys() - there) == [], "routes that are no more"


async def test_what_is_another_organs_is_not_found_and_not_changed(desk: Desk, theirs: Theirs) -> None:
    before = await everything(desk.store)
    async with desk.logged_in("he") as he:
        answers = {route: await ask(he, theirs, route) for route in with_stance(HIDDEN)}
    assert {route: answer.status_code for route, answer in answers.items() if answer.status_code != 404} == {}
    assert [route for route, answer in answers.items() if THEIRS in answer.text] == []
    assert await everything(desk.store) == before


async def test_the_same_pages_are_found_by_whoever_is_bound_to_no_organ(desk: Desk, theirs: Theirs) -> None:
    async with desk.logged_in("wang") as wang:
        pages = {route: await ask(wang, theirs, route) for route in with_stance(HIDDEN) if route.startswith("GET")}
    assert {route: page.status_code for route, page in pages.items() if page.status_code != 200} == {}


async def test_lists_and_figures_hold_nothing_of_another_organ(desk: Desk, theirs: Theirs) -> None:
    async with desk.logged_in("he") as he:
        asked = [*with_stance(OWN), "GET /releases/policies?policy_words=拟稿", "GET /releases?state=draft"]
        answers = {route: await ask(he, theirs, route) for route in asked}
    assert {
        route: answer.status_code for route, answer in answers.items() if answer.status_code not in (200, 404)
    } == {}
    assert [route for route, answer in answers.items() if THEIRS in shown_text(answer)] == []


async def test_what_keeps_the_system_is_refused(desk: Desk, theirs: Theirs) -> None:
    before = await everything(desk.store)
    async with desk.logged_in("he") as he:
        answers = {route: await ask(he, theirs, route) for route in with_stance(OFFICE)}
    assert [route for route, answer in answers.items() if answer.status_code < 400] == []
    assert await everything(desk.store) == before


async def test_ids_that_are_typed_into_forms_are_not_found_either(desk: Desk, theirs: Theirs) -> None:
    before = await everything(desk.store)
    form = {"key": new_id()}
    async with desk.logged_in("he") as he:
        undo = await he.post("/console/triage/undo", data=form | {"event": theirs.event})
        bulk = await he.post(
            "/console/triage/bulk", data=a_form(theirs) | {"chosen": f"{theirs.pending}:1"}, headers=HTMX
        )
        noted = await he.post("/console/schedules/noted", data=form | {"schedule": theirs.schedule})
        file = {"file": ("来稿.csv", "标题,正文\n甲,乙\n".encode())}
        upload = await he.post("/console/uploads", data=form | {"source": theirs.ids["source_id"]}, files=file)
        typed = {"kind": "notice", "organ": GOVERNMENT.id, "title": "换掉的标题"}
        started = await he.post("/console/releases/new", data=form | typed)
    assert [one.status_code for one in (undo, noted, upload, started)] == [404, 404, 404, 422]
    assert "一条来稿不在您的范围内，没有处理" in shown_text(bulk)
    assert await everything(desk.store) == before
