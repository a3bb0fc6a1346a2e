"""What must be refused: unsigned publishing, excessive queries, and reading what was taken back."""

from server.demo.check.desk import follow, page
from server.demo.check.step import Inspector, NotYet, Step, require
from server.demo.city.library import texts
from server.demo.plan import UNSIGNED, WITHDRAWAL_REASON, WITHDRAWN
from server.demo.web import GraphQLRefused

DEPTH = 100

WITHDRAWN_QUERY = "query Gone($id: ID!) { release(id: $id) { ... on Withdrawn { slug } } }"


async def unsigned_publishing(inspector: Inspector) -> str:
    """The editor sends the form that the page would only show after three signatures."""
    title = texts()[UNSIGNED.text].title
    drafts = "/console/releases?state=draft"
    address = (await page(inspector, drafts)).link(title)
    require(address, f"草稿里还没有「{title}」")
    draft = await follow(inspector, drafts, title)
    form = {name: draft.hidden(name) for name in ("key", "expected_version")}
    answer = await inspector.desk.post(f"{address}/publish", form)
    require(answer.status == 409, f"未经三审的发布返回 {answer.status}")
    require("还缺初审" in answer.text, "没有说明还缺哪一审")
    return "409，说明还缺哪几审"


async def deep_query(inspector: Inspector) -> str:
    query = "{ feed { edges { node { ... on Policy { interpretations { " + "policies { interpretations { " * DEPTH
    query += "id" + " } }" * DEPTH + " } } } } } }"
    try:
        await inspector.resident.graphql(query)
    except GraphQLRefused as refusal:
        require(refusal.codes == ["QUERY_TOO_DEEP"], f"拒绝的代码是 {refusal.codes}")
        return "QUERY_TOO_DEEP"
    raise NotYet("嵌套 100 层的查询没有被拒绝")


async def withdrawn_page(inspector: Inspector) -> str:
    title = texts()[WITHDRAWN.text].title
    address = (await page(inspector, "/console/releases?state=withdrawn")).link(title)
    require(address, f"已撤回的稿件里还没有「{title}」")
    release_id = str(address).rpartition("/")[2]
    gone = await inspector.resident.graphql(WITHDRAWN_QUERY, id=release_id)
    answer = await inspector.resident.get(f"/a/{gone['release']['slug']}")
    require(answer.status == 410, f"已撤回的文章返回 {answer.status}")
    require(WITHDRAWAL_REASON in answer.text, "没有说明撤回原因")
    return "410，说明撤回原因"


STEPS = (
    Step("未经三审不能发布", unsigned_publishing),
    Step("过深的查询被拒绝", deep_query),
    Step("撤回的文章返回 410", withdrawn_page),
)
