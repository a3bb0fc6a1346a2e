"""Why do I see this: the channels through which an entry came, in words."""

from collections.abc import Iterable, Mapping

import strawberry

from content_models.releases.channels import ALL, MUST_SEE
from mobile_api.feed.audience import Audience
from mobile_api.feed.types import FeedReason, FeedReasonKind
from mobile_api.loaders import Loaders
from mobile_api.patience import together

EVERYONE = FeedReason(kind=FeedReasonKind.everyone, target_id=None, text="全部信息，未按您的关注筛选")
_MUST_SEE = FeedReason(kind=FeedReasonKind.must_see, target_id=None, text="应急或本地必看信息")
_WORDS = {
    FeedReasonKind.topic: ("您关注了主题「{}」", "您选择了主题「{}」"),
    FeedReasonKind.organ: ("您关注了「{}」", "您选择了「{}」"),
    FeedReasonKind.region: ("您关注了「{}」", "您选择了「{}」"),
    FeedReasonKind.release: ("您关注的政策有了解读", "您选择的政策有了解读"),
    FeedReasonKind.keyword: ("提到了您关注的「{}」", "提到了「{}」"),
    FeedReasonKind.kind: ("您选择了这一类信息", "您选择了这一类信息"),
}


async def reasons_for(loaders: Loaders, channels: tuple[str, ...], audience: Audience) -> list[FeedReason]:
    """For an entry that flows in these channels. The names for a whole page are read in one batch of each kind."""
    if not audience.channels:
        return [EVERYONE]
    shared = [name for name in channels if name in audience.channels]
    return _reasons(shared, await _names(loaders, shared), personal=audience.personal)


def _reasons(names: Iterable[str], known: Mapping[str, str], *, personal: bool) -> list[FeedReason]:
    """What everybody must see is said once and first."""
    found = {}
    for name in names:
        reason = _reason(name, known, personal=personal)
        found[reason.kind, reason.target_id] = reason
    return sorted(found.values(), key=lambda reason: reason.kind is not FeedReasonKind.must_see)


def _reason(name: str, known: Mapping[str, str], *, personal: bool) -> FeedReason:
    kind, _, target = name.partition(":")
    if kind == MUST_SEE:
        return _MUST_SEE
    if kind == ALL:
        return EVERYONE
    followed, chosen = _WORDS[FeedReasonKind(kind)]
    text = (followed if personal else chosen).format(known.get(name, target))
    return FeedReason(kind=FeedReasonKind(kind), target_id=strawberry.ID(target), text=text)


async def _names(loaders: Loaders, wanted: Iterable[str]) -> dict[str, str]:
    """What the topics, organs and regions among the channels are called."""
    by_kind: dict[str, list[str]] = {"topic": [], "organ": [], "region": []}
    for name in wanted:
        kind, _, target = name.partition(":")
        by_kind.setdefault(kind, []).append(target)
    topics, organs, regions = await together(
        loaders.topics.load_many(by_kind["topic"]),
        loaders.organs.load_many(by_kind["organ"]),
        loaders.regions.load_many(by_kind["region"]),
    )
    return {
        **{f"topic:{one.id}": one.name for one in topics if one},
        **{f"organ:{one.id}": one.short_name for one in organs if one},
        **{f"region:{one.id}": one.name for one in regions if one},
    }
