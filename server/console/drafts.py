"""草稿行 behind the form: what was typed and not saved comes back, for its writer only."""

from dataclasses import dataclass

from starlette.datastructures import FormData

from content_models.editorial.writing.actions.keep_draft import keep_refused
from content_models.editorial.writing.documents import Draft
from content_models.kit.errors import InvalidInput
from content_models.releases.documents import Release
from content_models.staff.rights import Right, holds
from server.console.forms import KEY_FIELD, VERSION_FIELD, expected_version, field, text_fields
from server.console.release_form import ReleaseForm
from server.console.visit import Visit
from server.pages.moments import clock

SEEN_FIELD = "draft"  # number of the draft row this window knows
LARGEST_DRAFT = 12_000_000  # bytes of text; a document of the store ends at 16 MiB
_NOT_TYPED = frozenset({KEY_FIELD, SEEN_FIELD, "policy_words"})


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What the form says about the row behind it. `restored`: the fields show it, not what is stored."""

    number: int = 0
    saved_at: str = ""
    restored: bool = False


def typed_fields(form: FormData) -> dict[str, list[str]]:
    """What was typed, without what the page itself put in. Raises InvalidInput when it is too much to be kept."""
    fields = {name: values for name, values in text_fields(form).items() if name not in _NOT_TYPED}
    if sum(len(value.encode()) for values in fields.values() for value in values) > LARGEST_DRAFT:
        raise InvalidInput("内容太长，无法自动保存；请拆分，或先复制到别处。")
    return fields


async def put_aside(visit: Visit, release: Release, form: FormData) -> None:
    """Keep what could not be saved: whoever leaves the page now finds it again. Only what a page of ours sent."""
    if not field(form, VERSION_FIELD).isdigit() or not holds(visit.actor, Right.write):
        return
    await keep_refused(
        visit.store,
        visit.actor,
        release.id,
        release_version=expected_version(form),
        fields=typed_fields(form),
    )


def resumed(draft: Draft | None, stored: ReleaseForm) -> tuple[ReleaseForm, KeptDraft]:
    """The form as it was left, and what to say about it. A row that says what is stored anyway is no news."""
    if draft is None:
        return stored, KeptDraft()
    typed = ReleaseForm.kept(draft.fields)
    restored = not typed.says_the_same(stored)
    return (typed if restored else stored), KeptDraft(draft.number, clock(draft.saved_at), restored)
