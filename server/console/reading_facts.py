"""解读要素 and 条款对应 in the editing form: what can be chosen, and the checks before it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content_models.official_text.clauses import NamedText, quote_of
from content_models.official_text.html import plain_text, sanitise
from content_models.releases import repository as releases
from content_models.releases.clause_readings import passages_of, section_meant
from content_models.releases.documents import InterpretationFacts
from content_models.releases.elements import QUOTE, ClauseReading, ElementKind, ReadingElement
from server.console.fact_rows import CLAUSES, ELEMENTS, rows_from
from server.console.relation_view import SectionChoice, section_choices

SHOWN = 34  # characters of a paragraph in the list to choose from


@dataclass(frozen=True, slots=True)
class ClauseGroup:
    """A policy that is read, and its sections with the values that stand for them."""

    title: str
    choices: list[tuple[str, SectionChoice]]


async def texts_of(policy_ids: Sequence[str]) -> dict[str, tuple[str, NamedText]]:
    """By id, the title and the text to which clauses refer: the public one; before there is one, the draft."""
    known = await releases.load_many(policy_ids)
    texts = await releases.load_revisions(one.cited_revision_id for one in known.values())
    found = {}
    for key in policy_ids:
        if one := known.get(key):
            content = texts[one.cited_revision_id].content
            found[key] = (content.title, NamedText(key, frozenset(), content.outline, content.body_text))
    return found


async def reading_choices(policy_ids: Sequence[str], body_html: str) -> dict[str, object]:
    """What the form's template needs: paragraphs of this text, clauses of the policies it reads."""
    texts = await texts_of(policy_ids)
    groups = [
        ClauseGroup(title, [(f"{key}#{one.node_id}", one) for one in section_choices(text.outline)])
        for key, (title, text) in texts.items()
    ]
    words = dict.fromkeys(one.words for one in passages_of(plain_text(sanitise(body_html))))
    return {
        "passages": [(one, one if len(one) <= SHOWN else f"{one[:SHOWN]}…") for one in words],
        "clause_groups": groups,
    }


async def reading_from(
    typed: Mapping[str, str], before: InterpretationFacts, policy_ids: Sequence[str], body_html: str
) -> tuple[dict[str, Any], dict[str, str]]:
    """The facts that are typed in rows, and what is wrong with them by the name of the field."""
    problems: dict[str, str] = {}
    elements = _elements(rows_from(ELEMENTS, typed, problems), problems)
    clauses = await _clauses(rows_from(CLAUSES, typed, problems), before, policy_ids, body_html, problems)
    return {"elements": elements, "clauses": clauses}, problems


def _elements(rows: Sequence[Mapping[str, Any]], problems: dict[str, str]) -> list[ReadingElement]:
    found: dict[ElementKind, ReadingElement] = {}
    for place, row in enumerate(rows):
        kind, text = row["kind"], row["text"] or ""
        at = f"{ELEMENTS.name}.{place}"
        if kind and kind not in set(ElementKind):
            problems[f"{at}.kind"] = "请从列出的要素中选择。"
        elif kind in found:
            problems[f"{at}.kind"] = "这一要素上面已有一行，请写在一起。"
        elif not text or len(text) > 1000:
            problems[f"{at}.text"] = "请写 1 到 1000 个字，或清空这一行。"
        elif kind:
            found[ElementKind(kind)] = ReadingElement(kind=ElementKind(kind), text=text)
    return [found[kind] for kind in ElementKind if kind in found]


async def _clauses(
    rows: Sequence[Mapping[str, Any]],
    before: InterpretationFacts,
    policy_ids: Sequence[str],
    body_html: str,
    problems: dict[str, str],
) -> list[ClauseReading]:
    """An anchor from a paragraph that is not there, or to a clause that does not exist, is refused."""
    texts = await texts_of(policy_ids)
    paragraphs = {one.words for one in passages_of(plain_text(sanitise(body_html)))}
    quoted = {(one.policy_id, one.node_id): one.quote for one in before.clauses}
    found: dict[tuple[str, str], ClauseReading] = {}
    for place, row in enumerate(rows):
        at, passage = f"{CLAUSES.name}.{place}", row["passage"] or ""
        policy_id, _, node_id = (row["clause"] or "").partition("#")
        if passage and passage not in paragraphs:
            problems[f"{at}.passage"] = f"正文里没有以「{passage[:20]}」开头的段落了，请重新选择，或清空这一行。"
        if not node_id:
            problems[f"{at}.clause"] = "请选择这一段讲的是哪一条，或清空这一行。"
        if not (passage and node_id):
            continue
        if policy_id not in texts:
            problems[f"{at}.clause"] = "这一条所在的政策没有勾选为所解读的政策，请先勾选，或另选一条。"
            continue
        title, text = texts[policy_id]
        wanted = ClauseReading(
            passage=passage,
            policy_id=policy_id,
            node_id=node_id[:80],
            quote=quoted.get((policy_id, node_id), ""),
        )
        section = section_meant(wanted, text)
        if section is None:
            problems[f"{at}.clause"] = f"《{title}》现在的文本里没有这一条（{node_id[:30]}），请重新选择。"
            continue
        said = {"node_id": section.node_id, "quote": quote_of(text, section)[:QUOTE]}
        found.setdefault((passage, f"{policy_id}#{section.node_id}"), wanted.model_copy(update=said))
    return list(found.values())
