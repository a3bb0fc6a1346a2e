"""One policy and its interpretation go through the whole console, by four hands and a resident's eyes."""

from content_models.intake.documents import ItemKind
from tests.server.desk import (
    GOVERNMENT,
    HEALTH,
    Desk,
    a_policy,
    adopt_first,
    form_of,
    press,
    public_address,
    publish,
    review_on_pages,
    shown_text,
)

READING = "《便民服务提升行动方案》政策解读"


async def a_draft(desk: Desk, **fields: object) -> str:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy(**fields))
    async with desk.logged_in("wang") as wang:
        return await adopt_first(wang, item_id)


async def test_policy_and_interpretation_are_adopted_linked_reviewed_and_published_in_one_act(desk: Desk) -> None:
    policy = await a_draft(desk)
    reading = await a_draft(desk, key="2", title=READING, kind=ItemKind.interpretation, doc_no=None)
    async with desk.logged_in("wang") as wang:
        saved = await press(wang, reading, reading, policies=[policy.rsplit("/", 1)[1]], form="图解")
        assert "便民服务提升行动方案的通知" in shown_text(saved)
    await review_on_pages(desk, policy)
    await review_on_pages(desk, reading)

    answer = await publish(desk, policy)

    assert "已发布" in shown_text(answer)
    assert f'href="{await public_address(desk, policy)}"' in answer.text
    async with desk.visitor() as resident:
        feed = await resident.get("/")
        assert "附解读 1 篇" in shown_text(feed)
        article = shown_text(await resident.get(await public_address(desk, policy)))
        assert READING in article
        assert "示政办发〔2026〕12号" in article
        assert "便民服务提升行动方案的通知" in shown_text(await resident.get(await public_address(desk, reading)))


async def test_adopting_keeps_every_source_of_the_group(desk: Desk) -> None:
    await desk.arrive(HEALTH, a_policy("h1"))
    policy = await a_draft(desk)
    async with desk.logged_in("wang") as wang:
        page = await wang.get(policy)
    assert "http://h" not in page.text.replace("http://gov", "")
    assert "市府办网站" in page.text
    assert "市卫健委网站" in page.text


async def test_three_steps_show_who_signed_and_an_edit_voids_them(desk: Desk) -> None:
    policy = await a_draft(desk)
    await review_on_pages(desk, policy, ("wang", "li"))
    async with desk.logged_in("wang") as wang:
        page = shown_text(await wang.get(policy))
        assert "王编辑 通过" in page
        assert "李科长 通过" in page
        assert "须由另一个人签" in page
        edited = await press(wang, f"{policy}?edit", policy, title="改过的标题通知")
    assert "王编辑 通过" not in shown_text(edited)
    assert "送审" in shown_text(edited)


async def test_without_three_signatures_publishing_is_refused_in_words(desk: Desk) -> None:
    policy = await a_draft(desk)
    await review_on_pages(desk, policy, ("wang",))
    async with desk.logged_in("zhao") as zhao:
        page = await zhao.get(policy)
        form = {"key": "0123456789", "expected_version": str(4)}
        assert f'action="{policy}/publish"' not in page.text
        answer = await zhao.post(f"{policy}/publish", data=form)
    assert answer.status_code == 409
    assert "复审二校" in shown_text(answer)


async def test_sending_back_says_why_and_lets_the_editor_write_again(desk: Desk) -> None:
    policy = await a_draft(desk)
    await review_on_pages(desk, policy, ("wang",))
    async with desk.logged_in("li") as li:
        answer = await press(li, policy, f"{policy}/sign", verdict="send_back", comment="依据不全")
    assert "依据不全" in shown_text(answer)
    async with desk.logged_in("wang") as wang:
        assert f'action="{policy}/submit"' in (await wang.get(policy)).text


async def test_withdrawing_needs_a_reason_and_leaves_it_at_the_address(desk: Desk) -> None:
    policy = await a_draft(desk)
    await review_on_pages(desk, policy)
    await publish(desk, policy)
    address = await public_address(desk, policy)
    async with desk.logged_in("zhao") as zhao:
        refused = await press(zhao, policy, f"{policy}/withdraw", reason=" ")
        assert refused.status_code == 422
        assert "请写明撤回原因" in shown_text(refused)
        await press(zhao, policy, f"{policy}/withdraw", reason="数据有误，更正后重新发布")
    await desk.settle()
    async with desk.visitor() as resident:
        gone = await resident.get(address)
        assert gone.status_code == 410
        assert "数据有误，更正后重新发布" in shown_text(gone)
        assert a_policy().title not in shown_text(await resident.get("/"))


async def test_double_click_acts_once(desk: Desk) -> None:
    [item_id] = await desk.arrive(GOVERNMENT, a_policy())
    async with desk.logged_in("wang") as wang:
        page = await wang.get(f"/console/triage?item={item_id}")
        sent = form_of(page, f"/console/triage/{item_id}/adopt")
        for _ in range(2):
            assert (await wang.post(f"/console/triage/{item_id}/adopt", data=sent)).status_code == 303
        assert (await wang.get("/console/releases?state=draft")).text.count("release-line") == 1
