"""A posting with its text and its address, as every template shows it."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from content_models.kit.clock import SHANGHAI
from server.demo.city.records import Posting, Site, Text


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
    def day(self) -> str:
        """As lists print it."""
        return f"{self.posting.at:%Y-%m-%d}"

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
