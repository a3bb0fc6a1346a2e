"""What a file is, told from its bytes; names and Content-Type are the site's guess. Pure."""

import io
import zipfile

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PDF = "application/pdf"
OFD = "application/ofd"  # GB/T 33190-2016
HTML = "text/html"
TEXT = "text/plain"
UNKNOWN = "application/octet-stream"

_STARTS = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"{\\rtf", "application/rtf"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BY_OLE_NAME = {  # one container for all; only the name tells which program wrote it
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "wps": "application/vnd.ms-works",
}
_ANY_OLE = "application/x-ole-storage"
OLD_OFFICE = frozenset({*_BY_OLE_NAME.values(), _ANY_OLE})
_BY_PART = (  # a part that only this kind of zip has
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("ppt/presentation.xml", PPTX),
    ("OFD.xml", OFD),
)
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<script", b"<body")
_LOOKED_AT = 4096


def media_type_of(body: bytes, name: str = "") -> str:
    """`name` decides only where the bytes leave it open."""
    for start, media_type in _STARTS:
        if body.startswith(start):
            return media_type
    if body.startswith(b"PK\x03\x04"):
        return _of_zip(body)
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":  # RFC 9649: RIFF, four bytes of size, WEBP
        return "image/webp"
    if body.startswith(_OLE):
        return _BY_OLE_NAME.get(name.rpartition(".")[2].lower(), _ANY_OLE)
    return _of_text(body[:_LOOKED_AT])


def _of_zip(body: bytes) -> str:
    """By the names of its parts; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return "application/zip"
    return next((media_type for part, media_type in _BY_PART if part in names), "application/zip")


def _of_text(start: bytes) -> str:
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGE_STARTS):
        return HTML
    return TEXT if start and b"\0" not in start else UNKNOWN
