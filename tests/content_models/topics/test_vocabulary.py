"""Topics: the shipped vocabularies and how a printed 主题分类 finds its topic."""

import pytest

from content_models.kit.store import Store
from content_models.topics import repository as topics
from content_models.topics.documents import Topic
from content_models.topics.vocabulary import THEMES, every_topic, theme_id


def test_all_22_classes_are_there_and_no_slug_is_used_twice() -> None:
    shipped = every_topic()
    assert len(THEMES) == 22
    assert len({topic.id for topic in shipped}) == len(shipped)
    assert {topic.parent_id for topic in shipped} - {None} <= {topic.id for topic in shipped}


@pytest.mark.parametrize(
    ("printed", "topic"),
    [
        ("综合政务\\政务公开", "theme.administration.openness"),
        ("综合政务/政务公开", "theme.administration.openness"),
        ("国民经济管理、国有资产监管", "theme.economy"),  # one class, in spite of its 、
        ("国民经济管理、国有资产监管\\物价", "theme.economy.prices"),
        ("综合政务\\本市自设", "theme.administration"),
        ("国有资产监管", None),
        ("", None),
        (None, None),
    ],
)
def test_printed_theme(printed: str | None, topic: str | None) -> None:
    assert theme_id(printed) == topic


async def test_seeding_twice_changes_nothing_and_keeps_the_citys_own_topics(store: Store) -> None:
    await Topic(id="dragon-boats", name="龙舟赛", position=999).insert()
    assert await topics.seed() == len(every_topic())
    assert await topics.seed() == 0
    stored = await topics.every_topic()
    assert [topic.id for topic in stored] == [topic.id for topic in every_topic()] + ["dragon-boats"]
    assert (await topics.load_many(["water-power", "unknown"])).keys() == {"water-power"}
