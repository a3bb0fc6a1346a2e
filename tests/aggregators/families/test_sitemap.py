"""Sitemaps as sites serve them: without titles, packed, in parts, with dates that mean little."""

import gzip
import time
from contextlib import aclosing
from datetime import timedelta

import pytest

from aggregators.errors import SourceFailed, SourceTooLarge
from aggregators.fetch import Fetcher
from aggregators.page_text import MOST_UNPACKED
from aggregators.poll import poll_source
from aggregators.sniff import sniff
from aggregators.trial import provisional_source, try_items
from aggregators.walk import walk
from content_models.intake import repository as intake
from content_models.intake.documents import TriageState
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import AlarmKind, FetchRecord, Source, SourceFamily
from tests.aggregators.families.pages import a_source, listed
from tests.aggregators.site import Site

TITLED = '<html><body><h1>示例市第{n}号便民通知</h1><div id="zoom"><p>示例正文，共有若干条。</p></div></body></html>'
BARE = '<html><body><div id="zoom"><p>示例正文，共有若干条。</p></div></body></html>'


def urlset(site: Site, numbers: range, lastmod: str = "2024-05-{n:02}") -> str:
    urls = "".join(
        f"<url><loc>{site.url(f'/n/{n}.html')}</loc><lastmod>{lastmod.format(n=n)}</lastmod></url>" for n in numbers
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'


def index(site: Site, children: dict[str, str]) -> str:
    listed = "".join(
        f"<sitemap><loc>{site.url(path)}</loc><lastmod>{day}</lastmod></sitemap>" for path, day in children.items()
    )
    return f"<sitemapindex>{listed}</sitemapindex>"


def put(site: Site, numbers: range, page: str = TITLED) -> None:
    for n in numbers:
        site.pages[f"/n/{n}.html"] = page.format(n=n)


async def added(site: Site, path: str = "/sitemap.xml") -> Source:
    source = Source(
        name="示例",
        organ_id="o",
        family=SourceFamily.sitemap,
        url=site.url(path),
        allow_private_network=True,
    )
    await sources.add(source)
    return source


async def poll(store: Store, fetcher: Fetcher, source: Source) -> FetchRecord:
    moment = store.now() + timedelta(minutes=30)
    store.now = lambda: moment
    return await poll_source(store, fetcher, await sources.load(source.id))


async def titles(store: Store) -> set[str]:
    return {item.title for item in await intake.queue(intake.QueueFilter(states=list(TriageState)), limit=100)}


async def addresses(fetcher: Fetcher, url: str) -> list[str]:
    source = provisional_source(url, SourceFamily.sitemap, params={}, allow_private_network=True)
    found: list[str] = []
    async with aclosing(walk(fetcher, source)) as steps:
        async for step in steps:
            found += [row.url.rpartition("/n/")[2] for row in step.listing.rows]
    return found


async def test_titles_come_from_the_pages_and_nobody_is_alarmed(store: Store, site: Site, fetcher: Fetcher) -> None:
    site.pages["/sitemap.xml"] = urlset(site, range(1, 5))
    put(site, range(1, 5))
    source = await added(site)
    for more in (5, 6, 7):  # the first poll and later ones, with news among what is known
        record = await poll(store, fetcher, source)
        assert (record.rows, record.untitled) == (more - 1, 0)
        site.pages["/sitemap.xml"] = urlset(site, range(1, more + 1))
        put(site, range(more, more + 1))
    assert AlarmKind.no_titles not in (await sources.load(source.id)).alarms
    assert await titles(store) == {f"示例市第{n}号便民通知" for n in range(1, 7)}


async def test_pages_without_a_title_of_their_own_raise_the_alarm(store: Store, site: Site, fetcher: Fetcher) -> None:
    site.pages["/sitemap.xml"] = urlset(site, range(1, 5))
    put(site, range(1, 5), BARE)
    source = await added(site)
    for _ in range(2):
        assert (await poll(store, fetcher, source)).untitled == 4
        site.pages["/sitemap.xml"] = urlset(site, range(1, 5)) + "\n"
    assert AlarmKind.no_titles in (await sources.load(source.id)).alarms


async def test_a_trial_shows_titles_too(site: Site, fetcher: Fetcher) -> None:
    site.pages["/sitemap.xml"] = urlset(site, range(1, 4))
    put(site, range(1, 4))
    found = await sniff(fetcher, site.url("/sitemap.xml"), allow_private=True)
    source = provisional_source(found.url, found.family, params={}, allow_private_network=True)
    shown = [tried.item.title async for tried in try_items(fetcher, source, 3)]
    assert shown == [f"示例市第{n}号便民通知" for n in (3, 2, 1)]


@pytest.mark.parametrize("path", ["/sitemap.xml.gz", "/packed"])
async def test_a_packed_sitemap_is_unpacked(path: str, site: Site, fetcher: Fetcher) -> None:
    site.pages[path] = gzip.compress(urlset(site, range(1, 4)).encode())
    found = await sniff(fetcher, site.url(path), allow_private=True)
    assert (found.family, len(found.rows)) == (SourceFamily.sitemap, 3)


async def test_a_packed_bomb_is_refused(site: Site, fetcher: Fetcher) -> None:
    site.pages["/sitemap.xml.gz"] = gzip.compress(b"<urlset>" + b" " * (MOST_UNPACKED + 1))
    with pytest.raises(SourceTooLarge):
        await addresses(fetcher, site.url("/sitemap.xml.gz"))


async def test_a_damaged_packed_sitemap_is_a_typed_error(site: Site, fetcher: Fetcher) -> None:
    site.pages["/sitemap.xml.gz"] = b"\x1f\x8b\x08damaged"
    with pytest.raises(SourceFailed):
        await addresses(fetcher, site.url("/sitemap.xml.gz"))


async def test_recent_parts_of_an_index_are_one_list_and_archives_are_left(site: Site, fetcher: Fetcher) -> None:
    site.pages["/sitemap.xml"] = index(site, {"/old": "2019-01-01", "/a": "2024-05-29", "/b.gz": "2024-05-30"})
    site.pages["/a"] = urlset(site, range(1, 4))
    site.pages["/b.gz"] = gzip.compress(urlset(site, range(11, 14)).encode())
    assert await addresses(fetcher, site.url("/sitemap.xml")) == [f"{n}.html" for n in (13, 12, 11, 3, 2, 1)]
    assert "/old" not in site.asked


@pytest.mark.parametrize("missing", ["/a", "/b", "/c"])
async def test_a_part_that_is_gone_costs_the_others_nothing(missing: str, site: Site, fetcher: Fetcher) -> None:
    site.pages["/sitemap.xml"] = index(site, {"/a": "2024-05-28", "/b": "2024-05-29", "/c": "2024-05-30"})
    for start, path in enumerate(("/a", "/b", "/c")):
        site.pages[path] = urlset(site, range(start * 10 + 1, start * 10 + 2))
    del site.pages[missing]
    assert len(await addresses(fetcher, site.url("/sitemap.xml"))) == 2


async def test_news_in_the_second_part_is_found_though_the_first_is_known(
    store: Store, site: Site, fetcher: Fetcher
) -> None:
    site.pages["/sitemap.xml"] = index(site, {"/a": "2024-05-29", "/b": "2024-05-30"})
    site.pages["/a"], site.pages["/b"] = urlset(site, range(1, 3)), urlset(site, range(11, 13))
    put(site, range(1, 20))
    source = await added(site)
    assert (await poll(store, fetcher, source)).new == 4
    site.pages["/a"] = urlset(site, range(1, 4))
    assert (await poll(store, fetcher, source)).new == 1


def test_one_lastmod_for_all_says_nothing_of_any() -> None:
    urls = "".join(
        f"<url><loc>https://www.example.gov/t202405{n:02}_1.html</loc><lastmod>2026-11-25T03:00:00Z</lastmod></url>"
        for n in range(1, 9)
    )
    rows = listed(a_source(SourceFamily.sitemap), f"<urlset>{urls}</urlset>").rows
    assert [f"{row.published_at:%Y-%m-%d}" for row in rows][:2] == ["2024-05-07", "2024-05-06"]


async def test_fifty_thousand_entries_are_read_soon(site: Site, fetcher: Fetcher) -> None:
    site.pages["/sitemap.xml"] = urlset(site, range(50_000), "2024-05-06")
    started = time.monotonic()
    assert len(await addresses(fetcher, site.url("/sitemap.xml"))) == 2_000
    assert time.monotonic() - started < 20
