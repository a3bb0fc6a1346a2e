"""Walls in front of a page are told from pages, and pages are never taken for walls."""

from pathlib import Path

import pytest

from aggregators import errors
from aggregators.decode import decode
from aggregators.fetch.walls import wall_in

REAL_PAGES = Path(__file__).parents[4] / "shared/data/pages"
NOTICE = "示例市水务局关于夏季供水保障工作的通知，请各区按照职责分工做好管网巡查、应急抢修与信息发布。" * 12

COOKIE = "<html><head><script>document.cookie='wzws=1';location.reload();</script></head><body></body></html>"
JSL = "<script>document.cookie=('_')+('_jsl_clearance_s=170');location.href=location.pathname+location.search</script>"
RIVER = "<html><head><meta r='m' content='x'><script>$_ts=window['$_ts'];</script></head><body></body></html>"
FIREWALL = (
    "<html><head><title>访问被拦截！</title></head><body><h1>您的请求存在威胁，已被网站防火墙拦截</h1></body></html>"
)
ENGLISH_FIREWALL = "<html><body>The requested URL was rejected. Please consult with your administrator.</body></html>"
LOG_IN = """<!-- sso --><html><head><title>统一身份认证平台</title></head><body><form><input name="u">
<input type="password" name="p"><button>登录</button></form><a href="/forgot">忘记密码</a></body></html>"""


def page(body: str) -> str:
    return f"<!DOCTYPE html><html><head><title>示例市水务局</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("text", "wall"),
    [
        (COOKIE, errors.SourceScriptWall),
        (JSL, errors.SourceScriptWall),
        (RIVER, errors.SourceScriptWall),
        (page("正在跳转，请稍候<script>location='/index.html?v=1'</script>"), errors.SourceScriptWall),
        (FIREWALL, errors.SourceBlocked),
        (ENGLISH_FIREWALL, errors.SourceBlocked),
        (page("抱歉，您的IP访问过于频繁，访问已被禁止"), errors.SourceBlocked),
        (LOG_IN, errors.SourceLoginRequired),
        ("<!-- 1 -->\n<!-- 2 -->" + FIREWALL, errors.SourceBlocked),
    ],
)
def test_each_wall_has_its_name(text: str, wall: type[errors.SourceFailed]) -> None:
    assert wall_in(text) is wall


LINKS = "".join(f'<li><a href="/{n}.html">示例事项第{n}号的通知</a></li>' for n in range(20))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<!-- -->" * 5_000 + "访问被拦截",
        "<rss><channel><title>访问被拦截</title></channel></rss>",
        '{"a": "document.cookie=1"}',
        page(NOTICE),
        page(f"<script>document.cookie='seen=1'</script><p>{NOTICE}</p>"),
        page(f'<form><input type="password">登录</form><ul>{LINKS}</ul>'),
        page(f"<p>我市部署Web应用防火墙，全年攻击请求被拦截三万次。</p><p>{NOTICE}</p>"),
        page("<p>今日停水，已恢复。</p>"),
        page("<script>var a=1</script><ul><li><a href='/1.html'>通知</a></li></ul><script>location.href='#'</script>"),
    ],
)
def test_a_page_is_no_wall(text: str) -> None:
    assert wall_in(text) is None


@pytest.mark.parametrize("name", ["cjn", "people", "shanxi", "sxmu", "xinhuanet", "zsnews"])
def test_real_pages_are_no_walls(name: str) -> None:
    path = REAL_PAGES / f"{name}.html"
    if not path.exists():
        pytest.skip("the sample pages are not on this machine")
    assert wall_in(decode(path.read_bytes()).text) is None
