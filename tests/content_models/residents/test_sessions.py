"""Refresh tokens rotate: a retry is forgiven, a stolen copy ends the session."""

import asyncio
from datetime import timedelta

import pytest

from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.residents.sessions import repository as sessions
from content_models.residents.sessions.actions.refresh import refresh
from content_models.residents.sessions.actions.sign_out import SignOut, sign_out
from content_models.residents.sessions.errors import ViewerSessionEnded
from content_models.residents.sessions.rules import GRACE, LASTS
from tests.content_models.residents.people import APP, newcomer


def later(store: Store, wait: timedelta) -> None:
    at = store.now() + wait
    store.now = lambda: at


async def test_each_refresh_is_the_next_generation(store: Store) -> None:
    begun = await newcomer(store)
    for generation in range(begun.generation, 4):
        later(store, timedelta(hours=1))
        assert (await refresh(store, begun.session_id, generation)).generation == generation + 1


async def test_a_lost_answer_can_be_asked_for_again(store: Store) -> None:
    begun = await newcomer(store)
    first = await refresh(store, begun.session_id, 1)
    assert (await refresh(store, begun.session_id, 1)).generation == first.generation == 2
    assert (await refresh(store, begun.session_id, 2)).generation == 3


async def test_requests_that_race_get_the_same(store: Store) -> None:
    begun = await newcomer(store)
    answers = await asyncio.gather(*(refresh(store, begun.session_id, 1) for _ in range(5)))
    assert {answer.generation for answer in answers} == {2}


async def test_a_copy_used_late_ends_the_session_for_both(store: Store) -> None:
    begun = await newcomer(store)
    await refresh(store, begun.session_id, 1)
    later(store, GRACE + timedelta(seconds=1))
    for generation in (1, 2):
        with pytest.raises(ViewerSessionEnded):
            await refresh(store, begun.session_id, generation)


async def test_signed_out_expired_and_unknown_sessions_do_not_go_on(store: Store) -> None:
    begun = await newcomer(store)
    await sign_out(store, SignOut(actor=APP, idempotency_key=new_id(), session_id=begun.session_id))
    old = await newcomer(store)
    later(store, LASTS)
    for session_id in (begun.session_id, old.session_id, new_id()):
        with pytest.raises(ViewerSessionEnded):
            await refresh(store, session_id, 1)
    found = await sessions.find(begun.session_id)
    assert found is not None
    assert found.revoked_at is not None
