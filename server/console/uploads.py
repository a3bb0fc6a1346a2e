"""上传来稿: hand in a file for a source, and read row by row what became of it."""

from collections.abc import Sequence

from starlette.background import BackgroundTask
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from aggregators.uploads.errors import UploadRefused
from aggregators.uploads.fields import COLUMNS
from aggregators.uploads.take import Taken, UploadedFile, error_report, group_arrivals, take_upload
from aggregators.uploads.templates import MEDIA_TYPES, template
from content_models.kit.errors import InvalidInput, NotFound, ZhengwuError
from content_models.kit.ids import derived_id
from content_models.sources import repository as sources
from content_models.sources.documents import Source, SourceState
from content_models.sources.uploads import repository as uploads
from content_models.sources.uploads.documents import UploadFormat
from content_models.staff.rights import Right, require, require_sight, sees
from server.console.chrome import chrome_for
from server.console.forms import field, idempotency_key, new_key
from server.console.uploads_view import choices_of, line_of, report_of
from server.console.visit import Visit, staff_only
from server.pages.renderer import page


@staff_only
async def show_uploads(visit: Visit) -> Response:
    return await _form_page(visit, visit.request.query_params.get("source", ""))


@staff_only
async def take_file(visit: Visit) -> Response:
    """The report, or the form again with what is wrong and the source still chosen."""
    async with visit.request.form() as form:
        chosen = field(form, "source")
        try:
            taken = await _taken(visit, form, chosen)
        except ZhengwuError as refusal:
            return await _form_page(visit, chosen, refusal)
    grouping = BackgroundTask(group_arrivals, visit.store, taken.item_ids)
    return RedirectResponse(f"/console/uploads/{taken.record.id}", 303, background=grouping)


@staff_only
async def show_upload(visit: Visit) -> Response:
    record = await uploads.load(visit.request.path_params["upload_id"])
    source = await sources.load(record.source_id)
    require_sight(visit.actor, source.organ_id)
    return page(
        visit.request, "console/upload.html", chrome=await chrome_for(visit), report=report_of(record, source.name)
    )


@staff_only
async def problems_file(visit: Visit) -> Response:
    record = await uploads.load(visit.request.path_params["upload_id"])
    require_sight(visit.actor, (await sources.load(record.source_id)).organ_id)
    return _download(error_report(record), UploadFormat.csv, f"problems-{record.id[:8]}.csv")


@staff_only
async def template_file(visit: Visit) -> Response:
    asked = visit.request.path_params["format"]
    if asked not in set(UploadFormat):
        raise NotFound("没有这种格式的模板，请回到上传页面重新选择。")
    format = UploadFormat(asked)
    return _download(template(format), format, f"template.{format}")


async def _taken(visit: Visit, form: FormData, chosen: str) -> Taken:
    require(visit.actor, Right.upload, "您的账号不能上传来稿，请联系管理员。")
    file = await _file(form)
    source = await _source(chosen)
    require_sight(visit.actor, source.organ_id)
    upload_id = derived_id("upload", visit.staff.id, idempotency_key(form), file.sha256)
    return await take_upload(visit.store, source, file, upload_id=upload_id, by=visit.actor)


async def _form_page(visit: Visit, chosen: str, refusal: ZhengwuError | None = None) -> Response:
    known = [source for source in await sources.most_troubled_first() if sees(visit.actor, source.organ_id)]
    names = {source.id: source.name for source in known}
    return page(
        visit.request,
        "console/uploads.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        key=new_key(),
        choices=choices_of(_open(known), chosen),
        error=refusal.message if refusal else "",
        wrong="file" if isinstance(refusal, UploadRefused | NoFile) else "source",
        formats=[(format.value, format.value.upper()) for format in UploadFormat],
        columns=COLUMNS,
        lines=[line_of(one, names[one.source_id]) for one in await uploads.latest() if one.source_id in names],
    )


class NoFile(InvalidInput):
    code = "UPLOAD_WITHOUT_FILE"
    default_message = "没有选择文件，请先选择要上传的文件。"


def _open(known: Sequence[Source]) -> list[Source]:
    return sorted((source for source in known if source.state is SourceState.active), key=lambda source: source.name)


async def _file(form: FormData) -> UploadedFile:
    given = form.get("file")
    if not isinstance(given, UploadFile) or not given.filename:
        raise NoFile
    return UploadedFile(given.filename, await given.read())


async def _source(chosen: str) -> Source:
    if not chosen:
        raise InvalidInput("没有选择来源，请先选择这批来稿属于哪个来源。")
    return await sources.load(chosen)


def _download(content: bytes, format: UploadFormat, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type=MEDIA_TYPES[format], headers=headers)
