"""会通知多少人: counted before publishing, on the release's page."""

from starlette.responses import Response

from content_models.announcements.actions.dry_run import Reach, dry_run
from content_models.residents.documents import NoticeFrequency
from server.console.release_screen import release_of
from server.console.visit import Visit, staff_only
from server.pages.renderer import page

CHOICES = {
    NoticeFrequency.immediate: "随时通知",
    NoticeFrequency.daily: "每天汇总",
    NoticeFrequency.weekly: "每周汇总",
    NoticeFrequency.off: "只进消息",
    "refused": "未同意通知",
}


@staff_only
async def show_reach(visit: Visit) -> Response:
    release = await release_of(visit)
    reach = await dry_run(visit.store, release.id, visit.deps.settings.push_limits())
    return page(visit.request, "console/reach.html", reach=reach, choices=_choices(reach))


def _choices(reach: Reach) -> list[tuple[str, int]]:
    return [(words, reach.by_choice[choice]) for choice, words in CHOICES.items() if reach.by_choice.get(choice)]
