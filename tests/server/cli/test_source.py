"""`zhengwu source`: what an editor sees, and what a script may rely on."""

import asyncio
import json
import threading
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from content_models.kit.store import Store
from content_models.organs import repository as organs
from content_models.organs.documents import Organ, OrganLevel, Region
from server.cli.main import app
from tests.server.support import zhengwu

FIELDS = {
    *("url", "title", "published_at", "source_name", "column", "doc_no", "issuers", "kind"),
    *("body_text", "body_html", "attachments", "family", "warnings"),
}
ARTICLE = """<html><head><meta charset="gbk"><title>{title}_示例市政府</title></head><body><h1>{title}</h1>
<p>发布时间：2024-05-06 09:00　来源：示例市水务局</p><div class="TRS_Editor"><p>示政发〔2024〕3号</p>
<p>各有关单位：定于5月8日9:00至17:00停水，请做好储水准备，给您带来不便敬请谅解。</p>
<p><a href="./a.pdf">附件：停水范围</a></p></div></body></html>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def town(tmp_path: Path) -> Iterator[str]:
    """A department's site with three notices, the last of which is gone."""
    rows = "".join(
        f'<li><a href="./t2024050{n}_{n}.html" title="关于第{n}次停水的通知">关于…</a><span>2024-05-0{n}</span></li>'
        for n in (3, 2, 1)
    )
    (tmp_path / "tz").mkdir()
    (tmp_path / "tz/index.html").write_text(f"<ul>{rows}</ul>", "utf-8")
    for n in (3, 2):
        page = ARTICLE.format(title=f"关于第{n}次停水的通知")
        (tmp_path / f"tz/t2024050{n}_{n}.html").write_bytes(page.encode("gb18030"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def source(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["source", *arguments], env={"COLUMNS": "160"})


def objects(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_test_prints_one_object_an_item_with_exactly_the_promised_fields(town: str) -> None:
    result = source("test", f"{town}/tz/", "--json", "--allow-private")
    assert result.exit_code == 0, result.output
    found = objects(result)
    assert [set(item) for item in found] == [FIELDS] * 3
    first = found[0]
    assert first["title"] == "关于第3次停水的通知"
    assert first["published_at"] == "2024-05-06T09:00:00+08:00"
    assert (first["source_name"], first["family"]) == ("示例市水务局", "trs_static")
    assert "储水" in first["body_text"]
    assert [attachment["url"] for attachment in first["attachments"]] == [f"{town}/tz/a.pdf"]


def test_a_page_that_is_gone_is_an_item_with_a_warning_and_not_the_end(town: str) -> None:
    last = objects(source("test", f"{town}/tz/", "--json", "--allow-private"))[-1]
    assert last["title"] == "关于第1次停水的通知"
    assert "SOURCE_GONE" in last["warnings"][0]


def test_the_limit_is_kept_and_the_family_may_be_named(town: str) -> None:
    result = source("test", f"{town}/tz/", "--json", "--allow-private", "--limit", "1", "--family", "html_list")
    assert [item["family"] for item in objects(result)] == ["html_list"]


def test_article_reads_one_page(town: str) -> None:
    [item] = objects(source("article", f"{town}/tz/t20240502_2.html", "--json", "--allow-private"))
    assert set(item) == FIELDS
    assert item["title"] == "关于第2次停水的通知"
    assert item["family"] is None


def test_sniff_names_the_family_and_shows_rows(town: str) -> None:
    shown = source("sniff", f"{town}/tz/", "--allow-private")
    assert shown.exit_code == 0
    assert "trs_static" in shown.stdout
    assert "关于第3次停水的通知" in shown.stdout
    [found] = objects(source("sniff", f"{town}/tz/", "--allow-private", "--json"))
    assert (found["family"], len(found["rows"])) == ("trs_static", 3)


@pytest.mark.parametrize("command", ["sniff", "test", "article"])
def test_private_addresses_are_refused_unless_allowed(town: str, command: str) -> None:
    refused = source(command, f"{town}/tz/")
    assert refused.exit_code == 1
    assert "SOURCE_ADDRESS_REFUSED" in refused.output
    assert "Traceback" not in refused.output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("sniff", "ftp://example.gov/"), "SOURCE_URL_INVALID"),
        (("article", "{town}/tz/none.html", "--allow-private"), "SOURCE_GONE"),
        (("test", "{town}/tz/t20240502_2.html", "--allow-private"), "FAMILY_UNRECOGNISED"),
        (("sniff", "{town}/tz/", "--allow-private", "--param", "novalue"), "OPTION_INVALID"),
    ],
)
def test_errors_are_one_object_for_scripts(town: str, arguments: tuple[str, ...], code: str) -> None:
    result = source(*(argument.format(town=town) for argument in arguments), "--json")
    assert result.exit_code == 1
    [told] = objects(result)
    assert told["error"]["code"] == code
    assert told["error"]["message"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("test", "http://a/", "--limit", "0"), "--limit 填写有误：不能小于 1"),
        (("test", "http://a/", "--limit", "many"), "--limit 填写有误：应为整数"),
        (("test", "http://a/", "--family", "wordpress"), "“wordpress”不是可用的值，可用的是 'feed', 'hanweb_jpage'"),
        (("sniff",), "缺少 url"),
        (("sniff", "http://a/", "--nosuch"), "没有选项 --nosuch"),
        (("sniff", "http://a/", "--param"), "--param 后面缺少值"),
        (("upload", "x", "none.csv"), "file 填写有误：没有这个文件"),
        (("nosuch",), "没有命令“nosuch”"),
    ],
)
def test_a_command_written_wrongly_is_told_in_chinese_and_as_an_object(arguments: tuple[str, ...], said: str) -> None:
    shown = source(*arguments)
    assert (shown.exit_code, shown.stdout) == (2, "")
    assert said in shown.stderr
    assert "--help" in shown.stderr
    scripted = source(*arguments[:1], "--json", *arguments[1:])
    assert scripted.exit_code == 2
    assert objects(scripted)[0]["error"]["code"] == "USAGE_INVALID"


def test_a_file_in_the_place_of_an_article_is_no_text(town: str, tmp_path: Path) -> None:
    (tmp_path / "tz/a.pdf").write_bytes(b"%PDF-1.4 \x00\xff\x9c")
    result = source("article", f"{town}/tz/a.pdf", "--json", "--allow-private")
    assert result.exit_code == 1
    assert objects(result)[0]["error"]["code"] == "ARTICLE_IS_FILE"


@pytest.mark.slow
@pytest.mark.timeout(600)  # several processes, one after the other, on a machine that others use
async def test_a_source_is_added_once_listed_and_polled_now(
    town: str, tmp_path: Path, store: Store, redis_url: str, mongodb_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHENGWU_MONGODB_URI", mongodb_uri)
    monkeypatch.setenv("ZHENGWU_MONGODB_DATABASE", store.database.name)
    monkeypatch.setenv("ZHENGWU_REDIS_URL", redis_url)
    region = Region(id="320000", name="示例市", level=OrganLevel.municipal)
    await organs.save_region(region)
    bureau = Organ(
        full_name="示例市水务局",
        short_name="水务局",
        level=OrganLevel.municipal,
        region_code=region.id,
        valid_from=date(2000, 1, 1),
    )
    await organs.save_organ(bureau)

    async def run(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
        place = ("--data-dir", str(tmp_path / "data"), "--json")
        done = await asyncio.to_thread(zhengwu, "source", *arguments, *place, cwd=tmp_path)
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]

    adding = ("add", f"{town}/tz/", "--name", "水务局通知", "--allow-private", "--organ")
    status, [unknown] = await run(*adding, "不存在的局")
    assert (status, unknown["error"]["code"]) == (1, "NOT_FOUND")
    status, [added] = await run(*adding, "示例市水务局")
    assert (status, added["family"], added["organ_id"]) == (0, "trs_static", bureau.id)
    status, [again] = await run(*adding, "示例市水务局")
    assert (status, again["error"]["code"]) == (1, "SOURCE_EXISTS")
    status, [polled] = await run("poll", added["id"], "--now")
    assert (status, polled["outcome"], polled["new"]) == (0, "news", 2)
    _, listed = await run("list")
    assert [source["id"] for source in listed] == [added["id"]]
    _, tested = await run("test", added["id"][:13], "--limit", "1")  # as its row in the table begins
    assert tested[0]["title"] == "关于第3次停水的通知"
