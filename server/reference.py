"""Reference pages that are written by the code they describe, so that they cannot disagree with it.

`uv run python -m server.reference errors --update docs/errors.md` rewrites the table in place.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from content_models.kit.errors import ZhengwuError

PACKAGES = ("content_models", "aggregators", "push", "mobile_api", "server")
BEGIN, END = "<!-- errors: begin -->", "<!-- errors: end -->"

# What the caller's program does about an answer with this status.
REMEDIES = {
    200: "按提示补全后用 POST 再发",
    400: "改正请求后再发，不要原样重试",
    401: "登录后重试",
    403: "换有权限的账号，或联系管理员",
    404: "检查编号或网址；不要重试",
    405: "改用允许的方法（见 `Allow` 头）",
    406: "改用支持的 `Accept`",
    408: "稍后原样重试",
    409: "按提示重新读取现状，再决定是否以新的幂等键提交",
    410: "内容已撤下：删除本地副本，不要重试",
    413: "减小内容后再发",
    415: "改用支持的 `Content-Type`",
    421: "检查域名配置",
    422: "按 `details` 改正后再提交，不要原样重试",
    429: "等 `Retry-After` 所示时间后重试",
    500: "按提示处理；仍失败请凭日志编号联系运维",
    502: "稍后用同一幂等键重试；检查对方站点",
    503: "稍后用同一幂等键重试；运维执行 `zhengwu doctor`",
    504: "稍后用同一幂等键重试；检查对方站点",
}

pages = typer.Typer(no_args_is_help=True, add_completion=False, help="Reference pages, rendered from the code.")


def import_everything() -> None:
    """Import every module of the product, so that whatever registers itself on import has done so."""
    for name in PACKAGES:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not module.name.endswith(".__main__"):
                importlib.import_module(module.name)


def own_errors(parent: type[ZhengwuError] = ZhengwuError) -> Iterator[type[ZhengwuError]]:
    """`parent` and every error below it that the product defines (a test's own errors are not), each once."""
    found = {parent: None}
    for child in parent.__subclasses__():
        if child.__module__.split(".")[0] in PACKAGES:
            found |= dict.fromkeys(own_errors(child))
    yield from found


def render_error_table() -> str:
    """Every error code as a Markdown table: code, HTTP status, message to people, what a program does about it."""
    import_everything()
    rows = [
        f"| `{error.code}` | {error.status} | {error.default_message} | {REMEDIES[error.status]} |"
        for error in sorted(own_errors(), key=lambda error: (error.status, error.code))
    ]
    return "\n".join(["| 错误码 | 状态 | 给人看的提示 | 程序怎么办 |", "|---|---|---|---|", *rows])


@pages.callback()
def reference() -> None:
    """Names the group, so that `errors` stays a command of its own."""


@pages.command()
def errors(
    update: Annotated[Path | None, typer.Option(help="rewrite the table in this file instead of printing it")] = None,
) -> None:
    """The table of error codes."""
    table = render_error_table()
    if update is None:
        typer.echo(table)
        return
    before, _, rest = update.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    update.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    pages()
