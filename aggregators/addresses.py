"""Addresses that a page or an editor's parameter names, made absolute."""

from urllib.parse import urljoin


def joined(base: str, stated: str) -> str:
    """`stated` relative to `base` (RFC 3986 §5). What is no address stays as it stands: the fetcher refuses it, typed,
    and the editor sees what the page named."""
    try:
        return urljoin(base, stated)
    except ValueError:
        return stated
