"""Where a text cites a clause of a document it explains: 「《办法》第三条第二款」, and the address of that clause."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from content_models.official_text.folding import align, fold_title_key
from content_models.official_text.numerals import NUMERAL, to_int
from content_models.official_text.outline import Section

_NUMBER = rf"(?:{NUMERAL}{{1,7}}|\d{{1,3}})"
_CLAUSE = re.compile(
    rf"第(?P<article>{_NUMBER})条(?:之(?P<branch>{NUMERAL}{{1,2}}))?"
    rf"(?:第(?P<paragraph>{_NUMBER})款)?(?:第\(?(?P<item>{_NUMBER})\)?项)?"
)
_NAME = re.compile(r"《([^《》]{2,120})》")
_BREAK = re.compile(r"[。!?;\n]")
_OTHER_TEXT = re.compile(r"(?:宪法|[一-鿿]{1,12}法|条例|规定|办法|细则)$")
_OWN = re.compile(r"(?:本|该|新|此)(?:法|条例|规定|办法|细则|意见|通知|方案)$")
QUOTED = 30  # characters: enough to find the clause again after a re-parse


@dataclass(frozen=True, slots=True)
class NamedText:
    """A document that may be cited: its id, the folded names it goes by, and its clauses."""

    id: str
    names: frozenset[str]
    outline: Sequence[Section]
    text: str


@dataclass(frozen=True, slots=True)
class ClauseCitation:
    """`text[start:end]` of the citing text cites `node_id` of document `document_id`."""

    document_id: str
    node_id: str
    label: str  # as printed: 「第三条第二款」
    start: int
    end: int
    quote: str  # the clause's first words


def clauses_cited(text: str, documents: Sequence[NamedText]) -> list[ClauseCitation]:
    """Citations of clauses that exist, in reading order.

    A name in 《》 before the clause, in the same sentence, says whose clause it is; another document's clause is no
    citation of ours. Without a name the clause is ours only when there is one document it can belong to.
    """
    by_address = {one.id: {section.node_id: section for section in one.outline} for one in documents}
    found = []
    aligned = align(text)
    for match in _CLAUSE.finditer(aligned):
        document = _document_of(aligned, match.start(), documents)
        node_id = _address(match, by_address[document.id]) if document else None
        if document and node_id:
            quote = quote_of(document, by_address[document.id][node_id])
            found.append(ClauseCitation(document.id, node_id, text[slice(*match.span())], *match.span(), quote))
    return found


def _document_of(text: str, position: int, documents: Sequence[NamedText]) -> NamedText | None:
    sentence = text[_sentence_start(text, position) : position]
    names = _NAME.findall(sentence)
    if names:
        key = fold_title_key(names[-1])
        return next((one for one in documents if _goes_by(one, key)), None)
    before = sentence.rstrip()
    if _OTHER_TEXT.search(before) and not _OWN.search(before):
        return None
    return documents[0] if len(documents) == 1 else None


def _goes_by(document: NamedText, key: str) -> bool:
    return any(key == name or (len(key) >= 4 and name.endswith(key)) for name in document.names)


def _sentence_start(text: str, position: int) -> int:
    ends = [match.end() for match in _BREAK.finditer(text, max(0, position - 200), position)]
    return ends[-1] if ends else max(0, position - 200)


def _address(match: re.Match[str], sections: Mapping[str, Section]) -> str | None:
    """The narrowest address that exists: an item, else its paragraph, else the article."""
    for node in reversed(list(_addresses(match))):
        if node in sections:
            return node
        # A 通知 that carries a 办法 has the clauses of the 办法 under an address of their own: `annex-1.art-3`.
        carried = [one for one in sections if one.endswith(f".{node}")]
        if len(carried) == 1:
            return carried[0]
    return None


def _addresses(match: re.Match[str]) -> Iterator[str]:
    """From wide to narrow: `art-33`, `art-33.p2`, `art-33.p2.i1`."""
    branch = to_int(match["branch"]) if match["branch"] else None
    address = f"art-{to_int(match['article'])}" + (f"-{branch}" if branch else "")
    yield address
    paragraph = to_int(match["paragraph"]) if match["paragraph"] else 1
    yield f"{address}.p{paragraph}"
    if match["item"]:
        yield f"{address}.p{paragraph}.i{to_int(match['item'])}"


def quote_of(document: NamedText, section: Section) -> str:
    """The clause's first words: by them it is found again after a re-parse."""
    words = document.text[section.offset + len(section.label) : section.offset + len(section.label) + 4 * QUOTED]
    return " ".join(words.split())[:QUOTED]
