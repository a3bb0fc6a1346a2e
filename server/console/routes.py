"""Every address of the console. Writes from other sites' pages are refused at the door."""

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from aggregators.uploads.sniff import LARGEST_FILE
from server.auth.csrf import SameOriginWrites
from server.console import (
    alarms,
    fusion,
    lifecycle,
    links,
    login,
    new_release,
    policy_picker,
    reach,
    release_page,
    releases,
    source_moved,
    source_page,
    source_settings,
    sources,
    triage,
    triage_bulk,
    triage_live,
    uploads,
    word_lists,
)
from server.console.administration_routes import administration_routes
from server.console.bundle_routes import bundle_routes, campaign_routes, overview_routes
from server.console.forms import LARGEST_WRITING
from server.console.refusals import noting_refused
from server.console.writing_routes import writing_routes

LARGEST_FORM = 8 * 1024 * 1024  # bytes; a long official text with tables is well below 1 MB
LARGEST_UPLOAD = LARGEST_FILE + 64 * 1024  # bytes: the largest file and the form around it


async def _home(request: Request) -> Response:
    return RedirectResponse(login.HOME, 303)


def console_routes() -> list[BaseRoute]:
    """Mounted at /console. Handlers find what they work with at `app.state.deps`."""
    routes = [
        Route("/", _home),
        Route("/login", login.show_log_in, methods=["GET"]),
        Route("/login", login.log_in, methods=["POST"], max_body_size=LARGEST_WRITING),
        Route("/login/code", login.give_code, methods=["POST"], max_body_size=LARGEST_WRITING),
        Route("/login/password", login.give_password, methods=["POST"], max_body_size=LARGEST_WRITING),
        Route("/login/enrol", login.enrol, methods=["POST"], max_body_size=LARGEST_WRITING),
        Route("/logout", login.log_out, methods=["POST"]),
        Route("/triage", triage.show_triage),
        Route("/triage/counts", triage_live.show_counts),
        Route("/triage/live", triage_live.stream_counts),
        Route("/triage/undo", triage.undo_acts, methods=["POST"]),
        Route("/triage/bulk", triage_bulk.act_on_chosen, methods=["POST"]),
        Route("/triage/{item_id}/adopt", triage.adopt_item, methods=["POST"]),
        Route("/triage/{item_id}/spike", triage.spike_item, methods=["POST"]),
        Route("/triage/{item_id}/restore", triage.restore_item, methods=["POST"]),
        Route("/triage/{item_id}/snooze", triage.snooze_item, methods=["POST"]),
        Route("/triage/{item_id}/correct", source_moved.correct_item, methods=["POST"]),
        Route("/triage/{item_id}/dismiss", source_moved.dismiss_item, methods=["POST"]),
        Route("/triage/{item_id}/withdraw", source_moved.withdraw_item, methods=["POST"]),
        Route("/triage/{item_id}/policies", policy_picker.show_policies, methods=["GET"]),
        Route("/triage/{item_id}/policies", policy_picker.link_policy_item, methods=["POST"]),
        Route("/triage/{item_id}/split", fusion.split_item, methods=["POST"]),
        Route("/triage/{item_id}/merge", fusion.merge_item, methods=["POST"]),
        Route("/triage/{item_id}/head", fusion.choose_head_item, methods=["POST"]),
        Route("/triage/{item_id}/suggestion", fusion.answer_item, methods=["POST"]),
        Route("/releases", releases.show_releases),
        Route("/releases/policies", releases.find_policies),
        Route("/releases/new", new_release.show_new, methods=["GET"]),
        Route("/releases/new", new_release.start, methods=["POST"]),
        Route("/releases/{release_id}", release_page.show_release, methods=["GET"]),
        Route("/releases/{release_id}", release_page.save_release, methods=["POST"], max_body_size=LARGEST_WRITING),
        *writing_routes(),
        Route("/releases/{release_id}/reach", reach.show_reach),
        Route("/releases/{release_id}/links", links.confirm_link, methods=["POST"]),
        Route("/releases/{release_id}/submit", release_page.submit_release, methods=["POST"]),
        Route("/releases/{release_id}/sign", release_page.sign_release, methods=["POST"]),
        Route("/releases/{release_id}/publish", release_page.publish_release, methods=["POST"]),
        Route("/releases/{release_id}/withdraw", release_page.withdraw_release, methods=["POST"]),
        *_lifecycle_routes(),
        *bundle_routes(),
        *overview_routes(),
        *campaign_routes(),
        *administration_routes(),
        Route("/uploads", uploads.show_uploads, methods=["GET"]),
        Route("/uploads", uploads.take_file, methods=["POST"], max_body_size=LARGEST_UPLOAD),
        Route("/uploads/template.{format}", uploads.template_file),
        Route("/uploads/{upload_id}", uploads.show_upload),
        Route("/uploads/{upload_id}/problems.csv", uploads.problems_file),
        *_source_routes(),
        *_checks_routes(),
    ]
    guard = Middleware(SameOriginWrites, refused=noting_refused(routes))
    return [Mount("/console", routes=routes, middleware=[guard], max_body_size=LARGEST_FORM)]


def _source_routes() -> list[BaseRoute]:
    return [
        Route("/sources", sources.show_sources),
        Route("/alarms", alarms.show_alarms),
        Route("/sources/{source_id}", source_page.show_source),
        Route("/sources/{source_id}/ask", source_settings.ask_source, methods=["POST"]),
        Route("/sources/{source_id}/settings", source_settings.show_settings, methods=["GET"]),
        Route("/sources/{source_id}/settings", source_settings.save_settings, methods=["POST"]),
    ]


def _lifecycle_routes() -> list[BaseRoute]:
    """定时、更正、结束."""
    acts = lifecycle.ACTS.items()
    routes: list[BaseRoute] = [Route(f"/releases/{{release_id}}/{name}", act, methods=["POST"]) for name, act in acts]
    return [*routes, Route("/schedules/noted", lifecycle.note_schedule_failure, methods=["POST"])]


def _checks_routes() -> list[BaseRoute]:
    """词表与检查."""
    return [
        Route("/checks", word_lists.show_lists, methods=["GET"]),
        Route("/checks", word_lists.make_list, methods=["POST"]),
        Route("/checks/{list_id}", word_lists.show_list, methods=["GET"]),
        Route("/checks/{list_id}", word_lists.change_list, methods=["POST"]),
        Route("/checks/{list_id}/entries.csv", word_lists.export_list),
    ]
