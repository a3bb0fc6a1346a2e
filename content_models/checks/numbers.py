"""文号 as a key: (organ, code, year, seq), held by one public release at a time (design §3, rules 3 and 7)."""

from pymongo.errors import DuplicateKeyError

from content_models.checks import repository as checks
from content_models.checks.errors import ChecksFailed
from content_models.checks.issues import Issue, IssueCode, Severity
from content_models.kit.store import Session
from content_models.releases.documents import PolicyFacts, Release


def lead_organ(policy: PolicyFacts, release: Release) -> str:
    """The organ whose file the number belongs to: the lead issuer, else whoever publishes."""
    return next((one.organ_id or one.name for one in policy.issuers), release.publisher_id)


async def hold_number(release: Release, policy: PolicyFacts | None, session: Session) -> None:
    """Take the number for this release, in the transaction that publishes it, and let an earlier one go.

    Two publishers of one number meet at the key, so that only one of them commits. Raises ChecksFailed.
    """
    key = _key(release, policy) if policy and policy.doc_no else ""
    await checks.let_numbers_go(release.id, session, but=key)
    if not key:
        return
    holder = await checks.holder_of(key, session)
    if holder is None:
        try:
            await checks.hold_number(key, release.id, session)
        except DuplicateKeyError as clash:
            raise _taken(release, key) from clash
    elif holder.release_id != release.id:
        raise _taken(release, key)


def _key(release: Release, policy: PolicyFacts) -> str:
    doc_no = policy.doc_no
    return f"{lead_organ(policy, release)}:{doc_no.code}:{doc_no.year}:{doc_no.seq}" if doc_no else ""


def _taken(release: Release, key: str) -> ChecksFailed:
    issue = Issue(
        code=IssueCode.doc_no_clash,
        severity=Severity.red,
        where="发文字号",
        found=key.partition(":")[2],
        message="同一机关的这个文号刚被另一件用了",
        advice="请刷新核对文号；若是同一份文件，请把其中一件合并。",
    )
    return ChecksFailed.of({release.id: [issue]})
