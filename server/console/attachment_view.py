"""附件 as editors see them: what the file really is, how large, what it says, or why it could not be fetched."""

from collections.abc import Sequence
from dataclasses import dataclass

from content_models.intake.documents import Attachment

MOST_SHOWN = 20_000  # characters of a file's text; the rest is in the file
_TYPE_NAMES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/msword": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.ms-excel": "Excel",
    "application/ofd": "OFD",
    "application/vnd.ms-works": "WPS",
    "application/zip": "压缩包",
    "application/vnd.rar": "压缩包",
    "application/x-7z-compressed": "压缩包",
    "text/plain": "文本",
    "image/png": "图片",
    "image/jpeg": "图片",
    "image/gif": "图片",
    "image/webp": "图片",
}


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    name: str
    url: str
    note: str  # 「PDF，128 KB」; "" before the file is fetched
    problem: str
    text: str


def attachment_lines(files: Sequence[Attachment]) -> list[AttachmentLine]:
    return [
        AttachmentLine(file.name, file.url, _note(file), file.problem or "", (file.text or "")[:MOST_SHOWN])
        for file in files
    ]


def _note(file: Attachment) -> str:
    if file.size is None:
        return ""
    return f"{_TYPE_NAMES.get(file.found_type or '', '文件')}，{_size(file.size)}"


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB" if count >= 1024 * 1024 else f"{max(count // 1024, 1)} KB"
