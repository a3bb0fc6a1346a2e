"""图片与附件: told by their bytes, limited, addressed by digest, public only while a public text shows them."""

import hashlib
import io
import zipfile
from urllib.parse import quote

import httpx
import pytest

from content_models.releases import repository as releases
from tests.server.desk import GOVERNMENT, Desk, a_policy, draft_from, form_of, press, publish, review, shown_text

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
PDF = b"%PDF-1.7\n" + b"x" * 1_500_000  # two parts in the store


def xlsx() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return whole.getvalue()


@pytest.fixture
async def draft(desk: Desk) -> str:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy())
    return await draft_from(desk, item_id)


async def attach(client: httpx.AsyncClient, draft: str, name: str, body: bytes) -> httpx.Response:
    return await client.post(f"{draft}/attachments", files={"file": (name, body, "application/pdf")})


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("通知.pdf", b"MZ\x90\0" + b"\0" * 60, "FILE_NOT_WHAT_IT_SAYS"),
        ("名单.xlsx", PDF, "FILE_NOT_WHAT_IT_SAYS"),
        ("页面.txt", b"<!doctype html><script>1</script>", "FILE_NOT_WHAT_IT_SAYS"),
        ("程序.exe", b"MZ", "FILE_TYPE_REFUSED"),
        ("图.svg", b"<svg onload='x'/>", "FILE_TYPE_REFUSED"),
        ("图.webp", b"<svg onload='x'/>", "FILE_NOT_WHAT_IT_SAYS"),
        ("图.webp", b"RIFF\x24\0\0\0WAVEfmt ", "FILE_NOT_WHAT_IT_SAYS"),
        ("没有扩展名", PDF, "FILE_TYPE_REFUSED"),
        ("太大.pdf", b"%PDF-" + b"x" * 20_000_001, "FILE_TOO_LARGE"),
    ],
)
async def test_what_is_not_what_it_says_is_refused_in_words(
    desk: Desk, draft: str, name: str, body: bytes, code: str
) -> None:
    async with desk.logged_in("wang") as wang:
        answer = await attach(wang, draft, name, body)
    assert answer.json()["code"] == code
    assert "请" in answer.json()["message"]


async def test_attachment_is_public_with_its_text_and_gone_with_it(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang:
        line = await attach(wang, draft, "../路径/示例 方案.pdf", PDF)
        address = f"/files/{hashlib.sha256(PDF).hexdigest()}/{quote('示例 方案.pdf')}"
        assert address in line.text
        saved = await press(wang, draft, draft, attachments=[address])
        assert "示例 方案.pdf" in shown_text(saved)
    async with desk.visitor() as resident:
        assert (await resident.get(address)).status_code == 404
        await review(desk, draft)
        await publish(desk, draft)
        seen = await resident.get(address)
        assert seen.content == PDF
        assert seen.headers["content-type"] == "application/pdf"
        assert seen.headers["content-disposition"].startswith("attachment")
        known = await resident.get(address, headers={"if-none-match": seen.headers["etag"]})
        assert known.status_code == 304
        async with desk.logged_in("zhao") as zhao:
            await press(zhao, draft, f"{draft}/withdraw", reason="数据有误，更正后重新发布")
        assert (await resident.get(address)).status_code == 404


async def test_picture_needs_words_and_another_version_has_another_address(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang:
        send = {"file": ("图.png", PNG, "image/png")}
        refused = await wang.post(f"{draft}/pictures", files=send, data={"alt": " "})
        assert refused.json()["code"] == "PICTURE_WITHOUT_WORDS"
        first = (await wang.post(f"{draft}/pictures", files=send, data={"alt": "示意图"})).json()["url"]
        other = {"file": ("图.png", PNG + b"1", "image/png")}
        second = (await wang.post(f"{draft}/pictures", files=other, data={"alt": "示意图"})).json()["url"]
        assert first != second
        wordless = await press(wang, draft, draft, body_html=f'<p><img src="{first}"></p>')
        assert wordless.status_code == 422
        assert "替代文字" in shown_text(wordless)
        assert (await wang.get(first)).content == PNG
        await press(wang, draft, draft, body_html=f'<p><img src="{first}" alt="示意图"></p>')
    release = await releases.load(draft.rsplit("/", 1)[1])
    body = (await releases.load_revision(release.current_revision_id)).content.body_html
    assert body == f'<p><img src="{first}" alt="示意图"></p>'


async def test_webp_is_a_picture_and_svg_is_told_why_it_is_none(desk: Desk, draft: str) -> None:
    webp = b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 32
    async with desk.logged_in("wang") as wang:
        sent = {"data": {"alt": "办事大厅的示意图"}, "files": {"file": ("大厅.webp", webp)}}
        taken = await wang.post(f"{draft}/pictures", **sent)
        shown = await wang.get(taken.json()["url"])
        refused = await attach(wang, draft, "图.svg", b"<svg onload='x'/>")
    assert shown.headers["content-type"] == "image/webp"
    assert "可以夹带脚本" in refused.json()["message"]


async def test_unchecking_an_attachment_takes_it_out_and_an_invented_one_is_refused(desk: Desk, draft: str) -> None:
    async with desk.logged_in("wang") as wang:
        address = f"/files/{hashlib.sha256(xlsx()).hexdigest()}/{quote('名单.xlsx')}"
        await attach(wang, draft, "名单.xlsx", xlsx())
        await press(wang, draft, draft, attachments=[address])
        kept = form_of(await wang.get(draft), draft)
        assert kept["attachments"] == [address]
        await wang.post(draft, data={name: value for name, value in kept.items() if name != "attachments"})
        assert "名单.xlsx" not in shown_text(await wang.get(draft))
        invented = await press(wang, draft, draft, attachments=[f"/files/{'0' * 64}/a.pdf"])
    assert invented.status_code == 422
    assert "附件已不存在" in shown_text(invented)


async def test_personal_data_in_an_uploaded_list_is_found_by_the_publish_checks(desk: Desk, draft: str) -> None:
    listed = "姓名,公民身份号码\n示例,11010519491231002X\n".encode()
    async with desk.logged_in("wang") as wang:
        line = await attach(wang, draft, "名单.csv", listed)
        assert line.status_code == 200
        saved = await press(
            wang, draft, draft, attachments=[f"/files/{hashlib.sha256(listed).hexdigest()}/{quote('名单.csv')}"]
        )
    assert "名单.csv" in shown_text(saved)
    assert "公民身份号码" in shown_text(saved)
