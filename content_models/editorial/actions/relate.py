"""relate 关联文件: say that this document amends, repeals, replaces or cites another policy, and take it back.

Both cut a revision: what a document does to another is part of what is signed, so a public one is reviewed and
corrected before residents see it. A repeal whose paper is not ours is entered by `record_validity` instead.
"""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from content_models.editorial.actions.edit import cut_revision
from content_models.editorial.change import ReleaseChange, ReleaseCommand, release_for
from content_models.editorial.ending import Reason
from content_models.editorial.errors import RelationRefused
from content_models.editorial.linking import may_link_to
from content_models.editorial.relations import RELATIONS, in_words, related, require_relatable
from content_models.kit.commands import perform
from content_models.kit.store import Session, Store
from content_models.releases import repository as releases
from content_models.releases.documents import Link, LinkType
from content_models.staff.rights import Right, require_sight

NodeId = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class Relate(ReleaseCommand):
    """`effective_on` None: from the day on which this document takes effect. `clauses` are node ids of the target's
    text; none: all of it."""

    type: LinkType
    target_id: str
    effective_on: date | None = None
    clauses: list[NodeId] = Field(default=[], max_length=200)


class Unrelate(ReleaseCommand):
    type: LinkType
    target_id: str
    reason: Reason


async def relate(store: Store, command: Relate) -> ReleaseChange:
    """Raises RelationRefused, WrongState (gone), VersionConflict, NotAllowed, NotFound (also for what the actor may
    not see). Stating the same relation again changes its date and clauses."""
    return await perform(store, command, _relate, ReleaseChange)


async def unrelate(store: Store, command: Unrelate) -> ReleaseChange:
    """Take a relation back that was wrong. Raises RelationRefused (there is none), WrongState, VersionConflict,
    NotAllowed."""
    return await perform(store, command, _unrelate, ReleaseChange)


async def _relate(store: Store, session: Session, command: Relate) -> ReleaseChange:
    release = await release_for(session, command, Right.write)
    target = await releases.load(command.target_id, session)
    if not may_link_to(command.actor, target):
        require_sight(command.actor, target.publisher_id)
    link = Link(**command.model_dump(include={"type", "target_id", "effective_on", "clauses"}))
    theirs = (await releases.load_revision(target.cited_revision_id)).content
    require_relatable(release, target, theirs, link)
    current = await releases.load_revision(release.current_revision_id, session)
    content = current.content.model_copy(update={"links": related(current.content.links, link)})
    note, said = f"登记关联：{in_words(link, theirs)}", {"related": link.model_dump(mode="json")}
    return await cut_revision(store, session, release, command.actor, content, note=note, said=said)


async def _unrelate(store: Store, session: Session, command: Unrelate) -> ReleaseChange:
    release = await release_for(session, command, Right.write)
    content = (await releases.load_revision(release.current_revision_id, session)).content
    dropped = [link for link in content.links if (link.type, link.target_id) == (command.type, command.target_id)]
    if not dropped or command.type not in RELATIONS:
        raise RelationRefused("这条关联已经解除了，请刷新页面。", field="target")
    kept = content.model_copy(update={"links": [link for link in content.links if link not in dropped]})
    target = await releases.load(command.target_id, session)
    theirs = (await releases.load_revision(target.cited_revision_id)).content
    note = f"解除关联：{in_words(dropped[0], theirs)}。原因：{command.reason}"
    said = {"unrelated": dropped[0].model_dump(mode="json")}
    return await cut_revision(store, session, release, command.actor, kept, note=note, said=said)
