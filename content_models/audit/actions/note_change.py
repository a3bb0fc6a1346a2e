"""`note_change` 记变更: what was changed in the reference data, from what to what, in the transaction that changes it.

The request that asked for it is noted by the door as well; this row says what it came to, and stands or falls with it.
"""

from collections.abc import Mapping
from datetime import date

from content_models.audit.actions.note import Deed, note_within
from content_models.kit.actors import Actor
from content_models.kit.store import Session, Store

LONGEST_VALUE = 300  # characters of one side of a change
ARROW = " → "


async def note_change(
    store: Store, session: Session, actor: Actor, act: str, record: str, changes: Mapping[str, str]
) -> None:
    """`record` names what was changed, 「organ.gov」, and is the stream: its history is read by `_id`."""
    deed = Deed(
        stream=record,
        actor_id=actor.id,
        actor_name=actor.name,
        act=act,
        subject=record.partition(".")[2],
        details=dict(changes),
    )
    await note_within(store, session, deed)


def differences(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, str]:
    """Field → 「old → new」 of those that differ; what was or becomes empty is written as 无."""
    return {
        name: f"{_shown(before.get(name))}{ARROW}{_shown(value)}"
        for name, value in after.items()
        if _shown(before.get(name)) != _shown(value)
    }


def _shown(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "、".join(map(_shown, value)) or "无"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)[:LONGEST_VALUE] if value not in (None, "") else "无"
