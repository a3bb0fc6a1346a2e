"""接收通知: a resident's browser as a device, the worker that shows what is pushed, and where a notice leads."""

from functools import cache

import orjson
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from content_models.kit.clock import in_shanghai
from content_models.releases import repository as releases
from content_models.topics import repository as topics
from content_models.topics.rules import in_use
from mobile_api.transport.trusted import OURS
from server.channels import web_push_key
from server.deps import deps_of
from server.reader.frame import reader_page
from server.static_files import FOLDER

_WORKER = FOLDER / "reader" / "service-worker.js"


async def show_notices(request: Request) -> Response:
    """The choice of topics, and the switch; the script talks to the public API by documents of our manifest."""
    deps = deps_of(request)
    today = in_shanghai(deps.store.now()).date()
    return reader_page(
        request,
        "reader/notices.html",
        key=web_push_key(deps.settings),
        register=_document("RegisterDevice"),
        follow=_document("Follow"),
        topics=[topic for topic in await topics.every_topic() if topic.parent_id is None and in_use(topic, today)],
    )


async def service_worker(_: Request) -> Response:
    """At the root: a worker may only look after what lies below it. Browsers ask anew each day at the latest."""
    return FileResponse(_WORKER, media_type="text/javascript", headers={"cache-control": "no-cache"})


async def open_release(request: Request) -> Response:
    """Where a notice leads: it knows the release's id, which is for machines, and the article has an address for
    people, also once it was withdrawn. Raises NotFound."""
    release = await releases.load(request.path_params["release_id"])
    return RedirectResponse(f"/a/{release.slug}", 302, headers={"cache-control": "no-cache"})


@cache
def _document(name: str) -> str:
    """Its id in our manifest; what earlier versions sent under this name stands behind it."""
    operations = orjson.loads(OURS.read_bytes())["operations"]
    return next(str(one["id"]) for one in operations if one["name"] == name)
