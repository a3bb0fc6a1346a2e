"""Which policies a text reads: for sure, and possibly (domain rules 5.1–5.3).

Character similarity never links: it takes another city, another year or a repeal for the same text. It only orders
what an editor is shown.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from content_models.official_text.folding import fold_title_key
from content_models.official_text.genres import genre_of
from content_models.official_text.linking.agreement import (
    Home,
    Standing,
    contradiction,
    doubts,
    is_elsewhere,
    is_on_another,
    standing,
)
from content_models.official_text.linking.index import IndexedPolicy, PolicyIndex
from content_models.official_text.linking.names import NameFacts, facts_of
from content_models.official_text.linking.records import Linking, LinkQuery, Suggestion
from content_models.official_text.linking.relations import drafts_explained, other_relations
from content_models.official_text.linking.targets import Named, Targets, targets_of

MOST_SUGGESTED = 5
_LEAST_SCORE = 0.35
_LEAST_BESIDE_A_LINK = 0.6  # once the policy is found, a vague likeness to others only distracts
_SAME_PLACE = 0.12
_AMENDED = re.compile(r"修改|修订|修正")
_SHORTEST_ORGAN = 5  # characters of an organ's name with its place: 「拱墅区教育局」, but not 「教育局」
_SHORTEST_PART = 6  # characters of a name that mean something inside another
_NEAR, _FAR = timedelta(days=45), timedelta(days=180)  # of two policies of one name, the one published with it is meant
_STANDINGS: dict[Standing, str] = {
    "same": "",
    "supplied": "地名由发布机构补足",
    "national": "",
    "unknown": "名称中缺地名，不能断定是哪个地方的",
    "differs": "地名不同",
}


@dataclass(frozen=True, slots=True)
class _Match:
    """A policy that goes by a name, and what speaks for and against it."""

    policy: IndexedPolicy
    standing: Standing
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]
    score: float
    has_number: bool = False


def rank(interpretation: LinkQuery, policies: PolicyIndex) -> Linking:
    """Never fails; the same input gives the same answer. A text that is no interpretation gets no link at all."""
    targets = targets_of(interpretation.title, interpretation.body, is_interpretation=interpretation.is_interpretation)
    if targets.cue is None:
        return Linking(others=other_relations(interpretation.title, policies))
    home = Home.of(interpretation, targets.before)
    matches = {named: _matches(named, interpretation, home, policies) for named in targets.names}
    sure = [
        match
        for match in _sure(targets, matches, interpretation)
        if not _is_about_its_amendment(targets, match, policies)
    ]
    auto = _best_first(_suggestion(match) for match in sure)
    linked = {one.policy_id for one in auto}
    named = [_suggestion(match) for found in matches.values() for match in found]
    worded = _by_wording(targets, home, interpretation, policies)
    least = _LEAST_BESIDE_A_LINK if auto else _LEAST_SCORE
    possible = _best_first([*named, *worded])
    suggested = [one for one in possible if one.policy_id not in linked and one.score >= least]
    return Linking(
        auto=tuple(auto),
        suggested=tuple(suggested[:MOST_SUGGESTED]),
        others=() if auto else drafts_explained(targets.names, policies),
    )


def _matches(named: Named, query: LinkQuery, home: Home, policies: PolicyIndex) -> list[_Match]:
    name = facts_of(named.text)
    found = {policy.entry.id: policy for policy in policies.named(name)}
    if named.number:
        found |= {policy.entry.id: policy for policy in policies.numbered(named.number)}
    judged = (_judged(named, name, query, home, policy) for policy in found.values())
    return [match for match in judged if match]


def _judged(named: Named, name: NameFacts, query: LinkQuery, home: Home, policy: IndexedPolicy) -> _Match | None:
    place = standing(name, home, policy)
    if place == "differs" or contradiction(name, policy):
        return None
    has_number = named.number is not None and named.number == policy.number
    has_name = policy.facts.core == name.core or policy.facts.whole == name.whole
    against = doubts(name, query, policy)
    if not has_name:
        other_name = "名称不同" if named.text else "标题只有文号，没有名称"
        against.append(other_name if has_number else "与被重新发布的旧文件同名，请核对是否为新版本")
    if named.number and policy.number and not has_number:
        against.append(f"文号不同（{policy.number}）")
    if place == "unknown" and not (has_number and has_name):
        against.append(_STANDINGS[place])
    if not named.is_sure:
        against.append("标题用语不足以断定")
    reasons = (
        _reason(named, name, policy),
        "文号相同" if has_number else "",
        _STANDINGS[place] if place == "supplied" else "",
    )
    score = 0.95 + 0.03 * has_number - 0.05 * len(against) - (0.1 if not has_name else 0)
    return _Match(policy, place, tuple(filter(None, reasons)), tuple(against), score, has_number)


def _reason(named: Named, name: NameFacts, policy: IndexedPolicy) -> str:
    if policy.facts.whole == name.whole:
        return f"{named.source}中的名称与文件标题相同"
    return f"{named.source}中的名称与文件名称相同" if policy.facts.core == name.core else ""


def _sure(targets: Targets, matches: dict[Named, list[_Match]], query: LinkQuery) -> list[_Match]:
    """At most one policy for each name. What the body announces counts where the title names nothing."""
    in_title = [named for named in targets.names if named.source == "标题" and named.is_sure]
    by_title = [match for named in in_title if (match := _only(matches[named], query))]
    if by_title or any(matches[named] for named in in_title):
        return by_title
    announced = [named for named in targets.names if named.source == "正文"]
    by_body = [match for named in announced if (match := _only(matches[named], query))]
    agreeing = [match for match in by_body if not any(_denies(named, match.policy) for named in in_title)]
    return agreeing if len({match.policy.entry.id for match in agreeing}) == 1 else []


def _is_about_its_amendment(targets: Targets, match: _Match, policies: PolicyIndex) -> bool:
    """「《条例》修改情况解读」 reads the decision that amends it, where that is a text of its own."""
    core = match.policy.facts.core
    if _AMENDED.search(targets.phrase) is None or _AMENDED.search(core):
        return False
    return any(
        _AMENDED.match(other.facts.core) and core in other.facts.core and other is not match.policy
        for other, _ in policies.similar(targets.phrase)
    )


def _denies(named: Named, policy: IndexedPolicy) -> bool:
    """Whether the title names a text that this policy cannot be: another place's, another year's."""
    name = facts_of(named.text)
    is_elsewhere = bool(name.places and policy.path) and name.places[-1] not in policy.path
    return is_elsewhere or contradiction(name, policy) is not None


def _only(matches: list[_Match], query: LinkQuery) -> _Match | None:
    """The one without doubts; of several of one name, the one whose number or date says that it is meant."""
    clear = [match for match in matches if not match.doubts]
    if numbered := [match for match in clear if match.has_number]:
        clear = numbered
    if len(clear) > 1:
        clear = _published_with(clear, query)
    if len(clear) != 1:
        return None
    has_rival = any(match.standing == "unknown" for match in matches)
    is_open = has_rival and clear[0].standing == "supplied" and not clear[0].has_number
    return None if is_open and not _is_by_its_issuer(clear[0].policy, query) else clear[0]


def _is_by_its_issuer(policy: IndexedPolicy, query: LinkQuery) -> bool:
    """Whether the organ that explains is the one that issued, in the weeks of the issue: it means its own text,
    whatever another place calls by the same name."""
    publisher, issuer = (fold_title_key(name or "") for name in (query.publisher, policy.entry.issuer))
    is_same = len(publisher) >= _SHORTEST_ORGAN and (issuer == publisher or issuer.endswith(publisher))
    is_timely = bool(query.published and policy.entry.published) and _is_near(query, policy)
    return is_same and is_timely


def _published_with(matches: list[_Match], query: LinkQuery) -> list[_Match]:
    if query.published is None or any(match.policy.entry.published is None for match in matches):
        return []
    ages = [
        (abs(query.published - match.policy.entry.published), match)
        for match in matches
        if match.policy.entry.published
    ]
    near, far = [match for age, match in ages if age <= _NEAR], [age for age, _ in ages if age >= _FAR]
    return near if len(near) == 1 and len(far) == len(ages) - 1 else []


def _suggestion(match: _Match) -> Suggestion:
    return Suggestion(
        policy_id=match.policy.entry.id, score=round(match.score, 3), evidence=(*match.reasons, *match.doubts)
    )


def _by_wording(targets: Targets, home: Home, query: LinkQuery, policies: PolicyIndex) -> list[Suggestion]:
    """Policies that use the same words, without anything that makes them another text."""
    names = [(named, facts_of(named.text)) for named in targets.names] or [
        (Named(targets.phrase, is_sure=False), facts_of(targets.phrase))
    ]
    found: list[Suggestion] = []
    for named, name in names:
        for policy, held in policies.similar(named.text):
            place = standing(name, home, policy)
            if place != "differs" and not _is_another_text(name, policy, targets.phrase):
                found.append(_worded(named, name, query, policies, policy, place, held))
    return found


def _is_another_text(name: NameFacts, policy: IndexedPolicy, phrase: str) -> bool:
    """The decision that amends a text is what 「《办法》修订解读」 is about."""
    amends = _AMENDED.search(phrase) is not None and policy.facts.core.startswith(("修改", "修订"))
    is_full_name = genre_of(name.core) is not None  # a phrase without 文种 is a short way of naming the policy itself
    is_on_one = is_on_another(name.core, policy.facts.core) or (
        is_full_name and is_on_another(policy.facts.core, name.core)
    )
    return (is_on_one and not amends) or is_elsewhere(name, policy) or contradiction(name, policy) is not None


def _worded(
    named: Named,
    name: NameFacts,
    query: LinkQuery,
    policies: PolicyIndex,
    policy: IndexedPolicy,
    place: Standing,
    held: float,
) -> Suggestion:
    of_phrase, of_policy = policies.overlap(named.text, policy)
    reasons = [f"用词相近（{of_phrase:.0%}）"]
    score = 0.55 * of_phrase + 0.2 * of_policy
    if named.is_cut and policy.facts.core.startswith(name.core) and len(name.core) >= _SHORTEST_PART:
        reasons, score = ["标题被截断，开头相同"], 0.85
    elif _contains(name.core, policy.facts.core) or _contains(policy.facts.core, name.core):
        reasons, score = ["一个名称包含另一个"], max(score, 0.7)
    if place in {"same", "supplied"}:
        reasons.append("同一地方")
        score += _SAME_PLACE
    if _is_near(query, policy):
        reasons.append("发布日期相近")
        score += 0.05
    return Suggestion(policy_id=policy.entry.id, score=round(min(score, 0.89), 3), evidence=tuple(reasons))


def _contains(longer: str, shorter: str) -> bool:
    return len(shorter) >= _SHORTEST_PART and shorter in longer


def _is_near(query: LinkQuery, policy: IndexedPolicy) -> bool:
    published = policy.entry.published
    return (
        query.published is not None and published is not None and abs(query.published - published) <= timedelta(days=30)
    )


def _best_first(suggestions: Iterable[Suggestion]) -> list[Suggestion]:
    """Each policy once, with its best score."""
    best: dict[str, Suggestion] = {}
    for one in suggestions:
        if one.policy_id not in best or one.score > best[one.policy_id].score:
            best[one.policy_id] = one
    return sorted(best.values(), key=lambda one: (-one.score, one.policy_id))
