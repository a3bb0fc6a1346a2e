"""Policies by name, number and wording. A look-up costs what it finds, not how many policies there are."""

import math
import re
from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from content_models.official_text.cue_words import LONGEST_TITLE
from content_models.official_text.doc_no import find_doc_nos
from content_models.official_text.folding import fold_title_key
from content_models.official_text.linking.names import NameFacts, facts_of
from content_models.official_text.linking.records import PolicyEntry
from content_models.official_text.places import places_leading, places_of_organ

_RAREST = 24  # bigrams of a query that are followed; the commonest say little and cost most
_COMMON = 1_000  # a bigram in more policies than this is followed only if nothing rarer is left
_LONGEST_NUMBER = 60  # characters
_CENTRAL = re.compile(
    r"^(?:中共中央|国务院|国家|全国|最高人民|中国人民银行|中央|.{2,14}(?:部|总局|总署|署)(?:$|[\s、，,]))"
)


@dataclass(frozen=True, slots=True)
class IndexedPolicy:
    entry: PolicyEntry
    facts: NameFacts
    path: tuple[str, ...]  # the place it is for, widest first; () for the whole country and for unknown
    is_national: bool
    number: str | None  # 文号 in normal form
    earlier: frozenset[str]  # cores of texts it re-issues


class PolicyIndex:
    """Immutable once built: rebuild it, or build a small one of the candidates a store has found."""

    def __init__(self, entries: Iterable[PolicyEntry]) -> None:
        self._policies = [_indexed(entry) for entry in entries]
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._by_number: dict[str, list[int]] = defaultdict(list)
        self._by_gram: dict[str, array[int]] = {}
        for position, policy in enumerate(self._policies):
            self._file(position, policy)

    def __len__(self) -> int:
        return len(self._policies)

    def named(self, name: NameFacts) -> list[IndexedPolicy]:
        """Policies whose whole title, or whose core, equals that of `name`."""
        keys = (key for key in (name.whole, name.core) if len(key) >= 4)
        return self._at(position for key in keys for position in self._by_name.get(key, ()))

    def numbered(self, number: str) -> list[IndexedPolicy]:
        """Policies with this 文号: several organs may have used the same letters."""
        return self._at(self._by_number.get(number, ()))

    def similar(self, phrase: str, most: int = 40) -> list[tuple[IndexedPolicy, float]]:
        """Policies that share the rarer wordings of `phrase`, with how much of its weight they hold (0–1)."""
        wanted = sorted(grams(phrase), key=lambda gram: (len(self._by_gram.get(gram, ())), gram))
        known = [gram for gram in wanted if gram in self._by_gram]
        followed = [gram for gram in known if len(self._by_gram[gram]) <= _COMMON][:_RAREST] or known[:2]
        found: dict[int, float] = defaultdict(float)
        for gram in followed:
            weight = self._weight(gram)
            for position in self._by_gram[gram]:
                found[position] += weight
        total = sum(self._weight(gram) for gram in followed)
        best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:most]
        return [(self._policies[position], weight / total) for position, weight in best]

    def overlap(self, phrase: str, policy: IndexedPolicy) -> tuple[float, float]:
        """The weight of shared bigrams: as a share of the phrase's, and as a share of the policy name's core."""
        wanted, title, core = grams(phrase), grams(_wording(policy)), grams(policy.facts.core)
        return self._share(wanted & title, wanted), self._share(wanted & core, core)

    def _share(self, part: set[str], whole: set[str]) -> float:
        total = sum(map(self._weight, whole))
        return sum(map(self._weight, part)) / total if total else 0.0

    def _weight(self, gram: str) -> float:
        """Inverse document frequency. An unknown bigram tells nothing about which policy is meant: it counts little."""
        holders = len(self._by_gram.get(gram, ()))
        return math.log(1 + len(self) / holders) if holders else 1.0

    def _at(self, positions: Iterable[int]) -> list[IndexedPolicy]:
        return [self._policies[position] for position in dict.fromkeys(positions)]

    def _file(self, position: int, policy: IndexedPolicy) -> None:
        for key in {policy.facts.whole, policy.facts.core, *policy.earlier} - {""}:
            self._by_name[key].append(position)
        if policy.number:
            self._by_number[policy.number].append(position)
        for gram in grams(_wording(policy)):
            self._by_gram.setdefault(gram, array("I")).append(position)


def grams(text: str) -> set[str]:
    """Bigrams of the folded text."""
    key = fold_title_key(text)
    return {key[start : start + 2] for start in range(len(key) - 1)}


def _wording(policy: IndexedPolicy) -> str:
    titles = filter(None, (policy.entry.title, *policy.entry.earlier_names))
    return " ".join(title[:LONGEST_TITLE] for title in titles)


def _indexed(entry: PolicyEntry) -> IndexedPolicy:
    facts = facts_of(entry.title or "")
    region = places_leading(entry.region or "")[0]
    issuer = places_of_organ(entry.issuer or "")
    known = region or issuer
    path = known if known and (not facts.places or facts.places[-1] == known[-1]) else facts.places
    is_central = entry.region in {"全国", "中国"} or (not known and _CENTRAL.match(entry.issuer or "") is not None)
    numbers = find_doc_nos((entry.doc_no or "")[:_LONGEST_NUMBER])
    return IndexedPolicy(
        entry=entry,
        facts=facts,
        path=path,
        is_national=is_central and not path,
        number=str(numbers[0].doc_no) if numbers else None,
        earlier=frozenset(facts_of(name).core for name in entry.earlier_names) - {facts.core},
    )
