"""Links are looked at by the worker, never while somebody publishes; an editor hears only of what lasts."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web

from aggregators.fetch import Fetcher
from content_models.checks import repository as checks
from content_models.checks.surroundings import issues_of
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.documents import Content, Release, Revision
from server.console.checks_view import checks_panel
from server.worker.checking import BELIEVED_AFTER, GOOD_FOR, Ask, check_due_links
from tests.aggregators.site import Site
from tests.desk import Desk


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site() as site:
        site.pages["/good"] = "<p>好</p>"
        yield site


@pytest.fixture
async def ask() -> AsyncIterator[Ask]:
    async with Fetcher(max_body=1024) as fetcher:
        yield lambda url: fetcher.get(url, allow_private=True)


async def draft_with(store: Store, *links: str) -> tuple[Release, Revision]:
    release = await releases.load((await Desk(store).draft()).release_id)
    revision = await releases.load_revision(release.current_revision_id)
    body = "".join(f'<p><a href="{link}">链接</a></p>' for link in links)
    content: Content = revision.content.model_copy(update={"body_html": body})
    revision.content = content
    await revision.save()
    return release, revision


async def test_a_dead_link_is_found_by_the_worker_and_told_with_its_time(store: Store, site: Site, ask: Ask) -> None:
    good, gone = site.url("/good"), site.url("/gone")
    release, revision = await draft_with(store, good, gone)
    panel = await checks_panel(store, release)
    assert site.asked == []  # looking at the page asks nobody
    assert "链接打不开" not in str(panel)

    assert await check_due_links(store, ask) == 2
    told = [issue for issue in await issues_of(store, release, revision) if issue.found == gone]
    assert len(told) == 1
    assert not told[0].blocks
    assert "检查）" in told[0].message
    assert await check_due_links(store, ask) == 0  # not due again
    [known] = await checks.link_checks([good])
    assert known.due_at - known.checked_at == GOOD_FOR


async def test_one_bad_minute_of_a_site_is_no_news(store: Store, site: Site, ask: Ask) -> None:
    async def failing(_: web.Request) -> web.StreamResponse:
        return web.Response(status=500)

    site.pages["/shaky"] = failing
    shaky = site.url("/shaky")
    await checks.ask_for_links("r", [shaky], store.now())
    for look in range(1, BELIEVED_AFTER + 1):
        await check_due_links(store, ask)
        [known] = await checks.link_checks([shaky])
        assert bool(known.problem) is (look >= BELIEVED_AFTER)
        await checks.record_link(
            shaky, problem=known.problem, failures=known.failures, at=store.now(), due_at=store.now()
        )
    site.pages["/shaky"] = "<p>好了</p>"
    await check_due_links(store, ask)
    assert [one.problem for one in await checks.link_checks([shaky])] == [""]


async def test_an_answer_that_is_long_or_asks_for_patience_is_an_answer(store: Store, site: Site, ask: Ask) -> None:
    async def busy(_: web.Request) -> web.StreamResponse:
        return web.Response(status=429, headers={"Retry-After": "120"})

    site.pages |= {"/long": "长" * 5000, "/busy": busy}
    links = [site.url(path) for path in ("/long", "/busy")]
    await checks.ask_for_links("r", links, store.now())
    await check_due_links(store, ask)
    assert [one.problem for one in await checks.link_checks(links)] == ["", ""]


async def test_addresses_inside_are_never_asked_from_outside(store: Store, site: Site) -> None:
    """The real fetcher: a link in a text must not become a request to our own network."""
    inside = site.url("/good")
    await checks.ask_for_links("r", [inside], store.now())
    async with Fetcher() as fetcher:
        await check_due_links(store, fetcher.get)
    assert site.asked == []
    [known] = await checks.link_checks([inside])
    assert known.problem


async def test_two_workers_share_the_links(store: Store, site: Site, ask: Ask) -> None:
    link = site.url("/good")
    await checks.ask_for_links("r", [link], store.now() - timedelta(minutes=1))
    [one] = await checks.due_links(store.now(), 10)
    assert await checks.claim_link(one, store.now() + timedelta(minutes=5))
    assert not await checks.claim_link(one, store.now() + timedelta(minutes=6))
    assert await check_due_links(store, ask) == 0
