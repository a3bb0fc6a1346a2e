"""What reached the phones, as Apple's stand-in counted it, and what stands in the inboxes."""

from typing import Any

from server.demo import phones
from server.demo.check.step import Inspector, Step, require
from server.demo.city.library import texts
from server.demo.phones import INTERESTED, REACHABLE, ConnectedPhone
from server.demo.plan import LEAD, SECOND

INBOX = "query Inbox { inbox(first: 50) { edges { node { title release { title } } } } }"

ANNOUNCED = (LEAD, SECOND)


async def one_notification_each(inspector: Inspector) -> str:
    stats = await _stats(inspector)
    expected = len(REACHABLE) * len(ANNOUNCED)
    require(stats["unique"] == expected, f"应送达 {expected} 条，替身收到 {stats['unique']} 条")
    require(stats["duplicates"] == 0, f"替身收到 {stats['duplicates']} 条重复推送")
    return f"{len(REACHABLE)} 部手机 × {len(ANNOUNCED)} 次发布 = {expected} 条，重复 0"


async def dead_device(inspector: Inspector) -> str:
    """The dead token was tried for the first announcement only."""
    refused = (await _stats(inspector))["by_status"].get("410", 0)
    gone = len(INTERESTED) - len(REACHABLE)
    require(refused == gone, f"失效设备应只被尝试 {gone} 次，实际 {refused} 次")
    return "收到 410 后不再推送"


async def one_entry_each(inspector: Inspector) -> str:
    for connected in await phones.connect(inspector.resident):
        titles = await _inbox(inspector, connected)
        for story in ANNOUNCED:
            expected = 1 if connected.phone in INTERESTED else 0
            found = titles.count(texts()[story.text].title)
            require(found == expected, f"{connected.phone.owner}的消息里应有 {expected} 条，实际 {found} 条")
            require(texts()[str(story.reading)].title not in titles, "解读单独成了一条消息")
    return f"{len(INTERESTED)} 个收件箱各一条，解读不另占一条"


async def _inbox(inspector: Inspector, connected: ConnectedPhone) -> list[str]:
    inbox = (await inspector.resident.graphql(INBOX, connected.viewer))["inbox"]
    return [edge["node"]["release"]["title"] for edge in inbox["edges"] if edge["node"]["release"]]


async def _stats(inspector: Inspector) -> dict[str, Any]:
    stats: dict[str, Any] = await inspector.resident.json(f"{inspector.world.ports.apns_stats_url}/stats")
    return stats


STEPS = (
    Step("每部手机各收到一条推送", one_notification_each),
    Step("失效设备已停用", dead_device),
    Step("收件箱里一份政策一条消息", one_entry_each),
)
