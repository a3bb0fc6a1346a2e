"""What befalls the city's sites while its editors work."""

from collections.abc import Callable

from content_models.sources import repository as sources
from content_models.sources.documents import Source
from server.demo.city.library import sites
from server.demo.city.records import Happening, Site
from server.demo.patience import eventually, persistently
from server.demo.sources import source_id
from server.demo.web import Web
from server.demo.world import World

PATIENCE = 60.0  # seconds, engines that are restarted included

Tell = Callable[[str], None]

SENTENCES = {
    Happening.move: "一个部门的网站迁址，旧网址永久跳转到新网址",
    Happening.redesign: "一个部门的网站改版，原来的列表读不到了，来源页会预警",
    Happening.correct: "来源更正了一条已发布的通知，它会带着「源文已变更」回到分拣列表",
}


async def befall(world: World, web: Web, happening: Happening, tell: Tell) -> None:
    """Let it happen, once the sites that it strikes have been read. Repeating it changes nothing. Raises DemoStuck."""
    for site in sites():
        if _strikes(happening, site):
            await _read_once(site)
    address = f"{world.ports.city_url}/_demo/{happening}"
    await persistently(SENTENCES[happening], lambda: web.post(address, {}), within=PATIENCE)
    tell(SENTENCES[happening])


def _strikes(happening: Happening, site: Site) -> bool:
    return (happening is Happening.move and site.moves_from is not None) or (
        happening is Happening.redesign and site.redesigned
    )


async def _read_once(site: Site) -> None:
    async def look() -> Source | None:
        source = await sources.load(source_id(site.id))
        return source if source.health.last_news_at else None

    await eventually(f"读到{site.name}", look, within=PATIENCE)
