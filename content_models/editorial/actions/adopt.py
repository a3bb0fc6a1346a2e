"""adopt 采用: turn an intake item into a draft of our own, keeping where every word came from."""

from pydantic import Field

from content_models.editorial.actions.compose import start_release
from content_models.editorial.adoption import content_from, links_of, provenance_of
from content_models.editorial.change import ReleaseChange, answer
from content_models.intake import repository as intake
from content_models.intake.documents import IntakeItem, NormalisedItem, TriageState
from content_models.intake.triage_log.documents import TriageEventKind
from content_models.intake.triage_log.recording import record, stand_of
from content_models.kit.clock import in_shanghai
from content_models.kit.commands import Command, perform
from content_models.kit.errors import VersionConflict, WrongState
from content_models.kit.store import Session, Store
from content_models.organs import repository as organs
from content_models.releases.documents import Issuer, ReleaseKind
from content_models.sources import repository as sources
from content_models.staff.rights import Right, require, require_sight

ADOPTABLE = frozenset({TriageState.pending, TriageState.merged, TriageState.snoozed})


class Adopt(Command):
    item_id: str
    expected_version: int = Field(ge=1)  # of the intake item
    kind: ReleaseKind | None = None  # None: what the item seems to be


class Adopted(ReleaseChange):
    """The draft. `event_id` names the act, for `undo_adoption`."""

    event_id: str


async def adopt(store: Store, command: Adopt) -> Adopted:
    """Start a draft from the item's newest version, with every source of its cluster as provenance.

    Raises VersionConflict, WrongState (adopted or spiked already), NotAllowed, NotFound.
    """
    return await perform(store, command, _adopt, Adopted)


async def _adopt(store: Store, session: Session, command: Adopt) -> Adopted:
    require(command.actor, Right.write)
    item = await intake.load(command.item_id, session)
    require_sight(command.actor, item.organ_id)
    _require_adoptable(item, command.expected_version)
    raw = await intake.latest_raw(item, session)
    kind = command.kind or ReleaseKind(raw.item.kind)
    source = await sources.load(item.source_id)
    release = await start_release(
        store,
        session,
        command.actor,
        kind,
        item.organ_id,
        content_from(
            raw.item,
            kind,
            topics=source.topics,
            issuers=await _issuers(raw.item, publisher_id=item.organ_id),
            links=await links_of(item, raw.item) if kind is ReleaseKind.interpretation else [],
        ),
        provenance=await provenance_of(item),
    )
    await intake.mark_adopted(
        item, release.id, expected_version=command.expected_version, now=store.now(), session=session
    )
    stands, details = [stand_of(item, item.version + 1)], {"release_id": release.id}
    event_id = await record(store, session, TriageEventKind.adopted, command.actor, stands, details=details)
    return Adopted(**answer(release).model_dump(), event_id=event_id)


def _require_adoptable(item: IntakeItem, expected_version: int) -> None:
    if item.version != expected_version:
        raise VersionConflict(item_id=item.id, expected=expected_version, actual=item.version)
    if item.state not in ADOPTABLE:
        raise WrongState("这条收稿已经处理过了。", state=item.state, allowed=sorted(ADOPTABLE))


async def _issuers(item: NormalisedItem, publisher_id: str) -> list[Issuer]:
    """As the item names them, known to us or not, as they were on the day; the publishing organ when it names none."""
    if not item.issuer_names:
        publisher = await organs.load(publisher_id)
        return [Issuer(name=publisher.full_name, organ_id=publisher.id)]
    issued_on = item.signed_date or (in_shanghai(item.published_at).date() if item.published_at else None)
    known = {name: await organs.named(name, issued_on) for name in item.issuer_names}
    return [Issuer(name=name, organ_id=matches[0].id if matches else None) for name, matches in known.items()]
