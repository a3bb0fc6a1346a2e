"""What each kind states beside its text, typed and chosen in a real Chromium; looked at on a desk and on a tablet."""

from collections.abc import Iterator
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from content_models.intake.documents import ItemKind
from content_models.releases.documents import ReleaseKind
from tests.e2e.door import enter
from tests.e2e.faces import Faces
from tests.e2e.test_lifecycle import SIZES, faces, looked_at
from tests.e2e.watching import Watch, findings
from tests.server.desk import GOVERNMENT, Desk, a_policy, press, publish, review

pytestmark = pytest.mark.browser
__all__ = ["faces"]

RULE = "示例市养犬管理办法"
ARTICLES = "<p>第一条 为了规范养犬，制定本办法。</p><p>第二条 本办法适用于本市。</p><p>第三条 养犬应当登记。</p>"
BODY = "<p>为什么要管？为了大家安心。</p><p>怎样登记？到派出所，带上身份证和免疫证。</p>"


@pytest.fixture
def watch(page: Any, faces: Faces) -> Iterator[Watch]:
    watch = Watch(faces.address).over(page)
    page.set_viewport_size(SIZES[0])
    enter(page, faces, "wang")
    yield watch
    assert watch.problems == []


def drafted(faces: Faces, kind: ReleaseKind, title: str, *, public: bool = False, **said: Any) -> str:
    async def work(desk: Desk) -> str:
        seems = ItemKind.interpretation if kind is ReleaseKind.interpretation else ItemKind.notice
        given = {"kind": seems, "doc_no": None, "issuer_names": [GOVERNMENT.full_name]} | said
        [item] = await desk.arrive(GOVERNMENT, a_policy(title, title, **given))
        async with desk.logged_in("wang") as wang:
            await press(wang, f"/console/triage?item={item}", f"/console/triage/{item}/adopt", as_kind=kind.value)
            listed = LexborHTMLParser((await wang.get("/console/releases?state=draft")).text)
        address = next(str(one.attributes["href"]) for one in listed.css("a.release-line") if title in one.text())
        if public:
            await review(desk, address)
            await publish(desk, address)
        return address

    return faces.run(work)


def test_a_guide_is_given_its_materials_row_by_row(page: Any, faces: Faces, watch: Watch) -> None:
    page.goto(faces.address + drafted(faces, ReleaseKind.guide, "开办餐馆示例指南"), wait_until="load")
    materials = page.get_by_role("group", name="申请材料")
    materials.get_by_label("名称").first.fill("身份证")
    materials.get_by_label("份数").first.fill("1")
    materials.get_by_role("button", name="再加一行材料").click()
    page.keyboard.type("营业执照")  # the new row has the focus
    materials.get_by_label("是否必要").last.select_option(label="非必要")
    page.get_by_role("group", name="办理地点").get_by_label("名称").first.fill("市政务服务中心")
    looked_at(page, "card-guide")
    assert findings(page) == []
    page.keyboard.press("Control+s")
    page.wait_for_url("**?saved")
    assert [one.input_value() for one in materials.get_by_label("名称").all()] == ["身份证", "营业执照", ""]
    assert materials.get_by_label("是否必要").nth(1).input_value() == "no"


def test_a_theme_is_chosen_by_keyboard(page: Any, faces: Faces, watch: Watch) -> None:
    page.goto(faces.address + drafted(faces, ReleaseKind.policy, "示例市节水办法"), wait_until="load")
    theme = page.get_by_label("主题分类")
    theme.select_option("国土资源、能源\\水资源")
    looked_at(page, "card-policy")
    assert findings(page) == []
    page.keyboard.press("Control+s")
    page.wait_for_url("**?saved")
    assert theme.input_value() == "国土资源、能源\\水资源"


def test_an_interpretation_binds_its_paragraphs_to_clauses(page: Any, faces: Faces, watch: Watch) -> None:
    drafted(faces, ReleaseKind.policy, RULE, public=True, body_html=ARTICLES)
    reading = drafted(faces, ReleaseKind.interpretation, f"《{RULE}》政策解读", body_html=BODY)
    page.goto(faces.address + reading, wait_until="load")
    elements = page.get_by_role("group", name="解读要素")
    elements.get_by_role("combobox", name="要素").first.select_option(label="背景依据")
    elements.get_by_role("textbox", name="内容").first.fill("养犬的人多了，需要有规矩。")
    clauses = page.get_by_role("group", name="条款对应")
    clauses.get_by_role("combobox", name="本文的这一段").first.select_option(index=2)
    clauses.get_by_role("combobox", name="讲的是").first.select_option(label="第三条 养犬应当登记")
    looked_at(page, "card-interpretation")
    assert findings(page) == []
    page.keyboard.press("Control+s")
    page.wait_for_url("**?saved")
    assert "怎样登记" in clauses.get_by_role("combobox", name="本文的这一段").first.input_value()
    page.goto(f"{faces.address}{reading}/preview/screen", wait_until="load")
    shown = page.locator("main").inner_text()
    assert "养犬的人多了" in shown
    assert "第三条" in shown
    looked_at(page, "preview-interpretation")
    assert findings(page) == []
