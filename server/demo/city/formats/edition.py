"""A site at one moment of the demo, which is what a format turns into pages."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from server.demo.city.formats.entry import Entry
from server.demo.city.page import Page, filled
from server.demo.city.records import Happened, Happening, Posting, Site, Text

PathOf = Callable[[Site, Posting], str]


@dataclass(frozen=True)
class Edition:
    """`base` is the address of the city's server; only what must name full addresses needs it."""

    site: Site
    texts: Mapping[str, Text]
    base: str
    happened: Happened

    @property
    def is_redesigned(self) -> bool:
        return self.site.redesigned and Happening.redesign in self.happened

    def entries(self, path_of: PathOf) -> list[Entry]:
        """Newest first."""
        site = self.site
        plain = {
            posting.text: Entry(site, posting, self.texts[posting.text], path_of(site, posting))
            for posting in site.postings
        }
        entries = [
            Entry(site, entry.posting, entry.text, entry.path, policy=plain.get(entry.text.interprets or ""))
            for entry in plain.values()
        ]
        return sorted(entries, key=lambda entry: entry.posting.at, reverse=True)

    def groups(self, entries: list[Entry]) -> list[list[Entry]]:
        """The entries of each list page."""
        size = self.site.per_page
        return [entries[start : start + size] for start in range(0, len(entries), size)]

    def page(self, template: str, media_type: str, entries: list[Entry], /, **values: object) -> Page:
        """`entries` are all that the page depends on: the newest of them dates it."""
        return self.written(filled(template, site=self.site, **values), media_type, entries)

    def written(self, markup: str, media_type: str, entries: list[Entry]) -> Page:
        return Page.of(self.site, markup, media_type, max(entry.changed_at for entry in entries))

    def articles(self, entries: list[Entry], template: str) -> dict[str, Page]:
        return {entry.path: self.page(template, "text/html", [entry], entry=entry) for entry in entries}


def hex_id(site: Site, number: int) -> str:
    """32 hex digits, by which several systems name a page, a column or a site."""
    return hashlib.sha256(f"{site.id} {number}".encode()).hexdigest()[:32]
