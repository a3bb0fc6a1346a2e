"""机构 and 主题: the directory with validity and successors, and the theme tree; what is filed points here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.kit.errors import ZhengwuError
from content_models.organs import repository as organs
from content_models.organs.actions.change_organ import MOST_ALIASES, ChangeOrgan, change_organ
from content_models.organs.documents import Organ
from content_models.organs.errors import OrganRefused
from content_models.organs.rules import existed
from content_models.staff.rights import Right, holds
from content_models.topics import repository as topics
from server.console.chrome import chrome_for
from server.console.forms import day_or_none, expected_version, field, idempotency_key, new_key
from server.console.visit import Visit, staff_only
from server.pages.labels import LEVEL_NAMES
from server.pages.renderer import page


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


@dataclass(frozen=True, slots=True)
class OrganForm:
    """What stands in the fields, exactly as typed; aliases one a line."""

    short_name: str
    aliases: str
    valid_from: str
    valid_to: str
    successor_id: str

    @classmethod
    def sent(cls, form: FormData) -> "OrganForm":
        return cls(*(field(form, name).strip() for name in cls.__slots__))

    @classmethod
    def showing(cls, organ: Organ) -> "OrganForm":
        return cls(
            organ.short_name,
            "\n".join(organ.aliases),
            organ.valid_from.isoformat() if organ.valid_from else "",
            organ.valid_to.isoformat() if organ.valid_to else "",
            organ.successor_id or "",
        )

    def values(self) -> dict[str, Any]:
        """Raises OrganRefused for days that are none."""
        days: dict[str, date | None] = {}
        for name in ("valid_from", "valid_to"):
            try:
                days[name] = day_or_none(getattr(self, name))
            except ValueError as error:
                raise OrganRefused(problems={name: "日期请按 2026-01-31 的样子填写。"}) from error
        aliases = [line.strip() for line in self.aliases.splitlines() if line.strip()]
        return {
            "short_name": self.short_name,
            "aliases": list(dict.fromkeys(aliases)),
            "successor_id": self.successor_id or None,
            **days,
        }


@staff_only
async def show_organs(visit: Visit) -> Response:
    known = {organ.id: organ for organ in await organs.every_organ()}
    regions = {region.id: region.name for region in await organs.every_region()}
    today = visit.store.now().date()
    return page(
        visit.request,
        "console/organs.html",
        chrome=await chrome_for(visit),
        lines=[_line(organ, known, regions, today) for organ in known.values()],
        regions=sorted(regions.items()),
    )


@staff_only
async def show_organ(visit: Visit) -> Response:
    organ = await organs.load(visit.request.path_params["organ_id"])
    return await _form(visit, organ, OrganForm.showing(organ))


@staff_only
async def save_organ(visit: Visit) -> Response:
    form = await visit.request.form()
    organ, typed = await organs.load(visit.request.path_params["organ_id"]), OrganForm.sent(form)
    try:
        command = ChangeOrgan(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            organ_id=organ.id,
            expected_version=expected_version(form),
            **typed.values(),
        )
        await change_organ(visit.store, command)
    except ZhengwuError as refusal:
        return await _form(visit, organ, typed, refusal)
    except ValidationError:
        problems = {"aliases": f"请填写简称；别名最多 {MOST_ALIASES} 个。"}
        return await _form(visit, organ, typed, OrganRefused(problems=problems))
    return RedirectResponse("/console/organs", 303)


@staff_only
async def show_topics(visit: Visit) -> Response:
    known = await topics.every_topic()
    official = [topic for topic in known if topic.official]
    tree = [
        (topic.name, [child.name for child in official if child.parent_id == topic.id])
        for topic in official
        if topic.parent_id is None
    ]
    life = [topic.name for topic in known if not topic.official]
    return page(visit.request, "console/topics.html", chrome=await chrome_for(visit), tree=tree, life=life)


async def _form(visit: Visit, organ: Organ, typed: OrganForm, refusal: ZhengwuError | None = None) -> Response:
    others = [(one.id, one.full_name) for one in await organs.every_organ() if one.id != organ.id]
    before = (await organs.predecessors_of([organ.id]))[organ.id]
    return page(
        visit.request,
        "console/organ.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        organ=organ,
        level=LEVEL_NAMES[organ.level],
        codes="、".join(code.code for code in organ.codes),
        predecessors="、".join(one.full_name for one in before),
        typed=typed,
        others=others,
        refusal=refusal,
        problems=refusal.details.get("problems", {}) if refusal else {},
        may_keep=holds(visit.actor, Right.keep_reference),
        version=organ.version,
        key=new_key(),
    )


def _line(organ: Organ, known: Mapping[str, Organ], regions: Mapping[str, str], today: date) -> OrganLine:
    begun, ended = (moment.isoformat() if moment else "" for moment in (organ.valid_from, organ.valid_to))
    successor = known.get(organ.successor_id or "")
    return OrganLine(
        id=organ.id,
        name=organ.full_name,
        short_name=organ.short_name,
        aliases="、".join(organ.aliases),
        level=LEVEL_NAMES[organ.level],
        region=regions.get(organ.region_code, organ.region_code),
        period=f"{begun or '—'} 至 {ended or '今'}",
        successor=successor.full_name if successor else "",
        exists=existed(organ, today),
    )
