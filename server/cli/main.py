"""The command line. Each command has its module here and is imported when it is called."""

import typer

from server.cli.lazy import LazyCommand, lazy_group

COMMANDS = [
    LazyCommand("demo", "server.cli.demo:app", "演示城市：一条命令看到采集、审校、发布、推送、阅读的全过程。"),
    LazyCommand("up", "server.cli.up:app", "启动整个系统；没有配置引擎时自带引擎，无需安装任何东西。"),
    LazyCommand("serve", "server.cli.serve:app", "只启动网页与接口进程 (api)。"),
    LazyCommand("worker", "server.cli.worker:app", "只启动后台任务进程：采集、发布后的处理、清理。"),
    LazyCommand("pusher", "server.cli.pusher:app", "只启动推送进程；每个处理器核心一个。"),
    LazyCommand("push", "server.cli.push:app", "推送通道：给一台真实设备试发，生成浏览器推送的密钥。"),
    LazyCommand("source", "server.cli.source:app", "来源：识别、试读、入库、抓取、导入导出、上传来稿、报送密钥。"),
    LazyCommand("user", "server.cli.user:app", "人员：新增、重置密码、列出、停用后台账号。"),
    LazyCommand("audit", "server.cli.audit:app", "审计：检验事件链和每日根，封存已过去的日子。"),
    LazyCommand("timeline", "server.cli.timeline:app", "信息流：由发布件重新推算。"),
    LazyCommand("search", "server.cli.search:app", "搜索索引：重建本机的索引，或在里面试搜。"),
    LazyCommand("doctor", "server.cli.doctor:app", "检查每一项依赖，并说明有问题时怎么办。"),
    LazyCommand("link", "server.cli.link:app", "检验解读与政策的自动关联；不需要数据库。"),
]

app = typer.Typer(
    cls=lazy_group(COMMANDS),
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    help=(
        "政务发布：采集各部门信息，编辑审校，一处发布，推送到手机。\n\n"
        "第一次用，先运行 [bold]zhengwu demo[/]；自己的数据用 [bold]zhengwu up[/]；"
        "哪里不对，运行 [bold]zhengwu doctor[/]。\n\n"
        "所有设置都可写在环境变量或 .env 里（ZHENGWU_…，见 docs/settings.md），命令行选项优先。"
    ),
    rich_markup_mode="rich",
)


@app.callback()
def zhengwu() -> None:
    """Holds what all commands share; the commands themselves are in COMMANDS."""


if __name__ == "__main__":
    app()
