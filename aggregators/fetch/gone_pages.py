"""Pages that are gone and do not say so with a 404: 「您访问的页面不存在」 under status 200, an alert that leads to the
front page, or a redirect there.

A word alone proves nothing: articles report on deleted pages, and bus 404 has its notices. What gives the page away
is that it says next to nothing else, and that nothing on it is dated or titled as an article.
"""

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from aggregators.errors import SourceGoneQuietly
from aggregators.fetch.walls import IS_HTML

_PAGE = r"(?:页面|网页|网址|链接|页)"
_PIECE = r"(?:文章|信息|内容|稿件|文件|资源|栏目)"
_MISSING = r"(?:不存在|未找到|找不到|没有找到|无法找到|不见了|走丢)"
_REMOVED = r"(?:已经?|已被|被)(?:管理员)?(?:删除|撤销|撤下|移除|下线)"
_SAYS = re.compile(  # a 文件 that is 已失效 is a repealed document, not a missing page
    rf"{_PAGE}[^。，,<]{{0,8}}(?:{_MISSING}|{_REMOVED}|已失效)|{_PIECE}[^。，,<]{{0,8}}(?:不存在|{_REMOVED})"
    rf"|(?:未|找不|没有|无法)(?:找)?到[^。，,<]{{0,10}}(?:{_PAGE}|文章)"
    r"|404\s*[-–—:：]?\s*(?:not\s*found|file\s*not|错误|页面|出错|error)|(?:error|错误)\s*(?:code)?\s*[:：]?\s*404\b"
    r"|\b(?:page|file|document)\s+(?:was\s+|is\s+|could\s+|can)?not\s+(?:be\s+)?found\b",
    re.IGNORECASE,
)
_HEADLINE = re.compile(r"^关于|情况|通知|公告|说明|通报|问题|决定|公示|解读|办法")  # an article about such pages
_TITLE = re.compile(r"\s*(?:404\b(?!\s*路)|(?:HTTP\s*)?(?:error|错误)\s*404\b|not\s+found\b)", re.IGNORECASE)
_ALERT = re.compile(r"""alert\s*\(\s*["']([^"'\n]{2,60})["']""")
_LEAVES = re.compile(r"location\b|history\.(?:back|go)|window\.close", re.IGNORECASE)
_ARTICLE = re.compile(
    r"""<meta[^>]{1,80}?["'](?:ArticleTitle|PubDate)["'][^>]{0,40}?content\s*=\s*["'][^"'\s]"""
    r"|(?:发布|发文|成文|公布|更新)(?:时间|日期)\s*[:：]?\s*(?:<[^>]{0,60}>\s*){0,3}\d{4}",
    re.IGNORECASE,
)
_HOME = re.compile(r"/?(?:(?:index|default|main|home)\.\w{2,5})?", re.IGNORECASE)
_NOT_FOUND = re.compile(r"/(?:error[/_-]?)?(?:404|410|not[_-]?found)(?:\.\w{2,5})?/?", re.IGNORECASE)

LITTLE_TEXT = 250  # characters outside links; site names and copyright lines included
TITLED_TEXT = 600  # the same where the window's title already says 404
LONGEST_LINE = 60  # characters of a line that says so; longer ones are prose
NO_TEXT = 60  # of a page that is only an alert
LONGEST_READ = 400_000  # characters of HTML; no such page is longer


def refuse_gone(text: str, asked: str, answered: str) -> None:
    """Raises SourceGoneQuietly when `answered`, the final address, is no place for what was `asked`, or the page
    says that it is gone."""
    if reason := led_away(asked, answered) or says_gone(text):
        raise SourceGoneQuietly(url=asked, reason=reason)


def led_away(asked: str, answered: str) -> str | None:
    """Where a redirect led instead: to the front page of the same site, or to its page for missing ones."""
    before, after = urlsplit(asked), urlsplit(answered)
    if _NOT_FOUND.fullmatch(after.path) and not _NOT_FOUND.fullmatch(before.path):
        return f"跳转到 {after.path}"
    is_same_site = _site(before.hostname) == _site(after.hostname)
    is_home = _HOME.fullmatch(after.path) is not None and not after.query
    was_home = _HOME.fullmatch(before.path) is not None
    return "跳转到网站首页" if is_same_site and is_home and not was_home else None


def says_gone(text: str) -> str | None:
    """The words with which the HTML page `text` says that it is gone; None when it does not. Pure."""
    if (
        len(text) > LONGEST_READ
        or not IS_HTML.match(text)
        or not (_SAYS.search(text) or _TITLE.search(text))
        or _ARTICLE.search(text)
    ):
        return None
    alert = _ALERT.search(text)
    tree = LexborHTMLParser(text)
    title_node = tree.css_first("title")
    title = title_node.text(strip=True)[:LONGEST_LINE] if title_node else ""
    if any(_HEADLINE.search(heading) for heading in [title, *(node.text() for node in tree.css("h1, h2"))]):
        return None
    tree.strip_tags(["script", "style", "noscript", "template", "title", "a"], recursive=True)
    lines = [" ".join(line.split()) for line in (tree.body.text(separator="\n") if tree.body else "").split("\n")]
    shown = sum(map(len, lines))
    if alert and shown < NO_TEXT and _SAYS.search(alert[1]) and _LEAVES.search(text):
        return alert[1]
    if shown < TITLED_TEXT and (_TITLE.match(title) or _says(title)):
        return title
    return next(filter(_says, lines), None) if shown < LITTLE_TEXT else None


def _says(line: str) -> bool:
    return len(line) <= LONGEST_LINE and _SAYS.search(line) is not None


def _site(host: str | None) -> str:
    return (host or "").removeprefix("www.")
