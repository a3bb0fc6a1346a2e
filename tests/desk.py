"""People of an editorial desk and a short way from intake to the public, through the real verbs."""

from dataclasses import dataclass

from content_models.editorial.actions.adopt import Adopt, adopt
from content_models.editorial.actions.compose import Compose, compose
from content_models.editorial.actions.edit import Edit, edit
from content_models.editorial.actions.publish import Publish, publish
from content_models.editorial.actions.sign_off import Sign, sign_off
from content_models.editorial.actions.submit import Submit, submit
from content_models.editorial.change import ReleaseChange
from content_models.editorial.documents import Role, Stage, Verdict
from content_models.intake import repository as intake
from content_models.kit.actors import Actor, ActorKind
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.organs import repository as organs
from content_models.organs.documents import Organ, OrganLevel
from content_models.releases.documents import Content, Issuer, Link, LinkType, PolicyFacts, Release, ReleaseKind


def person(name: str, *roles: Role) -> Actor:
    return Actor(kind=ActorKind.staff, id=name, name=name, roles=frozenset(roles))


EDITOR = person("王编辑", Role.editor)
HEAD = person("李科长", Role.section_head)
LEADER = person("赵主任", Role.leader)
SIGNERS = {Stage.first: EDITOR, Stage.second: HEAD, Stage.final: LEADER}
ORGAN = "organ-1"
ISSUED = PolicyFacts(issuers=[Issuer(name="示例市人民政府", organ_id=ORGAN)])


@dataclass
class Desk:
    """An editorial desk: the verbs with the right people already at hand."""

    store: Store

    async def draft(
        self, title: str = "示例通知", kind: ReleaseKind = ReleaseKind.policy, reads: str = ""
    ) -> ReleaseChange:
        await self.organ()
        links = [Link(type=LinkType.interprets, target_id=reads)] if reads else []
        content = Content(
            title=title,
            body_html="<p>一、总则</p><p>示例正文。</p>",
            links=links,
            policy=ISSUED if kind is ReleaseKind.policy else None,
        )
        command = Compose(actor=EDITOR, idempotency_key=new_id(), kind=kind, publisher_id=ORGAN, content=content)
        return await compose(self.store, command)

    async def organ(self) -> None:
        """The publisher of every draft is in the directory, under the name that a test may have given it."""
        if await organs.load_many([ORGAN]):
            return
        names = {"full_name": "示例市人民政府", "short_name": "市政府"}
        await organs.save_organ(Organ(id=ORGAN, **names, level=OrganLevel.municipal, region_code="320000"))

    async def edited(self, release: Release, content: Content) -> ReleaseChange:
        return await edit(
            self.store,
            Edit(
                actor=EDITOR,
                idempotency_key=new_id(),
                release_id=release.id,
                expected_version=release.version,
                content=content,
            ),
        )

    async def adopted(self, item_id: str) -> ReleaseChange:
        item = await intake.load(item_id)
        command = Adopt(actor=EDITOR, idempotency_key=new_id(), item_id=item_id, expected_version=item.version)
        return await adopt(self.store, command)

    async def submitted(self, draft: ReleaseChange) -> ReleaseChange:
        return await submit(
            self.store,
            Submit(
                actor=EDITOR,
                idempotency_key=new_id(),
                release_id=draft.release_id,
                expected_version=draft.version,
            ),
        )

    async def signed(
        self, at: ReleaseChange, stage: Stage, by: Actor, verdict: Verdict = Verdict.approve
    ) -> ReleaseChange:
        return await sign_off(
            self.store,
            Sign(
                actor=by,
                idempotency_key=new_id(),
                release_id=at.release_id,
                expected_version=at.version,
                stage=stage,
                verdict=verdict,
            ),
        )

    async def reviewed(self, draft: ReleaseChange) -> ReleaseChange:
        change = await self.submitted(draft)
        for stage, signer in SIGNERS.items():
            change = await self.signed(change, stage, signer)
        return change

    async def published(self, draft: ReleaseChange) -> ReleaseChange:
        reviewed = await self.reviewed(draft)
        command = Publish(
            actor=LEADER,
            idempotency_key=new_id(),
            release_id=reviewed.release_id,
            expected_version=reviewed.version,
        )
        return await publish(self.store, command)
