"""输入提示: what may be meant by the first characters of a question.

Organs, topics and popular phrases are few and are kept in memory; titles and 文号 come from the index.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from content_models.organs.documents import Organ
from content_models.search.folding import fold_text
from content_models.search.index import SearchReader
from content_models.search.pinyin import initials, spelled
from content_models.search.segmenting import joined
from content_models.search.values import TitleFound
from content_models.topics.documents import Topic

LONGEST_PREFIX = 40  # characters that are looked at
_FEWEST_LETTERS = 2


class SuggestionKind(StrEnum):
    """提示的种类."""

    phrase = "phrase"  # 常用说法
    release = "release"  # 发布件的标题
    doc_no = "doc_no"  # 发文字号
    organ = "organ"  # 机构
    topic = "topic"  # 主题


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`text` to show and to search for; `target_id` of the organ, topic or release, None for words."""

    kind: SuggestionKind
    text: str
    target_id: str | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    suggestion: Suggestion
    folded: tuple[str, ...]  # its names
    letters: tuple[str, ...]  # how they are spelled, whole and by first letters


class Directory:
    """The names that can be offered by heart."""

    def __init__(self, phrases: Iterable[str] = (), organs: Iterable[Organ] = (), topics: Iterable[Topic] = ()) -> None:
        entries = [_entry(Suggestion(SuggestionKind.phrase, phrase)) for phrase in phrases]
        entries += [_entry(Suggestion(SuggestionKind.topic, topic.name, topic.id)) for topic in topics]
        entries += [
            _entry(Suggestion(SuggestionKind.organ, organ.full_name, organ.id), organ.short_name, *organ.aliases)
            for organ in organs
            if organ.valid_to is None
        ]
        self._entries = entries

    def beginning(self, prefix: str, kind: SuggestionKind, limit: int) -> list[Suggestion]:
        """Names that begin with `prefix`, then those that hold it; letters may be pinyin."""
        entries = [entry for entry in self._entries if entry.suggestion.kind is kind]
        ranked = [(rank, at) for at, entry in enumerate(entries) if (rank := _rank(entry, prefix)) is not None]
        return [entries[at].suggestion for _, at in sorted(ranked)[:limit]]


def suggest(prefix: str, directory: Directory, index: SearchReader, limit: int) -> list[Suggestion]:
    """At most `limit`, the likeliest kinds first; no kind crowds out the others. Empty for an empty prefix."""
    piece = joined(fold_text(prefix[:LONGEST_PREFIX]))
    if not piece or limit < 1:
        return []
    share = max(1, limit // 3)
    numbers = [Suggestion(SuggestionKind.doc_no, number) for number in index.doc_nos(prefix[:LONGEST_PREFIX], share)]
    names = [
        one
        for kind in (SuggestionKind.phrase, SuggestionKind.topic, SuggestionKind.organ)
        for one in directory.beginning(piece, kind, share)
    ]
    titles = [_title(found) for found in index.titles(prefix[:LONGEST_PREFIX], limit)]
    room = max(share, limit - len(numbers) - len(titles))
    chosen = [*numbers, *names[:room], *titles]
    return _distinct(chosen)[:limit]


def _title(found: TitleFound) -> Suggestion:
    return Suggestion(SuggestionKind.release, found.title, found.id)


def _distinct(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """Each text once: a topic may be called like a popular phrase."""
    return list({fold_text(one.text): one for one in reversed(suggestions)}.values())[::-1]


def _entry(suggestion: Suggestion, *other_names: str) -> _Entry:
    names = dict.fromkeys((suggestion.text, *other_names))
    letters = (way for name in names for way in (spelled(name), initials(name)))
    return _Entry(suggestion, tuple(joined(fold_text(name)) for name in names), tuple(dict.fromkeys(letters)))


def _rank(entry: _Entry, prefix: str) -> int | None:
    """0 = a name begins so, 1 = it is spelled so, 2 = a name holds it; None = none of these."""
    if any(name.startswith(prefix) for name in entry.folded):
        return 0
    if len(prefix) >= _FEWEST_LETTERS and prefix.isascii() and any(way.startswith(prefix) for way in entry.letters):
        return 1
    return 2 if any(prefix in name for name in entry.folded) else None
