"""From the store to documents of the index, in batches: releases, their organs, topics, attachments and validity."""

from collections.abc import Iterable, Sequence

from content_models.intake import repository as intake
from content_models.organs import repository as organs
from content_models.releases import repository as releases
from content_models.releases.cards import repository as cards
from content_models.releases.repository import LiveRelease
from content_models.search.rules import attachment_texts, document_of
from content_models.search.values import SearchDocument
from content_models.topics import repository as topics
from content_models.topics.rules import themes_by_name


async def documents_of(release_ids: Sequence[str]) -> tuple[list[SearchDocument], set[str]]:
    """What those of the releases that are public say now, and the ids of the others."""
    live = await releases.live(release_ids)
    known_organs = await organs.load_many(_organ_ids(live.values()))
    known_topics = {topic.id: topic for topic in await topics.every_topic()}
    themes = themes_by_name(known_topics.values())
    regions = {region.id: region for region in await organs.every_region()}
    files, incoming = await _attachments(live.values()), await cards.incoming(live)
    documents = [
        document_of(
            seen,
            known_organs,
            known_topics,
            regions,
            themes=themes,
            attachments=attachment_texts(seen.revision.content, files),
            incoming=incoming.get(seen.release.id, ()),
        )
        for seen in live.values()
    ]
    return documents, set(release_ids) - live.keys()


def _organ_ids(live: Iterable[LiveRelease]) -> set[str]:
    found: set[str] = set()
    for seen in live:
        found.add(seen.release.publisher_id)
        if facts := seen.revision.content.policy:
            found.update(facts.issuer_ids)
    return found


async def _attachments(live: Iterable[LiveRelease]) -> dict[str, str]:
    """Texts of attachments by address, from the versions that the public texts were taken from."""
    with_files = [seen.revision for seen in live if seen.revision.content.attachments]
    raws = await intake.raws(source.raw_id for revision in with_files for source in revision.provenance)
    return {one.url: one.text for raw in raws.values() for one in raw.item.attachments if one.text}
