"""Pages that stand in front of the one we asked for: a firewall's refusal, a log-in form, a script that only a browser
gets past. They come with status 200 as often as not, and would be stored as an article or read as an empty list.

A word alone proves nothing: real pages have log-in boxes, set cookies and report on firewalls. What gives a wall away
is that there is next to nothing else on the page.
"""

import re

from selectolax.lexbor import LexborHTMLParser

from aggregators import errors

# Possessive and atomic, or a page of nothing but comments would be tried in exponentially many ways.
IS_HTML = re.compile(r"\s*+(?:(?><!--.*?-->)\s*+)*+<(?:!doctype html|html|head|meta|script|body|title)\b", re.I | re.S)
_FIREWALL = re.compile(
    r"(?:访问|请求|操作|IP)[^。<]{0,12}(?:被(?:阻断|拦截|拒绝|禁止|屏蔽)|存在(?:威胁|风险|攻击))"
    r"|(?:被|已)[^。<]{0,8}(?:防火墙|云防护|安全防护)[^。<]{0,6}拦截"
    r"|Web应用防火墙|网站防火墙|创宇盾|云锁|安全狗|D盾|雷池|SafeLine|Attention Required! \| Cloudflare"
    r"|Request Rejected|The requested URL was rejected|Access Denied",
    re.I,
)
_PASSWORD = re.compile(r"""type\s*=\s*["']?password""", re.I)
_SCRIPTED = re.compile(
    r"document\.cookie\s*=|__jsl_clearance|\$_ts\b|acw_sc__v2|cf[-_]chl|yunsuo_session|"
    r"(?:window\.|document\.|self\.)?location(?:\.href)?\s*=|location\.(?:reload|replace)\s*\(|eval\s*\(\s*(?:function|\")",
    re.I,
)
_LOG_IN = re.compile(r"登录|登陆|统一身份认证|用户名|\blog ?in\b|\bsign ?in\b", re.I)

LITTLE_TEXT = 400  # characters a firewall needs for its refusal, at most
NO_TEXT = 60  # characters of 「正在跳转，请稍候」 and the like
LOG_IN_TEXT = 500
FEW_LINKS = 12
LONGEST_READ = 400_000  # characters; no wall is longer


def wall_in(text: str) -> type[errors.SourceFailed] | None:
    """What kind of wall the HTML page `text` is, None when it is none. Pure."""
    if len(text) > LONGEST_READ or not IS_HTML.match(text):
        return None
    suspects = [pattern for pattern in (_FIREWALL, _PASSWORD, _SCRIPTED) if pattern.search(text)]
    if not suspects:
        return None
    shown, links = _shown(text)
    if _PASSWORD in suspects and _LOG_IN.search(shown) and len(shown) < LOG_IN_TEXT and links < FEW_LINKS:
        return errors.SourceLoginRequired
    if len(shown) < LITTLE_TEXT and links < FEW_LINKS and _FIREWALL.search(shown):
        return errors.SourceBlocked
    if _SCRIPTED in suspects and len(shown) < NO_TEXT and links == 0:
        return errors.SourceScriptWall
    return None


def refuse_walls(text: str, url: str) -> None:
    """Raises SourceBlocked, SourceLoginRequired or SourceScriptWall."""
    if wall := wall_in(text):
        raise wall(url=url)


def _shown(text: str) -> tuple[str, int]:
    """The words a reader sees, title included and white space left out, and how many links the page has."""
    tree = LexborHTMLParser(text)
    links = len(tree.css("a[href]"))
    title = tree.css_first("title")
    heading = title.text() if title else ""
    tree.strip_tags(["script", "style", "noscript", "template", "title"], recursive=True)
    words = heading + (tree.root.text() if tree.root else "")
    return re.sub(r"\s+", " ", words).strip(), links
