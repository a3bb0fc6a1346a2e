"""登录: log-in and log-out; a form that was sent too late is kept and offered again."""

from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from content_models.kit.errors import NotAuthenticated, SessionExpired, ZhengwuError
from server.auth import sessions
from server.auth.errors import TooManyAttempts, WrongCredentials
from server.console.forms import field, text_fields, written_form
from server.deps import deps_of
from server.pages.renderer import page

HOME = "/console/triage"
KEPT = "kept."  # prefix of the fields of the form that came too late


async def ask_to_log_in(request: Request, refusal: NotAuthenticated) -> Response:
    """A page view is sent to the log-in page; a form gets it as its answer (401), with its fields inside."""
    came_from = request.url.path if request.method == "POST" else _with_query(request)
    if "hx-request" in request.headers:
        return Response(status_code=401, headers={"hx-redirect": f"/console/login?next={quote(HOME)}"})
    if request.method != "POST":
        return RedirectResponse(f"/console/login?next={quote(came_from)}", 303)
    kept = text_fields(await written_form(request))
    return _log_in_page(request, next_path=came_from, kept=kept, error=refusal, status=refusal.status)


async def show_log_in(request: Request) -> Response:
    return _log_in_page(request, next_path=request.query_params.get("next", HOME), error=await _what_ended(request))


async def _what_ended(request: Request) -> SessionExpired | None:
    """None also for somebody who is still logged in and wants to come in as somebody else."""
    try:
        await sessions.staff_of(deps_of(request).store, request.cookies.get(sessions.COOKIE))
    except SessionExpired as expired:
        return expired
    except NotAuthenticated:
        return None
    return None


async def log_in(request: Request) -> Response:
    deps, form = deps_of(request), await written_form(request)
    next_path, kept = _local(field(form, "next")), _kept_fields(form)
    username, address = field(form, "username").strip(), request.client.host if request.client else ""
    try:
        deps.log_in_brake.check(username, address)
        token = await sessions.log_in(deps.store, username, field(form, "password"), deps.settings.staff_session)
        deps.log_in_brake.succeeded(username, address)
    except (WrongCredentials, TooManyAttempts) as refusal:
        if isinstance(refusal, WrongCredentials):
            deps.log_in_brake.failed(username, address)
        return _log_in_page(
            request,
            next_path=next_path,
            kept=kept,
            error=refusal,
            status=refusal.status,
            username=username,
        )
    answer = _send_again_page(request, next_path, kept) if kept else RedirectResponse(next_path, 303)
    sessions.remember(answer, token, deps.settings.staff_session, https=deps.settings.is_https)
    return answer


async def log_out(request: Request) -> Response:
    await sessions.log_out(request.cookies.get(sessions.COOKIE))
    answer = RedirectResponse("/console/login", 303)
    sessions.forget(answer)
    return answer


def _log_in_page(
    request: Request,
    *,
    next_path: str,
    kept: dict[str, list[str]] | None = None,
    error: ZhengwuError | None = None,
    status: int = 200,
    username: str = "",
) -> Response:
    return page(
        request,
        "console/login.html",
        status=status,
        next_path=_local(next_path),
        kept=kept or {},
        error=error,
        username=username,
        demo_accounts=deps_of(request).demo_accounts,
    )


def _send_again_page(request: Request, action: str, kept: dict[str, list[str]]) -> Response:
    """What was typed before the session ran out, one press away from where it was going."""
    return page(request, "console/send_again.html", action=action, kept=kept, shown=_readable(kept))


def _readable(kept: dict[str, list[str]]) -> list[str]:
    words = (value for name in ("title", "summary", "body_html", "reason", "comment") for value in kept.get(name, ()))
    return [value for value in words if value.strip()]


def _kept_fields(form: FormData) -> dict[str, list[str]]:
    fields = text_fields(form)
    return {name.removeprefix(KEPT): values for name, values in fields.items() if name.startswith(KEPT)}


def _local(path: str) -> str:
    """Only addresses inside the console: a log-in link must not send people elsewhere afterwards."""
    inside = path.startswith("/console/") and "\\" not in path and not path.startswith("/console/log")
    return path if inside else HOME


def _with_query(request: Request) -> str:
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
