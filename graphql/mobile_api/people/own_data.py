"""What a resident may ask of us about themselves: everything we know, and to forget it."""

from typing import Annotated

import orjson
import strawberry

from content_models.kit.errors import InvalidInput
from content_models.residents import export
from content_models.residents.actions.forget import Forget, forget
from mobile_api.commands import command
from mobile_api.context import Context, Info, as_actor
from mobile_api.fields import IDEMPOTENCY_KEY
from mobile_api.people.types import Forgotten
from mobile_api.problems import AnyProblem, settled

Confirm = Annotated[bool, strawberry.argument(description="确认全部删除，不能恢复 / Yes, delete it all, for good")]
Key = Annotated[str, strawberry.argument(description=IDEMPOTENCY_KEY)]


async def my_data(info: Info) -> str:
    """A JSON document, indented: people read it too."""
    known = await export.export(info.context.viewer(), info.context.deps.sign_in.sealer)
    return orjson.dumps(known, option=orjson.OPT_INDENT_2).decode()


async def delete_my_data(info: Info, confirm: Confirm, idempotency_key: Key) -> Forgotten | AnyProblem:
    return await settled(_delete(info.context, confirm, idempotency_key))


async def _delete(context: Context, confirm: bool, key: str) -> Forgotten:
    resident_id = context.signed_claims().resident_id
    if not confirm:
        raise InvalidInput("注销会删除全部数据，请确认后再提交。", field="confirm")
    asked = command(Forget, actor=as_actor(resident_id), idempotency_key=key, resident_id=resident_id)
    await forget(context.store, asked)
    context.deps.changes.ended_here(resident_id, context.store.now())
    return Forgotten(forgotten=True)
