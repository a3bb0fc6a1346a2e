"""What an arriving version means, decided from data alone: new, changed (and what changed), or the same."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

from content_models.intake.documents import Attachment, IntakeItem, NormalisedItem, Reading, TriageState

# What the source says. What we derive from it (kind, outline, citations, warnings) is left out: a better
# classifier must not make the whole archive look corrected at its source.
STATED_FIELDS = (
    "title",
    "published_at",
    "signed_date",
    "source_name",
    "doc_no_raw",
    "summary",
    "body_html",
    "attachments",
    "interprets",
)
STATED_OF_ATTACHMENTS = ("name", "url", "media_type")


@dataclass(slots=True)  # nobody changes one of these three, but frozen they take three times as long to make
class Incoming:
    """One item as it arrives. `item_key` identifies it within its source; `raw` is kept as evidence."""

    item_key: str
    raw: str
    item: NormalisedItem
    reading: Reading | None = None


@dataclass(slots=True)
class KnownVersion:
    """The latest stored version of an item."""

    version_no: int
    sha256: str


class Verdict(StrEnum):
    new = "new"
    changed = "changed"
    same = "same"


@dataclass(slots=True)
class Decision:
    incoming: Incoming
    verdict: Verdict
    sha256: str
    version_no: int  # the one to be stored; for `same` the one that is


_SORTED_FIELDS = sorted(STATED_FIELDS)
_stated = attrgetter(*_SORTED_FIELDS)
_json = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


def content_sha256(item: NormalisedItem) -> str:
    """Digest of what the source says. Empty fields do not count, so a field added later changes no digest."""
    stated = zip(_SORTED_FIELDS, _stated(item), strict=True)
    written = [f'"{name}": {_as_json(value)}' for name, value in stated if value]
    return hashlib.sha256(f"{{{', '.join(written)}}}".encode()).hexdigest()


def changed_fields(before: NormalisedItem, after: NormalisedItem) -> list[str]:
    """Names of the stated fields that differ, in the order of STATED_FIELDS."""
    pairs = zip(_SORTED_FIELDS, _stated(before), _stated(after), strict=True)
    differing = {name for name, old, new in pairs if _as_json(old) != _as_json(new)}
    return [name for name in STATED_FIELDS if name in differing]


def decide(known: Mapping[str, KnownVersion], incoming: Iterable[Incoming]) -> list[Decision]:
    """One decision per item key. A key that comes twice in one batch counts once: lists put the newest row first."""
    first_of_each: dict[str, Incoming] = {}
    for arrival in incoming:
        first_of_each.setdefault(arrival.item_key, arrival)
    return [_decide_one(known.get(key), arrival) for key, arrival in first_of_each.items()]


def after_change(state: TriageState) -> TriageState:
    """What becomes of an item in `state` when its source moves on: only adopted text asks for attention again."""
    return TriageState.changed if state is TriageState.adopted else state


GONE_AFTER = 2  # polls in a row: servers forget a page for a minute, too


def gone_reading(before: Reading, now: datetime) -> Reading:
    """After a poll that found the page gone. Until that is certain the page stays due; then it is asked for less and
    less, like any old page, in case it comes back."""
    sightings = before.gone_sightings + 1
    read_at = now if sightings >= GONE_AFTER else before.read_at
    return before.model_copy(update={"gone_sightings": sightings, "read_at": read_at})


def after_going(state: TriageState) -> TriageState:
    """源站删除: what we have adopted asks for attention; nothing is ever removed."""
    return after_change(state)


def after_coming_back(item: IntakeItem) -> TriageState:
    """An item that was 源文已变更 only because it was gone has nothing left to settle."""
    only_gone = item.state is TriageState.changed and not has_new_version(item)
    return TriageState.adopted if only_gone else item.state


def has_new_version(item: IntakeItem) -> bool:
    """Whether the source says something that no editor has adopted or dismissed."""
    return item.latest_version_no > max(item.adopted_version_no or 0, item.dismissed_version_no or 0)


def with_verdict(decisions: Sequence[Decision], verdict: Verdict) -> list[Decision]:
    return [decision for decision in decisions if decision.verdict is verdict]


def _decide_one(known: KnownVersion | None, arrival: Incoming) -> Decision:
    digest = content_sha256(arrival.item)
    if known is None:
        return Decision(incoming=arrival, verdict=Verdict.new, sha256=digest, version_no=1)
    if known.sha256 == digest:
        return Decision(incoming=arrival, verdict=Verdict.same, sha256=digest, version_no=known.version_no)
    return Decision(incoming=arrival, verdict=Verdict.changed, sha256=digest, version_no=known.version_no + 1)


def _as_json(value: Any) -> str:
    """A stated field as `model_dump_json` writes it, keys sorted: most are texts, and the encoder's beginnings take
    longer than they do."""
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, datetime):
        return f'"{value.isoformat().replace("+00:00", "Z")}"'
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    return _json([_stated_of(part) if isinstance(part, Attachment) else part for part in value] if value else value)


def _stated_of(file: Attachment) -> dict[str, str | None]:
    return {name: getattr(file, name) for name in STATED_OF_ATTACHMENTS}
