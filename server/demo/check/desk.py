"""What editors see in the console: sources and their health, the queue, groups, changes at the source."""

from collections.abc import AsyncIterator

from selectolax.lexbor import LexborHTMLParser

from server.demo.check.step import Inspector, Step, require
from server.demo.city.library import sites, texts
from server.demo.city.records import Wire
from server.demo.logins import EDITOR
from server.demo.plan import CORRECTED, REPOSTED

LEFT_OVER = ("P120", "P112", "bus-school", "price")  # nobody in the play touches these


class Page:
    """A page of the console as its reader sees it."""

    def __init__(self, html: str) -> None:
        self._tree = LexborHTMLParser(html)
        self.text = self._tree.body.text(separator=" ") if self._tree.body else ""

    def link(self, words: str) -> str | None:
        """Address of the first link whose words hold `words`."""
        links = (link for link in self._tree.css("a[href]") if words in link.text())
        return next((link.attributes["href"] for link in links), None)

    def row(self, name: str) -> str:
        """The words of the table row of that name. Raises NotYet."""
        rows = (row for row in self._tree.css("tr") if any(name == link.text() for link in row.css("th a")))
        row = next(rows, None)
        require(row, f"表格里还没有{name}")
        return " ".join(row.text(separator=" ").split()) if row else ""

    def cells(self, ending: str) -> list[str]:
        """The words of all table cells that end so."""
        return [words for cell in self._tree.css("td") if (words := cell.text().strip()).endswith(ending)]

    def hidden(self, name: str) -> str:
        field = self._tree.css_first(f'input[name="{name}"]')
        return (field.attributes.get("value") or "") if field else ""


async def page(inspector: Inspector, path: str) -> Page:
    answer = await inspector.desk.get(path)
    require(answer.status == 200, f"{path} 返回 {answer.status}")
    require("/console/login" not in answer.url, "登录已失效")
    return Page(answer.text)


async def follow(inspector: Inspector, path: str, words: str) -> Page:
    """The page behind the link on `path` whose words hold `words`. Raises NotYet."""
    address = (await page(inspector, path)).link(words)
    require(address, f"{path} 里还没有「{words}」")
    return await page(inspector, str(address))


async def log_in(inspector: Inspector) -> str:
    password = next(each.password for each in inspector.world.accounts if each.username == EDITOR.username)
    answer = await inspector.desk.post("/console/login", {"username": EDITOR.username, "password": password})
    require(answer.status == 200, f"登录返回 {answer.status}")
    require(EDITOR.display_name in answer.text, "登录后没有看到自己的名字")
    return f"{EDITOR.display_name} 已登录"


async def every_source_polled(inspector: Inspector) -> str:
    shown = (await page(inspector, "/console/sources")).text
    missing = [site.name for site in sites() if site.name not in shown]
    require(not missing, f"来源列表里还没有{'、'.join(missing)}")
    require("等待首次抓取" not in shown, "还有来源没有抓取过")
    return f"{len(sites())} 个来源都已抓取"


async def broken_source_says_so(inspector: Inspector) -> str:
    broken = next(site.name for site in sites() if site.wire is Wire.broken)
    row = (await page(inspector, "/console/sources")).row(broken)
    require("连续失败" in row, f"{broken} 没有显示为失败")
    require("请" in row, f"{broken} 没有说怎么办")
    return f"{broken} 显示为连续失败"


async def queue_has_work(inspector: Inspector) -> str:
    shown = "".join([part.text async for part in _parts(inspector, "/console/triage")])
    for text in LEFT_OVER:
        require(texts()[text].title in shown, f"分拣列表里还没有「{texts()[text].title}」")
    return "编辑未处理的来稿都在待处理列表"


async def _parts(inspector: Inspector, path: str) -> AsyncIterator[Page]:
    """A long list, from one 「下一页」 to the next."""
    address: str | None = path
    while address:
        part = await page(inspector, address)
        yield part
        address = part.link("下一页")


async def reposts_are_one_group(inspector: Inspector) -> str:
    shown = await follow(inspector, "/console/triage?list=adopted", texts()[REPOSTED.text].title)
    carriers = [site.name for site in sites() if any(posting.text == REPOSTED.text for posting in site.postings)]
    missing = [name for name in carriers if name not in shown.text]
    require(not missing, f"同源分组里还缺{'、'.join(missing)}")
    return f"{len(carriers)} 个来源合为一组"


async def correction_comes_back(inspector: Inspector) -> str:
    title = texts()[CORRECTED.text].title
    shown = await follow(inspector, "/console/triage?list=changed", title)
    require("源文已变更" in shown.text, f"「{title}」没有标为源文已变更")
    require("21:30" in shown.text, "没有显示更正后的文字")
    return f"「{title}」带着更正后的文字回到队列"


STEPS_AT_FIRST = (
    Step("编辑登录编辑台", log_in),
    Step("每个来源都抓取过", every_source_polled),
    Step("格式有误的来源显示出错与建议", broken_source_says_so),
    Step("来稿进入分拣列表", queue_has_work),
    Step("多部门转发合为一组", reposts_are_one_group),
)
STEPS_AT_LAST = (Step("来源更正后重新进入队列", correction_comes_back),)
