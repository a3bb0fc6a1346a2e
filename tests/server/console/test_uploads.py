"""上传来稿 through the console: choose, send, read the report, mend, send again."""

import re

import httpx
import pytest

from content_models.intake import repository as intake
from tests.server.desk import HEALTH, Desk, form_of, shown_text

CSV = "编号,标题,发布时间\n1,关于停水的通知,2026-09-01\n2,关于停电的通知,=明天\n"


async def send(client: httpx.AsyncClient, desk: Desk, body: bytes, name: str = "来稿.csv") -> httpx.Response:
    page = await client.get(f"/console/uploads?source={desk.sources[HEALTH.id].id}")
    return await client.post(
        "/console/uploads", data=form_of(page, "/console/uploads"), files={"file": (name, body)}, follow_redirects=True
    )


async def test_a_file_is_taken_in_and_its_bad_row_named(desk: Desk) -> None:
    async with desk.logged_in("wang") as wang:
        report = await send(wang, desk, CSV.encode("gb18030"))
        assert report.status_code == 200
        shown = shown_text(report)
        assert "1 行有误" in shown
        assert "2026-09-01、2026-09-01 10:30" in shown
        [address] = re.findall(r'href="(/console/uploads/[^"]+problems.csv)"', report.text)
        problems = await wang.get(address)
        assert "attachment" in problems.headers["content-disposition"]
        assert "'=明天" in problems.content.decode("utf-8-sig")
        assert "来稿.csv" in shown_text(await wang.get("/console/uploads"))
    [item] = await intake.newest_of(desk.sources[HEALTH.id].id, 5)
    assert item.item_key == "1"


async def test_sending_the_form_twice_counts_once(desk: Desk) -> None:
    async with desk.logged_in("wang") as wang:
        page = await wang.get(f"/console/uploads?source={desk.sources[HEALTH.id].id}")
        form = form_of(page, "/console/uploads")
        answers = [
            await wang.post("/console/uploads", data=form, files={"file": ("a.csv", CSV.encode())}) for _ in range(2)
        ]
        other = await wang.post("/console/uploads", data=form, files={"file": ("a.csv", CSV.encode() + b"\n")})
    assert answers[0].headers["location"] == answers[1].headers["location"] != other.headers["location"]


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"%PDF-1.7", 415, "只支持"),
        ("姓名,电话\n张三,1".encode(), 422, "没有找到表头"),
        (b"x" * (10 * 1024 * 1024 + 1), 413, "10 MB"),
    ],
)
async def test_a_file_that_is_none_brings_the_form_back_with_advice(
    desk: Desk, body: bytes, status: int, words: str
) -> None:
    async with desk.logged_in("wang") as wang:
        answer = await send(wang, desk, body)
    assert answer.status_code == status
    assert words in shown_text(answer)
    assert 'role="alert"' in answer.text
    assert "selected" in answer.text


async def test_without_a_file_or_source_it_says_so(desk: Desk) -> None:
    async with desk.logged_in("wang") as wang:
        form = form_of(await wang.get("/console/uploads"), "/console/uploads") | {"source": ""}
        assert "没有选择文件" in shown_text(await wang.post("/console/uploads", data=form))
        answer = await wang.post("/console/uploads", data=form, files={"file": ("a.csv", CSV.encode())})
    assert "没有选择来源" in shown_text(answer)


@pytest.mark.parametrize("format", ["xlsx", "csv", "xml"])
async def test_templates_are_offered_for_download(desk: Desk, format: str) -> None:
    async with desk.logged_in("wang") as wang:
        assert f"/console/uploads/template.{format}" in (await wang.get("/console/uploads")).text
        answer = await wang.get(f"/console/uploads/template.{format}")
        assert (await wang.get("/console/uploads/template.exe")).status_code == 404
    assert answer.status_code == 200
    assert f"template.{format}" in answer.headers["content-disposition"]


async def test_who_may_only_look_may_not_upload(desk: Desk) -> None:
    async with desk.logged_in("qian") as qian:
        assert (await send(qian, desk, CSV.encode())).status_code == 403
    assert await intake.newest_of(desk.sources[HEALTH.id].id, 5) == []


async def test_scripts_in_a_row_and_in_the_name_stay_text(desk: Desk) -> None:
    hostile = "<script>alert(1)</script>"
    async with desk.logged_in("wang") as wang:
        report = await send(wang, desk, f"标题,发布时间\n{hostile},{hostile}".encode(), name=f"{hostile}.csv")
    assert report.status_code == 200
    assert "<script>alert" not in report.text
