"""Whose feed it is: the channels it is merged from, and why each entry is in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from content_models.kit.errors import InvalidInput, SessionExpired
from content_models.releases.channels import MUST_SEE, must_see_channels
from mobile_api.context import Info
from mobile_api.feed.readers import Reader
from mobile_api.feed.types import ChannelInput
from mobile_api.loaders import Loaders
from mobile_api.patience import together

MOST_CHANNELS = 100
Chosen = tuple[str, ...]  # names of channels, as they were asked for


@dataclass(frozen=True, slots=True)
class Audience:
    """`channels` empty means everything. `personal`: chosen by what a resident follows."""

    channels: frozenset[str] = frozenset()
    personal: bool = False


async def audience_of(info: Info, chosen: Sequence[ChannelInput], *, personal: bool) -> Audience:
    """Chosen channels narrow the feed; without any a resident's follows do. Who follows nothing sees everything.

    Raises InvalidInput (too many channels), NotAuthenticated (a forged token).
    """
    names = chosen_channels(chosen)
    return await audience_choosing(info, names) if names else await own_audience(info, personal=personal)


def chosen_channels(chosen: Sequence[ChannelInput]) -> Chosen:
    """Raises InvalidInput (too many channels)."""
    if len(chosen) > MOST_CHANNELS:
        raise InvalidInput(f"一次最多选择 {MOST_CHANNELS} 个频道。", field="channels", largest=MOST_CHANNELS)
    return tuple([one.channel_name for one in chosen])


async def audience_choosing(info: Info, chosen: Chosen) -> Audience:
    return Audience(await widened(info.context.loaders, chosen))


async def own_audience(info: Info, *, personal: bool) -> Audience:
    """By follows and district, unless the resident has switched that off or refused it.

    Raises NotAuthenticated (a forged token).
    """
    reader = await _reader(info) if personal else None
    if reader is None or not reader.channels or not reader.wants_own:
        return Audience()
    followed = await widened(info.context.loaders, reader.channels)
    districts = [*reader.districts, *([reader.district] if reader.district else [])]
    return Audience(followed | set(_must_see(districts)), personal=True)


async def _reader(info: Info) -> Reader | None:
    """Whoever was signed in too long ago goes on reading what everybody reads; `personal` says so."""
    context = info.context
    try:
        resident_id = context.viewer_or_none()
    except SessionExpired:
        return None
    return await context.deps.readers.of(resident_id) if resident_id else None


async def district_of(info: Info) -> str | None:
    """Where the viewer lives, if they said so. Raises NotAuthenticated for a forged token."""
    reader = await _reader(info)
    return reader.district if reader and reader.wants_own else None


def _must_see(districts: Iterable[str]) -> list[str]:
    return [MUST_SEE, *(name for code in districts for name in must_see_channels(code))]


async def widened(loaders: Loaders, names: Iterable[str]) -> frozenset[str]:
    """The channels, those of the topics below, before and after a topic, and of the organs that became an organ."""
    wanted = set(names)
    topics = [name.removeprefix("topic:") for name in wanted if name.startswith("topic:")]
    organs = [name.removeprefix("organ:") for name in wanted if name.startswith("organ:")]
    below, before = await together(loaders.covered_topics.load_many(topics), loaders.predecessors.load_many(organs))
    wanted |= {f"topic:{one.id}" for batch in below for one in batch or ()}
    wanted |= {f"organ:{one.id}" for batch in before for one in batch or ()}
    return frozenset(wanted)
