"""Pure rules of files: what may come in, what it must be, and the address that a version of it has."""

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

from content_models.releases.documents import Content
from content_models.releases.files.errors import FileNotWhatItSays, FileTooLarge, FileTypeRefused

LARGEST_PICTURE = 5_000_000  # bytes
LARGEST_ATTACHMENT = 20_000_000  # bytes
PREFIX = "/files"

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
PICTURES: Mapping[str, str] = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}
# No archives: what is in them is not read and therefore not checked. No HTML: it can hold scripts.
ATTACHMENTS: Mapping[str, str] = {
    **PICTURES,
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "docx": f"{_OPEN_XML}.wordprocessingml.document",
    "xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    "pptx": f"{_OPEN_XML}.presentationml.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "txt": "text/plain",
    "csv": "text/plain",
}
DRAWINGS = frozenset({"svg", "svgz"})
DRAWING_REFUSED = "SVG 图可以夹带脚本，不能上传；请另存为 PNG 或 WebP 图片后再上传。"
_OURS = re.compile(rf"{PREFIX}/([0-9a-f]{{64}})/([^\"'\s<>]*)")
_UNPRINTABLE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')


def require_type(name: str, found: str, allowed: Mapping[str, str]) -> None:
    """`found` is the media type that the bytes show. Raises FileTypeRefused, FileNotWhatItSays."""
    ending = name.rpartition(".")[2].lower()
    if ending in DRAWINGS:
        raise FileTypeRefused(DRAWING_REFUSED, named=ending)
    if ending not in allowed:
        raise FileTypeRefused(named=ending)
    if allowed[ending] != found:
        raise FileNotWhatItSays(named=ending, found=found)


def require_size(size: int, limit: int) -> None:
    """Raises FileTooLarge."""
    if size > limit:
        raise FileTooLarge(f"文件有 {size / 1e6:.1f} MB，最多 {limit // 1_000_000} MB，请压缩后再上传。", limit=limit)


def tidy_name(name: str) -> str:
    """A file name that every system can save, without the folders some browsers send."""
    base = re.split(r"[/\\]", name)[-1]
    return _UNPRINTABLE.sub("", base).strip()[-120:] or "附件"


def address(digest: str, name: str) -> str:
    """`/files/<SHA-256>/<name>`: never another version's."""
    return f"{PREFIX}/{digest}/{quote(name)}"


def our_file(url: str) -> tuple[str, str] | None:
    """(digest, name) of one of our addresses."""
    match = _OURS.fullmatch(url)
    return (match[1], unquote(match[2])) if match else None


def shown_by(content: Content) -> set[str]:
    """Digests of our files in a text and among its attachments."""
    urls = " ".join(str(one.get("url", "")) for one in content.attachments)
    return {match[1] for match in _OURS.finditer(f"{content.body_html} {urls}")}
