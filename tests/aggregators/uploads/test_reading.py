"""Files as departments really send them: every charset and form of date, broken rows named, the rest kept."""

import io
import textwrap
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook, load_workbook

from aggregators.uploads import errors
from aggregators.uploads.convert import to_incoming
from aggregators.uploads.fields import COLUMNS
from aggregators.uploads.limits import MOST_ROWS
from aggregators.uploads.reading import FileRead, read_file
from aggregators.uploads.spreadsheet_text import as_csv, inert
from aggregators.uploads.submitted import SubmittedItem
from aggregators.uploads.templates import template
from content_models.intake.documents import ItemKind
from content_models.intake.rules import Incoming
from content_models.sources.documents import Source, SourceFamily
from content_models.sources.uploads.documents import UploadFormat

HEADINGS = ["编号", "标题", "发布时间", "类型", "发文字号", "正文"]
ROW = [
    "1",
    "示例市人民政府办公室关于便民服务的通知",
    "2026年9月1日 10:30",
    "",
    "示政办发〔2026〕12号",
    "第一段\n第二段",
]


@pytest.fixture
def source(store: object) -> Source:
    return Source(name="水务", organ_id="o", family=SourceFamily.push_in, url="https://water.example.cn/")


def xlsx(*rows: list[object]) -> bytes:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def csv_text(*rows: list[str], separator: str = ",") -> str:
    return "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)


def xml(*rows: list[str]) -> bytes:
    root = etree.Element("来稿")
    for row in rows:
        item = etree.SubElement(root, "条目")
        for heading, cell in zip(HEADINGS, row, strict=True):
            etree.SubElement(item, heading).text = cell
    return etree.tostring(root, encoding="gb18030", xml_declaration=True)


def assert_is_read(read: FileRead) -> None:
    assert read.problems == []
    [arrival] = read.items
    item = arrival.item
    assert (arrival.item_key, item.title) == ("1", ROW[1])
    assert item.published_at == datetime(2026, 9, 1, 2, 30, tzinfo=UTC)
    assert str(item.doc_no) == "示政办发〔2026〕12号"
    assert item.body_text == "第一段\n第二段"


FILES = {
    "xlsx": xlsx(HEADINGS, ROW),
    "csv utf-8": csv_text(HEADINGS, ROW).encode(),
    "csv with mark": csv_text(HEADINGS, ROW).encode("utf-8-sig"),
    "csv gb18030": csv_text(HEADINGS, ROW).encode("gb18030"),
    "csv utf-16": csv_text(HEADINGS, ROW).encode("utf-16"),
    "csv tabs": csv_text(HEADINGS, ROW, separator="\t").encode(),
    "csv semicolons": csv_text(HEADINGS, ROW, separator=";").encode(),
    "csv under a title": ("本单位来稿汇总表\r\n\r\n" + csv_text(HEADINGS, ROW)).encode(),
    "xml gb18030": xml(ROW),
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_and_charset_gives_the_same_item(source: Source, name: str) -> None:
    assert_is_read(read_file(source, FILES[name]))


def test_spreadsheet_types_are_read_as_people_read_them(source: Source) -> None:
    cells = [7.0, "关于停水的通知", datetime(2026, 9, 1, 10, 30), "便民提示", None, "正文"]  # noqa: DTZ001 - spreadsheets know no zones
    [arrival] = read_file(source, xlsx(HEADINGS, cells)).items
    assert arrival.item_key == "7"
    assert arrival.item.published_at == datetime(2026, 9, 1, 2, 30, tzinfo=UTC)
    assert (arrival.item.kind, arrival.item.kind_evidence) == (ItemKind.service_alert, "报送方注明")
    [arrival] = read_file(source, xlsx(HEADINGS, ["8", "关于停电的通知", date(2026, 9, 1)])).items
    assert arrival.item.published_at == datetime(2026, 8, 31, 16, tzinfo=UTC)


def test_text_copied_out_of_a_pdf_loses_the_papers_line_breaks_and_html_keeps_its_own(source: Source) -> None:
    sentence = "各区人民政府要切实做好便民服务事项的安排，及时公开办理结果。"
    heading = "一、总体要求"
    paper = textwrap.wrap(sentence * 6, 28)
    text = "\n".join([heading, *paper, "— 1 —", "二、工作任务", *paper])
    read = to_incoming(source, SubmittedItem(id="1", title="关于便民服务的通知", body_text=text))
    assert isinstance(read, Incoming)
    assert read.item.body_text.split("\n") == [heading, sentence * 6, "二、工作任务", sentence * 6]
    assert [section.heading for section in read.item.outline] == ["总体要求", "工作任务"]
    html = "".join(f"<p>{line}</p>" for line in paper)
    kept = to_incoming(source, SubmittedItem(id="1", title="关于便民服务的通知", body_html=html))
    assert isinstance(kept, Incoming)
    assert kept.item.body_text.split("\n") == paper


@pytest.mark.parametrize("format", UploadFormat)
def test_a_template_is_accepted_as_it_is_and_its_example_skipped(source: Source, format: UploadFormat) -> None:
    read = read_file(source, template(format))
    assert (read.format, read.rows, read.items, read.problems) == (format, 0, [], [])
    assert read.notes == ["已跳过 1 行示例。"]


def test_the_spreadsheet_template_explains_every_column() -> None:
    workbook = load_workbook(io.BytesIO(template(UploadFormat.xlsx)))
    explained = {row[0] for row in workbook["填写说明"].iter_rows(values_only=True)}
    assert {column.heading for column in COLUMNS} <= explained
    assert [cell.value.rstrip("*") for cell in workbook["来稿"][1]] == [column.heading for column in COLUMNS]


def test_one_bad_row_in_five_thousand_is_named_and_the_rest_kept(source: Source) -> None:
    rows: list[list[object]] = [[str(n), f"关于第{n}号事项的通知", "2026-09-01", "", "", "正文"] for n in range(5000)]
    rows[3210][2] = "2026-13-45"
    read = read_file(source, xlsx(HEADINGS, *rows))
    assert (read.rows, len(read.items), read.refused) == (5000, 4999, 1)
    [problem] = read.problems
    assert (problem.row, problem.column, problem.code) == (3212, "发布时间", "ITEM_DATE_INVALID")
    assert problem.found == "2026-13-45"
    assert "2026-09-01" in problem.message


def test_all_faults_of_a_row_are_told_at_once(source: Source) -> None:
    read = read_file(source, xlsx(HEADINGS, ["1", "", "明天", "诗歌", "", ""]))
    assert read.refused == 1
    assert {(problem.row, problem.column) for problem in read.problems} == {(2, "标题"), (2, "发布时间"), (2, "类型")}


def test_a_repeated_id_is_named_with_the_row_it_repeats(source: Source) -> None:
    read = read_file(source, xlsx(HEADINGS, ROW, ROW))
    [problem] = read.problems
    assert (problem.row, problem.code) == (3, "ITEM_DUPLICATE")
    assert "第 2 行" in problem.message


def test_unknown_columns_are_ignored_with_a_note(source: Source) -> None:
    read = read_file(source, xlsx(["标题", "备注"], ["关于停水的通知", "内部"]))
    assert len(read.items) == 1
    assert any("备注" in note for note in read.notes)


def test_a_broken_quote_loses_its_own_row_only_up_to_the_next_quote(source: Source) -> None:
    body = '编号,标题\r\n1,关于停水的通知\r\n2,关于"停电的通知\r\n3,"a","b","c"\r\n4,关于停气的通知\r\n'.encode()
    read = read_file(source, body)
    assert [arrival.item_key for arrival in read.items] == ["1", "2", "4"]
    assert [(problem.row, problem.code) for problem in read.problems] == [(4, "ITEM_ROW_MALFORMED")]


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_text_that_looks_like_a_formula_stays_text_and_leaves_inert(source: Source, start: str) -> None:
    title = f"{start}cmd|' /C calc'!A0 的通知"
    body = csv_text(["编号", "标题"], ["1", title.replace('"', "")]).encode()
    [arrival] = read_file(source, body).items
    assert arrival.item.title == title
    assert as_csv([[title]]).decode("utf-8-sig").startswith(f"\"'{start}") or inert(title) == f"'{title}"


def test_formulas_are_not_evaluated_and_their_rows_are_named(source: Source) -> None:
    read = read_file(source, xlsx(HEADINGS, ROW, ["2", '=HYPERLINK("http://evil.example","点我")', "", "", "", ""]))
    assert [arrival.item_key for arrival in read.items] == ["1"]
    assert [(problem.row, problem.column) for problem in read.problems] == [(3, "标题")]  # no shown text was saved
    assert any("第 3 行含有公式" in note for note in read.notes)


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"", errors.UploadFormatUnknown),
        (b"%PDF-1.7", errors.UploadFormatUnknown),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, errors.UploadFormatUnknown),
        (b"PK\x03\x04garbage", errors.UploadDamaged),
        ("姓名,电话\n张三,1".encode(), errors.UploadHeadingsMissing),
        (b"<a><b/></a>", errors.UploadHeadingsMissing),
        (b"<a><b></a>", errors.UploadXmlMalformed),
        (b" " * (10 * 1024 * 1024 + 1), errors.UploadTooLarge),
        (("标题\n" + "关于停水的通知\n" * (MOST_ROWS + 1)).encode(), errors.UploadTooManyRows),
    ],
)
def test_what_is_no_upload_is_refused_with_its_own_code(
    source: Source, body: bytes, refusal: type[errors.UploadRefused]
) -> None:
    with pytest.raises(refusal):
        read_file(source, body)


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><l><i><标题>&b;</标题></i></l>'
OUTSIDE = '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><l><i><标题>&x;</标题></i></l>'


@pytest.mark.parametrize("prolog", ["", "\n", "<!-- -->", '<?xml version="1.0"?>\n<?p?>\n'])
@pytest.mark.parametrize("bomb", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16"])
def test_entities_are_refused_before_any_parser_sees_them(source: Source, prolog: str, bomb: str, charset: str) -> None:
    with pytest.raises(errors.UploadXmlUnsafe):
        read_file(source, (prolog + bomb).encode(charset))


def test_a_page_inside_a_cell_is_not_taken_for_a_doctype(source: Source) -> None:
    body = (
        "<来稿><条目><标题>关于停水的通知</标题><正文HTML><![CDATA[<!DOCTYPE html><p>一</p>]]></正文HTML></条目></来稿>"
    )
    [arrival] = read_file(source, body.encode()).items
    assert arrival.item.body_text == "一"


@given(st.binary(max_size=400))
def test_no_bytes_at_all_bring_the_reader_down(body: bytes) -> None:
    source = Source.model_construct(
        url="https://x.example.cn/", timezone="Asia/Shanghai", column_name=None, charset=None
    )
    for prefix in (b"", b"PK\x03\x04", b"<", "标题\n".encode()):
        try:
            read_file(source, prefix + body)
        except errors.UploadRefused as refusal:
            assert refusal.message  # noqa: PT017 - any other exception is the failure looked for
