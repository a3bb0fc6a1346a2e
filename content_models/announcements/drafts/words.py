"""The words a notice would have now, drafted or by the template: what the composer sees before anything is sent."""

from dataclasses import dataclass

from content_models.announcements.changes import changes_made
from content_models.announcements.documents import Announcement
from content_models.announcements.rules import (
    compose_body,
    compose_later_body,
    compose_later_title,
    compose_title,
    is_announced,
)
from content_models.organs import repository as organs
from content_models.releases import repository as releases
from content_models.releases.documents import Release, ReleaseKind, Revision


@dataclass(frozen=True, slots=True)
class NoticeWords:
    title: str
    body: str


async def template_words(release: Release, revision: Revision) -> NoticeWords:
    """What the template says of the present text when it is published next: a publication, a correction of what is
    public, or a reading told under its policy's title."""
    publisher = await organs.load(release.publisher_id)
    if not is_announced(release.kind):
        later = Announcement.reading if release.published_at is None else Announcement.reading_correction
        return NoticeWords(
            compose_later_title(later, publisher.short_name),
            compose_later_body(later, await _policy_title(revision)),
        )
    title = revision.content.title
    if release.published_at is not None:
        later = Announcement.correction
        return NoticeWords(compose_later_title(later, publisher.short_name), compose_later_body(later, title))
    waiting = await releases.awaiting_interpretations_of(release.id) if release.kind is ReleaseKind.policy else []
    changes = await changes_made(revision.content.links)
    return NoticeWords(
        compose_title(release.kind, publisher.short_name),
        compose_body(title, interpreted=bool(waiting), changes=changes),
    )


async def _policy_title(reading: Revision) -> str:
    """Of the first policy it reads; its own title while it reads none."""
    policies = await releases.load_many(sorted(releases.interpreted_by(reading.content.links))[:1])
    texts = await releases.load_revisions(one.current_revision_id for one in policies.values())
    return next((text.content.title for text in texts.values()), reading.content.title)
