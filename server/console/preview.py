"""手机预览: the text as residents will see it, in the ordinary and the elder edition, before anybody else does.

The article is the H5 reader's own page; the card is what the app's GraphQL resolvers answer. Both are given the draft
as if it were public, for this one request: nothing is written.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graphql import graphql
from starlette.responses import Response

from content_models.editorial.writing import repository as writing
from content_models.kit.errors import ZhengwuError
from content_models.kit.off_loop import off_loop
from content_models.releases import repository as releases
from content_models.releases.cards.records import ReleaseCard, RevisionHead, RevisionText
from content_models.releases.documents import Release, ReleaseState, Revision
from content_models.releases.repository import LiveRelease
from content_models.releases.rules import with_derived_text
from mobile_api.loaders import Loaders
from mobile_api.schema import core_schema
from server.console.chrome import chrome_for
from server.console.drafts import resumed
from server.console.release_form import ReleaseForm
from server.console.release_screen import release_of
from server.console.release_view import page_of
from server.console.visit import Visit, staff_only
from server.pages.labels import SHORT_KIND_NAMES
from server.pages.renderer import CONTENT_SECURITY_POLICY, page
from server.reader.article_view import article_of
from server.reader.cards import Card, Related

# The one page that may stand in a frame of ours, and the one that may frame it.
FRAMING = {"content-security-policy": f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"}
FRAMED = {
    "content-security-policy": CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    "cache-control": "no-store",
}

CARD = """
query Preview($id: ID!) {
  release(id: $id) {
    ... on Release { id kind title summary publishedAt webPath publisher { shortName } }
    ... on Policy { docNo interpretations(first: 5) { title webPath } }
    ... on Interpretation { interprets { title webPath } }
  }
}
"""


@dataclass(slots=True)
class _AsTheApp:
    """What the resolvers of a card ask of a request: its loaders, and that no compiled cards are at hand."""

    loaders: Loaders
    cards: None = None


@dataclass(frozen=True, slots=True)
class Previewed:
    """`of_draft`: it shows words this editor has not saved. `trouble`: why the newest words cannot be shown yet."""

    live: LiveRelease
    of_draft: bool
    trouble: str


@staff_only
async def show_preview(visit: Visit) -> Response:
    release = await release_of(visit)
    previewed = await _previewed(visit, release)
    part = "card" if visit.request.query_params.get("part") == "card" else "article"
    return page(
        visit.request,
        "console/preview.html",
        headers=FRAMING,
        chrome=await chrome_for(visit),
        release=await page_of(release, visit.staff),
        tab="preview",
        part=part,
        of_draft=previewed.of_draft,
        trouble=previewed.trouble,
    )


@staff_only
async def show_screen(visit: Visit) -> Response:
    """What stands in the frame: one screen of a phone, in one edition."""
    release = await release_of(visit)
    live = (await _previewed(visit, release)).live
    asked = visit.request.query_params
    framed: dict[str, Any] = {"elder": asked.get("edition") == "elder", "back": "/"}
    if asked.get("part") == "card":
        return page(
            visit.request, "console/preview_card.html", headers=FRAMED, card=await card_as_the_app_sees(live), **framed
        )
    article = await article_of(live, visit.store.now())
    shown: dict[str, Any] = {"article": article, "canonical": "", "meta": [], "json_ld": "{}"}
    return page(visit.request, "reader/article.html", headers=FRAMED, **shown, **framed)


async def _previewed(visit: Visit, release: Release) -> Previewed:
    stored = await releases.load_revision(release.current_revision_id)
    draft = await writing.draft_of(release.id, visit.staff.id)
    form, kept = resumed(draft, await ReleaseForm.showing(stored.content))
    if not kept.restored:
        return Previewed(as_if_public(release, stored), of_draft=False, trouble="")
    try:
        typed_content = await form.content(release.kind, stored.content)
        content = await off_loop(len(form.body_html), with_derived_text, typed_content)
    except ZhengwuError as refusal:
        return Previewed(as_if_public(release, stored), of_draft=False, trouble=refusal.message)
    typed = stored.model_copy(update={"content": content, "at": visit.store.now()})
    return Previewed(as_if_public(release, typed), of_draft=True, trouble="")


def as_if_public(release: Release, revision: Revision) -> LiveRelease:
    changes: dict[str, Any] = {"state": ReleaseState.published, "live_revision_id": revision.id}
    changes["published_at"] = release.published_at or revision.at
    return LiveRelease(release.model_copy(update=changes), revision)


async def card_as_the_app_sees(live: LiveRelease) -> Card:
    """The app's own query for a card, answered by the app's own resolvers."""
    release, revision = live.release, live.revision
    loaders = Loaders()
    head = RevisionHead.model_validate(revision.model_dump(exclude={"revision_id"}) | {"_id": revision.id})
    loaders.records.prime(release.id, release)
    loaders.releases.prime(release.id, ReleaseCard(release, head))
    loaders.texts.prime(revision.id, RevisionText.model_validate(revision.content.model_dump()))
    answer = await graphql(core_schema(), CARD, variable_values={"id": release.id}, context_value=_AsTheApp(loaders))
    if answer.errors:
        raise answer.errors[0]
    return _card((answer.data or {})["release"])


def _card(said: dict[str, Any]) -> Card:
    kind = said["kind"].lower()
    return Card(
        id=said["id"],
        href=said["webPath"],
        title=said["title"],
        summary=said["summary"],
        kind=SHORT_KIND_NAMES[kind],
        kind_id=kind,
        publisher=(said["publisher"] or {}).get("shortName", ""),
        doc_no=said.get("docNo") or "",
        published_at=datetime.fromisoformat(said["publishedAt"]),
        readings=[Related(one["title"], one["webPath"]) for one in said.get("interpretations") or ()],
        reads=[Related(one["title"], one["webPath"]) for one in said.get("interprets") or ()],
    )
