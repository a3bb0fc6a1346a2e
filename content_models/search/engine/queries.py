"""From what was understood to a Tantivy query. The strict one wants all of it, the relaxed one most of it, misspelt."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from tantivy import Occur, Query, Schema

from content_models.official_text.folding import fold_title_key
from content_models.search.engine import schema as fields
from content_models.search.engine.schema import LETTERS, letter_groups
from content_models.search.pinyin import spelled
from content_models.search.segmenting import is_han, joined, long_words, pairs
from content_models.search.understanding import Understood, Unit

# How much a match in a field says. BM25 scores of a term lie between 1 and 15, so the bonuses decide.
_IN_TITLE, _IN_NAMES, _IN_HEADINGS, _IN_BODY, _IN_ATTACHED = 3.0, 1.2, 1.5, 1.0, 0.6
_SAYING = 0.8  # of a text that says the same in other words
_WHOLE_IN_TITLE, _TITLE_ITSELF, _WHOLE_IN_BODY = 2.0, 60.0, 1.0
_PIECE_IN_BODY = 0.5  # of a question in pieces: an article says them as they were typed. At 2.0 it beats a title
_PIECES_NEAR, _NEAR = 1.0, 20  # … and in one sentence, where one speaks of the other; characters between them
_NUMBER, _CITES = 120.0, 10.0
_SPELLED, _INITIALS = 3.0, 2.5
_ANY_UNIT = 0.4  # of what was asked for, where nothing has enough of it
_ENOUGH = 0.75  # of the units, from three on
_ALIKE = 0.45  # of the pairs of a misspelt title: one wrong character spoils two of them
_ALIKE_LETTERS = 0.6
_FEWEST_PAIRS = 2
_TIE = 0.1


class Queries:
    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def strict(self, understood: Understood) -> Query:
        wanted = [(Occur.Must, self._phrase_anywhere(phrase)) for phrase in understood.phrases]
        if understood.numbers:
            wanted.append((Occur.Must, self._number(understood.numbers)))
        if units := _counting(understood.units):
            wanted.append((Occur.Must, self._words(understood, units)))
        return Query.boolean_query([*wanted, *_should(self._bonuses(understood))])

    def relaxed(self, understood: Understood) -> Query:
        ways = [self._alike_title(understood.whole), self._alike_body(understood.units)]
        ways += [self._spelled_alike(letters) for letters in (*understood.letters, _sound(understood.whole)) if letters]
        ways += [_boosted(self._unit(unit), _ANY_UNIT) for unit in _counting(understood.units)]
        ways += [self._near_word(unit.text) for unit in understood.units if unit.text.isascii() and len(unit.text) > 3]
        return Query.boolean_query(_should(way for way in ways if way is not None))

    def _words(self, understood: Understood, units: Sequence[Unit]) -> Query:
        """Enough of the units anywhere; or, for letters, the title spelled so."""
        fewest = len(units) if len(units) < 3 else math.ceil(len(units) * _ENOUGH)
        by_units = Query.boolean_query(_should(map(self._unit, units)), minimum_number_should_match=fewest)
        if not understood.letters:
            return by_units
        rest = [self._unit(unit) for unit in units if unit.text not in understood.letters]
        ways = [by_units, _all([*map(self._spelling, understood.letters), *rest])]
        if len(understood.letters) > 1:
            ways.append(_all([self._spelling("".join(understood.letters)), *rest]))
        return Query.disjunction_max_query(ways, tie_breaker=_TIE)

    def _unit(self, unit: Unit) -> Query:
        ways = [_boosted(self._anywhere(way), 1.0 if way == unit.text else _SAYING) for way in unit.ways]
        return Query.disjunction_max_query(ways, tie_breaker=_TIE)

    def _anywhere(self, text: str) -> Query:
        """In whichever field says most."""
        places = [
            _boosted(self.in_title(text), _IN_TITLE),
            _boosted(self._in_text(fields.NAMES, text), _IN_NAMES),
            _boosted(self._in_text(fields.HEADINGS, text), _IN_HEADINGS),
            _boosted(self._in_text(fields.BODY, text), _IN_BODY),
            _boosted(self._in_text(fields.ATTACHED, text), _IN_ATTACHED),
        ]
        return Query.disjunction_max_query(places, tie_breaker=0.3)

    def in_title(self, text: str) -> Query:
        """As a substring; a single character, as the beginning of a pair."""
        piece = joined(text)
        if len(piece) < 2:
            return Query.phrase_prefix_query(self._schema, fields.TITLE, [piece])
        return self._phrase(fields.TITLE, pairs(piece)[:-1])

    def _in_text(self, field: str, text: str) -> Query:
        """One term where the index has one for it, else all of its pairs."""
        if not is_han(text) or len(text) == 2 or text in long_words(text):
            return Query.term_query(self._schema, field, text, index_option="freq")
        if len(text) < 2:
            is_body = field == fields.BODY  # the others keep no positions, which a prefix query asks for
            return Query.phrase_prefix_query(self._schema, field, [text]) if is_body else Query.empty_query()
        together = [(Occur.Must, Query.term_query(self._schema, field, pair, "freq")) for pair in pairs(text)[:-1]]
        return Query.boolean_query(together)

    def _phrase_anywhere(self, phrase: str) -> Query:
        terms = pairs(phrase)[:-1] if len(phrase) > 1 else [phrase]
        in_body = self._phrase(fields.BODY, terms)
        return Query.disjunction_max_query([_boosted(self.in_title(phrase), _IN_TITLE), in_body], tie_breaker=_TIE)

    def _phrase(self, field: str, terms: Sequence[str]) -> Query:
        if len(terms) == 1:
            return Query.term_query(self._schema, field, terms[0])
        return Query.phrase_query(self._schema, field, list(terms))

    def _number(self, numbers: Sequence[str]) -> Query:
        """The documents of these numbers, then those that cite them."""
        ways = [
            Query.const_score_query(self._term(fields.NUMBER, number), _NUMBER / place)
            for place, number in enumerate(numbers, 1)
        ]
        ways += [Query.const_score_query(self._term(fields.CITED, number), _CITES) for number in numbers]
        return Query.disjunction_max_query(ways)

    def _bonuses(self, understood: Understood) -> Iterable[Query]:
        whole = understood.whole
        if len(whole) > 1:
            yield _boosted(self.in_title(whole), _WHOLE_IN_TITLE)
            yield Query.const_score_query(self._term(fields.TITLE_KEY, fold_title_key(whole)), _TITLE_ITSELF)
        if len(whole) > 3:
            yield _boosted(self._phrase(fields.BODY, pairs(whole)[:-1]), _WHOLE_IN_BODY)
        for piece in understood.pieces:
            yield _boosted(self._phrase(fields.BODY, pairs(piece)[:-1]), _PIECE_IN_BODY)
        for one, other in pairwise(understood.pieces):
            yield _boosted(self._near(one, other), _PIECES_NEAR)
            yield _boosted(self._near(other, one), _PIECES_NEAR)

    def _near(self, first: str, then: str) -> Query:
        terms = [*pairs(first)[:-1], *pairs(then)[:-1]]
        return Query.phrase_query(self._schema, fields.BODY, list[str | tuple[int, str]](terms), slop=_NEAR)

    def _term(self, field: str, text: str) -> Query:
        return Query.term_query(self._schema, field, text, index_option="basic")

    def _spelling(self, letters: str) -> Query:
        """A title whose pinyin, or first letters, hold `letters`."""
        ways = [self.spelled(letters), self.first_letters(letters)]
        return Query.disjunction_max_query(ways, tie_breaker=_TIE)

    def spelled(self, letters: str) -> Query:
        return _boosted(self._letters(fields.PINYIN, letters), _SPELLED)

    def first_letters(self, letters: str) -> Query:
        return _boosted(self._letters(fields.INITIALS, letters), _INITIALS)

    def _letters(self, field: str, letters: str) -> Query:
        if len(letters) <= LETTERS:
            return Query.phrase_prefix_query(self._schema, field, [letters])
        return self._phrase(field, letter_groups(letters)[: len(letters) - LETTERS + 1])

    def _alike_title(self, whole: str) -> Query | None:
        terms = list(dict.fromkeys(pairs(whole)[:-1]))
        if len(terms) < _FEWEST_PAIRS:
            return None
        return self._most(fields.TITLE, terms, max(1, math.floor(len(terms) * _ALIKE)), _IN_TITLE)

    def _alike_body(self, units: Sequence[Unit]) -> Query | None:
        terms = list(dict.fromkeys(pair for unit in units for pair in pairs(unit.text)[:-1] or [unit.text]))
        if len(terms) < 2 * _FEWEST_PAIRS:
            return None
        return self._most(fields.BODY, terms, math.ceil(len(terms) * 2 / 3), _IN_BODY)

    def _spelled_alike(self, letters: str) -> Query | None:
        """The same sound, or nearly: what an input method offers in place of the right characters."""
        if len(letters) <= LETTERS:
            return self._spelling(letters)
        groups = list(dict.fromkeys(letter_groups(letters)[: len(letters) - LETTERS + 1]))
        nearly = self._most(fields.PINYIN, groups, max(2, math.ceil(len(groups) * _ALIKE_LETTERS)), 0.5)
        return Query.boolean_query(_should([self._spelling(letters), nearly]))

    def _near_word(self, word: str) -> Query:
        return Query.fuzzy_term_query(self._schema, fields.BODY, word, distance=1)

    def _most(self, field: str, terms: Sequence[str], fewest: int, boost: float) -> Query:
        each = _should(Query.term_query(self._schema, field, term) for term in terms)
        return _boosted(Query.boolean_query(each, minimum_number_should_match=fewest), boost)


def _counting(units: Sequence[Unit]) -> list[Unit]:
    """A single character counts only where nothing else was asked for."""
    longer = [unit for unit in units if len(unit.text) > 1]
    return longer or list(units)


def _all(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _sound(whole: str) -> str:
    return spelled(whole) if whole and not whole.isascii() else ""


def _should(queries: Iterable[Query]) -> list[tuple[Occur, Query]]:
    return [(Occur.Should, query) for query in queries]


def _boosted(query: Query, boost: float) -> Query:
    return query if boost == 1.0 else Query.boost_query(query, boost)
