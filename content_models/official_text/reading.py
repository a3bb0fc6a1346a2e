"""A whole official text read at once: title, paragraphs, section tree, numbers and dates."""

import re
from datetime import date

from pydantic import BaseModel

from content_models.official_text.dates import effective_date, find_dates, signed_date
from content_models.official_text.doc_no import DocNo, cited_doc_nos, find_doc_nos, own_doc_no
from content_models.official_text.folding import align
from content_models.official_text.genres import genre_of
from content_models.official_text.labels import read_label
from content_models.official_text.outline import Section, read_outline
from content_models.official_text.reflow import paragraphs

_LONGEST_TITLE = 300
_MOST_TITLE_LINES = 8
_LETTERHEAD = re.compile(
    r".{2,40}文\s?件|签发人.*|(?:机密|秘密|绝密|特急|加急|急件).*|\d{1,6}|.{0,20}(?:索\s?引\s?号|主题分类|发文机关).*"
)


class OfficialText(BaseModel):
    """What a plain official text says of itself. `dates` are the full dates in it, in order, once each."""

    title: str
    doc_no: DocNo | None = None
    cited: list[DocNo] = []
    paragraphs: list[str]
    outline: list[Section]
    dates: list[date] = []
    signed_date: date | None = None
    effective_date: date | None = None
    warnings: list[str] = []


def read_official_text(text: str) -> OfficialText:
    """Read a text as it comes out of a PDF, a word processor or a page. Never raises; what is not there is None."""
    title = recover_title(text)
    tree = read_outline(text)
    signed = signed_date(text)
    return OfficialText(
        title=title,
        doc_no=own_doc_no(title, text, None),
        cited=cited_doc_nos(title, text),
        paragraphs=[paragraph.text for paragraph in paragraphs(text)],
        outline=tree.sections,
        dates=list(dict.fromkeys(found.value for found in find_dates(text) if found.precision == "day")),
        signed_date=signed,
        effective_date=effective_date(text, signed),
        warnings=tree.warnings,
    )


def recover_title(text: str) -> str:
    """The title that the first lines print, joined: it ends with a 文种, before 主送机关 and the first label.

    Letterhead and number are passed over. The first line stands in when no 文种 is found; "" for an empty text.
    """
    joined = ""
    head = _head_lines(text)
    for line in head:
        joined += line
        if genre_of(joined):
            return joined
    return head[0] if head else ""


def _head_lines(text: str) -> list[str]:
    lines = [line for line in (raw.strip() for raw in text[:4000].splitlines()) if line and not _is_letterhead(line)]
    head: list[str] = []
    for line in lines[:_MOST_TITLE_LINES]:
        if read_label(align(line)) or line.endswith(("：", ":", "。")) or len("".join(head)) > _LONGEST_TITLE:
            break
        head.append(line)
    return [line[:_LONGEST_TITLE] for line in head or lines[:1]]


def _is_letterhead(line: str) -> bool:
    numbers = find_doc_nos(line)
    only_number = bool(numbers) and len(line) - (numbers[0].end - numbers[0].start) <= 4
    return only_number or _LETTERHEAD.fullmatch(line) is not None
