"""Comments and tags that a publishing system puts around the text."""

import re

_FENCES = (
    re.compile(r"<meta[^>]+ContentStart[^>]*>(.*?)<meta[^>]+ContentEnd", re.DOTALL | re.IGNORECASE),
    re.compile(r"<!--ZJEG_RSS\.content\.begin-->(.*?)<!--ZJEG_RSS\.content\.end-->", re.DOTALL),
    re.compile(
        r"<!--\s*(?:<\$\[)?(?:文章正文|信息内容|正文|文章内容|内容)(?:\]>)?\s*(?:begin|start|开始)\s*-->(.*?)"
        r"<!--\s*(?:<\$\[)?(?:文章正文|信息内容|正文|文章内容|内容)(?:\]>)?\s*(?:end|结束)",
        re.DOTALL | re.IGNORECASE,
    ),
    re.compile(r"<!--\s*enpcontent\s*-->(.*?)<!--\s*/enpcontent\s*-->", re.DOTALL | re.IGNORECASE),
)
_TAG = re.compile(r"<[^>]*>")


def fenced_body(text: str) -> str | None:
    """What stands between the fences, None when there are none or nothing is between them."""
    parts = (match[1] for fence in _FENCES if (match := fence.search(text)))
    return next((part for part in parts if _TAG.sub("", part).strip() or "<img" in part.lower()), None)
