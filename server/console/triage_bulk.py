"""成批处理: one act on all that is ticked. What may not be touched is named with its reason, and the rest is done."""

import dataclasses
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.responses import Response

from content_models.editorial.actions.adopt import Adopted
from content_models.intake import repository as intake
from content_models.intake.actions.regroup import MOST_MERGED, Merge, merge
from content_models.intake.actions.spike import Triaged
from content_models.intake.documents import IntakeItem
from content_models.kit.errors import Conflict, InvalidInput, NotFound, ZhengwuError
from server.console.forms import field, fields, idempotency_key, whole_number
from server.console.history_view import last_act
from server.console.item_acts import refused, shown
from server.console.triage import adopt_one, snooze_one, spike_one
from server.console.triage_page import Notice
from server.console.triage_query import QueueView
from server.console.triage_scope import require_in_scope
from server.console.visit import Visit, staff_only

MOST_CHOSEN = 100
MOST_NAMED = 8  # refusals told one by one

One = Callable[[Visit, IntakeItem, FormData, str, int], Awaitable[Adopted | Triaged]]

_ACTS: dict[str, tuple[str, One]] = {
    "adopt": ("已采用", adopt_one),
    "spike": ("已放弃", spike_one),
    "snooze": ("已暂缓", snooze_one),
}


@dataclass(slots=True)
class _Tally:
    done: int = 0
    events: list[str] = dataclasses.field(default_factory=list)
    refusals: list[str] = dataclasses.field(default_factory=list)


@staff_only
async def act_on_chosen(visit: Visit) -> Response:
    form = await visit.request.form()
    view = QueueView.from_field(field(form, "view"))
    name = field(form, "act")
    try:
        chosen = _chosen(form)
        if name == "merge":
            return await _merge(visit, view, form, chosen)
        if name not in _ACTS:
            raise InvalidInput("页面已失效，请刷新后重试。")
    except ZhengwuError as refusal:
        return await refused(visit, view, refusal)
    label, act = _ACTS[name]
    tally = await _each(visit, form, chosen, act)
    return await shown(visit, view, Notice(_summary(label, tally), undo=tally.events, lines=_named(tally)), None)


async def _each(visit: Visit, form: FormData, chosen: dict[str, int], act: One) -> _Tally:
    """Each in a transaction of its own, under a key of its own: sent twice, every one still counts once."""
    key, tally = idempotency_key(form), _Tally()
    known = await intake.load_many(chosen)
    for item_id, version in chosen.items():
        try:
            item = _seen(visit, known, item_id)
            tally.events.append((await act(visit, item, form, f"{key}.{item_id}", version)).event_id)
            tally.done += 1
        except ZhengwuError as refusal:
            tally.refusals.append(await _refusal(visit, known, item_id, refusal))
    return tally


async def _merge(visit: Visit, view: QueueView, form: FormData, chosen: dict[str, int]) -> Response:
    """All that are ticked become one entry: the group says which of them is the head."""
    if not 2 <= len(chosen) <= MOST_MERGED:
        raise InvalidInput(f"请勾选 2 到 {MOST_MERGED} 条来稿再合并。")
    known = await intake.load_many(chosen)
    first, *others = [_seen(visit, known, item_id).id for item_id in chosen]
    change = await merge(
        visit.store,
        Merge(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            item_id=first,
            expected_version=chosen[first],
            other_ids=others,
        ),
    )
    cluster = await intake.cluster_of(await intake.load(first))
    notice = Notice(f"已把 {len(chosen)} 条来稿并为同源。", undo=[change.event_id])
    return await shown(visit, view, notice, cluster.head_id if cluster else first)


def _chosen(form: FormData) -> dict[str, int]:
    """Versions by item id. Raises InvalidInput."""
    chosen = {}
    for value in fields(form, "chosen"):
        item_id, _, version = value.partition(":")
        chosen[item_id] = whole_number(version)
    if not 0 < len(chosen) <= MOST_CHOSEN:
        raise InvalidInput(f"请勾选 1 到 {MOST_CHOSEN} 条来稿。")
    return chosen


def _seen(visit: Visit, known: dict[str, IntakeItem], item_id: str) -> IntakeItem:
    if item_id not in known:
        raise NotFound("没有找到这条来稿。", item_id=item_id)
    require_in_scope(visit, known[item_id])
    return known[item_id]


async def _refusal(visit: Visit, known: dict[str, IntakeItem], item_id: str, refusal: ZhengwuError) -> str:
    """A title is told only to whom may see it."""
    if isinstance(refusal, NotFound):
        return "一条来稿不在您的范围内，没有处理。"
    by_whom = await last_act(item_id) if isinstance(refusal, Conflict) else ""
    return f"《{known[item_id].title}》：{by_whom or refusal.message}"


def _summary(label: str, tally: _Tally) -> str:
    left = f"，{len(tally.refusals)} 条没有处理：" if tally.refusals else "。"
    return f"{label} {tally.done} 条{left}"


def _named(tally: _Tally) -> list[str]:
    more = len(tally.refusals) - MOST_NAMED
    return [*tally.refusals[:MOST_NAMED], *([f"另有 {more} 条。"] if more > 0 else [])]
