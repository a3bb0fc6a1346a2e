"""词表: what the checks look for, as data that an administrator edits; and what is found in what is public."""

import csv
import io
from typing import Any
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from aggregators.decode import decode
from aggregators.uploads.spreadsheet_text import as_csv
from content_models.checks import repository as checks
from content_models.checks.actions.save_word_list import SavedWordList, SaveWordList, save_word_list
from content_models.checks.documents import ListPurpose, WordEntry, WordList
from content_models.checks.errors import WordListInvalid
from content_models.checks.issues import Severity
from content_models.checks.tables import entries_of, rows_of
from content_models.kit.errors import InvalidInput, ZhengwuError
from content_models.staff.rights import Right, holds, require
from server.console.chrome import chrome_for
from server.console.counters import findings_seen_by
from server.console.forms import expected_version, field, fields, idempotency_key, new_key
from server.console.visit import Visit, staff_only
from server.console.word_list_view import PURPOSE_NAMES, finding_lines, list_lines, scan_words, version_lines
from server.pages.labels import KIND_NAMES
from server.pages.renderer import page

LARGEST_FILE = 4 * 1024 * 1024  # bytes
SHOWN = 300  # entries; the rest by searching, or in the exported file
HOME = "/console/checks"


@staff_only
async def show_lists(visit: Visit) -> Response:
    return await _home(visit)


async def _home(visit: Visit, refusal: ZhengwuError | None = None) -> Response:
    return page(
        visit.request,
        "console/word_lists.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        lists=list_lines(await checks.every_list()),
        findings=finding_lines(await findings_seen_by(visit.actor)),
        scan=scan_words(await checks.newest_rescans(1)),
        keeper=holds(visit.actor, Right.keep_word_lists),
        purposes=list(PURPOSE_NAMES.items()),
        refusal=refusal,
        key=new_key(),
    )


@staff_only
async def show_list(visit: Visit) -> Response:
    return await _show(visit, await checks.load_list(visit.request.path_params["list_id"]))


async def _show(visit: Visit, one: WordList, refusal: ZhengwuError | None = None) -> Response:
    words = visit.request.query_params.get("q", "").strip()
    found = [entry for entry in one.entries if words in entry.word or words in entry.instead]
    return page(
        visit.request,
        "console/word_list.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        list=one,
        entries=found[:SHOWN],
        found=len(found),
        words=words,
        purpose=PURPOSE_NAMES[one.purpose],
        kinds=list(KIND_NAMES.items()),
        versions=version_lines(await checks.versions_of(one.id)),
        keeper=holds(visit.actor, Right.keep_word_lists),
        refusal=refusal,
        problems=refusal.details.get("problems", []) if refusal else [],
        key=new_key(),
    )


@staff_only
async def export_list(visit: Visit) -> Response:
    one = await checks.load_list(visit.request.path_params["list_id"])
    name = quote(f"{one.name} 第{one.version}版.csv")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(as_csv(rows_of(one.entries)), media_type="text/csv; charset=utf-8", headers=headers)


@staff_only
async def make_list(visit: Visit) -> Response:
    try:
        require(visit.actor, Right.keep_word_lists)  # before the form: what is wrong with it is no answer to a stranger
        form = await visit.request.form()
        purpose = field(form, "purpose")
        if purpose not in set(ListPurpose):
            raise InvalidInput("请选择词表的用途。")
        said = {"purpose": purpose, "severity": Severity.yellow, "entries": [], "expected_version": 0}
        saved = await _save(visit, form, None, said)
    except ZhengwuError as refusal:
        return await _home(visit, refusal)
    return RedirectResponse(f"{HOME}/{saved.list_id}", 303)


@staff_only
async def change_list(visit: Visit) -> Response:
    """One form a change: the settings, one entry more, one entry less, or a whole table from a file."""
    one = await checks.load_list(visit.request.path_params["list_id"])
    try:
        require(visit.actor, Right.keep_word_lists)
        async with visit.request.form() as form:
            said = await _CHANGES.get(field(form, "act"), _settings)(form, one)
            await _save(visit, form, one, {"expected_version": expected_version(form), **said})
    except ZhengwuError as refusal:
        return await _show(visit, await checks.load_list(one.id), refusal)
    return RedirectResponse(f"{HOME}/{one.id}", 303)


async def _save(visit: Visit, form: FormData, one: WordList | None, said: dict[str, Any]) -> SavedWordList:
    kept = one.model_dump(include=_KEPT) if one else {}
    typed = {name: field(form, name) for name in ("name", "owner") if field(form, name)}
    try:
        command = SaveWordList(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            list_id=one.id if one else None,
            **(kept | typed | said),
        )
    except ValueError as refusal:
        raise InvalidInput("请填写词表名称和负责人（2 到 40 个字）。") from refusal
    return await save_word_list(visit.store, command)


_KEPT = {"name", "purpose", "severity", "owner", "entries", "exempt_kinds", "enabled"}


async def _settings(form: FormData, one: WordList) -> dict[str, Any]:
    severity = field(form, "severity")
    return {
        "severity": severity if severity in set(Severity) else one.severity,
        "exempt_kinds": [kind for kind in fields(form, "exempt_kinds") if kind in KIND_NAMES],
        "enabled": bool(field(form, "enabled")),
        "note": "修改设置",
    }


async def _add(form: FormData, one: WordList) -> dict[str, Any]:
    row = [field(form, name) for name in ("word", "instead", "reason", "exceptions")]
    added = entries_of([row])
    if not added:
        raise WordListInvalid("请填写要增加的词。")
    return {"entries": [*one.entries, *added], "note": f"增加「{added[0].word}」"}


async def _drop(form: FormData, one: WordList) -> dict[str, Any]:
    word = field(form, "word")
    return {"entries": [entry for entry in one.entries if entry.word != word], "note": f"删去「{word}」"[:300]}


async def _import(form: FormData, one: WordList) -> dict[str, Any]:
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise WordListInvalid("请选择要导入的 CSV 文件。")
    entries = await _entries_in(file)
    return {"entries": entries, "note": f"导入 {file.filename}，{len(entries)} 条"[:300]}


async def _entries_in(file: UploadFile) -> list[WordEntry]:
    body = await file.read(LARGEST_FILE + 1)
    if len(body) > LARGEST_FILE:
        raise WordListInvalid("文件超过 4 MB，请拆成几张词表。")
    try:
        return entries_of(list(csv.reader(io.StringIO(decode(body).text.removeprefix("\ufeff")), strict=True)))
    except csv.Error as refusal:
        raise WordListInvalid("这不是能读的 CSV 文件；请先导出一份，照它的样子改。") from refusal


_CHANGES = {"add": _add, "drop": _drop, "import": _import}
