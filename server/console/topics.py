"""主题: the topics that residents follow and the theme tree that policies are filed under, kept by an administrator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from content_models.kit.clock import in_shanghai
from content_models.kit.errors import ZhengwuError
from content_models.staff.rights import Right, holds
from content_models.topics import repository as topics
from content_models.topics.actions.add_topic import LONGEST_NAME, AddTopic, add_topic
from content_models.topics.actions.change_topic import ChangeTopic, change_topic
from content_models.topics.actions.move_topic import MoveTopic, move_topic
from content_models.topics.documents import Topic
from content_models.topics.errors import TopicRefused
from content_models.topics.rules import in_use
from server.console.change_lines import changes_of
from server.console.chrome import chrome_for
from server.console.forms import day_or_none, expected_version, field, idempotency_key, new_key
from server.console.organ_form import BAD_DAY
from server.console.visit import Visit, staff_only
from server.pages.renderer import page

HOME = "/console/topics"
_NAMELESS = f"请填写名称（最多 {LONGEST_NAME} 个字）。"


@dataclass(frozen=True, slots=True)
class TopicLine:
    id: str
    name: str
    ended: str  # 「2026-06-30 起停用，由「…」承继」; "" while it is in use
    children: list["TopicLine"]


@dataclass(frozen=True, slots=True)
class TopicForm:
    """Exactly as typed."""

    name: str = ""
    ended_on: str = ""
    successor_id: str = ""
    set: str = ""  # "official" or "life", of a new one
    parent_id: str = ""

    @classmethod
    def sent(cls, form: FormData) -> "TopicForm":
        return cls(*(field(form, name).strip() for name in cls.__slots__))

    @classmethod
    def showing(cls, topic: Topic) -> "TopicForm":
        return cls(topic.name, topic.ended_on.isoformat() if topic.ended_on else "", topic.successor_id or "")

    def end(self) -> date | None:
        """Raises TopicRefused."""
        try:
            return day_or_none(self.ended_on)
        except ValueError as error:
            raise TopicRefused(problems={"ended_on": BAD_DAY}) from error


@staff_only
async def show_topics(visit: Visit) -> Response:
    return await _home(visit, TopicForm())


@staff_only
async def add(visit: Visit) -> Response:
    form = await visit.request.form()
    typed = TopicForm.sent(form)
    try:
        command = AddTopic(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            name=typed.name,
            official=typed.set == "official",
            parent_id=typed.parent_id or None,
        )
        await add_topic(visit.store, command)
    except ZhengwuError as refusal:
        return await _home(visit, typed, refusal)
    except ValidationError:
        return await _home(visit, typed, TopicRefused(problems={"name": _NAMELESS}))
    return RedirectResponse(f"{HOME}?kept#{'themes' if command.official else 'life'}", 303)


@staff_only
async def show_topic(visit: Visit) -> Response:
    topic = await topics.load(visit.request.path_params["topic_id"])
    return await _form(visit, topic, TopicForm.showing(topic))


@staff_only
async def save_topic(visit: Visit) -> Response:
    form = await visit.request.form()
    topic, typed = await topics.load(visit.request.path_params["topic_id"]), TopicForm.sent(form)
    try:
        command = ChangeTopic(
            actor=visit.actor,
            idempotency_key=idempotency_key(form),
            topic_id=topic.id,
            expected_version=expected_version(form),
            name=typed.name,
            ended_on=typed.end(),
            successor_id=typed.successor_id or None,
        )
        await change_topic(visit.store, command)
    except ZhengwuError as refusal:
        return await _form(visit, topic, typed, refusal)
    except ValidationError:
        return await _form(visit, topic, typed, TopicRefused(problems={"name": _NAMELESS}))
    return RedirectResponse(f"{HOME}?kept#{'themes' if topic.official else 'life'}", 303)


@staff_only
async def move(visit: Visit) -> Response:
    form = await visit.request.form()
    topic = await topics.load(visit.request.path_params["topic_id"])
    command = MoveTopic(
        actor=visit.actor, idempotency_key=idempotency_key(form), topic_id=topic.id, up=field(form, "way") == "up"
    )
    await move_topic(visit.store, command)
    return RedirectResponse(f"{HOME}/{topic.id}", 303)


async def _home(visit: Visit, typed: TopicForm, refusal: ZhengwuError | None = None) -> Response:
    known, today = await topics.every_topic(), in_shanghai(visit.store.now()).date()
    return page(
        visit.request,
        "console/topics.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        tree=lines_of((one for one in known if one.official), today),
        life=lines_of((one for one in known if not one.official), today),
        classes=[(one.id, one.name) for one in known if one.official and not one.parent_id and in_use(one, today)],
        typed=typed,
        refusal=refusal,
        problems=refusal.details.get("problems", {}) if refusal else {},
        kept="kept" in visit.request.query_params and not refusal,
        may_keep=holds(visit.actor, Right.keep_reference),
        key=new_key(),
    )


async def _form(visit: Visit, topic: Topic, typed: TopicForm, refusal: ZhengwuError | None = None) -> Response:
    known = await topics.every_topic()
    by_id = {one.id: one for one in known}
    beside = [one for one in known if (one.official, one.parent_id) == (topic.official, topic.parent_id)]
    others = [one for one in known if one.official == topic.official and one.id != topic.id and one.ended_on is None]
    return page(
        visit.request,
        "console/topic.html",
        status=refusal.status if refusal else 200,
        chrome=await chrome_for(visit),
        topic=topic,
        above=by_id[topic.parent_id].name if topic.parent_id in by_id else "",
        place=next(place for place, one in enumerate(beside, start=1) if one.id == topic.id),
        places=len(beside),
        typed=typed,
        others=[(one.id, _printed(one, by_id)) for one in others],
        refusal=refusal,
        problems=refusal.details.get("problems", {}) if refusal else {},
        may_keep=holds(visit.actor, Right.keep_reference),
        version=topic.version,
        key=new_key(),
        changes=await changes_of(f"topic.{topic.id}"),
    )


def lines_of(known: Iterable[Topic], today: date) -> list[TopicLine]:
    """The tops of the tree, each with what belongs to it."""
    listed = list(known)
    names = {one.id: one.name for one in listed}

    def line(topic: Topic) -> TopicLine:
        children = [line(one) for one in listed if one.parent_id == topic.id]
        return TopicLine(topic.id, topic.name, "" if in_use(topic, today) else _ended(topic, names), children)

    return [line(one) for one in listed if one.parent_id is None]


def _ended(topic: Topic, names: dict[str, str]) -> str:
    follows = names.get(topic.successor_id or "")
    return f"用到 {topic.ended_on}" + (f"，由「{follows}」承继" if follows else "")


def _printed(topic: Topic, by_id: dict[str, Topic]) -> str:
    above = by_id.get(topic.parent_id or "")
    return f"{above.name}\\{topic.name}" if above else topic.name
