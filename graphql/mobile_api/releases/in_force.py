"""Which policies were in force on a day, newest first."""

from collections.abc import Sequence
from datetime import date

import strawberry

from content_models.releases.cards.records import ReleaseCard
from content_models.releases.channels import kind_channel
from content_models.releases.documents import PolicyFacts, ReleaseKind
from content_models.releases.validity import events_of, validity_on
from content_models.timeline.rules import Position
from mobile_api.context import Info
from mobile_api.paging import After, Cursors, First, PageInfo, page_size
from mobile_api.releases.policies import Policy
from mobile_api.releases.validity import OnDate

CURSORS = Cursors("in force", (int, str))  # milliseconds, release id
LOOKS = 5  # batches looked through for one page: what it costs has a bound, however much was repealed
BATCH = 100


@strawberry.type(description="一份政策 / One policy of the page")
class PolicyEdge:
    cursor: str = strawberry.field(description="此条的位置 / Position of this entry")
    node: Policy = strawberry.field(description="政策文件 / The policy")


@strawberry.type(description="政策的一页，新的在前，可能不满 / A page of policies, newest first; it may be short")
class PolicyConnection:
    edges: list[PolicyEdge] = strawberry.field(description="条目 / Entries")
    page_info: PageInfo = strawberry.field(description="分页信息 / About the page")


async def in_force_on(info: Info, day: OnDate, first: First = 20, after: After = None) -> PolicyConnection:
    """A short page with `hasNextPage` means that many policies in a row were not in force: ask on."""
    size, secret = page_size(first), info.context.deps.cursor_secret
    place = Position(*CURSORS.decode(after, secret)) if after else None
    edges: list[PolicyEdge] = []
    more = True
    for _ in range(LOOKS):
        page = info.context.deps.timeline.page([kind_channel(ReleaseKind.policy)], BATCH, place)
        more = page.has_next
        for position, policy in zip(page.positions, await _in_force(info, page.positions, day), strict=True):
            if len(edges) == size:
                more = True
                break
            place = position
            if policy is not None:
                edges.append(PolicyEdge(cursor=CURSORS.encode(position, secret), node=Policy(live=policy)))
        if not more or len(edges) == size:
            break
    end = CURSORS.encode(place, secret) if place else after
    return PolicyConnection(edges=edges, page_info=PageInfo(has_next_page=more, end_cursor=end))


async def _in_force(info: Info, positions: Sequence[Position], day: date) -> list[ReleaseCard | None]:
    """Each policy, or None if it was not in force."""
    loaders = info.context.loaders
    ids = [position.release_id for position in positions]
    cards = await loaders.releases.load_many(ids)
    incoming = await loaders.incoming.load_many(ids)
    found: list[ReleaseCard | None] = []
    for live, links in zip(cards, incoming, strict=True):
        facts = (live.revision.content.policy if live else None) or PolicyFacts()
        found.append(
            live
            if live and validity_on(events_of(facts, links or (), live.release.validity_marks), day).is_in_force
            else None
        )
    return found
