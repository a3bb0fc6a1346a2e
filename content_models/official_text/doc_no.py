"""发文字号: code〔year〕sequence号, and the numbered series 令 and 公告 (GB/T 9704-2012 §7.2.5).

Finding one is three steps: the bracketed core, the run of letters before it, and where in that run the code begins.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from content_models.kit.errors import InvalidInput
from content_models.official_text.code_lexicon import DEFAULT_LEXICON, LEAD_INS, PROVINCE_LETTERS, SERIES_ALIASES
from content_models.official_text.folding import fold_number, strip_title_suffixes
from content_models.official_text.numerals import NUMERAL, to_int

_SERIES = ("令", "公告")


class DocNo(BaseModel):
    """One 发文字号 in normal form. Not unique by itself: (organ, code, year, seq) is.

    A 令 or 公告 carries its series in the code (「国务院令」) and has a year only where the series restarts
    every year: 「国务院令第711号」, 「财政部公告2023年第10号」.
    """

    model_config = ConfigDict(frozen=True)

    code: str = Field(min_length=1, max_length=40)  # 机关代字, 「苏政办发」
    year: int | None = None
    seq: int = Field(ge=1)

    @model_validator(mode="after")
    def _year_unless_series(self) -> Self:
        if self.year is None and not self.is_series:
            raise ValueError("只有令和公告可以没有年份")
        return self

    @property
    def is_series(self) -> bool:
        """Whether it numbers a 令 or 公告 and not a document of an organ's yearly file."""
        return self.code.endswith(_SERIES)

    def __str__(self) -> str:
        if not self.is_series:
            return f"{self.code}〔{self.year}〕{self.seq}号"
        return f"{self.code}{'' if self.year is None else f'{self.year}年'}第{self.seq}号"


class FoundDocNo(BaseModel):
    """A number and where it stands: `text[start:end]` of the text searched, as printed there."""

    model_config = ConfigDict(frozen=True)

    doc_no: DocNo
    start: int
    end: int


class InvalidDocNo(InvalidInput):
    code = "INVALID_DOC_NO"
    default_message = "这不是规范的发文字号，请按“机关代字〔年份〕序号号”填写，例如“国办发〔2017〕42号”。"


_YEAR = r"(?:19|20)\d{2}"
_CORE = re.compile(rf"〔\s*(?P<year>{_YEAR})\s*年?\s*〕\s*第?\s*(?P<seq>\d{{1,5}})\s*号")
_SERIES_CORE = re.compile(
    rf"(?P<series>令|公\s*告)\s*(?:〔?\s*(?P<year>{_YEAR})\s*年?\s*〕?)?\s*第\s*(?P<seq>\d{{1,4}}|{NUMERAL}{{1,7}})\s*号"
)
_REPEAT = re.compile(
    rf"\s*[、,和及]\s*(?:〔\s*(?P<year>{_YEAR})\s*年?\s*〕)?\s*第?\s*(?P<seq>\d{{1,5}})\s*号(?![楼线院])"
)
# For text read backwards: looking forwards for letters that end with the text tries every place in it.
_RUN = re.compile(r"\s*([一-鿿A-Za-z]{1,24})")
_WRAPPED_RUN = re.compile(r"(?:\s*[一-鿿A-Za-z]){1,24}")
_ORGAN_NAME = re.compile(r".*(?:人民政府|办公厅|办公室|委员会|[省市区县][^省市区县]{2,14}[局厅])")
_LONGEST_RUN = 80  # characters looked back over, line breaks included

_Core = tuple[re.Match[str], str]  # the match and the series word it ends the code with, if any


def find_doc_nos(text: str, lexicon: frozenset[str] = DEFAULT_LEXICON) -> list[FoundDocNo]:
    """Every 发文字号 in `text`, in order, with elided repeats (「…〔2017〕47号、48号」) as numbers of their own.

    Numbers may be broken over lines. Not found: 〔2024〕第3期, 第3012号, GB/T 9704—2012, telephone numbers.
    """
    if "号" not in text:
        return []
    folded = fold_number(text)
    found: list[FoundDocNo] = []
    for core, series in _cores(folded):
        end_of_last = found[-1].end if found else 0
        if core.start() < end_of_last:
            continue
        window = max(end_of_last, core.start() - _LONGEST_RUN)
        start, code = _code_before(folded[window : core.start()], series, lexicon)
        seq = to_int(core["seq"])
        if code and seq:
            year = int(core["year"]) if core["year"] else None
            doc_no = DocNo(code=code, year=year, seq=seq)
            found.append(FoundDocNo(doc_no=doc_no, start=window + start, end=core.end()))
            found.extend(_repeats(folded, found[-1]))
    return found


def parse_doc_no(text: str, lexicon: frozenset[str] = DEFAULT_LEXICON) -> DocNo:
    """The number that `text` is, in any of the spellings met in the wild (a label before it is allowed).

    Raises InvalidDocNo when it is none, or more than one number alone.
    """
    found = find_doc_nos(text, lexicon)
    if not found:
        raise InvalidDocNo
    around = fold_number(text[: found[0].start] + text[found[-1].end :])
    if re.sub(r"发文字号|文号|字号|[\s〔〕:;,。]", "", around):
        raise InvalidDocNo
    return found[0].doc_no


@lru_cache(16)  # who asks for it asks for the cited ones next
def own_doc_no(title: str, body_text: str, field: str | None) -> DocNo | None:
    """The document's own number: from the metadata field, a bracket at the very end of the title, or the first
    25 characters of the body. Any other number in the text is a citation."""
    if field and (found := find_doc_nos(field)):
        return found[0].doc_no
    return _at_end_of_title(title) or _at_head_of_body(body_text)


def cited_doc_nos(title: str, body_text: str, field: str | None = None) -> list[DocNo]:
    """The numbers that title and body cite, once each, in order of appearance."""
    if "号" not in title and "号" not in body_text:
        return []
    cited = dict.fromkeys(found.doc_no for found in find_doc_nos(f"{title}\n\n{body_text}"))
    own = own_doc_no(title, body_text, field) if cited else None
    return [doc_no for doc_no in cited if doc_no != own]


def _cores(folded: str) -> Iterator[_Core]:
    plain = [(match, "") for match in _CORE.finditer(folded)]
    series = [(match, re.sub(r"\s", "", match["series"])) for match in _SERIES_CORE.finditer(folded)]
    yield from sorted(plain + series, key=lambda core: core[0].start())


def _repeats(folded: str, first: FoundDocNo) -> Iterator[FoundDocNo]:
    """「、48号」 after a number repeats its code, and its year unless it brings its own."""
    position, doc_no = first.end, first.doc_no
    while match := _REPEAT.match(folded, position):
        position = match.end()
        year = int(match["year"]) if match["year"] else doc_no.year
        if seq := int(match["seq"]):
            doc_no = doc_no.model_copy(update={"year": year, "seq": seq})
            start = match.start("year") - 1 if match["year"] else match.start("seq")
            yield FoundDocNo(doc_no=doc_no, start=start, end=position)


def _code_before(before: str, series: str, lexicon: frozenset[str]) -> tuple[int, str]:
    """Where in `before` the code begins, and the code with its series word; "" when there is none.

    A code broken over lines is believed only when the lexicon knows it: a line end also ends titles.
    """
    backwards = before[::-1]
    direct, wrapped = _RUN.match(backwards), _WRAPPED_RUN.match(backwards)
    if direct is None or wrapped is None:
        return 0, ""
    letters = "".join(wrapped[0].split())[::-1]
    code = _known_code(letters + series, lexicon) or _code_after_lead_in(direct[1][::-1] + series, series)
    if len(code) < 2 or code == series:
        return 0, ""
    return _offset_of_last(before, len(code) - len(series)), SERIES_ALIASES.get(code, code)


def _known_code(run: str, lexicon: frozenset[str]) -> str:
    """The longest code of the lexicon that `run` ends with, with the province letter that makes it another's."""
    code = next(
        (run[start:] for start in range(len(run) - 1) if run[start:] in lexicon or run[start:] in SERIES_ALIASES), ""
    )
    before = run[: len(run) - len(code)]
    is_provincial = before[-1:] in PROVINCE_LETTERS and (len(before) == 1 or before[:-1].endswith(LEAD_INS))
    return before[-1] + code if code and is_provincial else code


def _code_after_lead_in(run: str, series: str) -> str:
    """`run` after the last word or organ name that cannot belong to a code."""
    letters = run[: len(run) - len(series)]
    cut = max((letters.rfind(word) + len(word) for word in LEAD_INS if word in letters), default=0)
    if not series and (organ := _ORGAN_NAME.match(letters)) and len(letters) - organ.end() >= 2:
        cut = max(cut, organ.end())
    return letters[cut:] + series


def _offset_of_last(text: str, letters: int) -> int:
    """The offset from which `text` holds its last `letters` characters that are no space."""
    position = len(text)
    while letters:
        position -= 1
        letters -= not text[position].isspace()
    return position


_EXPLAINS = re.compile(r"解读|读懂|图解|答记者问|问答|说明$")
_RUNS_ON = re.compile(r"[。,;《]|根据|按照|依据|依照|贯彻|落实|现将|转发|印发")
_IS_CITED_BY = re.compile(r"\s*(?:文|精神|要求|规定)")
_BODY_HEAD = 25  # characters


def _at_end_of_title(title: str) -> DocNo | None:
    if "号" not in title:
        return None
    folded = fold_number(strip_title_suffixes(title))
    found = find_doc_nos(folded)
    if not found or _EXPLAINS.search(folded):
        return None
    before, after = folded[: found[-1].start], folded[found[-1].end :]
    is_bracketed = before.rstrip().endswith("〔") and after.strip() == "〕"
    return found[-1].doc_no if is_bracketed and not before.rstrip("〔 ").endswith("》") else None


def _at_head_of_body(body_text: str) -> DocNo | None:
    head = body_text.lstrip()[: _BODY_HEAD * 4]
    found = find_doc_nos(head)
    if not found:
        return None
    before, after = fold_number(head[: found[0].start]), head[found[0].end :]
    is_near = len(re.sub(r"\s", "", before)) < _BODY_HEAD
    is_cited = _RUNS_ON.search(before) or _IS_CITED_BY.match(after)
    return found[0].doc_no if is_near and not is_cited else None
