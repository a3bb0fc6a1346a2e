"""Page furniture inside a body: share bars, related links, editors' lines, captions of QR codes, copyright lines.

Taken out by the names of its elements and by its words; a line that could be text stays.
"""

import re
from itertools import takewhile

from selectolax.lexbor import LexborNode

from aggregators.extract.attachments import is_file
from aggregators.extract.dom import ancestors, hidden, leaf_blocks, line, link_share, mass, names, page_tree, remove
from content_models.official_text.folding import fold_key

_BY_NAME = re.compile(
    r"share|bdshare\w*|shares|social|related?|relative|recommend\w*|tuijian|tjyd|hotnews|rank|copyright|copyrights|"
    r"statement|disclaimer|shengming|ewm|erweima|qr|qrcode|qcode|weixin|wechat|weibo|breadcrumb|crumbs?|dqwz|position|"
    r"location|pagination|pager|paging|pagebar|fanye|zdfy|print|printer|toolbar|tools?|fontsize|comments?|pinglun|"
    r"advert|ads?|guanggao|banner|navigation|nav|navbar|footer|foot|sidebar|aside|prevnext|prev|next|tags|keywords?|"
    r"zan|dianzan|like|download|downloadapp|appdown|editor|edit|bianji|zebian|zrbj|responsible|jiucuo|error|"
    r"subscribe|video|player|vjs|login|popup|dialog|modal|vote|emoji|report|feedback|otherlink|xgxw|xgyd|ydtj|xglj|moreread"
)
_KEPT = re.compile(r"trs|ueditor|vsb|content|article|main|body|text|zoom|attach\w*|fujian|annex|appendix")
_MENU_LINKS, _MENU_WORDS, _MENU_SHARE = 3, 30, 0.7  # of a box that only leads elsewhere
_LONGEST_NAMED = 200  # characters of running text in an element that its name calls furniture
_LARGEST_SHARE = 0.3  # of the body

_LINE = re.compile(
    r"^[\s\[【(（〖\u3000]*(?:"
    r"(?:责任编辑|责编|编辑|值班编辑|网络编辑|本文编辑|编审|终审|审核|校对|监制|责任校对|作者邮箱|责任主编|主编|排版|录入|供稿|初审|复审|核稿|来稿)[：:/|丨].{0,60}"
    r"|作者[：:].{0,20}(?:责任编辑|责编|编辑)[：:].{0,40}"
    r"|(?:本文来源|来源|信息来源|文章来源|新闻来源|稿源|稿件来源|出处)[：:][^。]{0,60}"
    r"|本文来自.{0,40}(?:下载|更多).{0,60}"
    r"|(?:原标题|本文标题|本文链接|本文地址|原文链接|转载请注明)[：:为]?.{0,150}"
    r"|(?:发布|更新|发表)(?:时间|日期)[：:][^。]{0,80}"
    r"|(?:浏览|点击|阅读|访问)(?:次数|量|数)?[：:].{0,40}"
    r"|(?:相关(?:阅读|链接|新闻|报道|文章|稿件|推荐|专题|信息)|延伸阅读|延伸\s?·\s?推荐|推荐阅读|热点推荐|精彩推荐|更多推荐|为你推荐|为您推荐|猜你喜欢|大家都在看|热门推荐|相关解读)[：:>]*.{0,40}"
    r"|(?:上一篇|下一篇|上一条|下一条|上一页|下一页)[：:]?.{0,80}"
    r"|(?:分享到|分享至|分享|我要分享|一键分享|转发到)[：:]?.{0,40}"
    r"|(?:扫一扫|扫码|扫描二维码|长按二维码|长按识别|微信扫).{0,60}"
    r"|(?:打印本?页?|关闭本?窗?口?|收藏|返回顶部|回到顶部|我要纠错|纠错|字号|字体|调整字体|大中小)[：:]?.{0,30}"
    r"|(?:免责声明|版权声明|特别声明|郑重声明|声明|版权所有|凡本网注明|本网站所刊载|未经授权|未经许可).{0,300}"
    r"|(?:Copyright|All Rights Reserved|©).{0,200}"
    r"|(?:更多精彩|更多新闻|欢迎关注|关注我们|关注微信|点击进入|点击查看更多|查看更多|点击下载|下载客户端|打开APP|展开全文|阅读全文|返回搜狐).{0,60}"
    r"|(?:当前位置|您的位置|您现在的位置|现在位置|您的当前位置|所在位置)[：:].{0,80}"
    r"|(?:标签|关键词|关键字|TAG)[：:].{0,80}"
    r"|图集|视频|正文|自动播放|play|-* ?THE END ?-*|您的浏览器.{0,20}(?:播放|支持).{0,30}"
    r"|【?(?:大|中|小)】?|\[?(?:大|中|小)\]?|[\d【】\[\]\s]{1,40}下一页"
    r")[\s\])】）〗]*$",
    re.IGNORECASE,
)
_ENDS_TEXT = re.compile(
    r"^[\s【\[]*(?:相关(?:阅读|链接|新闻|报道|文章|稿件|推荐)|延伸阅读|延伸\s?·\s?推荐|推荐阅读|热点推荐|精彩推荐|猜你喜欢|热门推荐|为[你您]推荐|点击进入专题|相关专题)[】\]：:>\s]*$"
)
_HEAD = re.compile(
    r"来源[：:]|(?:发布|更新)?(?:时间|日期)[：:]|浏览|点击|字[号体]|打印|分享|^\s*\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}"
)
_BARE_DAY = re.compile(r"^[\s\[(（]*\d{4}\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?[\s\])）]*$")
_LEADS_HOME = re.compile(r"^\s*(?:返回|回到)[^。]{0,12}(?:首页|主页|列表|查看更多)[>»\s]*$")
_WIDEST_ICON = 40  # pixels
_LONGEST_HEAD = 120


def without_furniture(html: str, title: str | None) -> str:
    """`html` without what is not the article's text; as it was when nothing else would be left."""
    tree = page_tree(html)
    body = tree.body
    if body is None:
        return html
    whole = mass(body)
    remove(hidden(tree))
    remove([node for node in body.css("a") if _LEADS_HOME.match(line(node))])
    remove([node for node in body.css("[class], [id]") if _is_named_furniture(node, whole)])
    remove([node for node in body.css("header, footer, aside") if mass(node) <= _LONGEST_NAMED])
    remove(_after_the_end(body))
    remove(_lines_at_the_head(body, title))
    _remove_furniture_lines(body)
    remove([node for node in body.css("ul, ol, dl, div, p, table, h2, h3") if _is_menu(node)])
    _clean_last_lines(body)
    left = body.inner_html or ""
    return left if body.text(strip=True) or body.css_first("img") else html


def _is_named_furniture(node: LexborNode, whole: int) -> bool:
    """By the words of its class and id, unless it holds so much text that the name must mean something else."""
    words = names(node)
    if not any(_BY_NAME.fullmatch(word) for word in words) or any(_KEPT.fullmatch(word) for word in words):
        return False
    weight = mass(node)
    return weight <= _LONGEST_NAMED and weight <= max(whole * _LARGEST_SHARE, 20)


def _remove_furniture_lines(body: LexborNode) -> None:
    """Pictures stay, without the words beside them."""
    found = [node for node in leaf_blocks(body) if _LINE.match(line(node))]
    pictured = [node for node in found if any(map(_is_picture, node.css("img[src]")))]
    for node in pictured:
        for words in [part for part in node.traverse(include_text=True) if part.tag == "-text"]:
            words.replace_with("")
    kept = {node.mem_id for node in pictured}
    remove([node for node in found if node.mem_id not in kept])


def _is_picture(image: LexborNode) -> bool:
    """Whether an image is one to look at: publishing systems end a text with the icon of their section."""
    width = (image.attributes.get("width") or "").strip().removesuffix("px")
    return not (width.isdecimal() and int(width) <= _WIDEST_ICON)


def _is_menu(node: LexborNode) -> bool:
    """A box of links to other pages and next to no words of its own; files to download are no menu."""
    links = node.css("a[href]")
    if len(links) < _MENU_LINKS or mass(node) > _MENU_WORDS or link_share(node) < _MENU_SHARE:
        return False
    return not any(is_file(link.attributes.get("href") or "") for link in links)


def _after_the_end(body: LexborNode) -> list[LexborNode]:
    """「相关阅读」 as a line of its own, and the linked lines that follow it."""
    blocks = leaf_blocks(body)
    for number, node in enumerate(blocks):
        if _ENDS_TEXT.match(line(node)):
            following = takewhile(lambda later: link_share(later) > 0.5 or not line(later), blocks[number + 1 :])
            return [node, *following]
    return []


def _lines_at_the_head(body: LexborNode, title: str | None) -> list[LexborNode]:
    """The headline repeated and the line of date, source and buttons, as far as they stand before the text."""
    head: list[LexborNode] = []
    key = fold_key(title or "")
    shows_title = False
    for node in leaf_blocks(body):
        if not (text := line(node)):
            continue
        repeats = bool(key) and fold_key(text) == key
        if not repeats and not (len(text) <= _LONGEST_HEAD and _HEAD.search(text) and "。" not in text):
            break
        if _BARE_DAY.match(text) and not shows_title:
            break  # a speech begins with its day; a page prints its own below the headline
        shows_title = shows_title or repeats
        head.append(node)
    return head


def _clean_last_lines(body: LexborNode) -> None:
    """Lines that are separated by <br> only have no element of their own; their text nodes are looked at."""
    for node in list(body.traverse(include_text=True)):
        if node.tag == "-text" and (text := node.text().strip()) and len(text) < 80 and _LINE.match(text):
            parent = next(iter(ancestors(node)), None)
            is_inline = parent is not None and parent.tag in ("a", "b", "strong", "span", "font", "em")
            if parent is not None and (not is_inline or text == "图集"):
                node.replace_with("")
