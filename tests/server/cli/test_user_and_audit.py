"""`zhengwu user` and `zhengwu audit` as an administrator at the machine uses them."""

import asyncio
import json
import re
from pathlib import Path

import pytest

from content_models.audit.documents import AuditEntry
from content_models.kit.store import Store
from content_models.staff import repository as staff_records
from server.auth.passwords import matches
from tests.desk import Desk
from tests.server.support import zhengwu


@pytest.fixture(autouse=True)
def engines(store: Store, mongodb_uri: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGWU_MONGODB_URI", mongodb_uri)
    monkeypatch.setenv("ZHENGWU_MONGODB_DATABASE", store.database.name)
    monkeypatch.setenv("ZHENGWU_REDIS_URL", redis_url)


async def run(cwd: Path, *arguments: str) -> tuple[int, str]:
    done = await asyncio.to_thread(zhengwu, *arguments, cwd=cwd)
    return done.returncode, done.stdout + done.stderr


async def test_an_account_is_made_reset_and_locked(store: Store, tmp_path: Path) -> None:
    code, said = await run(tmp_path, "user", "add", "zhou", "--name", "周编辑", "--role", "editor")
    assert code == 0, said
    first = re.search(r"一次性密码 +(\S+)", said)
    staff = await staff_records.by_username("zhou")
    assert first
    assert staff
    assert staff.must_change_password
    assert await matches(first[1], staff.password_hash)

    code, said = await run(tmp_path, "user", "reset", "zhou", "--totp")
    second = re.search(r"一次性密码 +(\S+)", said)
    changed = await staff_records.load(staff.id)
    assert second
    assert await matches(second[1], changed.password_hash)

    assert (await run(tmp_path, "user", "lock", "zhou"))[0] == 0
    assert "已停用" in (await run(tmp_path, "user", "list"))[1]
    assert (await run(tmp_path, "user", "lock", "nobody"))[0] != 0
    noted = await AuditEntry.find_all().sort("+_id").to_list()
    assert [(entry.act, entry.subject) for entry in noted] == [
        ("user add", "zhou"),
        ("user reset", "zhou"),
        ("user lock", "zhou"),
    ]


async def test_verify_says_where_it_was_changed_and_fails(store: Store, tmp_path: Path) -> None:
    desk = Desk(store)
    change = await desk.published(await desk.draft("示例通知"))
    code, said = await run(tmp_path, "audit", "verify")
    assert (code, "没有发现事后改动" in said) == (0, True), said
    await store.database["revisions"].update_one({}, {"$set": {"content.title": "改过的标题"}})
    code, said = await run(tmp_path, "audit", "verify", "--json")
    assert code == 1
    assert change.release_id in json.loads(said)["broken"][0]["where"]
