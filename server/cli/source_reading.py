"""`zhengwu source sniff`, `test` and `article`: look before anything is kept. They need no database of their own."""

from contextlib import aclosing

import typer
from rich.console import Console

from aggregators.fetch import Fetcher
from aggregators.sniff import sniff
from aggregators.trial import provisional_source, try_article, try_items
from content_models.intake.documents import NormalisedItem
from content_models.sources.documents import Source, SourceFamily
from server.cli.options import DataDir, Json, configured
from server.cli.source_options import Column, Family, Limit, Params, Private, Selectors, pairs
from server.cli.source_store import load_source
from server.cli.source_view import json_item, show_item, show_json_sniffed, show_sniffed
from server.processes.run import run

app = typer.Typer(add_completion=False)


@app.command("sniff")
def sniff_column(
    url: Column,
    family: Family = None,
    param: Params = None,
    selector: Selectors = None,
    allow_private: Private = False,
    as_json: Json = False,
) -> None:
    """识别栏目：用的是哪种系统、参数是什么、最前面几条是什么。不写入任何数据。"""

    async def work() -> None:
        options = {"family": family, "params": pairs(param), "selectors": pairs(selector)}
        with Console(stderr=True).status("正在识别 …"):
            async with Fetcher() as fetcher:
                found = await sniff(fetcher, url, allow_private=allow_private, **options)  # type: ignore[arg-type]
        if as_json:
            show_json_sniffed(found)
        else:
            show_sniffed(found, Console())

    run(work())


@app.command("test")
def try_source(
    target: str = typer.Argument(help="栏目网址，或已有来源的编号", show_default=False),
    family: Family = None,
    param: Params = None,
    selector: Selectors = None,
    allow_private: Private = False,
    limit: Limit = 10,
    data_dir: DataDir = None,
    as_json: Json = False,
) -> None:
    """试读来源：把最新的条目连同正文读出来看看，不写入任何数据。--json 每行输出一条。"""

    async def work() -> None:
        params, selectors = pairs(param), pairs(selector)
        async with Fetcher() as fetcher:
            source = await _source(fetcher, target, family, params, selectors, allow_private, data_dir)
            await _try(fetcher, source, limit, as_json)

    run(work())


async def _source(
    fetcher: Fetcher,
    target: str,
    family: Family,
    params: dict[str, str],
    selectors: dict[str, str],
    allow_private: bool,
    data_dir: DataDir,
) -> Source:
    """A record by its id, or what the sniffer makes of an address; a family that is named is believed."""
    if "/" not in target:
        return await load_source(target, configured(data_dir=data_dir))
    if family is None:
        found = await sniff(fetcher, target, allow_private=allow_private, params=params, selectors=selectors)
        target, family, params = found.url, found.family, found.params
    return provisional_source(target, family, params=params, selectors=selectors, allow_private_network=allow_private)


async def _try(fetcher: Fetcher, source: Source, limit: int, as_json: bool) -> None:
    count = 0
    with Console(stderr=True).status("正在试读 …") as status:
        async with aclosing(try_items(fetcher, source, limit)) as tries:
            async for tried in tries:
                count += 1
                status.update(f"正在试读 … 已读 {count} 条")
                _show(tried.item, source.family, as_json)
    if not as_json:
        Console().print(f"共 {count} 条。满意的话用 [bold]zhengwu source add[/] 入库。")


@app.command("article")
def read_page(
    url: str = typer.Argument(help="文章页的网址", show_default=False),
    selector: Selectors = None,
    allow_private: Private = False,
    as_json: Json = False,
) -> None:
    """读取一篇文章：标题、日期、来源、正文和附件。不写入任何数据。"""

    async def work() -> None:
        page = provisional_source(
            url, SourceFamily.html_list, params={}, selectors=pairs(selector), allow_private_network=allow_private
        )
        async with Fetcher() as fetcher:
            _show(await try_article(fetcher, page), None, as_json)

    run(work())


def _show(item: NormalisedItem, family: SourceFamily | None, as_json: bool) -> None:
    if as_json:
        typer.echo(json_item(item, family))
    else:
        show_item(item, Console())
