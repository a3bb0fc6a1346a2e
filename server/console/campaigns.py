"""推送: what is being told to whom, live; and the decisions that people make about it."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.announcements import repository as campaigns
from content_models.announcements.actions.approve import ApproveCampaign, approve
from content_models.announcements.actions.cancel import CancelCampaign, cancel
from content_models.announcements.actions.decide import CampaignChange
from content_models.announcements.actions.name_staff_device import NameStaffDevice, name_staff_device
from content_models.announcements.actions.pause import PauseCampaign, ResumeCampaign, pause, resume
from content_models.announcements.actions.recall import RecallCampaign, recall
from content_models.announcements.actions.schedule import ScheduleCampaign, schedule
from content_models.announcements.actions.watch import unannounced
from content_models.announcements.documents import Campaign
from content_models.announcements.sight import require_sight_of, seen_of
from content_models.kit.errors import ZhengwuError
from content_models.releases import repository as releases
from content_models.residents import repository as residents
from content_models.residents.device_tokens import LONGEST
from content_models.staff.rights import Right, holds, require, sees
from server.console.campaign_view import acts_of, event_lines, line_of
from server.console.chrome import chrome_for
from server.console.forms import asking, expected_version, field, idempotency_key, moment, new_key
from server.console.visit import Endpoint, Visit, staff_only
from server.pages.renderer import page

SHOWN = 50

Act = Callable[[Visit, FormData, dict[str, Any]], Awaitable[CampaignChange]]


@staff_only
async def show_campaigns(visit: Visit) -> Response:
    require(visit.actor, Right.see_campaigns)
    return await _list(visit)


async def _list(visit: Visit, refusal: ZhengwuError | None = None) -> Response:
    untold = await releases.live(await unannounced(visit.store))
    return page(
        visit.request,
        "console/campaigns.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        lines=[await line_of(campaign) for campaign in await seen_of(visit.actor, await campaigns.newest(SHOWN))],
        unannounced=[one for one in untold.values() if sees(visit.actor, one.release.publisher_id)],
        staff_devices=len(await residents.staff_devices()),
        names_devices=holds(visit.actor, Right.approve_campaigns),
        refusal=refusal,
        key=new_key(),
    )


@staff_only
async def show_campaign(visit: Visit) -> Response:
    require(visit.actor, Right.see_campaigns)
    return await _show(visit, await _campaign_of(visit))


async def _campaign_of(visit: Visit) -> Campaign:
    """The one the address names. Raises NotFound, also for another organ's."""
    campaign = await campaigns.load(visit.request.path_params["campaign_id"])
    await require_sight_of(visit.actor, campaign)
    return campaign


async def _show(visit: Visit, campaign: Campaign, refusal: ZhengwuError | None = None) -> Response:
    return page(
        visit.request,
        "console/campaign.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        line=await line_of(campaign),
        acts=acts_of(campaign, visit.actor),
        events=event_lines(await campaigns.events_of(campaign.id)),
        approval=campaign.approval.actor.name if campaign.approval else "",
        refusal=refusal,
        version=campaign.version,
        key=new_key(),
    )


@staff_only
async def name_device(visit: Visit) -> Response:
    form = await visit.request.form()
    command = NameStaffDevice(
        actor=visit.actor,
        idempotency_key=idempotency_key(form),
        token=field(form, "token").strip()[:LONGEST],
        staff=field(form, "act") != "remove",
    )
    try:
        await name_staff_device(visit.store, command)
    except ZhengwuError as refusal:
        return await _list(visit, refusal)
    return RedirectResponse("/console/campaigns", 303)


def acting(act: Act) -> Endpoint:
    """An endpoint for one decision; a refusal is shown on the campaign's page as it now is."""

    @staff_only
    async def endpoint(visit: Visit) -> Response:
        require(visit.actor, Right.see_campaigns)
        form = await visit.request.form()
        campaign_id = (await _campaign_of(visit)).id
        try:
            asked = {
                "actor": visit.actor,
                "idempotency_key": idempotency_key(form),
                "campaign_id": campaign_id,
                "expected_version": expected_version(form),
            }
            changed = await act(visit, form, asked)
        except ZhengwuError as refusal:
            return await _show(visit, await campaigns.load(campaign_id), refusal)
        return RedirectResponse(f"/console/campaigns/{changed.campaign_id}", 303)

    return endpoint


async def _approve(visit: Visit, _: FormData, asked: dict[str, Any]) -> CampaignChange:
    return await approve(visit.store, ApproveCampaign(**asked))


async def _pause(visit: Visit, _: FormData, asked: dict[str, Any]) -> CampaignChange:
    return await pause(visit.store, PauseCampaign(**asked))


async def _resume(visit: Visit, _: FormData, asked: dict[str, Any]) -> CampaignChange:
    return await resume(visit.store, ResumeCampaign(**asked))


async def _cancel(visit: Visit, _: FormData, asked: dict[str, Any]) -> CampaignChange:
    return await cancel(visit.store, CancelCampaign(**asked))


async def _schedule(visit: Visit, form: FormData, asked: dict[str, Any]) -> CampaignChange:
    with asking("请选择发送的日期和时间。"):
        not_before = moment(field(form, "not_before"))
    return await schedule(visit.store, ScheduleCampaign(**asked, not_before=not_before))


async def _recall(visit: Visit, form: FormData, asked: dict[str, Any]) -> CampaignChange:
    with asking("请写明收回原因（2 到 300 个字），居民会看到它。"):
        command = RecallCampaign(**asked, reason=field(form, "reason"))
    return await recall(visit.store, command)


ACTS = {
    "approve": acting(_approve),
    "pause": acting(_pause),
    "resume": acting(_resume),
    "cancel": acting(_cancel),
    "schedule": acting(_schedule),
    "recall": acting(_recall),
}
