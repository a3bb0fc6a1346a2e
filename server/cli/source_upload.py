"""`zhengwu source upload` and `template`: what the console's 上传来稿 does, for scripts."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from aggregators.uploads.take import UploadedFile, error_report, group_arrivals, take_upload
from aggregators.uploads.templates import template
from content_models.kit.actors import SYSTEM
from content_models.kit.ids import new_id
from content_models.sources import repository as sources
from content_models.sources.uploads.documents import UploadFormat, UploadRecord
from server.cli.options import DataDir, Json, configured
from server.cli.source_store import SourceId, store_at_hand
from server.processes.run import run
from server.settings import Settings

app = typer.Typer(add_completion=False)

SHOWN = 50  # bad rows in the table; the report has them all

File = Annotated[Path, typer.Argument(help="XLSX、CSV 或 XML", exists=True, dir_okay=False, show_default=False)]
Report = Annotated[Path | None, typer.Option("--report", help="把有误的行写成 CSV 文件")]


@app.command()
def upload(
    source: SourceId, file: File, report: Report = None, data_dir: DataDir = None, as_json: Json = False
) -> None:
    """上传来稿：逐行收稿，有误的行指明怎样修改，其余照收。全部收下时退出码为 0。"""
    progress = Progress(console=Console(stderr=True), disable=as_json)
    record = run(_upload(configured(data_dir=data_dir), source, UploadedFile(file.name, file.read_bytes()), progress))
    if record is None:
        return
    if report:
        report.write_bytes(error_report(record))
    if as_json:
        typer.echo(record.model_dump_json(exclude={"revision_id"}))
    else:
        _show(record, Console())
    raise typer.Exit(1 if record.refused else 0)


@app.command("template")
def write_template(
    format: Annotated[UploadFormat, typer.Argument(help="xlsx、csv 或 xml")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="默认 template.xlsx 等")] = None,
) -> None:
    """下载上传来稿的模板。"""
    target = output or Path(f"template.{format}")
    target.write_bytes(template(format))
    Console(stderr=True).print(f"已写入 {target}。", highlight=False)


async def _upload(settings: Settings, source_id: str, file: UploadedFile, progress: Progress) -> UploadRecord:
    async with store_at_hand(settings) as store:
        source = await sources.load_by_beginning(source_id)
        with progress:
            task = progress.add_task(f"上传 {file.name}", total=None)
            taken = await take_upload(
                store,
                source,
                file,
                upload_id=new_id(),
                by=SYSTEM,
                progress=lambda done, total: progress.update(task, completed=done, total=total),
            )
            progress.add_task("同源分组", total=None)
            await group_arrivals(store, taken.item_ids)
            return taken.record


def _show(record: UploadRecord, console: Console) -> None:
    if record.problems:
        table = Table("行", "列", "填写的内容", "问题与修改办法", title="需要修改的行")
        for problem in record.problems[:SHOWN]:
            table.add_row(str(problem.row), problem.column, problem.found, problem.message)
        console.print(table, markup=False)
    for note in record.notes:
        console.print(note, markup=False, highlight=False)
    console.print(
        f"{record.rows} 行：新收 {record.new}，有修改 {record.changed}，没有变化 {record.same}，有误 {record.refused}。"
    )
