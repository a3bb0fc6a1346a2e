"""The addresses that answer by what they are asked, and which of the city's pages such a request means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from server.demo.city.formats import epoint, gov_library, jpaas, jpage, trs_was5, truecms, xxgk

Asked = Mapping[str, str]


@dataclass(frozen=True)
class Interface:
    """`for_own_script`: refuses whoever does not ask as the column page's own script does."""

    key: Callable[[Asked], str]
    for_own_script: bool = False


INTERFACES: Mapping[str, Interface] = {
    jpage.PROXY: Interface(jpage.key),
    xxgk.SEARCH: Interface(xxgk.key),
    jpaas.UNIT: Interface(jpaas.key, for_own_script=True),
    truecms.MESSAGES: Interface(truecms.key, for_own_script=True),
    epoint.LIST: Interface(epoint.key),
    trs_was5.SEARCH: Interface(trs_was5.key, for_own_script=True),
    gov_library.LIBRARY: Interface(gov_library.key),
}


async def page_key(request: Request) -> str | None:
    """The key of the page that is asked for; None for a stranger whom the interface refuses."""
    interface = INTERFACES.get(request.url.path)
    if interface is None:
        return request.url.path
    if interface.for_own_script and not _is_from_script(request):
        return None
    return interface.key(await _asked(request))


def _is_from_script(request: Request) -> bool:
    return "referer" in request.headers and request.headers.get("x-requested-with") == "XMLHttpRequest"


async def _asked(request: Request) -> Asked:
    """The fields of query and form, or of a JSON body."""
    if request.headers.get("content-type", "").startswith("application/json"):
        return await _json_fields(request)
    return {**request.query_params, **{name: str(value) for name, value in (await request.form()).items()}}


async def _json_fields(request: Request) -> Asked:
    try:
        body: Any = await request.json()
    except ValueError:
        return {}
    return {name: str(value) for name, value in body.items()} if isinstance(body, dict) else {}
