"""Three scripted people take stories through the real verbs.

Every step looks at the store first and does what is missing, so that a script that was interrupted, or is run again on
the same folder, goes on where things stand.
"""

from collections.abc import Mapping
from typing import TypedDict

from content_models.bundles import repository as bundles
from content_models.bundles.actions.plan_readings import PlanReadings, plan_readings
from content_models.editorial import repository as editorial
from content_models.editorial import rules
from content_models.editorial.actions.adopt import Adopt, adopt
from content_models.editorial.actions.edit import Edit, edit
from content_models.editorial.actions.publish import Publish, ReleaseAt, publish
from content_models.editorial.actions.sign_off import Sign, sign_off
from content_models.editorial.actions.submit import Submit, submit
from content_models.editorial.actions.withdraw import Withdraw, withdraw
from content_models.editorial.documents import Stage, Verdict
from content_models.intake import repository as intake
from content_models.intake.documents import IntakeItem, TriageState
from content_models.kit.actors import Actor
from content_models.kit.ids import derived_id
from content_models.kit.store import Store
from content_models.official_text.folding import fold_title_key
from content_models.releases import repository as releases
from content_models.releases.documents import Link, LinkType, Release, ReleaseKind, ReleaseState
from server.demo.city.library import texts
from server.demo.logins import EDITOR, LEADER, SECTION_HEAD
from server.demo.patience import eventually, persistently
from server.demo.plan import WITHDRAWAL_REASON, Reach, Story
from server.demo.sources import source_id

SIGNERS = {Stage.first: EDITOR, Stage.second: SECTION_HEAD, Stage.final: LEADER}
PATIENCE = 40.0  # seconds for one story, engines that are restarted included


class Asked(TypedDict):
    """What every command on a release begins with."""

    actor: Actor
    idempotency_key: str
    release_id: str
    expected_version: int


class Newsroom:
    """`staff` are the demo's three people by username."""

    def __init__(self, store: Store, staff: Mapping[str, Actor]) -> None:
        self._store = store
        self._editor = staff[EDITOR.username]
        self._leader = staff[LEADER.username]
        self._signers = {stage: staff[person.username] for stage, person in SIGNERS.items()}

    async def bring(self, story: Story) -> Release:
        """Take the story as far as it is meant to go, its reading with it. Raises DemoStuck."""

        async def act() -> Release:
            policy = await self._prepare(story.text, story.site, story.kind, story.reach)
            if story.reading:
                await self._prepare_reading(story.reading, story.site, policy)
            if story.planned:
                await self._plan(policy, story)
            if story.reach >= Reach.published and not policy.published_at:
                policy = await self._publish(policy, story)
            if story.reach is Reach.withdrawn and policy.is_live:
                policy = await self._withdraw(policy)
            return policy

        await eventually(f"来稿「{title_of(story.text)}」", lambda: self._item(story.text, story.site), within=PATIENCE)
        return await persistently(f"发布「{title_of(story.text)}」", act, within=PATIENCE)

    async def _prepare(self, text: str, site: str, kind: ReleaseKind, reach: Reach) -> Release:
        """Adopt, submit and sign as far as `reach` says, at most until it could be published.

        What was published once belongs to the people at the console from then on.
        """
        release = await self._on_the_desk(text, site, kind)
        if release.published_at:
            return release
        if reach >= Reach.submitted and release.state is ReleaseState.draft:
            release = await self._submit(release)
        while release.state is ReleaseState.in_review and await self._wants_signature(release, reach):
            release = await self._sign(release)
        return release

    async def _prepare_reading(self, text: str, site: str, policy: Release) -> Release:
        release = await self._on_the_desk(text, site, ReleaseKind.interpretation)
        if release.state is ReleaseState.draft and not release.published_at:
            await self._link(release, policy)
        return await self._prepare(text, site, ReleaseKind.interpretation, Reach.approved)

    async def _on_the_desk(self, text: str, site: str, kind: ReleaseKind) -> Release:
        item = await eventually(f"来稿「{title_of(text)}」", lambda: self._item(text, site), within=PATIENCE)
        if item.release_id is None:
            change = await adopt(
                self._store,
                Adopt(
                    actor=self._editor,
                    idempotency_key=_key("adopt", item.id, item.version),
                    item_id=item.id,
                    expected_version=item.version,
                    kind=kind,
                ),
            )
            return await releases.load(change.release_id)
        return await releases.load(item.release_id)

    async def _item(self, text: str, site: str) -> IntakeItem | None:
        """The item by which this site brought the text, known by its title."""
        everything = intake.QueueFilter(states=list(TriageState), source_id=source_id(site))
        wanted = fold_title_key(title_of(text))
        return next((item for item in await intake.queue(everything) if item.title_key == wanted), None)

    async def _link(self, reading: Release, policy: Release) -> None:
        """State what the reading explains, unless its source has said so already."""
        content = (await releases.load_revision(reading.current_revision_id)).content
        if policy.id in releases.interpreted_by(content.links):
            return
        link = Link(type=LinkType.interprets, target_id=policy.id)
        await edit(
            self._store,
            Edit(
                **self._asked("edit", reading, self._editor),
                content=content.model_copy(update={"links": [*content.links, link]}),
                note="关联所解读的政策",
            ),
        )

    async def _submit(self, release: Release) -> Release:
        await submit(self._store, Submit(**self._asked("submit", release, self._editor)))
        return await releases.load(release.id)

    async def _wants_signature(self, release: Release, reach: Reach) -> bool:
        return reach >= Reach.approved or (reach is Reach.first_signed and await self._stage(release) is Stage.first)

    async def _stage(self, release: Release) -> Stage | None:
        revision = await releases.load_revision(release.current_revision_id)
        given = await editorial.sign_offs_of(release.id, release.review_round)
        turn = next(iter(rules.missing(rules.review_of(release).stages, rules.valid_for(given, revision.sha256))), None)
        return Stage(turn.id) if turn else None

    async def _sign(self, release: Release) -> Release:
        stage = await self._stage(release) or Stage.final
        signer = self._signers[stage]
        await sign_off(
            self._store,
            Sign(**self._asked("sign", release, signer), stage=stage, verdict=Verdict.approve, comment="同意"),
        )
        return await releases.load(release.id)

    async def _plan(self, policy: Release, story: Story) -> None:
        if await bundles.plan_of(policy.id):
            return
        command = PlanReadings(
            actor=self._editor,
            idempotency_key=_key("plan", policy.id, 0),
            policy_id=policy.id,
            expected_version=0,
            forms=list(story.planned),
            owner_id=self._editor.id,
        )
        await plan_readings(self._store, command)

    async def _publish(self, policy: Release, story: Story) -> Release:
        reading = (
            await self._on_the_desk(story.reading, story.site, ReleaseKind.interpretation) if story.reading else None
        )
        together = [ReleaseAt(release_id=reading.id, expected_version=reading.version)] if reading else []
        await publish(self._store, Publish(**self._asked("publish", policy, self._leader), together_with=together))
        return await releases.load(policy.id)

    async def _withdraw(self, release: Release) -> Release:
        await withdraw(
            self._store, Withdraw(**self._asked("withdraw", release, self._leader), reason=WITHDRAWAL_REASON)
        )
        return await releases.load(release.id)

    def _asked(self, verb: str, release: Release, actor: Actor) -> Asked:
        return {
            "actor": actor,
            "idempotency_key": _key(verb, release.id, release.version),
            "release_id": release.id,
            "expected_version": release.version,
        }


def title_of(text: str) -> str:
    return texts()[text].title


def _key(verb: str, subject: str, version: int) -> str:
    """The same for the same step, so that a step asked for twice counts once."""
    return derived_id("demo", verb, subject, version)
