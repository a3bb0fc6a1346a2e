"""同源: what an editor does with groups. Every act shows the entry it has led to, with a way back."""

from starlette.datastructures import FormData

from content_models.intake import repository as intake
from content_models.intake.actions.answer_suggestion import AnswerSuggestion, answer_suggestion
from content_models.intake.actions.regroup import ChooseHead, Merge, Split, choose_head, merge, split
from content_models.intake.documents import IntakeItem
from content_models.kit.errors import InvalidInput
from server.console.forms import expected_version, field, idempotency_key
from server.console.item_acts import Done, acting
from server.console.triage_page import Notice
from server.console.triage_scope import require_in_scope
from server.console.visit import Visit


async def _split(visit: Visit, item: IntakeItem, form: FormData) -> Done:
    member = await intake.load(field(form, "member") or item.id)
    change = await split(
        visit.store,
        Split(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            item_id=member.id,
            expected_version=expected_version(form),
        ),
    )
    notice = Notice(f"已拆出《{member.title}》，以后不会再自动合并。", undo=[change.event_id])
    return Done(notice, item.id)


async def _merge(visit: Visit, item: IntakeItem, form: FormData) -> Done:
    other = await intake.load(_chosen(form))
    require_in_scope(visit, other)
    change = await merge(
        visit.store,
        Merge(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            item_id=item.id,
            expected_version=expected_version(form),
            other_ids=[other.id],
        ),
    )
    return await _merged(item, f"已把《{other.title}》并为同源。", change.event_id)


async def _choose_head(visit: Visit, item: IntakeItem, form: FormData) -> Done:
    member = await intake.load(field(form, "member"))
    change = await choose_head(
        visit.store,
        ChooseHead(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            item_id=member.id,
            expected_version=expected_version(form),
        ),
    )
    return Done(Notice(f"《{member.title}》现在是主条。", undo=[change.event_id]), member.id)


async def _answer(visit: Visit, item: IntakeItem, form: FormData) -> Done:
    is_same = field(form, "answer") == "same"
    answered = await answer_suggestion(
        visit.store,
        AnswerSuggestion(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            suggestion_id=field(form, "suggestion"),
            expected_version=expected_version(form),
            is_same=is_same,
        ),
    )
    if not is_same:
        return Done(Notice("已记下：不是同源，以后不再提示。", undo=[answered.event_id]), item.id)
    return await _merged(item, "已合并为同源。", answered.event_id)


def _chosen(form: FormData) -> str:
    """The entry to merge with."""
    if chosen := field(form, "other"):
        return chosen
    raise InvalidInput("请先选择要合并的来稿。")


async def _merged(item: IntakeItem, text: str, event_id: str) -> Done:
    """The head is shown: a member is no longer in the list."""
    cluster = await intake.cluster_of(await intake.load(item.id))
    return Done(Notice(text, undo=[event_id]), cluster.head_id if cluster else item.id)


split_item, merge_item, choose_head_item, answer_item = map(acting, (_split, _merge, _choose_head, _answer))
