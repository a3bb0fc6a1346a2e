"""What changed between two texts: nothing lost, nothing invented, only what changed."""

import random
import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from content_models.official_text.comparison import Change, ChangeKind, changes

TEXTS = st.text("甲乙丙一二三\n。", max_size=80)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_the_comparison(before: str, after: str) -> None:
    found = changes(before, after)
    assert "".join(change.text for change in found if change.kind is not ChangeKind.added) == before
    assert "".join(change.text for change in found if change.kind is not ChangeKind.removed) == after
    assert all(one.kind is not other.kind for one, other in pairwise(found))


def test_one_character_is_one_character() -> None:
    before = "第一条 为了规范。\n第二条 期限为三十日。\n第三条 本办法自发布之日起施行。"
    after = before.replace("三十日", "二十日")
    assert changes(before, after) == [
        Change(ChangeKind.same, "第一条 为了规范。\n第二条 期限为"),
        Change(ChangeKind.removed, "三"),
        Change(ChangeKind.added, "二"),
        Change(ChangeKind.same, "十日。\n第三条 本办法自发布之日起施行。"),
    ]


def test_a_long_regulation_with_one_change_is_compared_by_paragraphs() -> None:
    lines = [f"第{number}条 " + "规定内容。" * 40 for number in range(2000)]
    found = changes("\n".join(lines), "\n".join([*lines[:700], "第700条 全新内容。", *lines[701:]]))
    assert sum(len(change.text) for change in found if change.kind is not ChangeKind.same) < 300


def test_one_change_in_a_paragraph_as_long_as_a_book_is_shown_alone() -> None:
    before = "甲" * 800_000 + "三十日" + "乙" * 800_000
    after = before.replace("三十日", "六十日")
    assert changes(before, after) == [
        Change(ChangeKind.same, "甲" * 800_000),
        Change(ChangeKind.removed, "三"),
        Change(ChangeKind.added, "六"),
        Change(ChangeKind.same, "十日" + "乙" * 800_000),
    ]


def test_texts_that_repeat_themselves_take_no_longer_for_it() -> None:
    """Matching every line with every equal one is quadratic: half a megabyte of list entries took minutes."""
    chance = random.Random(6)
    entries = [f"第{number}项" for number in range(300)]
    before, after = ("\n".join(chance.choices(entries, k=100_000)) for _ in range(2))
    begun = time.process_time()
    found = changes(before, after)
    assert time.process_time() - begun < 5
    assert "".join(change.text for change in found if change.kind is not ChangeKind.added) == before
