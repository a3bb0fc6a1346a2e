"""Residents' tokens: ours and fresh, or refused with a reason."""

import time
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeTimedSerializer

from content_models.kit.errors import NotAuthenticated, SessionExpired
from mobile_api.context import ViewerClaims
from server.auth import viewer_tokens
from server.auth.viewer_tokens import SignedViewerTokens

TOKENS = SignedViewerTokens(b"s" * 40)
ONE = ViewerClaims("r1", "s1")


@given(st.text(max_size=60), st.text(max_size=60), st.integers(1, 2**31))
def test_what_is_issued_is_verified(resident_id: str, session_id: str, generation: int) -> None:
    claims = ViewerClaims(resident_id, session_id)
    assert TOKENS.verify(TOKENS.issue(claims)) == claims
    assert TOKENS.verify_refresh(TOKENS.issue_refresh(session_id, generation)) == (session_id, generation)


@given(st.text(max_size=80))
def test_anything_else_is_refused(token: str) -> None:
    for verify in (TOKENS.verify, TOKENS.verify_refresh):
        with pytest.raises(NotAuthenticated):
            verify(token)


def test_other_keys_and_other_purposes_are_refused() -> None:
    ours = URLSafeTimedSerializer(b"s" * 40, salt="zhengwu.viewer")
    foreign = (
        SignedViewerTokens(b"t" * 40).issue(ONE),
        URLSafeTimedSerializer(b"s" * 40, salt="x").dumps(["r1", "s1"]),
        TOKENS.issue_refresh("s1", 1),
        ours.dumps("r1"),
        ours.dumps(["r1", 1]),
        ours.dumps(["r1"]),
    )
    for token in foreign:
        with pytest.raises(NotAuthenticated):
            TOKENS.verify(token)
    with pytest.raises(NotAuthenticated):
        TOKENS.verify_refresh(TOKENS.issue(ONE))


def test_old_token_says_that_it_is_old() -> None:
    past = SignedViewerTokens(b"s" * 40, lasts=timedelta(seconds=-1))
    with pytest.raises(SessionExpired):
        past.verify(past.issue(ONE))


def test_a_token_that_was_good_is_refused_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = SignedViewerTokens(b"s" * 40)
    token = tokens.issue(ONE)
    assert tokens.verify(token) == tokens.verify(token) == ONE
    over = time.time() + timedelta(hours=1, seconds=2).total_seconds()
    monkeypatch.setattr(time, "time", lambda: over)
    with pytest.raises(SessionExpired):
        tokens.verify(token)


def test_tokens_seen_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewer_tokens, "PROVED", 3)
    tokens = SignedViewerTokens(b"s" * 40)
    for number in range(10):
        tokens.verify(tokens.issue(ViewerClaims(f"r{number}", "s")))
    assert len(tokens._proved) == 3
