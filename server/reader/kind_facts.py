"""What an alert and a guide state beside their text, as residents see it: the fields that the app's resolvers give."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from content_models.releases.documents import Content
from content_models.releases.facts import AlertFacts, GuideFacts, GuideMaterial, GuidePlace
from server.pages.labels import ALERT_LEVEL_NAMES
from server.pages.moments import minute


@dataclass(frozen=True, slots=True)
class Particular:
    """One fact: a line, or several (`steps`: in their order). `call`: a number to be dialled with one touch."""

    name: str
    lines: list[str] = field(default_factory=list)
    steps: bool = False
    call: str = ""


@dataclass(frozen=True, slots=True)
class Particulars:
    """`over`: what it told of has ended."""

    title: str
    facts: list[Particular]
    over: bool = False


def particulars_of(content: Content, now: datetime) -> Particulars | None:
    """None for a kind that states nothing, and where nothing is stated."""
    title, facts, over = "", [], False
    if content.alert:
        title, facts = "提示要点", list(_alert(content.alert))
        over = content.alert.ends_at is not None and content.alert.ends_at <= now
    elif content.guide:
        title, facts = "办理要点", list(_guide(content.guide))
    stated = [one for one in facts if one.lines]
    return Particulars(title, stated, over) if stated else None


def _alert(alert: AlertFacts) -> Iterator[Particular]:
    yield _one("时间", _window(alert))
    yield Particular("涉及地点", alert.places)
    yield _one("预警级别", ALERT_LEVEL_NAMES[alert.level] if alert.level else "")
    yield Particular("应对措施", alert.advice.splitlines())
    yield _one("咨询电话", alert.hotline)


def _one(name: str, stated: str | None) -> Particular:
    """A single line, to be dialled where it is a number and nothing else."""
    number = "".join((stated or "").split()).replace("-", "")
    return Particular(name, [stated] if stated else [], call=number if number.isascii() and number.isdigit() else "")


def _window(alert: AlertFacts) -> str:
    """「2026-11-26 08:00 起，结束时间另行通知」; "" when neither end is stated."""
    begins = f"{minute(alert.starts_at)} 起" if alert.starts_at else ""
    ends = f"{minute(alert.ends_at)} 止" if alert.ends_at else "结束时间另行通知"
    return "，".join(filter(None, (begins, ends))) if alert.starts_at or alert.ends_at else ""


def _guide(guide: GuideFacts) -> Iterator[Particular]:
    yield _one("谁可以办", guide.audience)
    yield Particular("申请条件", guide.conditions)
    yield Particular("要带的材料", [_material(one) for one in guide.materials])
    yield Particular("怎么办", guide.steps, steps=True)
    yield Particular("到哪里办", [_place(one) for one in guide.places])
    yield _one("收费", guide.fees)
    yield Particular("多久办完", _limits(guide))
    yield _one("咨询", guide.contact)
    yield _one("监督投诉", guide.supervision)
    yield Particular("设定依据", guide.basis)
    yield _one("事项", " ".join(filter(None, (guide.item_type, guide.item_code))))


def _limits(guide: GuideFacts) -> list[str]:
    named = (("承诺", guide.promised_limit), ("法定", guide.statutory_limit))
    return [f"{name} {limit}" for name, limit in named if limit]


def _material(material: GuideMaterial) -> str:
    """「身份证（原件，1 份；窗口可复印）」."""
    copies = f"{material.copies} 份" if material.copies else ""
    said = "，".join(filter(None, (material.form, copies, "" if material.required else "视情况提供")))
    remarks = "；".join(filter(None, (said, material.note)))
    return f"{material.name}（{remarks}）" if remarks else material.name


def _place(place: GuidePlace) -> str:
    return "，".join(filter(None, (place.name, place.address, place.hours, place.phone)))
