"""`zhengwu timeline`: the feed's read model."""

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from content_models.timeline.actions.rebuild import TimelineRebuilt
from content_models.timeline.actions.rebuild import rebuild as rebuild_feed
from server.cli.options import DataDir, configured
from server.engines.at_hand import engines_at_hand
from server.processes.run import run
from server.store import open_store

app = typer.Typer(no_args_is_help=True, add_completion=False)

Keywords = Annotated[bool, typer.Option("--keywords", help="把全部正文再按关注词匹配一遍，较慢")]


@app.callback()
def timeline() -> None:
    """信息流的读模型。"""


@app.command()
def rebuild(keywords: Keywords = False, data_dir: DataDir = None) -> None:
    """由发布件重新推算整个信息流：改正错的，补上缺的，期间照常可读。可随时重复，中断后再运行即可。

    读模型的集合被删掉之后也用它恢复；这时旧的离线副本会被要求重新同步。
    """
    console = Console(stderr=True)
    columns = (TextColumn("重建信息流"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())

    async def work() -> TimelineRebuilt:
        async with engines_at_hand(configured(data_dir=data_dir)) as complete, open_store(complete) as store:
            with Progress(*columns, console=console) as progress:
                task = progress.add_task("", total=None)
                return await rebuild_feed(
                    store,
                    with_keywords=keywords,
                    progress=lambda done, total: progress.update(task, completed=done, total=total),
                )

    rebuilt = run(work())
    if rebuilt is None:
        raise typer.Exit(130)
    words = f"，关注词命中 {rebuilt.hits} 处" if keywords else ""
    Console().print(f"核对 {rebuilt.checked} 条，改正 {rebuilt.changed} 条{words}。", highlight=False)
