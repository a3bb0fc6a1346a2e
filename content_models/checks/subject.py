"""What is examined: a text with its kind and publisher, what stands around it, and its words by place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from content_models.checks.matching import CompiledList
from content_models.official_text.folding import align
from content_models.official_text.outline import Section
from content_models.releases.documents import Content, ReleaseKind


@dataclass(frozen=True, slots=True)
class FileWords:
    """附件 as far as we can read it. `text` is None where nobody could."""

    name: str
    text: str | None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A policy that an interpretation reads."""

    title: str
    body_text: str
    id: str = ""
    outline: Sequence[Section] = ()


@dataclass(frozen=True, slots=True)
class LinkTrouble:
    """A link that did not answer: why, and when that was last seen (as shown)."""

    reason: str
    seen: str


@dataclass(frozen=True)
class Surroundings:
    """Everything outside the text that a check asks about. Empty means nothing is known against it."""

    today: date
    publisher_known: bool = True
    issuers_known: Mapping[str, bool] = field(default_factory=dict)
    same_doc_no: Sequence[str] = ()  # titles of other releases with this organ, code, year and number
    files: Sequence[FileWords] = ()
    targets: Sequence[Target] = ()
    lists: Sequence[CompiledList] = ()
    dead_links: Mapping[str, LinkTrouble] = field(default_factory=dict)


@dataclass(frozen=True)
class Subject:
    """A revision as the checks see it."""

    kind: ReleaseKind
    publisher_id: str
    content: Content
    around: Surroundings


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of what residents can read. Full-width digits and odd spaces are folded one for one."""

    where: str
    text: str
    in_file: bool = False


def passages_of(subject: Subject) -> Iterator[Passage]:
    """Title, summary, facts, body paragraph by paragraph, and the attachments line by line."""
    content = subject.content
    yield Passage("标题", align(content.title))
    yield from _lines("摘要", content.summary, "行")
    yield from _lines("正文", content.body_text, "段")
    for name, text in _facts(content):
        yield from _lines(name, text, "行")
    for file in subject.around.files:
        yield from _lines(f"附件《{file.name}》", file.text or "", "行", in_file=True)


def _facts(content: Content) -> Iterator[tuple[str, str]]:
    if content.alert:
        yield "防御指南", content.alert.advice
        yield "地点", "\n".join(content.alert.places)
    if content.guide:
        guide = content.guide
        yield "办事要素", "\n".join([*guide.basis, *guide.conditions, *guide.steps, guide.fees or ""])
        yield "联系方式", f"咨询电话 {guide.contact or ''}\n监督电话 {guide.supervision or ''}"
    if content.interpretation:
        yield "解读主体", content.interpretation.interpreter or ""
        yield "解读要素", "\n".join(element.text for element in content.interpretation.elements)


def _lines(where: str, text: str, unit: str, *, in_file: bool = False) -> Iterator[Passage]:
    lines = align(text).split("\n")
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield Passage(f"{where}第 {number} {unit}" if len(lines) > 1 else where, line, in_file)
