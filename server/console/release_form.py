"""The editing form as text, and the way from it to the content that a reviewer signs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from content_models.kit.errors import InvalidInput
from content_models.official_text.doc_no import InvalidDocNo, parse_doc_no
from content_models.official_text.html import MOST_REFERENCES
from content_models.organs import repository as organs
from content_models.releases import repository as releases
from content_models.releases.documents import (
    Content,
    InterpretationFacts,
    Issuer,
    Link,
    LinkType,
    PolicyFacts,
    ReleaseKind,
)
from content_models.releases.repository import interpreted_by
from content_models.topics import repository as topics
from content_models.topics.rules import SEPARATOR, themes_by_name
from server.console.attachments import chosen, without_words
from server.console.forms import VERSION_FIELD, day_or_none, field, fields
from server.console.kind_facts import PREFIX, facts_as_typed, facts_from
from server.console.reading_facts import reading_from

NAME_SEPARATOR = "、"


class FormRefused(InvalidInput):
    """`details.problems` maps field names to what is wrong with them."""

    code = "FORM_REFUSED"
    default_message = "有几处需要改正，请看标红的项目。您输入的内容都还在。"


@dataclass(frozen=True, slots=True)
class ReleaseForm:
    """What stands in the form's fields, exactly as typed."""

    title: str
    summary: str
    body_html: str
    note: str
    topics: list[str]
    doc_no: str
    issuers: str  # names, separated by 、
    signed_date: str
    effective_date: str
    theme: str
    form: str
    interpreter: str
    policies: list[str]  # ids of the policies an interpretation reads
    attachments: list[str]  # their addresses
    facts: dict[str, str]  # of the kind's card, by name
    region_code: str = ""  # 适用区域; none: wherever the publisher's is
    version: str = ""  # of the release, as the page showed it

    @classmethod
    def sent(cls, form: FormData) -> "ReleaseForm":
        typed: dict[str, Any] = {name: field(form, name) for name in cls.__slots__}
        chosen: dict[str, Any] = {name: fields(form, name) for name in ("topics", "policies", "attachments")}
        facts = {name.removeprefix(PREFIX): field(form, name) for name in form if name.startswith(PREFIX)}
        chosen["facts"] = {name: value for name, value in facts.items() if value.strip()}
        return cls(**(typed | chosen | {"version": field(form, VERSION_FIELD)}))

    @classmethod
    def kept(cls, fields: Mapping[str, list[str]]) -> "ReleaseForm":
        """What an autosaved row holds, as it was typed."""
        return cls.sent(FormData([(name, value) for name, values in fields.items() for value in values]))

    def says_the_same(self, other: "ReleaseForm") -> bool:
        """Whether both would save the same; which version they looked at does not count."""
        return replace(self, version="") == replace(other, version="")

    @classmethod
    async def showing(cls, content: Content) -> "ReleaseForm":
        policy = content.policy or PolicyFacts()
        reading = content.interpretation or InterpretationFacts()
        return cls(
            title=content.title,
            summary=content.summary,
            body_html=content.body_html,
            note="",
            topics=content.topics,
            doc_no=policy.doc_no_raw or (str(policy.doc_no) if policy.doc_no else ""),
            issuers=NAME_SEPARATOR.join(issuer.name for issuer in policy.issuers),
            signed_date=policy.signed_date.isoformat() if policy.signed_date else "",
            effective_date=policy.effective_date.isoformat() if policy.effective_date else "",
            theme=policy.theme or "",
            form=reading.form or "",
            interpreter=reading.interpreter or "",
            policies=sorted(interpreted_by(content.links)),
            attachments=[str(one.get("url", "")) for one in content.attachments],
            facts=facts_as_typed(content),
            region_code=content.region_code or "",
        )

    async def content(self, kind: ReleaseKind, before: Content) -> Content:
        """The content this form says; what it does not show stays as it was. Raises FormRefused."""
        problems: dict[str, str] = await self._unknown_choices(before)
        if (size := len(self.body_html.encode())) > LARGEST_BODY:
            problems["body_html"] = (
                f"正文太长（连同排版 {size / 1e6:.1f} MB，最多 {LARGEST_BODY // 1_000_000} MB），"
                "请拆分成几篇，或把一部分改用附件。"
            )
        elif (references := self.body_html.count("&")) > MOST_REFERENCES:
            problems["body_html"] = (
                f"正文里的「&」有 {references} 个（最多 {MOST_REFERENCES} 个），多半是粘贴了程序或数据，请改用附件。"
            )
        elif without_words(self.body_html, before.body_html):
            problems["body_html"] = "新插入的图片缺少替代文字（红框的图片），请点图片再点「图片」补写。"
        changes: dict[str, Any] = {
            "title": self.title.replace("\n", "").strip(),
            "summary": self.summary.strip(),
            "body_html": self.body_html,
            "topics": self.topics,
            "region_code": self.region_code or None,
            "attachments": await chosen(self.attachments, before.attachments, problems),
        }
        if kind in _STATED:
            changes["policy"] = await self._policy_facts(_STATED[kind], before.policy, problems)
        if kind is ReleaseKind.interpretation:
            changes["interpretation"] = await self._reading(before.interpretation or InterpretationFacts(), problems)
            changes["links"] = self._links(before.links)
        facts_from(kind, self.facts, before, changes, problems)
        return _checked(before, changes, problems)

    async def _unknown_choices(self, before: Content) -> dict[str, str]:
        """Topics and policies that are not there to be chosen; what was chosen before stays choosable."""
        problems = {}
        new_topics = set(self.topics) - set(before.topics)
        if new_topics and not new_topics <= {topic.id for topic in await topics.every_topic()}:
            problems["topics"] = "所选的主题已不存在，请重新选择。"
        new_policies = set(self.policies) - interpreted_by(before.links)
        found = await releases.load_many(new_policies)
        if any(policy not in found or found[policy].kind is not ReleaseKind.policy for policy in new_policies):
            problems["policies"] = "所选的政策已不存在，请重新查找并勾选。"
        if self.region_code not in ("", before.region_code) and not await organs.has_region(self.region_code):
            problems["region_code"] = "所选的区域已不存在，请重新选择。"
        return problems

    async def _policy_facts(
        self, names: frozenset[str], stated: PolicyFacts | None, problems: dict[str, str]
    ) -> PolicyFacts | None:
        """Of these fields; a notice that states none of them has none of these facts."""
        before = stated or PolicyFacts()
        facts: dict[str, Any] = {"issuers": await self._issuers(before, problems)}
        for name in names & {"signed_date", "effective_date"}:
            try:
                facts[name] = day_or_none(getattr(self, name))
            except ValueError:
                problems[name] = "日期请按 2026-01-31 的样子填写。"
        try:
            facts["doc_no"] = parse_doc_no(self.doc_no) if self.doc_no.strip() else None
            facts["doc_no_raw"] = self.doc_no.strip() or None
        except InvalidDocNo as refusal:
            problems["doc_no"] = refusal.message
        if "theme" in names:
            facts["theme"] = await self._theme(before.theme, problems)
        said = before.model_copy(update=facts)
        return said if stated or said != PolicyFacts() else None

    async def _theme(self, before: str | None, problems: dict[str, str]) -> str | None:
        """One of the reference data's, or what stood there before: old documents keep what they were filed under."""
        theme = self.theme.strip()
        if theme and theme != before:
            themes = themes_by_name(await topics.every_topic())
            if tuple(theme.split(SEPARATOR)) not in themes:
                problems["theme"] = "请从主题分类中选择；分类由管理员在「主题」里维护。"
        return theme or None

    async def _reading(self, before: InterpretationFacts, problems: dict[str, str]) -> InterpretationFacts:
        said, wrong = await reading_from(self.facts, before, self.policies, self.body_html)
        problems.update({f"{PREFIX}{name}": words for name, words in wrong.items()})
        said |= {"form": self.form or None, "interpreter": self.interpreter.strip() or None}
        return before.model_copy(update=said)

    async def _issuers(self, before: PolicyFacts, problems: dict[str, str]) -> list[Issuer]:
        """Organs of the directory, and names that came with the document: those stay even if nobody knows them."""
        kept = {issuer.name: issuer for issuer in before.issuers}
        found: dict[str, Issuer] = {}
        for name in filter(None, map(str.strip, self.issuers.split(NAME_SEPARATOR))):
            if matches := await organs.named(name):
                found[name] = Issuer(name=name, organ_id=matches[0].id)
            elif name in kept:
                found[name] = kept[name]
            else:
                problems["issuers"] = f"没有找到机构「{name}」，请填写全称，多个机构用顿号隔开。"
        return list(found.values())

    def _links(self, before: list[Link]) -> list[Link]:
        others = [link for link in before if link.type is not LinkType.interprets]
        return others + [Link(type=LinkType.interprets, target_id=policy) for policy in dict.fromkeys(self.policies)]


# What a kind states of itself as an official document.
_OF_NOTICES = frozenset({"doc_no", "issuers", "signed_date"})
_STATED: Mapping[ReleaseKind, frozenset[str]] = {
    ReleaseKind.policy: _OF_NOTICES | {"effective_date", "theme"},
    ReleaseKind.notice: _OF_NOTICES,
}
LARGEST_BODY = 6_000_000  # bytes; the store keeps it as HTML and as plain text in a row of at most 16 MiB

_REASONS: Mapping[tuple[str, str], str] = {
    ("title", "string_too_short"): "标题至少 2 个字。",
    ("title", "string_too_long"): "标题最多 300 个字。",
    ("summary", "string_too_long"): "摘要最多 600 个字。",
}


def _checked(before: Content, changes: dict[str, Any], problems: dict[str, str]) -> Content:
    try:
        content = Content.model_validate(before.model_dump() | changes)
    except ValidationError as refusal:
        for error in refusal.errors():
            name = str(error["loc"][0])
            problems[name] = _REASONS.get((name, error["type"]), "这一项填写有误。")
        raise FormRefused(problems=problems) from refusal
    if problems:
        raise FormRefused(problems=problems)
    return content
