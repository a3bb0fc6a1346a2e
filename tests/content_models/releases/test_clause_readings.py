"""An editor's word on what a paragraph explains: found again as texts change, left out when it leads nowhere."""

from content_models.official_text.clauses import NamedText, quote_of
from content_models.official_text.outline import outline
from content_models.releases.clause_readings import clauses_explained, passages_of
from content_models.releases.documents import Content, InterpretationFacts
from content_models.releases.elements import ClauseReading, ElementKind, ReadingElement
from content_models.releases.facts import NewsFacts
from content_models.releases.rules import content_digest

RULE = "第一条 为了便民，制定本办法。\n第二条 本办法适用于本市。\n第三条 窗口每天开放八小时。"
TEXT = "政策解读\n\n　窗口什么时候开？本办法第三条说了。\n哪些人可以办？常住和来访的人都可以。"


def policy(text: str = RULE) -> NamedText:
    return NamedText("p", frozenset(), outline(text), text)


def said(passage: str, node_id: str, quote: str = "") -> ClauseReading:
    return ClauseReading(passage=passage, policy_id="p", node_id=node_id, quote=quote)


def test_paragraphs_know_where_they_stand() -> None:
    assert [TEXT[one.start : one.end] for one in passages_of(TEXT)] == [
        "政策解读",
        "窗口什么时候开？本办法第三条说了。",
        "哪些人可以办？常住和来访的人都可以。",
    ]


def test_what_an_editor_said_stands_among_the_citations_in_reading_order() -> None:
    [cited, marked] = clauses_explained(TEXT, [said("哪些人可以办", "art-2")], [policy()])
    assert (cited.node_id, cited.label) == ("art-3", "第三条")
    assert (marked.node_id, marked.label, marked.quote) == (
        "art-2",
        "第二条",
        "本办法适用于本市。 第三条 窗口每天开放八小时。"[:30],
    )
    assert TEXT[marked.start : marked.end] == "哪些人可以办？常住和来访的人都可以。"


def test_one_clause_in_one_paragraph_is_told_once() -> None:
    [only] = clauses_explained(TEXT, [said("窗口什么时候开", "art-3")], [policy()])
    assert TEXT[only.start : only.end] == "窗口什么时候开？本办法第三条说了。"


def test_what_leads_nowhere_is_left_out() -> None:
    gone = [said("没有这一段", "art-2"), said("哪些人可以办", "art-9"), said("哪些人可以办", "art-2")]
    assert clauses_explained(TEXT, gone, []) == []
    assert [one.node_id for one in clauses_explained(TEXT, gone, [policy()])] == ["art-3", "art-2"]


def test_a_clause_that_was_renumbered_is_found_by_its_first_words() -> None:
    before = policy()
    quote = quote_of(before, before.outline[2])
    later = "第一条 为了便民，制定本办法。\n第二条 新加的一条。\n第三条 本办法适用于本市。\n第四条 窗口每天开放八小时。"
    [_, moved] = clauses_explained(TEXT, [said("哪些人可以办", "art-3", quote)], [policy(later)])
    assert (moved.node_id, moved.label) == ("art-4", "第四条")


def test_a_text_signed_before_there_were_elements_keeps_its_digest() -> None:
    """The digest of exactly this content, taken before elements, clauses and bylines could be said."""
    plain = Content(title="示例解读", interpretation=InterpretationFacts(form="图解"))
    assert content_digest(plain) == OLD_DIGEST
    element = ReadingElement(kind=ElementKind.goals, text="示例")
    for said_since in (
        {"interpretation": InterpretationFacts(form="图解", elements=[element])},
        {"interpretation": InterpretationFacts(form="图解", clauses=[said("段", "art-1")])},
        {"news": NewsFacts(byline="示例日报")},
    ):
        assert content_digest(plain.model_copy(update=said_since)) != OLD_DIGEST


OLD_DIGEST = "b2b16dac53e0867add24680e37fd2955249ae5e1b369054ad6e142acea55da38"
