"""A page as it goes over the wire: already in its site's charset, with the validators its site cares to send."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from content_models.kit.clock import SHANGHAI
from server.demo.city.records import Site, Validator

_templates = Environment(
    loader=PackageLoader("server.demo.city"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def filled(template: str, **values: Any) -> str:
    return _templates.get_template(template).render(**values)


@dataclass(frozen=True)
class Moved:
    """The answer at an address that a site has left for good."""

    location: str
    seconds: float = 0

    def answer(self, _: Request) -> Response:
        return RedirectResponse(self.location, status_code=301)


@dataclass(frozen=True)
class Page:
    """`seconds`: how long it takes to be answered."""

    body: bytes
    media_type: str
    headers: dict[str, str]
    seconds: float = 0

    @classmethod
    def of(cls, site: Site, markup: str, media_type: str, changed_at: datetime) -> "Page":
        """`media_type` may name a charset itself; most sites leave that to the document."""
        body = markup.encode(site.charset)
        known = {
            Validator.etag: ("ETag", f'"{hashlib.sha256(body).hexdigest()[:20]}"'),
            Validator.last_modified: ("Last-Modified", http_date(changed_at)),
        }
        return cls(body, media_type, dict(known[validator] for validator in site.validators))

    def answer(self, request: Request) -> Response:
        """200 with the page, or 304 when the reader has it already (RFC 9110 §13.1: ETag before date)."""
        if self._known_to(request):
            return Response(status_code=304, headers=self.headers)
        # Starlette would add its own charset to text types; what a site declares is part of the demo.
        return Response(self.body, headers={**self.headers, "Content-Type": self.media_type})

    def _known_to(self, request: Request) -> bool:
        if (wanted := request.headers.get("if-none-match")) is not None:
            return wanted == self.headers.get("ETag")
        return request.headers.get("if-modified-since") == self.headers.get("Last-Modified", "")


def http_date(moment: datetime) -> str:
    """IMF-fixdate of a moment printed in Shanghai time."""
    return format_datetime(moment.replace(tzinfo=SHANGHAI).astimezone(UTC), usegmt=True)
