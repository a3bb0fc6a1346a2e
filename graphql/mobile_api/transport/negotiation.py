"""Which media type to answer with (RFC 9110 §12.5.1; GraphQL over HTTP §6.3)."""

from functools import lru_cache

from mobile_api.transport.errors import NotAcceptable

RESPONSE_JSON = "application/graphql-response+json"
JSON = "application/json"
_OFFERED = (RESPONSE_JSON, JSON)
_ANYTHING = {"*/*", "application/*"}


@lru_cache(maxsize=256)  # apps send the same few; what is refused raises and is not kept
def negotiate(accept: str | None) -> str:
    """The preferred of the two types we speak; plain JSON for clients that do not say. Raises NotAcceptable."""
    if accept is None or not accept.strip():
        return JSON
    wanted = dict(_weighted(part) for part in accept.split(","))
    wildcard = max((wanted.get(name, 0.0) for name in _ANYTHING), default=0.0)
    weights = {offer: wanted.get(offer, wildcard) for offer in _OFFERED}
    if max(weights.values()) <= 0:
        raise NotAcceptable(offered=list(_OFFERED))
    if not wanted.keys() & set(_OFFERED):
        return JSON
    return max(_OFFERED, key=lambda offer: weights[offer])


def _weighted(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key == "q":
            return name, _quality(value)
    return name, 1.0


def _quality(value: str) -> float:
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
