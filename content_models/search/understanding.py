"""What a question asks for: document numbers, quoted phrases, and units that each count once.

A unit is a word, or a saying of the vocabulary with what it means officially: 「看病报销」 is one thing asked for,
whether a text says 看病报销, 医疗保险 or 医保报销.
"""

import re
from dataclasses import dataclass

from content_models.official_text.doc_no import find_doc_nos
from content_models.search.folding import fold_text
from content_models.search.segmenting import is_han, joined, runs, words_of
from content_models.search.vocabulary import SHORTEST_SPELLING, Vocabulary

LONGEST = 100  # characters that are looked at; the rest of a longer question is left out
MOST_UNITS = 16

_QUOTED = re.compile(r'[“"„‟「『]([^“”"„‟「」『』]{1,60})[”"」』]')
_YEAR = r"(?:19|20)\d{2}"
_LOOSE_NO = re.compile(
    rf"(?P<code>[一-鿿]{{2,12}}?)\s*〔?\s*(?P<year>{_YEAR})\s*(?:年|\s|-)?\s*〕?\s*(?:第\s*)?(?P<seq>\d{{1,5}})\s*号?(?![\d年月])"
)
_YEAR_AND_SEQ = re.compile(rf"〔?\s*(?P<year>{_YEAR})\s*年?\s*〕\s*第?\s*(?P<seq>\d{{1,5}})\s*号?")
_CODE_AND_YEAR = re.compile(rf"(?P<code>[一-鿿]{{2,12}})\s*〔\s*(?P<year>{_YEAR})\s*〕?\s*$")
_ORDER = re.compile(r"^(?P<issuer>[一-鿿]{0,12}?)令?\s*第?\s*(?P<seq>\d{1,4})\s*号\s*(?P<tail>令)?$")
_LETTERS = re.compile(r"(?<![a-z0-9])[a-z]{2,}(?![a-z0-9])")
_SHORTEST_PIECE = 3  # characters
_NO_MEANING = frozenset("的了和与及或在是对为等之其我你他们也就都而并把被从到给让向于以按请第号年月日个")


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing asked for. `alternatives` mean the same; a text that has any of them has the unit."""

    text: str
    alternatives: tuple[str, ...] = ()

    @property
    def ways(self) -> tuple[str, ...]:
        return (self.text, *self.alternatives)


@dataclass(frozen=True, slots=True)
class Understood:
    """`whole` is the question without padding, in one piece: what a title that says exactly this holds.

    `pieces` are what was typed with something between: each is likelier to be one thing than words that lie apart.
    """

    whole: str = ""
    pieces: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    phrases: tuple[str, ...] = ()  # quoted: each must occur as it stands
    numbers: tuple[str, ...] = ()  # 文号 terms of the index, the surest first
    letters: tuple[str, ...] = ()  # words that may be pinyin, or first letters of it

    @property
    def is_empty(self) -> bool:
        return not (self.units or self.phrases or self.numbers)


def understand(question: str, words: Vocabulary) -> Understood:
    """Never raises: what cannot be understood asks for nothing."""
    folded = fold_text(question[: LONGEST * 4])[:LONGEST]
    numbers, rest = _numbers(folded)
    phrases = tuple(joined(found[1]) for found in _QUOTED.finditer(rest) if joined(found[1]))
    plain = _QUOTED.sub(" ", rest)
    meant = _without_padding(plain, words, may_vanish=bool(numbers))
    letters = tuple(found[0] for found in _LETTERS.finditer(meant))
    units = tuple(_units(meant, words))[:MOST_UNITS]
    return Understood(joined(meant), _pieces(meant), units, phrases, numbers, letters)


def number_terms(doc_no: str) -> tuple[str, ...]:
    """The terms under which a 文号 in normal form is indexed: itself, and its parts as people type them."""
    folded = fold_text(doc_no).replace(" ", "")
    if parts := re.fullmatch(rf"(?P<code>.+)〔(?P<year>{_YEAR})〕(?P<seq>\d+)号", folded):
        code, year, seq = parts["code"], parts["year"], parts["seq"]
        return folded, f"{code}〔{year}〕", f"〔{year}〕{seq}号", code
    order = re.fullmatch(r".*令第(\d+)号", folded)
    return (folded, f"令第{order[1]}号") if order else (folded,)


def _numbers(folded: str) -> tuple[tuple[str, ...], str]:
    """Index terms of the 文号 in a question, and the question without them."""
    if found := find_doc_nos(folded):
        sure = [fold_text(str(one.doc_no)) for one in found]
        terms = tuple(dict.fromkeys((*sure, *(number_terms(term)[-1] for term in sure if "令第" in term))))
        starts, ends = [one.start for one in found], [one.end for one in found]
        kept = (folded[end:start] for end, start in zip([0, *ends], [*starts, len(folded)], strict=True))
        return terms, " ".join(kept)
    for pattern, term in _LOOSE:
        if (match := pattern.search(folded)) and _is_a_number(match):
            return (term(match),), folded[: match.start()] + " " + folded[match.end() :]
    return (), folded


def _is_a_number(match: re.Match[str]) -> bool:
    """「国办发2017 42」 is one when it is all that was asked; 「南京市2025年50条措施」 is none."""
    return "〔" in match[0] or "号" in match[0] or match[0].strip() == match.string.strip()


def _loose_number(match: re.Match[str]) -> str:
    return f"{match['code']}〔{match['year']}〕{int(match['seq'])}号"


def _order(match: re.Match[str]) -> str:
    """「省政府令148号」 and 「711号令」: who issued it is seldom written as the document writes it."""
    return f"令第{int(match['seq'])}号"


_LOOSE = (
    (_LOOSE_NO, _loose_number),
    (_YEAR_AND_SEQ, lambda match: f"〔{match['year']}〕{int(match['seq'])}号"),
    (_CODE_AND_YEAR, lambda match: f"{match['code']}〔{match['year']}〕"),
    (_ORDER, _order),
)


def _without_padding(text: str, words: Vocabulary, *, may_vanish: bool) -> str:
    """Without the phrases that only pad a question; the question itself when nothing would be left."""
    bare = text
    for phrase in words.idle:
        bare = bare.replace(phrase, " ")
    return bare if may_vanish or joined(bare) else text


def _pieces(text: str) -> tuple[str, ...]:
    """Only of several, and only those that are more than a word."""
    found = list(dict.fromkeys(runs(text)))
    return tuple(run for run in found if is_han(run) and len(run) >= _SHORTEST_PIECE) if len(found) > 1 else ()


def _units(text: str, words: Vocabulary) -> list[Unit]:
    found: dict[str, Unit] = {}
    for run in runs(text):
        for unit in _units_of_run(run, words) if is_han(run) else [_of_letters(run, words)]:
            found.setdefault(unit.text, unit)
    return list(found.values())


def _of_letters(run: str, words: Vocabulary) -> Unit:
    known = words.alternatives.get(run, ())
    spelled = words.spelled_as(run) if len(run) >= SHORTEST_SPELLING else ()
    return Unit(run, tuple(dict.fromkeys((*known, *spelled))))


def _units_of_run(run: str, words: Vocabulary) -> list[Unit]:
    """Sayings of the vocabulary first, the longest first; what lies between them in dictionary words."""
    for phrase in words.phrases:
        before, hit, after = run.partition(phrase)
        if hit:
            unit = Unit(phrase, words.alternatives[phrase])
            return [*_units_of_run(before, words), unit, *_units_of_run(after, words)]
    return _words(run)


def _words(run: str) -> list[Unit]:
    """Dictionary words; characters that belong to none are taken together: 「个税」 is not 个 and 税."""
    units: list[Unit] = []
    loose = ""
    for word in [*words_of(run), ""]:
        if len(word) == 1:
            loose += word
            continue
        units += _loose_unit(loose)
        loose = ""
        if word:
            units.append(Unit(word))
    return units


def _loose_unit(characters: str) -> list[Unit]:
    meaning = characters.strip("".join(_NO_MEANING)) if len(characters) < 3 else characters
    return [Unit(meaning)] if meaning else []
