"""`zhengwu link`: how well interpretations find their policies."""

import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from content_models.official_text.linking.evaluation import Judged, judge, score_of
from content_models.official_text.linking.records import Suggestion
from content_models.official_text.linking.sample_file import SampleFile, SampleFileInvalid
from server.cli.options import Json

app = typer.Typer(no_args_is_help=True, add_completion=False)

LARGEST_FILE = 64 * 1024 * 1024  # bytes: about 100,000 records


@app.callback()
def link() -> None:
    """关联解读与政策。"""


@app.command("eval")
def evaluate(
    file: Annotated[Path, typer.Argument(help="样本文件：JSON 数组，含 policy、interpretation、negative 三种记录")],
    as_json: Json = False,
) -> None:
    """在一份样本上检验自动关联：准确率、召回率、前五条建议的召回率，以及每一处差错的依据。不需要数据库。

    --json 每条解读或反例输出一行 {"id", "auto", "suggested"}；suggested 是按把握排好的全部候选，自动关联的在最前。
    """
    judged = judge(SampleFile.parse(_content(file)))
    if as_json:
        sys.stdout.writelines(f"{_as_json(one)}\n" for one in judged)
    else:
        _show(judged, Console())


def _content(file: Path) -> bytes:
    """Raises SampleFileInvalid for what cannot be read, saying why."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise SampleFileInvalid(f"文件超过 {LARGEST_FILE // 1024 // 1024} MB，请拆分后再试。")
        return file.read_bytes()
    except OSError as error:
        reason = "没有这个文件" if isinstance(error, FileNotFoundError) else error.strerror or str(error)
        raise SampleFileInvalid(f"读不到文件 {file}：{reason}；请核对路径后再试。") from error


def _as_json(judged: Judged) -> str:
    auto = [one.policy_id for one in judged.linking.auto]
    record = {"id": judged.record.id, "auto": auto, "suggested": judged.linking.ranked}
    return orjson.dumps(record).decode()


def _show(judged: list[Judged], console: Console) -> None:
    score = score_of(judged)
    summary = Table("指标", "结果", "说明", title="解读关联检验", title_style="bold")
    summary.add_row("自动关联准确率", f"{score.precision:.3f}", f"{score.links} 处自动关联，{score.wrong} 处错误")
    summary.add_row("自动关联召回率", f"{score.recall:.3f}", f"应关联 {score.targets} 处，{score.missed} 处留给编辑")
    summary.add_row("前五条召回率", f"{score.recall_at_5:.3f}", f"{score.not_shown} 处没有出现在前五条里")
    summary.add_row("反例", str(score.negatives), f"为反例提出的建议 {score.suggested_for_negatives} 条")
    console.print(summary)
    _show_rows("错误的自动关联", [one for one in judged if one.wrong], console)
    _show_rows("没有自动关联的解读", [one for one in judged if one.missed and not one.wrong], console)


def _show_rows(title: str, judged: list[Judged], console: Console) -> None:
    if not judged:
        return
    columns = [Column(name, overflow="fold") for name in ("编号", "标题", "应关联", "找到（依据）")]
    table = Table(*columns, title=title, title_style="bold", show_lines=True)
    for one in judged:
        found = "\n".join(_line(suggestion) for suggestion in (*one.linking.auto, *one.linking.suggested)[:5])
        target = "、".join(sorted(one.reads)) or "（无）"
        table.add_row(*map(escape, (one.record.id, one.record.title or "", target, found or "没有候选")))
    console.print(table)


def _line(suggestion: Suggestion) -> str:
    return f"{suggestion.policy_id} {suggestion.score:.2f} {'；'.join(suggestion.evidence)}"
