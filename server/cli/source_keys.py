"""`zhengwu source key`: the key with which a department signs what it sends."""

from typing import Annotated

import typer
from rich.console import Console

from content_models.kit.actors import SYSTEM
from content_models.kit.errors import ZhengwuError
from content_models.kit.ids import new_id
from content_models.sources import repository as sources
from content_models.sources.keys import repository as keys
from content_models.sources.keys.actions.rotate import KeyIssued, RevokeKey, RotateKey, revoke_key, rotate_key
from content_models.sources.keys.documents import SourceKey
from content_models.sources.keys.rules import CHANGE_OVER, KEY_PURPOSE, secret_of
from server.cli.options import DataDir, configured
from server.cli.source_store import SourceId
from server.derived_keys import derived_key
from server.engines.at_hand import engines_at_hand
from server.pages.moments import minute
from server.processes.run import run
from server.settings import Settings
from server.store import open_store

app = typer.Typer(add_completion=False)


@app.command()
def key(
    source: SourceId,
    rotate: Annotated[bool, typer.Option("--rotate", help="创建或更换密钥，密钥只显示这一次")] = False,
    revoke: Annotated[bool, typer.Option("--revoke", help="立即停用密钥")] = False,
    data_dir: DataDir = None,
) -> None:
    """部门报送密钥：查看、创建、更换、停用（见 docs/push-in.md）。"""
    if rotate and revoke:
        raise typer.BadParameter("--rotate 与 --revoke 只能选一个。")
    lines = run(_key(configured(data_dir=data_dir), source, rotate=rotate, revoke=revoke)) or []
    for line in lines:
        Console().print(line, markup=False, highlight=False, soft_wrap=True)


async def _key(settings: Settings, source_id: str, *, rotate: bool, revoke: bool) -> list[str]:
    async with engines_at_hand(settings) as complete, open_store(complete) as store:
        source_id = (await sources.load_by_beginning(source_id)).id
        known = await keys.of_source(source_id)
        asked = {"actor": SYSTEM, "idempotency_key": new_id(), "source_id": source_id}
        generation = known.generation if known else 0
        if rotate:
            issued = await rotate_key(store, RotateKey(**asked, expected_generation=generation))
            return _issued(issued, _secret_key(complete), is_first=known is None)
        if revoke and known:
            await revoke_key(store, RevokeKey(**asked, expected_generation=generation))
            return ["密钥已停用；需要时用 --rotate 另发一个。"]
        return _described(known)


def _secret_key(settings: Settings) -> bytes:
    if settings.secret_key is None:
        raise ZhengwuError("没有签名密钥，请设置 ZHENGWU_SECRET_KEY。")
    return settings.secret_key.get_secret_value().encode()


def _issued(issued: KeyIssued, secret_key: bytes, *, is_first: bool) -> list[str]:
    server_key = derived_key(secret_key, KEY_PURPOSE)
    secret = secret_of(server_key, issued.source_id, issued.key_id, issued.generation)
    change_over = [] if is_first else [f"旧密钥继续有效 {CHANGE_OVER.days} 天，请在此期间切换。"]
    return [
        f"来源编号  {issued.source_id}",
        f"密钥编号  {issued.key_id}",
        f"密钥      {secret}",
        "密钥只显示这一次，请妥善交给部门；接口说明见 docs/push-in.md。",
        *change_over,
    ]


def _described(known: SourceKey | None) -> list[str]:
    if known is None:
        return ["这个来源还没有报送密钥；用 --rotate 创建。"]
    used = minute(known.last_used_at) if known.last_used_at else "从未"
    state = f"已于 {minute(known.revoked_at)} 停用" if known.revoked_at else "有效"
    refusal = known.last_refusal
    return [
        f"密钥编号  {known.key_id}（第 {known.generation} 代，{state}）",
        f"创建      {minute(known.created_at)} {known.created_by.name}",
        f"上次使用  {used}",
        f"被拒请求  {known.refusals} 次" + (f"，最近一次 {minute(refusal.at)} {refusal.code}" if refusal else ""),
    ]
