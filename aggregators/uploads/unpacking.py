"""Opening a spreadsheet that may be a bomb: every part is unpacked by us, counted, before the reader sees any of it.

The sizes that a zip declares are its maker's claim. So the parts are inflated here under a cap, looked through, and
packed anew; what the reader gets is what was measured. Two bombs need no compression: a cell far out (XFD1048576 makes
readers allocate the whole rectangle) and a DOCTYPE.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field

from lxml import etree

from aggregators.uploads.errors import UploadDamaged, UploadTooManyRows, UploadUnpacksTooLarge, UploadXmlUnsafe
from aggregators.uploads.limits import HEADINGS_WITHIN, MOST_ROWS

MOST_UNPACKED = 64 * 1024 * 1024  # bytes; 10,000 rows with whole texts stay below
MOST_PARTS = 1000
MOST_COLUMNS = 100
LOWEST_ROW = MOST_ROWS + HEADINGS_WITHIN
_NEEDED = (".xml", ".rels")
_CHUNK = 64 * 1024
_REFERENCE = re.compile(r"\$?(?P<column>[A-Za-z]{1,4})\$?(?P<row>[0-9]{1,9})")


@dataclass
class Unpacked:
    """A workbook that is safe to read, and the rows in which formulas stand."""

    workbook: bytes
    formula_rows: list[int] = field(default_factory=list)


def unpack(body: bytes) -> Unpacked:
    """Raises UploadUnpacksTooLarge, UploadTooManyRows, UploadXmlUnsafe, UploadDamaged."""
    safe, formulas = io.BytesIO(), set[int]()
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as given, zipfile.ZipFile(safe, "w") as packed:
            for name, content in _parts(given):
                formulas |= _looked_through(content) if name.endswith(".xml") else set()
                packed.writestr(name, content)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, etree.XMLSyntaxError) as error:
        raise UploadDamaged from error
    return Unpacked(safe.getvalue(), sorted(formulas))


def _parts(given: zipfile.ZipFile) -> list[tuple[str, bytes]]:
    """The parts that hold text, each once; pictures and macros stay packed."""
    members = {member.filename: member for member in given.infolist() if member.filename.endswith(_NEEDED)}
    if len(members) > MOST_PARTS:
        raise UploadUnpacksTooLarge(limit=MOST_PARTS)
    parts, left = [], MOST_UNPACKED
    for name, member in members.items():
        content = _inflated(given, member, left)
        left -= len(content)
        parts.append((name, content))
    return parts


def _inflated(given: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    content = bytearray()
    with given.open(member) as part:
        while chunk := part.read(_CHUNK):
            content += chunk
            if len(content) > left:
                raise UploadUnpacksTooLarge(limit=MOST_UNPACKED)
    return bytes(content)


def _looked_through(content: bytes) -> set[int]:
    """Rows with formulas, after every cell has been found to lie within the limits."""
    place, formulas = _Place(), set[int]()
    parsing = etree.iterparse(
        io.BytesIO(content), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
    )
    for event, element in parsing:
        if event == "end":
            _forget(element)
            continue
        match etree.QName(element).localname if isinstance(element.tag, str) else "":
            case "row":
                place.enter_row(element.get("r"))
            case "c":
                place.enter_cell(element.get("r"))
            case "f":
                formulas.add(place.row)
    if parsing.root.getroottree().docinfo.doctype:
        raise UploadXmlUnsafe
    return formulas


def _forget(element: etree._Element) -> None:
    """Let go of what has been looked at: a part of 64 MB would otherwise be a tree of gigabytes."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


@dataclass
class _Place:
    """Where the reader will put the next cell: references are optional and cells then follow each other."""

    row: int = 0
    column: int = 0

    def enter_row(self, number: str | None) -> None:
        self._go(int(number) if number and number.isdecimal() else self.row + 1, 0)

    def enter_cell(self, reference: str | None) -> None:
        match = _REFERENCE.fullmatch(reference or "")
        if match is None:
            self._go(self.row, self.column + 1)
        else:
            self._go(int(match["row"]), _column_number(match["column"]))

    def _go(self, row: int, column: int) -> None:
        if column > MOST_COLUMNS:
            raise UploadTooManyRows(f"表格超出 {MOST_COLUMNS} 列，请删除右侧多余的列后重新上传。", limit=MOST_COLUMNS)
        if row > LOWEST_ROW:
            raise UploadTooManyRows(limit=MOST_ROWS)
        self.row, self.column = row, column


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
