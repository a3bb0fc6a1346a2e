"""Words within byte budgets, ids, bitmaps."""

from hypothesis import given
from hypothesis import strategies as st

from content_models.announcements import rules
from content_models.announcements.bitmap import Bitmap
from content_models.releases.documents import ReleaseKind


@given(st.text(), st.integers(min_value=0, max_value=60))
def test_a_cut_text_keeps_its_budget_and_whole_characters(text: str, budget: int) -> None:
    cut = rules.fit(text, budget)
    assert len(cut.encode()) <= budget
    assert cut == text or text.startswith(cut.removesuffix("…"))


def test_no_half_emoji_and_no_waiting_joiner() -> None:
    family = "👨‍👩‍👧"
    for budget in range(len(family.encode())):
        assert not rules.fit(family, budget).rstrip("…").endswith("\u200d")


@given(st.text(min_size=1, max_size=5000), st.text(min_size=2, max_size=5000), st.booleans())
def test_texts_fit_a_notification_and_keep_their_sentence(publisher: str, title: str, interpreted: bool) -> None:
    heading = rules.compose_title(ReleaseKind.policy, publisher)
    body = rules.compose_body(title, interpreted=interpreted)
    assert len(heading.encode()) <= rules.TITLE_BYTES
    assert len(body.encode()) <= rules.BODY_BYTES
    assert heading.endswith("发布您订阅的新政策")
    assert body.endswith("（附解读）") or not interpreted


def test_collapse_ids_fit_apns() -> None:
    assert rules.collapse_id("short") == "short"
    assert len(rules.collapse_id("长" * 40).encode()) <= 64


@given(st.sets(st.integers(min_value=0, max_value=499)))
def test_a_bitmap_remembers_exactly_what_was_set(indexes: set[int]) -> None:
    bitmap = Bitmap()
    for index in indexes:
        bitmap.set(index)
    stored = Bitmap(bytes(bitmap))
    assert len(stored) == len(indexes)
    assert set(stored.clear_below(500)) == set(range(500)) - indexes
