"""Which clauses an interpretation explains: those its words cite and those an editor has said, found in the texts as
they stand now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from content_models.official_text.clauses import ClauseCitation, NamedText, clauses_cited, quote_of
from content_models.official_text.outline import Section
from content_models.releases.elements import PASSAGE, ClauseReading


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph: `text[start:end]`; `words` are its first characters."""

    words: str
    start: int
    end: int


def passages_of(text: str) -> list[Passage]:
    """The paragraphs of a plain text, in order."""
    found, start = [], 0
    for line in text.split("\n"):
        if words := line.strip():
            begin = start + line.index(words[0])
            found.append(Passage(words[:PASSAGE].rstrip(), begin, begin + len(words)))
        start += len(line) + 1
    return found


def clauses_explained(
    text: str, readings: Sequence[ClauseReading], documents: Sequence[NamedText]
) -> list[ClauseCitation]:
    """In reading order; what an editor said takes the place of a citation of the same clause in the same paragraph.

    A reading whose paragraph or clause is gone is left out: an anchor that leads nowhere is worse than none.
    """
    said = list(_said(text, readings, documents))
    cited = [one for one in clauses_cited(text, documents) if not any(_within(one, other) for other in said)]
    return sorted([*said, *cited], key=lambda one: (one.start, one.end))


def _said(text: str, readings: Sequence[ClauseReading], documents: Sequence[NamedText]) -> Iterator[ClauseCitation]:
    known = {one.id: one for one in documents}
    paragraphs = passages_of(text) if readings else []
    for reading in readings:
        document = known.get(reading.policy_id)
        section = section_meant(reading, document) if document else None
        passage = next((one for one in paragraphs if one.words.startswith(reading.passage)), None)
        if document and section and passage:
            quote, label = quote_of(document, section), section.label or section.heading
            yield ClauseCitation(document.id, section.node_id, label, passage.start, passage.end, quote)


def section_meant(reading: ClauseReading, document: NamedText) -> Section | None:
    """The section of that address; where its first words are others now, the one that has them."""
    there = next((one for one in document.outline if one.node_id == reading.node_id), None)
    if there and (not reading.quote or quote_of(document, there) == reading.quote):
        return there
    moved = [one for one in document.outline if reading.quote and quote_of(document, one) == reading.quote]
    return moved[0] if moved else there


def _within(cited: ClauseCitation, said: ClauseCitation) -> bool:
    same = (cited.document_id, cited.node_id) == (said.document_id, said.node_id)
    return same and said.start <= cited.start and cited.end <= said.end
