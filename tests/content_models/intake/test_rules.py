"""What counts as a change, decided from data alone."""

import hashlib
import json
from datetime import UTC, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from content_models.intake.documents import Attachment, ItemKind, TriageState
from content_models.intake.rules import (
    STATED_FIELDS,
    STATED_OF_ATTACHMENTS,
    KnownVersion,
    Verdict,
    after_change,
    changed_fields,
    content_sha256,
    decide,
)
from tests.content_models.intake.factories import MAY, an_item, arrival


def test_a_better_classifier_does_not_make_the_archive_look_corrected() -> None:
    plain = an_item()
    enriched = an_item(kind=ItemKind.policy, kind_evidence="标题以通知结尾", warnings=["没有文号"], body_text="示例")
    assert content_sha256(plain) == content_sha256(enriched)


def test_one_moment_in_two_time_zones_is_no_change() -> None:
    shanghai = MAY.astimezone(timezone(timedelta(hours=8)))
    assert changed_fields(an_item(), an_item(published_at=shanghai)) == []
    assert content_sha256(an_item()) == content_sha256(an_item(published_at=shanghai))


def test_an_attachment_put_in_later_is_a_change() -> None:
    later = an_item(attachments=[Attachment(name="附件.pdf", url="https://a.example/1.pdf")])
    assert changed_fields(an_item(), later) == ["attachments"]


def test_the_first_of_two_rows_with_one_key_counts() -> None:
    [decision] = decide({}, [arrival("1", title="较新的一行标题"), arrival("1", title="较旧的一行标题")])
    assert decision.incoming.item.title == "较新的一行标题"


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_version_is_same_exactly_when_its_text_is(before: str, after: str) -> None:
    known = {"1": KnownVersion(version_no=3, sha256=content_sha256(an_item(title=before)))}
    [decision] = decide(known, [arrival("1", title=after)])
    expected = (Verdict.same, 3) if before == after else (Verdict.changed, 4)
    assert (decision.verdict, decision.version_no) == expected


def test_only_adopted_text_asks_for_attention_again() -> None:
    moved = {state for state in TriageState if after_change(state) is not state}
    assert moved == {TriageState.adopted}


ZONES = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(minutes=-330))])
FILES = st.builds(Attachment, name=st.text(), url=st.just("https://a.example/1.pdf"), media_type=st.none() | st.text())


@given(
    published_at=st.none() | st.datetimes(timezones=ZONES).filter(lambda at: 1 < at.year < 9999),
    signed_date=st.none() | st.dates(),
    summary=st.text(),
    attachments=st.lists(FILES, max_size=2),
    interprets=st.lists(st.text(), max_size=2),
)
def test_digests_are_those_of_the_stored_form(**fields: object) -> None:
    """Digests are stored for good: writing the fields out by hand must not change one."""
    item = an_item(**fields)
    stored = item.model_dump(mode="json", include=set(STATED_FIELDS) - {"attachments"})
    files = [file.model_dump(mode="json", include=set(STATED_OF_ATTACHMENTS)) for file in item.attachments]
    stated = {name: value for name, value in (stored | {"attachments": files}).items() if value}
    as_json = json.dumps(stated, sort_keys=True, ensure_ascii=False)
    assert content_sha256(item) == hashlib.sha256(as_json.encode()).hexdigest()
