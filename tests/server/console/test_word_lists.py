"""词表 in the console: an administrator edits, everybody else reads; files come and go."""

import pytest

from content_models.checks import repository as checks
from content_models.checks.seeds import seed
from content_models.kit.store import Store
from tests.server.desk import Desk, form_of, open_desk, press, shown_text

TYPOS = "/console/checks/typos"


@pytest.fixture
async def desk(store: Store) -> Desk:
    desk = await open_desk(store)
    await seed(store.now())
    return desk


async def test_an_administrator_adds_drops_and_sets(desk: Desk) -> None:
    async with desk.logged_in("admin") as admin:
        page = await admin.get(TYPOS)
        sent = {"act": "add", "word": "示例错词", "instead": "示例正词", "reason": "错", "exceptions": "示例错词典"}
        forms = form_of(page, TYPOS)
        answer = await admin.post(TYPOS, data=forms | sent, follow_redirects=True)
        assert "示例错词典" in shown_text(answer)
        assert "第 2 版" in shown_text(answer)
        stale = await admin.post(TYPOS, data=forms | sent | {"word": "又一个错词"})
        assert stale.status_code == 409
        fresh = form_of(await admin.get(TYPOS), TYPOS)
        await admin.post(TYPOS, data=fresh | {"act": "drop", "word": "示例错词"})
    one = await checks.load_list("typos")
    assert one.version == 3
    assert "示例错词" not in [entry.word for entry in one.entries]
    assert [version.note for version in await checks.versions_of("typos")] == ["删去「示例错词」", "增加「示例错词」"]


async def test_a_table_is_exported_mended_and_imported(desk: Desk) -> None:
    async with desk.logged_in("admin") as admin:
        exported = await admin.get(f"{TYPOS}/entries.csv")
        assert exported.content.startswith(b"\xef\xbb\xbf")
        fresh = form_of(await admin.get(TYPOS), TYPOS) | {"act": "import"}
        table = exported.text.replace("账户", "账户（账）")
        answer = await admin.post(
            TYPOS, data=fresh, files={"file": ("词表.csv", table.encode())}, follow_redirects=True
        )
        assert "账户（账）" in shown_text(answer)
        fresh = form_of(await admin.get(TYPOS), TYPOS) | {"act": "import"}
        refused = await admin.post(TYPOS, data=fresh, files={"file": ("词表.csv", "好词\n坏\n".encode("gbk"))})
        assert refused.status_code == 422
        assert "第 2 行" in shown_text(refused)
    assert (await checks.load_list("typos")).version == 2


async def test_editors_read_and_may_not_write(desk: Desk) -> None:
    async with desk.logged_in("wang") as wang:
        page = await wang.get(TYPOS)
        assert "帐户" in page.text
        assert 'name="act"' not in page.text
        sent = {"key": "0123456789", "expected_version": "1", "act": "drop", "word": "帐户"}
        assert (await wang.post(TYPOS, data=sent)).status_code == 403
        for nonsense in (
            {},
            {"act": "add"},
            {"purpose": "nonsense"},
        ):
            assert (await wang.post(TYPOS, data=nonsense)).status_code == 403
            assert (await wang.post("/console/checks", data=nonsense)).status_code == 403


async def test_a_new_list_is_made(desk: Desk) -> None:
    async with desk.logged_in("admin") as admin:
        answer = await press(admin, "/console/checks", "/console/checks", name="本市地名", owner="民政局")
        assert "还没有词条" in shown_text(answer)
        again = await press(admin, "/console/checks", "/console/checks", name="", owner="民政局")
        assert again.status_code == 422
