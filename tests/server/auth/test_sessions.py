"""Sessions: what ends one, and what a thief of the database gets."""

from datetime import timedelta

import pytest

from content_models.kit.errors import NotAuthenticated, SessionExpired
from content_models.kit.store import Store
from content_models.staff import repository as staff_records
from content_models.staff.documents import Role, SessionStage, Staff, StaffSession
from server.auth import sessions
from server.auth.accounts import create_staff
from server.auth.errors import UsernameTaken, WeakPassword

PASSWORD = "correct-horse"
HOUR = timedelta(hours=1)


@pytest.fixture
async def wang(store: Store) -> Staff:
    return await create_staff(store, "wang", "王编辑", [Role.editor], PASSWORD)


async def opened(store: Store, staff: Staff, stage: SessionStage = SessionStage.open) -> str:
    return (await sessions.open_session(store, staff, stage, 8 * HOUR)).token


def pass_time(store: Store, wait: timedelta) -> None:
    now = store.now()
    store.now = lambda: now + wait


async def test_session_lasts_until_its_end_however_busy(store: Store, wang: Staff) -> None:
    token = await opened(store, wang)
    for _ in range(15):
        assert (await sessions.staff_of(store, token, HOUR)).id == wang.id
        pass_time(store, HOUR / 2)
    pass_time(store, HOUR / 2)
    with pytest.raises(SessionExpired):
        await sessions.staff_of(store, token, HOUR)


async def test_an_idle_session_ends_long_before(store: Store, wang: Staff) -> None:
    token = await opened(store, wang)
    pass_time(store, HOUR)
    with pytest.raises(SessionExpired):
        await sessions.staff_of(store, token, HOUR)


async def test_logging_out_ends_it_everywhere(store: Store, wang: Staff) -> None:
    token = await opened(store, wang)
    await sessions.log_out(token)
    with pytest.raises(SessionExpired):
        await sessions.staff_of(store, token)


async def test_all_sessions_of_a_person_can_be_closed_but_one(store: Store, wang: Staff) -> None:
    here, there = await opened(store, wang), await opened(store, wang)
    await staff_records.close_sessions_of(wang.id, but=sessions.digest_of(here))
    assert (await sessions.staff_of(store, here)).id == wang.id
    with pytest.raises(SessionExpired):
        await sessions.staff_of(store, there)


@pytest.mark.parametrize("stage", [stage for stage in SessionStage if stage is not SessionStage.open])
async def test_half_way_in_is_not_in(store: Store, wang: Staff, stage: SessionStage) -> None:
    token = await opened(store, wang, stage)
    with pytest.raises(NotAuthenticated):
        await sessions.staff_of(store, token)
    pass_time(store, sessions.HALF_WAY)
    with pytest.raises(SessionExpired):
        await sessions.half_way(store, token, stage)


async def test_locked_account_does_not_go_on(store: Store, wang: Staff) -> None:
    token = await opened(store, wang)
    await staff_records.change(wang.id, {"disabled": True}, expected_version=wang.version)
    with pytest.raises(NotAuthenticated):
        await sessions.staff_of(store, token)


async def test_stolen_database_opens_no_session(store: Store, wang: Staff) -> None:
    token = await opened(store, wang)
    stored = await StaffSession.find_all().to_list()
    assert [token in row.model_dump_json() for row in stored] == [False]
    with pytest.raises(SessionExpired):
        await sessions.staff_of(store, stored[0].id)


async def test_accounts_need_a_free_name_and_a_long_password(store: Store, wang: Staff) -> None:
    with pytest.raises(UsernameTaken):
        await create_staff(store, "wang", "另一位", [Role.editor], PASSWORD)
    with pytest.raises(WeakPassword):
        await create_staff(store, "li", "李科长", [Role.section_head], "short")
