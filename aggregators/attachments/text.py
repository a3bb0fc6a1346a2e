"""The text of a file, for search and for editors. Files are hostile: what unpacks is counted before it is read."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from aggregators.attachments.media_type import DOCX, TEXT, XLSX
from aggregators.decode import decode
from aggregators.uploads.errors import UploadRefused
from aggregators.uploads.unpacking import unpack

LONGEST_TEXT = 200_000  # characters
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n"}


def text_of(body: bytes, media_type: str) -> str | None:
    """At most LONGEST_TEXT characters; None where no library of ours reads the format (PDF, OFD, old Office files,
    pictures), or the file is damaged or a bomb."""
    readers = {DOCX: _of_docx, XLSX: _of_xlsx, TEXT: _of_plain}
    if (reader := readers.get(media_type)) is None:
        return None
    try:
        return _joined(reader(body))
    except (UploadRefused, CalamineError, etree.LxmlError, zipfile.BadZipFile, KeyError, ValueError):
        return None  # ValueError: zipfile and calamine on offsets and numbers that make no sense


def _joined(lines: Iterator[str]) -> str:
    taken, length = [], 0
    for line in lines:
        taken.append(line)
        length += len(line) + 1
        if length > LONGEST_TEXT:
            break
    return "\n".join(taken)[:LONGEST_TEXT].strip()


def _of_plain(body: bytes) -> Iterator[str]:
    yield decode(body[: LONGEST_TEXT * 4]).text


def _of_docx(body: bytes) -> Iterator[str]:
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


def _of_xlsx(body: bytes) -> Iterator[str]:
    """A line a row that holds something, cells apart by a tab, of every sheet that is shown."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(unpack(body).workbook))
    for sheet in workbook.sheets_metadata:
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
            for cells in workbook.get_sheet_by_name(sheet.name).to_python():
                if line := "\t".join(str(cell).strip() for cell in cells).strip():
                    yield line
