"""The commands of `zhengwu source …` that work on records: `add`, `list` and `poll`."""

from typing import Annotated

import typer
from pymongo.errors import DuplicateKeyError
from rich.console import Console

from aggregators.fetch import Fetcher
from aggregators.poll import poll_source
from aggregators.sniff import sniff
from content_models.kit.errors import Conflict, NotFound
from content_models.kit.ids import new_id
from content_models.organs import repository as organs
from content_models.sources import repository as sources
from content_models.sources.documents import FetchOutcome, FetchRecord, Source
from server.cli.options import DataDir, Json, configured
from server.cli.source_options import Column, Family, Params, Private, Selectors, pairs
from server.cli.source_store import SourceId, load_source, store_at_hand
from server.cli.source_view import show_poll, show_sources
from server.pages.moments import minute
from server.processes.run import run
from server.settings import Settings

app = typer.Typer(add_completion=False)

Name = Annotated[str, typer.Option(help="来源名称，编辑台里显示", show_default=False)]
OrganName = Annotated[str, typer.Option("--organ", help="发布机构的全称、简称或编号", show_default=False)]


class SourceExists(Conflict):
    """The address is a source already: `details.url`."""

    code = "SOURCE_EXISTS"
    default_message = "这个网址已经是来源，不能重复添加；用 zhengwu source list 查看。"


@app.command()
def add(
    url: Column,
    name: Name,
    organ: OrganName,
    family: Family = None,
    param: Params = None,
    selector: Selectors = None,
    column: Annotated[str | None, typer.Option(help="栏目名称，用来判断条目类别")] = None,
    allow_private: Private = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """添加来源：先识别并读出列表，读得出才入库；之后 worker 会按节奏抓取。"""
    draft: dict[str, object] = {"url": url, "name": name, "column_name": column, "allow_private_network": allow_private}
    draft["selectors"] = pairs(selector)
    added = run(_add(configured(data_dir=data_dir), draft, organ, family, pairs(param)))
    if added is None:
        return
    if as_json:
        typer.echo(added.model_dump_json(include={"id", "name", "family", "url", "params", "organ_id"}))
    else:
        Console().print(f"已添加来源 [bold]{added.id}[/]；立即抓取：zhengwu source poll {added.id} --now")


async def _add(
    settings: Settings, draft: dict[str, object], organ: str, family: Family, params: dict[str, str]
) -> Source:
    async with Fetcher() as fetcher:
        found = await sniff(
            fetcher,
            str(draft["url"]),
            allow_private=bool(draft["allow_private_network"]),
            family=family,
            params=params,
            selectors=draft["selectors"],  # type: ignore[arg-type]
        )
    async with store_at_hand(settings):
        source: Source = Source.model_validate(
            draft
            | {"id": new_id(), "organ_id": await _organ(organ), "url": found.url}
            | {"family": found.family, "params": found.params}
        )
        try:
            await sources.add(source)
        except DuplicateKeyError as error:
            raise SourceExists(url=found.url) from error
        return source


async def _organ(named: str) -> str:
    """By id or by any of its names; the organ that exists today comes first."""
    if named in await organs.load_many([named]):
        return named
    found = await organs.named(named)
    if not found:
        raise NotFound(f"没有找到机构“{named}”，请核对全称，或先在机构目录中添加。", organ=named)
    return found[0].id


@app.command("list")
def list_sources(data_dir: DataDir = None, as_json: Json = False) -> None:
    """列出全部来源：系统、状态、上次有新内容的时间；最需要照看的排在前面。"""

    async def work() -> list[Source]:
        async with store_at_hand(configured(data_dir=data_dir)):
            return await sources.most_troubled_first()

    listed = run(work()) or []
    if not as_json:
        show_sources(listed, Console())
        return
    for source in listed:
        typer.echo(source.model_dump_json(include={"id", "name", "family", "url", "state", "health", "next_due_at"}))


@app.command()
def poll(
    source_id: SourceId,
    now: Annotated[bool, typer.Option("--now", help="立即抓取一次；不写则只说明下次抓取的时间")] = False,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """抓取来源：--now 立即抓取一次，新条目进入分拣。"""
    settings = configured(data_dir=data_dir)
    if not now:
        source = run(load_source(source_id, settings))
        if source:
            due = minute(source.next_due_at) if source.next_due_at else "尽快"
            typer.echo(f"下次抓取：{due}；加上 --now 立即抓取。")
        return
    with Console(stderr=True).status("正在抓取 …"):
        record = run(_poll(source_id, settings))
    if record is None:
        return
    if as_json:
        typer.echo(record.model_dump_json())
    else:
        show_poll(record, Console())
    raise typer.Exit(1 if record.outcome is FetchOutcome.failed else 0)


async def _poll(source_id: str, settings: Settings) -> FetchRecord:
    async with store_at_hand(settings) as store, Fetcher() as fetcher:
        return await poll_source(store, fetcher, await sources.load_by_beginning(source_id))
