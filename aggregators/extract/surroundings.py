"""The lines around the headline, where pages print date and source for people."""

import re

from content_models.official_text.folding import fold_key

_LABEL = re.compile(
    r"^[\u4e00-\u9fff\s]{0,8}(?:时间|日\s*期|来源|稿源|机关|机构|单位|字号|文\s*号|标\s*题|索\s*引\s*号|分类|主\s*题\s*词)\s*[：:]$"
)
_LABELLED = re.compile(r"^[^：:]{0,8}[：:](?!\d)")
_BEFORE, _AFTER = 4, 14  # lines
_BESIDE = 2  # characters that may stand around a headline: signs, not 「原标题：」
_TEXT = 12  # characters: shorter lines may be labels


def with_labels(lines: list[str]) -> list[str]:
    """The lines, each label that stands alone (a cell of a table) with its value from the line below."""
    joined: list[str] = []
    for text in lines:
        if joined and _LABEL.search(joined[-1]) and not _LABELLED.match(text):
            joined[-1] = f"{joined[-1]} {text}"
        else:
            joined.append(text)
    return joined


def around(lines: list[str], title: str | None, body: str) -> list[str]:
    """The lines near the title, from the last place that shows it before running text; all lines when none does.

    What stands in `body`, the text itself, is left out: its dates and credits are of other things.
    Navigation may carry the title too (tickers, breadcrumbs): the place followed soonest by running text counts.
    """
    key = fold_key(title or "")[:40]
    holding = [number for number, text in enumerate(lines) if key and key in fold_key(text)]
    alone = [number for number in holding if len(lines[number]) <= len(title or "") + _BESIDE]
    places = alone or holding
    if not places:
        return _until_text(lines[:60], body)
    place = min(places, key=lambda number: (_distance_to_text(lines, number), number))
    return lines[max(0, place - _BEFORE) : place] + _until_text(lines[place : place + _AFTER], body)


def _until_text(lines: list[str], body: str) -> list[str]:
    opening = next((text for text in body.split("\n") if len(text) >= _TEXT), None)
    return lines[: lines.index(opening)] if opening in lines else lines


def _distance_to_text(lines: list[str], number: int) -> int:
    following = lines[number + 1 : number + 40]
    return next((offset for offset, text in enumerate(following) if len(text) > 50 and "。" in text), 40)
