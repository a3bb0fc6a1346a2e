"""How sources and their items are shown: tables and panels for people, one JSON object a line for scripts."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import typer
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

_ROWS_SHOWN = 8
_TEXT_SHOWN = 160  # characters


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
    yield "发布", _moment(item.published_at) or "—"
    yield "来源", item.source_name or "—"
    yield "类别", f"{KIND_NAMES[item.kind]}（{item.kind_evidence}）"
    yield from [("文号", str(item.doc_no))] if item.doc_no else []
    yield from [("机关", "、".join(item.issuer_names))] if item.issuer_names else []
    yield from [("附件", "、".join(attachment.name for attachment in item.attachments))] if item.attachments else []
    yield from (
        [("时段", f"{_moment(item.window_start)} 至 {_moment(item.window_end) or '—'}")] if item.window_start else []
    )
    yield from [("地点", "、".join(item.places))] if item.places else []
    yield "正文", f"{len(item.body_text)} 字"


def show_sources(listed: list[Source], console: Console) -> None:
    table = Table("编号", "名称", "系统", "状态", "上次有新", "连续失败", "网址")
    for source in listed:
        table.add_row(
            source.id,
            Text(source.name),
            FAMILY_NAMES[source.family],
            SOURCE_STATE_NAMES[source.state],
            _moment(source.health.last_news_at) or "—",
            str(source.health.consecutive_failures),
            Text(source.url),
        )
    console.print(table)
    console.print(f"共 {len(listed)} 个来源。" if listed else "还没有来源，用 [bold]zhengwu source add[/] 添加。")


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
