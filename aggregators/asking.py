"""Asking for a page or a file of a source, under that source's own rules."""

from aggregators.fetch import Fetcher, Page
from content_models.sources.documents import Source, Validators
from content_models.sources.reach import may_be_private


async def ask(fetcher: Fetcher, source: Source, url: str, validators: Validators | None = None) -> Page:
    """Raises a SourceFailed."""
    return await fetcher.get(
        url,
        validators=validators,
        allow_private=may_be_private(source, url),
        private_hosts=source.private_hosts,
        retry_after_cap=source.schedule.retry_after_cap,
    )
