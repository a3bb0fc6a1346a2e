"""要素卡: what each kind states beside its text, as fields to type into and the way back (domain table 1.1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ValidationError

from content_models.kit.clock import SHANGHAI, in_shanghai
from content_models.releases.documents import Content, InterpretationFacts, PolicyFacts, ReleaseKind
from content_models.releases.facts import AlertFacts, AlertLevel, GuideFacts, NewsFacts
from server.console.fact_rows import (
    CLAUSES,
    ELEMENTS,
    MATERIALS,
    PLACES,
    RowsField,
    rows_as_typed,
    rows_from,
    rows_in_words,
)
from server.pages.labels import ALERT_LEVEL_NAMES

PREFIX = "fact."  # of the names of these fields in the form


@dataclass(frozen=True, slots=True)
class FactField:
    """One field of a card. `shape`: line, text, lines (one entry a line), date, moment (Asia/Shanghai), level."""

    name: str
    label: str
    shape: str = "line"
    hint: str = ""


_ALERT = (
    FactField("starts_at", "开始时间", "moment"),
    FactField("ends_at", "结束时间", "moment", "不填为另行通知"),
    FactField("level", "预警级别", "level"),
    FactField("hotline", "咨询电话"),
    FactField("places", "涉及地点", "lines", "一行一处"),
    FactField("advice", "应对措施", "text"),
)
_GUIDE = (
    FactField("item_code", "事项编码"),
    FactField("item_type", "事项类型"),
    FactField("audience", "服务对象"),
    FactField("fees", "收费依据及标准"),
    FactField("statutory_limit", "法定办结时限"),
    FactField("promised_limit", "承诺办结时限"),
    FactField("contact", "咨询方式"),
    FactField("supervision", "监督投诉"),
    FactField("basis", "设定依据", "lines", "一行一条"),
    FactField("conditions", "申请条件", "lines", "一行一条"),
    FactField("steps", "办理流程", "lines", "一行一步"),
)
_NEWS = (FactField("byline", "来源署名", hint="不填则用来源网站所印的"),)
_POLICY = (
    FactField("index_no", "索引号"),
    FactField("genre", "文种", hint="通知、意见、办法等"),
    FactField("expiry_date", "失效日期", "date", "写明有效期的才填"),
)


@dataclass(frozen=True, slots=True)
class Card:
    """`place`: the field of Content that holds the facts."""

    title: str
    place: str
    facts: type[BaseModel]
    fields: tuple[FactField, ...]
    rows: tuple[RowsField, ...] = ()


_ALERTS = Card("提示要素", "alert", AlertFacts, _ALERT)
CARDS: Mapping[ReleaseKind, Card] = {
    ReleaseKind.policy: Card("其他要素", "policy", PolicyFacts, _POLICY),
    ReleaseKind.service_alert: _ALERTS,
    ReleaseKind.emergency: _ALERTS,
    ReleaseKind.guide: Card("办事要素", "guide", GuideFacts, _GUIDE, (MATERIALS, PLACES)),
    ReleaseKind.interpretation: Card("要素与条款", "interpretation", InterpretationFacts, (), (ELEMENTS, CLAUSES)),
    ReleaseKind.news: Card("动态要素", "news", NewsFacts, _NEWS),
}


def facts_as_typed(content: Content) -> dict[str, str]:
    """Every fact that has a field, as it stands in the form; those that are empty are left out."""
    found = {}
    for card in {card.place: card for card in CARDS.values()}.values():
        facts = getattr(content, card.place)
        for field in card.fields if facts else ():
            if shown := _shown(getattr(facts, field.name), field.shape):
                found[field.name] = shown
        for rows in card.rows if facts else ():
            found |= rows_as_typed(rows, getattr(facts, rows.name))
    return found


def facts_in_words(typed: Mapping[str, str]) -> str:
    """「咨询电话：12345」 a line, for comparing two versions."""
    labels = {field.name: field.label for card in CARDS.values() for field in card.fields}
    lines = [f"{labels[name]}：{typed[name]}" for name in labels if typed.get(name, "").strip()]
    return "\n".join(
        [*lines, *(line for card in CARDS.values() for rows in card.rows for line in rows_in_words(rows, typed))]
    )


def facts_listed(kind: ReleaseKind, content: Content) -> list[tuple[str, str]]:
    """Every fact of this kind's card that is stated, with its label: for whoever reads what is to be signed."""
    card = CARDS.get(kind)
    if card is None:
        return []
    typed = facts_as_typed(content)
    stated = [(field.label, _in_print(typed[field.name], field.shape)) for field in card.fields if field.name in typed]
    return stated + [(rows.label, "；".join(lines)) for rows in card.rows if (lines := rows_in_words(rows, typed))]


def _in_print(typed: str, shape: str) -> str:
    if shape == "level":
        return ALERT_LEVEL_NAMES[AlertLevel(typed)]
    return typed.replace("T", " ") if shape == "moment" else typed.replace("\n", "；")


def facts_from(
    kind: ReleaseKind, typed: Mapping[str, str], before: Content, changes: dict[str, Any], problems: dict[str, str]
) -> None:
    """Put this kind's facts into `changes`, or what is wrong with them into `problems`. Facts without a field stay."""
    card = CARDS.get(kind)
    if card is None or kind is ReleaseKind.interpretation:  # its rows hang on other texts: see reading_facts
        return
    known = changes.get(card.place) or getattr(before, card.place)
    facts = known or card.facts()
    stated: dict[str, Any] = {}
    for field in card.fields:
        try:
            stated[field.name] = _READ[field.shape](typed.get(field.name, "").strip())
        except ValueError:
            problems[f"{PREFIX}{field.name}"] = _WRONG[field.shape]
    wrong: dict[str, str] = {}
    for rows in card.rows:
        stated[rows.name] = rows_from(rows, typed, wrong)
    problems.update({f"{PREFIX}{name}": words for name, words in wrong.items()})
    if wrong:
        return
    try:
        said = card.facts.model_validate(facts.model_dump() | _with_defaults(card, stated))
    except ValidationError as refusal:
        problems.update({f"{PREFIX}{_place(error['loc'])}": "这一项太长或有误，请核对。" for error in refusal.errors()})
        return
    if known is not None or said != card.facts():  # what was never stated is not stated as empty
        changes[card.place] = said


def _place(where: tuple[int | str, ...]) -> str:
    """The name of the field: `advice`, or `materials.0.name` within a row."""
    return ".".join(map(str, where[:1] if len(where) < 3 else where[:3]))


def _with_defaults(card: Card, stated: dict[str, Any]) -> dict[str, Any]:
    """An emptied field says what a field that was never filled says."""
    fields = card.facts.model_fields
    return {name: fields[name].get_default() if value is None else value for name, value in stated.items()}


def _shown(value: Any, shape: str) -> str:
    if value is None or value == "":
        return ""
    if shape == "lines":
        return "\n".join(value)
    if shape == "moment":
        return in_shanghai(value).strftime("%Y-%m-%dT%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) if text else None


_READ: Mapping[str, Callable[[str], Any]] = {
    "line": lambda text: text or None,
    "text": lambda text: text or None,
    "lines": lambda text: [line.strip() for line in text.splitlines() if line.strip()],
    "date": lambda text: date.fromisoformat(text) if text else None,
    "moment": _moment,
    "level": lambda text: AlertLevel(text) if text else None,
}
_WRONG = {
    "date": "日期请按 2026-01-31 的样子填写。",
    "moment": "时间请按 2026-01-31T08:00 的样子填写。",
    "level": "请从四个级别中选择。",
}
