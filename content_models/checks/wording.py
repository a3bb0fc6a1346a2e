"""用语: what the word lists say about a text."""

from collections.abc import Iterable, Iterator, Sequence

from content_models.checks.issues import Hit, Issue, IssueCode, together
from content_models.checks.matching import CompiledList, Entry
from content_models.checks.subject import Passage

MOST_WORDS = 50  # of one list, in one text


def wording_issues(kind: str, passages: Sequence[Passage], lists: Iterable[CompiledList]) -> Iterator[Issue]:
    """One issue a word, with every place in which it stands. Lists of cleared numbers say nothing about words."""
    for one in lists:
        if one.is_allowed or kind in one.exempt_kinds:
            continue
        hits: dict[Entry, list[Hit]] = {}
        for passage in passages:
            for said in one.said_in(passage.text):
                hits.setdefault(said.entry, []).append(Hit(passage.where, said.found))
        yield from (_issue(one, entry, found) for entry, found in list(hits.items())[:MOST_WORDS])


def cleared_numbers(lists: Iterable[CompiledList]) -> frozenset[str]:
    """Numbers that are public on purpose, without spaces and hyphens."""
    words = (entry.word for one in lists if one.is_allowed for entry in one.entries)
    return frozenset(word.replace(" ", "").replace("-", "") for word in words)


def _issue(one: CompiledList, entry: Entry, hits: list[Hit]) -> Issue:
    where, found = together(hits)
    instead = entry.word if one.is_fixed else entry.instead
    advice = f"请改为「{instead}」。" if instead else "请改用别的说法，或删去；用得对的，请管理员给词条加上例外。"
    return Issue(
        code=IssueCode.fixed_expression if one.is_fixed else IssueCode.listed_word,
        severity=one.severity,
        where=where,
        found=found,
        message="固定提法不准确" if one.is_fixed else entry.reason or "词表里的用语",
        advice=advice,
        rule=one.rule,
    )
