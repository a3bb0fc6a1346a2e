"""The text of Word and Excel files. What unpacks is counted before a reader sees it."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from aggregators.uploads.unpacking import unpack
from aggregators.uploads.xlsx_table import as_text

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n"}


def lines_of_docx(body: bytes) -> Iterator[str]:
    """A line a paragraph, those in tables included, in the order of the document."""
    with zipfile.ZipFile(io.BytesIO(unpack(body).workbook)) as parts, parts.open("word/document.xml") as document:
        parsing = etree.iterparse(
            document, events=("end",), tag=f"{_WORD}p", resolve_entities=False, no_network=True, load_dtd=False
        )
        for _, paragraph in parsing:
            yield "".join(_runs(paragraph))
            paragraph.clear()


def _runs(paragraph: etree._Element) -> Iterator[str]:
    for node in paragraph.iter(f"{_WORD}t", *_BREAKS):
        yield _BREAKS.get(str(node.tag), node.text or "")


def lines_of_xlsx(body: bytes) -> Iterator[str]:
    """A line a row that holds something, cells apart by a tab, of every sheet that is shown."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(unpack(body).workbook))
    for sheet in workbook.sheets_metadata:
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
            for cells in workbook.get_sheet_by_name(sheet.name).to_python():
                if line := "\t".join(as_text(cell) for cell in cells).strip():
                    yield line
