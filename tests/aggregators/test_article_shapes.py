"""Shapes of article pages that misled extraction on real sites, each in its smallest form. Texts 示例."""

import time
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from aggregators.article import Article, read_article
from aggregators.errors import ArticleWithoutText
from content_models.official_text.html import plain_text, sanitise

URL = "https://www.example.gov/xw/show.html"
TITLE = "示例市老年食堂新增六十处助餐点方便居民就近用餐"
TEXT = [
    "示例市民政局五月六日宣布，今年新增的六十处老年助餐点全部开门，覆盖全市所有街道，老人步行十分钟可到。",
    "助餐点每天提供两荤两素，六十岁以上老人凭身份证享受优惠，行动不便的老人由志愿者送餐上门，不另收费。",
    "民政局负责人说，下一步将公布每处的菜单和评价，接受居民监督，并为糖尿病老人单独配餐。",
]
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in TEXT)
NINE_THIRTY = datetime(2024, 5, 6, 1, 30, tzinfo=UTC)
BAR = '<div class="info">2024-05-06 09:30 来源：示例日报</div>'


def read(body: str, head: str = f"<title>{TITLE}_示例网</title>") -> Article:
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    return read_article(html, URL, selectors={}, zone=ZoneInfo("Asia/Shanghai"))


def text_of(article: Article) -> list[str]:
    return plain_text(sanitise(article.body_html)).split("\n")


TEASERS = "".join(
    f"<dl><dt><a href='/{n}'>另一条新闻的标题写得也很长第{n}号</a></dt>"
    f"<dd>另一条新闻的导语，说的是别的事情，也有句号。可它比正文的一段还长，而且有很多条。第{n}条。</dd></dl>"
    for n in range(12)
)
CUT_TEASERS = "".join(
    f"<div><a href='/{n}'>别的文章{n}</a><p>别的文章的开头一段，写到一半就断了，"
    "读者要点进去才能看到后面的内容，字数倒是不少……</p></div>"
    for n in range(12)
)
BODIES = {
    "text beside empty boxes": f"<h1>{TITLE}</h1>{BAR}<div><i></i>{'<br><div class=gap></div>'.join(TEXT)}</div>",
    "a list of words nobody sees": (
        f"<h1>{TITLE}</h1>{BAR}<div class=c>{PARAGRAPHS}</div>"
        f"<div style='display:none'>{'热门词语 另一个词语 再一个词语 ' * 400}</div>"
    ),
    "longer teasers beside it": f"<div class=l><h2>{TITLE}</h2>{BAR}<div class=t>{PARAGRAPHS}</div>{TEASERS}</div>",
    "teasers cut off": (
        f"<div class=l><h2>{TITLE}</h2>{BAR}<div class=t>{PARAGRAPHS}</div></div><div>{CUT_TEASERS}</div>"
    ),
    "a menu in the same box": (
        f"<div id=article><h1>{TITLE}</h1>{BAR}<div class=a>{PARAGRAPHS}</div>"
        "<h4>不感兴趣</h4><ul><li>广告软文</li><li>重复、旧闻</li><li>标题夸张、文不对题</li></ul></div>"
    ),
    "comments": (
        f"<h1>{TITLE}</h1>{BAR}<div class=x>{PARAGRAPHS}</div><div class='comment-list'>"
        + "".join(f"<p>网友第{n}号说，这件事情办得好，希望越办越好，也希望多办几处。</p>" for n in range(30))
        + "</div>"
    ),
    "parts that lie side by side": (
        f"<h1>{TITLE}</h1>{BAR}<div><div class=TRS_Editor><p>{TEXT[0]}</p></div><div>广告</div>"
        f"<div class=TRS_Editor><p>{TEXT[1]}</p><p>{TEXT[2]}</p></div></div>"
        "<div class=foot><div class=TRS_Editor>主办单位：示例市人民政府办公室，地址：示例路一号</div></div>"
    ),
    "a player": (
        f"<h1>{TITLE}</h1>{BAR}<div id=endText><div class='video-box'><video>您的浏览器暂时无法播放此视频.</video>"
        f"<a href=/v>视频：现场</a></div>{PARAGRAPHS}<p>自动播放</p></div>"
    ),
    "what follows a text": (
        f"<h1>{TITLE}</h1>{BAR}<div id=endText>{PARAGRAPHS}<p>- THE END -</p>"
        "<div><span><img src=/end.png width=13> 本文来源：示例日报</span></div><p>作者：未知 责任编辑：甲</p>"
        "<p>（本文来自示例新闻，更多资讯请下载客户端）</p><p>延伸 · 推荐</p><p><a href=/1>旧闻</a></p></div>"
    ),
}


@pytest.mark.parametrize("shape", BODIES)
def test_the_text_is_all_there_and_nothing_else(shape: str) -> None:
    article = read(BODIES[shape])
    assert (article.title, article.published_at, article.source_name) == (TITLE, NINE_THIRTY, "示例日报")
    assert text_of(article) == TEXT


def test_a_link_home_at_the_end_of_the_last_paragraph_goes_alone() -> None:
    last = TEXT[2] + "<a href='/'>返回示例网首页&gt;&gt;</a>"
    assert text_of(read(f"<h1>{TITLE}</h1><div id=endText><p>{TEXT[0]}</p><p>{TEXT[1]}</p><p>{last}</p></div>")) == TEXT


def test_a_signature_in_its_own_box_is_not_left_behind() -> None:
    sign = "<div class=sign><p>示例市民政局</p><p>2024年5月6日</p></div>"
    article = read(f"<div class=content><div class=t>{PARAGRAPHS}</div>{sign}</div>")
    assert text_of(article) == [*TEXT, "示例市民政局", "2024年5月6日"]


def test_a_speech_keeps_its_day() -> None:
    article = read(f"<h1>{TITLE}</h1>{BAR}<div id=zoom><p><b>2024年5月6日</b></p>{PARAGRAPHS}</div>")
    assert text_of(article) == ["2024年5月6日", *TEXT]


def test_a_picture_stays_when_the_words_beside_it_go() -> None:
    article = read(f"<h1>{TITLE}</h1><div id=zoom>{PARAGRAPHS}<p>扫一扫关注<img src=/map.jpg width=600></p></div>")
    assert text_of(article) == TEXT
    assert "map.jpg" in article.body_html


TIMES = {
    "the hour shown, not the hour of the last change": (
        '<meta property="article:published_time" content="2024-05-06T11:45:10+08:00">',
        "2024年05月06日 09:30",
    ),
    "a day stated, an hour shown": ('<meta name="publishdate" content="2024-05-06">', "2024-05-06 09:30"),
    "the last change stands below": ("", "2024-05-06 09:30</span><p>最后更新: 2024-05-06 11:45</p>"),
    "the last change stands before": ("", "更新时间：2024-06-01 08:00 发布时间：2024-05-06 09:30"),
    "a hyphen before the hour": ('<meta name="firstpublishedtime" content="2024-05-06-09:30:00">', ""),
    "seconds in a script": ('<script>var ct = "1714959000";</script>', "昨天"),
    "a policy's table": (
        "",
        "<table><tr><td><b>成文日期：</b></td>\n<td>2024年05月01日</td></tr>"
        "<tr><td><b>发布日期：</b></td>\n<td>2024年05月06日 09:30</td></tr></table>",
    ),
    "the day of signing stands first": ("", "成文日期：2024-05-01 10:00 发布日期：2024-05-06 09:30"),
    "no year shown": ('<meta itemprop="dateUpdate" content="2024-05-06 09:30:00">', "发布时间：05-06 09:30"),
}


@pytest.mark.parametrize("case", TIMES)
def test_the_moment_of_publication(case: str) -> None:
    head, shown = TIMES[case]
    article = read(
        f"<h1>{TITLE}</h1><span>{shown}</span><div id=zoom>{PARAGRAPHS}</div>", f"<title>{TITLE}</title>{head}"
    )
    assert article.published_at == NINE_THIRTY


def test_the_last_second_of_a_day_means_a_day_without_a_time() -> None:
    head = f'<title>{TITLE}</title><meta name="firstpublishedtime" content="2024-05-06-23:59:59">'
    assert read(f"<div id=zoom>{PARAGRAPHS}</div>", head).published_at == datetime(2024, 5, 5, 16, 0, tzinfo=UTC)


def test_a_time_below_the_text_is_read_where_none_stands_above() -> None:
    article = read(f"<h1>{TITLE}</h1><div id=zoom>{PARAGRAPHS}</div><span class='pub-time'>2024-05-06 09:30:00</span>")
    assert article.published_at == NINE_THIRTY


CREDITS = {
    "a medium after the time": ("<span>2024-05-06 09:30</span> <a href='/'>示例时报网</a>", "示例时报网"),
    "a medium on the line above": ("<p>某某/示例青年报</p><p>2024-05-06 09:30</p>", "示例青年报"),
    "a label without a colon": ("发表于2024-05-06 09:30| 12次阅读| 来源<b>示例周刊社</b>| 0条评论", "示例周刊社"),
    "the site's own name": ("2024-05-06 09:30 示例网络[整理]", "示例网络"),
    "a place that is called source": (
        "<span class='a_source'>棱角</span><span class='a_time'>2024-05-06</span>",
        "棱角",
    ),
    "an account": ("<i>原创</i> <span>示例发展集团</span> <span>2024-05-06 09:30</span>", "示例发展集团"),
    "an account that is called author": ("<p class='author-name'>示例必读</p><p>发布时间：05-06 09:30</p>", "示例必读"),
    "an author who is a person": ("<p class='author-name'>张示例</p><p>2024-05-06 09:30</p>", None),
    "a person": ("<span>张示例</span> <span>2024-05-06 09:30</span>", None),
    "a section": ("<a href='/t'>便民通知</a>\n<p><span>便民通知</span> <span>2024-05-06 09:30</span></p>", None),
    "nobody": ("2024-05-06 09:30 浏览：12", None),
}


@pytest.mark.parametrize("case", CREDITS)
def test_who_is_credited(case: str) -> None:
    bar, source = CREDITS[case]
    others = "<ul><li><a class='bar source' href='/2'>别的媒体 ⋅</a></li></ul>"
    html = f"<h1>{TITLE}</h1><div>{bar}</div><div id=zoom>{PARAGRAPHS}</div>{others}"
    assert read(html, f"<title>{TITLE}|示例网络</title>").source_name == source


HEADLINES = {
    "the window names the section": (
        "<title>新闻动态--示例市养老协会官网</title>",
        f"<h3>首页 - 新闻动态</h3><h5>{TITLE}</h5>",
    ),
    "a site's name that no list knows": (f"<title>{TITLE}-EXN 示例设计</title>", f"<h4>{TITLE}</h4>"),
    "tags and entities in the statement": (
        f'<title>正文</title><meta name="ArticleTitle" content="{TITLE[:12]}&lt;br/&gt;{TITLE[12:]}">',
        "",
    ),
}


@pytest.mark.parametrize("case", HEADLINES)
def test_the_headline(case: str) -> None:
    head, shown = HEADLINES[case]
    article = read(f"{shown}<div>发布时间：2024-05-06 来源：示例日报</div><div id=zoom>{PARAGRAPHS}</div>", head)
    assert (article.title or "").replace(" ", "") == TITLE


def test_where_the_headline_stands_alone_its_date_counts_and_not_that_below_the_original_one() -> None:
    head = "<p>2024年05月06日 09:30 <a class=source>示例日报</a></p>"
    other = f"<p>分享 2023-01-01 08:00</p><div id=zoom><p>原标题：{TITLE}啦</p>{PARAGRAPHS}</div>"
    article = read(f"<h1>{TITLE}</h1>{head}{'<p>栏目</p>' * 20}{other}")
    assert (article.published_at, article.source_name) == (NINE_THIRTY, "示例日报")


@pytest.mark.parametrize(
    "header",
    [
        "<div><span>索引号：</span><span>SL-2024-1</span><span>发文字号：</span><span> 示政办发〔2024〕12号 </span>"
        "<span>发布机构：</span><span>示例市人民政府办公室</span><span>成文日期：</span><span>2024年5月6日</span></div>",
        "<div>发文字号：</div><div>示政办发〔2024〕12号</div><div>发布机构：</div><div>示例市人民政府办公室</div>"
        "<div>成文日期：</div><div>2024年5月6日</div>",
        "<p>【发布机构】 示例市人民政府办公室 【文 号】 示政办发〔2024〕12号 【成文日期】 2024年5月6日</p>",
    ],
)
def test_a_policys_header_needs_no_table(header: str) -> None:
    spaced = header.replace("</span><span>", "</span> <span>")
    facts = read(f"{spaced}<h1>{TITLE}</h1><div id=zoom>{PARAGRAPHS}</div>").facts
    assert facts == {"doc_no": "示政办发〔2024〕12号", "issuers": "示例市人民政府办公室", "signed": "2024年5月6日"}


@pytest.mark.parametrize(
    "bomb",
    [
        "来源 " * 60_000,
        "来源：" * 60_000,
        "发布时间：" * 40_000,
        "<div>字。" * 190,
        "<div>" + "字。<p>行</p>" * 12_000 + "</div>",
        "<dl><dd>" + "这一行说的是别的事情而且足够长。" * 3_000 + "</dd></dl>",
        "<div style='display:none'>" * 150 + "字" * 100_000,
    ],
)
def test_shapes_that_nobody_wrote_are_answered_soon(bomb: str) -> None:
    started = time.monotonic()
    with suppress(ArticleWithoutText):
        read(f"<h1>{TITLE}</h1>{bomb}")
    assert time.monotonic() - started < 10
