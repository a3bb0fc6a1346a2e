"""Logging in over HTTP: the steps and their pages, a text kept through all of them, and an act that is always noted."""

import re

import httpx
import pyotp
import pytest

from content_models.audit import repository as audit
from content_models.audit.documents import AuditEntry
from content_models.kit.store import Store
from content_models.staff import repository as staff_records
from tests.server.desk import GOVERNMENT, PASSWORD, Desk, a_policy, adopt_first, open_desk, press, shown_text


@pytest.fixture
async def strict(store: Store) -> Desk:
    return await open_desk(store, staff_totp=True)


def secret_on(page: httpx.Response) -> str:
    found = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page.text)
    assert found
    return found[1].replace(" ", "")


async def test_a_phone_is_bound_at_first_and_asked_for_afterwards(strict: Desk) -> None:
    async with strict.visitor() as wang:
        page = await wang.post("/console/login", data={"username": "wang", "password": PASSWORD})
        assert "绑定手机验证器" in shown_text(page)
        assert 'src="data:image/svg+xml' in page.text
        assert (await wang.get("/console/triage")).status_code == 303
        answer = await wang.post("/console/login/enrol", data={"code": pyotp.TOTP(secret_on(page)).now()})
        assert "备用码" in shown_text(answer)
        recovery = re.findall(r"<li><code>([\w-]+)</code>", answer.text)
        assert (await wang.get("/console/triage")).status_code == 200
    async with strict.visitor() as wang:
        page = await wang.post("/console/login", data={"username": "wang", "password": PASSWORD})
        assert "输入动态验证码" in shown_text(page)
        assert (await wang.get("/console/login")).status_code == 200
        refused = await wang.post("/console/login/code", data={"code": "abc"})
        assert (refused.status_code, "动态验证码不正确" in shown_text(refused)) == (401, True)
        assert (await wang.post("/console/login/code", data={"code": recovery[0]})).status_code == 303


async def test_a_one_time_password_is_changed_before_anything_else(desk: Desk) -> None:
    staff = await staff_records.by_username("li")
    assert staff
    await staff_records.change(staff.id, {"must_change_password": True}, expected_version=staff.version)
    async with desk.visitor() as li:
        page = await li.post("/console/login", data={"username": "li", "password": PASSWORD})
        assert "设置您自己的密码" in shown_text(page)
        differing = {"password": "a new long one", "again": "another one"}
        assert (await li.post("/console/login/password", data=differing)).status_code == 422
        short = {"password": "short", "again": "short"}
        assert (await li.post("/console/login/password", data=short)).status_code == 422
        right = {"password": "a new long one", "again": "a new long one"}
        assert (await li.post("/console/login/password", data=right)).status_code == 303
        assert (await li.get("/console/triage")).status_code == 200


async def test_a_text_sent_too_late_survives_every_step(strict: Desk) -> None:
    async with strict.visitor() as wang:
        late = {"title": "写好的标题", "body_html": "<p>写好的正文</p>"}
        page = await wang.post("/console/releases/some-release", data=late)
        assert page.status_code == 401
        typed = {"username": "wang", "password": PASSWORD, "next": "/console/releases/some-release"}
        kept = {f"kept.{name}": value for name, value in late.items()}
        page = await wang.post("/console/login", data=typed | kept)
        assert "写好的正文" in page.text
        code = pyotp.TOTP(secret_on(page)).now()
        page = await wang.post("/console/login/enrol", data=kept | {"next": typed["next"], "code": code})
    assert 'action="/console/releases/some-release"' in page.text
    assert "写好的正文" in page.text


async def test_a_script_gets_a_log_in_form_for_the_page_it_came_from(desk: Desk) -> None:
    htmx = {"hx-request": "true"}
    async with desk.visitor() as late:
        late.cookies.set("zhengwu_staff", "gone")
        asked = await late.post("/console/releases/some-release", data={"title": "x"}, headers=htmx)
        assert asked.status_code == 401
        assert asked.headers["hx-retarget"] == "#session-gate"
        assert "hx-redirect" not in asked.headers
        assert "您写的内容还在" in shown_text(asked)
        wrong = await late.post("/console/login", data={"username": "wang", "password": "x"}, headers=htmx)
        assert (wrong.status_code, "<html" in wrong.text) == (401, False)
        back = await late.post("/console/login", data={"username": "wang", "password": PASSWORD}, headers=htmx)
        assert "data-session-restored" in back.text
        assert (await late.get("/console/triage")).status_code == 200


async def test_every_act_is_noted_with_who_what_when_from_where_and_its_outcome(desk: Desk) -> None:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy())
    async with desk.logged_in("wang") as wang:
        draft = await adopt_first(wang, item_id)
        await press(wang, draft, f"{draft}/submit")
        await wang.post(f"{draft}/withdraw", data={"key": "k" * 10, "expected_version": "1", "reason": "试一试"})
        await wang.post("/console/logout")
    async with desk.visitor() as stranger:
        await stranger.post("/console/login", data={"username": "wang", "password": "guess"})
    noted = await AuditEntry.find_all().sort("+at").to_list()
    release_id = draft.rpartition("/")[2]
    assert [(entry.act, entry.subject, entry.status) for entry in noted] == [
        ("login", "wang", 200),
        ("triage/{item_id}/adopt", item_id, 303),
        ("releases/{release_id}/submit", release_id, 303),
        ("releases/{release_id}/withdraw", release_id, 403),
        ("logout", "", 200),
        ("login", "wang", 401),
    ]
    assert {entry.actor_name for entry in noted} == {"王编辑"}
    assert {entry.address for entry in noted} == {"127.0.0.1"}


async def test_browsers_report_what_they_refused_and_nothing_else_is_kept(desk: Desk) -> None:
    report = {
        "document-uri": "http://desk.test/console/triage?item=secret",
        "violated-directive": "script-src",
        "blocked-uri": "https://evil.example/x.js?y",
    }
    async with desk.visitor() as browser:
        page = await browser.get("/console/login")
        assert "report-uri /csp-reports" in page.headers["content-security-policy"]
        for _ in range(2):
            assert (await browser.post("/csp-reports", json={"csp-report": report})).status_code == 204
        for junk in (b"", b"[]", b"{}", b'{"csp-report": 1}'):
            assert (await browser.post("/csp-reports", content=junk)).status_code == 422
        assert (await browser.post("/csp-reports", content=b"x" * 20_000)).status_code == 413
    [kept] = await audit.reports()
    assert (kept.page, kept.times) == ("http://desk.test/console/triage", 2)
