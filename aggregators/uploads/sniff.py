"""What a file is, told from its bytes: names and media types are the sender's guess."""

import codecs

from aggregators.uploads.errors import UploadFormatUnknown, UploadTooLarge
from content_models.sources.uploads.documents import UploadFormat

LARGEST_FILE = 10 * 1024 * 1024  # bytes
_ZIP = b"PK\x03\x04"
_BINARY = (
    b"\xd0\xcf\x11\xe0",  # OLE: .xls, .et, encrypted .xlsx
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def format_of(body: bytes) -> UploadFormat:
    """Raises UploadTooLarge, UploadFormatUnknown."""
    if len(body) > LARGEST_FILE:
        raise UploadTooLarge(limit=LARGEST_FILE)
    if body.startswith(_ZIP):
        return UploadFormat.xlsx
    if not body.strip() or body.startswith(_BINARY) or _holds_nul(body):
        raise UploadFormatUnknown
    begins = next((body.removeprefix(mark) for mark in _MARKS if body.startswith(mark)), body)
    return UploadFormat.xml if begins.replace(b"\0", b"").lstrip().startswith(b"<") else UploadFormat.csv


def _holds_nul(body: bytes) -> bool:
    """Text holds no NUL, except in UTF-16 and UTF-32, which begin with a mark or a declaration."""
    is_wide = body.startswith((*_MARKS[1:], b"<\0?\0", b"\0<\0?"))
    return not is_wide and b"\0" in body[:4096]
