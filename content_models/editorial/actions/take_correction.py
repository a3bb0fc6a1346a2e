"""take_correction 生成更正稿: the source changed after we adopted it; start a revision from what it says now."""

from pydantic import Field

from content_models.editorial.actions.edit import cut_revision
from content_models.editorial.adoption import corrected_content, provenance_of
from content_models.editorial.change import ReleaseChange, ReleaseCommand, release_for
from content_models.intake import repository as intake
from content_models.intake.documents import IntakeItem, TriageState
from content_models.intake.triage_log.documents import TriageEventKind
from content_models.intake.triage_log.recording import record, stand_of
from content_models.kit.commands import perform
from content_models.kit.errors import WrongState
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.staff.rights import Right


class TakeCorrection(ReleaseCommand):
    item_id: str
    item_version: int = Field(ge=1)


async def take_correction(store: Store, command: TakeCorrection) -> ReleaseChange:
    """Cut a revision with the source's new words; what editors added (topics, links) stays. It is reviewed like any.

    Raises VersionConflict, WrongState (the item has not changed, or is not this release's), NotAllowed.
    """
    return await perform(store, command, _take_correction, ReleaseChange)


async def _take_correction(store: Store, session: Session, command: TakeCorrection) -> ReleaseChange:
    release = await release_for(session, command, Right.write)
    item = await intake.load(command.item_id, session)
    _require_changed(item, release.id)
    before = await releases.load_revision(release.current_revision_id, session)
    raw = await intake.latest_raw(item, session)
    change = await cut_revision(
        store,
        session,
        release,
        command.actor,
        corrected_content(before.content, raw.item, release.kind),
        note="来源已更正",
        provenance=await provenance_of(item),
    )
    await intake.mark_adopted(item, release.id, expected_version=command.item_version, now=store.now(), session=session)
    stands, details = [stand_of(item, item.version + 1)], {"release_id": release.id}
    await record(store, session, TriageEventKind.correction_taken, command.actor, stands, details=details)
    return change


def _require_changed(item: IntakeItem, release_id: str) -> None:
    if item.state is not TriageState.changed or item.release_id != release_id:
        raise WrongState("这条来稿没有新的变更。", state=item.state, allowed=[TriageState.changed])
