"""The columns of an upload: one table for headings, templates, reports and documentation."""

import re
from dataclasses import dataclass

from aggregators.uploads.submitted import KINDS

_DECORATION = re.compile(r"[\s*＊]|[（(]必填[）)]")


@dataclass(frozen=True)
class Column:
    """`name` is the field of SubmittedItem, `heading` its column."""

    name: str
    heading: str
    explanation: str
    example: str
    other_headings: tuple[str, ...] = ()
    required: bool = False
    width: int = 18  # characters, in the spreadsheet template


COLUMNS = (
    Column(
        "id",
        "编号",
        "本单位给这条内容的编号，一条一号，不要重复。再次上传同一编号即为修改；留空时按网址识别，网址也空则按标题和发布时间识别。",
        "示例-001",
        ("条目编号", "序号编码", "id"),
    ),
    Column(
        "title",
        "标题",
        "完整标题。",
        "【示例】关于某路段夜间停水的通知",
        ("信息标题", "title"),
        required=True,
        width=46,
    ),
    Column(
        "published_at",
        "发布时间",
        "如 2026-09-01、2026-09-01 10:30、2026年9月1日；不写时区即为北京时间。",
        "2026-09-01 10:30",
        ("发布日期", "日期", "published_at"),
    ),
    Column(
        "url",
        "网址",
        "原文网址，以 http:// 或 https:// 开头。",
        "https://example.gov.cn/tz/1.html",
        ("链接", "原文链接", "url"),
    ),
    Column(
        "kind",
        "类型",
        f"{'、'.join(KINDS)} 之一；留空由系统判断，编辑复核。",
        "便民提示",
        ("信息类型", "kind"),
    ),
    Column("doc_no", "发文字号", "如 示政办发〔2026〕12号；没有则留空。", "", ("文号", "doc_no")),
    Column(
        "issuers", "发文机关", "多个用顿号隔开。", "示例市自来水公司", ("发布机构", "发文单位", "issuers"), width=26
    ),
    Column("signed_date", "成文日期", "写法同发布时间，只到日。", "", ("signed_date",)),
    Column("source_name", "信息来源", "稿件来源，照原文写。", "示例市自来水公司", ("来源", "source_name")),
    Column("column", "栏目", "在本单位网站上的栏目。", "停水通知", ("所属栏目", "column")),
    Column("summary", "摘要", "一两句话；留空时取正文开头。", "", ("概述", "summary"), width=30),
    Column(
        "body_text",
        "正文",
        "纯文字，一行一段。",
        "【示例】因管道检修，某路段将于 9 月 2 日 22:00 至次日 6:00 停水，请提前储水。",
        ("内容", "body_text"),
        width=60,
    ),
    Column(
        "body_html",
        "正文HTML",
        "有排版或表格时填这一列，“正文”留空。只保留文字、表格、图片和链接。",
        "",
        ("body_html",),
    ),
    Column(
        "attachments",
        "附件",
        "每行一个：名称、空格、网址。",
        "停水范围图.pdf https://example.gov.cn/tz/1.pdf",
        ("attachments",),
    ),
    Column("keywords", "关键词", "多个用顿号隔开。", "停水", ("主题词", "keywords")),
    Column("interprets", "解读的文件", "解读稿填所解读政策的网址，多个用顿号隔开。", "", ("被解读文件", "interprets")),
)

EXAMPLE_ID = "示例-"  # rows of the template that somebody forgot to delete

_BY_HEADING = {
    heading: column for column in COLUMNS for heading in (column.heading, column.name, *column.other_headings)
}
_BY_NAME = {column.name: column for column in COLUMNS}


def column_for(heading: str) -> Column | None:
    """The column that a heading means, decorated as it may be."""
    return _BY_HEADING.get(_DECORATION.sub("", heading))


def heading_of(field: str) -> str:
    """The heading of a (dotted) field, for people."""
    name = field.partition(".")[0]
    return _BY_NAME[name].heading if name in _BY_NAME else field
