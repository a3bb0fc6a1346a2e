"""The text of a file, for search and for editors, and why there is none. Pure, and slow for files made to be slow:
whoever has one from outside reads it through `sandbox`."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree
from python_calamine import CalamineError

from aggregators.attachments.media_type import DOCX, HTML, OFD, OLD_OFFICE, PDF, PPTX, TEXT, XLSX
from aggregators.attachments.ofd import lines_of_ofd
from aggregators.attachments.office import lines_of_docx, lines_of_xlsx
from aggregators.attachments.pdf import MOST_PAGES, PdfLocked, lines_of_pdf, pages_of_pdf
from aggregators.decode import decode
from aggregators.uploads.errors import UploadRefused, UploadTooManyRows, UploadUnpacksTooLarge, UploadXmlUnsafe
from content_models.official_text.html import plain_text, sanitise
from content_models.official_text.reflow import reflow

LONGEST_TEXT = 200_000  # characters

LOCKED = "PDF 加了密码，读不出文字；请下载查看，或请对方换成没有密码的文件。"
SCANNED = "PDF 是扫描图片，里面没有文字；请下载查看。"
DAMAGED = "文件已损坏，读不出文字；请打开原文核对，必要时请对方重新上传。"
TOO_LARGE = "文件解开后过大，没有读取文字；请下载查看，并提醒对方检查文件。"
UNSAFE = "文件带有不安全的内容（实体定义），没有读取文字；请谨慎打开，并提醒对方检查文件。"
OLD_FORMAT = "旧版 Office 或 WPS 文件（.doc .xls .ppt .wps）读不出文字；请下载查看，或请对方改用 .docx、.xlsx 或 PDF。"
SLIDES = "系统不读取演示文稿里的文字；请下载查看。"


@dataclass(frozen=True)
class FileText:
    """At most LONGEST_TEXT characters, or None; `problem` tells an editor why there is none, or that it is cut."""

    text: str | None = None
    problem: str | None = None


def text_of(body: bytes, media_type: str) -> FileText:
    """Never raises for what is in the file. Formats that hold no text (pictures, archives) have no problem."""
    if (reader := READERS.get(media_type)) is None:
        return FileText(problem=OLD_FORMAT if media_type in OLD_OFFICE else SLIDES if media_type == PPTX else None)
    try:
        return reader(body)
    except PdfLocked:
        return FileText(problem=LOCKED)
    except (UploadUnpacksTooLarge, UploadTooManyRows):
        return FileText(problem=TOO_LARGE)
    except UploadXmlUnsafe:
        return FileText(problem=UNSAFE)
    except (UploadRefused, CalamineError, etree.LxmlError, zipfile.BadZipFile, KeyError, ValueError):
        return FileText(problem=DAMAGED)  # ValueError: zipfile and calamine on offsets and numbers that make no sense


def _plain(body: bytes) -> FileText:
    return FileText(decode(body[: LONGEST_TEXT * 4]).text[:LONGEST_TEXT].strip())


def _page(body: bytes) -> FileText:
    return FileText(plain_text(sanitise(decode(body).text))[:LONGEST_TEXT].strip())


def _pdf(body: bytes) -> FileText:
    """Lines that were broken by the paper's width are joined, so that a search finds words across them."""
    pages, text = pages_of_pdf(body), reflow(_joined(lines_of_pdf(body)))
    if not text:
        return FileText(problem=SCANNED)
    cut = f"PDF 共 {pages} 页，只读取了前 {MOST_PAGES} 页的文字。" if pages > MOST_PAGES else None
    return FileText(text, cut)


def _by(lines: Callable[[bytes], Iterator[str]]) -> Callable[[bytes], FileText]:
    return lambda body: FileText(_joined(lines(body)))


def _joined(lines: Iterator[str]) -> str:
    taken, length = [], 0
    for line in lines:
        taken.append(line)
        length += len(line) + 1
        if length > LONGEST_TEXT:
            break
    return "\n".join(taken)[:LONGEST_TEXT].strip()


READERS: dict[str, Callable[[bytes], FileText]] = {
    DOCX: _by(lines_of_docx),
    XLSX: _by(lines_of_xlsx),
    OFD: _by(lines_of_ofd),
    PDF: _pdf,
    TEXT: _plain,
    HTML: _page,
}
