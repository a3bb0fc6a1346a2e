"""What a card lists several of, such as 申请材料: rows of fields, typed as `materials.0.name`, and the way back.

A row whose words are all emptied is gone; one more row than there is always stands ready.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.pages.labels import ELEMENT_NAMES

MOST_ROWS = 200
NOT_NEEDED = "no"  # of a material that need not be brought; needed is the rule and so says nothing


@dataclass(frozen=True, slots=True)
class Column:
    """`shape`: line, text, count (a whole number), needed (yes unless said otherwise), and what is chosen: an element,
    a passage of this text, a clause of another."""

    name: str
    label: str
    shape: str = "line"
    hints: tuple[str, ...] = ()  # usual words, offered while one types


@dataclass(frozen=True, slots=True)
class RowsField:
    """`name`: the field of the facts that holds the rows. The first column must be filled in."""

    name: str
    label: str
    one: str  # what a row is called
    columns: tuple[Column, ...]


MATERIALS = RowsField(
    "materials",
    "申请材料",
    "材料",
    (
        Column("name", "名称"),
        Column("form", "形式", hints=("原件", "复印件", "电子件", "原件和复印件")),
        Column("copies", "份数", "count"),
        Column("required", "是否必要", "needed"),
        Column("note", "说明", hints=("数据共享，免提交", "告知承诺，可后补")),
    ),
)
ELEMENTS = RowsField(
    "elements", "解读要素", "要素", (Column("kind", "要素", "element"), Column("text", "内容", "text"))
)
CLAUSES = RowsField(
    "clauses", "条款对应", "对应", (Column("passage", "本文的这一段", "passage"), Column("clause", "讲的是", "clause"))
)
PLACES = RowsField(
    "places",
    "办理地点",
    "地点",
    (Column("name", "名称"), Column("address", "地址"), Column("hours", "办公时间"), Column("phone", "电话")),
)


def rows_as_typed(field: RowsField, rows: Sequence[Any]) -> dict[str, str]:
    """The fields of every row as they stand in the form; empty ones are left out."""
    return {
        f"{field.name}.{place}.{column.name}": shown
        for place, row in enumerate(rows)
        for column in field.columns
        if (shown := _shown(getattr(row, column.name), column.shape))
    }


def typed_rows(field: RowsField, typed: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows in their order, as typed, without those in which nothing stands."""
    found: dict[int, dict[str, str]] = {}
    for name, value in typed.items():
        of, _, rest = name.partition(".")
        place, _, column = rest.partition(".")
        if of == field.name and place.isascii() and place.isdigit() and len(place) < 5 and value.strip():
            found.setdefault(int(place), {})[column] = value.strip()
    return [found[place] for place in sorted(found)]


def rows_from(field: RowsField, typed: Mapping[str, str], problems: dict[str, str]) -> list[dict[str, Any]]:
    """What the facts keep of each row; what is wrong goes into `problems` under the row as it will be shown."""
    first = field.columns[0]
    rows = typed_rows(field, typed)
    if len(rows) > MOST_ROWS:
        problems[field.name] = f"最多 {MOST_ROWS} 行。"
    kept = []
    for place, row in enumerate(rows[:MOST_ROWS]):
        if not row.get(first.name):
            problems[f"{field.name}.{place}.{first.name}"] = f"请写{first.label}，或清空这一行。"
        read = {column.name: _read(column, row.get(column.name, "")) for column in field.columns}
        for column in field.columns:
            if column.shape == "count" and row.get(column.name) and read[column.name] is None:
                problems[f"{field.name}.{place}.{column.name}"] = "请填 0 到 99 的整数。"
        kept.append(read)
    return kept


def rows_in_words(field: RowsField, typed: Mapping[str, str]) -> list[str]:
    """「材料 1：身份证；原件；1」 each."""
    words = {NOT_NEEDED: "非必要", **ELEMENT_NAMES}
    return [
        f"{field.one} {place}："
        + "；".join(
            words.get(row[c.name], row[c.name].partition("#")[2] if c.shape == "clause" else row[c.name])
            for c in field.columns
            if c.name in row
        )
        for place, row in enumerate(typed_rows(field, typed), start=1)
    ]


def _shown(value: Any, shape: str) -> str:
    if shape == "needed":
        return "" if value else NOT_NEEDED
    return "" if value is None else str(value)


def _read(column: Column, text: str) -> Any:
    if column.shape == "needed":
        return text != NOT_NEEDED
    if column.shape == "count":
        return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None
    return text or None
