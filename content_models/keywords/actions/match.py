"""match 匹配: look through a release once for every followed word."""

import asyncio
from collections.abc import Iterable

from content_models.keywords import repository as keywords
from content_models.keywords.index import index_of
from content_models.kit.outbox import OutboxRow
from content_models.kit.store import Store
from content_models.releases.cards import repository as cards


async def match_keywords(store: Store, row: OutboxRow) -> None:
    """Effect of "release.published" and "release.corrected", before the place in the feed is projected."""
    await match_many(store, [row.subject_id])


async def match_many(store: Store, release_ids: Iterable[str]) -> int:
    """Record the words that public releases say; returns how many hits there were, known ones included.

    What a corrected text no longer says is a hit no longer: residents are told that it says their word.
    A word followed later finds what comes later: a follow is about news, and a search finds what was there.
    """
    words = await index_of(store).words(store.now())
    if not words.words:
        return 0
    found = await cards.cards(release_ids)
    texts = await cards.texts(card.revision.id for card in found.values())
    known, hits = await keywords.hits_of(found), 0
    for release_id, card in found.items():
        text = texts[card.revision.id].body_text if card.revision.id in texts else ""
        content = card.revision.content
        said = await asyncio.to_thread(words.said_in, "\n".join((content.title, content.summary, text)))
        await keywords.record_hits(release_id, said, store.now())
        await keywords.drop_hits(release_id, words.words.intersection(known.get(release_id, ())) - said)
        hits += len(said)
    return hits
