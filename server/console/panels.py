"""What stands beside the text on the release page: one panel a concern, each with its template and its own question.

To add one: a template in `templates/console/panels/`, a function that asks the store for what it shows, a line below.
The template sees `release` (a ReleasePage, with what this person may do) and `panel` (what the function gave).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from content_models.releases.documents import Release, ReleaseKind
from content_models.releases.rules import EDITABLE
from content_models.staff.rights import Right, holds
from server.console.bundle_view import bundle_of
from server.console.checks_view import checks_panel
from server.console.composer_view import composer_of
from server.console.earlier_view import earlier_lines
from server.console.lifecycle_view import correct_panel, ending_panel, schedule_panel
from server.console.link_view import link_choices
from server.console.note_view import notes_for
from server.console.relation_view import relation_panel
from server.console.visit import Visit

Question = Callable[[Visit, Release], Awaitable[object]]


async def _nothing(visit: Visit, release: Release) -> None:
    """For panels that live on the page's own data."""


async def _links(visit: Visit, release: Release) -> object:
    return await link_choices(release, visit.actor) if holds(visit.actor, Right.write) else []


async def _checks(visit: Visit, release: Release) -> object:
    return await checks_panel(visit.store, release) if release.state in EDITABLE else None


async def _notes(visit: Visit, release: Release) -> object:
    return await notes_for(release)


async def _bundle(visit: Visit, release: Release) -> object:
    return await bundle_of(visit, release) if release.kind is ReleaseKind.policy else None


@dataclass(frozen=True, slots=True)
class Panel:
    template: str
    question: Question = _nothing


PANELS = (
    Panel("reviews.html"),
    Panel("checks.html", _checks),
    Panel("publish.html"),
    Panel("schedule.html", schedule_panel),
    Panel("correct.html", correct_panel),
    Panel("bundle.html", _bundle),
    Panel("relations.html", relation_panel),
    Panel("earlier.html", earlier_lines),
    Panel("composer.html", composer_of),
    Panel("links.html", _links),
    Panel("ending.html", ending_panel),
    Panel("notes.html", _notes),
    Panel("provenance.html"),
    Panel("trail.html"),
)


async def panels_for(visit: Visit, release: Release) -> list[tuple[str, object]]:
    """Each panel's template and its answer, in the order they stand."""
    return [(panel.template, await panel.question(visit, release)) for panel in PANELS]
