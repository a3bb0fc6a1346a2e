"""What a repost adds around the text it repeats: marks before the title, lines of origin, page furniture.

「关于转发《…》的通知」 is not such a mark: it is a document of its own, with an author and a number of its own.
"""

import re

from content_models.official_text.folding import align, printed_as

_TITLE_MARK = re.compile(
    r"^\s*(?:[【\[〔(（]\s*(?:转发|转载|转|分享|扩散|提醒|便民|速看|收藏|权威发布|通知|公告)[^】\]〕)）]{0,6}[】\]〕)）]"
    r"|(?:转发|转载|转自|转|分享|扩散|提醒)\s*[:：|｜丨])\s*"
)
_FURNITURE = re.compile(
    r"^\s*[(（【\[]?\s*(?:"
    r"(?:信息|文章|稿件|内容|文件|图片)?(?:来源|出处)|责任编辑|责编|编辑|校对|审核|监制|作者|撰稿|通讯员|发布(?:时间|日期|机构|单位)|"
    r"浏览(?:次数|量)|阅读(?:次数|量)?|点击(?:次数|量)?|访问量|字体|字号|打印|关闭|分享到|扫一扫|上一篇|下一篇|相关阅读|"
    r"转自|转载自|转发自|原文链接|原标题|原文标题|编者按|免责声明|声明"
    r")\s*(?:[:：\]】]|本页|窗口|本文|$|\s)"
    r"|^\s*(?:现(?:将|予以)?|特|兹)?(?:转发|转载)(?!.{0,30}[(（〔\[]\d{4}).{0,60}(?:如下|供.{0,12}参考|周知|知悉|关注)\s*[。:：]?\s*$"
    r"|^\s*(?:现将|以下为|下面是)(?!.*\d{4}.*号).{0,60}(?:转发|转载)(?:如下|给你们|于后|于下).{0,20}$"
)
# How a line of furniture begins, after blanks: most lines do not, and a look at them is a tenth of the work.
_OPENS = printed_as("([（【 信文稿内图来出责编校审监作撰通发浏阅点访字打关分扫上下相转原免声现特兹以")
_CUT = re.compile(r"(?:…+|\.{3,})\s*(?:[【\[(（<《]?[^】\])）>》。]{0,6}[】\])）>》]?)?\s*$")


def without_repost_mark(title: str) -> str:
    """The title without 「【转发】」 or 「转载：」 before it; in display form."""
    bare = _TITLE_MARK.sub("", title)
    return bare or title


def without_furniture(text: str) -> str:
    """The lines that belong to the text itself: no 「来源：」, no 「责任编辑：」, no 「现将…转发如下：」; and not the
    「……【详情】」 where a text was cut."""
    kept = "\n".join(line for line in text.split("\n") if not _is_furniture(line))
    if "…" in kept or "..." in kept:
        kept = "\n".join(_CUT.sub("", line) for line in kept.split("\n"))
    return kept


def _is_furniture(line: str) -> bool:
    return line.lstrip()[:1] in _OPENS and _FURNITURE.match(align(line)) is not None
