"""Channel names: the streams a release flows into, and what a follow stands for."""

ALL = "all"


def kind_channel(kind: str) -> str:
    return f"kind:{kind}"


def topic_channel(topic_id: str) -> str:
    return f"topic:{topic_id}"


def organ_channel(organ_id: str) -> str:
    return f"organ:{organ_id}"


def region_channel(region_code: str) -> str:
    return f"region:{region_code}"


def release_channel(release_id: str) -> str:
    """Following one release brings its family: an interpretation flows into the channel of what it interprets."""
    return f"release:{release_id}"
