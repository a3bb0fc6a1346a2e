"""What search does when a release becomes public, is corrected or is taken back, or an organ is called otherwise."""

from collections.abc import Iterable

from content_models.kit.outbox import OutboxRow
from content_models.kit.store import Store
from content_models.organs import repository as organs
from content_models.releases import repository as releases
from content_models.releases.channels import kind_channel, organ_channel, region_channel, topic_channel
from content_models.releases.documents import Content, Release, ReleaseKind
from content_models.releases.validity import ENDING_LINKS
from content_models.search import repository as search
from content_models.topics import repository as topics
from content_models.topics.rules import Themes, filed_under, themes_by_name

_POLICIES = kind_channel(ReleaseKind.policy)


async def note_for_search(store: Store, row: OutboxRow) -> None:
    """Effect of every topic about releases; the row's subject is the release.

    What the release puts an end to is noted as well: its validity has changed although it has not.
    """
    found = await releases.load_many([row.subject_id])
    current = await releases.load_revisions(release.current_revision_id for release in found.values())
    ended = {link.target_id for text in current.values() for link in text.content.links if link.type in ENDING_LINKS}
    await _note(store, (found | await releases.load_many(ended)).values(), row)


async def note_renamed_organ(store: Store, row: OutboxRow) -> None:
    """Effect of "organ.renamed": what it issued or published is found by the names it has now."""
    filed = await releases.live_ids_in(organ_channel(row.subject_id))
    await _note(store, (await releases.load_many(filed)).values(), row)


async def note_renamed_region(store: Store, row: OutboxRow) -> None:
    """Effect of "region.changed": what applies there, and what its organs published, is found by its name."""
    organs_there = [organ_channel(organ.id) for organ in await organs.organs_in(row.subject_id)]
    filed = await _live_in([region_channel(row.subject_id), *organs_there])
    await _note(store, filed, row)


async def note_changed_topic(store: Store, row: OutboxRow) -> None:
    """Effect of "topic.changed". Policies bear their theme as it was printed, so each of them is looked at."""
    topic = await topics.load(row.subject_id)
    if not topic.official:
        await _note(store, await _live_in([topic_channel(topic.id)]), row)
        return
    themes, policies = themes_by_name(await topics.every_topic()), await releases.live_ids_in(_POLICIES)
    for start in range(0, len(policies), search.MOST_AT_ONCE):
        live = await releases.live(policies[start : start + search.MOST_AT_ONCE])
        filed = [seen.release for seen in live.values() if _is_under(topic.id, seen.revision.content, themes)]
        await _note(store, filed, row)


def _is_under(topic_id: str, content: Content, themes: Themes) -> bool:
    own = filed_under(content.policy.theme, themes) if content.policy else None
    return own is not None and (own == topic_id or own.startswith(f"{topic_id}."))


async def _live_in(channels: Iterable[str]) -> list[Release]:
    ids = {one for channel in channels for one in await releases.live_ids_in(channel)}
    return list((await releases.load_many(ids)).values())


async def _note(store: Store, affected: Iterable[Release], row: OutboxRow) -> None:
    versions = [(release.id, release.version) for release in affected if release.published_at]
    for start in range(0, len(versions), search.MOST_AT_ONCE):
        await search.note(store, dict(versions[start : start + search.MOST_AT_ONCE]), row.created_at)
    await store.wake("search")
