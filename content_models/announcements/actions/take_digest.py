"""`take_digest` 汇总: what was put aside for residents who want it once a day or once a week, told in one notice.

An entry is taken by its own mark and not by a span of time, so a late match is in the next digest, and none is in two.
The notice says only that there is something new: what somebody follows is nobody's business on the way.
"""

from datetime import date, timedelta

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.plan import plan
from content_models.announcements.documents import Announcement, Campaign, CampaignState
from content_models.announcements.limits import DEFAULT_LIMITS, PushLimits
from content_models.announcements.rules import DIGEST_BODY, compose_digest_title, digest_id
from content_models.kit.clock import in_shanghai
from content_models.kit.store import Store
from content_models.residents import repository as residents
from content_models.residents.documents import NoticeFrequency
from content_models.residents.inbox import repository as inboxes

AT = timedelta(hours=8, minutes=30)  # after midnight in Asia/Shanghai, behind the default quiet hours
WEEKLY_ON = 5  # Saturday, as date.weekday() counts

# Who has asked for everything at once meanwhile gets what still waits with the daily one.
_TAKEN_WITH = {
    NoticeFrequency.daily: frozenset({NoticeFrequency.daily, NoticeFrequency.immediate}),
    NoticeFrequency.weekly: frozenset({NoticeFrequency.weekly}),
}


async def take_due_digests(store: Store, limits: PushLimits = DEFAULT_LIMITS) -> list[Campaign]:
    """Today's digests whose hour has come, each once a day however often this is asked and after whatever outage."""
    local = in_shanghai(store.now())
    if timedelta(hours=local.hour, minutes=local.minute) < AT:
        return []
    due = [NoticeFrequency.daily] + ([NoticeFrequency.weekly] if local.weekday() == WEEKLY_ON else [])
    return [await take_digest(store, frequency, local.date(), limits) for frequency in due]


async def take_digest(
    store: Store, frequency: NoticeFrequency, day: date, limits: PushLimits = DEFAULT_LIMITS
) -> Campaign:
    """The digest of that day. Cut off and done again, it goes on; once planned, it takes nothing more."""
    identity = digest_id(frequency, day)
    campaign = await campaigns.find(identity) or await campaigns.insert_once(
        Campaign(
            id=identity,
            announcement=Announcement.digest,
            title=compose_digest_title(frequency),
            body=DIGEST_BODY,
            collapse_id=f"digest-{frequency}",
            channels=[],
            created_at=store.now(),
        )
    )
    if campaign.state is CampaignState.planning:
        await _take(campaign.id, frequency)
        return await plan(store, campaign.id, limits)
    return campaign


async def _take(campaign_id: str, frequency: NoticeFrequency) -> None:
    after = ""
    while page := await inboxes.awaiting_digest(after):
        people = await residents.load_many(page)
        wanting = [one.id for one in people.values() if one.preferences.frequency in _TAKEN_WITH[frequency]]
        await inboxes.take_for_digest(wanting, campaign_id)
        after = page[-1]
