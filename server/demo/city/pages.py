"""All pages of the city, as they are after what has happened so far."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from server.demo.city.formats import (
    epoint,
    feeds,
    gov_library,
    html_list,
    jpaas,
    jpage,
    json_api,
    sitemap,
    trs,
    trs_was5,
    truecms,
    xxgk,
)
from server.demo.city.formats.edition import Edition
from server.demo.city.library import sites, texts
from server.demo.city.page import Moved, Page
from server.demo.city.records import Happened, Happening, Site, Wire

NOTHING: Happened = frozenset()

Served = dict[str, Page | Moved]


@dataclass(frozen=True)
class Format:
    pages: Callable[[Edition], dict[str, Page]]
    list_path: Callable[[Site], str]  # where a reader begins


_FEED = Format(feeds.pages, feeds.list_path)

FORMATS: Mapping[Wire, Format] = {
    **dict.fromkeys((Wire.rss2, Wire.rss091, Wire.rss10, Wire.atom, Wire.json_feed, Wire.broken), _FEED),
    Wire.jpage: Format(jpage.pages, jpage.list_path),
    Wire.xxgk: Format(xxgk.pages, jpage.list_path),
    Wire.jpaas: Format(jpaas.pages, jpage.list_path),
    Wire.truecms: Format(truecms.pages, truecms.list_path),
    Wire.epoint: Format(epoint.pages, epoint.list_path),
    Wire.trs: Format(trs.pages, trs.list_path),
    Wire.trs_was5: Format(trs_was5.pages, trs_was5.list_path),
    Wire.gov_library: Format(gov_library.pages, gov_library.list_path),
    **dict.fromkeys((Wire.html_list, Wire.push_in), Format(html_list.pages, html_list.list_path)),
    Wire.json_api: Format(json_api.pages, json_api.list_path),
    Wire.sitemap: Format(sitemap.pages, sitemap.list_path),
}


@functools.cache
def pages(base: str, happened: Happened) -> Served:
    """By path, or by what an interface makes of a request. `base` is this server, without a slash at the end."""
    correct = Happening.correct in happened
    current = {key: text.corrected() for key, text in texts().items()} if correct else texts()
    editions = (Edition(site, current, base, happened) for site in sites())
    return {path: page for edition in editions for path, page in _of_edition(edition).items()}


def list_path(site: Site) -> str:
    """Where a reader of the site begins, once it has moved."""
    return FORMATS[site.wire].list_path(site)


def _of_edition(edition: Edition) -> Served:
    site = edition.site
    served: Served = {**FORMATS[site.wire].pages(edition)}
    return _slowed(site, served) | _at_former_address(edition, served)


def _slowed(site: Site, served: Served) -> Served:
    if not site.seconds:
        return served
    return {**served, list_path(site): replace(served[list_path(site)], seconds=site.seconds)}


def _at_former_address(edition: Edition, served: Served) -> Served:
    old_path, new_path = edition.site.moves_from, list_path(edition.site)
    if old_path is None:
        return {}
    return _chain(old_path, new_path) if Happening.move in edition.happened else {old_path: served[new_path]}


def _chain(old_path: str, new_path: str) -> Served:
    """Two hops, as when a site was first renamed and then rebuilt."""
    between = f"{old_path}.old"
    return {old_path: Moved(between), between: Moved(new_path)}
