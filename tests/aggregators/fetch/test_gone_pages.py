"""Pages that are gone under status 200, and pages that only speak of such."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregators.errors import SourceGone, SourceGoneQuietly
from aggregators.fetch.gone_pages import led_away, refuse_gone, says_gone

ASKED = "https://www.example.gov/tz/202405/t20240506_1.html"
NAV = "<ul>" + "".join(f"<li><a href='/c{n}/'>栏目{n}</a></li>" for n in range(60)) + "</ul>"
FOOT = "<p>主办：示例市人民政府办公室 网站标识码0000000000 京ICP备00000000号 地址：示例市示例路1号</p>"
PROSE = "<p>" + "示例市对政府网站的页面逐一检查，发现的问题当天整改，并向社会公开结果。" * 12 + "</p>"

GONE = {
    "bare": "<html><body><h1>404 Not Found</h1><hr>nginx</body></html>",
    "window title": f"<html><head><title>404</title></head><body>{NAV}<div>出错啦，请返回</div>{FOOT}</body></html>",
    "site's own": f"<html><head><title>示例市人民政府</title></head><body>{NAV}"
    f"<div class='msg'>抱歉，您访问的页面不存在或已被删除！</div><p>5 秒后返回首页</p>{FOOT}</body></html>",
    "removed": f"<!DOCTYPE html><html><body>{NAV}<p>该信息已被管理员删除</p>{FOOT}</body></html>",
    "not found": "<html><body>很抱歉，没有找到您要访问的页面</body></html>",
    "alert": "<script>alert('该文章不存在或已删除！');location.href='/';</script>",
    "english": "<html><head><title>Error 404</title></head><body>The page could not be found</body></html>",
    "lost": "<html><body><p>页面走丢了……</p></body></html>",
}

STILL_THERE = {
    "an article about it": f"<html><head><title>关于网页已被删除问题的情况说明</title></head><body>{PROSE}"
    "<p>有群众反映“您访问的页面不存在”。</p></body></html>",
    "a short notice": "<html><head><title>关于页面不存在问题的说明_示例市</title></head><body>"
    "<p>因系统升级，部分网页已删除，请从首页重新进入。</p></body></html>",
    "a bus": "<html><head><title>404路公交线路临时调整的通知</title></head><body><p>404 路今日停运。</p></body></html>",
    "a repealed document": "<html><body><h1>示例办法</h1><p>该文件已失效</p><p>第一条 略。</p></body></html>",
    "dated": "<html><body><h1>公告</h1><p>发布时间：2024-05-06</p><p>旧版页面已下线，文章已删除。</p></body></html>",
    "stated as an article": "<html><head><meta name='ArticleTitle' content='提示'><title>提示</title></head>"
    "<body><p>该页面已删除</p></body></html>",
    "an empty result": "<html><body><p>没有找到相关信息</p></body></html>",
    "no html": '{"list":[{"title":"404 页面不存在"}]}',
    "a long page": f"<html><head><title>示例</title></head><body>{PROSE}<p>该页面不存在</p></body></html>",
}


@pytest.mark.parametrize("name", GONE)
def test_a_page_that_says_it_is_gone_is_gone(name: str) -> None:
    with pytest.raises(SourceGoneQuietly) as refused:
        refuse_gone(GONE[name], ASKED, ASKED)
    assert isinstance(refused.value, SourceGone)
    assert refused.value.details["reason"]


@pytest.mark.parametrize("name", STILL_THERE)
def test_a_page_that_speaks_of_such_pages_is_there(name: str) -> None:
    assert says_gone(STILL_THERE[name]) is None


@pytest.mark.parametrize(
    ("asked", "answered", "is_gone"),
    [
        (ASKED, "https://www.example.gov/", True),
        (ASKED, "http://example.gov/index.html", True),
        (ASKED, "https://www.example.gov/404.html", True),
        (ASKED, "https://www.example.gov/error/404.html", True),
        (ASKED, ASKED, False),
        (ASKED, "https://www.example.gov/tz/202405/t20240506_1.shtml", False),
        (ASKED, "https://topic.example.gov/", False),
        (ASKED, "https://www.example.gov/?id=7", False),
        ("https://www.example.gov/", "https://www.example.gov/index.html", False),
        ("https://www.example.gov/404.html", "https://www.example.gov/404.html", False),
    ],
)
def test_a_redirect_to_the_front_page_is_the_end_of_an_article(asked: str, answered: str, is_gone: bool) -> None:
    assert (led_away(asked, answered) is not None) is is_gone


@given(st.text(alphabet="<>/ap div'\"=页面不存在已被删除404 :error\n", max_size=2_000))
@settings(max_examples=60)
def test_no_page_is_too_bad_to_be_asked(text: str) -> None:
    says_gone("<html>" + text)


def test_a_page_made_to_be_slow_is_not() -> None:
    started = time.monotonic()
    says_gone("<html>" + "页面页面文章" * 60_000)
    says_gone("<html><meta " + "a" * 300_000 + "页面不存在")
    says_gone("<html>" + "发布时间：" * 60_000 + "页面不存在")
    assert time.monotonic() - started < 5
