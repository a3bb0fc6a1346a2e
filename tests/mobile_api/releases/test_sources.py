"""Where a text came from, where else it was published, and what its attachments say."""

from content_models.intake.actions.group import group_new_items
from content_models.intake.actions.receive import Incoming, receive
from content_models.intake.documents import Attachment, ItemKind, NormalisedItem
from content_models.kit.relay import Relay
from content_models.kit.store import Store
from content_models.organs import repository as organs
from content_models.organs.documents import Organ, OrganLevel
from content_models.sources import repository as sources
from content_models.sources.documents import Source, SourceFamily
from content_models.timeline.effects import TOPICS, project_regrouped, project_timeline
from tests.desk import Desk
from tests.mobile_api.client import App

BODY = "各区人民政府：为进一步做好示例工作，现就有关事项通知如下。一、提高认识。二、加强领导。三、抓好落实。"
FILE = Attachment(
    name="申请表.docx", url="https://a.example/f.docx", found_type="application/msword", text="姓名 住址", size=9
)


async def publisher(store: Store, name: str) -> Source:
    await organs.save_organ(
        Organ(id=name, full_name=name, short_name=name, level=OrganLevel.municipal, region_code="320100")
    )
    source = Source(name=name, organ_id=name, family=SourceFamily.push_in, url=f"push:{name}")
    await sources.add(source)
    return source


def arrival(host: str) -> Incoming:
    item = NormalisedItem(
        url=f"https://{host}.example/1",
        title="关于做好示例工作的通知",
        kind=ItemKind.notice,
        source_name=f"{host}网站",
        body_html=f"<p>{BODY}</p>",
        body_text=BODY,
        attachments=[FILE],
    )
    return Incoming(item_key="1", raw=BODY, item=item)


async def test_a_cluster_is_one_card_that_names_its_other_sources(store: Store, app: App) -> None:
    desk = Desk(store)
    effects = {topic: [project_timeline] for topic in TOPICS} | {"items.regrouped": [project_regrouped]}
    relay = Relay(store, effects)
    published, items = [], []
    for name in ("甲局", "乙局"):  # two departments publish the same; both are taken before anybody sees that
        received = await receive(store, await publisher(store, name), [arrival(name)])
        items += received.item_ids
        published.append((await desk.published(await desk.adopted(received.item_ids[0]))).release_id)
    await relay.run_due()
    await app.refresh()
    assert len((await app.run("Feed"))["feed"]["edges"]) == 2
    assert await group_new_items(store, items) == 1
    assert await relay.run_due() == 1
    await app.refresh()
    (edge,) = (await app.run("Feed"))["feed"]["edges"]
    assert edge["node"]["id"] == published[0]
    for organ in ("甲局", "乙局"):
        (edge,) = (await app.run("Feed", channels=[{"organ": organ}]))["feed"]["edges"]
        assert edge["node"]["id"] == published[0]
    shown = (await app.run("Release", id=published[0]))["release"]
    assert [(one["name"], one["organ"]["id"], one["url"]) for one in shown["alsoPublishedBy"]] == [
        ("乙局网站", "乙局", "https://乙局.example/1")
    ]


async def test_attachments_say_what_is_in_them(store: Store, app: App) -> None:
    desk = Desk(store)
    received = await receive(store, await publisher(store, "甲局"), [arrival("甲局")])
    release = (await desk.published(await desk.adopted(received.item_ids[0]))).release_id
    (shown,) = (await app.run("Release", id=release))["release"]["attachments"]
    assert (shown["name"], shown["mediaType"], shown["size"], shown["text"]) == (
        "申请表.docx",
        "application/msword",
        9,
        "姓名 住址",
    )
