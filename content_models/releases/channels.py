"""Channel names: the streams a release flows into, and what a follow stands for."""

ALL = "all"
_TOPIC = "topic:"
MUST_SEE = "must"  # what everybody is shown, whatever they follow


def kind_channel(kind: str) -> str:
    return f"kind:{kind}"


def topic_channel(topic_id: str) -> str:
    return f"{_TOPIC}{topic_id}"


def topic_of(channel: str) -> str | None:
    """The topic of a topic's channel."""
    return channel.removeprefix(_TOPIC) if channel.startswith(_TOPIC) else None


def organ_channel(organ_id: str) -> str:
    return f"organ:{organ_id}"


def region_channel(region_code: str) -> str:
    return f"region:{region_code}"


def release_channel(release_id: str) -> str:
    """Following one release brings its family: an interpretation flows into the channel of what it interprets."""
    return f"release:{release_id}"


def keyword_channel(keyword: str) -> str:
    """Releases that say this (folded) word."""
    return f"keyword:{keyword}"


def must_see_channel(region_code: str) -> str:
    """What the people of this region are shown, whatever they follow."""
    return f"{MUST_SEE}:{region_code}"


def must_see_channels(region_code: str | None) -> list[str]:
    """What somebody who lives there must see: of the district, its city, its province (GB/T 2260), and of all."""
    if not region_code:
        return [MUST_SEE]
    scopes = dict.fromkeys((region_code, f"{region_code[:4]}00", f"{region_code[:2]}0000"))
    return [MUST_SEE, *map(must_see_channel, scopes)]
