"""政策与解读: plan a policy's interpretations, let it wait for them, and see all plans at once."""

from collections.abc import Awaitable, Callable

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.bundles.actions.change import PlanChange
from content_models.bundles.actions.hold import HoldForReadings, LetGo, hold, let_go
from content_models.bundles.actions.plan_readings import PlanReadings, plan_readings
from content_models.bundles.documents import ReadingForm
from content_models.kit.errors import ZhengwuError
from server.console.bundle_lines import LISTS, counts_of_lists, lines_of
from server.console.chrome import chrome_for
from server.console.forms import asking, day_or_none, field, fields, idempotency_key, moment, whole_number
from server.console.release_screen import release_of, show
from server.console.visit import Endpoint, Visit, staff_only
from server.pages.renderer import page

Act = Callable[[Visit, str, FormData], Awaitable[PlanChange]]


def _acting(act: Act) -> Endpoint:
    """An endpoint for one decision about a plan; a refusal is shown on the policy's page as it now is."""

    @staff_only
    async def endpoint(visit: Visit) -> Response:
        policy_id = (await release_of(visit)).id
        form = await visit.request.form()
        try:
            await act(visit, policy_id, form)
        except ZhengwuError as refusal:
            return await show(visit, await release_of(visit), refusal=refusal)
        return RedirectResponse(f"/console/releases/{policy_id}", 303)

    return endpoint


def _plan_version(form: FormData) -> int:
    return whole_number(field(form, "plan_version"))


async def _plan(visit: Visit, policy_id: str, form: FormData) -> PlanChange:
    key, version = idempotency_key(form), _plan_version(form)
    with asking("请勾选解读方式，期限写成日期，例如 2026-12-01。"):
        command = PlanReadings(
            actor=visit.actor,
            idempotency_key=key,
            policy_id=policy_id,
            expected_version=version,
            forms=[ReadingForm(name) for name in fields(form, "forms")],
            owner_id=field(form, "owner_id") or None,
            due_by=day_or_none(field(form, "due_by")),
        )
    return await plan_readings(visit.store, command)


async def _hold(visit: Visit, policy_id: str, form: FormData) -> PlanChange:
    with asking("请选择最迟等到什么时候。"):
        until = moment(field(form, "until"))
    command = HoldForReadings(
        actor=visit.actor,
        idempotency_key=idempotency_key(form),
        policy_id=policy_id,
        expected_version=_plan_version(form),
        release_version=whole_number(field(form, "expected_version")),
        until=until,
    )
    return await hold(visit.store, command)


async def _let_go(visit: Visit, policy_id: str, form: FormData) -> PlanChange:
    command = LetGo(
        actor=visit.actor,
        idempotency_key=idempotency_key(form),
        policy_id=policy_id,
        expected_version=_plan_version(form),
    )
    return await let_go(visit.store, command)


@staff_only
async def show_bundles(visit: Visit) -> Response:
    """`list` is one of LISTS; anything else shows what needs somebody."""
    asked = visit.request.query_params.get("list", "")
    shown = asked if asked in LISTS else next(iter(LISTS))
    lines = await lines_of(visit, shown)
    counts = await counts_of_lists(visit)
    return page(
        visit.request,
        "console/bundles.html",
        chrome=await chrome_for(visit),
        lists=[(name, words, counts.get(name)) for name, words in LISTS.items()],
        shown=shown,
        lines=lines,
    )


ACTS = {"plan": _acting(_plan), "hold": _acting(_hold), "let-go": _acting(_let_go)}
