"""Rendering: Jinja2 with everything escaped, and every page under the strictest policy it can live with."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from content_models.official_text.html import sanitise
from server.pages import labels, moments
from server.static_files import static_url

# No inline script or style at all. Pictures in articles may come from the departments' sites.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: https:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "report-uri /csp-reports",
    )
)

PAGE_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
}


def trusted(html: str) -> Markup:
    """Body HTML for a page. Sanitised again here: a page must not rely on what some earlier version let in."""
    return Markup(sanitise(html))  # noqa: S704 - the allow-list has just been applied


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(static=static_url, labels=labels)
    for name in ("minute", "day", "long_day", "iso"):
        environment.filters[name] = getattr(moments, name)
    return environment


_templates = _environment()


def render(template: str, **context: Any) -> str:
    return _templates.get_template(template).render(**context)


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """An HTML answer. Templates see `app_name` and what the handler gives them, never a stored document."""
    body = render(template, app_name=app_name(request), **context)
    return HTMLResponse(body, status, {**PAGE_HEADERS, **(headers or {})})


def app_name(request: Request) -> str:
    """The name in the page's head. An error page must work even where nothing is set up yet."""
    settings = getattr(request.app.state, "settings", None)
    return settings.app_name if settings else "政务发布"
