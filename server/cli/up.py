"""`zhengwu up`: the whole system until Ctrl-C."""

import asyncio

import typer
from rich.console import Console

from server.cli.first_start import welcome
from server.cli.options import DataDir, Host, Port, Push, configured
from server.cli.progress import Progress
from server.observability.logs import configure_logs
from server.processes.run import run
from server.processes.system import System
from server.settings import Settings

app = typer.Typer(add_completion=False)


@app.command()
def up(host: Host = None, port: Port = None, data_dir: DataDir = None, push: Push = None) -> None:
    settings = configured(host=host, port=port, data_dir=data_dir, push=push)
    configure_logs(as_json=settings.log_json)
    run(_up(settings))


async def _up(settings: Settings) -> None:
    console = Console()
    async with System(settings, changed=Progress(console).show) as system:
        console.print(f"\n[bold]{system.settings.app_name}[/] 已启动，按 Ctrl-C 停止。")
        console.print(f"  手机页  {system.urls.base}/\n  编辑台  {system.urls.console}\n  数据    {settings.data_dir}")
        for line in welcome(system.first_password):
            console.print(line, soft_wrap=True)
        await asyncio.Event().wait()
