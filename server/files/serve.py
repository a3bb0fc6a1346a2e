"""One file under its versioned address."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from content_models.kit.errors import NotAuthenticated, NotFound
from content_models.releases import repository as releases
from content_models.releases.files import repository as files
from content_models.releases.files.documents import StoredFile
from content_models.releases.files.rules import PICTURES, PREFIX, shown_by
from content_models.staff.rights import scope_of, sees
from server.auth import sessions
from server.deps import deps_of

# A file is data, never a page of ours, whatever its bytes say.
_HEADERS = {
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "vary": "cookie",
}


async def show_file(request: Request) -> Response:
    """Raises NotFound, also for a file that no public text shows (any more)."""
    digest = request.path_params["digest"]
    file = await files.find(digest)
    if file is None or not (await _is_for_staff(request, file) or await _is_public(file)):
        raise NotFound("没有找到这个文件，它可能已随内容撤下。")
    etag = f'"{digest}"'
    # Asked again every time: a withdrawn text takes its files along, though the bytes of an address never change.
    headers = {**_HEADERS, "etag": etag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    kind = "inline" if file.media_type in PICTURES.values() else "attachment"
    headers["content-disposition"] = f"{kind}; filename*=UTF-8''{quote(request.path_params['name'])}"
    return Response(await files.load_bytes(file), media_type=file.media_type, headers=headers)


async def _is_for_staff(request: Request, file: StoredFile) -> bool:
    """Whoever sees one of the releases it was put into."""
    try:
        deps = deps_of(request)
        staff = await sessions.staff_of(deps.store, request.cookies.get(sessions.COOKIE), deps.settings.staff_idle)
    except NotAuthenticated:
        return False
    actor, scope = staff.as_actor(), scope_of(staff.as_actor())
    if scope is None:
        return True
    return any(sees(actor, one.publisher_id) for one in (await releases.load_many(file.release_ids)).values())


async def _is_public(file: StoredFile) -> bool:
    live = await releases.live(file.release_ids)
    return any(file.id in shown_by(seen.revision.content) for seen in live.values())


def file_routes() -> list[BaseRoute]:
    return [Route(f"{PREFIX}/{{digest}}/{{name}}", show_file)]
