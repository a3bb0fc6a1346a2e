"""A follow outlives its topic: whoever follows one that ended reads and is told what comes under what it ended in."""

from datetime import date

import pytest

from content_models.announcements.actions.announce import announce
from content_models.announcements.actions.dry_run import dry_run
from content_models.announcements.actions.plan import plan
from content_models.kit.store import Store
from content_models.residents.documents import InboxEntry
from content_models.topics import repository as topics
from content_models.topics.documents import Topic
from tests.content_models.announcements.support import published, resident

LINE = ("rent", "lodging", "housing")  # each ended in the next; what is published is filed under the last


@pytest.fixture
async def line(store: Store) -> None:
    ended = date(2026, 1, 31)
    for name, successor in zip(LINE, (*LINE[1:], None), strict=True):
        await Topic(id=name, name=name, ended_on=ended if successor else None, successor_id=successor).insert()
    await Topic(id="traffic", name="traffic").insert()


async def test_a_follower_of_any_of_them_reads_all_of_them(line: None) -> None:
    read = await topics.covered_by([*LINE, "traffic"])
    found = {one: {topic.id for topic in besides} for one, besides in read.items()}
    assert found == {one: set(LINE) - {one} for one in LINE} | {"traffic": set()}


async def test_topics_that_end_in_one_another_are_gone_round_once(store: Store) -> None:
    for name, successor in (("a", "b"), ("b", "a")):
        await Topic(id=name, name=name, successor_id=successor).insert()
    assert {topic.id for topic in (await topics.covered_by(["a"]))["a"]} == {"b"}
    assert set(await topics.ended_in(["a"])) == {"a", "b"}


async def test_siblings_that_ended_in_one_topic_do_not_read_each_other(line: None) -> None:
    await Topic(id="flats", name="flats", successor_id="housing").insert()
    assert {topic.id for topic in (await topics.covered_by(["flats"]))["flats"]} == {"housing"}


async def test_followers_of_an_ended_topic_are_told(store: Store, line: None) -> None:
    for topic in (*LINE, "traffic"):
        await resident(store, topic, topic)
    release = await published()
    assert (await dry_run(store, release.id)).residents == len(LINE)
    campaign = await announce(store, release.id)
    assert campaign is not None
    assert (await plan(store, campaign.id)).residents == len(LINE)
    assert await InboxEntry.count() == len(LINE)
