"""The city as records: who publishes, and where we read it."""

from datetime import date, timedelta

from content_models.kit.ids import derived_id
from content_models.organs.documents import Organ, OrganCode, Region
from content_models.sources.documents import Schedule, Source, SourceFamily
from server.demo.city.formats import jpage
from server.demo.city.library import directory, sites
from server.demo.city.pages import list_path
from server.demo.city.records import OrganEntry, Site, Wire

POLL_EVERY = timedelta(seconds=5)

FAMILIES = {Wire.jpage: SourceFamily.hanweb_jpage, Wire.trs: SourceFamily.trs_static}

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


def _source(site: Site, city: str) -> Source:
    return Source(
        id=source_id(site.id),
        name=site.name,
        organ_id=site.organ,
        family=FAMILIES.get(site.wire, SourceFamily.feed),
        url=f"{city}{list_path(site)}",
        column_name=site.column,
        params=jpage.proxy_params(site) if site.wire is Wire.jpage and len(site.postings) > site.per_page else {},
        topics=site.topics,
        allow_private_network=True,
        schedule=Schedule(interval=POLL_EVERY, adaptive=False),
    )
