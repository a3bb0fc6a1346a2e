"""Templates to fill in, made from the one table of columns. Example rows are marked 示例 and skipped when uploaded."""

import io
from collections.abc import Callable
from typing import Any

from lxml import etree
from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]

from aggregators.uploads.fields import COLUMNS, EXAMPLE_ID
from aggregators.uploads.limits import MOST_ROWS
from aggregators.uploads.spreadsheet_text import as_csv
from aggregators.uploads.submitted import KINDS
from aggregators.uploads.xlsx_table import SHEET
from content_models.sources.uploads.documents import UploadFormat

MEDIA_TYPES = {
    UploadFormat.xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    UploadFormat.csv: "text/csv; charset=utf-8",
    UploadFormat.xml: "application/xml",
}
RULES = (
    "从第 2 行开始填，一行一条；带 * 的列必填，其余可空。",
    f"编号以“{EXAMPLE_ID}”开头的行是示例，上传时自动跳过，可以删除。",
    "列的顺序可以调整，不需要的列可以删除，表头文字不要改。",
    f"一次最多 {MOST_ROWS} 行、10 MB。个别行有误不影响其他行，上传后会逐行说明错在哪里、怎样修改。",
    "同一编号再次上传即为修改；内容没有变化的行不会重复收稿。",
    "系统不计算公式；以 = + - @ 开头的内容按文字保存。",
)


def template(format: UploadFormat) -> bytes:
    """An empty form of the format, with one example row."""
    return _MAKERS[format]()


def _xlsx() -> bytes:
    workbook = Workbook()
    _fill_sheet(workbook.active)
    _fill_instructions(workbook.create_sheet("填写说明"))
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _fill_sheet(sheet: Any) -> None:
    sheet.title = SHEET
    sheet.freeze_panes = "C2"
    sheet.append([f"{column.heading}*" if column.required else column.heading for column in COLUMNS])
    sheet.append([column.example for column in COLUMNS])
    for number, column in enumerate(COLUMNS, 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = "@"  # as text: else 〔2026〕3 and dates are "improved"
        _as_heading(sheet[f"{letter}1"])
        sheet[f"{letter}2"].alignment = Alignment(wrap_text=True, vertical="top")
        if column.name == "kind":
            choice = DataValidation(type="list", formula1=f'"{",".join(KINDS)}"', allow_blank=True)
            choice.add(f"{letter}2:{letter}{MOST_ROWS}")
            sheet.add_data_validation(choice)


def _fill_instructions(sheet: Any) -> None:
    for rule in RULES:
        sheet.append([rule])
    sheet.append([])
    sheet.append(["列", "是否必填", "怎样填", "示例"])
    for cell in sheet[sheet.max_row]:
        _as_heading(cell)
    for column in COLUMNS:
        sheet.append([column.heading, "必填" if column.required else "", column.explanation, column.example])
    for letter, width in zip("ABCD", (16, 10, 80, 46), strict=True):
        sheet.column_dimensions[letter].width = width


def _as_heading(cell: Any) -> None:
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="E5F1F8")


def _csv() -> bytes:
    return as_csv([[column.heading for column in COLUMNS], [column.example for column in COLUMNS]])


def _xml() -> bytes:
    root = etree.Element("来稿")
    root.append(etree.Comment("".join(f"\n  {rule}" for rule in RULES).replace("--", "－－") + "\n"))
    item = etree.SubElement(root, "条目")
    for column in COLUMNS:
        item.append(etree.Comment(f" {column.explanation} "))
        etree.SubElement(item, column.heading).text = column.example
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


_MAKERS: dict[UploadFormat, Callable[[], bytes]] = {
    UploadFormat.xlsx: _xlsx,
    UploadFormat.csv: _csv,
    UploadFormat.xml: _xml,
}
