"""发布检查 beside a release: what blocks, what to look at, and what to do, as the publish verb will judge it."""

from collections.abc import Sequence
from dataclasses import dataclass

from content_models.checks import repository as checks
from content_models.checks.issues import Issue, Severity
from content_models.checks.reach import links_of
from content_models.checks.surroundings import issues_of
from content_models.kit.store import Store
from content_models.releases import repository as releases
from content_models.releases.documents import Release

SEVERITY_NAMES = {Severity.red: "必须改", Severity.yellow: "请核对"}


@dataclass(frozen=True, slots=True)
class ChecksPanel:
    red: list[Issue]
    yellow: list[Issue]
    revision_no: int

    @property
    def summary(self) -> str:
        if self.red:
            return f"{len(self.red)} 条必须改好才能发布"
        return f"可以发布，{len(self.yellow)} 条请核对" if self.yellow else "没有发现问题"


async def checks_panel(store: Store, release: Release) -> ChecksPanel:
    """Of the saved text. Its links are put in the worker's list; they are never fetched here."""
    revision = await releases.load_revision(release.current_revision_id)
    await checks.ask_for_links(release.id, links_of(revision.content), store.now())
    return panel_of(await issues_of(store, release, revision), release.current_revision_no)


def panel_of(issues: Sequence[Issue], revision_no: int) -> ChecksPanel:
    red = [issue for issue in issues if issue.blocks]
    return ChecksPanel(red, [issue for issue in issues if not issue.blocks], revision_no)
