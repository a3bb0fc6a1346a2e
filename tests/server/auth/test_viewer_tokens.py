"""Residents' tokens: ours and fresh, or refused with a reason."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeTimedSerializer

from content_models.kit.errors import NotAuthenticated, SessionExpired
from server.auth.viewer_tokens import SignedViewerTokens

TOKENS = SignedViewerTokens(b"s" * 40)


@given(st.text(max_size=60))
def test_what_is_issued_is_verified(resident_id: str) -> None:
    assert TOKENS.verify(TOKENS.issue(resident_id)) == resident_id


@given(st.text(max_size=80))
def test_anything_else_is_refused(token: str) -> None:
    with pytest.raises(NotAuthenticated):
        TOKENS.verify(token)


def test_other_keys_and_other_purposes_are_refused() -> None:
    for foreign in (SignedViewerTokens(b"t" * 40).issue("r1"), URLSafeTimedSerializer(b"s" * 40, salt="x").dumps("r1")):
        with pytest.raises(NotAuthenticated):
            TOKENS.verify(foreign)


def test_old_token_says_that_it_is_old() -> None:
    past = SignedViewerTokens(b"s" * 40, lasts=timedelta(seconds=-1))
    with pytest.raises(SessionExpired):
        past.verify(past.issue("r1"))
