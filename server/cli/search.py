"""`zhengwu search`: rebuild the index of this node, or ask it."""

from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from content_models.kit.clock import in_shanghai, utc_now
from content_models.kit.progress import Progress
from content_models.search.actions.rebuild import SearchRebuilt, rebuild
from content_models.search.engine.tantivy_index import TantivyIndex
from content_models.search.index import SearchNotReady
from content_models.search.live import Answer, LiveSearch
from content_models.search.values import Asked, Filters, Found
from server.cli.options import DataDir, Json, configured
from server.engines.at_hand import engines_at_hand
from server.processes.run import run
from server.searching import search_home
from server.settings import Settings
from server.store import open_store

app = typer.Typer(no_args_is_help=True, add_completion=False)

INTERRUPTED = 130  # as shells say it: 128 + SIGINT


@app.callback()
def search() -> None:
    """搜索索引：重建、试搜。"""


@app.command()
def reindex(data_dir: DataDir = None, as_json: Json = False) -> None:
    """重建本机的搜索索引。重建期间旧索引照常使用，完成后一步切换；正在运行的 api 一秒内换用新索引，不用重启。

    平时不需要：索引自己跟进，缺了、坏了、升级了都会自动重建。改了机构或主题的名称，想让旧内容也能用新名称搜到时用它。
    """
    settings = configured(data_dir=data_dir)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("重建搜索索引", total=None)
        built = run(_rebuild(settings, lambda done, total: bar.update(task, completed=done, total=total)))
    if built is None:
        raise typer.Exit(INTERRUPTED)
    if as_json:
        typer.echo(built.model_dump_json())
    else:
        typer.echo(f"完成：{built.documents} 条可以搜到。")


@app.command()
def query(
    text: Annotated[str, typer.Argument(help="要找什么")],
    ended: Annotated[bool, typer.Option("--ended", help="也列出已废止或失效的")] = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """在本机的索引里试搜，列出前二十条。不需要数据库。"""
    settings = configured(data_dir=data_dir)
    answer, titles = run(_ask(settings, text, ended=ended)) or (Answer(Found()), {})
    if as_json:
        hits = [{"id": hit.id, "score": hit.score, "title": titles.get(hit.id)} for hit in answer.found.hits]
        told = {"total": answer.found.total, "hidden": answer.found.hidden, "relaxed": answer.found.relaxed}
        typer.echo(orjson.dumps({**told, "did_you_mean": answer.did_you_mean, "hits": hits}).decode())
    else:
        _show(answer, titles, Console())


async def _rebuild(settings: Settings, progress: Progress) -> SearchRebuilt:
    async with engines_at_hand(settings) as complete, open_store(complete):
        return await rebuild(search_home(complete), progress)


async def _ask(settings: Settings, text: str, *, ended: bool) -> tuple[Answer, dict[str, str]]:
    """Raises SearchNotReady where there is no index yet."""
    live, folder = LiveSearch(), search_home(settings).current()
    if folder is None:
        raise SearchNotReady
    live.index = index = TantivyIndex.open(folder)
    asked = Asked(text, in_shanghai(utc_now()).date(), Filters(any_validity=ended), with_facets=False)
    answer = await live.search(asked)
    return answer, index.texts_of([hit.id for hit in answer.found.hits])


def _show(answer: Answer, titles: dict[str, str], console: Console) -> None:
    table = Table("分数", "标题", "编号", title=f"{answer.found.total} 条")
    for hit in answer.found.hits:
        table.add_row(f"{hit.score:.1f}", escape(titles.get(hit.id, "")), hit.id)
    console.print(table)
    if answer.found.relaxed:
        console.print("没有完全符合的，以上最接近。")
    if answer.did_you_mean:
        console.print(f"您是不是要找：{escape(answer.did_you_mean)}")
    if answer.found.hidden:
        console.print(f"另有 {answer.found.hidden} 条已废止或失效，加 --ended 一并列出。")
