"""Pure rules of topics: which are in use, and what a printed 主题分类 is filed under."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from content_models.topics.documents import Topic

SEPARATOR = "\\"  # as printed: 「综合政务\政务公开」

Themes = Mapping[tuple[str, ...], str]  # (class,) or (class, sub-class) → topic id


def in_use(topic: Topic, on: date) -> bool:
    """Whether it may still be chosen on that day; its last day is included."""
    return topic.ended_on is None or on <= topic.ended_on


def are_in_line(one: str, other: str, known: Mapping[str, Topic]) -> bool:
    """Whether one of two different topics ended, by itself or over others, in the other."""
    return one != other and (other in _line_of(one, known) or one in _line_of(other, known))


def _line_of(topic_id: str, known: Mapping[str, Topic]) -> list[str]:
    """The topic and what it ended in. A ring, which no form makes, is gone round once."""
    line: list[str] = []
    while topic_id in known and topic_id not in line:
        line.append(topic_id)
        topic_id = known[topic_id].successor_id or ""
    return line


def themes_by_name(topics: Iterable[Topic]) -> Themes:
    """Every name, present or former, that a theme is printed by. Present names win over former ones."""
    known = {topic.id: topic for topic in topics if topic.official}
    printed: dict[tuple[str, ...], str] = {}
    for topic in known.values():
        for path in _paths(topic, known, with_former=True):
            printed.setdefault(path, topic.id)
    for topic in known.values():
        for path in _paths(topic, known, with_former=False):
            printed[path] = topic.id
    return printed


def filed_under(theme: str | None, themes: Themes) -> str | None:
    """The topic of a printed 主题分类 such as 「综合政务\\政务公开」; an unknown sub-class falls back to its class."""
    if theme is None:
        return None
    names = [name.strip() for name in theme.replace("/", SEPARATOR).split(SEPARATOR)]
    return themes.get(tuple(names[:2])) or themes.get((names[0],))


def _paths(topic: Topic, known: Mapping[str, Topic], *, with_former: bool) -> Iterator[tuple[str, ...]]:
    own = _names(topic, with_former=with_former)
    parent = known.get(topic.parent_id or "")
    if topic.parent_id is None:
        yield from ((name,) for name in own)
    elif parent is not None:
        yield from ((above, name) for above in _names(parent, with_former=with_former) for name in own)


def _names(topic: Topic, *, with_former: bool) -> list[str]:
    return [topic.name, *topic.former_names] if with_former else [topic.name]
