"""What residents read: the feed, policies and their interpretations, service alerts, pages."""

from typing import Any

from server.demo.check.step import Inspector, Step, require
from server.demo.city.library import texts
from server.demo.plan import LEAD, STORIES, WATER_CUT, Reach

FEED = """
query Feed($first: Int!, $after: String) {
  feed(first: $first, after: $after, personal: false) {
    edges { node {
      __typename id title webPath
      ... on Policy { docNo issuers { name } interpretations(first: 20) { id title } }
      ... on Interpretation { interprets { id title } }
    } }
    pageInfo { hasNextPage endCursor }
  }
}
"""

PAGE_SIZE = 5


async def pages(inspector: Inspector, size: int) -> list[list[dict[str, Any]]]:
    """The whole feed, page by page."""
    found: list[list[dict[str, Any]]] = []
    after: str | None = None
    while True:
        feed = (await inspector.resident.graphql(FEED, first=size, after=after))["feed"]
        found.append([edge["node"] for edge in feed["edges"]])
        if not feed["pageInfo"]["hasNextPage"]:
            return found
        after = feed["pageInfo"]["endCursor"]


async def feed(inspector: Inspector) -> list[dict[str, Any]]:
    return [node for page in await pages(inspector, 50) for node in page]


async def node_of(inspector: Inspector, text: str) -> dict[str, Any]:
    """The entry of the feed with the title of this text. Raises NotYet."""
    title = texts()[text].title
    found = [node for node in await feed(inspector) if node["title"] == title]
    require(found, f"信息流里还没有「{title}」")
    require(len(found) == 1, f"「{title}」在信息流里出现了 {len(found)} 次")
    return found[0]


async def policies_with_numbers(inspector: Inspector) -> str:
    published = [story for story in (*STORIES, LEAD) if story.reach is Reach.published]
    wanted = [texts()[story.text] for story in published if texts()[story.text].doc_no]
    shown = {node["title"]: node.get("docNo") for node in await feed(inspector)}
    for text in wanted:
        require(shown.get(text.title) == text.doc_no, f"「{text.title}」的文号应为 {text.doc_no}")
    return f"{len(wanted)} 份政策，文号与原文一致"


async def both_ways(inspector: Inspector) -> str:
    reading = texts()[str(LEAD.reading)]
    policy = await node_of(inspector, LEAD.text)
    require(reading.title in [entry["title"] for entry in policy["interpretations"]], "政策下没有列出它的解读")
    back = await node_of(inspector, reading.id)
    require(policy["id"] in [entry["id"] for entry in back["interprets"]], "解读没有指回政策")
    return f"{texts()[LEAD.text].doc_no} ⇄ 解读"


async def service_alert(inspector: Inspector) -> str:
    node = await node_of(inspector, WATER_CUT.text)
    require(node["__typename"] == "ServiceAlert", "停水通知不是便民提示")
    require("㐂" in node["title"], "生僻字没有正确显示")
    return str(node["title"])


async def paging(inspector: Inspector) -> str:
    split = await pages(inspector, PAGE_SIZE)
    ids = [node["id"] for page in split for node in page]
    require(len(split) > 1, "信息流还不足两页")
    require(len(set(ids)) == len(ids), "翻页时有重复的内容")
    require(set(ids) == {node["id"] for node in await feed(inspector)}, "翻页时漏掉了内容")
    return f"{len(split)} 页，{len(ids)} 条，无重复无遗漏"


async def mobile_pages(inspector: Inspector) -> str:
    front = await inspector.resident.get("/")
    policy = await node_of(inspector, LEAD.text)
    require(front.status == 200, f"手机页首页返回 {front.status}")
    require(policy["title"] in front.text, "手机页首页没有列出刚发布的政策")
    article = await inspector.resident.get(policy["webPath"])
    require(article.status == 200, f"文章页返回 {article.status}")
    for expected in (policy["title"], str(policy["docNo"]), "示例", "总体要求"):
        require(expected in article.text, f"文章页没有「{expected}」")
    return str(policy["webPath"])


STEPS = (
    Step("政策进入信息流，文号正确", policies_with_numbers),
    Step("政策与解读互相关联", both_ways),
    Step("停水通知以便民提示出现", service_alert),
    Step("信息流逐页翻完", paging),
    Step("手机页与文章页可读", mobile_pages),
)
