"""版本冲突: two editors saved the same draft. Both texts are shown, and nothing that was typed is lost."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from markupsafe import Markup
from starlette.responses import Response

from content_models.kit.errors import VersionConflict
from content_models.official_text.comparison import Change, ChangeKind, changes
from content_models.official_text.html import plain_text, sanitise
from content_models.releases import repository as releases
from server.console.chrome import chrome_for
from server.console.kind_facts import facts_in_words
from server.console.marking import unchanged
from server.console.release_form import ReleaseForm
from server.console.release_screen import form_context
from server.console.release_view import page_of
from server.console.visit import Visit
from server.pages.renderer import page

FIELD_NAMES = {
    "title": "标题",
    "summary": "摘要",
    "body_html": "正文",
    "doc_no": "发文字号",
    "issuers": "发文机关",
    "signed_date": "成文日期",
    "effective_date": "施行日期",
    "theme": "主题分类",
    "form": "解读方式",
    "interpreter": "解读主体",
    "region_code": "适用区域",
    "attachments": "附件",
    "facts": "其他要素",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on both sides: what only theirs says is marked there, what only ours says is marked here."""

    name: str
    theirs: Markup
    mine: Markup


async def show_conflict(visit: Visit, release_id: str, typed: ReleaseForm) -> Response:
    """409: the stored text beside the typed one, and the form with the typed text, ready to be saved over it."""
    release = await releases.load(release_id)
    stored = await releases.load_revision(release.current_revision_id)
    refusal = VersionConflict()
    theirs = await ReleaseForm.showing(stored.content)
    return page(
        visit.request,
        "console/conflict.html",
        status=refusal.status,
        chrome=await chrome_for(visit),
        release=await page_of(release, visit.staff),
        refusal=refusal,
        their_name=stored.author.name,
        their_time=stored.at,
        differences=await asyncio.to_thread(differences, theirs, typed),  # long texts take a good part of a second
        form=await form_context(visit, release, typed) | {"version": release.version},
        problems={},
    )


def differences(theirs: ReleaseForm, mine: ReleaseForm) -> list[Difference]:
    """Every field that differs, with the differing characters marked."""
    pairs = ((label, _words(name, theirs), _words(name, mine)) for name, label in FIELD_NAMES.items())
    return [Difference(label, *marked(left, right)) for label, left, right in pairs if left != right]


def _words(name: str, form: ReleaseForm) -> str:
    if name == "attachments":
        return "\n".join(unquote(url.rpartition("/")[2]) for url in form.attachments)
    if name == "facts":
        return facts_in_words(form.facts)
    text: str = getattr(form, name)
    return plain_text(sanitise(text)) if name == "body_html" else text.strip()


def marked(theirs: str, mine: str) -> tuple[Markup, Markup]:
    """Both texts as HTML: what only theirs says in `<del>`, what only ours says in `<ins>`; long equal parts folded."""
    parts = changes(theirs, mine)
    return _side(parts, ChangeKind.removed, "del"), _side(parts, ChangeKind.added, "ins")


def _side(parts: Sequence[Change], own: ChangeKind, tag: str) -> Markup:
    last = len(parts) - 1
    return Markup().join(
        unchanged(part.text, at_start=n == 0, at_end=n == last)
        if part.kind is ChangeKind.same
        else Markup("<{0}>{1}</{0}>").format(tag, part.text)
        for n, part in enumerate(parts)
        if part.kind in (own, ChangeKind.same)
    )
