"""长辈版: large text and targets (工信部适老化通用设计规范), kept in a cookie and drawn by the server."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

COOKIE = "edition"
ELDER = "elder"
_ONE_YEAR = 365 * 24 * 3600


def is_elder(request: Request) -> bool:
    return request.cookies.get(COOKIE) == ELDER


async def choose_edition(request: Request) -> Response:
    """Switch between the ordinary and the elder edition, and go back to where the reader was."""
    form = await request.form()
    answer = RedirectResponse(_path_only(str(form.get("back", "/"))), 303)
    if form.get("edition") == ELDER:
        answer.set_cookie(COOKIE, ELDER, max_age=_ONE_YEAR, path="/", httponly=True, samesite="lax")
    else:
        answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
    return answer


def _path_only(address: str) -> str:
    """The local part of `address`: nobody is sent to another host by a form field."""
    parts = urlsplit(address.replace("\\", "/"))
    path = "/" + parts.path.lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path
