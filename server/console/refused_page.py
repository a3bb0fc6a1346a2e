"""What the desk refuses or fails at, shown inside the desk: navigation stays, and so does what stands on the page."""

from urllib.parse import urlsplit

import structlog
from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.responses import Response

from content_models.kit.errors import NotAuthenticated, ZhengwuError
from server.console.chrome import Chrome, chrome_for
from server.console.visit import Visit, watcher
from server.deps import deps_of
from server.errors import headers_for
from server.pages.error_page import title_of
from server.pages.renderer import page

NEXT = {
    403: "这一步不在您的角色范围内。需要办理时，请把本页的地址和错误代码发给管理员；别的工作请从左侧菜单继续。",
    404: "地址可能不完整，内容可能已被移除，或者属于别的单位。可以到「稿件」里按标题查找，或从左侧菜单继续。",
    405: "这是一个操作的地址，不能直接打开。请回到刚才的页面，再按一次按钮。",
    409: "有人先处理过了。请回到刚才的页面看最新情况，再决定要不要重做。",
    413: "刚才填写的内容还在上一页。",
    422: "请按浏览器的「后退」，刚才填写的内容还在；改好后再提交。",
    429: "请稍等几分钟再试。",
    503: "填写的内容没有丢：请按浏览器的「后退」，过一分钟再提交。仍然不行，请告诉管理员。",
}
OUR_FAULT_NEXT = "请按浏览器的「后退」再试一次。仍然不行，请把时间和错误代码告诉管理员。"
NOTICE = "#refused"  # where every page has room for what a part of it was refused

log = structlog.get_logger()


async def render_refusal(request: Request, error: ZhengwuError) -> Response:
    """A page in the desk's frame; without its navigation for somebody who is not logged in, or when the store fails.

    A script's request gets a notice beside what it asked for: nothing that stands on the page is replaced.
    """
    if "hx-request" in request.headers:
        return _notice(request, error)
    chrome = await _chrome(request)
    return page(
        request,
        "console/refused.html" if chrome else "console/refused_at_door.html",
        status=error.status,
        headers=headers_for(error),
        title=title_of(error),
        message=error.message,
        following=NEXT.get(error.status, OUR_FAULT_NEXT),
        code=error.code,
        back=_back(request),
        **({"chrome": chrome} if chrome else {}),
    )


def _notice(request: Request, error: ZhengwuError) -> Response:
    aside = {"hx-retarget": NOTICE, "hx-reswap": "innerHTML", "hx-reselect": ".toast"}
    headers = headers_for(error) | aside
    return page(request, "console/refused_part.html", status=error.status, headers=headers, error=error)


async def _chrome(request: Request) -> Chrome | None:
    try:
        return await chrome_for(Visit(request, deps_of(request), await watcher(request)))
    except NotAuthenticated:
        return None
    except (ZhengwuError, PyMongoError):
        log.warning("refusal_without_navigation", exc_info=True)
        return None


def _back(request: Request) -> str | None:
    """The page of the desk from which one came, if the browser says so and it is another one."""
    came_from = urlsplit(request.headers.get("referer", ""))
    is_ours = came_from.netloc == request.headers.get("host") and came_from.path.startswith("/console/")
    address = came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return address if is_ours and came_from.path != request.url.path else None
