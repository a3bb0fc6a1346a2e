"""Spreadsheets that are made to hurt the reader are refused before it sees them."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from aggregators.uploads import errors
from aggregators.uploads.unpacking import MOST_COLUMNS, MOST_UNPACKED, unpack

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook_with(sheet: str | bytes, **parts: bytes) -> bytes:
    """A real workbook whose sheet is replaced."""
    honest = io.BytesIO()
    Workbook().save(honest)
    made = io.BytesIO()
    with zipfile.ZipFile(honest) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in given.namelist():
            packed.writestr(name, sheet if name == SHEET else given.read(name))
        for name, content in parts.items():
            packed.writestr(name, content)
    return made.getvalue()


def a_sheet(rows: str, prolog: str = "") -> str:
    return f'{prolog}<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData></worksheet>'


def test_a_part_that_inflates_beyond_the_cap_is_refused() -> None:
    bomb = workbook_with(b"<a>" + b" " * (MOST_UNPACKED + 1) + b"</a>")
    assert len(bomb) < 1_000_000
    with pytest.raises(errors.UploadUnpacksTooLarge):
        unpack(bomb)


def test_parts_count_together() -> None:
    half = b"<a>" + b" " * (MOST_UNPACKED // 2) + b"</a>"
    with pytest.raises(errors.UploadUnpacksTooLarge):
        unpack(workbook_with(half, **{"xl/a.xml": half, "xl/b.xml": half}))


def test_a_size_that_the_zip_understates_is_found_out() -> None:
    body = bytearray(workbook_with(a_sheet("<row/>" * 1000)))
    directory = body.rindex(b"PK\x01\x02", 0, body.rindex(SHEET.encode()))
    body[directory + 24 : directory + 28] = (10).to_bytes(4, "little")
    with pytest.raises(errors.UploadDamaged):
        unpack(bytes(body))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c><v>1</v></c></row>',
        "<row r='1'><c r = 'ZZ1'><v>1</v></c></row>",
        '<row r="1"><c r="&#88;FD1"><v>1</v></c></row>',
        f"<row>{'<c><v>1</v></c>' * (MOST_COLUMNS + 1)}</row>",
        "<row/>" * 10_100,
    ],
)
def test_a_cell_far_out_is_refused_before_the_rectangle_is_allocated(rows: str) -> None:
    with pytest.raises(errors.UploadTooManyRows):
        unpack(workbook_with(a_sheet(rows)))


def test_entities_in_a_sheet_are_refused() -> None:
    doctype = '<!DOCTYPE w [<!ENTITY a "x">]>'
    with pytest.raises(errors.UploadXmlUnsafe):
        unpack(workbook_with(a_sheet("<row/>", prolog=doctype)))


def test_an_encrypted_or_cut_off_file_is_called_damaged() -> None:
    whole = workbook_with(a_sheet("<row/>"))
    for damaged in (whole[: len(whole) // 2], whole[:200] + b"\0" * 50 + whole[250:]):
        with pytest.raises(errors.UploadDamaged):
            unpack(damaged)
