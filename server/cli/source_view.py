"""How sources and their items are shown: tables and panels for people, one JSON object a line for scripts."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from aggregators.families.contract import Row
from aggregators.sniff import Sniffed
from content_models.intake.documents import NormalisedItem
from content_models.kit.clock import SHANGHAI
from content_models.sources.documents import FetchRecord, Source, SourceFamily
from server.pages.labels import FAMILY_NAMES, KIND_NAMES, OUTCOME_NAMES, SOURCE_STATE_NAMES
from server.pages.moments import minute

_ROWS_SHOWN = 8
_TEXT_SHOWN = 160  # characters
_ID_SHOWN = 8  # characters at least; more where that many tell two sources not apart
_WIDE = 120  # columns


def json_item(item: NormalisedItem, family: SourceFamily | None) -> str:
    """One item as one line, with exactly the fields that scripts rely on."""
    shown: dict[str, Any] = item.model_dump(
        mode="json", include={"url", "title", "source_name", "column", "kind", "body_text", "body_html", "warnings"}
    )
    shown |= {
        "published_at": item.published_at.astimezone(SHANGHAI).isoformat() if item.published_at else None,
        "doc_no": str(item.doc_no) if item.doc_no else item.doc_no_raw,
        "issuers": item.issuer_names,
        "attachments": [attachment.model_dump(mode="json") for attachment in item.attachments],
        "family": family.value if family else None,
    }
    return json.dumps(shown, ensure_ascii=False)


def show_json_sniffed(found: Sniffed) -> None:
    rows = [{"url": row.url, "title": row.title, "published_at": _moment(row.published_at)} for row in found.rows]
    shown = {
        "family": found.family.value,
        "url": found.url,
        "params": found.params,
        "evidence": found.evidence,
        "warnings": list(found.warnings),
        "rows": rows,
    }
    typer.echo(json.dumps(shown, ensure_ascii=False, default=str))


def show_sniffed(found: Sniffed, console: Console) -> None:
    console.print(f"[bold green]✓ {FAMILY_NAMES[found.family]}[/]（{found.family.value}）", highlight=False)
    console.print(Text(f"  依据  {found.evidence}"))
    console.print(Text(f"  网址  {found.url}"))
    for name, value in found.params.items():
        console.print(Text(f"  参数  {name}={value}"))
    console.print(_rows_table(found.rows))
    for warning in found.warnings:
        console.print(Text(f"！{warning}", style="yellow"))
    console.print("接下来：用 [bold]zhengwu source test[/] 试读正文，再用 [bold]zhengwu source add[/] 入库。")


def _rows_table(rows: list[Row]) -> Table:
    table = Table("日期", "标题", title=f"列表里有 {len(rows)} 条，最前面的是", title_justify="left")
    for row in rows[:_ROWS_SHOWN]:
        table.add_row(_day(row.published_at), Text(row.title or row.url))
    return table


def show_item(item: NormalisedItem, console: Console) -> None:
    """A card: what a poll would take in."""
    facts = Table.grid(padding=(0, 2))
    for label, value in _facts(item):
        facts.add_row(Text(label, style="dim"), Text(value))
    body = Text(item.body_text.replace("\n", " ")[:_TEXT_SHOWN] + ("…" if len(item.body_text) > _TEXT_SHOWN else ""))
    warnings = [Text(f"！{warning}", style="yellow") for warning in item.warnings]
    console.print(Panel(Group(facts, body, *warnings), title=Text(item.title or item.url), title_align="left"))


def _facts(item: NormalisedItem) -> Iterable[tuple[str, str]]:
    yield "网址", item.url
    yield "发布", minute(item.published_at) if item.published_at else "—"
    yield "来源", item.source_name or "—"
    yield "类别", f"{KIND_NAMES[item.kind]}（{item.kind_evidence}）"
    yield from [("文号", str(item.doc_no))] if item.doc_no else []
    yield from [("机关", "、".join(item.issuer_names))] if item.issuer_names else []
    yield from [("附件", "、".join(attachment.name for attachment in item.attachments))] if item.attachments else []
    yield from (
        [("时段", f"{minute(item.window_start)} 至 {minute(item.window_end) if item.window_end else '—'}")]
        if item.window_start
        else []
    )
    yield from [("地点", "、".join(item.places))] if item.places else []
    yield "正文", f"{len(item.body_text)} 字"


def show_sources(listed: list[Source], console: Console) -> None:
    """Names fold; the rest never does, so that ids can be copied. The address comes along where there is room."""
    is_wide = console.width >= _WIDE
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("编号", "状态", "上次有新", "失败"):
        table.add_column(heading, no_wrap=True)
    table.add_column("来源", overflow="fold", ratio=None if is_wide else 1)
    if is_wide:
        table.add_column("网址", overflow="ellipsis", no_wrap=True, ratio=1)
    length = _telling([source.id for source in listed])
    for source in listed:
        described = Text(source.name).append(f"  {FAMILY_NAMES[source.family]}", style="dim")
        address = [Text(source.url, style="dim")] if is_wide else []
        table.add_row(source.id[:length], *_state_of(source), described, *address)
    console.print(table)
    told = f"共 {len(listed)} 个来源，最需要照看的在前。编号写开头几位即可；完整内容加 [bold]--json[/]。"
    console.print(told if listed else "还没有来源，用 [bold]zhengwu source add[/] 添加。", highlight=False)


def _telling(ids: Sequence[str]) -> int:
    """How many of the first characters tell the ids apart."""
    lengths = range(_ID_SHOWN, max(map(len, ids), default=_ID_SHOWN))
    return next((length for length in lengths if len({one[:length] for one in ids}) == len(ids)), lengths.stop)


def _state_of(source: Source) -> tuple[str, str, Text]:
    health = source.health
    failures = Text(str(health.consecutive_failures), style="bold red" if health.consecutive_failures else "dim")
    last_news = minute(health.last_news_at) if health.last_news_at else "—"
    return SOURCE_STATE_NAMES[source.state], last_news, failures


def show_poll(record: FetchRecord, console: Console) -> None:
    console.print(
        f"{OUTCOME_NAMES[record.outcome]}：列表 {record.rows} 条，新增 {record.new}，变更 {record.changed}，"
        f"用时 {record.milliseconds} 毫秒。"
    )
    for error in [*([record.error] if record.error else []), *record.item_errors]:
        console.print(Text(f"！{error.code} {error.message} {error.subject or ''}", style="yellow"))


def _moment(moment: datetime | None) -> str | None:
    return moment.astimezone(SHANGHAI).isoformat(timespec="minutes") if moment else None


def _day(moment: datetime | None) -> str:
    return moment.astimezone(SHANGHAI).date().isoformat() if moment else "—"
