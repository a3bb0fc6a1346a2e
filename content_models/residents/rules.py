"""Pure rules: which channel a follow stands for, and ids that repeat."""

from content_models.keywords.rules import keyword_key
from content_models.kit.errors import InvalidInput
from content_models.kit.ids import derived_id
from content_models.releases import channels
from content_models.residents.documents import FollowTarget, Platform

MOST_KEYWORDS = 20  # a resident

_CHANNELS = {
    FollowTarget.topic: channels.topic_channel,
    FollowTarget.organ: channels.organ_channel,
    FollowTarget.region: channels.region_channel,
    FollowTarget.release: channels.release_channel,
    FollowTarget.keyword: channels.keyword_channel,
}


class TooManyKeywords(InvalidInput):
    """A resident follows as many words as anybody may: `details.largest`."""

    code = "TOO_MANY_KEYWORDS"
    default_message = f"最多关注 {MOST_KEYWORDS} 个词，请先取消几个再添加。"


def device_id(platform: Platform, token: str) -> str:
    return derived_id("device", platform, token)


def follow_id(resident_id: str, target: FollowTarget, target_id: str) -> str:
    return derived_id("follow", resident_id, target, target_id)


def inbox_entry_id(resident_id: str, release_id: str) -> str:
    return derived_id("inbox", resident_id, release_id)


def target_key(target: FollowTarget, target_id: str) -> str:
    """The id under which the target is kept: words are folded. Raises InvalidKeyword."""
    return keyword_key(target_id) if target is FollowTarget.keyword else target_id


def channel_of(target: FollowTarget, target_id: str) -> str:
    """The timeline channel that following this target subscribes to."""
    return _CHANNELS[target](target_id)
