"""Article pages: the standard meta tags, the body where its family keeps it, the files beside it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from aggregators.article import Article, read_article
from aggregators.errors import ArticleWithoutText
from aggregators.families.contract import Row
from aggregators.normalise import normalise
from content_models.intake.documents import ItemKind
from content_models.sources.documents import SourceFamily
from tests.aggregators.families.pages import a_source

URL = "https://www.example.gov/zwgk/202405/t20240506_1.html"


def read(html: str, url: str = URL, **selectors: str) -> Article:
    return read_article(html, url, selectors=selectors, zone=ZoneInfo("Asia/Shanghai"))


def test_meta_tags_are_read_whatever_their_case_and_null_means_missing() -> None:
    article = read(
        """<meta name="articletitle" content=""><meta name="ArticleTitle" content="示例通知全称">
        <meta name="PUBDATE" content="2024/05/06 09:00"><meta name="contentSource" content="null">
        <meta name="ColumnName" content="政策文件"><meta name="Keywords" content="停水，便民 服务">
        <h1>别的标题</h1><div id="zoom">正文</div>"""
    )
    assert (article.title, article.source_name, article.column) == ("示例通知全称", None, "政策文件")
    assert article.published_at == datetime(2024, 5, 6, 1, 0, tzinfo=UTC)
    assert article.keywords == ["停水", "便民", "服务"]


@pytest.mark.parametrize(
    "body",
    [
        '<div id="zoom"><p>示例正文</p></div>',
        '<div class="TRS_Editor"><div class="TRS_Editor"><p>示例正文</p></div></div>',
        '<div id="UCAP-CONTENT"><p>示例正文</p></div>',
        '<meta name="ContentStart"><p>示例正文</p><meta name="ContentEnd">',
        "<!--ZJEG_RSS.content.begin--><p>示例正文</p><!--ZJEG_RSS.content.end-->",
    ],
)
def test_the_body_is_found_without_the_navigation(body: str) -> None:
    html = read(f"<nav>首页</nav>{body}<footer>页脚</footer>").body_html
    assert "示例正文" in html
    assert "首页" not in html
    assert "页脚" not in html


def test_the_selector_of_the_source_wins() -> None:
    html = read('<div id="zoom">旧</div><div class="new">新正文</div>', body=".new").body_html
    assert "新正文" in html
    assert "旧" not in html


def test_attachments_are_listed_once_with_absolute_addresses() -> None:
    article = read(
        """<div id="zoom"><a href="./W020240506.doc">附件1</a><a href="javascript:x('a.doc')">坏链接</a></div>
        <ul class="attachments"><li><a href="W020240506.doc">附件1</a></li>
        <li><a href="/module/download/downfile.jsp?filename=a.pdf">附件2</a></li></ul>"""
    )
    assert [(attachment.name, attachment.url) for attachment in article.attachments] == [
        ("附件1", "https://www.example.gov/zwgk/202405/W020240506.doc"),
        ("附件2", "https://www.example.gov/module/download/downfile.jsp?filename=a.pdf"),
    ]


@pytest.mark.parametrize("html", ["", "<html><body><iframe src='x'></iframe></body></html>", "{}"])
def test_a_page_that_is_no_article_is_called_that(html: str) -> None:
    with pytest.raises(ArticleWithoutText):
        read(html)


def test_a_policy_page_becomes_an_item_with_its_facts() -> None:
    article = read(
        """<meta name="ArticleTitle" content="示例市人民政府办公室关于印发便民服务行动方案的通知">
        <table><tr><td>发文字号</td><td>示政办发〔2024〕12号</td></tr></table>
        <div id="zoom"><p>根据国办发〔2017〕42号，制定本方案。</p><p>2024年5月6日</p></div>""",
        url="https://www.example.gov/show.jsp?id=1",
    )
    row = Row(key=URL, url=URL, title="示例市人民政府办公室关于印发…")
    item = normalise(a_source(SourceFamily.trs_static, column_name="政策文件"), row, article)
    assert item.title == "示例市人民政府办公室关于印发便民服务行动方案的通知"
    assert (str(item.doc_no), [str(number) for number in item.cited_doc_nos]) == (
        "示政办发〔2024〕12号",
        ["国办发〔2017〕42号"],
    )
    assert item.kind is ItemKind.policy
    assert str(item.signed_date) == "2024-05-06"
    assert item.warnings == ["没有发布日期，请编辑核对。"]


def test_a_number_that_is_none_is_kept_as_printed_and_not_believed() -> None:
    article = read('<table><tr><td>文号</td><td>第3012号提案</td></tr></table><div id="zoom">正文</div>')
    item = normalise(a_source(SourceFamily.trs_static, column_name=None), Row(key=URL, url=URL, title="通知"), article)
    assert (item.doc_no, item.doc_no_raw) == (None, "第3012号提案")
