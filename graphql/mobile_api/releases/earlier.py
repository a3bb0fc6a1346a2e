"""后来的变化 in the schema: an interpretation that explains an earlier version says so."""

from datetime import date

import strawberry

from content_models.kit.clock import in_shanghai
from content_models.releases import later_changes as rules
from content_models.releases.cards.records import ReleaseCard
from content_models.releases.documents import PolicyFacts, ReleaseKind
from content_models.releases.later_changes import LaterChangeKind
from content_models.releases.repository import interpreted_by
from mobile_api.context import Info
from mobile_api.enums import expose
from mobile_api.fields import field
from mobile_api.releases.base import Release, card

expose(
    LaterChangeKind,
    "政策在解读发布之后的变化 / What happened to a policy after an interpretation of it",
    {
        LaterChangeKind.amended: "被修改 / Amended",
        LaterChangeKind.revised: "被修订 / Revised with a whole new text",
        LaterChangeKind.repealed: "被废止 / Repealed",
        LaterChangeKind.replaced: "被替代 / Replaced",
        LaterChangeKind.lapsed: "被宣布失效 / Declared lapsed",
        LaterChangeKind.expired: "有效期届满 / Its time ran out",
        LaterChangeKind.corrected: "文本更正 / Its text was corrected",
    },
)


@strawberry.type(description="所解读的政策后来的一次变化 / A later change of an interpreted policy")
class PolicyChange:
    change: strawberry.Private[rules.LaterChange]

    @field("变化 / What happened")
    def kind(self) -> LaterChangeKind:
        return self.change.kind

    @field("自哪一天起 / From which day on")
    def on(self) -> date:
        return self.change.on

    @field("写给居民的一句话 / In words for residents, 「2026-12-01 已修改」")
    def message(self) -> str:
        return self.change.words

    @field("所解读的政策 / The interpreted policy")
    async def policy(self, info: Info) -> Release | None:
        return await _live(info, self.change.policy_id)

    @field("依据的文件，政策自身的变化为空 / The document that says so; null for the policy's own")
    async def basis(self, info: Info) -> Release | None:
        return await _live(info, self.change.basis_id) if self.change.basis_id else None


async def _live(info: Info, release_id: str) -> Release | None:
    found = await info.context.loaders.releases.load(release_id)
    return card(found) if found else None


async def changes_since(info: Info, reading: ReleaseCard) -> list[PolicyChange]:
    """What happened to each policy it reads after its present text became public. Three batches at most."""
    loaders = info.context.loaders
    targets = await loaders.live(sorted(interpreted_by(reading.revision.content.links)))
    policies = [one for one in targets if one.release.kind is ReleaseKind.policy]
    ids = [one.release.id for one in policies]
    own = await loaders.versions.load(reading.release.id)
    said_at = own[0].published_at if own else reading.published_at
    incoming, versions = await loaders.incoming.load_many(ids), await loaders.versions.load_many(ids)
    today = in_shanghai(info.context.store.now()).date()
    return [
        PolicyChange(change=change)
        for one, links, texts in zip(policies, incoming, versions, strict=True)
        for change in rules.later_changes(
            one.release.id,
            one.revision.content.policy or PolicyFacts(),
            links or [],
            texts or [],
            said_at,
            today,
            one.release.validity_marks,
        )
    ]
