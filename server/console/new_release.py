"""新建稿件: a text of one's own, where no source has sent it. Kind, organ and title are asked; then one writes."""

from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.editorial.actions.compose import Compose, compose
from content_models.kit.actors import Actor
from content_models.kit.clock import in_shanghai
from content_models.kit.errors import ZhengwuError
from content_models.kit.store import Store
from content_models.organs import repository as organs
from content_models.organs.documents import Organ
from content_models.organs.rules import existed
from content_models.releases.documents import Content, Issuer, PolicyFacts, ReleaseKind
from content_models.staff.rights import Right, require, sees
from server.console.chrome import chrome_for
from server.console.forms import field, idempotency_key, new_key
from server.console.release_form import FormRefused
from server.console.visit import Visit, staff_only
from server.pages.labels import KIND_NAMES
from server.pages.renderer import page

ONLY_WRITERS = "您的账号不能起草稿件；要起草请联系管理员。"
NO_ORGAN = "请选择以哪个机构的名义发布。"
HINTS = {
    ReleaseKind.policy: "有文号、有发文机关的文件",
    ReleaseKind.interpretation: "解释一件政策，发布后双向关联",
    ReleaseKind.notice: "招聘、征求意见、公示",
    ReleaseKind.news: "活动、进展、数据",
    ReleaseKind.service_alert: "停水停电、改道、预警",
    ReleaseKind.guide: "一件事怎样办",
    ReleaseKind.emergency: "突发事件，可以应急先发",
}


@dataclass(frozen=True, slots=True)
class NewRelease:
    """Exactly as typed."""

    kind: str = ""
    organ: str = ""
    title: str = ""

    @classmethod
    def sent(cls, form: FormData) -> "NewRelease":
        return cls(*(field(form, name).strip() for name in cls.__slots__))

    def content(self, known: dict[str, Organ]) -> Content:
        """The first version: a title, and of a policy its own organ as the issuer. Raises FormRefused."""
        title, problems = self.title.replace("\n", ""), {}
        if self.kind not in HINTS:
            problems["kind"] = "请选择体裁。"
        if self.organ not in known:
            problems["organ"] = NO_ORGAN
        if not 2 <= len(title) <= 300:
            problems["title"] = f"标题 2 到 300 个字，现在有 {len(title)} 个字。"
        if problems:
            raise FormRefused(problems=problems)
        issuer = Issuer(name=known[self.organ].full_name, organ_id=self.organ)
        return Content(title=title, policy=PolicyFacts(issuers=[issuer]) if self.kind == ReleaseKind.policy else None)


@staff_only
async def show_new(visit: Visit) -> Response:
    require(visit.actor, Right.write, ONLY_WRITERS)
    return await _form(visit, NewRelease())


@staff_only
async def start(visit: Visit) -> Response:
    require(visit.actor, Right.write, ONLY_WRITERS)
    form = await visit.request.form()
    typed = NewRelease.sent(form)
    try:
        content = typed.content(await _organs_of(visit.store, visit.actor))
        command = Compose(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            kind=ReleaseKind(typed.kind),
            publisher_id=typed.organ,
            content=content,
        )
        started = await compose(visit.store, command)
    except ZhengwuError as refusal:
        return await _form(visit, typed, refusal)
    return RedirectResponse(f"/console/releases/{started.release_id}", 303)


async def _organs_of(store: Store, actor: Actor) -> dict[str, Organ]:
    """Whose name one may write under: organs of today, one's own only where one is bound to some."""
    today = in_shanghai(store.now()).date()
    return {organ.id: organ for organ in await organs.every_organ() if existed(organ, today) and sees(actor, organ.id)}


async def _form(visit: Visit, typed: NewRelease, refusal: ZhengwuError | None = None) -> Response:
    offered = await _organs_of(visit.store, visit.actor)
    return page(
        visit.request,
        "console/new_release.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        typed=typed,
        refusal=refusal,
        problems=refusal.details.get("problems", {}) if refusal else {},
        kinds=[(kind, KIND_NAMES[kind], hint) for kind, hint in HINTS.items()],
        organs=[(organ.id, organ.full_name) for organ in offered.values()],
        key=new_key(),
    )
