"""The first administrator in a real Chromium, apart from the others: it needs its own desk, and a process has one."""

import uuid
from typing import Any

import pytest

from server.auth.first_start import first_administrator
from tests.e2e.door import fresh_code, log_in
from tests.e2e.faces import Faces
from tests.e2e.watching import findings
from tests.server.desk import Desk

pytestmark = pytest.mark.browser


def test_first_start_administrator_sets_a_password_and_binds_a_phone(mongodb_uri: str, page: Any) -> None:
    async def start(desk: Desk) -> str:
        await desk.store.database["staff"].delete_many({})
        return str(await first_administrator(desk.store))

    faces = Faces(mongodb_uri, f"test_{uuid.uuid4().hex[:12]}", staff_totp=True)
    try:
        log_in(page, faces, "admin", faces.run(start))
        page.get_by_role("heading", name="设置您自己的密码").wait_for()
        assert findings(page) == []
        page.get_by_label("新密码").fill("my own long password")
        page.get_by_label("再输入一次").fill("my own long password")
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="绑定手机验证器").wait_for()
        assert findings(page) == []
        code = fresh_code(page.locator(".secret").inner_text().replace(" ", ""))
        page.get_by_label("手机上现在显示的 6 位数字").fill(code)
        page.keyboard.press("Enter")
        page.get_by_role("link", name="我已收好，进入后台").click()
        page.get_by_role("link", name="人员", exact=True).click()
        page.get_by_role("heading", name="人员", exact=True).wait_for()
    finally:
        faces.close()
