"""Our own static files, under addresses that change with their content and may therefore be kept for ever.

One digest covers the whole folder, so an ES module can import its neighbour by a relative address.
"""

import functools
import hashlib
import re
from pathlib import Path

from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).with_name("static")
PREFIX = "/static"
_DIGEST = re.compile("[0-9a-f]{12}")


@functools.cache
def digest() -> str:
    """12 hex characters over the names and bytes of every static file."""
    total = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            total.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:12]


def static_url(name: str) -> str:
    """Where the page finds `name` (a path below `server/static`)."""
    return f"{PREFIX}/{digest()}/{name}"


class HashedFiles(StaticFiles):
    """Serves `/<digest>/<name>`. A page from before a deployment gets the newest file, but may not keep it."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        asked, _, rest = path.partition("/")
        name = rest if _DIGEST.fullmatch(asked) else path  # a page that cannot know the digest names the file alone
        response = await super().get_response(name, scope)
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if asked == digest() else "no-cache"
        response.headers["x-content-type-options"] = "nosniff"
        return response


def static_routes() -> list[BaseRoute]:
    return [Mount(PREFIX, HashedFiles(directory=FOLDER), name="static")]
