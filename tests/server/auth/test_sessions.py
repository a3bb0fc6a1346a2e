"""Log-in: what opens a session, what ends it, and what a thief of the database gets."""

from datetime import timedelta

import pytest

from content_models.editorial import repository as editorial
from content_models.editorial.documents import Role, StaffSession
from content_models.kit.errors import NotAuthenticated, SessionExpired
from content_models.kit.store import Store
from server.auth import sessions
from server.auth.accounts import create_staff
from server.auth.errors import UsernameTaken, WeakPassword, WrongCredentials

PASSWORD = "correct-horse"
HOUR = timedelta(hours=1)


@pytest.fixture
async def wang(store: Store) -> str:
    return (await create_staff(store, "wang", "王编辑", [Role.editor], PASSWORD)).id


async def test_session_lasts_until_its_end_and_not_longer(store: Store, wang: str) -> None:
    token = await sessions.log_in(store, "wang", PASSWORD, HOUR)
    assert (await sessions.staff_of(store, token)).id == wang
    now = store.now()
    store.now = lambda: now + HOUR
    with pytest.raises(SessionExpired):
        await sessions.staff_of(store, token)


async def test_logging_out_ends_it_everywhere(store: Store, wang: str) -> None:
    token = await sessions.log_in(store, "wang", PASSWORD, HOUR)
    await sessions.log_out(token)
    with pytest.raises(SessionExpired):
        await sessions.staff_of(store, token)


@pytest.mark.parametrize(("username", "password"), [("wang", "wrong"), ("nobody", PASSWORD), ("wang", "")])
async def test_wrong_name_and_wrong_password_look_the_same(
    store: Store, wang: str, username: str, password: str
) -> None:
    with pytest.raises(WrongCredentials) as refused:
        await sessions.log_in(store, username, password, HOUR)
    assert refused.value.message == WrongCredentials.default_message


async def test_disabled_account_neither_logs_in_nor_goes_on(store: Store, wang: str) -> None:
    token = await sessions.log_in(store, "wang", PASSWORD, HOUR)
    staff = await editorial.load_staff(wang)
    assert staff is not None
    staff.disabled = True
    await editorial.save_staff(staff)
    with pytest.raises(NotAuthenticated):
        await sessions.staff_of(store, token)
    with pytest.raises(WrongCredentials):
        await sessions.log_in(store, "wang", PASSWORD, HOUR)


async def test_stolen_database_opens_no_session(store: Store, wang: str) -> None:
    token = await sessions.log_in(store, "wang", PASSWORD, HOUR)
    stored = await StaffSession.find_all().to_list()
    assert [token in row.model_dump_json() for row in stored] == [False]
    with pytest.raises(SessionExpired):
        await sessions.staff_of(store, stored[0].id)


async def test_accounts_need_a_free_name_and_a_long_password(store: Store, wang: str) -> None:
    with pytest.raises(UsernameTaken):
        await create_staff(store, "wang", "另一位", [Role.editor], PASSWORD)
    with pytest.raises(WeakPassword):
        await create_staff(store, "li", "李科长", [Role.section_head], "short")
