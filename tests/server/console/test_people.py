"""Accounts in the console: made, changed, reset and locked by administrators only, and one's own kept by oneself."""

import re

import httpx
import pyotp
import pytest

from content_models.audit.documents import AuditEntry
from content_models.staff import repository as staff_records
from content_models.staff.documents import Role
from tests.server.desk import HEALTH, PASSWORD, Desk, form_of, press, shown_text


def password_on(page: httpx.Response) -> str:
    found = re.search(r"<p><code>([\w-]+)</code></p>", page.text)
    assert found, shown_text(page)
    return found[1]


async def address_of(desk: Desk, username: str) -> str:
    return f"/console/people/{await desk.staff_id(username)}"


async def test_a_new_colleague_gets_in_with_the_password_shown_once(desk: Desk) -> None:
    async with desk.logged_in("admin") as admin:
        form = form_of(await admin.get("/console/people/new"), "/console/people/new")
        typed = {"username": "zhou", "display_name": "周编辑", "roles": ["editor"]}
        made = await admin.post("/console/people/new", data=form | typed)
        password = password_on(made)
        assert "周编辑" in shown_text(await admin.get("/console/people"))
    async with desk.visitor() as zhou:
        page = await zhou.post("/console/login", data={"username": "zhou", "password": password})
        assert "设置您自己的密码" in shown_text(page)
        own = {"password": "my own long password", "again": "my own long password"}
        assert (await zhou.post("/console/login/password", data=own)).status_code == 303


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"username": "Bad Name", "display_name": "某", "roles": ["editor"]}, "用户名用"),
        ({"username": "good", "display_name": "", "roles": ["editor"]}, "请填写姓名"),
        ({"username": "good", "display_name": "某", "roles": []}, "请至少选一个角色"),
        ({"username": "good", "display_name": "某", "roles": ["contributor"]}, "须选定所代表的机构"),
        ({"username": "wang", "display_name": "某", "roles": ["editor"]}, "已被使用"),
    ],
)
async def test_what_is_wrong_is_said_beside_what_was_typed(desk: Desk, typed: dict[str, object], said: str) -> None:
    async with desk.logged_in("admin") as admin:
        form = form_of(await admin.get("/console/people/new"), "/console/people/new")
        answer = await admin.post("/console/people/new", data=form | typed)
    assert answer.status_code in (409, 422)
    assert said in shown_text(answer)


async def test_a_changed_right_ends_the_sessions_it_was_used_in(desk: Desk) -> None:
    here = await address_of(desk, "wang")
    async with desk.logged_in("wang") as wang, desk.logged_in("admin") as admin:
        answer = await press(admin, here, here, roles=["contributor"], organ_ids=[HEALTH.id])
        assert answer.status_code == 200, shown_text(answer)
        assert (await wang.get("/console/triage")).status_code == 303
    staff = await staff_records.by_username("wang")
    assert staff
    assert (staff.roles, staff.organ_ids) == ([Role.contributor], [HEALTH.id])


async def test_locking_takes_effect_at_once_and_can_be_taken_back(desk: Desk) -> None:
    here = await address_of(desk, "wang")
    async with desk.logged_in("wang") as wang, desk.logged_in("admin") as admin:
        assert "已停用" in shown_text(await press(admin, here, f"{here}/lock"))
        assert (await wang.get("/console/triage")).status_code == 303
        refused = await wang.post("/console/login", data={"username": "wang", "password": PASSWORD})
        assert refused.status_code == 401
        assert "已停用" not in shown_text(await press(admin, here, f"{here}/lock"))
    async with desk.logged_in("wang") as wang:
        assert (await wang.get("/console/triage")).status_code == 200


async def test_the_last_administrator_stays(desk: Desk) -> None:
    here = await address_of(desk, "admin")
    async with desk.logged_in("admin") as admin:
        for action, typed in ((here, {"roles": ["auditor"]}), (f"{here}/lock", {})):
            answer = await press(admin, here, action, **typed)
            assert answer.status_code == 409
            assert "最后一位管理员" in shown_text(answer)


async def test_two_administrators_do_not_undo_each_other(desk: Desk) -> None:
    here = await address_of(desk, "li")
    async with desk.logged_in("admin") as admin:
        late = form_of(await admin.get(here), here)
        await press(admin, here, here, display_name="李科长（改）")
        assert (await admin.post(here, data=late | {"display_name": "覆盖"})).status_code == 409


@pytest.mark.parametrize("username", ["wang", "li", "zhao", "chen", "sun", "qian"])
async def test_nobody_else_keeps_accounts_or_reference_data(desk: Desk, username: str) -> None:
    here = await address_of(desk, "admin")
    async with desk.logged_in(username) as client:
        assert "/console/people" not in (await client.get("/console/account")).text
        for address in ("/console/people", "/console/people/new", here):
            assert (await client.get(address)).status_code == 403
        forged = {"key": "k" * 10, "expected_version": "1", "act": "lock"}
        for address in ("/console/people/new", here, f"{here}/reset", f"{here}/lock", "/console/holidays"):
            assert (await client.post(address, data=forged)).status_code in (403, 422)
    staff = await staff_records.by_username("admin")
    assert staff
    assert staff.version == 1


async def test_ones_own_password_needs_the_present_one(desk: Desk) -> None:
    new = "another long password"
    async with desk.logged_in("wang") as wang, desk.logged_in("wang") as elsewhere:
        wrong = {"present": "not it", "password": new, "again": new}
        assert (await wang.post("/console/account/password", data=wrong)).status_code == 401
        right = wrong | {"present": PASSWORD}
        assert (await wang.post("/console/account/password", data=right)).status_code == 303
        assert (await wang.get("/console/triage")).status_code == 200
        assert (await elsewhere.get("/console/triage")).status_code == 303
    async with desk.visitor() as wang:
        assert (await wang.post("/console/login", data={"username": "wang", "password": new})).status_code == 303


async def test_a_phone_is_bound_by_choice(desk: Desk) -> None:
    async with desk.logged_in("wang") as wang:
        page = await wang.post("/console/account/phone")
        found = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page.text)
        assert found
        code = pyotp.TOTP(found[1].replace(" ", "")).now()
        bound = await wang.post("/console/account/phone", data={"code": code})
        assert "手机已绑定" in shown_text(bound)
        assert "还有 10 个备用码" in shown_text(await wang.get("/console/account"))
    async with desk.visitor() as wang:
        page = await wang.post("/console/login", data={"username": "wang", "password": PASSWORD})
        assert "输入动态验证码" in shown_text(page)


async def test_auditors_read_filter_and_export_the_log(desk: Desk) -> None:
    async with desk.visitor() as guesser:
        await guesser.post("/console/login", data={"username": "=cmd()", "password": "x"})
    async with desk.logged_in("qian") as qian:
        page = shown_text(await qian.get("/console/audit"))
        assert "被拒 WRONG_CREDENTIALS" in page
        assert "127.0.0.1" in page
        refused = shown_text(await qian.get("/console/audit?refused=on&since=bad&until=2000-01-01"))
        assert "这段时间没有记录" in refused
        file = await qian.get("/console/audit.csv?refused=on")
        assert file.text.startswith("\ufeff时间,人员,操作")
        assert "'=cmd()" in file.text
        assert (await qian.get("/console/people")).status_code == 403
    async with desk.logged_in("wang") as wang:
        assert (await wang.get("/console/audit")).status_code == 403
    assert await AuditEntry.count() >= 2
