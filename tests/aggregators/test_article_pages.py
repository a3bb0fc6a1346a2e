"""Article pages as Chinese news and government sites print them: markup of many systems, texts 示例.

The body is judged as a reader would: all of the text, none of the furniture.
"""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregators.article import Article, article_or_entry, read_article
from aggregators.decode import decode
from aggregators.errors import ArticleWithoutText
from aggregators.families.contract import Row
from aggregators.normalise import normalise
from content_models.official_text.html import plain_text, sanitise
from content_models.sources.documents import SourceFamily
from tests.aggregators.families.pages import a_source

URL = "https://www.example.gov/xw/show.html"
TITLE = "示例市便民服务中心启用新的办事大厅"
TEXT = [
    "示例市便民服务中心新的办事大厅五月六日起启用，市民可以在一处办理社保、医保、公积金等一百二十项业务。",
    "大厅设有老年人绿色通道和母婴室，工作人员全程帮办，预约市民平均等候时间缩短到八分钟以内。",
    "市政务服务局负责人说，下一步还将把服务延伸到镇街，让群众在家门口把事办好。",
]
PARAGRAPHS = "".join(f"<p>　　{line}</p>" for line in TEXT)
HEAD = (
    """<div class="top"><a href="/">首页</a><a href="/zw/">政务</a><a href="/xw/">新闻</a><a href="/hd/">互动</a></div>
<ul class="nav">"""
    + "".join(f"<li><a href='/c{n}/'>栏目{n}</a></li>" for n in range(20))
    + "</ul>"
)
SIDE = (
    "<div class='right'><h3>热门推荐</h3><ul>"
    + "".join(f"<li><a href='/n/{n}.html'>另一条与本文无关的新闻标题第{n}号</a></li>" for n in range(12))
    + "</ul></div>"
)
FOOT = "<div class='footer'>版权所有 示例市人民政府办公室 京ICP备00000000号 网站标识码0000000000</div>"
BAR = '<div class="info"><span>2024-05-06 09:30</span> <span>来源：示例日报</span> <span>字号：大 中 小</span></div>'


def page(body: str, title: str = f"{TITLE}_示例要闻_示例网", head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{HEAD}{body}{SIDE}{FOOT}</body></html>"


def read(html: str, url: str = URL) -> Article:
    return read_article(html, url, selectors={}, zone=ZoneInfo("Asia/Shanghai"))


def text_of(article: Article) -> str:
    return plain_text(sanitise(article.body_html))


LINES = "<br><br>　　".join(TEXT)
CONTAINERS = {
    "people": (
        f'<div class="rm_txt"><h1>{TITLE}</h1>{BAR}<div class="rm_txt_con cf">'
        f'{PARAGRAPHS}<div class="edit cf">(责编：甲、乙)</div></div></div>'
    ),
    "xinhua": (
        f'<div class="header"><div class="h-title">{TITLE}</div>{BAR}</div>'
        f'<div id="detail">{PARAGRAPHS}<div class="editor">责任编辑：丙</div></div>'
    ),
    "vsb": (
        f'<form name="_newscontent_fromname"><h1>{TITLE}</h1>{BAR}<div id="vsb_content_2">'
        f'<div class="v_news_content">{PARAGRAPHS}</div></div><p>上一条：<a href="/1">旧闻</a>'
        f'</p></form>'
    ),
    "webplus": (
        f'<div class="article"><h1 class="arti_title">{TITLE}</h1>{BAR}<div class="entry">'
        f'<div class="read"><div class="wp_articlecontent">{PARAGRAPHS}</div></div></div>'
        f'</div>'
    ),
    "trs": (
        f'<div class="detail"><h2>{TITLE}</h2>{BAR}<div class="TRS_Editor">'
        f'<style>p{{margin:0}}</style>{PARAGRAPHS}</div></div>'
    ),
    "ucap": f'<ucaptitle>{TITLE}</ucaptitle>{BAR}<ucapcontent>{PARAGRAPHS}</ucapcontent>',
    "163": (
        f'<h1 class="post_title">{TITLE}</h1>{BAR}<div class="post_body">'
        f'{PARAGRAPHS}<div class="ep-source">本文来源：示例日报</div></div>'
    ),
    "generic class": (
        f'<div class="wrap"><div class="left"><h1>{TITLE}</h1>'
        f'{BAR}<div class="news_content">{PARAGRAPHS}</div></div></div>'
    ),
    "article tag": f'<article><h1>{TITLE}</h1>{BAR}{PARAGRAPHS}<div class="share">分享到：微信 微博</div></article>',
    "no name at all": f'<div><div><h1>{TITLE}</h1>{BAR}<div>{PARAGRAPHS}</div></div></div>',
    "table": (
        f'<table><tr><td>{HEAD}</td><td><b>{TITLE}</b><br>{BAR}<table><tr><td>'
        f'{PARAGRAPHS}</td></tr></table></td></tr></table>'
    ),
    "lines": f'<div class="content"><h1>{TITLE}</h1>{BAR}<div id="text">{LINES}<br><br>责任编辑：丁</div></div>',
    "whole": (
        f'<div class="content"><div class="dqwz">您的位置：<a href="/">首页</a> &gt; 要闻</div><h1>'
        f'{TITLE}</h1>{BAR}{PARAGRAPHS}<p>相关阅读：</p><ul><li><a href="/1">无关的旧闻标题第一号</a>'
        f'</li></ul><p>（编辑：戊）</p><div id="ewm">扫一扫在手机打开当前页</div></div>'
    ),
}  # fmt: skip
FURNITURE = (
    "首页",
    "栏目3",
    "无关",
    "责编",
    "责任编辑",
    "编辑：",
    "分享",
    "扫一扫",
    "版权",
    "字号",
    "上一条",
    "相关阅读",
    "margin",
)


@pytest.mark.parametrize("system", CONTAINERS)
def test_headline_date_source_and_text_are_found_and_no_furniture(system: str) -> None:
    article = read(page(CONTAINERS[system]))
    assert article.title == TITLE
    assert article.published_at == datetime(2024, 5, 6, 1, 30, tzinfo=UTC)
    assert article.source_name == "示例日报"
    body = text_of(article)
    assert all(line in body for line in TEXT)
    assert [word for word in FURNITURE if word in body] == []


@pytest.mark.parametrize(
    "line",
    [
        "发布时间：2024-05-06 09:30",
        "发布日期：2024年05月06日 09:30",
        "发布时间:2024/05/06 09:30:00",
        "时间：2024.05.06 09:30",
        "[2024-05-06 09:30]",
        "2024年5月6日09:30 星期一",
        "日期：2024-05-06 上午9:30 浏览次数：128",
        "更新时间：２０２４－０５－０６ 09:30",
    ],
)
def test_dates_are_read_in_every_form_they_are_printed_in(line: str) -> None:
    html = page(f"<h1>{TITLE}</h1><div>{line}</div><div class='article-content'>{PARAGRAPHS}</div>")
    assert read(html).published_at == datetime(2024, 5, 6, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("来源：示例日报", "示例日报"),
        ("信息来源： 示例市水务局　发布时间：2024-05-06", "示例市水务局"),
        ("2024-05-06 09:30 来源:<a href='/'>示例网</a> 作者：甲", "示例网"),
        ("文章来源：示例晚报 | 浏览：12", "示例晚报"),
        ("【来源：示例发布】", "示例发布"),
        ("稿源：示例广电编辑：乙", "示例广电"),
        ("来源： | 发布时间：2024-05-06", None),
        ("作者：甲", None),
    ],
)
def test_the_source_is_the_name_and_nothing_after_it(line: str, source: str | None) -> None:
    html = page(f"<h1>{TITLE}</h1><div>{line}</div><div class='article-content'>{PARAGRAPHS}</div>")
    assert read(html).source_name == source


@pytest.mark.parametrize(
    "window",
    [
        f"{TITLE}-示例网",
        f"{TITLE} - 示例市人民政府",
        f"{TITLE}--要闻--示例网",
        f"{TITLE}|示例网",
        f"{TITLE}_示例要闻_示例网_example.gov",
        f"示例网-{TITLE}",
        TITLE,
        "示例网",
    ],
)
def test_the_title_loses_the_site_and_its_sections(window: str) -> None:
    html = page(f"<h1>{TITLE}</h1>{BAR}<div class='article-content'>{PARAGRAPHS}</div>", title=window)
    assert read(html).title == TITLE
    bare = page(f"<div>{BAR}</div><div class='article-content'>{PARAGRAPHS}</div>", title=window)
    assert window in ("示例网", f"示例网-{TITLE}") or read(bare).title == TITLE


def test_a_window_title_that_is_cut_off_gives_way_to_the_heading() -> None:
    html = page(f"<h1>{TITLE}</h1>{BAR}<div class='article-content'>{PARAGRAPHS}</div>", title=f"{TITLE[:12]}…-示例网")
    assert read(html).title == TITLE


def test_a_dash_inside_a_title_stays() -> None:
    title = "示例市2024—2026年便民服务行动方案解读"
    html = page(f"<div class='article-content'>{PARAGRAPHS}</div>", title=f"{title}-示例市人民政府")
    assert read(html).title == title


def test_a_gbk_page_reads_the_same() -> None:
    body = page(CONTAINERS["whole"], head='<meta charset="gb2312">').encode("gb18030")
    assert text_of(read(decode(body).text)).startswith(TEXT[0])


def test_the_article_wins_over_the_longer_comments_below_it() -> None:
    comments = "".join(f"<li><a href='/u/{n}'>网友{n}</a> 说得好。</li>" for n in range(80))
    body = text_of(
        read(page(f"<h1>{TITLE}</h1><div>{PARAGRAPHS}</div><div class='comments'><ul>{comments}</ul></div>"))
    )
    assert "网友" not in body


def test_a_scanned_document_is_its_pictures() -> None:
    html = page(f'<h1>{TITLE}</h1><div class="TRS_Editor"><p><img src="./1.jpg"></p></div>')
    assert "1.jpg" in read(html).body_html


def test_structured_data_states_title_and_date() -> None:
    data = json.dumps({"@type": "NewsArticle", "headline": TITLE, "datePublished": "2024-05-06T09:30:00+08:00"})
    head = f'<script type="application/ld+json">{data}</script>'
    article = read(page(f"<div class='article-content'>{PARAGRAPHS}</div>", title="示例网", head=head))
    assert (article.title, article.published_at) == (TITLE, datetime(2024, 5, 6, 1, 30, tzinfo=UTC))


def test_an_entry_whose_page_yields_nothing_keeps_the_feeds_own_text() -> None:
    row = Row(key="1", url=URL, title=TITLE, fallback_html="<p>订阅源里的摘要</p>")
    article = article_or_entry("<html></html>", row, URL, selectors={}, zone=ZoneInfo("Asia/Shanghai"))
    item = normalise(a_source(SourceFamily.feed, column_name=None), row, article)
    assert (item.title, item.body_text) == (TITLE, "订阅源里的摘要")
    assert any("列表自带" in warning for warning in item.warnings)


def test_an_entry_without_any_text_is_no_article() -> None:
    row = Row(key="1", url=URL, title=TITLE)
    with pytest.raises(ArticleWithoutText):
        article_or_entry("<html></html>", row, URL, selectors={}, zone=ZoneInfo("Asia/Shanghai"))


def test_a_service_alert_says_when_and_where() -> None:
    text = "<p>定于5月8日9:00至17:00停水。</p><p>影响范围：甲小区、乙花园。</p>"
    row = Row(key="1", url=URL, title="关于临时停水的通知", published_at=datetime(2024, 5, 6, tzinfo=UTC))
    item = normalise(a_source(SourceFamily.feed, column_name=None), row, Article(url=URL, body_html=text))
    assert (str(item.window_start), str(item.window_end)) == ("2024-05-08 01:00:00+00:00", "2024-05-08 09:00:00+00:00")
    assert item.places == ["甲小区", "乙花园"]


@pytest.mark.parametrize(
    "bomb", ["<div>" * 10_000, "<p>字</p>" * 200_000, "<b class='content'>" * 5_000, "<a href=x>" * 50_000]
)
def test_a_page_that_nobody_wrote_is_refused_soon(bomb: str) -> None:
    started = time.monotonic()
    with pytest.raises(ArticleWithoutText):
        read(f"<title>{TITLE}</title>{bomb}")
    assert time.monotonic() - started < 10


@given(st.text(alphabet="<>/ap div'\"=#x标题来源：2024-05-06&;!-[]\n", max_size=300))
@settings(max_examples=80)
def test_no_page_is_too_bad(html: str) -> None:
    try:
        article = read(html)
    except ArticleWithoutText:
        return
    assert article.title or article.body_html


REAL = Path(__file__).resolve().parents[2].parent / "shared/data/pages"
EXPECTED = {
    "cjn": ("外媒眼中的武汉长假：蓬勃发展，欢声笑语", "2020-10-04T20:30", "长江网"),
    "people": ("女儿出嫁，郑板桥画了几笔兰花当嫁妆", "2019-06-15T08:18", "人民网-文化频道"),
    "shanxi": ("山西品牌丝路行（南美站）正式启动", "2019-09-18T06:23", "山西日报"),
    "sxmu": ("中华人民共和国监察法", "2018-05-17T00:00", None),
    "xinhuanet": ("法国全国大罢工再次严重影响交通", "2019-12-10T07:57", "新华网"),
    "zsnews": ("顺德区大良街道党工委委员潘卓辉一行到众创金融街开展调研工作", "2019-03-06T00:00", "东区办事处"),
}


@pytest.mark.skipif(not REAL.is_dir(), reason="the real pages lie beside the checkout and are not part of it")
@pytest.mark.parametrize("name", EXPECTED)
def test_real_pages_yield_title_date_source_and_a_clean_body(name: str) -> None:
    article = read(decode((REAL / f"{name}.html").read_bytes()).text)
    title, moment, source = EXPECTED[name]
    assert article.published_at is not None
    shown = article.published_at.astimezone(ZoneInfo("Asia/Shanghai")).isoformat()
    assert (article.title, shown[:16], article.source_name) == (title, moment, source)
    body = text_of(article)
    assert len(body) > 300
    words = ("首页", "登录", "注册", "分享", "责任编辑", "责编", "上一篇", "版权所有", "浏览次数", "打印", "客户端")
    assert [word for word in words if word in body] == []
