"""`zhengwu demo`: the whole job on a made-up city, to look at or to check."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from server.cli.options import DataDir, Host, Json, Port, Push, configured
from server.cli.progress import Progress
from server.demo.check.folder import scratch
from server.demo.check.report import Report
from server.demo.check.step import Outcome
from server.demo.check.unattended import check
from server.demo.farewell import links
from server.demo.script import play
from server.demo.view import View
from server.demo.web import Web
from server.demo.world import World, create_world
from server.observability.logs import configure_logs
from server.processes.run import run
from server.processes.system import System
from server.settings import PushMode, Settings
from server.store import open_store

app = typer.Typer(add_completion=False)

Check = Annotated[bool, typer.Option("--check", help="无人值守地走一遍并逐步检查，全部通过时退出码为 0")]


@app.command()
def demo(
    host: Host = None,
    port: Port = None,
    data_dir: DataDir = None,
    push: Push = None,
    checks: Check = False,
    as_json: Json = False,
) -> None:
    if checks:
        raise typer.Exit(0 if _checked(host, port, data_dir, as_json=as_json) else 1)
    settings = configured(host=host, port=port, data_dir=data_dir, push=push or PushMode.apns)
    configure_logs(as_json=settings.log_json)
    run(_show(settings))


async def _show(settings: Settings) -> None:
    console = Console()
    world = create_world(settings)
    async with System(world.settings, extra_children=world.children, changed=Progress(console).show) as system:
        await _play(world, system, console)
        console.print(links(world, system))
        await asyncio.Event().wait()


async def _play(world: World, system: System, console: Console) -> None:
    view = View(console, system.state)
    async with open_store(system.settings) as store, Web.open(system.urls.base) as web:
        watching = asyncio.create_task(view.follow())
        try:
            await play(world, store, web, view.tell)
            await view.look()  # the last frame shows how it ended
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching


def _checked(host: str | None, port: int | None, data_dir: Path | None, *, as_json: bool) -> bool:
    """Run the check and print its report; people also see each step as it is met."""
    progress = Console(stderr=True, quiet=as_json)
    with scratch() as folder:
        settings = configured(host=host, port=port or 0, data_dir=data_dir or folder.path, push=PushMode.apns)
        configure_logs(as_json=settings.log_json)
        reports: list[Report] = []
        run(_report(settings, progress, reports))
        passed = bool(reports) and reports[0].passed
        if not passed:
            folder.keep()
            progress.print(f"日志在 {settings.data_dir}/logs，可供查看。", highlight=False)
    for report in reports:
        typer.echo(report.as_json()) if as_json else Console().print(report.as_table())
    return passed


async def _report(settings: Settings, progress: Console, reports: list[Report]) -> None:
    def heard(outcome: Outcome) -> None:
        mark = "[green]✓[/]" if outcome.passed else "[red]✗[/]"
        progress.print(mark, f"{outcome.name}：{outcome.words}", highlight=False)

    reports.append(await check(settings, heard, Progress(progress).show))
