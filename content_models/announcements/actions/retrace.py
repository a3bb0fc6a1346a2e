"""Retrace (追回): a retraction goes to exactly those devices the push service had taken the notice for."""

from collections.abc import AsyncIterator

from content_models.announcements import repository as campaigns
from content_models.announcements.bitmap import Bitmap
from content_models.announcements.documents import Campaign, Chunk, Counts
from content_models.announcements.rules import chunk_id
from content_models.kit.store import Store


async def has_settled(campaign: Campaign) -> bool:
    """Whether what it takes back is accounted for to the last device. True for what takes nothing back."""
    return not campaign.is_retraction or all(one.finished_at for one in await _taken_back(campaign))


async def retrace(store: Store, campaign: Campaign) -> None:
    """One chunk for each chunk that reached somebody. Doing it twice inserts nothing."""
    number = 0
    async for chunk, indexes in _reached(campaign):
        retraced = Chunk(
            id=chunk_id(campaign.id, number),
            campaign_id=campaign.id,
            number=number,
            platform=chunk.platform,
            device_ids=[chunk.device_ids[index] for index in indexes],
            resident_ids=[chunk.resident_ids[index] for index in indexes],
            tokens=[chunk.tokens[index] for index in indexes],
            last_resident_id=chunk.last_resident_id,
            lease_until=store.now(),
            counts=Counts(audience=len(indexes)),
        )
        await campaigns.insert_chunks(store, [retraced])
        number += 1


async def _reached(campaign: Campaign) -> AsyncIterator[tuple[Chunk, list[int]]]:
    """Each device once, although it was told of the policy and again of its reading."""
    earlier = await _taken_back(campaign)
    seen = await _told_since(campaign) if campaign.takes_back else set()
    for one in earlier:
        async for chunk in campaigns.each_chunk(one.id):
            handed = Bitmap(chunk.handed)
            indexes = [i for i, device in enumerate(chunk.device_ids) if i in handed and device not in seen]
            if len(earlier) > 1:  # within one campaign no device stands twice
                seen.update(chunk.device_ids[index] for index in indexes)
            if indexes:
                yield chunk, indexes


async def _told_since(campaign: Campaign) -> set[str]:
    """Devices that show a later word about the release than the one taken back: that word stands."""
    told = [one for one in await campaigns.of_release(campaign.release_id) if one.id != campaign.id]
    since = [one.id for one in told].index(campaign.takes_back) + 1
    seen: set[str] = set()
    for one in told[since:]:
        async for chunk in campaigns.each_chunk(one.id):
            handed = Bitmap(chunk.handed)
            seen.update(device for index, device in enumerate(chunk.device_ids) if index in handed)
    return seen


async def _taken_back(campaign: Campaign) -> list[Campaign]:
    """What was told of the release before, and not taken back already; or the one campaign that is to be."""
    if campaign.takes_back:
        return [await campaigns.load(campaign.takes_back)]
    told = [one for one in await campaigns.of_release(campaign.release_id) if one.created_at <= campaign.created_at]
    return [one for one in told if not one.is_retraction]
