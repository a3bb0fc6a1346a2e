"""What the console refuses, and what it never lets through."""

import re

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from content_models.intake.documents import ItemKind
from content_models.kit.store import Store
from content_models.sources.documents import SourceAuthority
from server.auth.brake import ALLOWED
from tests.server.desk import (
    GOVERNMENT,
    PASSWORD,
    WATER,
    Desk,
    a_policy,
    adopt_first,
    failing,
    form_of,
    open_desk,
    press,
    shown_text,
)

XSS = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg onload=alert(1)>"
PAGES = ("/console/triage", "/console/releases", "/console/sources")


def event_handlers(page: httpx.Response) -> list[str]:
    everything = LexborHTMLParser(page.text).css("*")
    return [name for element in everything for name in element.attributes if name.startswith("on")]


@pytest.mark.parametrize("path", [*PAGES, "/console/releases/none"])
async def test_nothing_is_shown_before_log_in(desk: Desk, path: str) -> None:
    async with desk.visitor() as stranger:
        answer = await stranger.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/console/login?next=")


@pytest.mark.parametrize("path", [*PAGES, "/console/login"])
async def test_pages_hold_no_inline_script_or_style_and_say_so(desk: Desk, path: str) -> None:
    await desk.arrive(GOVERNMENT, a_policy())
    async with desk.logged_in("wang") as wang:
        page = await wang.get(path)
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", page.text) == []


async def test_scripts_in_every_field_of_an_arrival_stay_text(desk: Desk) -> None:
    hostile = a_policy(
        title=f"通知{XSS}",
        summary=XSS,
        source_name=XSS,
        doc_no=None,
        doc_no_raw=XSS,
        issuer_names=[XSS],
        kind_evidence=XSS,
        column=XSS,
        warnings=[XSS],
        body_html=f"<p onclick=alert(1)>正文{XSS}</p>",
        kind=ItemKind.notice,
    )
    [item_id] = await desk.arrive(GOVERNMENT, hostile)
    async with desk.logged_in("wang") as wang:
        triage = await wang.get(f"/console/triage?item={item_id}")
        draft = await wang.get(await adopt_first(wang, item_id))
    for page in (triage, draft):
        assert "<script>alert" not in page.text
        assert event_handlers(page) == []


async def test_a_script_typed_by_an_editor_is_gone_after_saving(desk: Desk) -> None:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy())
    async with desk.logged_in("wang") as wang:
        draft = await adopt_first(wang, item_id)
        saved = await press(
            wang, draft, draft, body_html=f"<p>正文</p>{XSS}", title="标题</textarea><script>1</script>"
        )
    assert "<script>" not in saved.text
    assert form_of(saved, draft)["body_html"].strip().startswith("<p>正文</p>")


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://evil.example"}],
)
async def test_writes_from_other_sites_are_refused(desk: Desk, headers: dict[str, str]) -> None:
    async with desk.logged_in("wang") as wang:
        refused = await wang.post("/console/logout", headers=headers)
        assert refused.status_code == 403
        assert "来自其他网站" in shown_text(refused)
        assert (await wang.get("/console/triage")).status_code == 200


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "same-origin"}, {"origin": "http://desk.test"}, {}])
async def test_own_pages_and_programs_may_write(desk: Desk, headers: dict[str, str]) -> None:
    async with desk.logged_in("wang") as wang:
        assert (await wang.post("/console/logout", headers=headers)).status_code == 303


@pytest.mark.parametrize("next_path", ["https://evil.example/", "//evil.example/", "/\\evil.example", "/console/login"])
async def test_log_in_leads_nowhere_else(desk: Desk, next_path: str) -> None:
    async with desk.visitor() as wang:
        answer = await wang.post("/console/login", data={"username": "wang", "password": PASSWORD, "next": next_path})
    assert answer.headers["location"] == "/console/triage"


async def test_an_editor_cannot_sign_as_the_leader(desk: Desk) -> None:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy())
    async with desk.logged_in("wang") as wang:
        draft = await adopt_first(wang, item_id)
        submitted = await press(wang, draft, f"{draft}/submit")
        form = form_of(submitted, f"{draft}/sign") | {"stage": "final", "verdict": "approve"}
        answer: httpx.Response = await wang.post(f"{draft}/sign", data=form)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("typed", "status"),
    [({"key": "短"}, 422), ({"expected_version": "-1"}, 422), ({"expected_version": "９"}, 422), ({"stage": "?"}, 409)],
)
async def test_a_forged_form_is_refused_not_crashed_on(desk: Desk, typed: dict[str, str], status: int) -> None:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy())
    async with desk.logged_in("wang") as wang:
        draft = await adopt_first(wang, item_id)
        await press(wang, draft, f"{draft}/submit")
        form = form_of(await wang.get(draft), f"{draft}/sign") | {"verdict": "approve"} | typed
        assert (await wang.post(f"{draft}/sign", data=form)).status_code == status


async def test_sources_say_what_is_wrong_and_what_to_do(desk: Desk) -> None:
    await desk.source(WATER, SourceAuthority.department, failing("请确认网址能打开。", desk.store.now()))
    async with desk.logged_in("wang") as wang:
        page = shown_text(await wang.get("/console/sources"))
    assert "连续失败 3 次" in page
    assert "请确认网址能打开。" in page


async def test_only_a_session_that_ended_is_called_expired(desk: Desk) -> None:
    async with desk.logged_in("wang") as wang:
        assert "登录已过期" not in (await wang.get("/console/login")).text
    async with desk.visitor() as late:
        late.cookies.set("zhengwu_staff", "gone")
        assert "登录已过期" in (await late.get("/console/login")).text


@pytest.mark.parametrize(("public_url", "is_secure"), [("https://zw.example.gov.cn", True), (None, False)])
async def test_the_cookie_stays_on_https_where_the_public_address_is_one(
    store: Store, public_url: str | None, is_secure: bool
) -> None:
    """Also behind a proxy that ends TLS and speaks plain HTTP to us."""
    desk = await open_desk(store, public_url=public_url)
    async with desk.visitor() as wang:
        answer = await wang.post("/console/login", data={"username": "wang", "password": PASSWORD})
    assert ("secure" in answer.headers["set-cookie"].lower()) is is_secure


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        (ItemKind.policy, {"topics": ["health", "<b>nothing</b>"]}, "所选的主题已不存在"),
        (ItemKind.interpretation, {"policies": ["no-such-policy"]}, "所选的政策已不存在"),
    ],
)
async def test_only_what_is_there_can_be_chosen(
    desk: Desk, kind: ItemKind, typed: dict[str, list[str]], said: str
) -> None:
    """A topic becomes a channel of the feed, a policy the other end of a link: neither may be invented by a form."""
    [item_id] = await desk.arrive(GOVERNMENT, a_policy(kind=kind))
    async with desk.logged_in("wang") as wang:
        draft = await adopt_first(wang, item_id)
        refused = await wang.post(draft, data=form_of(await wang.get(draft), draft) | typed | {"title": "打好的标题"})
    assert refused.status_code == 422
    assert said in shown_text(refused)
    assert form_of(refused, draft)["title"].strip() == "打好的标题"


async def test_guessing_passwords_is_slowed_down(desk: Desk) -> None:
    async with desk.visitor() as guesser:
        guess = {"username": "wang", "password": "不对的密码"}
        answers = [(await guesser.post("/console/login", data=guess)).status_code for _ in range(ALLOWED + 1)]
        assert answers == [401] * ALLOWED + [429]
        right = await guesser.post("/console/login", data={"username": "wang", "password": PASSWORD})
        assert right.status_code == 429
    async with desk.logged_in("li") as li:
        assert (await li.get("/console/triage")).status_code == 200


async def test_an_endless_comment_is_refused_with_its_length(desk: Desk) -> None:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy())
    async with desk.logged_in("wang") as wang:
        draft = await adopt_first(wang, item_id)
        submitted = await press(wang, draft, f"{draft}/submit")
        form = form_of(submitted, f"{draft}/sign") | {"stage": "first", "verdict": "approve", "comment": "长" * 1001}
        answer: httpx.Response = await wang.post(f"{draft}/sign", data=form)
    assert answer.status_code == 422
    assert "最多 1000 个字" in shown_text(answer)
