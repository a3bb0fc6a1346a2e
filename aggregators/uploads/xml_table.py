"""XML: any root, one element an item, one child element a field. No DTD, no entities, no network."""

from collections.abc import Iterator

from lxml import etree

from aggregators.decode import decode
from aggregators.uploads.errors import (
    ItemFieldUnknown,
    UploadHeadingsMissing,
    UploadTooManyRows,
)
from aggregators.uploads.fields import column_for
from aggregators.uploads.limits import MOST_ROWS
from aggregators.uploads.safe_xml import root_of
from aggregators.uploads.submitted import Fault
from aggregators.uploads.table import Table, TableRow


def read_xml(body: bytes, charset: str | None = None) -> Table:
    """Raises UploadXmlUnsafe, UploadXmlMalformed, UploadHeadingsMissing, UploadTooManyRows."""
    text = decode(body, override=charset).text
    items = list(root_of(text).iterchildren(etree.Element))
    if len(items) > MOST_ROWS:
        raise UploadTooManyRows(limit=MOST_ROWS)
    rows = [_row(number, item) for number, item in enumerate(items, 1)]
    if not any("title" in row.cells for row in rows):
        raise UploadHeadingsMissing(
            "没有找到任何条目；每个条目是一个元素，至少含有 <标题>。请下载模板，对照修改后重新上传。"
        )
    return Table(rows)


def _row(number: int, item: etree._Element) -> TableRow:
    cells: dict[str, str] = {}
    unknown: list[str] = []
    for name, value in _fields(item):
        if column := column_for(name):
            cells[column.name] = f"{cells[column.name]}\n{value}" if column.name in cells else value
        else:
            unknown.append(name)
    filled = {name: value for name, value in cells.items() if value}
    return TableRow(number, filled, Fault.of(ItemFieldUnknown, unknown[0]) if unknown else None)


def _fields(item: etree._Element) -> Iterator[tuple[str, str]]:
    """Name without namespace, and the text with everything inside it."""
    for child in item.iterchildren(etree.Element):
        yield etree.QName(child).localname, "".join(map(str, child.itertext())).strip()
