"""Reading what the checks need to know besides the text itself."""

from collections.abc import Iterable

from content_models.checks import repository as checks
from content_models.checks.examine import examine
from content_models.checks.issues import Issue
from content_models.checks.numbers import lead_organ
from content_models.checks.reach import links_of
from content_models.checks.subject import FileWords, LinkTrouble, Subject, Surroundings, Target
from content_models.intake import repository as intake
from content_models.kit.clock import in_shanghai
from content_models.kit.off_loop import off_loop
from content_models.kit.store import Store
from content_models.organs import repository as organs
from content_models.releases import repository as releases
from content_models.releases.documents import PolicyFacts, Release, ReleaseKind, Revision
from content_models.releases.files import repository as files
from content_models.releases.files.rules import our_file


async def issues_of(store: Store, release: Release, revision: Revision) -> list[Issue]:
    """Everything that is held against this revision now, red first."""
    subject = await subject_of(store, release, revision)
    texts = [revision.content.body_text, *(file.text or "" for file in subject.around.files)]
    texts += [target.body_text for target in subject.around.targets]
    return await off_loop(sum(map(len, texts)), examine, subject)


async def subject_of(store: Store, release: Release, revision: Revision) -> Subject:
    policy = revision.content.policy or PolicyFacts()
    known = await organs.load_many([release.publisher_id, *policy.issuer_ids])
    around = Surroundings(
        today=in_shanghai(store.now()).date(),
        publisher_known=release.publisher_id in known,
        issuers_known={organ_id: organ_id in known for organ_id in policy.issuer_ids},
        same_doc_no=await _same_doc_no(release, policy),
        files=await _files(revision),
        targets=await _targets(release, revision),
        lists=await checks.compiled_lists(),
        dead_links=await _dead_links(links_of(revision.content)),
    )
    return Subject(release.kind, release.publisher_id, revision.content, around)


async def _same_doc_no(release: Release, policy: PolicyFacts) -> list[str]:
    """Titles of other public policies with this number of the same organ: (organ, code, year, seq) has to differ."""
    if release.kind is not ReleaseKind.policy or policy.doc_no is None:
        return []
    named = await releases.policies_named([str(policy.doc_no)])
    public = await releases.live(one.id for one in named if one.id != release.id)
    return [
        other.revision.content.title
        for other in public.values()
        if _bears(other.revision, other.release, release, policy)
    ]


def _bears(other: Revision, other_release: Release, release: Release, policy: PolicyFacts) -> bool:
    facts = other.content.policy
    if facts is None or facts.doc_no != policy.doc_no:
        return False
    return lead_organ(facts, other_release) == lead_organ(policy, release)


async def _files(revision: Revision) -> list[FileWords]:
    """The attachments, with the text that was read from them when they came in or were uploaded."""
    stated = revision.content.attachments
    if not stated:
        return []
    raws = await intake.raws(source.raw_id for source in revision.provenance)
    fetched = {file.url: (file.text, file.problem) for raw in raws.values() for file in raw.item.attachments}
    found = []
    for one in stated:
        url = str(one.get("url", ""))
        text, problem = fetched.get(url) or await _uploaded(url)
        found.append(FileWords(str(one.get("name") or "附件"), text, problem or ""))
    return found


async def _uploaded(url: str) -> tuple[str | None, str | None]:
    """What was read from a file of our own; nothing for an address elsewhere."""
    ours = our_file(url)
    file = await files.find(ours[0]) if ours else None
    return (file.text, file.problem) if file else (None, None)


async def _targets(release: Release, revision: Revision) -> list[Target]:
    if release.kind is not ReleaseKind.interpretation:
        return []
    policies = await releases.load_many(releases.interpreted_by(revision.content.links))
    texts = await releases.load_revisions(one.cited_revision_id for one in policies.values())
    return [
        Target(text.content.title, text.content.body_text, text.release_id, text.content.outline)
        for text in texts.values()
    ]


async def _dead_links(links: Iterable[str]) -> dict[str, LinkTrouble]:
    known = await checks.link_checks(links)
    return {
        one.id: LinkTrouble(one.problem, f"{in_shanghai(one.checked_at):%m 月 %d 日 %H:%M}")
        for one in known
        if one.problem and one.checked_at
    }
