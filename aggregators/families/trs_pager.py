"""`createPageHTML`, the pager of TRS WCM and UCAP, in column pages and in articles of several pages."""

import re

_NAMES = r"""["']([\w-]+)["']\s*,\s*["'](\w+)["']"""
_TRS = re.compile(rf"createPage(?:HTML|Html)?\(\s*(\d{{1,6}})\s*,\s*(\d{{1,6}})\s*,\s*{_NAMES}")
_UCAP = re.compile(rf"""createPageHTML\(\s*["'][\w-]+["']\s*,\s*(\d{{1,6}})\s*,\s*(\d{{1,6}})\s*,\s*{_NAMES}""")


def pager_in(text: str) -> str | None:
    """The pager as it stands in the page's script; None when there is none."""
    match = _TRS.search(text) or _UCAP.search(text)
    return match[0] if match else None


def following_file(text: str) -> tuple[str, str] | None:
    """The name of all pages (`index`) and of the next page's file (`index_1.html`); None on the last page."""
    if pager := _TRS.search(text):
        total, current = int(pager[1]), int(pager[2])  # counted from 0, and so are the file names
        is_more = current + 1 < total
    elif pager := _UCAP.search(text):
        total, current = int(pager[1]), int(pager[2])  # counted from 1
        is_more = current < total
    else:
        return None
    return (pager[3], f"{pager[3]}_{current + 1}.{pager[4]}") if is_more else None
