"""The triage workbench: which part of the queue, which item, and what has just happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from content_models.intake import repository as intake
from content_models.intake.documents import IntakeItem, ItemKind, TriageState
from content_models.intake.repository import QueueFilter, QueuePosition
from content_models.releases import repository as releases
from server.console.chrome import chrome_for
from server.console.forms import new_key
from server.console.fusion_view import fusion_of
from server.console.triage_view import Detail, detail_of, rows_of
from server.console.visit import Visit
from server.pages.labels import SHORT_KIND_NAMES
from server.pages.renderer import page

PAGE_SIZE = 50

# Named parts of the queue: what the tabs above the list say.
LISTS: dict[str, tuple[str, list[TriageState]]] = {
    "waiting": ("待处理", [TriageState.pending, TriageState.changed]),
    "changed": ("源文变更", [TriageState.changed]),
    "adopted": ("已采用", [TriageState.adopted]),
    "spiked": ("不采用", [TriageState.spiked]),
}
SPIKE_REASONS = ("与本市无关", "重复", "已过时", "内容不完整", "不宜发布")
DISMISS_REASONS = ("只是排版变化", "本稿无需跟进", "来源误删", "已另行处理")


@dataclass(frozen=True, slots=True)
class Notice:
    """What has just happened, with a way back or a way on."""

    text: str
    link: str = ""
    undo: str = ""
    undo_version: int = 0


@dataclass(frozen=True, slots=True)
class QueueView:
    """The part of the queue an editor looks at, as it stands in the address."""

    name: str = "waiting"
    kind: ItemKind | None = None
    after: str = ""
    item: str | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "QueueView":
        name, kind = query.get("list", ""), query.get("kind", "")
        return cls(
            name=name if name in LISTS else "waiting",
            kind=ItemKind(kind) if kind in set(ItemKind) else None,
            after=query.get("after", ""),
            item=query.get("item") or None,
        )

    def at(self, item: str | None) -> "QueueView":
        return replace(self, item=item)

    @property
    def href(self) -> str:
        """The address of this view; every part of it can be opened in a new tab."""
        wanted = {"list": self.name if self.name != "waiting" else "", "kind": self.kind or "", "after": self.after}
        query = urlencode({name: value for name, value in (wanted | {"item": self.item or ""}).items() if value})
        return f"/console/triage?{query}" if query else "/console/triage"

    async def items(self) -> list[IntakeItem]:
        wanted = QueueFilter(states=LISTS[self.name][1], kind=self.kind)
        start = await intake.load(self.after) if self.after else None
        after = QueuePosition(first_seen_at=start.first_seen_at, item_id=start.id) if start else None
        return await intake.queue(wanted, after=after, limit=PAGE_SIZE)


async def show_workbench(visit: Visit, view: QueueView, notice: Notice | None = None, *, status: int = 200) -> Response:
    """The whole page, or for htmx the part of it that the request replaces."""
    if visit.by_htmx and visit.request.headers.get("hx-target", "").endswith("detail") and view.item:
        return page(visit.request, "console/triage_detail.html", **await _detail_context(view, await view.items()))
    items = await view.items()
    chosen = view if view.item else view.at(items[0].id if items else None)
    return page(
        visit.request,
        "console/triage_workbench.html" if visit.by_htmx else "console/triage.html",
        status=status,
        chrome=await chrome_for(visit),
        rows=await rows_of(items, visit.store.now()),
        counts=await _counts(),
        lists=LISTS,
        kinds=[(kind, SHORT_KIND_NAMES[kind]) for kind in ItemKind],
        more=replace(view, after=items[-1].id, item=None).href if len(items) == PAGE_SIZE else "",
        notice=notice,
        notice_key=new_key(),
        **await _detail_context(chosen, items),
    )


async def _detail_context(view: QueueView, items: Sequence[IntakeItem]) -> dict[str, Any]:
    item = await intake.load(view.item) if view.item else None
    detail = await _detail(item) if item else None
    fusion = await fusion_of(item, items) if item else None
    return {
        "view": view,
        "detail": detail,
        "fusion": fusion,
        "spike_reasons": SPIKE_REASONS,
        "dismiss_reasons": DISMISS_REASONS,
    }


async def _detail(item: IntakeItem) -> Detail:
    release = (await releases.load_many([item.release_id])).get(item.release_id) if item.release_id else None
    return await detail_of(item, release_version=release.version if release else 0)


async def _counts() -> dict[str, int]:
    by_state = await intake.counts_by_state()
    return {name: sum(by_state[state] for state in states) for name, (_, states) in LISTS.items()}
