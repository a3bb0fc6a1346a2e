"""`schedule` 定时: not before that hour. Held before it is sent, or before it is approved."""

from datetime import datetime, timedelta

from pydantic import AwareDatetime

from content_models.announcements.actions.decide import KEEPERS, CampaignChange, CampaignCommand, campaign_in, decide
from content_models.announcements.documents import UNDER_WAY, CampaignState
from content_models.announcements.limits import GOOD_FOR
from content_models.kit.commands import perform
from content_models.kit.errors import InvalidInput
from content_models.kit.store import Session, Store

_HELD = frozenset({CampaignState.scheduled, CampaignState.paused, *UNDER_WAY})


class ScheduleCampaign(CampaignCommand):
    not_before: AwareDatetime


async def schedule(store: Store, command: ScheduleCampaign) -> CampaignChange:
    """What went out already stays out; the rest waits.

    Raises InvalidInput (not ahead, or so far ahead that it were no news), NotAllowed, NotFound, VersionConflict,
    CampaignFinished, CampaignWrongState, IdempotencyKeyReused.
    """
    return await perform(store, command, _schedule, CampaignChange, wakes="chunks")


async def _schedule(store: Store, session: Session, command: ScheduleCampaign) -> CampaignChange:
    campaign = await campaign_in(session, command, KEEPERS, _HELD | {CampaignState.awaiting_approval})
    _require_soon(command.not_before, store.now(), campaign.created_at + GOOD_FOR)
    waits = campaign.state is CampaignState.awaiting_approval
    changes = {"not_before": command.not_before} | ({} if waits else {"state": CampaignState.scheduled})
    return await decide(store, session, command, campaign, changes, not_before=command.not_before)


def _require_soon(not_before: datetime, now: datetime, latest: datetime) -> None:
    if not now < not_before <= latest:
        raise InvalidInput(
            f"定时须晚于现在，且在发布后 {GOOD_FOR // timedelta(hours=1)} 小时之内，请重新选择时间。",
            not_before=not_before.isoformat(),
        )
