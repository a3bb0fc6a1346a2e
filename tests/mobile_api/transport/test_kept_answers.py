"""Answers that are kept: told so in headers, sent compressed, asked about by ETag, gone with the edition."""

import asyncio
import dataclasses
import gzip
import hashlib
from collections.abc import AsyncIterator

import brotli
import pytest
import zstandard

from content_models.kit.store import Store
from content_models.residents.actions.follow import FollowCommand, follow
from content_models.residents.documents import FollowTarget
from mobile_api.context import Deps, as_actor
from mobile_api.transport import kept
from mobile_api.transport.kept import KeptPages
from mobile_api.transport.pages import Page
from tests.mobile_api.city import City
from tests.mobile_api.client import KEEPING, App, app_on, operation
from tests.mobile_api.feed.test_round_trips import Counter, commands

__all__ = ["commands"]  # a fixture
FEED = {"documentId": hashlib.sha256(operation("Feed").strip().encode()).hexdigest()}
DECODE = {"br": brotli.decompress, "zstd": zstandard.decompress, "gzip": gzip.decompress}


@pytest.fixture
async def keeping(deps: Deps) -> AsyncIterator[App]:
    app = app_on(dataclasses.replace(deps, keeping=KEEPING))
    async with app.http:
        yield app


@pytest.fixture
async def filled(city: City, keeping: App) -> App:
    for number in range(10):
        await city.release(f"示例公告{number}")
    await city.project()
    await keeping.refresh()
    return keeping


@pytest.mark.parametrize(
    ("name", "cache_control", "vary"),
    [
        ("Feed", "private, no-cache", "Accept, Accept-Encoding, Authorization"),
        ("Headlines", "public, max-age=1", "Accept, Accept-Encoding"),
        ("Directory", "public, max-age=300", "Accept, Accept-Encoding"),
        ("Viewer", "private, no-cache", "Accept, Accept-Encoding, Authorization"),
    ],
)
async def test_policy_is_told(filled: App, name: str, cache_control: str, vary: str) -> None:
    answer = await filled.post({"query": operation(name)})
    assert (answer.headers["cache-control"], answer.headers["vary"]) == (cache_control, vary)


async def test_what_failed_or_changes_something_is_not_stored(filled: App) -> None:
    failed = await filled.post({"query": "{ feed(first: 0) { hasNewer } }"})
    changed = await filled.post({"query": operation("Follow"), "variables": {"input": {}}})
    mixed = await filled.post({"query": "{ topics { id } __typename }"})
    assert [answer.headers["cache-control"] for answer in (failed, changed)] == ["no-store", "no-store"]
    assert mixed.headers["cache-control"] == "public, max-age=300"


async def test_the_second_one_is_answered_without_the_store(filled: App, store: Store) -> None:
    first = await filled.http.get("/graphql", params=FEED)
    await store.database["releases"].drop()
    await store.database["revisions"].drop()
    second = await filled.http.get("/graphql", params=FEED)
    assert second.content == first.content
    assert len(first.json()["data"]["feed"]["edges"]) == 10


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip"])
async def test_compressed(filled: App, encoding: str) -> None:
    plain = await filled.http.get("/graphql", params=FEED, headers={"accept-encoding": "identity"})
    async with filled.http.stream(
        "GET", "/graphql", params=FEED, headers={"accept-encoding": f"{encoding};q=0.5, x"}
    ) as answer:
        raw = b"".join([piece async for piece in answer.aiter_raw()])
    assert answer.headers["content-encoding"] == encoding
    assert DECODE[encoding](raw) == plain.content
    assert len(raw) == int(answer.headers["content-length"]) < len(plain.content) / 2
    assert answer.headers["etag"] != plain.headers["etag"]


async def test_unchanged_since(filled: App, city: City) -> None:
    first = await filled.http.get("/graphql", params=FEED)
    tag = {"if-none-match": f'"other", W/{first.headers["etag"]}'}
    same = await filled.http.get("/graphql", params=FEED, headers=tag)
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", first.headers["etag"])
    assert same.headers["cache-control"] == first.headers["cache-control"]
    await city.release("新到的公告")
    await city.project()
    await filled.refresh()
    newer = await filled.http.get("/graphql", params=FEED, headers=tag)
    assert (newer.status_code, len(newer.json()["data"]["feed"]["edges"])) == (200, 11)


async def test_a_withdrawal_is_seen_as_soon_as_the_timeline_knows(filled: App, city: City) -> None:
    async def shown() -> int:
        answer = await filled.http.get("/graphql", params=FEED)
        return len(answer.json()["data"]["feed"]["edges"])

    assert await shown() == 10
    await city.withdraw("release-0003")
    await city.project()
    await filled.refresh()
    assert await shown() == 9


async def test_after_a_publication_many_who_ask_at_once_cost_the_store_one_page(
    commands: Counter, filled: App, city: City
) -> None:
    async def asked_by(how_many: int) -> int:
        await city.release("又一条公告")
        await city.project()
        await filled.refresh()
        commands.names.clear()
        answers = await asyncio.gather(*(filled.http.get("/graphql", params=FEED) for _ in range(how_many)))
        assert len({answer.content for answer in answers}) == 1
        return len(commands.names)

    assert await asked_by(1) == await asked_by(40) > 0


async def test_head_tells_the_length_and_sends_nothing(filled: App) -> None:
    got, asked = [await filled.http.request(method, "/graphql", params=FEED) for method in ("GET", "HEAD")]
    assert (asked.content, asked.headers["content-length"]) == (b"", got.headers["content-length"])


async def test_a_viewers_own_page_is_never_kept_for_another(filled: App) -> None:
    seen = []
    for resident in ("resident-a", "resident-b"):
        filled.token = f"viewer:{resident}"
        seen.append((await filled.ask("{ viewer { id } }"))["data"]["viewer"]["id"])
    filled.token = None
    seen.append((await filled.ask("{ viewer { id } }"))["data"]["viewer"])
    assert seen == ["resident-a", "resident-b", None]


def a_page(body: bytes = b"x", *, keep: bool = True) -> Page:
    return Page(body, "public, max-age=1", "Accept", keep=keep)


async def test_many_who_ask_at_once_wait_for_one() -> None:
    pages, made = KeptPages(1_000_000), 0
    ready = asyncio.Event()

    async def make() -> Page:
        nonlocal made
        made += 1
        await ready.wait()
        return a_page()

    waiting = [asyncio.create_task(pages.made_once("key", 1, make)) for _ in range(20)]
    await asyncio.sleep(0)
    waiting[0].cancel()  # whoever came first hangs up
    ready.set()
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert made == 1
    assert isinstance(answers[0], asyncio.CancelledError)
    assert {type(answer) for answer in answers[1:]} == {Page}


async def test_what_was_begun_before_a_change_is_not_kept_after_it() -> None:
    pages = KeptPages(1_000_000)
    pages.get("key", 1)

    async def make() -> Page:
        pages.get("other", 2)  # the edition changes while this is being made
        return a_page(b"old")

    await pages.made_once("key", 1, make)
    assert pages.get("key", 2) is None
    assert pages.get("key", 1) is None


async def test_kept_pages_are_bounded_by_bytes() -> None:
    pages = KeptPages(10_000)
    pages.get("", 1)
    for number in range(50):
        body = bytes(500)

        async def make(body: bytes = body) -> Page:
            return a_page(body)

        await pages.made_once(number, 1, make)
    assert len(pages) == 5
    assert pages.get(49, 1) is not None

    async def make_huge() -> Page:
        return a_page(bytes(9_000))

    await pages.made_once("huge", 1, make_huge)
    assert pages.get("huge", 1) is None


async def test_aged_pages_go_on_only_where_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = KeptPages(10_000)
    pages.get("", 1)

    async def make() -> Page:
        return a_page()

    await pages.made_once("key", 1, make)
    monkeypatch.setattr(kept, "FRESH", 0.0)
    assert pages.get("key", 1) is None
    assert pages.get("key", 1, stale=True) is not None


async def test_a_viewers_own_feed_is_kept_for_nobody_else(filled: App, city: City) -> None:
    followed = await city.release("关注的主题", topics=["housing"])
    await city.project()
    await filled.refresh()
    everybody = await filled.run("Feed")
    for number, follows in ((1, True), (2, False)):
        wanted = {"installation": f"{number}" * 32, "idempotencyKey": f"beginning-{number}"}
        filled.token = (await filled.run("BeginViewer", input=wanted))["beginViewer"]["viewerToken"]
        if follows:
            store, resident_id = filled.deps.store, filled.deps.tokens.verify(filled.token).resident_id
            await follow(
                store,
                FollowCommand(
                    actor=as_actor(resident_id),
                    idempotency_key="follow-housing",
                    resident_id=resident_id,
                    target=FollowTarget.topic,
                    target_id="housing",
                ),
            )
            own = (await filled.run("Feed"))["feed"]
            assert [edge["node"]["id"] for edge in own["edges"]] == [followed]
        else:
            assert (await filled.run("Feed"))["feed"]["edges"] != own["edges"]
    filled.token = None
    assert await filled.run("Feed") == everybody
    assert len(everybody["feed"]["edges"]) == 11
