"""登录: log-in and log-out; a form that was sent too late is kept and offered again."""

from contextlib import suppress
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from content_models.kit.errors import NotAuthenticated, SessionExpired, ZhengwuError
from content_models.official_text.html import plain_text, sanitise
from content_models.staff.documents import SessionStage
from server.auth import sessions
from server.auth.deeds import address_of, note_act, note_door
from server.auth.door import door_of
from server.auth.errors import PasswordsDiffer
from server.auth.log_in import stage_of
from server.auth.sessions import Opened
from server.console.forms import field, text_fields, written_form
from server.deps import deps_of
from server.pages.renderer import page

HOME = "/console/triage"
KEPT = "kept."  # prefix of the fields of the form that came too late
GATE = "#session-gate"  # where every page has room for a log-in form

STEPS = {
    SessionStage.wants_code: "console/login_code.html",
    SessionStage.wants_password: "console/login_password.html",
    SessionStage.wants_enrolment: "console/login_enrol.html",
}


async def ask_to_log_in(request: Request, refusal: NotAuthenticated) -> Response:
    """A page view is sent to the log-in page; a form gets it as its answer (401), with its fields inside.

    A script's request gets a log-in form for the page it came from: what stands on that page, half-written texts
    included, stays where it is, and nothing is sent anywhere else.
    """
    if "hx-request" in request.headers:
        answer = page(request, "console/gate.html", status=401, username="", error=_fault_of(refusal))
        answer.headers.update({"hx-retarget": GATE, "hx-reswap": "innerHTML", "hx-reselect": ".gate"})
        return answer
    if request.method != "POST":
        return RedirectResponse(f"/console/login?next={quote(_with_query(request))}", 303)
    kept = text_fields(await written_form(request))
    return _log_in_page(request, next_path=request.url.path, kept=kept, error=refusal, status=refusal.status)


async def show_log_in(request: Request) -> Response:
    next_path = request.query_params.get("next", HOME)
    half_way = await stage_of(deps_of(request).store, request.cookies.get(sessions.COOKIE))
    if half_way:
        return await _step_page(request, half_way[1], next_path, {})
    return _log_in_page(request, next_path=next_path, error=await _what_ended(request))


async def _what_ended(request: Request) -> SessionExpired | None:
    """None also for somebody who is still logged in and wants to come in as somebody else."""
    deps = deps_of(request)
    try:
        await sessions.staff_of(deps.store, request.cookies.get(sessions.COOKIE), deps.settings.staff_idle)
    except SessionExpired as expired:
        return expired
    except NotAuthenticated:
        return None
    return None


async def log_in(request: Request) -> Response:
    """The first step: name and password."""
    form = await written_form(request)
    username = field(form, "username").strip()
    door = door_of(deps_of(request), address_of(request))
    try:
        opened = await door.password(username, field(form, "password"))
    except ZhengwuError as refusal:
        await note_door(door.store, request, "login", username, status=refusal.status, code=refusal.code)
        return _log_in_again(request, form, refusal, username)
    return await _onward(request, form, opened)


async def give_code(request: Request) -> Response:
    """The second step: the code on the phone, or a recovery code."""
    form = await written_form(request)
    door = door_of(deps_of(request), address_of(request))
    try:
        opened = await door.code(request.cookies.get(sessions.COOKIE), field(form, "code"))
    except ZhengwuError as refusal:
        return await _refused_step(request, form, refusal)
    return await _onward(request, form, opened)


async def give_password(request: Request) -> Response:
    """A password of one's own in place of the one-time one."""
    form = await written_form(request)
    door = door_of(deps_of(request), address_of(request))
    try:
        if field(form, "password") != field(form, "again"):
            raise PasswordsDiffer
        opened = await door.new_password(request.cookies.get(sessions.COOKIE), field(form, "password"))
    except ZhengwuError as refusal:
        return await _refused_step(request, form, refusal)
    return await _onward(request, form, opened)


async def enrol(request: Request) -> Response:
    """Bind the phone whose code is given; the recovery codes are shown once, then it goes on."""
    form = await written_form(request)
    door = door_of(deps_of(request), address_of(request))
    try:
        opened, codes = await door.enrol(request.cookies.get(sessions.COOKIE), field(form, "code"))
    except ZhengwuError as refusal:
        return await _refused_step(request, form, refusal)
    await note_door(door.store, request, "login/enrol", opened.staff.username, status=200)
    answer = page(
        request,
        "console/login_recovery.html",
        codes=codes,
        next_path=_local(field(form, "next")),
        kept=_kept_fields(form),
    )
    return _with_cookie(request, answer, opened)


async def log_out(request: Request) -> Response:
    deps, token = deps_of(request), request.cookies.get(sessions.COOKIE)
    with suppress(NotAuthenticated):
        await note_act(deps.store, request, await sessions.staff_of(deps.store, token), status=200)
    await sessions.log_out(token)
    answer = RedirectResponse("/console/login", 303)
    sessions.forget(answer)
    return answer


async def _onward(request: Request, form: FormData, opened: Opened) -> Response:
    """To the next step, or in."""
    next_path, kept = _local(field(form, "next")), _kept_fields(form)
    if opened.stage is not SessionStage.open:
        step = await _step_page(request, opened.stage, next_path, kept, opened=opened)
        return _with_cookie(request, step, opened)
    await note_door(deps_of(request).store, request, "login", opened.staff.username, status=200)
    answer: Response
    if "hx-request" in request.headers:
        answer = page(request, "console/gate_open.html")
    elif kept:
        answer = _send_again_page(request, next_path, kept)
    else:
        answer = RedirectResponse(next_path, 303)
    return _with_cookie(request, answer, opened)


def _with_cookie(request: Request, answer: Response, opened: Opened) -> Response:
    settings = deps_of(request).settings
    sessions.remember(answer, opened.token, settings.staff_session, https=settings.is_https)
    return answer


async def _refused_step(request: Request, form: FormData, refusal: ZhengwuError) -> Response:
    """The same step again with what was wrong; from the beginning when it took too long."""
    half_way = await stage_of(deps_of(request).store, request.cookies.get(sessions.COOKIE))
    if half_way is None:
        return _log_in_again(request, form, refusal, "")
    staff, stage = half_way
    store = deps_of(request).store
    await note_door(store, request, f"login/{stage}", staff.username, status=refusal.status, code=refusal.code)
    return await _step_page(request, stage, _local(field(form, "next")), _kept_fields(form), refusal=refusal)


async def _step_page(
    request: Request,
    stage: SessionStage,
    next_path: str,
    kept: dict[str, list[str]],
    *,
    refusal: ZhengwuError | None = None,
    opened: Opened | None = None,
) -> Response:
    token = opened.token if opened else request.cookies.get(sessions.COOKIE)
    door = door_of(deps_of(request), address_of(request))
    enrols = stage is SessionStage.wants_enrolment
    by_htmx = "hx-request" in request.headers
    return page(
        request,
        "console/gate_code.html" if by_htmx and stage is SessionStage.wants_code else STEPS[stage],
        status=refusal.status if refusal else 200,
        error=refusal,
        next_path=_local(next_path),
        kept=kept,
        enrolment=await door.enrolment(token) if enrols else None,
    )


def _log_in_again(request: Request, form: FormData, refusal: ZhengwuError, username: str) -> Response:
    if "hx-request" in request.headers:
        return page(request, "console/gate.html", status=refusal.status, username=username, error=_fault_of(refusal))
    return _log_in_page(
        request,
        next_path=_local(field(form, "next")),
        kept=_kept_fields(form),
        error=refusal,
        status=refusal.status,
        username=username,
    )


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
        error=_fault_of(error),
        has_expired=isinstance(error, SessionExpired),
        username=username,
        demo_accounts=deps_of(request).demo_accounts,
    )


def _fault_of(error: ZhengwuError | None) -> ZhengwuError | None:
    """What somebody did wrong: that a session ended, or there is none, is nobody's mistake and is said calmly."""
    return None if type(error) in (NotAuthenticated, SessionExpired) else error


def _send_again_page(request: Request, action: str, kept: dict[str, list[str]]) -> Response:
    """What was typed before the session ran out, one press away from where it was going."""
    return page(request, "console/send_again.html", action=action, kept=kept, shown=_readable(kept))


def _readable(kept: dict[str, list[str]]) -> list[str]:
    """The body as it reads, not as it is marked up."""
    bodies = [plain_text(sanitise(value)) for value in kept.get("body_html", ())]
    names = (("title", "summary"), ("reason", "comment"))
    before, after = ([value for name in some for value in kept.get(name, ())] for some in names)
    return [value for value in (*before, *bodies, *after) if value.strip()]


def _kept_fields(form: FormData) -> dict[str, list[str]]:
    fields = text_fields(form)
    return {name.removeprefix(KEPT): values for name, values in fields.items() if name.startswith(KEPT)}


def _local(path: str) -> str:
    """Only addresses inside the console: a log-in link must not send people elsewhere afterwards."""
    inside = path.startswith("/console/") and "\\" not in path and not path.startswith("/console/log")
    return path if inside else HOME


def _with_query(request: Request) -> str:
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
