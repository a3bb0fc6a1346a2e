"""A file is recognised by its bytes and read within limits, whatever its name says."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregators.attachments.media_type import DOCX, PDF, XLSX, media_type_of
from aggregators.attachments.pdf import MOST_PAGES
from aggregators.attachments.text import (
    DAMAGED,
    LOCKED,
    LONGEST_TEXT,
    OLD_FORMAT,
    SCANNED,
    SLIDES,
    TOO_LARGE,
    UNSAFE,
    FileText,
    text_of,
)
from aggregators.uploads.unpacking import MOST_UNPACKED
from tests.aggregators.attachments.files import docx, ofd, pdf, xlsx, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100)
BILLION_LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("body", "name", "media_type"),
    [
        (b"%PDF-1.7 ...", "a.doc", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "a", "image/png"),
        (b"\xff\xd8\xff\xe0", "a.pdf", "image/jpeg"),
        (OLE, "http://a.example/P020260101.DOC", "application/msword"),
        (OLE, "a.xls", "application/vnd.ms-excel"),
        (OLE, "a", "application/x-ole-storage"),
        (docx("示例"), "a.pdf", DOCX),
        (xlsx(["示例"]), "a.bin", XLSX),
        (zipped({"OFD.xml": "<a/>"}), "a.ofd", "application/ofd"),
        (zipped({"a.txt": "a"}), "a.zip", "application/zip"),
        (b"PK\x03\x04 broken", "a.docx", "application/zip"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><p>", "a.pdf", "text/html"),
        (b"<script>location='/'</script>", "a.pdf", "text/html"),
        ("示例文本".encode("gbk"), "a.txt", "text/plain"),
        (b"", "a.txt", "application/octet-stream"),
        (b"a\0b", "a.txt", "application/octet-stream"),
    ],
)
def test_bytes_say_what_a_file_is(body: bytes, name: str, media_type: str) -> None:
    assert media_type_of(body, name) == media_type


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (docx("一、示例目标", "二、示例措施"), "一、示例目标\n二、示例措施"),
        (xlsx(["事项", "时限"], ["示例事项", "5 个工作日"]), "事项\t时限\n示例事项\t5 个工作日"),
        ("示例文本".encode("gbk"), "示例文本"),
        ("序号,事项\n1,示例".encode("gbk"), "序号,事项\n1,示例"),
        ("<html><body><h1>示例附件</h1><script>x</script><p>正文</p></body></html>".encode(), "示例附件\n正文"),
        (pdf("示例市人民政府关于便民服务的通知", "一、示例目标"), "示例市人民政府关于便民服务的通知\n一、示例目标"),
        (ofd([(20, "示例市"), (20.3, "通知"), (40, "一、目标")], [(20, "第二页")]), "示例市通知\n一、目标\n第二页"),
    ],
    ids=["docx", "xlsx", "txt", "csv", "html", "pdf", "ofd"],
)
def test_text_is_read_where_a_library_can(body: bytes, text: str) -> None:
    assert text_of(body, media_type_of(body)) == FileText(text)


@pytest.mark.parametrize(
    ("body", "name", "problem"),
    [
        (pdf("示例", locked=True), "a.pdf", LOCKED),
        (pdf(), "a.pdf", SCANNED),
        (b"%PDF-1.7 cut off", "a.pdf", DAMAGED),
        (OLE, "a.doc", OLD_FORMAT),
        (OLE, "a.wps", OLD_FORMAT),
        (OLE, "a", OLD_FORMAT),
        (zipped({"ppt/presentation.xml": "<a/>"}), "a.pptx", SLIDES),
        (zipped({"OFD.xml": "<OFD><DocRoot>Doc_0/None.xml</DocRoot></OFD>"}), "a.ofd", DAMAGED),
        (zipped({"OFD.xml": "<OFD><DocRoot>../../../etc/passwd</DocRoot></OFD>"}), "a.ofd", DAMAGED),
        (zipped({"OFD.xml": b"<a>" + b" " * (MOST_UNPACKED + 1)}), "a.ofd", TOO_LARGE),
        (zipped({"OFD.xml": BILLION_LAUGHS + "<a>&c;</a>"}), "a.ofd", UNSAFE),
        (docx("示例", head=BILLION_LAUGHS), "a.docx", UNSAFE),
        (zipped({"word/document.xml": b"<a>" + b" " * (MOST_UNPACKED + 1)}), "a.docx", TOO_LARGE),
        (b"\x89PNG\r\n\x1a\n", "a.png", None),
    ],
)
def test_an_editor_is_told_why_there_is_no_text(body: bytes, name: str, problem: str | None) -> None:
    assert text_of(body, media_type_of(body, name)) == FileText(None, problem)


def test_a_pdf_without_end_is_read_up_to_the_most_pages_and_said_to_be_cut() -> None:
    found = text_of(pdf("示例市便民服务", pages=MOST_PAGES + 50), PDF)
    assert found.text is not None
    assert found.text.count("示例市便民服务") == MOST_PAGES
    assert found.problem is not None
    assert f"共 {MOST_PAGES + 50} 页" in found.problem


def test_lines_that_the_paper_broke_are_joined() -> None:
    line = "示例市各部门要切实做好便民服务事项的安排并及时公开办理"
    assert line * 3 in (text_of(pdf(*[line] * 11, "结束。"), PDF).text or "")


@pytest.mark.parametrize(
    "body",
    [
        zipped({"word/document.xml": b"<a>" + b" " * (MOST_UNPACKED + 1)}),
        docx("示例", head=BILLION_LAUGHS),
        zipped({"word/document.xml": "<a>&b;</a>"}),
        zipped({"word/document.xml": "<broken"}),
        docx("示例")[:-30],
        zipped({"xl/workbook.xml": "<a/>"}),
    ],
    ids=["zip bomb", "entities", "unknown entity", "malformed", "cut off", "empty workbook"],
)
def test_a_bomb_or_a_broken_file_has_no_text_and_harms_nobody(body: bytes) -> None:
    media_type = DOCX if b"word/" in body else XLSX
    found = text_of(body, media_type)
    assert not found.text
    assert found.problem is not None or found.text == ""


def test_text_has_an_end() -> None:
    assert len(text_of(docx(*["示例" * 1000] * 200), DOCX).text or "") == LONGEST_TEXT


@given(
    kind=st.sampled_from([docx("示例附件" * 20), xlsx(["事项"], ["示例"]), ofd([(1, "示例")]), pdf("示例")]),
    seed=st.integers(0, 2**32),
)
def test_damage_anywhere_is_survived(kind: bytes, seed: int) -> None:
    """Damaged offsets make zipfile seek before the start of the file, and worse."""
    damaged, chance = bytearray(kind), random.Random(seed)
    for _ in range(chance.randint(1, 6)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    text = text_of(bytes(damaged), media_type_of(bytes(damaged), "a.docx")).text
    assert text is None or len(text) <= LONGEST_TEXT


def test_offsets_that_lead_before_the_file_are_damage() -> None:
    body = bytearray(docx("示例"))
    directory = body.rindex(b"PK\x05\x06")
    body[directory + 16 : directory + 20] = (2**31).to_bytes(4, "little")
    assert text_of(bytes(body), DOCX) == FileText(None, DAMAGED)


def test_numbers_of_a_spreadsheet_are_read_as_they_are_shown() -> None:
    """A telephone number kept as a number is no 13912345678.0: the publish checks look for it."""
    assert text_of(xlsx(["手机"], [13912345678]), XLSX).text == "手机\n13912345678"
