"""`zhengwu source …`. Each command is imported when it is called: most need only a part of what all of them need."""

import typer

from server.cli.lazy import LazyMember, lazy_group

COMMANDS = [
    LazyMember("sniff", "server.cli.source_reading:app", "识别栏目：用的是哪种系统、参数是什么、最前面几条是什么。"),
    LazyMember("test", "server.cli.source_reading:app", "试读来源：把最新的条目连同正文读出来看看，不写入任何数据。"),
    LazyMember("article", "server.cli.source_reading:app", "读取一篇文章：标题、日期、来源、正文和附件。"),
    LazyMember("add", "server.cli.source_records:app", "添加来源：读得出列表才入库，之后按节奏抓取。"),
    LazyMember("list", "server.cli.source_records:app", "列出全部来源，最需要照看的排在前面。"),
    LazyMember("poll", "server.cli.source_records:app", "抓取来源：--now 立即抓取一次，新条目进入分拣。"),
    LazyMember("upload", "server.cli.source_upload:app", "上传来稿：逐行收稿，有误的行指明怎样修改，其余照收。"),
    LazyMember("template", "server.cli.source_upload:app", "下载上传来稿的模板。"),
    LazyMember("import", "server.cli.source_exchange:app", "从 YAML 或 OPML 导入来源，重复导入不会重复添加。"),
    LazyMember("export", "server.cli.source_exchange:app", "导出全部来源：yaml 可原样导回，opml 可供其他阅读器使用。"),
    LazyMember("key", "server.cli.source_keys:app", "部门报送密钥：查看、创建、更换、停用（见 docs/push-in.md）。"),
]

app = typer.Typer(
    cls=lazy_group(COMMANDS),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    epilog=(
        "一个栏目就是一条来源记录，接入新网站不用写代码。"
        "先 [bold]sniff[/] 认出它用的系统，再 [bold]test[/] 看看读出来的条目对不对，满意了用 [bold]add[/] 入库；"
        "之后由 worker 按节奏抓取，也可用 [bold]poll --now[/] 立即抓取一次。"
    ),
)


@app.callback()
def source() -> None:
    """Holds the commands of COMMANDS."""
