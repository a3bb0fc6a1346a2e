"""Errors as pages for residents: what happened and what to do next, in plain Chinese."""

from starlette.requests import Request
from starlette.responses import Response

from content_models.kit.errors import ZhengwuError
from server.errors import headers_for
from server.pages.renderer import page

TITLES = {
    401: "需要登录",
    403: "没有权限",
    404: "没有找到这个页面",
    405: "这个地址不能这样使用",
    409: "内容已被更改",
    410: "内容已撤回",
    413: "提交的内容太大",
    422: "提交的内容有误",
    429: "操作太频繁",
    503: "服务暂时不可用",
}
OUR_FAULT = "系统出了点问题"


def title_of(error: ZhengwuError) -> str:
    return TITLES.get(error.status, OUR_FAULT)


async def render_error_page(request: Request, error: ZhengwuError) -> Response:
    """The page for `error`, with its status. It touches no store, so it can be shown when everything else fails."""
    return page(
        request,
        "error.html",
        status=error.status,
        headers=headers_for(error),
        title=title_of(error),
        message=error.message,
        code=error.code,
    )
