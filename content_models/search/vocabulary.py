"""The words of search: what means the same, what people say, what questions are padded with (data/vocabulary.yaml).

Read once; a change needs a restart and no new index, because words are looked up when somebody asks.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from content_models.kit.shipped import read_yaml
from content_models.search.folding import fold_text
from content_models.search.pinyin import initials, spelled

_FILE = Path(__file__).parent / "data/vocabulary.yaml"
SHORTEST_SPELLING = 3  # letters: 「sb」 would be anything


class VocabularyFile(BaseModel):
    """What editors maintain. `version` is shown by `zhengwu doctor`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    owner: str
    version: str
    equal: list[list[str]]
    plain: dict[str, list[str]]
    idle: list[str]
    popular: list[str]


class Vocabulary:
    """`alternatives`: a folded phrase → other folded phrases for the same, the longest phrases first."""

    def __init__(self, file: VocabularyFile) -> None:
        self.version = f"{file.owner} {file.version}"
        self.popular = tuple(file.popular)
        self.idle = _longest_first(map(fold_text, file.idle))
        self.alternatives = _alternatives(file)
        self.phrases = _longest_first(self.alternatives)
        self._spelled = _by_spelling({*self.alternatives, *map(fold_text, file.popular)})

    def spelled_as(self, letters: str) -> tuple[str, ...]:
        """Known phrases whose pinyin, or first letters of it, are exactly `letters`."""
        return self._spelled.get(letters, ())


def _alternatives(file: VocabularyFile) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    groups = [[fold_text(name) for name in group] for group in file.equal]
    for group in groups:
        for name in group:
            found[name] |= dict.fromkeys(other for other in group if other != name)
    for said, official in file.plain.items():
        found[fold_text(said)] |= dict.fromkeys(map(fold_text, official))
    return {name: tuple(others) for name, others in found.items()}


def _by_spelling(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for phrase in sorted(phrases):
        for letters in {spelled(phrase), initials(phrase)}:
            if len(letters) >= SHORTEST_SPELLING:
                found[letters].append(phrase)
    return {letters: tuple(names) for letters, names in found.items()}


def _longest_first(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


@cache
def vocabulary() -> Vocabulary:
    read: Any = read_yaml(_FILE)
    return Vocabulary(VocabularyFile.model_validate(read))
