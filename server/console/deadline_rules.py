"""期限规则: the rule table. Rows are entered, put right or ended; what that moves is shown before it is decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.bundles.what_if import WhatIf, what_if
from content_models.deadlines import repository as deadlines
from content_models.deadlines.actions.change_rule import ChangeRule, change_rule, changed_row
from content_models.deadlines.actions.enter_rule import EnterRule, enter_rule, row_from
from content_models.deadlines.documents import DeadlineRule
from content_models.deadlines.errors import RuleRefused
from content_models.deadlines.rules import holding
from content_models.deadlines.shipped import RULE_NAMES
from content_models.kit.clock import in_shanghai
from content_models.kit.errors import ZhengwuError
from content_models.staff.rights import Right, holds, require
from server.console.change_lines import changes_of
from server.console.chrome import chrome_for
from server.console.deadline_form import INCOMPLETE, UNIT_CHOICES, UNIT_NAMES, RuleForm
from server.console.forms import expected_version, field, idempotency_key, new_key
from server.console.organ_form import period_of
from server.console.visit import Visit, staff_only
from server.pages.renderer import page

HOME = "/console/deadlines"


@dataclass(frozen=True, slots=True)
class RuleLine:
    id: str
    term: str
    basis: str
    period: str
    state: str
    tone: str
    entered: str
    shipped: bool


@staff_only
async def show_rules(visit: Visit) -> Response:
    return await _home(visit, RuleForm())


@staff_only
async def enter(visit: Visit) -> Response:
    """The same form twice: first what it would change, then the change."""
    form = await visit.request.form()
    typed = RuleForm.sent(form)
    try:
        command = EnterRule(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            rule_id=typed.rule_id,
            valid_from=typed.beginning(),
            **typed.terms(),
        )
        if _only_looks(form):
            require(visit.actor, Right.keep_reference)
            return await _home(visit, typed, looked=await _looked(visit, row_from(visit.store, command)))
        await enter_rule(visit.store, command)
    except ZhengwuError as refusal:
        return await _home(visit, typed, refusal)
    except ValidationError as faults:
        return await _home(visit, typed, _incomplete(faults))
    return RedirectResponse(f"{HOME}?kept", 303)


@staff_only
async def show_rule(visit: Visit) -> Response:
    row = await deadlines.load(visit.request.path_params["row_id"])
    return await _form(visit, row, RuleForm.showing(row))


@staff_only
async def save_rule(visit: Visit) -> Response:
    form = await visit.request.form()
    row, typed = await deadlines.load(visit.request.path_params["row_id"]), RuleForm.sent(form)
    try:
        command = ChangeRule(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            row_id=row.id,
            expected_version=expected_version(form),
            **typed.terms(),
        )
        if _only_looks(form):
            require(visit.actor, Right.keep_reference)
            return await _form(visit, row, typed, looked=await _looked(visit, changed_row(row, command)))
        await change_rule(visit.store, command)
    except ZhengwuError as refusal:
        return await _form(visit, row, typed, refusal)
    except ValidationError as faults:
        return await _form(visit, row, typed, _incomplete(faults))
    return RedirectResponse(f"{HOME}?kept", 303)


def _only_looks(form: FormData) -> bool:
    return field(form, "act") != "decide"


async def _looked(visit: Visit, row: DeadlineRule) -> WhatIf:
    return await what_if(row, in_shanghai(visit.store.now()).date())


def _incomplete(faults: ValidationError) -> RuleRefused:
    names = [str(fault["loc"][0]) for fault in faults.errors() if fault["loc"]]
    return RuleRefused(problems={name: INCOMPLETE.get(name, "请核对这一项。") for name in names})


async def _home(
    visit: Visit, typed: RuleForm, refusal: ZhengwuError | None = None, looked: WhatIf | None = None
) -> Response:
    today = in_shanghai(visit.store.now()).date()
    tables = [
        (name, [_line(row, rows, today) for row in reversed(rows)])
        for rule_id, name in RULE_NAMES.items()
        for rows in [await deadlines.rows_of(rule_id)]
    ]
    return page(
        visit.request,
        "console/deadlines.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        tables=tables,
        rules=list(RULE_NAMES.items()),
        typed=typed,
        units=UNIT_CHOICES,
        looked=looked,
        refusal=refusal,
        problems=refusal.details.get("problems", {}) if refusal else {},
        kept="kept" in visit.request.query_params and not refusal,
        may_keep=holds(visit.actor, Right.keep_reference),
        key=new_key(),
    )


async def _form(
    visit: Visit,
    row: DeadlineRule,
    typed: RuleForm,
    refusal: ZhengwuError | None = None,
    looked: WhatIf | None = None,
) -> Response:
    return page(
        visit.request,
        "console/deadline.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        row=row,
        name=RULE_NAMES[row.rule_id],
        typed=typed,
        units=UNIT_CHOICES,
        looked=looked,
        refusal=refusal,
        problems=refusal.details.get("problems", {}) if refusal else {},
        may_keep=holds(visit.actor, Right.keep_reference) and row.version > 0,
        version=row.version,
        key=new_key(),
        changes=await changes_of(f"rule.{row.id}"),
    )


def _line(row: DeadlineRule, rows: Sequence[DeadlineRule], today: date) -> RuleLine:
    state, tone = _standing(row, rows, today)
    return RuleLine(
        id=row.id,
        term=f"{row.value} {UNIT_NAMES[row.unit]}",
        basis=row.basis,
        period=period_of(row.valid_from, row.valid_to),
        state=state,
        tone=tone,
        entered="随软件发布" if row.version == 0 else row.entered_by.name,
        shipped=row.version == 0,
    )


def _standing(row: DeadlineRule, rows: Sequence[DeadlineRule], today: date) -> tuple[str, str]:
    now = holding(rows, today)
    if now and now.id == row.id:
        return "现行", "good"
    if row.valid_from > today:
        return "将生效", "warn"
    return ("已停用", "idle") if row.valid_to and row.valid_to < today else ("已被替代", "idle")
