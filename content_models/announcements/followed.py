"""Whom a release concerns by what they follow: also those who follow a topic under the name it had before."""

from collections.abc import Iterable

from content_models.releases.channels import topic_channel, topic_of
from content_models.topics import repository as topics


async def with_ended_topics(channels: Iterable[str]) -> list[str]:
    """The channels, and those of topics that ended in one of theirs: a follow outlives its topic."""
    names = set(channels)
    filed_under = {topic for name in names if (topic := topic_of(name))}
    ended = await topics.ended_in(filed_under) if filed_under else {}
    return sorted(names | {topic_channel(topic_id) for topic_id in ended})
