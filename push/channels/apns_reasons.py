"""APNs' reasons and what each asks for: one table (Apple, "Handling notification responses from APNs")."""

from datetime import UTC, datetime, timedelta

import orjson

from push.channels.channel import Action, Outcome
from push.wire.exchange import Answer, Fate

_ACTIONS: dict[str, Action] = {
    # the token
    "Unregistered": Action.retire,
    "ExpiredToken": Action.retire,
    "BadDeviceToken": Action.suspect,
    # the notice or our program: the same for every device, so go no further
    "BadCollapseId": Action.halt,
    "BadExpirationDate": Action.halt,
    "BadMessageId": Action.halt,
    "BadPath": Action.halt,
    "BadPriority": Action.halt,
    "DuplicateHeaders": Action.halt,
    "InvalidPushType": Action.halt,
    "MethodNotAllowed": Action.halt,
    "MissingDeviceToken": Action.halt,
    "PayloadEmpty": Action.halt,
    "PayloadTooLarge": Action.halt,
    # our configuration: the devices are fine
    "BadTopic": Action.halt,
    "DeviceTokenNotForTopic": Action.halt,
    "MissingTopic": Action.halt,
    "TopicDisallowed": Action.halt,
    # our credentials
    "BadCertificate": Action.halt,
    "BadCertificateEnvironment": Action.halt,
    "BadEnvironmentKeyIdInToken": Action.halt,
    "Forbidden": Action.halt,
    "InvalidProviderToken": Action.halt,
    "MissingProviderToken": Action.halt,
    "UnrelatedKeyIdInToken": Action.halt,
    # another time
    "ExpiredProviderToken": Action.retry,
    "TooManyProviderTokenUpdates": Action.retry,
    "TooManyRequests": Action.retry,
    "IdleTimeout": Action.retry,
    "InternalServerError": Action.retry,
    "ServiceUnavailable": Action.retry,
    "Shutdown": Action.retry,
}


def outcome_of(answer: Answer) -> Outcome:
    """What to do about one answer. An unknown reason is judged by its status: 5xx and 429 pass, the rest is final."""
    if answer.fate is Fate.unsent:
        return Outcome(Action.later, answer.why)
    if answer.fate is Fate.ambiguous:
        return Outcome(Action.resend, answer.why)
    if answer.status == 200:
        return Outcome(Action.done)
    reason, since = _read(answer)
    unknown = Action.retry if answer.status >= 500 or answer.status == 429 else Action.fail
    return Outcome(_ACTIONS.get(reason, unknown), reason, since)


def _read(answer: Answer) -> tuple[str, datetime | None]:
    """(reason, time in UTC). Anything but the documented JSON counts as no reason: the status stands for it."""
    try:
        body = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        body = None
    if not isinstance(body, dict) or not isinstance(body.get("reason"), str):
        return f"HTTP_{answer.status}", None
    return body["reason"][:64], _time(body.get("timestamp"))


def _time(milliseconds: object) -> datetime | None:
    if not isinstance(milliseconds, int) or not 0 < milliseconds < 10**14:
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
