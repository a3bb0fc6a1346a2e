"""`zhengwu source export` and `import`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from aggregators.decode import decode
from content_models.kit.clock import in_shanghai
from content_models.organs import repository as organs
from content_models.sources import repository as sources
from content_models.sources.documents import SourceFamily
from server.cli.options import DataDir, configured
from server.cli.source_store import store_at_hand
from server.exchange.opml import read_opml, write_opml
from server.exchange.plan import Planned, Verdict, carry_out, plan_import, tally
from server.exchange.yaml_file import read_yaml, write_yaml
from server.processes.run import run
from server.settings import Settings

app = typer.Typer(add_completion=False)

VERDICTS = {
    Verdict.new: "[green]新增[/]",
    Verdict.changed: "[yellow]修改[/]",
    Verdict.same: "[dim]不变[/]",
    Verdict.refused: "[bold red]有误[/]",
}


class ExchangeFormat(StrEnum):
    yaml = "yaml"
    opml = "opml"


Format = Annotated[ExchangeFormat, typer.Option("--format", help="yaml 含全部设置；opml 只含 RSS / Atom 来源")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="写入文件；默认输出到屏幕")]
File = Annotated[Path, typer.Argument(help="YAML 或 OPML 文件", exists=True, dir_okay=False, show_default=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只显示将要做什么，不写入")]
DefaultOrgan = Annotated[str | None, typer.Option("--organ", help="文件中没有写明机构时用它：全称、简称或编号")]


@app.command("export")
def export_sources(format: Format = ExchangeFormat.yaml, output: Output = None, data_dir: DataDir = None) -> None:
    """导出全部来源：yaml 可原样导回，opml 可供其他阅读器使用。"""
    written = run(_export(configured(data_dir=data_dir), format))
    if written is None:
        return
    content, left_out = written
    if output is None:
        typer.echo(content.decode(), nl=False)
    else:
        output.write_bytes(content)
        Console(stderr=True).print(f"已写入 {output}。", highlight=False)
    if left_out:
        Console(stderr=True).print(
            f"OPML 只含 RSS / Atom 来源，另有 {left_out} 个来源没有导出；需要全部请用 --format yaml。"
        )


@app.command("import")
def import_sources(file: File, dry_run: DryRun = False, organ: DefaultOrgan = None, data_dir: DataDir = None) -> None:
    """从 YAML 或 OPML 导入来源；按网址对应，重复导入不会重复添加。有误的逐个说明，其余照常导入。"""
    planned = run(_import(configured(data_dir=data_dir), file.read_bytes(), organ, dry_run=dry_run))
    if planned is None:
        return
    _show(planned, Console(), dry_run=dry_run)
    raise typer.Exit(1 if any(one.verdict is Verdict.refused for one in planned) else 0)


async def _export(settings: Settings, format: ExchangeFormat) -> tuple[bytes, int]:
    """The file, and how many sources it cannot carry."""
    async with store_at_hand(settings) as store:
        found = sorted(await sources.most_troubled_first(), key=lambda source: (source.name, source.url))
        named = await organs.load_many(source.organ_id for source in found)
        if format is ExchangeFormat.yaml:
            return write_yaml(found, named).encode(), 0
        content = write_opml(found, named, title=f"{settings.app_name}来源", now=in_shanghai(store.now()))
        return content, sum(source.family is not SourceFamily.feed for source in found)


async def _import(settings: Settings, body: bytes, organ: str | None, *, dry_run: bool) -> list[Planned]:
    text = decode(body).text
    entries = read_opml(body) if text.lstrip().startswith("<") else read_yaml(text)
    async with store_at_hand(settings):
        planned = await plan_import(entries, organ)
        return planned if dry_run else await carry_out(planned)


def _show(planned: list[Planned], console: Console, *, dry_run: bool) -> None:
    table = Table("位置", "", "来源", "网址", "说明", title="将要导入（没有写入）" if dry_run else "导入结果")
    for one in planned:
        table.add_row(one.entry.place, VERDICTS[one.verdict], one.entry.name, one.entry.url, one.words)
    console.print(table)
    counts = tally(planned)
    console.print("，".join(f"{VERDICTS[verdict]} {count}" for verdict, count in counts.items()), highlight=False)
