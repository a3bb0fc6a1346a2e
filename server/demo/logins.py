"""The people at the demo's editorial desk, and their passwords: made up once for each data folder."""

import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from content_models.kit.actors import Actor
from content_models.kit.store import Store
from content_models.staff import repository as staff_records
from content_models.staff.documents import Role, Staff
from server.auth.accounts import create_staff
from server.auth.passwords import hash_password, matches
from server.deps import DemoAccount

_ACCOUNTS = TypeAdapter(tuple[DemoAccount, ...])


@dataclass(frozen=True)
class Person:
    username: str
    display_name: str
    role: Role
    role_name: str
    organ_ids: tuple[str, ...] = ()


EDITOR = Person("wang", "王编辑", Role.editor, "编辑·初审")
SECTION_HEAD = Person("li", "李科长", Role.section_head, "科室负责人·复审")
LEADER = Person("zhao", "赵主任", Role.leader, "分管领导·终审")
CONTRIBUTOR = Person("chen", "陈供稿", Role.contributor, "部门供稿·只见本部门", ("demo-health",))
APPROVER = Person("sun", "孙批准", Role.push_approver, "推送批准人")
AUDITOR = Person("qian", "钱监督", Role.auditor, "监督·查看审计")
ADMINISTRATOR = Person("admin", "周管理", Role.administrator, "管理员·人员与基础数据")
PEOPLE = (EDITOR, SECTION_HEAD, LEADER, CONTRIBUTOR, APPROVER, AUDITOR, ADMINISTRATOR)


def kept_accounts(file: Path) -> tuple[DemoAccount, ...]:
    """The log-ins of this data folder, made up on first use. Only the owner of the folder can read them."""
    known = {one.username: one for one in _ACCOUNTS.validate_json(file.read_bytes())} if file.exists() else {}
    accounts = tuple(known.get(person.username) or _account(person) for person in PEOPLE)
    if len(known) == len(accounts):
        return accounts
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as output:
        output.write(_ACCOUNTS.dump_json(accounts, indent=2))
    return accounts


def _account(person: Person) -> DemoAccount:
    return DemoAccount(person.username, secrets.token_urlsafe(9), person.display_name, person.role_name)


async def hire(store: Store, accounts: Iterable[DemoAccount]) -> dict[str, Actor]:
    """Make sure that they can all log in with these accounts; gives them as actors, by username."""
    passwords = {account.username: account.password for account in accounts}
    return {person.username: await _hire(store, person, passwords[person.username]) for person in PEOPLE}


async def _hire(store: Store, person: Person, password: str) -> Actor:
    staff = await staff_records.by_username(person.username)
    if staff is None:
        staff = await create_staff(
            store, person.username, person.display_name, [person.role], password, organ_ids=person.organ_ids
        )
    elif not await matches(password, staff.password_hash):
        await _give_password(staff, password)
    return staff.as_actor()


async def _give_password(staff: Staff, password: str) -> None:
    staff.password_hash = await hash_password(password)
    await staff_records.save(staff)
