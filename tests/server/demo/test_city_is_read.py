"""The aggregators read every site of the demo city as its content files mean it, whatever the format and charset."""

from collections.abc import Sequence

import pytest

from aggregators.fetch import Fetcher
from aggregators.poll import poll_source
from content_models.intake import repository as intake
from content_models.intake.documents import ItemKind, NormalisedItem, TriageState
from content_models.kit.clock import SHANGHAI
from content_models.kit.store import Store
from content_models.sources import repository as sources
from content_models.sources.documents import FetchOutcome, FetchRecord
from server.demo.city.library import sites, texts
from server.demo.city.records import Posting, Site, Text, Wire
from server.demo.sources import source_id

POLLED = [site for site in sites() if site.wire is not Wire.push_in]
READABLE = [site for site in POLLED if site.wire is not Wire.broken]
Arrived = Sequence[tuple[Posting, Text, NormalisedItem]]


@pytest.fixture(scope="module")
async def records(reading: Store) -> dict[str, FetchRecord]:
    async with Fetcher() as fetcher:
        return {site.id: await poll_source(reading, fetcher, await sources.load(source_id(site.id))) for site in POLLED}


async def items_of(site: Site) -> list[NormalisedItem]:
    wanted = intake.QueueFilter(states=list(TriageState), source_id=source_id(site.id))
    return [await intake.latest_item(item) for item in await intake.queue(wanted)]


@pytest.fixture(scope="module")
async def arrived(records: dict[str, FetchRecord]) -> Arrived:
    """Every item with the posting and the text it was made from, matched by title."""
    found = []
    for site in READABLE:
        by_title = {texts()[posting.text].title: posting for posting in site.postings}
        for item in await items_of(site):
            posting = by_title[item.title]
            found.append((posting, texts()[posting.text], item))
    return found


@pytest.mark.parametrize("site", READABLE, ids=lambda site: site.id)
async def test_every_item_arrives_once_with_its_full_title(site: Site, records: dict[str, FetchRecord]) -> None:
    assert records[site.id].error is None
    assert records[site.id].item_errors == []
    titles = [item.title for item in await items_of(site)]
    assert sorted(titles) == sorted(texts()[posting.text].title for posting in site.postings)


def test_facts_of_policies_arrive(arrived: Arrived) -> None:
    for posting, text, item in arrived:
        assert item.published_at == posting.at.replace(tzinfo=SHANGHAI), item.title
        assert (str(item.doc_no) if item.doc_no else None) == (text.doc_no if not text.interprets else None)
        assert item.signed_date == text.signed, item.title


def test_bodies_arrive_marked_and_with_their_outline(arrived: Arrived) -> None:
    for _, text, item in arrived:
        assert "【示例】" in item.body_text[:40]
        assert [line for line in text.paragraphs if line not in item.body_text] == []
        headings = [line for line in text.paragraphs if line.startswith(("一、", "二、", "第一条", "第二条"))]
        assert len(item.outline) >= len(headings), item.title


def test_kinds_are_recognised(arrived: Arrived) -> None:
    for _, text, item in arrived:
        if text.interprets:
            assert item.kind is ItemKind.interpretation, item.title
        elif text.doc_no:
            assert item.kind is ItemKind.policy, item.title
    assert {item.kind for _, text, item in arrived if text.id == "water-cut-north"} == {ItemKind.service_alert}


async def test_reposts_are_one_group(arrived: Arrived) -> None:
    carriers = [site for site in READABLE if any(posting.text == "P021" for posting in site.postings)]
    groups = set()
    for site in carriers:
        wanted = intake.QueueFilter(states=list(TriageState), source_id=source_id(site.id))
        groups |= {item.cluster_id for item in await intake.queue(wanted) if item.title == texts()["P021"].title}
    assert len(carriers) >= 3
    assert len(groups) == 1
    assert None not in groups


def test_broken_feed_is_an_error_with_advice(records: dict[str, FetchRecord]) -> None:
    broken = records["information"]
    assert broken.outcome is FetchOutcome.failed
    assert broken.error is not None
    assert "RSS" in broken.error.message
