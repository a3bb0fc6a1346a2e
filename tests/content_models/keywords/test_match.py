"""From following a word to the release that says it, once, against a real store."""

from datetime import timedelta

import pytest

from content_models.announcements.limits import PushLimits
from content_models.keywords import repository as keywords
from content_models.keywords.actions.match import match_keywords, match_many
from content_models.keywords.documents import FollowedKeyword, KeywordHit
from content_models.kit.actors import Actor, ActorKind
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.releases.channels import keyword_channel
from content_models.residents.actions.follow import FollowCommand, Unfollow, follow, unfollow
from content_models.residents.actions.forget_keywords import forget_keywords
from content_models.residents.actions.register_device import RegisterDevice, register_device
from content_models.residents.documents import FollowTarget
from content_models.residents.rules import MOST_KEYWORDS, TooManyKeywords
from content_models.timeline.effects import project_timeline
from content_models.timeline.timeline import Timeline
from server.worker.effects import effects_under
from tests.mobile_api.city import City

PHONE = Actor(kind=ActorKind.resident, id="anonymous", name="居民")


async def resident(store: Store, token: str = "0a") -> str:
    command = RegisterDevice(actor=PHONE, idempotency_key=new_id(), token=token * 32)
    return (await register_device(store, command)).resident_id


def asked(resident_id: str, word: str, kind: type[FollowCommand] = FollowCommand) -> FollowCommand:
    target = {"target": FollowTarget.keyword, "target_id": word}
    return kind(actor=PHONE, idempotency_key=new_id(), resident_id=resident_id, **target)


async def test_one_hit_a_word_however_many_follow_it(store: Store) -> None:
    city = City(store)
    for token in ("0a", "0b"):
        await follow(store, asked(await resident(store, token), "加装电梯"))
    said = await city.release("关于既有住宅加装电梯的通知")
    silent = await city.release("关于停水的通知")
    for _ in range(2):
        assert await match_many(store, [said, silent]) == 1
    assert await keywords.hits_of([said, silent]) == {said: ["加装电梯"]}
    assert await KeywordHit.count() == 1
    await city.project()
    feed = Timeline()
    await feed.refresh(store)
    assert [one.release_id for one in feed.page([keyword_channel("加装电梯")], 10).positions] == [said]


async def test_a_correction_says_other_words(store: Store) -> None:
    city = City(store)
    resident_id = await resident(store)
    for word in ("学区", "停水"):
        await follow(store, asked(resident_id, word))
    said = await city.release("关于学区划分的通知")
    await match_many(store, [said])
    await city.correct(said, title="关于停水的通知", body_text="今晚停水。")
    await match_many(store, [said])
    assert await keywords.hits_of([said]) == {said: ["停水"]}
    await city.project()
    feed = Timeline()
    await feed.refresh(store)
    found = {word: feed.page([keyword_channel(word)], 10).positions for word in ("学区", "停水")}
    assert ([one.release_id for one in found["停水"]], list(found["学区"])) == ([said], [])


async def test_every_fact_about_a_text_looks_for_words_before_its_place_is_projected() -> None:
    effects = effects_under(PushLimits())
    for topic in ("release.published", "release.corrected"):
        assert effects[topic].index(match_keywords) < effects[topic].index(project_timeline)


async def test_a_word_followed_while_the_process_runs_is_heard(store: Store) -> None:
    city = City(store)
    first = await city.release("学区划分方案")
    assert await match_many(store, [first]) == 0
    await follow(store, asked(await resident(store), "学区"))
    second = await city.release("学区调整公告")
    assert await match_many(store, [second]) == 1
    assert await match_many(store, [first]) == 1, "looked through again on purpose, it is found too"


async def test_spelling_differently_is_following_the_same(store: Store) -> None:
    resident_id = await resident(store)
    assert (await follow(store, asked(resident_id, " ５Ｇ "))).channel == "keyword:5g"
    assert not (await unfollow(store, asked(resident_id, "5G", Unfollow))).following


async def test_a_resident_follows_so_many_words_and_no_more(store: Store) -> None:
    resident_id = await resident(store)
    for number in range(MOST_KEYWORDS):
        await follow(store, asked(resident_id, f"关注词{number}"))
    with pytest.raises(TooManyKeywords):
        await follow(store, asked(resident_id, "再来一个"))
    await follow(store, asked(resident_id, "关注词0"))


async def test_words_nobody_follows_are_forgotten_after_a_day(store: Store) -> None:
    resident_id = await resident(store)
    for word in ("学区", "停水"):
        await follow(store, asked(resident_id, word))
    await unfollow(store, asked(resident_id, "停水", Unfollow))
    assert await forget_keywords(store) == 0
    now = store.now
    store.now = lambda: now() + timedelta(days=2)
    assert await forget_keywords(store) == 1
    assert [one.id for one in await FollowedKeyword.find_all().to_list()] == ["学区"]
