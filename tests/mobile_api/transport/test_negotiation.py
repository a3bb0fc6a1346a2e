"""Accept, as clients send it."""

import pytest

from mobile_api.transport.errors import NotAcceptable
from mobile_api.transport.negotiation import JSON, RESPONSE_JSON, negotiate


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("application/json", JSON),
        ("application/json; charset=utf-8", JSON),
        ("application/graphql-response+json", RESPONSE_JSON),
        ("application/graphql-response+json, application/json;q=0.9", RESPONSE_JSON),
        ("application/graphql-response+json;q=0.5, application/json", JSON),
        ("application/graphql-response+json, */*;q=0.1", RESPONSE_JSON),
        ("text/html, */*;q=0.1", JSON),
        ("APPLICATION/JSON", JSON),
        ("application/json;q=0, */*", RESPONSE_JSON),
    ],
)
def test_answered_in(accept: str | None, answered: str) -> None:
    assert negotiate(accept) == answered


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "image/*", "application/json;q=x", ";;,,"])
def test_nothing_we_speak(accept: str) -> None:
    with pytest.raises(NotAcceptable):
        negotiate(accept)
