"""The fields of the Tantivy index, and how a document becomes one of them.

Texts are cut into terms by us and joined by spaces; Tantivy splits at the spaces and counts positions. A changed recipe
is a changed RECIPE: an index of another recipe is rebuilt.
"""

from collections.abc import Iterable
from datetime import date

from tantivy import Document, Schema, SchemaBuilder, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from content_models.official_text.folding import fold_title_key
from content_models.search.folding import fold_text
from content_models.search.pinyin import first_letters, syllables
from content_models.search.segmenting import joined, pairs, terms
from content_models.search.understanding import number_terms
from content_models.search.values import SearchDocument

RECIPE = "2"
SPACES = "spaces"
LETTERS = 3  # letters that pinyin is looked up by
LONGEST_BODY = 200_000  # characters of a body, and of all attachments, that are indexed
_FIRST_DAY = date.min.toordinal()

TITLE, TITLE_KEY, NAMES, HEADINGS, BODY, ATTACHED = "title", "title_key", "names", "headings", "body", "attached"
PINYIN, INITIALS, NUMBER, CITED = "pinyin", "initials", "number", "cited"
BEGINS, ENDS, WEIGHT, PUBLISHED = "begins", "ends", "weight", "published"


def build_schema() -> Schema:
    fields = SchemaBuilder()
    fields.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    fields.add_text_field("shown_title", stored=True, tokenizer_name="raw", index_option="basic")
    fields.add_unsigned_field("version", fast=True)
    for name in (TITLE, HEADINGS, BODY, PINYIN, INITIALS):
        fields.add_text_field(name, tokenizer_name=SPACES, index_option="position")
    for name in (NAMES, ATTACHED):
        fields.add_text_field(name, tokenizer_name=SPACES, index_option="freq")
    for name in (TITLE_KEY, NUMBER, CITED):
        fields.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("kind", "topic", "organ", "region"):
        fields.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("year", BEGINS, ENDS, PUBLISHED):
        fields.add_integer_field(name, indexed=True, fast=True)
    fields.add_float_field(WEIGHT, fast=True)
    return fields.build()


def analyser() -> TextAnalyzer:
    return TextAnalyzerBuilder(Tokenizer.whitespace()).build()


def as_document(one: SearchDocument) -> Document:
    document = Document()
    document.add_text("id", one.id)
    document.add_text("shown_title", one.title)
    document.add_unsigned("version", one.version)
    _add_texts(document, one)
    _add_spelling(document, one.title)
    document.add_text(TITLE_KEY, fold_title_key(one.title))
    for term in {term for number in one.doc_nos for term in number_terms(number)}:
        document.add_text(NUMBER, term)
    _add_each(document, CITED, (term for number in one.cited for term in number_terms(number)))
    _add_filters(document, one)
    return document


def _add_texts(document: Document, one: SearchDocument) -> None:
    document.add_text(TITLE, " ".join(pairs(joined(fold_text(one.title)))))
    document.add_text(NAMES, " ".join(terms(fold_text(name)) for name in one.names))
    document.add_text(HEADINGS, terms(fold_text("\n".join((one.summary, *one.headings)))))
    document.add_text(BODY, terms(fold_text(one.body[:LONGEST_BODY])))
    if one.attachments:
        document.add_text(ATTACHED, terms(fold_text(one.attachments[:LONGEST_BODY])))


def _add_spelling(document: Document, title: str) -> None:
    parts = syllables(joined(fold_text(title)))
    document.add_text(PINYIN, " ".join(letter_groups("".join(parts))))
    document.add_text(INITIALS, " ".join(letter_groups(first_letters(parts))))


def _add_filters(document: Document, one: SearchDocument) -> None:
    document.add_text("kind", one.kind)
    _add_each(document, "topic", one.topics)
    _add_each(document, "organ", one.organs)
    _add_each(document, "region", one.regions)
    document.add_integer("year", one.year)
    document.add_integer(PUBLISHED, one.published_ms)
    document.add_integer(BEGINS, one.term.begins.toordinal() - _FIRST_DAY)
    document.add_integer(ENDS, one.term.ends.toordinal() - _FIRST_DAY)
    document.add_float(WEIGHT, 2.0**one.weight - 1.0)  # Tantivy multiplies a score by log2(1 + value)


def _add_each(document: Document, field: str, values: Iterable[str]) -> None:
    for value in dict.fromkeys(values):
        document.add_text(field, value)


def letter_groups(letters: str) -> list[str]:
    """Overlapping groups of LETTERS; the end in shorter ones, so that a prefix query finds short questions there."""
    return [letters[start : start + LETTERS] for start in range(len(letters))]


def day_number(day: date) -> int:
    return day.toordinal() - _FIRST_DAY
