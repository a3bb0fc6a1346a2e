"""Where a source may lead us."""

from urllib.parse import urlsplit

from content_models.sources.documents import Source


def may_be_private(source: Source, url: str) -> bool:
    """Whether `url` may lie on a private network: on the source's own host or on one named in its settings.

    A page of an allowed source must not be able to point us at the rest of the inside network, or at ourselves.
    """
    if not source.allow_private_network:
        return False
    host = _host(url)
    return bool(host) and host in {_host(source.url), *source.private_hosts}


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
