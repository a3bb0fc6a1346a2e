"""版本冲突: two editors saved the same draft. What both changed is shown side by side, what only the other changed is
taken over, and nothing that was typed is lost."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import unquote

from markupsafe import Markup
from starlette.responses import Response

from content_models.kit.errors import VersionConflict
from content_models.official_text.comparison import Change, ChangeKind, changes
from content_models.official_text.html import plain_text, sanitise
from content_models.releases import repository as releases
from content_models.topics import repository as topics
from server.console.chrome import chrome_for
from server.console.kind_facts import facts_in_words
from server.console.marking import unchanged
from server.console.release_form import ReleaseForm
from server.console.release_screen import form_context
from server.console.release_view import linked, page_of
from server.console.three_way import Merged, merged
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
_CHOSEN = {"topics": "主题", "policies": "所解读的政策"}
_EVERY_FIELD = {**FIELD_NAMES, **_CHOSEN}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field on both sides: what only theirs says is marked there, what only ours says is marked here. `clashes`:
    both changed it."""

    name: str
    theirs: Markup
    mine: Markup
    clashes: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """`differences`: what saving would change. `taken`: what the other side changed and the form now shows, as it was
    and as it is."""

    differences: list[Difference]
    taken: list[Difference]


async def show_conflict(visit: Visit, release_id: str, typed: ReleaseForm) -> Response:
    """409: the stored text beside the typed one, and the form with the typed text, ready to be saved over it. Where
    nothing was typed the form shows what is stored."""
    release = await releases.load(release_id)
    stored = await releases.load_revision(release.current_revision_id)
    refusal = VersionConflict()
    base, theirs = await _started_from(release_id, typed), await ReleaseForm.showing(stored.content)
    result, names = merged(base, theirs, typed), await _names([theirs, typed, *([base] if base else [])])
    return page(
        visit.request,
        "console/conflict.html",
        status=refusal.status,
        chrome=await chrome_for(visit),
        release=await page_of(release, visit.staff),
        refusal=refusal,
        their_name=stored.author.name,
        their_time=stored.at,
        conflict=await asyncio.to_thread(compared, base, theirs, result, names),  # long texts take part of a second
        form=await form_context(visit, release, result.form) | {"version": release.version},
        problems={},
    )


async def _started_from(release_id: str, typed: ReleaseForm) -> ReleaseForm | None:
    """The form as it stood when it was opened; None when the page does not say a version that there was."""
    event = await releases.event_at(release_id, int(typed.version)) if typed.version.isdecimal() else None
    return await ReleaseForm.showing((await releases.load_revision(event.revision)).content) if event else None


async def _names(forms: Sequence[ReleaseForm]) -> dict[str, str]:
    """How topics and policies are called, by id."""
    policies = await linked(sorted({policy for form in forms for policy in form.policies}))
    return {one.id: one.name for one in await topics.every_topic()} | {one.id: one.title for one in policies}


def compared(base: ReleaseForm | None, theirs: ReleaseForm, result: Merged, names: Mapping[str, str]) -> Conflict:
    taken = differences(base, theirs, names, only=result.taken) if base else []
    return Conflict(differences(theirs, result.form, names, clashing=result.clashing), taken)


def differences(
    theirs: ReleaseForm,
    mine: ReleaseForm,
    names: Mapping[str, str] = MappingProxyType({}),
    *,
    clashing: frozenset[str] = frozenset(),
    only: frozenset[str] = frozenset(_EVERY_FIELD),
) -> list[Difference]:
    """Every field that differs, with the differing characters marked."""
    fields = [(name, label) for name, label in _EVERY_FIELD.items() if name in only]
    pairs = ((name, label, _words(name, theirs, names), _words(name, mine, names)) for name, label in fields)
    return [
        Difference(label, *marked(left, right), clashes=name in clashing)
        for name, label, left, right in pairs
        if left != right
    ]


def _words(name: str, form: ReleaseForm, names: Mapping[str, str]) -> str:
    if name in _CHOSEN:
        return "\n".join(sorted(names.get(one, one) for one in set(getattr(form, name))))
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
