"""审签单: one page to read, to print (or keep as PDF) and to take away as CSV."""

import asyncio

from starlette.responses import Response

from content_models.releases import repository as releases
from content_models.releases.documents import Release
from server.console.chrome import chrome_for
from server.console.release_screen import release_of
from server.console.release_view import page_of
from server.console.sheet_view import SheetLine, all_words, as_csv, sheet_lines
from server.console.visit import Visit, staff_only
from server.pages.renderer import page


@staff_only
async def show_sheet(visit: Visit) -> Response:
    release = await release_of(visit)
    return page(
        visit.request,
        "console/sheet.html",
        chrome=await chrome_for(visit),
        release=await page_of(release, visit.staff),
        tab="sheet",
        lines=await _lines(release),
        printed_at=visit.store.now(),
        slug=release.slug,
    )


@staff_only
async def sheet_file(visit: Visit) -> Response:
    release = await release_of(visit)
    headers = {
        "content-disposition": f'attachment; filename="review-{release.slug}.csv"',
        "cache-control": "no-store",
    }
    return Response(as_csv(await _lines(release)), media_type="text/csv; charset=utf-8", headers=headers)


async def _lines(release: Release) -> list[SheetLine]:
    revisions = await releases.revisions_of(release.id)
    events = await releases.events_of(release.id)
    return await asyncio.to_thread(sheet_lines, events, revisions, await all_words(revisions))
