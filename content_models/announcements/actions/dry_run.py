"""Dry run (试算): how many a publication would reach, counted from the follows of this moment. Writes nothing."""

from collections import Counter

from pydantic import BaseModel

from content_models.announcements.audience import quiet_until
from content_models.announcements.followed import with_ended_topics
from content_models.announcements.limits import DEFAULT_LIMITS, PushLimits
from content_models.announcements.rules import is_announced, must_see_region
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.channels import release_channel
from content_models.releases.documents import Release
from content_models.releases.rules import channels_of
from content_models.residents import repository as residents
from content_models.residents.documents import ConsentPurpose, NoticeFrequency, Resident

MOST_COUNTED = 50_000  # residents; what is beyond is said to be more, not counted


class Reach(BaseModel):
    """Residents by what becomes of them, and devices that would be sent to now or after quiet hours.

    `by_choice` has the names of NoticeFrequency, and "refused". `capped` says that there are more than were counted.
    """

    announced: bool
    residents: int = 0
    devices: int = 0
    asleep: int = 0  # residents whose quiet hours it is
    by_choice: dict[str, int] = {}
    needs_approval: bool = False
    capped: bool = False


async def dry_run(store: Store, release_id: str, limits: PushLimits = DEFAULT_LIMITS) -> Reach:
    """For the text as it stands, reviewed or not. Raises NotFound."""
    release = await releases.load(release_id)
    if not is_announced(release.kind):
        return Reach(announced=False)
    reach, choices = Reach(announced=True), Counter[str]()
    audience = await _audience(release)
    for start in range(0, len(audience), residents.BATCH):
        page = audience[start : start + residents.BATCH]
        people = (await residents.load_many(page)).values()
        choices.update(_choice(one) for one in people)
        awake = [one for one in people if _choice(one) == NoticeFrequency.immediate]
        reach.asleep += sum(quiet_until(one.preferences.quiet_hours, store.now()) is not None for one in awake)
        reach.devices += len(await residents.active_devices([one.id for one in awake]))
    reach.residents, reach.by_choice = len(audience), dict(choices)
    reach.capped = len(audience) >= MOST_COUNTED
    reach.needs_approval = reach.devices > limits.approval_above
    return reach


async def _audience(release: Release) -> list[str]:
    """Each resident once, MOST_COUNTED at most."""
    revision = await releases.load_revision(release.current_revision_id)
    channels = await with_ended_topics(channels_of(release.kind, release.publisher_id, revision.content))
    found: dict[str, None] = {}
    async for page in residents.followers_of([*channels, release_channel(release.id)]):
        found.update(dict.fromkeys(page))
        if len(found) >= MOST_COUNTED:
            return list(found)[:MOST_COUNTED]
    region, after = must_see_region(release.kind, revision.content.region_code), ""
    while region is not None and len(found) < MOST_COUNTED and (page := await residents.residents_in(region, after)):
        found.update(dict.fromkeys(page))
        after = page[-1]
    return list(found)[:MOST_COUNTED]


def _choice(resident: Resident) -> str:
    return "refused" if resident.refuses(ConsentPurpose.notifications) else resident.preferences.frequency
