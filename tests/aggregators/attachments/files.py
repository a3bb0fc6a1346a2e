"""Small files of each kind, made here."""

import io
import zipfile
from collections.abc import Mapping

from openpyxl import Workbook

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def docx(*paragraphs: str, head: str = "") -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return zipped({"word/document.xml": f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'})


def xlsx(*rows: list[str] | list[int]) -> bytes:
    book, packed = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(packed)
    return packed.getvalue()


OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(*pages: list[tuple[float, str]]) -> bytes:
    """Pages of runs, each at a height in millimetres."""
    places = {f"Pages/Page_{number}/Content.xml": runs for number, runs in enumerate(pages)}
    listed = "".join(f'<ofd:Page ID="1" BaseLoc="{place}"/>' for place in places)
    root = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
    return zipped(
        {
            "OFD.xml": f"<ofd:OFD {OFD}>{root}</ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {OFD}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
            **{f"Doc_0/{place}": _ofd_page(runs) for place, runs in places.items()},
        }
    )


def _ofd_page(runs: list[tuple[float, str]]) -> str:
    objects = "".join(
        f'<ofd:TextObject Boundary="20 {top} 100 5"><ofd:TextCode X="0">{text}</ofd:TextCode></ofd:TextObject>'
        for top, text in runs
    )
    return f"<ofd:Page {OFD}><ofd:Content>{objects}</ofd:Content></ofd:Page>"


def pdf(*lines: str, pages: int = 1, locked: bool = False) -> bytes:
    """Chinese through a predefined character map, as old government PDFs have it: no font is embedded."""
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td " for line in lines)
    content = f"BT /F1 16 Tf 50 800 Td {shown}ET".encode()
    kids = " ".join(f"{number} 0 R" for number in range(6, 6 + pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content),
    ]
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F1 3 0 R >> >> >>"
    )
    return _numbered([*objects, *[page] * pages], locked)


def _numbered(objects: list[bytes], locked: bool) -> bytes:
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    key = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >> /ID [<00> <00>]"
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R %s >>" % (size, key.encode() if locked else b"")
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return body + table + trailer + b"\nstartxref\n%d\n%%%%EOF" % len(body)
