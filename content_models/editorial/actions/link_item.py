"""link_item 关联政策: an editor says in the queue which policy an arrived interpretation reads."""

from pydantic import Field

from content_models.editorial.linking import may_link_to
from content_models.intake import repository as intake
from content_models.intake.actions.spike import Triaged, require_decidable
from content_models.intake.documents import ItemKind, TriageState
from content_models.intake.triage_log.documents import TriageEventKind
from content_models.intake.triage_log.recording import record, stand_of
from content_models.kit.commands import Command, perform
from content_models.kit.errors import InvalidInput
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.releases.documents import ReleaseKind, ReleaseState
from content_models.staff.rights import require_sight

LINKABLE = frozenset({TriageState.pending, TriageState.snoozed})
MOST_POLICIES = 10


class LinkItem(Command):
    """`linked` False takes the link back. What is linked is an interpretation from then on."""

    item_id: str
    expected_version: int = Field(ge=1)
    policy_id: str
    linked: bool = True


async def link_item(store: Store, command: LinkItem) -> Triaged:
    """Raises VersionConflict, WrongState, NotAllowed, NotFound, InvalidInput (not a policy, or too many)."""
    return await perform(store, command, _link_item, Triaged, wakes="triage")


async def _link_item(store: Store, session: Session, command: LinkItem) -> Triaged:
    item = await require_decidable(command.item_id, command.expected_version, command.actor, LINKABLE, session)
    policy = await releases.load(command.policy_id, session)
    if not may_link_to(command.actor, policy):
        require_sight(command.actor, policy.publisher_id)
    if policy.kind is not ReleaseKind.policy or policy.state is ReleaseState.withdrawn:
        raise InvalidInput("只能关联未撤回的政策文件，请另选一条。")
    kept = [policy_id for policy_id in item.policy_ids if policy_id != policy.id]
    linked = [*kept, policy.id] if command.linked else kept
    if len(linked) > MOST_POLICIES:
        raise InvalidInput(f"一条解读最多关联 {MOST_POLICIES} 份政策。")
    await intake.change_state(
        item,
        item.state,
        expected_version=command.expected_version,
        now=store.now(),
        session=session,
        policy_ids=linked,
        kind=ItemKind.interpretation if linked else item.kind,
    )
    version = command.expected_version + 1
    stands, details = [stand_of(item, version)], {"policy_id": policy.id, "linked": command.linked}
    event_id = await record(store, session, TriageEventKind.policy_linked, command.actor, stands, details=details)
    return Triaged(item_id=item.id, state=item.state, version=version, event_id=event_id)
