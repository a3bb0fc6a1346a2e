"""A posting with its text and its address, as every template shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from content_models.kit.clock import SHANGHAI
from server.demo.city.page import Page, filled
from server.demo.city.records import Posting, Site, Text

PathOf = Callable[[Site, Posting], str]


@dataclass(frozen=True)
class Entry:
    """`policy` is the entry of the policy that this one explains, when the same site carries it."""

    site: Site
    posting: Posting
    text: Text
    path: str
    policy: "Entry | None" = None

    @property
    def at(self) -> datetime:
        return self.posting.at.replace(tzinfo=SHANGHAI)

    @property
    def changed_at(self) -> datetime:
        """When the page was last touched, as printed."""
        return max(self.posting.at, self.text.corrected_at or self.posting.at)

    @property
    def source(self) -> str:
        return self.posting.source or self.site.name

    @property
    def rfc822(self) -> str:
        return format_datetime(self.at)


def newest_first(site: Site, texts: Mapping[str, Text], path_of: PathOf) -> list[Entry]:
    plain = {
        posting.text: Entry(site, posting, texts[posting.text], path_of(site, posting)) for posting in site.postings
    }
    entries = [
        Entry(site, entry.posting, entry.text, entry.path, policy=plain.get(entry.text.interprets or ""))
        for entry in plain.values()
    ]
    return sorted(entries, key=lambda entry: entry.posting.at, reverse=True)


def article_pages(entries: list[Entry], template: str, media_type: str) -> dict[str, Page]:
    return {
        entry.path: Page.of(entry.site, filled(template, entry=entry, site=entry.site), media_type, entry.changed_at)
        for entry in entries
    }


def last_change(entries: list[Entry]) -> datetime:
    return max(entry.changed_at for entry in entries)
