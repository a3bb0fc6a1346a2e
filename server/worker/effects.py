"""Which effects follow which fact. Each is idempotent and re-reads the store (design §3, rule 1)."""

from collections.abc import Mapping, Sequence

from content_models.announcements.effects import Announcer
from content_models.announcements.limits import PushLimits
from content_models.bundles.effects import recount_due_days, settle_plans
from content_models.checks.actions.rescan import recheck_findings
from content_models.keywords.actions.match import match_keywords
from content_models.kit.relay import Effect
from content_models.search.effects import (
    note_changed_topic,
    note_for_search,
    note_renamed_organ,
    note_renamed_region,
)
from content_models.timeline.effects import project_regrouped, project_timeline


def effects_under(limits: PushLimits) -> Mapping[str, Sequence[Effect]]:
    announcer = Announcer(limits)
    return {
        "release.published": [
            match_keywords,
            project_timeline,
            note_for_search,
            announcer.announce_publication,
            settle_plans,
            recheck_findings,
        ],
        "release.corrected": [
            match_keywords,
            project_timeline,
            note_for_search,
            announcer.announce_correction,
            settle_plans,
            recheck_findings,
        ],
        "release.withdrawn": [
            project_timeline,
            note_for_search,
            announcer.announce_withdrawal,
            settle_plans,
            recheck_findings,
        ],
        "release.refreshed": [match_keywords, project_timeline, note_for_search, settle_plans, recheck_findings],
        "release.validity_changed": [project_timeline, note_for_search, settle_plans, recheck_findings],
        "release.merged": [project_timeline, note_for_search, announcer.let_go, settle_plans, recheck_findings],
        "calendar.changed": [recount_due_days],
        "rules.changed": [recount_due_days],
        "organ.renamed": [note_renamed_organ],
        "region.changed": [note_renamed_region],
        "topic.changed": [note_changed_topic],
        "items.regrouped": [project_regrouped],
    }
