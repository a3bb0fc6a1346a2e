"""The audit log: every act has its words, and what was refused is in it, whoever refused it."""

import csv
import io

import pytest
from starlette.routing import Mount, Route

from content_models.audit.documents import AuditEntry
from content_models.proof.verify import verify
from server.auth.brake import ALLOWED
from server.console.audit_words import act_words
from server.console.routes import console_routes
from tests.server.desk import Desk, press, shown_text

DOOR = (
    "login",
    "login/enrol",
    "login/wants_code",
    "login/wants_password",
    "login/wants_enrolment",
    "cross-site",
    "look",
)
COMMANDS = ("user add", "user reset", "user lock", "user unlock")
CHANGES = ("organ added", "organ changed", "organ renamed", "region added", "region changed", "topic added",
           "topic changed", "topic moved", "rule entered", "rule changed", "notice entered")  # fmt: skip


def written_addresses() -> list[str]:
    [console] = [route for route in console_routes() if isinstance(route, Mount)]
    routes = [route for route in console.routes or () if isinstance(route, Route)]
    return [route.path.strip("/") for route in routes if "POST" in (route.methods or ())]


@pytest.mark.parametrize("act", [*written_addresses(), *DOOR, *COMMANDS, *CHANGES])
def test_every_act_that_is_noted_has_chinese_words(act: str) -> None:
    assert act_words(act) != act


async def entries(**wanted: object) -> list[AuditEntry]:
    return await AuditEntry.find(wanted).to_list()


async def test_a_write_from_another_site_is_noted_under_the_name_it_was_tried_in(desk: Desk) -> None:
    elsewhere = {"sec-fetch-site": "cross-site"}
    async with desk.logged_in("wang") as wang:
        assert (await wang.post("/console/releases/r1/publish", headers=elsewhere)).status_code == 403
    async with desk.visitor() as nobody:
        assert (await nobody.post("/console/releases/r1/publish", headers=elsewhere)).status_code == 403
    [tried] = await entries(code="CROSS_SITE_REFUSED", actor_name="王编辑")
    assert (tried.act, tried.subject, tried.status) == ("releases/{release_id}/publish", "r1", 403)
    [stranger] = await entries(act="cross-site")
    assert (stranger.actor_name, stranger.code) == ("", "CROSS_SITE_REFUSED")


async def test_guessing_lock_outs_and_rights_that_are_missing_are_noted(desk: Desk) -> None:
    async with desk.visitor() as guesser:
        for _ in range(ALLOWED + 1):
            await guesser.post("/console/login", data={"username": "wang", "password": "x"})
    async with desk.logged_in("li") as li:
        assert (await li.get("/console/people")).status_code == 403
        assert (await li.get("/console/releases/guessed-id")).status_code == 404
        assert (await li.post("/console/organs/new", data={"key": "k" * 12})).status_code in (403, 422)
    codes = [entry.code for entry in await entries(act="login", actor_name="王编辑")]
    assert codes.count("WRONG_CREDENTIALS") == ALLOWED
    assert codes.count("TOO_MANY_ATTEMPTS") == 1
    looks = {(entry.subject, entry.code) for entry in await entries(act="look", actor_name="李科长")}
    assert looks == {("people", "NOT_ALLOWED"), ("releases/guessed-id", "NOT_FOUND")}
    async with desk.logged_in("qian") as qian:
        page = shown_text(await qian.get("/console/audit?refused=on"))
    assert "查看页面 people 被拒 NOT_ALLOWED" in page
    assert "登录 wang 被拒 TOO_MANY_ATTEMPTS" in page
    assert (await verify()).broken == ()


async def test_a_change_of_reference_data_says_from_what_to_what_on_page_and_in_the_file(desk: Desk) -> None:
    async with desk.logged_in("admin") as admin:
        await press(admin, "/console/topics/housing", "/console/topics/housing", name="住房保障")
    async with desk.logged_in("qian") as qian:
        page = shown_text(await qian.get("/console/audit"))
        file = await qian.get("/console/audit.csv")
        report = await qian.get("/console/reports/audit.csv")
    assert "主题已修改 housing 名称：住房 → 住房保障" in page
    rows = list(csv.reader(io.StringIO(file.text.lstrip("\ufeff"))))
    assert ["主题已修改", "housing"] in [row[2:4] for row in rows]
    assert "名称：住房 → 住房保障" in report.text
