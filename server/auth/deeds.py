"""What is written to the audit log of a request: who, what, when, from where, and what came of it."""

import hashlib
from collections.abc import Iterable

import structlog
from pymongo.errors import PyMongoError
from starlette.requests import Request
from starlette.routing import BaseRoute, Match

from content_models.audit.actions.note import Deed, note
from content_models.kit.errors import ZhengwuError
from content_models.kit.store import Store
from content_models.staff import repository as staff_records
from content_models.staff.documents import Staff

DOORS = 16  # streams for those whom nobody knows yet, so that guessing does not queue up behind guessing
LONGEST_NAME = 64  # characters of what was typed as a name
QUIET = frozenset({"presence", "autosave", "preview"})  # last parts of addresses that browsers call by themselves
LOOK = "look"  # the act of looking at a page, noted only when it was refused

log = structlog.get_logger()


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


async def note_act(store: Store, request: Request, staff: Staff, *, status: int, code: str = "") -> None:
    """An act of somebody who is logged in. A log that cannot be written is shouted about; the act stands."""
    act, subject = _act_of(request)
    if act.rpartition("/")[2] in QUIET and status < 400:
        return
    await _note(store, _deed_of(request, staff, act, subject, status, code))


async def note_refused_look(store: Store, request: Request, staff: Staff, refusal: ZhengwuError) -> None:
    """Somebody asked for a page that is not theirs to see, or guessed at an address."""
    subject = request.url.path.removeprefix("/console/")[:LONGEST_NAME]
    await _note(store, _deed_of(request, staff, LOOK, subject, refusal.status, refusal.code))


async def note_door(store: Store, request: Request, act: str, username: str, *, status: int, code: str = "") -> None:
    """Coming and going: under the person's name where there is one of that username, with what was typed beside it."""
    typed, address = username[:LONGEST_NAME], address_of(request)
    door = int(hashlib.sha256(address.encode()).hexdigest(), 16) % DOORS
    known = await staff_records.by_username(typed)
    await _note(
        store,
        Deed(
            stream=f"door-{door:02d}",
            actor_id=known.id if known else typed,
            actor_name=known.display_name if known else typed,
            act=act,
            subject=typed,
            status=status,
            code=code,
            address=address,
        ),
    )


def parameters_of(request: Request, routes: Iterable[BaseRoute]) -> Request:
    """The request as the route that it was meant for would have got it, for what is refused before any route."""
    for route in routes:
        match, found = route.matches(request.scope)
        if match is Match.FULL:
            return Request({**request.scope, **found})
    return request


def _deed_of(request: Request, staff: Staff, act: str, subject: str, status: int, code: str) -> Deed:
    return Deed(
        stream=staff.id,
        actor_id=staff.id,
        actor_name=staff.display_name,
        act=act,
        subject=subject,
        status=status,
        code=code,
        address=address_of(request),
    )


async def _note(store: Store, deed: Deed) -> None:
    try:
        await note(store, deed)
    except PyMongoError:
        log.exception("audit_not_written", act=deed.act, actor=deed.actor_id, status=deed.status)


def _act_of(request: Request) -> tuple[str, str]:
    """The address with the names of its parameters in place of their values, and the values."""
    values = {str(value): f"{{{name}}}" for name, value in request.path_params.items() if name != "path"}
    parts = request.url.path.removeprefix("/console/").split("/")
    act = "/".join(values.get(part, part) for part in parts)
    return act, " ".join(part for part in parts if part in values)
