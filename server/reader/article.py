"""正文页: one address for ever. Public text with its facts and its other half; 410 with the reason once withdrawn."""

import hashlib

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from content_models.kit.errors import NotFound
from content_models.releases import repository as releases
from content_models.releases.documents import Release, ReleaseState
from server.deps import deps_of
from server.pages.labels import KIND_NAMES
from server.pages.renderer import PAGE_HEADERS
from server.reader.article_view import Article, article_of
from server.reader.edition import is_elder
from server.reader.frame import reader_page
from server.reader.metadata import json_ld, meta_tags
from server.static_files import digest


async def show_article(request: Request) -> Response:
    """Raises NotFound for what is not public and never was."""
    release = await releases.by_slug(request.path_params["slug"])
    if release.state is ReleaseState.withdrawn:
        return _gone(request, release)
    if release.state is ReleaseState.merged:
        return await _moved(release)
    seen = (await releases.live([release.id])).get(release.id)
    if seen is None:
        raise NotFound(slug=release.slug)
    article = await article_of(seen, deps_of(request).store.now())
    etag = _etag(article, elder=is_elder(request))
    headers = {"etag": etag, "vary": "cookie", "cache-control": "no-cache"}
    if _knows(request, etag):
        return Response(status_code=304, headers=headers)
    return _article_page(request, article, headers)


def _article_page(request: Request, article: Article, headers: dict[str, str]) -> Response:
    settings = deps_of(request).settings
    canonical = f"{settings.base_url}/a/{article.slug}"
    return reader_page(
        request,
        "reader/article.html",
        headers=headers,
        article=article,
        canonical=canonical,
        meta=meta_tags(article, settings.app_name),
        json_ld=json_ld(article, canonical, settings.app_name),
    )


async def _moved(release: Release) -> Response:
    """To what it was merged into, or that into. Browsers ask again: a merge may be mended."""
    target = await releases.standing_for(release)
    return RedirectResponse(f"/a/{target.slug}", 301, headers={"cache-control": "no-cache"})


def _gone(request: Request, release: Release) -> Response:
    return reader_page(
        request,
        "reader/gone.html",
        status=410,
        kind=KIND_NAMES[release.kind],
        reason=release.withdrawal_reason,
        withdrawn_at=release.withdrawn_at,
    )


def _etag(article: Article, *, elder: bool) -> str:
    """Changes with the text, with either end of a link, with the edition, and with our own pages and styles."""
    parts = (article, elder, digest(), PAGE_HEADERS["content-security-policy"])
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:24]}"'


def _knows(request: Request, etag: str) -> bool:
    return etag in (known.strip() for known in request.headers.get("if-none-match", "").split(","))
