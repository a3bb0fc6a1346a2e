"""What stands in the store when a mobile client asks: published releases, made without the desk's ceremony."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from content_models.kit.actors import SYSTEM
from content_models.kit.store import Store
from content_models.organs import repository as organs
from content_models.organs.documents import Organ, OrganLevel
from content_models.releases import repository as releases
from content_models.releases.documents import (
    Content,
    InterpretationFacts,
    Link,
    LinkType,
    PolicyFacts,
    Release,
    ReleaseKind,
    ReleaseState,
    Revision,
)
from content_models.releases.rules import channels_of, content_digest
from content_models.timeline.actions.project import project_many

START = datetime(2026, 3, 1, 8, tzinfo=UTC)


@dataclass
class City:
    """Each release goes public a minute after the one before."""

    store: Store
    minutes: int = 0
    pending: list[str] = field(default_factory=list)

    async def organ(self, organ_id: str = "water-company", name: str = "示例市自来水公司") -> None:
        await organs.save_organ(
            Organ(id=organ_id, full_name=name, short_name=name, level=OrganLevel.institution, region_code="320000")
        )

    async def release(
        self, title: str, kind: ReleaseKind = ReleaseKind.notice, *, publisher: str = "water-company", **content: Any
    ) -> str:
        """Public in the store; `project()` brings it into the feed. Returns the release id."""
        self.minutes += 1
        at = START + timedelta(minutes=self.minutes)
        written = {"body_html": f"<p>示例正文：{title}</p>", "body_text": f"示例正文：{title}"}
        text = Content(title=title, **(written | content))
        release_id = f"release-{self.minutes:04}"
        revision = Revision(
            release_id=release_id, number=1, content=text, sha256=content_digest(text), author=SYSTEM, at=at
        )
        release = Release(
            id=release_id,
            kind=kind,
            state=ReleaseState.published,
            slug=f"slug{self.minutes:04}",
            publisher_id=publisher,
            current_revision_id=revision.id,
            live_revision_id=revision.id,
            channels=channels_of(kind, publisher, text),
            published_at=at,
            created_at=at,
            updated_at=at,
        )
        await release.insert()
        await revision.insert()
        self.pending.append(release_id)
        return release_id

    async def policy(self, title: str, facts: PolicyFacts | None = None, **content: Any) -> str:
        return await self.release(title, ReleaseKind.policy, policy=facts or PolicyFacts(), **content)

    async def interpretation(self, of: str, title: str, **content: Any) -> str:
        links = [Link(type=LinkType.interprets, target_id=of)]
        facts = InterpretationFacts(form="图解", interpreter="示例市水务局")
        return await self.release(title, ReleaseKind.interpretation, links=links, interpretation=facts, **content)

    async def project(self) -> None:
        await project_many(self.store, self.pending)
        self.pending.clear()

    async def withdraw(self, release_id: str, reason: str = "内容有误，重新发布") -> None:
        """In the store only: the feed has not heard of it yet."""
        release = await releases.load(release_id)
        release.state, release.withdrawn_at, release.withdrawal_reason = ReleaseState.withdrawn, START, reason
        release.version += 1
        await release.replace()
        self.pending.append(release_id)

    async def correct(self, release_id: str, **changes: Any) -> None:
        """A second text goes public, in the store only; `changes` are fields of the content."""
        release = await releases.load(release_id)
        before = await releases.load_revision(release.current_revision_id)
        text = before.content.model_copy(update=changes)
        number = before.number + 1
        at = (release.published_at or START) + timedelta(days=number)
        revision = Revision(
            release_id=release_id, number=number, content=text, sha256=content_digest(text), author=SYSTEM, at=at
        )
        await revision.insert()
        release.current_revision_id = release.live_revision_id = revision.id
        release.channels = channels_of(release.kind, release.publisher_id, text)
        release.version += 1
        await release.replace()
        self.pending.append(release_id)

    async def remove(self, release_id: str) -> None:
        """As if it had never been: what only an administrator does, by hand."""
        await (await releases.load(release_id)).delete()
