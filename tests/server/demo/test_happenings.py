"""What befalls the city is noticed at the sources: by the real poll, on real sockets."""

import httpx
import pytest

from aggregators.fetch import Fetcher
from aggregators.poll import poll_source
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import AlarmKind, FetchOutcome, FetchRecord, Source
from content_models.sources.moves import SIGHTINGS_TO_MOVE
from server.demo.city.library import sites
from server.demo.city.pages import list_path
from server.demo.city.records import Site
from server.demo.sources import source_id

REDESIGNED = next(site for site in sites() if site.redesigned)
MOVED = next(site for site in sites() if site.moves_from)
SLOW = next(site for site in sites() if site.seconds)
SILENT = min(sites(), key=lambda site: site.duty_days)


async def source_of(site: Site) -> Source:
    return await sources.load(source_id(site.id))


async def poll(store: Store, site: Site) -> FetchRecord:
    async with Fetcher() as fetcher:
        return await poll_source(store, fetcher, await source_of(site))


async def happens(city: str, happening: str) -> None:
    async with httpx.AsyncClient(base_url=city) as web:
        (await web.post(f"/_demo/{happening}")).raise_for_status()


async def test_redesigned_column_raises_an_alarm_and_loses_nothing(reading: Store, city: str) -> None:
    before = await poll(reading, REDESIGNED)
    assert before.new == len(REDESIGNED.postings)
    await happens(city, "redesign")
    after = await poll(reading, REDESIGNED)
    assert after.outcome is FetchOutcome.failed
    assert after.gone == 0
    assert AlarmKind.no_rows in (await source_of(REDESIGNED)).alarms


async def test_moved_column_is_read_at_its_new_address_after_three_sightings(reading: Store, city: str) -> None:
    await poll(reading, MOVED)
    await happens(city, "move")
    for sighting in range(1, SIGHTINGS_TO_MOVE):
        await poll(reading, MOVED)
        source = await source_of(MOVED)
        assert source.url == f"{city}{MOVED.moves_from}"
        assert source.move is not None
        assert source.move.sightings == sighting
    last = await poll(reading, MOVED)
    source = await source_of(MOVED)
    assert source.url == f"{city}{list_path(MOVED)}"
    assert [former.url for former in source.former_urls] == [f"{city}{MOVED.moves_from}"]
    assert last.new == 0


async def test_silent_column_is_noticed_and_the_others_are_not_accused(reading: Store) -> None:
    await poll(reading, SILENT)
    assert (await source_of(SILENT)).alarms == [AlarmKind.silent]


@pytest.mark.parametrize("site", [site for site in sites() if site.id in ("policy-library", "city-library")])
async def test_a_column_in_order_has_no_alarm(reading: Store, site: Site) -> None:
    await poll(reading, site)
    assert (await source_of(site)).alarms == []


async def test_slow_site_is_read_all_the_same(reading: Store) -> None:
    record = await poll(reading, SLOW)
    assert record.error is None
    assert record.new == len(SLOW.postings)
    assert record.milliseconds >= SLOW.seconds * 1000
