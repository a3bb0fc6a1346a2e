"""Claim (占用限额): one more limited notice a device and day, for as many devices as have a place left."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from content_models.announcements.vendors import repository as vendors
from content_models.announcements.vendors.documents import QuotaUse
from content_models.kit.clock import in_shanghai
from content_models.kit.ids import derived_id
from content_models.kit.store import Store
from content_models.residents.documents import Platform

KEPT_FOR = timedelta(days=2)


async def claim(store: Store, campaign_id: str, platform: Platform, device_ids: Sequence[str], limit: int) -> set[str]:
    """The devices that may get this campaign's notice today, at most `limit` limited ones a day each.

    Asking again for the same campaign takes no second place. What was claimed and then not delivered stays claimed:
    the vendor may have counted it.
    """
    day = in_shanghai(store.now()).date().isoformat()
    allowed: set[str] = set()
    open_ones: Sequence[str] = device_ids
    while open_ones:  # whoever comes second found the count risen: at most `limit` rounds
        taken = await _taken(platform, open_ones, day, limit)
        allowed |= {device for device, uses in taken.items() if campaign_id in uses.values()}
        wanted = [
            _use(store, campaign_id, platform, device, day, len(taken[device]) + 1)
            for device in open_ones
            if device not in allowed and len(taken[device]) < limit
        ]
        lost = await vendors.insert_uses(wanted)
        allowed |= {use.device_id for use in wanted} - lost
        open_ones = sorted(lost)
    return allowed


async def _taken(platform: Platform, devices: Sequence[str], day: str, limit: int) -> Mapping[str, dict[int, str]]:
    """Device → number → campaign."""
    ids = [_use_id(platform, device, day, number) for device in devices for number in range(1, limit + 1)]
    found: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for use in await vendors.uses(ids):
        found[use.device_id][use.number] = use.campaign_id
    return found


def _use(store: Store, campaign_id: str, platform: Platform, device_id: str, day: str, number: int) -> QuotaUse:
    return QuotaUse(
        id=_use_id(platform, device_id, day, number),
        platform=platform,
        device_id=device_id,
        day=day,
        number=number,
        campaign_id=campaign_id,
        forget_at=store.now() + KEPT_FOR,
    )


def _use_id(platform: Platform, device_id: str, day: str, number: int) -> str:
    return derived_id("quota", platform, device_id, day, number)
