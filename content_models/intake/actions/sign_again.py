"""`sign_again`: texts that an older version has signed get today's bands, and wait to be grouped once more.

Bands of two versions never meet, so without this a late copy of an older text would stand alone.
"""

from collections.abc import Mapping, Sequence

from content_models.intake.clusters import repository as clusters
from content_models.intake.comparison import ComparableText
from content_models.intake.fingerprint import bands_of
from content_models.kit.off_loop import off_loop
from content_models.kit.store import Session, Store

BATCH = 200  # texts a transaction


async def sign_again(store: Store) -> int:
    """How many texts have new bands now. It may be cut short anywhere; some engines scan the store to find nothing,
    so it is for a few times a day."""
    done = 0
    while signed := await _sign_some(store):
        done += signed
    return done


async def _sign_some(store: Store) -> int:
    outdated = await clusters.outdated(BATCH)
    texts = await clusters.texts(outdated.values())
    bands = await off_loop(sum(map(len, texts.values())), _bands, list(outdated.values()), texts)

    async def work(session: Session) -> None:
        await clusters.set_bands(dict(zip(outdated, bands, strict=True)), session)
        await clusters.note_ungrouped(outdated, store.now(), session)

    if outdated:
        await store.transaction(work)
    return len(outdated)


def _bands(raw_ids: Sequence[str], texts: Mapping[str, str]) -> list[list[int]]:
    """The title is no part of a signature."""
    return bands_of([ComparableText("", texts.get(raw_id, "")).folded for raw_id in raw_ids])
