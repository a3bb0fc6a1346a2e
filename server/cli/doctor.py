"""`zhengwu doctor`."""

import json

import typer
from rich.console import Console
from rich.table import Table

from server.cli.options import DataDir, Json, Push, configured
from server.doctor.examine import examine, is_healthy
from server.doctor.finding import Finding, Level
from server.processes.run import run

app = typer.Typer(add_completion=False)

INTERRUPTED = 130  # as shells say it: 128 + SIGINT
MARKS = {Level.ok: "[green]✓ 正常[/]", Level.warn: "[yellow]! 提醒[/]", Level.fail: "[bold red]✗ 故障[/]"}


@app.command()
def doctor(data_dir: DataDir = None, push: Push = None, as_json: Json = False) -> None:
    settings = configured(data_dir=data_dir, push=push)
    findings = run(examine(settings))
    if findings is None:
        raise typer.Exit(INTERRUPTED)
    if as_json:
        typer.echo(_as_json(findings))
    else:
        _show(findings, Console())
    raise typer.Exit(0 if is_healthy(findings) else 1)


def _as_json(findings: list[Finding]) -> str:
    listed = [finding.model_dump(mode="json") for finding in findings]
    return json.dumps({"ok": is_healthy(findings), "findings": listed}, ensure_ascii=False, indent=2)


def _show(findings: list[Finding], console: Console) -> None:
    table = Table("结果", "检查", "情况", "怎么办", title="zhengwu doctor", title_style="bold")
    for finding in findings:
        table.add_row(MARKS[finding.level], finding.title, finding.found, finding.advice)
    console.print(table)
    problems = sum(finding.level is not Level.ok for finding in findings)
    console.print(
        f"{len(findings)} 项检查，{problems} 项需要处理。" if problems else f"{len(findings)} 项检查全部正常。"
    )
