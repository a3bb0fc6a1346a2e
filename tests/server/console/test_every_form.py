"""A script typed into every field of every form stays text, in the answer and on every page that shows it later."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.push.phones import planned
from tests.server.desk import GOVERNMENT, Desk, a_policy, adopt_first, publish, review

ATTACK = "\"'><img src=x onerror=alert(1)><script>alert(1)</script>{{7*7}}"
TYPED = ("text", "search", "url", "email", None)  # kinds of <input> into which one types freely
NEVER_SENT = ("/console/logout", "/console/account/sessions")
LOOKED_AT = (
    "/console/triage",
    "/console/releases",
    "/console/bundles",
    "/console/campaigns",
    "/console/sources",
    "/console/alarms",
    "/console/overview",
    "/console/reports/ageing",
    "/console/reports/audit",
    "/console/checks",
    "/console/uploads",
    "/console/audit",
    "/console/people",
    "/console/organs",
    "/console/topics",
    "/console/holidays",
    "/console/account",
    "/",
)


@pytest.fixture
async def pages(desk: Desk) -> dict[str, list[str]]:
    """Pages with forms, by who may send them."""
    first, second, third = await desk.arrive(
        GOVERNMENT, *(a_policy(str(n), f"{n}号示例通知", doc_no=None) for n in range(3))
    )
    async with desk.logged_in("wang") as wang:
        draft, public = await adopt_first(wang, first), ""
        public = await adopt_first(wang, second)
    await review(desk, public)
    await publish(desk, public)
    campaign = (await planned(desk.store)).id
    source, person = desk.sources[GOVERNMENT.id].id, await desk.staff_id("sun")
    written = [draft, f"{public}?edit", f"/console/triage?item={third}", "/console/uploads"]
    return {
        "wang": [*written, f"/console/sources/{source}/settings", "/console/account"],
        "zhao": [public, f"/console/campaigns/{campaign}", "/console/campaigns"],
        "admin": [
            "/console/people/new",
            f"/console/people/{person}",
            f"/console/organs/{GOVERNMENT.id}",
            "/console/checks",
            "/console/holidays",
            "/console/audit",
        ],
    }


async def test_it_runs_nowhere(desk: Desk, pages: dict[str, list[str]]) -> None:
    sent: list[str] = []
    for username, addresses in pages.items():
        async with desk.logged_in(username) as client:
            for address in addresses:
                for action, form in attacked_forms(await client.get(address)):
                    answer = await send(client, action, form)
                    assert dangers_in(answer) == [], f"after {action} from {address}"
                    sent.append(action)
    assert len(sent) > 30
    async with desk.logged_in("admin") as admin, desk.logged_in("zhao") as zhao:
        for address in (*LOOKED_AT, *(one for several in pages.values() for one in several)):
            for client in (admin, zhao):
                assert dangers_in(await client.get(address, follow_redirects=True)) == [], address


def attacked_forms(page: httpx.Response) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every form of the page as a browser would send it, with ATTACK wherever one can type."""
    assert page.status_code == 200, page.text[:300]
    for form in LexborHTMLParser(page.text).css("form"):
        action = form.attributes.get("action") or ""
        method = (form.attributes.get("method") or "get").lower()
        if action and action not in NEVER_SENT and form.css("input,textarea"):
            yield f"{method} {action}", {name: value for name, value in _filled(form) if name}


def _filled(form: LexborNode) -> Iterator[tuple[str, str]]:
    for control in form.css("input,textarea,select"):
        name, kind = control.attributes.get("name") or "", control.attributes.get("type")
        if control.tag == "select":
            options = control.css("option")
            yield name, (options[-1].attributes.get("value") or "") if options else ""
        elif control.tag == "textarea" or kind in TYPED:
            yield name, ATTACK
        elif kind not in ("file", "password"):
            yield name, control.attributes.get("value") or ""


async def send(client: httpx.AsyncClient, action: str, form: dict[str, Any]) -> httpx.Response:
    method, _, address = action.partition(" ")
    if method == "get":
        return await client.get(f"{address}?{urlencode(form)}", follow_redirects=True)
    return await client.post(address, data=form, follow_redirects=True)


def dangers_in(page: httpx.Response) -> list[str]:
    """Elements that would run something of ours that we did not write."""
    assert page.status_code < 500, page.text[:300]
    tree = LexborHTMLParser(page.text)
    handlers = [node.html or "" for node in tree.css("*") if any(name.startswith("on") for name in node.attributes)]
    scripts = [node.html or "" for node in tree.css("script") if "alert(1)" in (node.text() or "")]
    return [*handlers, *scripts, *(["a template ran"] if "49</script>" in page.text else [])]
