"""Rows are written without Beanie's encoder, which takes ten times as long: what it gives is what they must be."""

from datetime import UTC, datetime, timedelta

import bson
import pytest
from beanie.odm.utils.encoder import Encoder

from content_models.kit.records import WITH_DATES, as_fields, as_stored
from content_models.sources.documents import (
    DueBecause,
    FetchError,
    FetchOutcome,
    Health,
    Move,
    PollMark,
    Source,
    SourceFamily,
    Validators,
)

MAY = datetime(2026, 5, 6, 9, tzinfo=UTC)
CHANGES = {
    "health": Health(
        last_asked_at=MAY,
        last_error=FetchError(code="SOURCE_GONE", message="没有找到", at=MAY),
        rhythm=timedelta(days=1, seconds=0.5),
        recent=[PollMark(at=MAY, outcome=FetchOutcome.news, milliseconds=7)] * 3,
    ),
    "validators": Validators(etag='"1"'),
    "next_due_at": None,
    "due_because": DueBecause.rhythm,
    "move": Move(url="https://a.example/", sightings=1, since=MAY),
}


def test_fields_for_an_update_are_those_of_beanie() -> None:
    assert bson.encode(as_fields(CHANGES), codec_options=WITH_DATES) == bson.encode(Encoder(to_db=True).encode(CHANGES))


@pytest.mark.usefixtures("store")
def test_a_record_is_stored_as_beanie_stores_it() -> None:
    source = Source(name="来源", organ_id="o", family=SourceFamily.feed, url="https://a.example/rss", **CHANGES)
    ours = bson.decode(bson.encode(as_stored(source), codec_options=WITH_DATES))
    theirs = bson.decode(bson.encode(Encoder(to_db=True, exclude={"revision_id"}).encode(source)))
    assert ours == theirs
