"""`zhengwu user`: accounts of staff, from the machine itself: the way in when nobody can log in any more."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from content_models.audit.actions.note import Deed, note
from content_models.kit.actors import SYSTEM
from content_models.kit.errors import NotFound
from content_models.kit.ids import new_id
from content_models.kit.store import Store
from content_models.organs import repository as organs
from content_models.staff import repository as staff_records
from content_models.staff.actions.keep import LockStaff, ResetStaff, lock_staff, reset_staff
from content_models.staff.documents import Role, Staff
from server.auth import brake
from server.auth.accounts import create_staff
from server.auth.first_start import one_time_password
from server.auth.passwords import hash_password
from server.cli.options import DataDir, configured
from server.engines.at_hand import engines_at_hand
from server.pages.labels import ROLE_NAMES
from server.processes.run import run
from server.settings import Settings
from server.store import open_store

app = typer.Typer(no_args_is_help=True)

Username = Annotated[str, typer.Argument(help="用户名")]
Work = Callable[[Store], Awaitable[list[str]]]


@app.command()
def add(
    username: Username,
    name: Annotated[str, typer.Option(help="姓名，审签和审计记录里显示的就是它")],
    role: Annotated[list[Role], typer.Option(help="角色，可重复")],
    organ: Annotated[list[str] | None, typer.Option(help="只代表这个机构（编号或全称），可重复；不填为全部")] = None,
    data_dir: DataDir = None,
) -> None:
    """新增账号，打印一次性密码，第一次登录时须改。"""

    async def work(store: Store) -> list[str]:
        password = one_time_password()
        bound = [await _organ_id(given) for given in organ or []]
        await create_staff(store, username, name, role, password, organ_ids=bound, must_change_password=True)
        await _noted(store, "user add", username)
        return [f"已新增 {name}（{username}）。", f"一次性密码  {password}", "只显示这一次，第一次登录时须改成自己的。"]

    _do(configured(data_dir=data_dir), work)


@app.command()
def reset(
    username: Username,
    totp: Annotated[bool, typer.Option("--totp", help="同时解除手机验证器（丢了手机时）")] = False,
    data_dir: DataDir = None,
) -> None:
    """另发一次性密码；这个人现有的登录全部失效，锁定解除。"""

    async def work(store: Store) -> list[str]:
        staff, password = await _known(username), one_time_password()
        await reset_staff(
            store,
            ResetStaff(
                actor=SYSTEM,
                idempotency_key=new_id(),
                staff_id=staff.id,
                expected_version=staff.version,
                password_hash=await hash_password(password),
                drops_totp=totp,
            ),
        )
        await brake.release(username)
        await _noted(store, "user reset", username)
        return [f"一次性密码  {password}", "只显示这一次，下次登录时须改成自己的。"]

    _do(configured(data_dir=data_dir), work)


@app.command("list")
def list_(data_dir: DataDir = None) -> None:
    """列出全部账号。"""
    run(_list(configured(data_dir=data_dir)))


@app.command()
def lock(username: Username, data_dir: DataDir = None) -> None:
    """停用账号，现有的登录立即失效。"""
    _do(configured(data_dir=data_dir), lambda store: _lock(store, username, locks=True))


@app.command()
def unlock(username: Username, data_dir: DataDir = None) -> None:
    """恢复停用的账号。"""
    _do(configured(data_dir=data_dir), lambda store: _lock(store, username, locks=False))


async def _lock(store: Store, username: str, *, locks: bool) -> list[str]:
    staff = await _known(username)
    command = LockStaff(
        actor=SYSTEM, idempotency_key=new_id(), staff_id=staff.id, expected_version=staff.version, locks=locks
    )
    await lock_staff(store, command)
    await brake.release(username)
    await _noted(store, "user lock" if locks else "user unlock", username)
    return [f"{staff.display_name}（{username}）已{'停用' if locks else '恢复'}。"]


def _do(settings: Settings, work: Work) -> None:
    for line in run(_opened(settings, work)) or []:
        Console().print(line, markup=False, highlight=False, soft_wrap=True)


async def _opened(settings: Settings, work: Work) -> list[str]:
    async with engines_at_hand(settings) as complete, open_store(complete) as store:
        return await work(store)


async def _list(settings: Settings) -> None:
    async with engines_at_hand(settings) as complete, open_store(complete):
        known = await staff_records.everybody()
        bodies = await organs.load_many(organ for staff in known for organ in staff.organ_ids)
    table = Table("用户名", "姓名", "角色", "机构", "手机验证器", "状态")
    for staff in known:
        scope = "、".join(bodies[organ].short_name if organ in bodies else organ for organ in staff.organ_ids)
        state = "已停用" if staff.disabled else "待改密码" if staff.must_change_password else "正常"
        roles = "、".join(ROLE_NAMES[role] for role in staff.roles)
        bound = "已绑定" if staff.totp_sealed else "未绑定"
        table.add_row(staff.username, staff.display_name, roles, scope or "全部", bound, state)
    Console().print(table)


async def _known(username: str) -> Staff:
    staff = await staff_records.by_username(username)
    if staff is None:
        raise NotFound(f"没有用户名「{username}」，可用 zhengwu user list 查看全部。")
    return staff


async def _organ_id(given: str) -> str:
    matches = await organs.load_many([given]) or {organ.id: organ for organ in await organs.named(given)}
    if not matches:
        raise NotFound(f"没有找到机构「{given}」，请填写编号或全称。")
    return next(iter(matches))


async def _noted(store: Store, act: str, username: str) -> None:
    deed = Deed(stream="command-line", actor_id="command-line", actor_name="命令行", act=act, subject=username)
    await note(store, deed)
