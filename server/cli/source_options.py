"""Options of `zhengwu source …`."""

from typing import Annotated

import typer

from content_models.kit.errors import InvalidInput
from content_models.sources.documents import SourceFamily

Column = Annotated[str, typer.Argument(help="栏目列表页的网址，以 http:// 或 https:// 开头", show_default=False)]
Private = Annotated[bool, typer.Option("--allow-private", help="允许访问内网地址（政务外网、本机）；默认拒绝")]
Family = Annotated[SourceFamily | None, typer.Option(help="指定站群系统；不写则自动识别")]
Params = Annotated[list[str] | None, typer.Option("--param", help="列表参数，写作 名=值，可重复；如 columnid=77")]
Selectors = Annotated[
    list[str] | None,
    typer.Option("--selector", help="CSS 选择器，写作 名=值，可重复；列表用 list link date next，文章用 title body"),
]
Limit = Annotated[int, typer.Option(min=1, max=500, help="最多读取几条")]


class OptionInvalid(InvalidInput):
    """`details.option` is what was written."""

    code = "OPTION_INVALID"
    default_message = "选项写法有误，应写作 名=值。"


def pairs(written: list[str] | None) -> dict[str, str]:
    """`name=value` options as a mapping. Raises OptionInvalid."""
    found: dict[str, str] = {}
    for option in written or []:
        name, equals, value = option.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise OptionInvalid(f"选项“{option[:80]}”写法有误，应写作 名=值。", option=option[:80])
        found[name.strip()] = value.strip()
    return found
