"""行政区划: the tree by GB/T 2260 codes, and the form one region is kept with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.kit.clock import in_shanghai
from content_models.kit.errors import ZhengwuError
from content_models.organs import repository as organs
from content_models.organs.actions.keep_region import AddRegion, ChangeRegion, add_region, change_region
from content_models.organs.documents import Region
from content_models.organs.errors import RegionRefused
from content_models.staff.rights import Right, holds
from server.console.change_lines import changes_of
from server.console.chrome import chrome_for
from server.console.forms import asking_each, day_or_none, expected_version, field, idempotency_key, new_key
from server.console.organ_form import BAD_DAY, LEVEL_CHOICES, period_of
from server.console.visit import Visit, staff_only
from server.pages.labels import LEVEL_NAMES
from server.pages.renderer import page

HOME = "/console/regions"
_INCOMPLETE = {
    "code": "请填写六位数字的行政区划代码（GB/T 2260）。",
    "name": "请填写名称（最多 40 个字）。",
    "level": "请选择层级。",
}


@dataclass(frozen=True, slots=True)
class RegionLine:
    code: str
    name: str
    level: str
    depth: int
    period: str
    successor: str
    exists: bool


@dataclass(frozen=True, slots=True)
class RegionForm:
    """Exactly as typed."""

    code: str = ""
    name: str = ""
    level: str = ""
    parent_code: str = ""
    valid_from: str = ""
    valid_to: str = ""
    successor_code: str = ""

    @classmethod
    def sent(cls, form: FormData) -> "RegionForm":
        return cls(*(field(form, name).strip() for name in cls.__slots__))

    @classmethod
    def showing(cls, region: Region) -> "RegionForm":
        begun, ended = (day.isoformat() if day else "" for day in (region.valid_from, region.valid_to))
        return cls(
            region.id, region.name, region.level, region.parent_code or "", begun, ended, region.successor_code or ""
        )

    def values(self) -> dict[str, Any]:
        """Raises RegionRefused for days that are none."""
        days: dict[str, date | None] = {}
        for name in ("valid_from", "valid_to"):
            try:
                days[name] = day_or_none(getattr(self, name))
            except ValueError as error:
                raise RegionRefused(problems={name: BAD_DAY}) from error
        return {
            "name": self.name,
            "level": self.level,
            "parent_code": self.parent_code or None,
            "successor_code": self.successor_code or None,
            **days,
        }


@staff_only
async def show_regions(visit: Visit) -> Response:
    known = await organs.every_region()
    return page(
        visit.request,
        "console/regions.html",
        chrome=await chrome_for(visit),
        lines=list(_tree(known, in_shanghai(visit.store.now()).date())),
        kept="kept" in visit.request.query_params,
        may_keep=holds(visit.actor, Right.keep_reference),
    )


@staff_only
async def show_new_region(visit: Visit) -> Response:
    return await _form(visit, None, RegionForm())


@staff_only
async def show_region(visit: Visit) -> Response:
    region = await organs.load_region(visit.request.path_params["code"])
    return await _form(visit, region, RegionForm.showing(region))


@staff_only
async def add(visit: Visit) -> Response:
    form = await visit.request.form()
    typed = RegionForm.sent(form)
    try:
        asked = {"actor": visit.actor, "idempotency_key": idempotency_key(form), "code": typed.code}
        with asking_each(RegionRefused, _INCOMPLETE):
            command = AddRegion(**asked, **typed.values())
        await add_region(visit.store, command)
    except ZhengwuError as refusal:
        return await _form(visit, None, typed, refusal)
    return RedirectResponse(f"{HOME}?kept", 303)


@staff_only
async def save_region(visit: Visit) -> Response:
    form = await visit.request.form()
    region, typed = await organs.load_region(visit.request.path_params["code"]), RegionForm.sent(form)
    try:
        asked = {"actor": visit.actor, "idempotency_key": idempotency_key(form), "code": region.id}
        with asking_each(RegionRefused, _INCOMPLETE):
            command = ChangeRegion(**asked, expected_version=expected_version(form), **typed.values())
        await change_region(visit.store, command)
    except ZhengwuError as refusal:
        return await _form(visit, region, typed, refusal)
    return RedirectResponse(f"{HOME}?kept", 303)


async def _form(
    visit: Visit, region: Region | None, typed: RegionForm, refusal: ZhengwuError | None = None
) -> Response:
    others = [one for one in await organs.every_region() if region is None or one.id != region.id]
    return page(
        visit.request,
        "console/region.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        region=region,
        typed=typed,
        levels=LEVEL_CHOICES,
        others=[(one.id, f"{one.name} {one.id}") for one in others],
        refusal=refusal,
        problems=refusal.details.get("problems", {}) if refusal else {},
        may_keep=holds(visit.actor, Right.keep_reference),
        version=region.version if region else 0,
        key=new_key(),
        changes=await changes_of(f"region.{region.id}") if region else [],
    )


def _tree(known: Iterable[Region], today: date) -> Iterator[RegionLine]:
    """Each under what lies above it, in the order of codes; one whose upper region nobody entered stands on top."""
    by_code = {region.id: region for region in known}
    for region in sorted(by_code.values(), key=lambda one: _path(one, by_code)):
        ended = region.valid_to is not None and region.valid_to < today
        successor = by_code.get(region.successor_code or "")
        yield RegionLine(
            code=region.id,
            name=region.name,
            level=LEVEL_NAMES[region.level],
            depth=len(_path(region, by_code)) - 1,
            period=period_of(region.valid_from, region.valid_to),
            successor=successor.name if successor else "",
            exists=not ended,
        )


def _path(region: Region, by_code: dict[str, Region]) -> tuple[str, ...]:
    path: tuple[str, ...] = (region.id,)
    above = by_code.get(region.parent_code or "")
    while above is not None and above.id not in path and len(path) < 6:
        path, above = (above.id, *path), by_code.get(above.parent_code or "")
    return path
