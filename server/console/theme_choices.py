"""主题分类 as a choice: the 国务院公文主题分类 that is kept as reference data, class by class."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from content_models.topics.documents import Topic
from content_models.topics.rules import in_use


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """A class, and the values of its choices with their words: the class as a whole first."""

    name: str
    choices: list[tuple[str, str]]


def theme_groups(known: Iterable[Topic], today: date) -> list[ThemeGroup]:
    """What may be chosen today, in the order of the reference data; an ended class takes its sub-classes with it."""
    themes = [topic for topic in known if topic.official and in_use(topic, today)]
    return [
        ThemeGroup(
            name=above.name,
            choices=[
                (above.name, f"{above.name}（不再细分）"),
                *((f"{above.name}\\{one.name}", one.name) for one in themes if one.parent_id == above.id),
            ],
        )
        for above in themes
        if above.parent_id is None
    ]
