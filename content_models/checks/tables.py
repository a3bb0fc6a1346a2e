"""词表 as rows of a spreadsheet, both ways."""

from collections.abc import Iterable, Iterator, Sequence

from pydantic import ValidationError

from content_models.checks.documents import MOST_ENTRIES, WordEntry
from content_models.checks.errors import WordListInvalid

HEADINGS = ("词", "建议用语", "说明", "例外（用 | 隔开）")
MOST_PROBLEMS = 20


def rows_of(entries: Iterable[WordEntry]) -> Iterator[Sequence[str]]:
    yield HEADINGS
    for entry in entries:
        yield entry.word, entry.instead, entry.reason, "|".join(entry.exceptions)


def entries_of(rows: Iterable[Sequence[str]]) -> list[WordEntry]:
    """The entries of a table with or without its heading; empty rows count for nothing. Raises WordListInvalid naming
    every row that cannot be used: an import is whole or not at all."""
    entries: list[WordEntry] = []
    problems: list[str] = []
    for number, row in enumerate(rows, 1):
        cells = [cell.strip().removeprefix("'") for cell in (*row, "", "", "", "")[:4]]
        if not any(cells) or cells[0] == HEADINGS[0]:
            continue
        try:
            entries.append(_entry(cells))
        except ValidationError:
            problems.append(
                f"第 {number} 行「{cells[0][:20]}」：词 2 到 60 个字，建议用语最多 60 个字，例外最多 20 条。"
            )
    if problems or len(entries) > MOST_ENTRIES:
        message = problems[0] if problems else f"一张词表最多 {MOST_ENTRIES} 条。"
        raise WordListInvalid(f"{message}请改正后重新导入。", problems=problems[:MOST_PROBLEMS])
    return entries


def _entry(cells: Sequence[str]) -> WordEntry:
    exceptions = [phrase.strip() for phrase in cells[3].split("|") if phrase.strip()]
    return WordEntry(word=cells[0], instead=cells[1], reason=cells[2], exceptions=exceptions)
