"""Words within byte budgets, ids, bitmaps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content_models.announcements import rules
from content_models.announcements.bitmap import Bitmap
from content_models.announcements.documents import Announcement
from content_models.announcements.errors import TemplateFieldMissing
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


@pytest.mark.parametrize("whole", ["👨‍👩‍👧", "👍🏽", "🇨🇳", "1️⃣", "é", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "𠮷"])
def test_what_is_one_sign_to_a_reader_is_kept_whole_or_left_out(whole: str) -> None:
    text = f"关于{whole * 3}的通知"
    for budget in range(len(text.encode())):
        kept = rules.fit(text, budget).removesuffix("…")
        assert kept.removeprefix("关于").replace(whole, "") in {"", "的", "的通", "关"}


def test_a_template_that_nobody_filled_is_a_typed_error_and_braces_are_only_text() -> None:
    with pytest.raises(TemplateFieldMissing) as missing:
        rules.fill("{publisher}：{title}", {"title": "示例"}, "title", 100)
    assert missing.value.details["missing"] == ["publisher"]
    assert rules.compose_body("{reason} {0} {title!r}", interpreted=False) == "{reason} {0} {title!r}"


@given(st.text(max_size=5000), st.text(max_size=5000), st.sampled_from(sorted(Announcement)))
def test_later_words_fit_too(publisher: str, title: str, announcement: Announcement) -> None:
    if announcement in {Announcement.publication, Announcement.digest}:
        return
    assert len(rules.compose_later_title(announcement, publisher).encode()) <= rules.TITLE_BYTES
    assert len(rules.compose_later_body(announcement, title, reason=title).encode()) <= rules.BODY_BYTES


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
