"""Which numbers follow which: the addresses of sections, given only if the numbering is in sequence."""

from dataclasses import dataclass

from content_models.official_text.labels import Label, LabelKind

_LONGEST_GAP = 3  # a jump from 二 to 六 is more likely no numbering at all
_MAY_GAP = frozenset(kind for kind in LabelKind if LabelKind.annex < kind <= LabelKind.second)
_RESTART = frozenset((LabelKind.part, LabelKind.chapter, LabelKind.article, LabelKind.first))
_NAMES = {LabelKind.part: "part-", LabelKind.chapter: "ch-", LabelKind.section: "sec-"}
_LETTERS = {
    LabelKind.first: "a",
    LabelKind.second: "b",
    LabelKind.third: "c",
    LabelKind.fourth: "d",
    LabelKind.fifth: "e",
}
_IN_ARTICLE = {LabelKind.second: "i", LabelKind.third: "m"}  # 项, 目


@dataclass
class Place:
    """An open section. `kind` is None for the text itself, whose `node_id` is the prefix of all its addresses."""

    kind: LabelKind | None
    node_id: str
    level: int
    paragraph: int = 1  # 款 of a 条: its unnumbered paragraphs; its own line is the first


class Numbering:
    """The path of open sections and the last number under each parent.

    Addresses: `s2.1` = 二、（一）; `ch-2`, `art-33`, `art-33.p2.i1` = 第三十三条第二款第（一）项; a skipped level
    shows its letter (`s2.c1` = 二、1.); `annex-1.` and `t2.` begin the addresses of an annex and of a second text.
    """

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self._annexes: set[str] = set()
        self._base = ""
        self._text_no = 1
        self._begin("")

    def pass_paragraph(self) -> None:
        """A paragraph without a label: inside a 条 it is the next 款, also after 项."""
        depths = [depth for depth, place in enumerate(self._path) if place.kind is LabelKind.article]
        if depths:
            del self._path[depths[-1] + 1 :]
            self._path[-1].paragraph += 1

    def open_annex(self, number: int) -> str | None:
        """The address of annex `number` (0 = printed without one), None if that annex is open already."""
        node_id = f"annex-{number or len(self._annexes) + 1}"
        if node_id in self._annexes:
            return None
        self._annexes.add(node_id)
        self._base, self._text_no = f"{node_id}.", 1
        self._begin(self._base)
        return node_id

    def restarts(self, label: Label) -> bool:
        """Whether the outermost numbering begins anew, after having got beyond 1."""
        scope = self._scope(label.kind)
        last, _ = self._last.get((scope, label.kind), (0, 0))
        return (
            label.number == 1
            and not label.branch
            and last > 1
            and label.kind in _RESTART
            and scope == self._path[0].node_id
        )

    def begin_next_text(self) -> None:
        self._text_no += 1
        self._begin(f"{self._base}t{self._text_no}.")

    def begin_text_again(self) -> None:
        self._begin(self._path[0].node_id)

    def open(self, label: Label) -> Place | None:
        """The place of the section, None if its number is not the next one."""
        key = (self._scope(label.kind), label.kind)
        if not self._follows(label, *self._last.get(key, (0, 0))):
            return None
        self._last[key] = (label.number, label.branch)
        parent = self._parent(label.kind)
        del self._path[self._path.index(parent) + 1 :]
        place = Place(label.kind, self._address(parent, label), parent.level + 1)
        self._path.append(place)
        return place

    def _begin(self, prefix: str) -> None:
        self._path = [Place(None, prefix, 0)]
        self._last: dict[tuple[str, LabelKind], tuple[int, int]] = {}

    def _follows(self, label: Label, last: int, last_branch: int) -> bool:
        if label.branch:
            return label.number == last and label.branch == last_branch + 1
        gap = label.number - last
        if last and 1 < gap <= _LONGEST_GAP and label.kind in _MAY_GAP:
            self.warnings.append(f"编号不连续：“{label.printed}”之前没有第{last + 1}项，请核对原文。")
            return True
        return gap == 1

    def _parent(self, kind: LabelKind) -> Place:
        return next(place for place in reversed(self._path) if place.kind is None or place.kind < kind)

    def _scope(self, kind: LabelKind) -> str:
        """Where a number must be unique: 条 run through the whole text, 项 begin anew under each 款."""
        if kind is LabelKind.article:
            return self._path[0].node_id
        parent = self._parent(kind)
        return f"{parent.node_id}.p{parent.paragraph}" if parent.kind is LabelKind.article else parent.node_id

    def _address(self, parent: Place, label: Label) -> str:
        number, kind = label.number, label.kind
        if kind is LabelKind.article:
            return f"{self._path[0].node_id}art-{number}" + (f"-{label.branch}" if label.branch else "")
        stem = parent.node_id if parent.kind is None else f"{parent.node_id}."
        if kind in _NAMES:
            return f"{stem}{_NAMES[kind]}{number}"
        if any(place.kind is LabelKind.article for place in self._path[: self._path.index(parent) + 1]):
            paragraph = f"p{parent.paragraph}." if parent.kind is LabelKind.article else ""
            return f"{stem}{paragraph}{_IN_ARTICLE.get(kind, _LETTERS[kind])}{number}"
        if parent.kind is None:
            return f"{stem}s{'' if kind is LabelKind.first else _LETTERS[kind]}{number}"
        return f"{stem}{'' if kind == parent.kind + 1 else _LETTERS[kind]}{number}"
