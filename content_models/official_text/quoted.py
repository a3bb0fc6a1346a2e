"""书名号: the names between 《 and 》, nested or cut off by a list that truncates its titles."""

from pydantic import BaseModel, ConfigDict

_CLOSES = frozenset("》〉>＞")


class QuotedName(BaseModel):
    """A name without its marks. `start` and `end` enclose the marks; an unclosed name ends with the text."""

    model_config = ConfigDict(frozen=True)

    name: str
    start: int
    end: int
    depth: int  # 0 = outermost
    is_closed: bool = True


def quoted_names(text: str) -> list[QuotedName]:
    """Every 《name》 in `text`, outer before inner. Inner marks may be 〈〉, <> or 《》 again; a stray mark is ignored.

    < and > count only inside 《》: elsewhere they are comparisons.
    """
    open_at: list[int] = []
    names: list[QuotedName] = []
    for position, character in enumerate(text):
        if character in "《〈" or (character in "<＜" and open_at):
            open_at.append(position)
        elif character in _CLOSES and open_at:
            start = open_at.pop()
            names.append(QuotedName(name=text[start + 1 : position], start=start, end=position + 1, depth=len(open_at)))
    for depth, start in enumerate(open_at):
        name = text[start + 1 :].rstrip("….。 ")
        names.append(QuotedName(name=name, start=start, end=len(text), depth=depth, is_closed=False))
    return sorted((name for name in names if name.name), key=lambda name: (name.start, name.depth))


def outermost_names(text: str) -> list[QuotedName]:
    """The names that stand in no other name."""
    return [name for name in quoted_names(text) if name.depth == 0]
