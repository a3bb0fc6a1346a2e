"""All pages of the city, before and after the correction."""

import functools
from collections.abc import Mapping

from server.demo.city.formats import feeds, jpage, trs
from server.demo.city.library import sites, texts
from server.demo.city.page import Page
from server.demo.city.records import Site, Text, Wire


@functools.cache
def pages(base: str, *, corrected: bool) -> dict[str, Page]:
    """By path (dataproxy: path and query). `base` is the address of this server, without a slash at the end."""
    current = {key: text.corrected() for key, text in texts().items()} if corrected else texts()
    return {path: page for site in sites() for path, page in _of_site(site, current, base).items()}


def list_path(site: Site) -> str:
    """Where a reader begins: the feed, or the first page of the list."""
    match site.wire:
        case Wire.jpage:
            return jpage.column_path(site)
        case Wire.trs:
            return trs.list_path(site)
        case _:
            return feeds.feed_path(site)


def _of_site(site: Site, current: Mapping[str, Text], base: str) -> dict[str, Page]:
    match site.wire:
        case Wire.jpage:
            return jpage.pages(site, current)
        case Wire.trs:
            return trs.pages(site, current)
        case _:
            return feeds.pages(site, current, base)
