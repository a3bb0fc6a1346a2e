"""`zhengwu audit`: prove that dates, texts and records stand as they were written."""

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from content_models.audit.documents import DailyRoot
from content_models.proof.actions.seal import seal as seal_days
from content_models.proof.verify import Verdict
from content_models.proof.verify import verify as verify_chains
from server.cli.options import DataDir, Json, configured
from server.engines.at_hand import engines_at_hand
from server.pages.moments import minute
from server.processes.run import run
from server.settings import Settings
from server.store import open_store

SHOWN = 20  # breaks

app = typer.Typer(no_args_is_help=True)


@app.command()
def verify(data_dir: DataDir = None, as_json: Json = False) -> None:
    """检验全部事件链、文本和每日根；发现改动时指出第一处，退出码为 1。"""
    verdict = run(_verify(configured(data_dir=data_dir)))
    if verdict is None:
        raise typer.Exit(130)
    if as_json:
        typer.echo(orjson.dumps(_as_json(verdict)).decode())
    else:
        _tell(verdict)
    raise typer.Exit(1 if verdict.broken else 0)


@app.command()
def seal(data_dir: DataDir = None) -> None:
    """封存每个已过去的日子（后台进程每半小时也会做），打印新的每日根，供登在公报或打印存档。"""
    for root in run(_seal(configured(data_dir=data_dir))) or []:
        Console().print(f"{root.day.isoformat()}  {root.events} 个事件  {root.algorithm}  {root.root}", soft_wrap=True)


async def _verify(settings: Settings) -> Verdict:
    """With a bar on the error stream, which shows on a terminal only: what is printed stays fit for a pipe."""
    columns = (TextColumn("检验"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    async with engines_at_hand(settings) as complete, open_store(complete):
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=None)
            return await verify_chains(lambda done, total: bar.update(task, completed=done, total=max(done, total)))


async def _seal(settings: Settings) -> list[DailyRoot]:
    async with engines_at_hand(settings) as complete, open_store(complete) as store:
        return await seal_days(store)


def _as_json(verdict: Verdict) -> dict[str, object]:
    counts = {name: getattr(verdict, name) for name in ("releases", "events", "entries", "records", "roots")}
    return counts | {"broken": [broken.as_json() for broken in verdict.broken]}


def _tell(verdict: Verdict) -> None:
    console = Console()
    read = (
        f"{verdict.releases} 篇稿件的 {verdict.events} 个事件、{verdict.entries} 条审计记录、"
        f"{verdict.records} 条分拣、审签、推送、解读安排和来源改动、{verdict.roots} 个每日根"
    )
    console.print(f"已检验 {read}。")
    if not verdict.broken:
        console.print("[green]✓[/] 没有发现事后改动。")
        return
    console.print(f"[red]✗[/] 有 {len(verdict.broken)} 处不符，最早的一处：")
    for broken in verdict.broken[:SHOWN]:
        when = f"（{minute(broken.at)}）" if broken.at else ""
        console.print(f"  {broken.where}{when}：{broken.what}", soft_wrap=True)
    console.print("请保留现场，对照备份和已公布的每日根查明原因。")
