"""Where in a text something was found: marked titles, excerpts, and the clause that says most of it.

An excerpt is a row of parts, each marked or not: neither HTML nor offsets. So nothing has to be escaped twice, and no
client can count characters differently from us. Decided once, for every face.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from content_models.official_text.outline import Section
from content_models.search.folding import fold_text
from content_models.search.segmenting import pairs
from content_models.search.understanding import Understood

LONGEST_EXCERPT = 90  # characters
_BEFORE = 15  # characters shown before the first mark
_SHORT_HEADING = 15  # characters; a longer one is the beginning of the text
_IN_TITLE = 0.25  # what the title says too tells little of a clause
_MOST_MARKS = 60  # looked at in one text


class Part(NamedTuple):
    text: str
    is_hit: bool


Excerpt = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A section of a text in which something was found. `node_id` is its address in the page and in `outline`."""

    node_id: str
    label: str
    heading: str
    excerpt: Excerpt

    @property
    def name(self) -> str:
        """What it is called above its excerpt; of a heading that is the text itself, only the label."""
        return self.label + (self.heading if len(self.heading) <= _SHORT_HEADING else "")


class _Span(NamedTuple):
    start: int
    end: int
    wanted: str


def wanted_of(understood: Understood, *, relaxed: bool) -> tuple[str, ...]:
    """What is marked, folded: every way of saying each unit; for a misspelt question, its pairs as well."""
    wanted = [way for unit in understood.units for way in unit.ways]
    wanted += [*understood.phrases, *understood.numbers]
    if relaxed:
        wanted += pairs(understood.whole)[:-1]
    longer = [text for text in dict.fromkeys(wanted) if len(text) > 1]
    return tuple(longer or dict.fromkeys(wanted))


def marked(text: str, wanted: Sequence[str]) -> Excerpt:
    """All of a short text."""
    return _parts(text, 0, len(text), _spans(text, wanted))


def excerpt(text: str, wanted: Sequence[str], longest: int = LONGEST_EXCERPT) -> Excerpt:
    """The stretch of `text` with most of what is wanted; its beginning when nothing is. … where it was cut."""
    flat = text.replace("\n", " ")
    spans = _spans(flat, wanted)
    start = max(0, _best_start(spans, longest) - _BEFORE)
    end = min(len(flat), start + longest)
    before, after = ("…" if start else ""), ("…" if end < len(flat) else "")
    parts = [Part(before, False), *_parts(flat, start, end, spans), Part(after, False)]
    return tuple(part for part in parts if part.text)


def clause(body: str, outline: Sequence[Section], wanted: Sequence[str], title: str = "") -> Clause | None:
    """The section that says most of what is wanted, and the title does not; None when no section says any of it."""
    if not outline:
        return None
    ends = [*(section.offset for section in outline[1:]), len(body)]
    texts = [(section, body[section.offset : end]) for section, end in zip(outline, ends, strict=True)]
    weights = _weights(wanted, title)
    scored = [(_said(text, weights), -position) for position, (_, text) in enumerate(texts)]
    best, position = max(scored, default=(0, 0))
    if not best:
        return None
    section, text = texts[-position]
    return Clause(section.node_id, section.label, section.heading, excerpt(_without_head(section, text), wanted))


def _weights(wanted: Iterable[str], title: str) -> dict[str, float]:
    folded = fold_text(title)
    return {one: len(one) * (_IN_TITLE if one in folded else 1.0) for one in wanted}


def _said(text: str, weights: Mapping[str, float]) -> float:
    folded = fold_text(text)
    return sum(weight for one, weight in weights.items() if one in folded)


def _without_head(section: Section, text: str) -> str:
    """What stands after the label and a short heading, unless that is all there is."""
    rest = text.removeprefix(section.label).lstrip()
    if len(section.heading) <= _SHORT_HEADING:
        rest = rest.removeprefix(section.heading).lstrip("。 \n\u3000")
    return rest or text


def _spans(text: str, wanted: Sequence[str]) -> list[_Span]:
    """Where what is wanted stands, in order."""
    folded = fold_text(text)
    found: list[_Span] = []
    for one in wanted:
        position = folded.find(one)
        while position >= 0 and len(found) < _MOST_MARKS:
            found.append(_Span(position, position + len(one), one))
            position = folded.find(one, position + len(one))
    return sorted(found)


def _best_start(spans: Sequence[_Span], longest: int) -> int:
    """The start of the span from which most different wanted texts are in view."""
    room = longest - _BEFORE
    best, most = 0, 0
    for at, span in enumerate(spans):
        seen = {one.wanted for one in spans[at:] if one.end <= span.start + room}
        if (said := sum(map(len, seen))) > most:
            best, most = span.start, said
    return best


def _parts(text: str, start: int, end: int, spans: Iterable[_Span]) -> Excerpt:
    """`text[start:end]` in parts; marks that overlap or touch are one."""
    parts: list[Part] = []
    position = start
    for span in spans:
        begin, stop = max(span.start, position), min(span.end, end)
        if begin >= stop:
            continue
        if begin > position:
            parts.append(Part(text[position:begin], False))
        if parts and parts[-1].is_hit:
            parts[-1] = Part(parts[-1].text + text[begin:stop], True)
        else:
            parts.append(Part(text[begin:stop], True))
        position = stop
    if position < end:
        parts.append(Part(text[position:end], False))
    return tuple(parts)
