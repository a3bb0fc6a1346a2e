"""上传图片和附件: told by their bytes, limited, kept by digest; a picture comes with words for who cannot see it."""

from collections.abc import Mapping

from starlette.datastructures import FormData, UploadFile
from starlette.responses import JSONResponse, Response

from aggregators.attachments.media_type import media_type_of
from aggregators.attachments.sandbox import text_in_sandbox
from content_models.kit.errors import InvalidInput, ZhengwuError
from content_models.releases.documents import Release
from content_models.releases.files import rules
from content_models.releases.files.actions.keep_file import keep_file
from content_models.releases.files.documents import StoredFile
from content_models.releases.files.errors import PictureWithoutWords
from content_models.staff.rights import Right, require
from server.console.attachments import Attached
from server.console.forms import field
from server.console.release_screen import release_of
from server.console.visit import Visit, staff_only
from server.pages.renderer import page


@staff_only
async def take_picture(visit: Visit) -> Response:
    """JSON for the editor: the address to show, or what to do about a refusal."""
    release = await release_of(visit)
    async with visit.request.form() as form:
        try:
            if not field(form, "alt").strip():
                raise PictureWithoutWords
            file, name = await _taken(visit, release, form, rules.PICTURES, rules.LARGEST_PICTURE)
        except ZhengwuError as refusal:
            return _refused(refusal)
    return JSONResponse({"url": rules.address(file.id, name)})


@staff_only
async def take_attachment(visit: Visit) -> Response:
    """The attachment's line in the form, as HTML; a refusal as JSON."""
    release = await release_of(visit)
    async with visit.request.form() as form:
        try:
            file, name = await _taken(visit, release, form, rules.ATTACHMENTS, rules.LARGEST_ATTACHMENT)
        except ZhengwuError as refusal:
            return _refused(refusal)
    attached = Attached(url=rules.address(file.id, name), name=name, size=file.size)
    return page(visit.request, "console/attachment_line.html", file=attached)


async def _taken(
    visit: Visit, release: Release, form: FormData, allowed: Mapping[str, str], limit: int
) -> tuple[StoredFile, str]:
    require(visit.actor, Right.write)
    given = form.get("file")
    if not isinstance(given, UploadFile) or not given.filename:
        raise InvalidInput("没有选择文件，请先选择。")
    name = rules.tidy_name(given.filename)
    rules.require_size(given.size or 0, limit)
    body = await given.read()
    found = media_type_of(body, name)
    rules.require_type(name, found, allowed)
    read = await text_in_sandbox(body, found)
    kept = await keep_file(
        visit.store, visit.actor, release.id, body, found, text=read.text or None, problem=read.problem or None
    )
    return kept, name


def _refused(refusal: ZhengwuError) -> Response:
    return JSONResponse({"code": refusal.code, "message": refusal.message}, refusal.status)
