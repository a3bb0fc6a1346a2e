"""Every way of publishing is read, and what befell the sites stands at their sources, with advice."""

from collections.abc import Callable

from server.demo.check.desk import Page, follow, page
from server.demo.check.reading import node_of
from server.demo.check.step import Inspector, Step, require
from server.demo.city.library import sites
from server.demo.city.pages import list_path
from server.demo.city.records import Site, Wire
from server.demo.plan import SENT_IN
from server.demo.sources import family_of
from server.pages.labels import FAMILY_NAMES

SOURCES = "/console/sources"


def one(found: Callable[[Site], object]) -> Site:
    (site,) = (site for site in sites() if found(site))
    return site


REDESIGNED = one(lambda site: site.redesigned)
MOVED = one(lambda site: site.moves_from)
SLOW = one(lambda site: site.seconds)
SENDING = one(lambda site: site.wire is Wire.push_in)
SILENT = min(sites(), key=lambda site: site.duty_days)
IN_TROUBLE = (REDESIGNED, SILENT, one(lambda site: site.wire is Wire.broken))
WELL = [site for site in sites() if site not in IN_TROUBLE]


async def every_family_is_read(inspector: Inspector) -> str:
    shown = await page(inspector, SOURCES)
    for site in WELL:
        row = shown.row(site.name)
        require(FAMILY_NAMES[family_of(site)] in row, f"{site.name} 没有标明{FAMILY_NAMES[family_of(site)]}")
        require("正常" in row, f"{site.name} 不正常：{row}")
    return f"{len({family_of(site) for site in WELL})} 类发布方式，{len(WELL)} 个来源正常"


async def redesign_is_noticed(inspector: Inspector) -> str:
    row = (await page(inspector, SOURCES)).row(REDESIGNED.name)
    require("改版" in row, f"{REDESIGNED.name} 还没有改版预警")
    require("请" in row, "改版预警没有说怎么办")
    return f"{REDESIGNED.name} 提示栏目改版，并说明怎么办"


async def silence_is_noticed(inspector: Inspector) -> str:
    row = (await page(inspector, SOURCES)).row(SILENT.name)
    require("久未更新" in row, f"{SILENT.name} 还没有久未更新的预警")
    require(f"应在 {SILENT.duty_days} 天内更新" in row, "预警没有说明更新职责")
    return f"{SILENT.name} 超过 {SILENT.duty_days} 天未更新"


async def move_is_followed(inspector: Inspector) -> str:
    shown = (await follow(inspector, SOURCES, MOVED.name)).text
    city = inspector.world.ports.city_url
    require("曾用网址" in shown, f"{MOVED.name} 的新网址还没有被采用")
    require(f"{city}{list_path(MOVED)}" in shown, "来源页没有显示新网址")
    require(f"{city}{MOVED.moves_from}" in shown, "来源页没有留下曾用网址")
    return f"{MOVED.name}：连续三次永久跳转后改用新网址"


async def slow_site_holds_nobody_up(inspector: Inspector) -> str:
    took = _last_took(await follow(inspector, SOURCES, SLOW.name))
    require(took >= SLOW.seconds * 1000, f"{SLOW.name} 应答只用了 {took} 毫秒")
    others = [_last_took(await follow(inspector, SOURCES, site.name)) for site in _witnesses()]
    require(max(others) < SLOW.seconds * 1000, f"别的来源被拖到 {max(others)} 毫秒")
    return f"{SLOW.name} 用 {took} 毫秒，其他来源最多 {max(others)} 毫秒"


def _witnesses() -> list[Site]:
    """A source of each family."""
    fast = {family_of(site): site for site in WELL if not site.seconds and site is not SENDING}
    return list(fast.values())


def _last_took(shown: Page) -> int:
    """Milliseconds of the newest poll."""
    words = shown.cells(" 毫秒")
    require(words, "还没有抓取记录")
    return int(words[0].removesuffix(" 毫秒"))


async def sent_in_is_published(inspector: Inspector) -> str:
    shown = await follow(inspector, SOURCES, SENDING.name)
    require(FAMILY_NAMES[family_of(SENDING)] in shown.text, f"{SENDING.name} 没有标明部门报送")
    node = await node_of(inspector, SENT_IN.text)
    return str(node["title"])


STEPS = (
    Step("每种发布方式都读到了", every_family_is_read),
    Step("部门报送的通知已发布", sent_in_is_published),
    Step("慢的来源不拖累别人", slow_site_holds_nobody_up),
    Step("改版的栏目有预警", redesign_is_noticed),
    Step("沉默的栏目有预警", silence_is_noticed),
    Step("迁址的来源改用新网址", move_is_followed),
)
