"""机构: the directory with validity and successors; what is filed points here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.kit.clock import in_shanghai
from content_models.kit.errors import ZhengwuError
from content_models.organs import repository as organs
from content_models.organs.actions.add_organ import LONGEST_NAME, MOST_ALIASES, AddOrgan, add_organ
from content_models.organs.actions.change_organ import ChangeOrgan, change_organ
from content_models.organs.actions.rename_organ import RenameOrgan, rename_organ
from content_models.organs.documents import Organ
from content_models.organs.errors import OrganRefused
from content_models.organs.rules import existed
from content_models.sources import repository as sources
from content_models.staff.rights import Right, holds
from server.console.change_lines import changes_of
from server.console.chrome import chrome_for
from server.console.forms import asking_each, expected_version, idempotency_key, new_key
from server.console.organ_form import LEVEL_CHOICES, OrganForm, period_of
from server.console.visit import Visit, staff_only
from server.pages.labels import LEVEL_NAMES
from server.pages.renderer import page

HOME = "/console/organs"
_INCOMPLETE = {
    "full_name": f"请填写全称（2 到 {LONGEST_NAME} 个字）。",
    "short_name": f"请填写简称（最多 {LONGEST_NAME} 个字）。",
    "aliases": f"别名最多 {MOST_ALIASES} 个。",
    "codes": "机关代字最多 20 个。",
    "since": "请填写新名称从哪一天起。",
}


@dataclass(frozen=True, slots=True)
class OrganLine:
    id: str
    name: str
    short_name: str
    aliases: str
    level: str
    region: str
    period: str
    successor: str
    exists: bool


@staff_only
async def show_organs(visit: Visit) -> Response:
    known = {organ.id: organ for organ in await organs.every_organ()}
    regions = {region.id: region.name for region in await organs.every_region()}
    today = in_shanghai(visit.store.now()).date()
    words = visit.request.query_params.get("q", "").strip()
    lines = [_line(organ, known, regions, today) for organ in known.values() if _is_called(organ, words)]
    return page(
        visit.request,
        "console/organs.html",
        chrome=await chrome_for(visit),
        lines=[line for line in lines if line.exists],
        ended=[line for line in lines if not line.exists],
        words=words,
        kept="kept" in visit.request.query_params,
        may_keep=holds(visit.actor, Right.keep_reference),
    )


@staff_only
async def show_new_organ(visit: Visit) -> Response:
    return await _form(visit, None, OrganForm())


@staff_only
async def add(visit: Visit) -> Response:
    form = await visit.request.form()
    typed = OrganForm.sent(form)
    try:
        asked: dict[str, Any] = {"actor": visit.actor, "idempotency_key": idempotency_key(form)}
        with asking_each(OrganRefused, _INCOMPLETE):
            command = AddOrgan(**asked, full_name=typed.full_name, **typed.facts())
        await add_organ(visit.store, command)
    except ZhengwuError as refusal:
        return await _form(visit, None, typed, refusal)
    return RedirectResponse(f"{HOME}?kept", 303)


@staff_only
async def show_organ(visit: Visit) -> Response:
    organ = await organs.load(visit.request.path_params["organ_id"])
    return await _form(visit, organ, OrganForm.showing(organ))


@staff_only
async def save_organ(visit: Visit) -> Response:
    form = await visit.request.form()
    organ, typed = await organs.load(visit.request.path_params["organ_id"]), OrganForm.sent(form)
    try:
        asked = _asked(visit, organ, form)
        with asking_each(OrganRefused, _INCOMPLETE):
            command = ChangeOrgan(**asked, **typed.facts(organ), **typed.end())
        await change_organ(visit.store, command)
    except ZhengwuError as refusal:
        return await _form(visit, organ, typed, refusal)
    return RedirectResponse(f"{HOME}?kept", 303)


@staff_only
async def rename(visit: Visit) -> Response:
    form = await visit.request.form()
    organ, typed = await organs.load(visit.request.path_params["organ_id"]), OrganForm.sent(form)
    try:
        asked, names = _asked(visit, organ, form), {"full_name": typed.full_name, "short_name": typed.short_name}
        with asking_each(OrganRefused, _INCOMPLETE):
            command = RenameOrgan(**asked, **names, since=typed.day("since"))
        renamed = await rename_organ(visit.store, command)
    except ZhengwuError as refusal:
        return await _form(visit, organ, typed, refusal, renaming=True)
    return RedirectResponse(f"{HOME}/{renamed.organ_id}", 303)


def _asked(visit: Visit, organ: Organ, form: FormData) -> dict[str, Any]:
    return {
        "actor": visit.actor,
        "idempotency_key": idempotency_key(form),
        "organ_id": organ.id,
        "expected_version": expected_version(form),
    }


async def _form(
    visit: Visit, organ: Organ | None, typed: OrganForm, refusal: ZhengwuError | None = None, *, renaming: bool = False
) -> Response:
    """A change of name has fields of its own: what was typed there does not stand in the other form's."""
    known = await organs.every_organ()
    before = (await organs.predecessors_of([organ.id]))[organ.id] if organ else []
    problems = refusal.details.get("problems", {}) if refusal else {}
    return page(
        visit.request,
        "console/organ.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        organ=organ,
        levels=LEVEL_CHOICES,
        regions=[(region.id, f"{region.name} {region.id}") for region in await organs.every_region()],
        predecessors=[(one.id, one.full_name) for one in before],
        typed=OrganForm.showing(organ) if organ and renaming else typed,
        naming=typed if renaming else OrganForm(),
        others=[(one.id, one.full_name) for one in known if organ is None or one.id != organ.id],
        left=await _left_behind(organ),
        refusal=refusal,
        problems={} if renaming else problems,
        naming_problems=problems if renaming else {},
        may_keep=holds(visit.actor, Right.keep_reference),
        version=organ.version if organ else 0,
        key=new_key(),
        changes=await changes_of(f"organ.{organ.id}") if organ else [],
    )


async def _left_behind(organ: Organ | None) -> list[tuple[str, str]]:
    """Sources that still bring things in under the name of an organ that is no more."""
    if organ is None or organ.valid_to is None:
        return []
    return [(one.id, one.name) for one in await sources.watched() if one.organ_id == organ.id]


def _is_called(organ: Organ, words: str) -> bool:
    return any(words in name for name in (organ.full_name, organ.short_name, *organ.aliases))


def _line(organ: Organ, known: Mapping[str, Organ], regions: Mapping[str, str], today: date) -> OrganLine:
    successor = known.get(organ.successor_id or "")
    return OrganLine(
        id=organ.id,
        name=organ.full_name,
        short_name=organ.short_name,
        aliases="、".join(organ.aliases),
        level=LEVEL_NAMES[organ.level],
        region=regions.get(organ.region_code, organ.region_code),
        period=period_of(organ.valid_from, organ.valid_to),
        successor=successor.full_name if successor else "",
        exists=existed(organ, today),
    )
