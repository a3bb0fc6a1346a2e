"""Pure rules of the audience: whether one resident is to be disturbed by a campaign now, later, or not at all."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from content_models.announcements.documents import Announcement, Campaign, Suppression
from content_models.announcements.limits import GOOD_FOR, PushLimits
from content_models.kit.clock import SHANGHAI, in_shanghai
from content_models.residents.documents import (
    ConsentPurpose,
    InboxEntry,
    NoticeFrequency,
    QuietHours,
    Resident,
    Standing,
)

Verdict = Suppression | datetime | None  # why never, when later, or None: now


@dataclass(frozen=True, slots=True)
class Known:
    """What the store says of one resident when the chunk is taken up: preferences may have changed since planning."""

    resident: Resident | None
    entry: Standing | InboxEntry | None  # of the release that is told
    follows: bool  # one of the campaign's channels
    told_before: int  # of this class, earlier today


def verdict(campaign: Campaign, known: Known, now: datetime, limits: PushLimits) -> Verdict:
    """Emergencies reach whoever did not say no: neither quiet hours nor caps nor digests hold them up."""
    resident = known.resident
    if resident is None:
        return Suppression.gone
    if resident.refuses(ConsentPurpose.notifications):
        return Suppression.refused
    if resident.preferences.frequency is NoticeFrequency.off:
        return Suppression.off
    if campaign.is_emergency:
        return _still_true(campaign, known)
    if now - campaign.created_at > GOOD_FOR and not campaign.is_retraction:
        return Suppression.expired
    return _of_interest(campaign, known, limits) or quiet_until(resident.preferences.quiet_hours, now)


def _of_interest(campaign: Campaign, known: Known, limits: PushLimits) -> Suppression | None:
    """A retraction goes to whoever saw the notice, a digest to whoever has something in it: nothing else is asked."""
    if campaign.is_retraction or campaign.announcement is Announcement.digest:
        return None
    if passed := _still_true(campaign, known):
        return passed
    if not known.follows:
        return Suppression.unfollowed
    if known.resident and known.resident.preferences.frequency is not NoticeFrequency.immediate:
        return Suppression.gathered
    return Suppression.capped if known.told_before >= limits.daily_cap else None


def _still_true(campaign: Campaign, known: Known) -> Suppression | None:
    """The inbox is the record: what it no longer says is not sent."""
    if campaign.is_retraction:
        return None
    entry = known.entry
    stands = entry is not None and entry.retracted_at is None and entry.campaign_id == campaign.id
    return None if stands else Suppression.superseded


def quiet_until(hours: QuietHours, now: datetime) -> datetime | None:
    """The end of the quiet hours that `now` is in, None when it is in none. China has one time zone and no DST."""
    if hours.start == hours.end:
        return None
    local = in_shanghai(now)
    minutes = local.hour * 60 + local.minute
    spans_midnight = hours.start > hours.end
    inside = minutes >= hours.start or minutes < hours.end if spans_midnight else hours.start <= minutes < hours.end
    if not inside:
        return None
    end_day = local.date() + timedelta(days=1 if spans_midnight and minutes >= hours.start else 0)
    end = datetime.combine(end_day, time(hours.end // 60, hours.end % 60), SHANGHAI)
    return end.astimezone(now.tzinfo)


def start_of_day(now: datetime) -> datetime:
    """Midnight in Asia/Shanghai, as a moment in UTC."""
    return datetime.combine(in_shanghai(now).date(), time(), SHANGHAI).astimezone(now.tzinfo)
