"""The city as records: who publishes, and where we read it."""

from datetime import date, timedelta
from typing import Any

from content_models.kit.ids import derived_id
from content_models.organs.documents import Organ, OrganCode, Region
from content_models.sources.documents import Duties, Schedule, Source, SourceFamily
from server.demo.city.formats import html_list, jpage, json_api
from server.demo.city.library import directory, sites
from server.demo.city.pages import list_path
from server.demo.city.records import OrganEntry, Site, Wire
from server.engines.ports import LOOPBACK

POLL_EVERY = timedelta(seconds=5)

FAMILIES = {
    Wire.jpage: SourceFamily.hanweb_jpage,
    Wire.xxgk: SourceFamily.hanweb_xxgk,
    Wire.jpaas: SourceFamily.jpaas,
    Wire.truecms: SourceFamily.truecms,
    Wire.epoint: SourceFamily.epoint_ewb,
    Wire.trs: SourceFamily.trs_static,
    Wire.trs_was5: SourceFamily.trs_was5,
    Wire.gov_library: SourceFamily.gov_cn_library,
    Wire.html_list: SourceFamily.html_list,
    Wire.json_api: SourceFamily.json_api,
    Wire.sitemap: SourceFamily.sitemap,
    Wire.push_in: SourceFamily.push_in,
}


FIRST_DAY = date(2000, 1, 1)


def regions() -> list[Region]:
    return [
        Region(id=entry.code, name=entry.name, level=entry.level, parent_code=entry.parent)
        for entry in directory().regions
    ]


def organs() -> list[Organ]:
    return [_organ(entry) for entry in directory().organs]


def sources(city: str) -> list[Source]:
    """`city` is the address of the city's server. The demo alone may read sites on the loopback network."""
    return [_source(site, city) for site in sites()]


def source_id(site_id: str) -> str:
    return derived_id("demo", "source", site_id)


def _organ(entry: OrganEntry) -> Organ:
    return Organ(
        id=entry.id,
        full_name=entry.full_name,
        short_name=entry.short_name,
        aliases=entry.aliases,
        level=entry.level,
        region_code=entry.region,
        codes=[OrganCode(code=code) for code in entry.codes],
        valid_from=FIRST_DAY,
    )


def family_of(site: Site) -> SourceFamily:
    return FAMILIES.get(site.wire, SourceFamily.feed)


def _source(site: Site, city: str) -> Source:
    return Source(
        id=source_id(site.id),
        name=site.name,
        organ_id=site.organ,
        family=family_of(site),
        url=f"{_host(site, city)}{site.moves_from or list_path(site)}",
        column_name=site.column,
        params=_params(site),
        selectors=html_list.SELECTORS if site.wire is Wire.html_list else {},
        topics=site.topics,
        allow_private_network=True,
        schedule=Schedule(interval=POLL_EVERY, adaptive=False),
        duties=Duties(days=site.duty_days),
    )


def _host(site: Site, city: str) -> str:
    """Courtesy is counted by host: a slow site has a name of its own, as departments have outside the demo."""
    return city.replace(LOOPBACK, "localhost") if site.seconds else city


def _params(site: Site) -> dict[str, Any]:
    """What the record has to say; the other families find their parameters in the column page."""
    if site.wire is Wire.jpage and len(site.postings) > site.per_page:
        return {**jpage.proxy_params(site)}
    return {**json_api.PATHS} if site.wire is Wire.json_api else {}
