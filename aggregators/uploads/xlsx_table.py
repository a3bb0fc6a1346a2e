"""XLSX through calamine. Formulas are not evaluated: a formula cell counts as the text its file shows for it."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from aggregators.uploads.errors import UploadDamaged, UploadHeadingsMissing
from aggregators.uploads.table import Numbered, Table, as_table
from aggregators.uploads.unpacking import unpack

SHEET = "来稿"  # of the template; else the first visible one is read
_FORMULAS_NAMED = 10


def read_xlsx(body: bytes) -> Table:
    """Raises the refusals of `unpacking`, UploadDamaged, UploadHeadingsMissing, UploadTooManyRows."""
    unpacked = unpack(body)
    try:
        sheet = _sheet(CalamineWorkbook.from_filelike(io.BytesIO(unpacked.workbook)))
        return as_table(_records(sheet), _notes(unpacked.formula_rows))
    except CalamineError as error:
        raise UploadDamaged from error


def _sheet(workbook: CalamineWorkbook) -> CalamineSheet:
    visible = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    if not visible:
        raise UploadHeadingsMissing
    return workbook.get_sheet_by_name(SHEET if SHEET in visible else visible[0])


def _records(sheet: CalamineSheet) -> Iterator[Numbered]:
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
        yield number, [as_text(cell) for cell in cells]


def as_text(cell: Any) -> str:
    """As the sender reads it: 3 and not 3.0, a date as a date."""
    match cell:
        case bool():
            return "是" if cell else "否"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.isoformat(" ", "seconds")
        case date():
            return cell.isoformat()
    return str(cell).strip()


def _notes(formula_rows: list[int]) -> list[str]:
    if not formula_rows:
        return []
    named = "、".join(map(str, formula_rows[:_FORMULAS_NAMED]))
    more = " 等" if len(formula_rows) > _FORMULAS_NAMED else ""
    return [f"第 {named}{more} 行含有公式：系统不计算公式，只取文件中保存的显示文字。"]
