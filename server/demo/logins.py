"""The three people at the demo's editorial desk, and their passwords: made up once for each data folder."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from content_models.editorial import repository as editorial
from content_models.editorial.documents import Role, Staff
from content_models.kit.actors import Actor
from content_models.kit.store import Store
from server.auth.accounts import create_staff
from server.auth.passwords import hash_password, matches

_PASSWORDS = TypeAdapter(dict[str, str])


@dataclass(frozen=True)
class Person:
    username: str
    display_name: str
    role: Role
    role_name: str


EDITOR = Person("wang", "王编辑", Role.editor, "编辑·初审")
SECTION_HEAD = Person("li", "李科长", Role.section_head, "科室负责人·复审")
LEADER = Person("zhao", "赵主任", Role.leader, "分管领导·终审")
PEOPLE = (EDITOR, SECTION_HEAD, LEADER)


def kept_passwords(folder: Path) -> dict[str, str]:
    """By username. Written where only the owner of the data folder can read it."""
    file = folder / "logins.json"
    if file.exists():
        return _PASSWORDS.validate_json(file.read_text())
    passwords = {person.username: secrets.token_urlsafe(9) for person in PEOPLE}
    folder.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as output:
        output.write(_PASSWORDS.dump_json(passwords, indent=2))
    return passwords


async def hire(store: Store, passwords: dict[str, str]) -> dict[str, Actor]:
    """Make sure that the three can log in with these passwords; gives them as actors, by username."""
    return {person.username: await _hire(store, person, passwords[person.username]) for person in PEOPLE}


async def _hire(store: Store, person: Person, password: str) -> Actor:
    staff = await editorial.staff_by_username(person.username)
    if staff is None:
        staff = await create_staff(store, person.username, person.display_name, [person.role], password)
    elif not await matches(password, staff.password_hash):
        await _give_password(staff, password)
    return staff.as_actor()


async def _give_password(staff: Staff, password: str) -> None:
    staff.password_hash = await hash_password(password)
    await editorial.save_staff(staff)
