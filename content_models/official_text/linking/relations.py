"""How a text that is no interpretation stands to the policies it names or retells (list 5.2)."""

import re
from collections.abc import Sequence

from content_models.official_text.cue_words import LONGEST_TITLE
from content_models.official_text.folding import align
from content_models.official_text.genres import genre_of
from content_models.official_text.linking.agreement import contradiction, is_elsewhere
from content_models.official_text.linking.index import IndexedPolicy, PolicyIndex
from content_models.official_text.linking.names import facts_of
from content_models.official_text.linking.records import Relation, Suggestion
from content_models.official_text.linking.targets import Named
from content_models.official_text.quoted import outermost_names

_SIGNS: tuple[tuple[re.Pattern[str], Relation], ...] = (
    (re.compile(r"征求.{0,80}意见|征集.{0,40}意见|听证"), "consults_on"),
    (re.compile(r"(?:实施|执行|立法后|第三方)?(?:情况)?(?:后)?评估"), "evaluates"),
    (re.compile(r"(?:解释|批复|复函|答复)$"), "official_explanation_of"),
    (re.compile(r"转发|批转"), "forwards"),
    (re.compile(r"废止"), "repeals"),
    (re.compile(r"关于修改|修正案"), "amends"),
    (re.compile(r"贯彻|落实|实施"), "implements"),
)
_WORDS: dict[Relation, str] = {
    "interprets": "解读",
    "explains_draft": "针对草案的说明，不是对正式文件的解读",
    "news_of": "报道这份文件的新闻",
    "implements": "贯彻落实这份文件",
    "forwards": "转发这份文件",
    "amends": "修改这份文件",
    "repeals": "废止这份文件",
    "consults_on": "就它公开征求意见",
    "evaluates": "对它的评估",
    "official_explanation_of": "有约束力的解释或答复",
    "cites": "引用这份文件",
}
_RETELLS = 0.75  # of the weight of the policy's own words
_MOST = 3


def other_relations(title: str, policies: PolicyIndex) -> tuple[Suggestion, ...]:
    """Policies that the title of no interpretation names or retells, with the relation its words state."""
    title = title[:LONGEST_TITLE]
    found = [policy for name in outermost_names(title) for policy in _finals_named(name.name, policies)]
    return _related(_relation(title), [*found, *_retold(title, policies)])


def drafts_explained(names: Sequence[Named], policies: PolicyIndex) -> tuple[Suggestion, ...]:
    """Final texts whose drafts these names are: what explains a draft does not read what became of it."""
    drafts = (named.text for named in names if facts_of(named.text).is_draft)
    return _related("explains_draft", [policy for name in drafts for policy in _finals_named(name, policies)])


def _related(relation: Relation, policies: Sequence[IndexedPolicy]) -> tuple[Suggestion, ...]:
    ids = list(dict.fromkeys(policy.entry.id for policy in policies))[:_MOST]
    return tuple(
        Suggestion(policy_id=policy_id, score=0.5, evidence=(_WORDS[relation],), relation=relation) for policy_id in ids
    )


def _relation(title: str) -> Relation:
    folded = align(title)
    stated = next((relation for sign, relation in _SIGNS if sign.search(folded)), None)
    return stated or ("cites" if genre_of(title) else "news_of")


def _finals_named(name: str, policies: PolicyIndex) -> list[IndexedPolicy]:
    """Policies of the name, a draft's name standing for its final text."""
    drafted = re.sub(r"[（(][^（()）]*(?:草案|征求意见稿|送审稿)[^（()）]*[)）]", "", name)
    facts = facts_of(drafted)
    return [
        policy
        for policy in policies.named(facts)
        if not contradiction(facts, policy) and (not facts.places or not policy.path or facts.places[-1] in policy.path)
    ]


def _retold(title: str, policies: PolicyIndex) -> list[IndexedPolicy]:
    facts = facts_of(title)
    return [
        policy
        for policy, _ in policies.similar(title)
        if policies.overlap(title, policy)[1] >= _RETELLS
        and policy.facts.whole != facts.whole
        and not contradiction(facts, policy)
        and not is_elsewhere(facts, policy)
    ]
